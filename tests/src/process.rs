//! Programs that end with the journey that started them, also when it panics.

use std::fs;
use std::path::Path;
use std::process::{Child, Command};

use crate::wait;

/// A child that is killed when it goes out of scope.
pub struct Running(Child);

impl Running {
    /// Starts it.
    pub fn start(command: &mut Command) -> Self {
        let child = command.spawn();
        Self(child.unwrap_or_else(|error| {
            panic!("{} could not be started: {error}", command.get_program().display())
        }))
    }

    /// The child, for its pipes.
    pub fn child(&mut self) -> &mut Child {
        &mut self.0
    }

    /// Waits for it to end by itself.
    pub fn end(mut self) -> i32 {
        let status =
            wait::until("a program to end by itself", || self.0.try_wait().expect("a child can be asked"));
        status.code().expect("it ended by itself, not by a signal")
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // it may have ended already: that is as good
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Every process that lives in this home, whoever started it: the browser is a child of the app's opener, and a
/// second app a child of the browser, so no handle of ours leads to them.
pub fn living_in(home: &Path) -> Vec<(u32, Vec<u8>)> {
    let mark = format!("HOME={}", home.display()).into_bytes();
    let Ok(processes) = fs::read_dir("/proc") else { return Vec::new() };
    processes
        .flatten()
        .filter_map(|entry| {
            let id = entry.file_name().to_str()?.parse().ok()?;
            let environment = fs::read(entry.path().join("environ")).ok()?;
            let ours = environment.split(|byte| *byte == 0).any(|variable| variable == mark);
            ours.then(|| fs::read(entry.path().join("cmdline")).ok().map(|words| (id, words)))?
        })
        .collect()
}

/// Whether the app runs in this home.
pub fn runs_in(home: &Path, program: &Path) -> bool {
    let program = program.as_os_str().as_encoded_bytes();
    living_in(home).iter().any(|(_, words)| words.split(|byte| *byte == 0).next() == Some(program))
}

/// Ends them.
pub fn end_all_in(home: &Path) {
    let ids: Vec<String> = living_in(home).iter().map(|(id, _)| id.to_string()).collect();
    if !ids.is_empty() {
        // some end before it is their turn, together with the others
        let _ = Command::new("kill").arg("-KILL").args(ids).stderr(std::process::Stdio::null()).status();
    }
}

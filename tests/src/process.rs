//! Processes that end with the journey that started them, even when it panics.

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use crate::wait;

/// A child that is killed when it goes out of scope.
pub struct Running(Child);

impl Running {
    /// Starts the command.
    pub fn start(command: &mut Command) -> Self {
        let child = command.spawn();
        Self(child.unwrap_or_else(|error| {
            panic!("{} could not be started: {error}", command.get_program().display())
        }))
    }

    /// Returns the child, for its pipes.
    pub fn child(&mut self) -> &mut Child {
        &mut self.0
    }

    /// Waits until the child ends by itself and returns its exit status.
    pub fn end(mut self) -> i32 {
        let status =
            wait::until("a program to end by itself", || self.0.try_wait().expect("a child can be asked"));
        status.code().expect("it ended by itself, not by a signal")
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // the child may have ended already
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Returns the id and command line of every process that belongs to this home.
///
/// The browser is a child of the app's opener, and a second app is a child of the browser, so no handle leads to them.
fn processes_in(home: &Path) -> Vec<(String, Vec<u8>)> {
    let path = home.as_os_str().as_encoded_bytes();
    let mark = [b"HOME=", path].concat();
    let Ok(processes) = fs::read_dir("/proc") else { return Vec::new() };
    processes
        .flatten()
        .filter_map(|entry| {
            let id = entry.file_name().into_string().ok()?;
            let environment = fs::read(entry.path().join("environ")).ok()?;
            let words = fs::read(entry.path().join("cmdline")).ok()?;
            // some overwrite their environment, but name a folder of the home in their arguments
            let ours = environment.split(|byte| *byte == 0).any(|variable| variable == mark)
                || words.windows(path.len()).any(|part| part == path);
            ours.then_some((id, words))
        })
        .collect()
}

/// Whether a program runs in this home.
pub fn runs_in(home: &Path, program: &Path) -> bool {
    !running(home, program).is_empty()
}

/// Returns the ids of the processes that run this program in this home.
pub fn running(home: &Path, program: &Path) -> Vec<String> {
    let program = program.as_os_str().as_encoded_bytes();
    let is_it = |words: &[u8]| words.split(|byte| *byte == 0).next() == Some(program);
    processes_in(home).into_iter().filter(|(_, words)| is_it(words)).map(|(id, _)| id).collect()
}

/// Returns the ids of the processes in this home whose program's path ends with `name`.
pub fn ids_by_name(home: &Path, name: &str) -> Vec<String> {
    let is_it = |words: &[u8]| {
        words.split(|byte| *byte == 0).next().is_some_and(|program| program.ends_with(name.as_bytes()))
    };
    processes_in(home).into_iter().filter(|(_, words)| is_it(words)).map(|(id, _)| id).collect()
}

/// Kills a program of this home with `SIGKILL` and waits until it is gone.
pub fn kill(home: &Path, program: &Path) {
    signal(home, program, "KILL");
    wait::until("the killed program to be gone", || (!runs_in(home, program)).then_some(()));
}

/// Sends a signal to a program of this home.
pub fn signal(home: &Path, program: &Path, name: &str) {
    let ids = running(home, program);
    assert!(!ids.is_empty(), "{} runs, so it can be sent {name}", program.display());
    send_signal(&ids, name);
}

/// Sends a signal to processes, by their ids.
pub fn send_signal(ids: &[String], name: &str) {
    let sent = Command::new("kill").arg(format!("-{name}")).args(ids).status().expect("kill can be run");
    assert!(sent.success(), "{ids:?} take {name}");
}

/// Returns the names of the threads of a program in this home.
pub fn threads(home: &Path, program: &Path) -> Vec<String> {
    let program = program.as_os_str().as_encoded_bytes();
    let is_it = |words: &[u8]| words.split(|byte| *byte == 0).next() == Some(program);
    let ids = processes_in(home).into_iter().filter_map(|(id, words)| is_it(&words).then_some(id));
    ids.filter_map(|id| fs::read_dir(format!("/proc/{id}/task")).ok())
        .flat_map(|tasks| tasks.flatten())
        .filter_map(|task| fs::read_to_string(task.path().join("comm")).ok())
        .map(|name| name.trim().to_owned())
        .collect()
}

/// Returns the memory of all processes in this home, in kilobytes. Shared memory counts once (PSS).
pub fn memory(home: &Path) -> u64 {
    let ids = processes_in(home).into_iter().map(|(id, _)| id);
    ids.filter_map(|id| {
        let account = fs::read_to_string(format!("/proc/{id}/smaps_rollup")).ok()?;
        let share = account.lines().find_map(|line| line.strip_prefix("Pss:"))?;
        share.trim().strip_suffix(" kB")?.parse::<u64>().ok()
    })
    .sum()
}

/// Kills all processes in this home. Returns whether there were any.
pub fn end_all_in(home: &Path) -> bool {
    let ids: Vec<String> = processes_in(home).into_iter().map(|(id, _)| id).collect();
    if ids.is_empty() {
        return false;
    }
    // a process may end with another before its turn: no failure
    let _ = Command::new("kill").arg("-KILL").args(ids).stderr(Stdio::null()).status();
    true
}

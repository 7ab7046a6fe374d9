//! Records the command line and environment of every process in `/proc` while a journey runs.
//!
//! Some processes live for a few milliseconds only, so the watch reads `/proc` as often as it can.

use std::collections::HashSet;
use std::fs;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// The pause between two readings of `/proc`.
const PAUSE: Duration = Duration::from_millis(2);

/// A thread that reads `/proc` until [`Watch::end`].
pub struct Watch {
    over: Arc<AtomicBool>,
    seen: Arc<Mutex<HashSet<Sight>>>,
    looking: JoinHandle<()>,
}

/// The file of `/proc` in which the watch saw something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sink {
    /// `/proc/*/cmdline`
    Words,
    /// `/proc/*/environ`
    Environment,
}

/// One state of a process's command line or environment.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Sight {
    /// The program without its folder. For a script that `sh` runs, the script.
    pub program: String,
    /// The file that was read.
    pub sink: Sink,
    /// The bytes as they stood there: texts that each end with a zero byte.
    pub bytes: Vec<u8>,
}

impl Watch {
    /// Starts the thread.
    pub fn start() -> Self {
        let (over, seen) = (Arc::new(AtomicBool::new(false)), Arc::new(Mutex::new(HashSet::new())));
        let looking = thread::spawn({
            let (over, seen) = (Arc::clone(&over), Arc::clone(&seen));
            move || {
                while !over.load(Ordering::Relaxed) {
                    look(&mut seen.lock().unwrap_or_else(PoisonError::into_inner));
                    thread::sleep(PAUSE);
                }
            }
        });
        Self { over, seen, looking }
    }

    /// Whether the watch has seen the command line and the environment of this program.
    pub fn has_seen(&self, program: &str) -> bool {
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        [Sink::Words, Sink::Environment]
            .iter()
            .all(|sink| seen.iter().any(|sight| sight.program == program && sight.sink == *sink))
    }

    /// Ends the thread and returns everything that it saw.
    pub fn end(self) -> HashSet<Sight> {
        self.over.store(true, Ordering::Relaxed);
        self.looking.join().expect("looking does not fail");
        std::mem::take(&mut *self.seen.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

fn look(seen: &mut HashSet<Sight>) {
    let Ok(processes) = fs::read_dir("/proc") else { return };
    for folder in processes.flatten().filter(|entry| entry.file_name().as_encoded_bytes()[0].is_ascii_digit())
    {
        let read = |name| fs::read(folder.path().join(name)).unwrap_or_default();
        let words = read("cmdline");
        let program = program(&words);
        for (sink, bytes) in [(Sink::Environment, read("environ")), (Sink::Words, words)] {
            if !bytes.is_empty() {
                seen.insert(Sight { program: program.clone(), sink, bytes });
            }
        }
    }
}

fn program(words: &[u8]) -> String {
    // some programs write all their arguments into the first
    let mut names = words.split(|byte| [0, b' '].contains(byte)).map(|word| {
        let name = word.rsplit(|byte| *byte == b'/').next().unwrap_or_default();
        String::from_utf8_lossy(name).into_owned()
    });
    let first = names.next().unwrap_or_default();
    let script = (first == "sh").then(|| names.next().filter(|name| !name.is_empty())).flatten();
    script.unwrap_or(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn program_name_comes_from_its_executable_or_script() {
        for (words, name) in [
            ("/usr/bin/gio\0open\0app:/x\0", "gio"),
            ("/bin/sh\0/usr/bin/xdg-open\0app:/x\0", "xdg-open"),
            ("sh\0", "sh"),
            ("/usr/lib/chromium/chromium --type=renderer --lang=en", "chromium"),
            ("", ""),
        ] {
            assert_eq!(program(words.as_bytes()), name, "{words:?}");
        }
    }
}

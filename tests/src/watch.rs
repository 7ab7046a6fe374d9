//! Everything that `/proc` showed of any process while a journey went on: its words and its environment.
//!
//! Some processes live for a few milliseconds only, so this looks as often as it can.

use std::collections::HashSet;
use std::fs;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// Between two looks.
const PAUSE: Duration = Duration::from_millis(2);

/// Looks until it is ended.
pub struct Watch {
    over: Arc<AtomicBool>,
    seen: Arc<Mutex<HashSet<Sight>>>,
    looking: JoinHandle<()>,
}

/// Where something was seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sink {
    /// `/proc/*/cmdline`
    Words,
    /// `/proc/*/environ`
    Environment,
}

/// What was seen of a process.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Sight {
    /// The program without its folder; of a shell's script, the script.
    pub program: String,
    /// Where.
    pub sink: Sink,
    /// As it stood there: texts that each end with a zero byte.
    pub bytes: Vec<u8>,
}

impl Watch {
    /// Begins to look.
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

    /// Whether a program was seen by now.
    pub fn has_seen(&self, program: &str) -> bool {
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        [Sink::Words, Sink::Environment]
            .iter()
            .all(|sink| seen.iter().any(|sight| sight.program == program && sight.sink == *sink))
    }

    /// Everything seen since the start.
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
    // some write all their words into the first
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
    fn a_program_is_named_after_what_it_runs() {
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

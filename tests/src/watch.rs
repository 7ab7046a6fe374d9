//! Everything that `/proc` showed of any process while a journey went on: its words and its environment.
//!
//! Some processes live for a few milliseconds only, so this looks as often as it can.

use std::collections::HashSet;
use std::fs;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// Between two looks.
const PAUSE: Duration = Duration::from_millis(2);

/// Looks until it is ended.
pub struct Watch {
    over: Arc<AtomicBool>,
    looking: JoinHandle<HashSet<Sight>>,
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
    /// The program: the first of its words, without its folder.
    pub program: String,
    /// Where.
    pub sink: Sink,
    /// As it stood there: texts that each end with a zero byte.
    pub bytes: Vec<u8>,
}

impl Watch {
    /// Begins to look.
    pub fn start() -> Self {
        let over = Arc::new(AtomicBool::new(false));
        let looking = thread::spawn({
            let over = Arc::clone(&over);
            move || {
                let mut seen = HashSet::new();
                while !over.load(Ordering::Relaxed) {
                    look(&mut seen);
                    thread::sleep(PAUSE);
                }
                seen
            }
        });
        Self { over, looking }
    }

    /// Everything seen since the start.
    pub fn end(self) -> HashSet<Sight> {
        self.over.store(true, Ordering::Relaxed);
        self.looking.join().expect("looking does not fail")
    }
}

fn look(seen: &mut HashSet<Sight>) {
    let Ok(processes) = fs::read_dir("/proc") else { return };
    for folder in processes.flatten().filter(|entry| entry.file_name().as_encoded_bytes()[0].is_ascii_digit())
    {
        let read = |name| fs::read(folder.path().join(name)).unwrap_or_default();
        let words = read("cmdline");
        let first = words.split(|byte| *byte == 0).next().unwrap_or_default();
        let program = first.rsplit(|byte| *byte == b'/').next().unwrap_or_default();
        let program = String::from_utf8_lossy(program).into_owned();
        for (sink, bytes) in [(Sink::Environment, read("environ")), (Sink::Words, words)] {
            if !bytes.is_empty() {
                seen.insert(Sight { program: program.clone(), sink, bytes });
            }
        }
    }
}

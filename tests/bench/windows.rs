//! The app's window beside a bare one: how soon each has drawn, and the memory each then holds.

use std::path::PathBuf;
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use switchhook_journeys::home::Home;
use switchhook_journeys::process::{self, Running};
use switchhook_journeys::wait::{self, PATIENCE};

use crate::samples::Samples;
use crate::screen::{Colour, Screen};

/// The button at the foot of the app's list: it is drawn with the list, and nothing else has its colour.
pub(crate) const CONNECT_BUTTON: Colour = [0x33, 0x55, 0xff];
/// The block in the bare window's page.
pub(crate) const BARE_BLOCK: Colour = [0xe0, 0x11, 0x5f];

/// Between two looks at the screen.
const LOOK_EVERY: Duration = Duration::from_millis(1);
/// After its first paint a page still runs what was put off, and memory that nobody needs goes back.
const SETTLES_IN: Duration = Duration::from_secs(4);

/// Variables that choose how WebKit paints.
pub(crate) type Painting = &'static [(&'static str, &'static str)];

/// One program that draws a window.
pub(crate) struct Contestant<'a> {
    pub(crate) home: &'a Home,
    pub(crate) program: PathBuf,
    pub(crate) colour: Colour,
    pub(crate) painting: Painting,
}

/// What one contestant needed.
pub(crate) struct Need {
    /// Milliseconds from its start to the first pixels of its page.
    pub(crate) paint: Samples,
    /// Megabytes of all its processes, some seconds later.
    pub(crate) memory: Samples,
}

/// Starts one after the other, round after round, so that whatever else the machine does meets all of them alike. A first
/// round fills the caches and is not counted.
pub(crate) fn compare(screen: &Screen, contestants: &[Contestant<'_>], rounds: usize) -> Vec<Need> {
    let mut all: Vec<(Vec<f64>, Vec<f64>)> = contestants.iter().map(|_| Default::default()).collect();
    for round in 0..=rounds {
        for (contestant, (paint, memory)) in contestants.iter().zip(&mut all) {
            let (shown, held) = contestant.start(screen);
            if round > 0 {
                paint.push(shown.as_secs_f64() * 1000.0);
                memory.push(held);
            }
        }
    }
    let needs = all
        .into_iter()
        .map(|(paint, memory)| Need { paint: Samples::new(paint), memory: Samples::new(memory) });
    needs.collect()
}

impl Contestant<'_> {
    /// From its start to its first paint, and its memory some seconds later; then it is ended.
    fn start(&self, screen: &Screen) -> (Duration, f64) {
        wait::until("the last window to be gone", || (!screen.shows(self.colour)).then_some(()));
        let mut command = self.home.command(&self.program);
        command.env_remove("SWITCHHOOK_LOG").envs(self.painting.iter().copied());
        command.stdin(Stdio::null()).stdout(self.home.log()).stderr(self.home.log());
        let began = Instant::now();
        let running = Running::start(&mut command);
        while !screen.shows(self.colour) {
            assert!(began.elapsed() < PATIENCE, "{} shows nothing of its page", self.program.display());
            thread::sleep(LOOK_EVERY);
        }
        let shown = began.elapsed();
        thread::sleep(SETTLES_IN);
        let held = u32::try_from(process::memory(self.home.path())).expect("less than a terabyte");
        drop(running);
        wait::until("its processes to end", || (!process::end_all_in(self.home.path())).then_some(()));
        (shown, f64::from(held) / 1024.0)
    }
}

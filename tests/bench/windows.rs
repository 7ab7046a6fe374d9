//! The app's window beside a bare one: the time until each has drawn, and its memory.

use std::path::PathBuf;
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use switchhook_journeys::home::Home;
use switchhook_journeys::process::{self, Running};
use switchhook_journeys::samples::Samples;
use switchhook_journeys::wait::{self, PATIENCE};

use crate::screen::{Colour, Screen};

/// The colour of the open row of the app's list, and of the search above it: `--raise` of the light theme. Both are drawn
/// with the list and are wider than two columns. Neither the desktop nor the bare window has this colour.
pub(crate) const OPEN_ROW: Colour = [0xec, 0xec, 0xef];
/// The colour of the block in the bare window's page.
pub(crate) const BARE_BLOCK: Colour = [0xe0, 0x11, 0x5f];

/// The pause between two looks at the screen.
const LOOK_EVERY: Duration = Duration::from_millis(1);
/// The time after the first paint in which a page runs deferred work and frees memory.
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

/// The measurements of a contestant.
pub(crate) struct Need {
    /// Milliseconds from the start to the first pixels of the page.
    pub(crate) paint: Samples,
    /// Megabytes of all processes, some seconds later.
    pub(crate) memory: Samples,
}

/// Starts the contestants in turns, so that other work of the machine meets all of them alike. The first round fills the
/// caches and does not count.
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
    /// Measures the time from the start to the first paint, and the memory some seconds later; then ends the program.
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

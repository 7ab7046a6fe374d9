//! A clock that stands in for a person: it adds a usual time for each action to the time that the program itself takes.
//!
//! The times are those of the keystroke-level model (Card, Moran and Newell, 1980): to think 1.35 s, to point 1.1 s, to press
//! a button of the mouse 0.2 s, to press a key 0.28 s.

use std::time::{Duration, Instant};

const THINK: f64 = 1.35;
const POINT: f64 = 1.1;
const CLICK: f64 = 0.2;
const KEY: f64 = 0.28;

/// The clock of one walk.
#[derive(Default)]
pub struct StandInClock {
    actions: u32,
    person: f64,
    program: Duration,
}

impl StandInClock {
    /// Counts a press of the mouse, with the thought before it.
    pub fn press(&mut self) {
        self.act(THINK + POINT + CLICK);
    }

    /// Counts keys that are pressed after one thought.
    pub fn keys(&mut self, count: u32) {
        self.act(THINK + KEY * f64::from(count));
    }

    fn act(&mut self, seconds: f64) {
        self.actions += 1;
        self.person += seconds;
    }

    /// Adds the time that the program takes until this future ends.
    pub async fn waits<T>(&mut self, work: impl Future<Output = T>) -> T {
        let began = Instant::now();
        let outcome = work.await;
        self.program += began.elapsed();
        outcome
    }

    /// The number of actions so far.
    pub const fn actions(&self) -> u32 {
        self.actions
    }

    /// One line with all counts, in seconds.
    pub fn line(&self, walk: &str) -> String {
        let program = self.program.as_secs_f64();
        let all = self.person + program;
        format!(
            "{walk}: {} actions, {:.0} s of a person and {program:.1} s of the program, {all:.0} s in all",
            self.actions, self.person
        )
    }
}

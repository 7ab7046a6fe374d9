//! A running Switchhook that does not answer, or can't be reached, must not hold up the next one for ever.
//!
//! The single-instance plugin hands argv over and waits for the answer without a limit; without a session bus it hands
//! over nothing. When the other one does not take the link, this process finishes it itself, as any process can, and says
//! what is wrong.

use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use switchhook_engine::Home;
use switchhook_engine::core::{DeepLink, Problem};
use tauri::plugin::{self, TauriPlugin};
use tauri::{Manager as _, Resource, Runtime};

use crate::links::finish::{LinkEnd, finish};
use crate::message::Message;

const ANSWER_IN: Duration = Duration::from_secs(10);

/// How long one that is just ending may still have the window.
const ENDS_IN: Duration = Duration::from_secs(2);

/// Watches until it is dropped.
pub(crate) struct Watchdog {
    #[expect(dead_code, reason = "dropping it is the message")]
    alive: Sender<()>,
    turn: Turn,
}

impl Watchdog {
    /// Only where another window of this home is open: a first start may be as slow as it likes.
    pub(crate) fn start(link: Option<DeepLink>, is_hidden: bool, home: &Home) -> Option<Self> {
        if home.take_window() {
            return None;
        }
        let (alive, watched) = channel();
        let (home, turn) = (home.clone(), Turn::default());
        let own_turn = turn.clone();
        std::thread::spawn(move || {
            if watched.recv_timeout(ANSWER_IN) == Err(RecvTimeoutError::Timeout)
                && let Some(_turn) = own_turn.of_the_watchdog()
            {
                give_up(Other::Silent, link, is_hidden, home);
            }
        });
        Some(Self { alive, turn })
    }

    /// Whose turn it is to end this program.
    pub(crate) fn turn(&self) -> Turn {
        self.turn.clone()
    }
}

/// Whose turn it is to go on with this program, and to end it. Where the watchdog has given up, the main thread must not end
/// the program under what is being finished: the other instance may be awake again, or gone.
#[derive(Clone, Default)]
pub(crate) struct Turn(Arc<Mutex<IsOver>>);

/// Whether the main thread has gone on, and there is nothing to watch any more.
type IsOver = bool;

impl Turn {
    /// The main thread goes on. Returns never where the watchdog has given up, for that ends the program.
    pub(crate) fn take(&self) {
        *self.lock() = true;
    }

    /// Nobody else goes on while the guard is held.
    fn of_the_watchdog(&self) -> Option<MutexGuard<'_, IsOver>> {
        Some(self.lock()).filter(|is_over| !**is_over)
    }

    fn lock(&self) -> MutexGuard<'_, IsOver> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes the turn before the single-instance plugin ends the program: that plugin has taken down what Tauri holds by then,
    /// and asks nobody else.
    pub(crate) fn plugin<R: Runtime>(self) -> TauriPlugin<R> {
        let held = Mutex::new(Some(Held(self)));
        plugin::Builder::new("turn")
            .setup(move |app, _| {
                if let Some(held) = held.lock().unwrap_or_else(PoisonError::into_inner).take() {
                    app.resources_table().add(held);
                }
                Ok(())
            })
            .build()
    }
}

struct Held(Turn);

impl Resource for Held {}

impl Drop for Held {
    fn drop(&mut self) {
        self.0.take();
    }
}

/// This process was to be the only one, though another had the window when it started: ends it where that one has it
/// still.
pub(crate) fn leave_to_the_other(link: Option<DeepLink>, is_hidden: bool, home: &Home) {
    let began = Instant::now();
    while !home.take_window() {
        if began.elapsed() > ENDS_IN {
            give_up(Other::OutOfReach, link, is_hidden, home.clone());
        }
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// Why the other one takes nothing.
#[derive(Clone, Copy)]
enum Other {
    Silent,
    OutOfReach,
}

#[expect(clippy::exit, reason = "the main thread is stuck, or has nothing to go on to")]
fn give_up(other: Other, link: Option<DeepLink>, is_hidden: bool, home: Home) -> ! {
    // What is said meanwhile is said of an attempt's answer, and may take minutes.
    let end = link.map(|link| finish(link, home, |problem: &Problem| Message::from(problem).tell_apart()));
    let message = said(other, end.as_ref());
    // Only what matched an attempt disturbs anybody: pages can open links as often as they like. A start at login disturbs nobody.
    if is_hidden || matches!(end, Some(LinkEnd::Refused(_))) {
        message.print()
    } else {
        message.tell_apart()
    }
    std::process::exit(end.map_or(1, |end| i32::from(end.exit_status())));
}

/// What is said of the other one, and of the link.
fn said(other: Other, end: Option<&LinkEnd>) -> Message {
    let (sentence, hint) = match other {
        Other::Silent => (
            "Switchhook is running but does not answer.",
            "End it, for example in your desktop’s list of programs, and start it again.",
        ),
        Other::OutOfReach => (
            "Switchhook is open already.",
            "It can’t be called up from here, for example without a session bus (D-Bus): look for its window, or end it and start \
             it again.",
        ),
    };
    match end {
        None => Message::new(sentence, hint),
        Some(end) => Message::new(sentence, format!("{hint} {}", end.told())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use switchhook_engine::core::VaultProblem;

    #[test]
    fn it_is_said_what_became_of_the_link() {
        let problem = Problem::from(VaultProblem::NotUnlocked);
        let [kept, no_account, not_taken] =
            ["is kept", "made no account", "was not taken"].map(|became| format!("{became}: {problem}"));
        for (end, ending) in [
            (None, "and start it again."),
            (Some(LinkEnd::Connected), "What your browser brought back is kept."),
            (Some(LinkEnd::Delivered), "is kept for the Switchhook that began it."),
            (Some(LinkEnd::Undecided(problem.clone())), "or `switchhook attempt list`."),
            (Some(LinkEnd::Left(problem.clone())), kept.as_str()),
            (Some(LinkEnd::Failed(problem.clone())), no_account.as_str()),
            (Some(LinkEnd::Stuck(problem.clone())), not_taken.as_str()),
            (Some(LinkEnd::Refused(problem)), not_taken.as_str()),
        ] {
            let Message { hint, .. } = said(Other::Silent, end.as_ref());
            assert!(hint.ends_with(ending), "{end:?}: {hint}");
        }
    }

    #[test]
    fn a_main_thread_that_went_on_is_not_watched_any_more() {
        let turn = Turn::default();
        assert!(turn.of_the_watchdog().is_some());
        turn.take();
        assert!(turn.of_the_watchdog().is_none());
    }

    #[test]
    fn a_main_thread_goes_nowhere_once_the_watchdog_has_given_up() {
        let turn = Turn::default();
        let given_up = turn.of_the_watchdog();
        let (went_on, waiting) = channel();
        let main = turn.clone();
        std::thread::spawn(move || {
            drop(Held(main));
            went_on.send(())
        });
        let waited = waiting.recv_timeout(Duration::from_millis(200));
        assert_eq!(waited, Err(RecvTimeoutError::Timeout), "what is being finished ends the program");
        drop(given_up);
        assert_eq!(waiting.recv(), Ok(()));
    }
}

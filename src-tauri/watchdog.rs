//! Ends a second start whose first instance does not answer or can't be reached.
//!
//! The single-instance plugin hands argv over and waits for the answer without a limit. Without a session bus, it hands over
//! nothing. When the other instance does not take the link, this process finishes the link itself and says what is wrong.

use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use switchhook_engine::Home;
use switchhook_engine::core::{DeepLink, Problem, StoreProblem};
use tauri::plugin::{self, TauriPlugin};
use tauri::{Manager as _, Resource, Runtime};

use crate::links::finish::{LinkEnd, finish};
use crate::message::Message;

/// How long the other instance may take to answer.
const ANSWER_IN: Duration = Duration::from_secs(10);

/// How long an instance that is just ending may still hold the window.
const ENDS_IN: Duration = Duration::from_secs(2);

/// Watches the handover to the other instance, until dropped.
pub(crate) struct Watchdog {
    #[expect(dead_code, reason = "dropping the sender stops the thread")]
    alive: Sender<()>,
    turn: Turn,
}

impl Watchdog {
    /// Starts watching. Returns `None` where no other process holds this home's window: a first start has no time limit.
    ///
    /// # Errors
    /// `store_failed` when the system can't tell whether another process holds the window.
    pub(crate) fn start(
        link: Option<DeepLink>,
        is_hidden: bool,
        home: &Home,
    ) -> Result<Option<Self>, StoreProblem> {
        if home.take_window()? {
            return Ok(None);
        }
        let (alive, watched) = channel();
        let (home, turn) = (home.clone(), Turn::default());
        let own_turn = turn.clone();
        std::thread::spawn(move || {
            if watched.recv_timeout(ANSWER_IN) == Err(RecvTimeoutError::Timeout)
                && let Some(_turn) = own_turn.take_for_watchdog()
            {
                give_up(OtherInstance::Silent, link, is_hidden, home);
            }
        });
        Ok(Some(Self { alive, turn }))
    }

    /// Returns the turn that the main thread and the watchdog share.
    pub(crate) fn turn(&self) -> Turn {
        self.turn.clone()
    }
}

/// The right to go on with this program and to end it: the main thread's or the watchdog's.
///
/// Once the watchdog has given up, it finishes the link. Then the main thread must not end the program, even if the other
/// instance answers again or is gone.
#[derive(Clone, Default)]
pub(crate) struct Turn(Arc<Mutex<IsOver>>);

/// Whether the main thread went on, so that the watchdog has nothing to do.
type IsOver = bool;

impl Turn {
    /// Takes the turn for the main thread. Never returns once the watchdog has given up, since the watchdog ends the program.
    pub(crate) fn take(&self) {
        *self.lock() = true;
    }

    /// Takes the turn for the watchdog, unless the main thread has it. The main thread waits while the guard is held.
    fn take_for_watchdog(&self) -> Option<MutexGuard<'_, IsOver>> {
        Some(self.lock()).filter(|is_over| !**is_over)
    }

    fn lock(&self) -> MutexGuard<'_, IsOver> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns a plugin that takes the turn before the single-instance plugin ends the program. That plugin drops Tauri's
    /// resources first, and this plugin's resource takes the turn on drop.
    pub(crate) fn plugin<R: Runtime>(self) -> TauriPlugin<R> {
        let held = Mutex::new(Some(TakesTurnOnDrop(self)));
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

struct TakesTurnOnDrop(Turn);

impl Resource for TakesTurnOnDrop {}

impl Drop for TakesTurnOnDrop {
    fn drop(&mut self) {
        self.0.take();
    }
}

/// Ends this process where another process still holds the window, after finishing the link. Called when the single-instance
/// plugin found no other instance, although one held the window at the start.
pub(crate) fn yield_to_other_instance(link: Option<DeepLink>, is_hidden: bool, home: &Home) {
    let began = Instant::now();
    // A lock that can't be opened may be another's.
    while !home.take_window().unwrap_or(false) {
        if began.elapsed() > ENDS_IN {
            give_up(OtherInstance::OutOfReach, link, is_hidden, home.clone());
        }
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// Why the other instance takes no link.
#[derive(Clone, Copy)]
enum OtherInstance {
    Silent,
    OutOfReach,
}

#[expect(clippy::exit, reason = "the main thread is stuck, or has nothing left to do")]
fn give_up(other: OtherInstance, link: Option<DeepLink>, is_hidden: bool, home: Home) -> ! {
    // Finishing an attempt's answer may take minutes, so its problems are shown at once.
    let end = link.map(|link| finish(link, home, |problem: &Problem| Message::from(problem).tell_in_child()));
    let message = message(other, end.as_ref());
    // Only a link that matches an attempt opens a dialog, since web pages can open links as often as they like. A start at
    // login opens none.
    if is_hidden || matches!(end, Some(LinkEnd::Refused(_))) {
        message.print()
    } else {
        message.tell_in_child()
    }
    std::process::exit(end.map_or(1, |end| i32::from(end.exit_status())));
}

/// Returns the message about the other instance, with the end of the link in its hint.
fn message(other: OtherInstance, end: Option<&LinkEnd>) -> Message {
    let (sentence, hint) = match other {
        OtherInstance::Silent => (
            "Switchhook is running but does not answer.",
            "End Switchhook, for example in your desktop’s list of programs, and start it again.",
        ),
        OtherInstance::OutOfReach => (
            "Switchhook is open already.",
            "This start can’t reach the open one, for example because there is no session bus (D-Bus). Look for its window, or end \
             Switchhook and start it again.",
        ),
    };
    match end {
        None => Message::new(sentence, hint),
        Some(end) => Message::new(sentence, format!("{hint} {}", end.sentence())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use switchhook_engine::core::VaultProblem;

    #[test]
    fn message_says_how_the_link_ended() {
        let problem = Problem::from(VaultProblem::NotUnlocked);
        let [kept, no_account, not_accepted] =
            ["is kept", "made no account", "was not accepted"].map(|end| format!("{end}: {problem}"));
        for (end, ending) in [
            (None, "and start it again."),
            (Some(LinkEnd::Connected), "The answer from your browser is kept."),
            (Some(LinkEnd::Delivered), "is kept for the Switchhook that began the attempt."),
            (Some(LinkEnd::Undecided(problem.clone())), "or run `switchhook attempt list`."),
            (Some(LinkEnd::Left(problem.clone())), kept.as_str()),
            (Some(LinkEnd::Failed(problem.clone())), no_account.as_str()),
            (Some(LinkEnd::Stuck(problem.clone())), not_accepted.as_str()),
            (Some(LinkEnd::Refused(problem)), not_accepted.as_str()),
        ] {
            let Message { hint, .. } = message(OtherInstance::Silent, end.as_ref());
            assert!(hint.ends_with(ending), "{end:?}: {hint}");
        }
    }

    #[test]
    fn watchdog_gets_no_turn_after_the_main_thread_went_on() {
        let turn = Turn::default();
        assert!(turn.take_for_watchdog().is_some());
        turn.take();
        assert!(turn.take_for_watchdog().is_none());
    }

    #[test]
    fn main_thread_waits_once_the_watchdog_gave_up() {
        let turn = Turn::default();
        let given_up = turn.take_for_watchdog();
        let (went_on, waiting) = channel();
        let main = turn.clone();
        std::thread::spawn(move || {
            drop(TakesTurnOnDrop(main));
            went_on.send(())
        });
        let waited = waiting.recv_timeout(Duration::from_millis(200));
        assert_eq!(waited, Err(RecvTimeoutError::Timeout), "the watchdog ends the program");
        drop(given_up);
        assert_eq!(waiting.recv(), Ok(()));
    }
}

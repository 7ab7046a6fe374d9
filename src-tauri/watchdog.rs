//! A running Switchhook that does not answer, or can't be reached, must not hold up the next one for ever.
//!
//! The single-instance plugin hands argv over and waits for the answer without a limit; without a session bus it hands
//! over nothing. When the other one does not take the link, this process finishes it itself, as any process can, and says
//! what is wrong.

use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use switchhook_engine::core::{DeepLink, Problem};
use switchhook_engine::{Connector, Home, Received, VaultMode};

use crate::message::Message;

const ANSWER_IN: Duration = Duration::from_secs(10);

/// How long one that is just ending may still have the window.
const ENDS_IN: Duration = Duration::from_secs(2);

/// Watches until it is dropped.
pub(crate) struct Watchdog(#[expect(dead_code, reason = "dropping it is the message")] Sender<()>);

impl Watchdog {
    /// Only where another window of this home is open: a first start may be as slow as it likes.
    pub(crate) fn start(link: Option<DeepLink>, is_hidden: bool, home: &Home) -> Option<Self> {
        if home.take_window() {
            return None;
        }
        let (alive, watched) = channel();
        let home = home.clone();
        std::thread::spawn(move || {
            if watched.recv_timeout(ANSWER_IN) == Err(RecvTimeoutError::Timeout) {
                give_up(Other::Silent, link, is_hidden, home);
            }
        });
        Some(Self(alive))
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
    let finished = link.map(|link| finish(link, home));
    let message = said(other, finished.as_ref());
    // Only what matched an attempt disturbs anybody: pages can open links as often as they like. A start at login disturbs nobody.
    if is_hidden || matches!(finished, Some(Finished::Refused(_))) {
        message.print()
    } else {
        message.tell_apart()
    }
    std::process::exit(i32::from(!matches!(finished, Some(Finished::Done))));
}

/// What is said of the other one, and of the link.
fn said(other: Other, finished: Option<&Finished>) -> Message {
    let (sentence, end) = match other {
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
    let hint = match finished {
        None => end.to_owned(),
        Some(Finished::Done) => format!("{end} What your browser brought back is kept."),
        Some(Finished::Stuck(problem) | Finished::Refused(problem)) => {
            format!("{end} What your browser brought back was not taken: {problem}")
        }
    };
    Message::new(sentence, hint)
}

/// What became of a link that no running instance took.
#[derive(Debug)]
pub(crate) enum Finished {
    /// Its attempt has ended, well or not, or somebody else ends it.
    Done,
    /// It is an attempt's answer, and something is in the way here.
    Stuck(Problem),
    /// It is nobody's answer, or the home can't be opened to find out.
    Refused(Problem),
}

/// Does what the running instance would have done with the link.
pub(crate) fn finish(link: DeepLink, home: Home) -> Finished {
    tauri::async_runtime::block_on(async {
        let received = match Connector::open(home, VaultMode::OsKeyring).await {
            Ok(connector) => connector.attempts().receive(link).await,
            Err(problem) => Err(problem),
        };
        match received.map(Received::unless_stuck) {
            Ok(Ok(_)) => Finished::Done,
            Ok(Err(problem)) => Finished::Stuck(problem),
            Err(problem) => Finished::Refused(problem),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use switchhook_engine::core::VaultProblem;

    #[test]
    fn it_is_said_what_became_of_the_link() {
        let problem = Problem::from(VaultProblem::NotUnlocked);
        let not_taken = format!("was not taken: {problem}");
        for (finished, ending) in [
            (None, "and start it again."),
            (Some(Finished::Done), "What your browser brought back is kept."),
            (Some(Finished::Stuck(problem.clone())), not_taken.as_str()),
            (Some(Finished::Refused(problem)), not_taken.as_str()),
        ] {
            let Message { hint, .. } = said(Other::Silent, finished.as_ref());
            assert!(hint.ends_with(ending), "{finished:?}: {hint}");
        }
    }
}

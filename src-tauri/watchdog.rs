//! A running Switchhook that does not answer must not hold up the next one for ever.
//!
//! The single-instance plugin hands argv over and waits for the answer without a limit. When that takes
//! too long this process finishes its link itself, as any process can, and says what is wrong.

use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::time::Duration;

use switchhook_engine::core::{DeepLink, ErrorReport};
use switchhook_engine::{Connector, Home, VaultMode};

const ANSWER_IN: Duration = Duration::from_secs(10);

/// Watches until it is dropped.
pub(crate) struct Watchdog(#[expect(dead_code, reason = "dropping it is the message")] Sender<()>);

impl Watchdog {
    /// Only where another window of this home is open: a first start may be as slow as it likes.
    pub(crate) fn start(link: Option<DeepLink>, home: &Home) -> Option<Self> {
        if home.take_window() {
            return None;
        }
        let (alive, watched) = channel();
        let home = home.clone();
        std::thread::spawn(move || {
            if watched.recv_timeout(ANSWER_IN) == Err(RecvTimeoutError::Timeout) {
                give_up(link, home);
            }
        });
        Some(Self(alive))
    }
}

#[expect(clippy::print_stderr, clippy::exit, reason = "there is no window, and the main thread is stuck")]
fn give_up(link: Option<DeepLink>, home: Home) {
    eprintln!("Switchhook is running but does not answer: end it and start it again.");
    let finished = link.map(|link| tauri::async_runtime::block_on(finish(link, home)));
    if let Some(Err(report)) = &finished {
        eprintln!("{report}");
    }
    let is_done = matches!(finished, Some(Ok(())));
    std::process::exit(i32::from(!is_done));
}

/// Does what the running instance would have done with the link.
pub(crate) async fn finish(link: DeepLink, home: Home) -> Result<(), ErrorReport> {
    Connector::open(home, VaultMode::OsKeyring).await?.receive(link).await?.unless_stuck().map(drop)
}

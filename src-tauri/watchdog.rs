//! A running Switchhook that does not answer must not hold up the next one for ever.
//!
//! The single-instance plugin hands argv over and waits for the answer without a limit. When that takes
//! too long this process finishes its link itself, as any process can, and says what is wrong.

use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::time::Duration;

use switchhook_engine::core::{DeepLink, ErrorReport};
use switchhook_engine::{Connector, Home, VaultMode};

use crate::deep_link::Launch;

const ANSWER_IN: Duration = Duration::from_secs(10);

/// Watches until it is dropped.
pub(crate) struct Watchdog(#[expect(dead_code, reason = "dropping it is the message")] Sender<()>);

impl Watchdog {
    pub(crate) fn start(launch: &Launch, home: &Home) -> Self {
        let (alive, watched) = channel();
        let link = launch.link().cloned();
        let home = home.clone();
        std::thread::spawn(move || {
            if watched.recv_timeout(ANSWER_IN) == Err(RecvTimeoutError::Timeout) {
                give_up(link, home);
            }
        });
        Self(alive)
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

async fn finish(link: DeepLink, home: Home) -> Result<(), ErrorReport> {
    Connector::open(home, VaultMode::OsKeyring).await?.receive(link).await.map(drop)
}

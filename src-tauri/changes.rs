//! The page is told of changes: what changes together is told as one.

use std::time::Duration;

use tokio::time::{sleep, timeout};

use crate::state::{Answer, Desktop};

/// Less than a frame: what changes together is told as one.
const TOGETHER: Duration = Duration::from_millis(10);
/// Three frames: as long the steps of connecting are told as one, since the account mostly follows within them.
const AT_ONCE: Duration = Duration::from_millis(50);

/// What the page is told by itself: something changed, which it reads; or the window was to be closed, and stays for the
/// sake of a token that is not stored.
const CHANGED: &str = "changed";
const MUST_STAY: &str = "must_stay";

/// Tells that something changed, or that the window stays, until `tell` says that nobody listens.
pub(crate) async fn follow(desktop: &Desktop, tell: impl Fn(&'static str) -> bool) -> Answer<()> {
    let connector = desktop.connector().await?;
    let mut changes = connector.follow();
    // What changed since the page has read is told first.
    if desktop.is_behind(*changes.borrow()) {
        changes.mark_changed();
    }
    loop {
        let told = tokio::select! {
            changed = changes.changed() => match changed {
                Ok(()) => {
                    if connector.lifetime().is_working() {
                        let _ = timeout(AT_ONCE, connector.lifetime().until_idle()).await;
                    } else {
                        sleep(TOGETHER).await;
                    }
                    changes.mark_unchanged();
                    CHANGED
                }
                Err(_) => return Ok(()),
            },
            () = desktop.stayed() => MUST_STAY,
        };
        if !tell(told) {
            return Ok(());
        }
    }
}

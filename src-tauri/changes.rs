//! Reports changes to the page. Changes within a short time make one report.

use std::time::Duration;

use tokio::time::{sleep, timeout};

use crate::state::{Answer, Desktop};

/// How long changes are collected for one report: less than a frame.
const COLLECT_FOR: Duration = Duration::from_millis(10);
/// How long the steps of connecting are collected for one report: three frames. The account mostly follows within them.
const COLLECT_STEPS_FOR: Duration = Duration::from_millis(50);

/// Something changed, and the page should read it.
const CHANGED: &str = "changed";
/// The window should close, and stays open because a token is not stored.
const MUST_STAY: &str = "must_stay";

/// Reports [`CHANGED`] and [`MUST_STAY`] until `report` returns `false`.
pub(crate) async fn follow(desktop: &Desktop, report: impl Fn(&'static str) -> bool) -> Answer<()> {
    let connector = desktop.connector().await?;
    let mut changes = connector.follow();
    // Changes since the page's last reading come first.
    if desktop.is_behind(*changes.borrow()) {
        changes.mark_changed();
    }
    loop {
        let change = tokio::select! {
            changed = changes.changed() => match changed {
                Ok(()) => {
                    if connector.lifetime().is_working() {
                        let _ = timeout(COLLECT_STEPS_FOR, connector.lifetime().until_idle()).await;
                    } else {
                        sleep(COLLECT_FOR).await;
                    }
                    changes.mark_unchanged();
                    CHANGED
                }
                Err(_) => return Ok(()),
            },
            () = desktop.stayed() => MUST_STAY,
        };
        if !report(change) {
            return Ok(());
        }
    }
}

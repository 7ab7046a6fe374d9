//! Checks many accounts, until all are checked or the person stops the check.

use switchhook_engine::contract::CheckedAccounts;
use switchhook_engine::core::{AccountId, Problem};
use tokio::sync::{Notify, mpsc};

use crate::state::Desktop;

/// A check of many accounts that can be stopped.
#[derive(Default)]
pub(crate) struct BulkCheck {
    /// Ends the check that is under way.
    stop: Notify,
}

impl BulkCheck {
    /// Checks accounts and reports the number of checked ones. `whole`: reads each account whole. Ends early when `report`
    /// returns `false` or on [`Self::stop`].
    /// Returns the accounts of which the check did not find out everything.
    ///
    /// # Errors
    /// A vault code, `store_failed`, or `provider_unreachable` where no sandbox can be started for a sandbox account.
    pub(crate) async fn check_each(
        &self,
        desktop: &Desktop,
        accounts: Vec<AccountId>,
        whole: bool,
        report: impl Fn(u32) -> bool,
    ) -> Result<CheckedAccounts, Problem> {
        // Enabled before the first wait: the person may stop the check while the sandbox still starts.
        let stopped = self.stop.notified();
        tokio::pin!(stopped);
        stopped.as_mut().enable();
        let connector = desktop.connector().await?;
        if connector.accounts().is_any_of_sandbox(&accounts).await? {
            desktop.sandbox_registration().await?;
        }
        let (send, checked) = mpsc::channel(64);
        let mut gaps = CheckedAccounts::default();
        // A stop drops this future and its receiver. The connector ends the check when the receiver is gone.
        let counting = async {
            let mut count = 0;
            let mut checked = checked;
            while let Some(checked) = checked.recv().await {
                count += 1;
                gaps.add(checked);
                if !report(count) {
                    break;
                }
            }
        };
        let remote = connector.remote();
        let asking = async {
            if whole {
                remote.read_each(accounts, send).await
            } else {
                remote.check_each(accounts, send).await
            }
        };
        let (outcome, ()) = tokio::join!(asking, async {
            tokio::select! {
                () = counting => {}
                () = stopped => {}
            }
        });
        outcome.map(|()| gaps)
    }

    /// Ends the running check. Results that arrived before stay stored.
    pub(crate) fn stop(&self) {
        self.stop.notify_waiters();
    }
}

//! The bulk check asks about many accounts until it is through or somebody stops it.

use switchhook_engine::contract::Checked;
use switchhook_engine::core::{AccountId, Problem};
use tokio::sync::{Notify, mpsc};

use crate::state::Desktop;

/// The check of many accounts, and how it is stopped.
#[derive(Default)]
pub(crate) struct BulkCheck {
    /// Ends the check that is under way.
    stop: Notify,
}

impl BulkCheck {
    /// Checks many accounts and tells how many were, until `told` says that nobody listens, or it is stopped. Answers the ids
    /// of those of which nothing was learnt.
    pub(crate) async fn check_each(
        &self,
        desktop: &Desktop,
        accounts: Vec<AccountId>,
        told: impl Fn(u32) -> bool,
    ) -> Result<Vec<AccountId>, Problem> {
        // Before anything is waited for: it may be stopped while the sandbox still starts.
        let stopped = self.stop.notified();
        tokio::pin!(stopped);
        stopped.as_mut().enable();
        let connector = desktop.connector().await?;
        if connector.accounts().is_any_of_sandbox(&accounts).await? {
            desktop.sandbox_registration().await?;
        }
        let (send, checked) = mpsc::channel(64);
        let mut untold = Vec::new();
        // Whoever stops it takes the receiver along: that is what ends the asking.
        let counting = async {
            let mut count = 0;
            let mut checked = checked;
            while let Some(Checked { account, untold: why, .. }) = checked.recv().await {
                count += 1;
                untold.extend(why.map(|_| account.id));
                if !told(count) {
                    break;
                }
            }
        };
        let (outcome, ()) = tokio::join!(connector.remote().check_each(accounts, send), async {
            tokio::select! {
                () = counting => {}
                () = stopped => {}
            }
        });
        outcome.map(|()| untold)
    }

    /// Ends the check of many accounts that is under way; what was answered until then is kept.
    pub(crate) fn stop(&self) {
        self.stop.notify_waiters();
    }
}

//! Checks of many accounts at once, which read the figures that the list shows as well.

use std::sync::Arc;
use std::time::Duration;

use switchhook_core::{AccountId, Figure, Problem, RegistrationKind};
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use super::check::{Errand, Turns};
use super::room::Remote;
use crate::contract::Checked;
use crate::intercom::sandbox::{self, RunningSandbox};
use crate::store::account_rows::AccountRow;
use crate::store::accounts;

/// How many accounts are asked at a time: slow ones hold up no other, and any computer has enough sockets.
const AT_A_TIME: usize = 64;
/// How many results one transaction stores. Each transaction waits for the disk.
const WRITTEN_AT_ONCE: usize = 64;
/// How long each of many accounts waits for the provider's rate limit: as long as people leave a program
/// alone.
const LONGEST_WAIT: Duration = Duration::from_secs(15 * 60);

impl Remote {
    /// Checks many accounts, some at a time, within the provider's rate limits, and sends each account once it
    /// is stored, in any order. Skips disabled accounts, unknown ids and damaged rows. Sends no account that
    /// was forgotten meanwhile. Ends early when the receiver is closed.
    ///
    /// Where `/me` answered for the account, reads the figures that the list shows, too. `unread` names those
    /// that could not be read.
    ///
    /// # Errors
    /// A vault code or `store_failed`.
    pub async fn check_each(
        &self,
        ids: Vec<AccountId>,
        checked: mpsc::Sender<Checked>,
    ) -> Result<(), Problem> {
        self.check_some(ids, AT_A_TIME, checked).await
    }

    /// Returns the time until the first request that a used up rate limit holds back may go. `None` where
    /// this process has none that waits.
    pub fn held_back_for(&self) -> Option<Duration> {
        self.context.limits.holds_back_for()
    }

    /// Checks the accounts of these ids, `at_a_time` of them at once, as [`Self::check_each`] does. Skips
    /// disabled accounts, unknown ids and damaged rows. Ends early when the receiver is closed.
    ///
    /// # Errors
    /// A vault code or `store_failed`.
    pub(super) async fn check_some(
        &self,
        ids: Vec<AccountId>,
        at_a_time: usize,
        checked: mpsc::Sender<Checked>,
    ) -> Result<(), Problem> {
        let rows = self.context.store.read(move |db| accounts::some(db, &ids)).await?;
        let rows = rows.into_iter().filter(|row| !row.disabled).collect();
        self.check_rows(rows, &Figure::IN_LIST, at_a_time, checked).await
    }

    /// Checks accounts, disabled ones too, and sends each once it is stored. Reads no figures. Ends early when
    /// the receiver is closed.
    ///
    /// # Errors
    /// A vault code or `store_failed`.
    pub(super) async fn check_even_disabled(
        &self,
        rows: Vec<AccountRow>,
        checked: mpsc::Sender<Checked>,
    ) -> Result<(), Problem> {
        self.check_rows(rows, &[], AT_A_TIME, checked).await
    }

    /// Asks for each account and then for its `figures`, `at_a_time` of them at once, and sends each account
    /// once it is stored. Ends early when the receiver is closed. Sends no account that was forgotten
    /// meanwhile.
    ///
    /// A refusal of the provider is no error: the sent account names it.
    ///
    /// # Errors
    /// A vault code or `store_failed`.
    async fn check_rows(
        &self,
        rows: Vec<AccountRow>,
        figures: &'static [Figure],
        at_a_time: usize,
        checked: mpsc::Sender<Checked>,
    ) -> Result<(), Problem> {
        self.context.vault.key().await?;
        let sandbox = self.sandbox_of(&rows).await.map(Arc::new);
        let (turns, mut asking) = (Arc::new(Turns::of(at_a_time)), JoinSet::new());
        let (send, mut results) = mpsc::channel(WRITTEN_AT_ONCE);
        for row in rows {
            let (remote, turns, send) = (self.clone(), Arc::clone(&turns), send.clone());
            let sandbox = sandbox.clone();
            asking.spawn(async move {
                let errand = Errand {
                    sandbox: sandbox.as_deref(),
                    figures,
                    turns: Some(&turns),
                    ..Errand::within(LONGEST_WAIT)
                };
                if let Ok(result) = remote.ask(row, errand).await {
                    let _ = send.send(result).await;
                }
            });
        }
        drop(send);
        let mut some = Vec::new();
        loop {
            tokio::select! {
                came = results.recv_many(&mut some, WRITTEN_AT_ONCE) => if came == 0 { return Ok(()) },
                () = checked.closed() => return Ok(()),
            }
            for kept in self.record_all(std::mem::take(&mut some)).await? {
                // The select above notices a closed receiver.
                let _ = checked.send(self.shown(kept)).await;
            }
        }
    }

    /// Returns the running sandbox, where one of the accounts is a sandbox account. `None` for other
    /// accounts, and where no sandbox answers.
    ///
    /// Switchhook asks the sandbox once, and not for each account.
    async fn sandbox_of(&self, rows: &[AccountRow]) -> Option<RunningSandbox> {
        if !rows.iter().any(|row| row.kind == RegistrationKind::Sandbox) {
            return None;
        }
        sandbox::ask(&self.context.home, &self.context.http).await.ok()
    }
}

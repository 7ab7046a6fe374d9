//! Attempts under way: waited for, cancelled, retried, put away, and found again after a stop.

use std::sync::PoisonError;
use std::time::Duration;

use switchhook_core::{Code, ErrorReport, Input};

use super::Connector;
use super::drive::{Drive, Lost};
use super::receive::Received;
use crate::contract::{Connected, Outcome};
use crate::store::attempts::{self, AttemptRow};

const TEND_EVERY: Duration = Duration::from_millis(500);

impl Connector {
    /// Looks after attempts for as long as it is polled: ends those that waited too long, and opens what
    /// other processes delivered. Never returns.
    pub async fn tend(&self) {
        let mut changes = self.follow();
        loop {
            if let Err(error) = self.expire_due().await {
                tracing::warn!(code = error.code.as_str(), "attempts could not be looked after");
            }
            if let Err(error) = self.empty_inboxes().await {
                tracing::warn!(code = error.code.as_str(), "a delivered link could not be opened");
            }
            let _ = tokio::time::timeout(TEND_EVERY, changes.changed()).await;
        }
    }

    /// Waits until an attempt has ended, whichever process ends it.
    ///
    /// # Errors
    /// The report it ended with, or `store_failed`.
    pub async fn wait(&self, attempt: &str) -> Result<Connected, ErrorReport> {
        let mut changes = self.follow();
        loop {
            let row = self.attempt_row(attempt).await?;
            if let Some(ended) = self.ended(&row).await? {
                return ended;
            }
            let _ = tokio::time::timeout(TEND_EVERY, changes.changed()).await;
        }
    }

    /// Cancels an attempt that awaits its answer.
    ///
    /// # Errors
    /// `not_found`; `usage` while the provider is answering, which is not stopped; `store_failed`.
    pub async fn cancel(&self, attempt: &str) -> Result<(), ErrorReport> {
        self.input(attempt, Input::Cancel).await.map(drop)
    }

    /// Tries again what the store refused to take, or what `/me` did not answer.
    ///
    /// # Errors
    /// `not_found`, a vault code, or `store_failed` when it fails again.
    pub async fn retry(&self, attempt: &str) -> Result<Received, ErrorReport> {
        self.input(attempt, Input::Retry).await
    }

    /// Decides a reconnect that met another identity: keep it as an account of its own, or discard it.
    ///
    /// # Errors
    /// `not_found`, a vault code or `store_failed`.
    pub async fn resolve_refused(&self, attempt: &str, keep: bool) -> Result<Received, ErrorReport> {
        self.input(attempt, if keep { Input::Keep } else { Input::Discard }).await
    }

    /// Puts an ended attempt away. One that is under way stays.
    ///
    /// # Errors
    /// `store_failed`.
    pub async fn dismiss(&self, attempt: &str) -> Result<(), ErrorReport> {
        let id = attempt.to_string();
        self.store().write(move |db| attempts::dismiss(db, &id)).await.map(drop)
    }

    /// Ends or resumes what a stopped program left: an exchange is interrupted, since its code may be
    /// spent; a sealed token is asked who it is. Needs the keyring and the network only if there is one.
    ///
    /// # Errors
    /// `store_failed`.
    pub async fn resume(&self) -> Result<(), ErrorReport> {
        let rows = self.store().read(attempts::unfinished).await?;
        for row in rows.into_iter().filter(|row| self.inner.owner.is_gone(&row.owner)) {
            let (adopted, owner) = (row.clone(), self.inner.owner.id.clone());
            if !self.store().write(move |db| attempts::adopt(db, &adopted, &owner)).await? {
                continue;
            }
            let mut drive = Drive::new(self.clone(), row);
            // Without the vault it waits for the next start; the account list needs no vault.
            if let Err(Lost::Report(error)) = drive.feed(Input::Orphaned).await {
                tracing::warn!(code = error.code.as_str(), "an attempt could not be resumed");
            }
        }
        self.expire_due().await
    }

    async fn input(&self, attempt: &str, input: Input) -> Result<Received, ErrorReport> {
        let unsaved = {
            let mut unsaved = self.inner.unsaved.lock().unwrap_or_else(PoisonError::into_inner);
            unsaved.remove(attempt)
        };
        let mut drive = match unsaved {
            Some(drive) => drive,
            None => Drive::new(self.clone(), self.attempt_row(attempt).await?),
        };
        match drive.feed(input).await {
            Ok(()) => drive.received(),
            Err(Lost::Report(report)) => {
                drive.keep_if_unsaved();
                Err(report)
            }
            Err(Lost::Claim) => Err(Code::StateUsed.into()),
        }
    }

    pub(super) async fn attempt_row(&self, attempt: &str) -> Result<AttemptRow, ErrorReport> {
        let id = attempt.to_string();
        let row = self.store().read(move |db| attempts::by_id(db, &id)).await?;
        row.ok_or_else(|| ErrorReport::new(Code::NotFound).saying("There is no such attempt."))
    }

    /// How a row ended, if it did.
    async fn ended(&self, row: &AttemptRow) -> Result<Option<Result<Connected, ErrorReport>>, ErrorReport> {
        let outcome = match row.stage.as_str() {
            "connected" => Outcome::Connected,
            "already_connected" => Outcome::AlreadyConnected,
            "unverified" => Outcome::Unverified,
            "awaiting" | "exchanging" | "identifying" | "refused" => return Ok(None),
            _ => return Ok(Some(Err(row.error.clone().unwrap_or_else(|| Code::Interrupted.into())))),
        };
        let Some(account) = &row.account_id else { return Ok(Some(Err(Code::ProviderUnreachable.into()))) };
        Ok(Some(Ok(Connected { account: self.account(account).await?, outcome })))
    }
}

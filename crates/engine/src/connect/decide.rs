//! Attempts under way: waited for, cancelled, retried, put away, and found again after a stop.

use std::sync::{Arc, PoisonError};
use std::time::{Duration, Instant};

use switchhook_core::{Code, ErrorReport, Input};
use tokio::task::JoinHandle;

use crate::connect::driver::{Drive, Lost};
use crate::connect::receive::Received;
use crate::connector::{Connector, usage};
use crate::contract::{Answered, AttemptStage, Connected, Outcome, ids};
use crate::host::clock::now;
use crate::store::accounts::{self, AccountRow};
use crate::store::attempts::{self, AttemptRow};
use crate::vault::VaultState;

const TEND_EVERY: Duration = Duration::from_millis(500);
/// What could not be resumed is not tried again sooner.
const AGAIN_IN: Duration = Duration::from_secs(30);
const ERASE_TRIES: u32 = 10;
const ERASE_AGAIN_IN: Duration = Duration::from_millis(100);
const SAVE_AGAIN_IN: Duration = Duration::from_secs(2);
const TAKEN_AGAIN_IN: Duration = Duration::from_millis(50);

impl Connector {
    /// Looks after attempts for as long as it is polled: ends those that waited too long, opens what other
    /// processes delivered, ends or resumes what a stopped program left. Never returns.
    pub async fn tend(&self) {
        let mut changes = self.follow();
        // A program that was stopped while it forgot something may have left it in the write-ahead log.
        let mut may_hold_deleted = true;
        loop {
            let tended = async {
                self.expire_due().await?;
                self.open_delivered();
                self.retry_unsaved();
                // Each goes on by itself; nobody waits for it here.
                self.orphans().await?;
                if may_hold_deleted {
                    may_hold_deleted = !self.store().erase().await?;
                }
                Ok::<_, ErrorReport>(())
            };
            if let Err(error) = tended.await {
                tracing::warn!(code = error.code.as_str(), "attempts could not be looked after");
            }
            may_hold_deleted |= tokio::time::timeout(TEND_EVERY, changes.changed()).await.is_ok();
        }
    }

    /// What was deleted leaves the write-ahead log as well: nothing of a forgotten token stays. Whoever holds
    /// that up is waited for, a little; then it is left to whoever tends, or closes the database last.
    pub(crate) async fn erase_deleted(&self) -> Result<(), ErrorReport> {
        for _ in 0..ERASE_TRIES {
            if self.store().erase().await? {
                return Ok(());
            }
            tokio::time::sleep(ERASE_AGAIN_IN).await;
        }
        tracing::warn!("the write-ahead log is held by another program");
        Ok(())
    }

    /// Takes over attempts that await an answer and whose program is gone, so that links delivered for
    /// them are opened. For a program that is here to stay.
    ///
    /// # Errors
    /// `store_failed`.
    pub async fn adopt_awaiting(&self) -> Result<(), ErrorReport> {
        for row in self.store().read(attempts::awaiting).await? {
            if self.inner.owner.is_gone(&row.owner) {
                self.adopt(&row).await?;
            }
        }
        Ok(())
    }

    /// Ends or resumes what a stopped program left: an exchange is interrupted, since its code may be
    /// spent; a sealed token is asked who it is. Returns when that is done. Needs the keyring and the
    /// network only if there is one.
    ///
    /// # Errors
    /// `store_failed`.
    pub async fn resume(&self) -> Result<(), ErrorReport> {
        for task in self.orphans().await? {
            let _ = task.await;
        }
        self.expire_due().await
    }

    /// Waits until an attempt has ended, whichever process ends it, or until a person has to decide.
    ///
    /// # Errors
    /// The report it ended with, `wrong_workspace` where another identity answered than the awaited one, or
    /// `store_failed`.
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
    /// `not_found`; `usage` while the provider is answering, which is not stopped; `store_failed`, also for
    /// a token that is not stored yet: that is retried or discarded.
    pub async fn cancel(&self, attempt: &str) -> Result<(), ErrorReport> {
        let row = self.attempt_row(attempt).await?;
        if self.inner.unsaved.lock().unwrap_or_else(PoisonError::into_inner).contains_key(attempt) {
            return Err(unsaved());
        }
        if matches!(row.stage, AttemptStage::Exchanging | AttemptStage::Identifying) {
            return Err(answering());
        }
        match Drive::awaiting(self.clone(), row).run(Input::Cancel).await {
            Ok(_) => Ok(()),
            Err(Lost::Report(report)) => Err(report),
            // Its answer came first.
            Err(Lost::Claim) => Err(answering()),
        }
    }

    /// Tries again what the store refused to take, or what `/me` did not answer. What a stopped program left is finished, and
    /// told.
    ///
    /// # Errors
    /// `not_found`; `usage` while a provider is answering; a vault code, or `store_failed` when it fails again.
    pub async fn retry(&self, attempt: &str) -> Result<Received, ErrorReport> {
        self.decide(attempt, Input::Retry).await
    }

    /// Decides a reconnect that met another identity: keep it as an account of its own, or discard it. A
    /// token that can't be stored is discarded the same way. What a stopped program left is finished, and told.
    ///
    /// # Errors
    /// `not_found`; `usage` while a provider is answering; a vault code or `store_failed`.
    pub async fn resolve_refused(&self, attempt: &str, keep: bool) -> Result<Received, ErrorReport> {
        self.decide(attempt, if keep { Input::Keep } else { Input::Discard }).await
    }

    /// Puts an ended attempt away. One that is under way stays, and so does one that keeps a token until it can be
    /// compared: [`Self::retry`] or [`Self::resolve_refused`] decides on that.
    ///
    /// # Errors
    /// `store_failed`.
    pub async fn dismiss(&self, attempt: &str) -> Result<(), ErrorReport> {
        let id = attempt.to_string();
        self.store().write(move |db| attempts::dismiss(db, &id)).await.map(drop)
    }

    /// Is done with an attempt, whatever it stands at: one that awaits is cancelled, the token that one keeps, or that a
    /// stopped program left, is dropped, and one that has ended is put away.
    ///
    /// # Errors
    /// `not_found`; `usage` while the provider is answering, which is not stopped; `store_failed`.
    pub async fn discard(&self, attempt: &str) -> Result<(), ErrorReport> {
        let row = self.attempt_row(attempt).await?;
        match row.stage {
            AttemptStage::Awaiting => self.cancel(attempt).await?,
            AttemptStage::Exchanging | AttemptStage::Identifying => match self.take_over(&row).await? {
                Some(drive) => {
                    // Its code is lost; a token must not become an account that nobody wants any more.
                    let is_lost = row.stage == AttemptStage::Exchanging;
                    finished(drive.run(if is_lost { Input::Orphaned } else { Input::Discard }).await)?;
                    self.erase_deleted().await?;
                }
                None => self.cancel(attempt).await?,
            },
            AttemptStage::Refused | AttemptStage::Unverified if row.token.is_some() => {
                self.resolve_refused(attempt, false).await?;
                self.erase_deleted().await?;
            }
            _ => {}
        }
        self.dismiss(attempt).await
    }

    /// Whether the program may end now without losing anything.
    ///
    /// # Errors
    /// The words for the person: a token is not stored yet, or a provider is answering.
    pub fn may_quit(&self) -> Result<(), ErrorReport> {
        let unsaved = self.inner.unsaved.lock().unwrap_or_else(PoisonError::into_inner);
        let warnings = unsaved.values().map(|drive| match drive {
            Some(drive) => drive.warning(Input::Quit),
            // It is offered to the store just now.
            None => Some(self::unsaved()),
        });
        if let Some(warning) = warnings.flatten().next() {
            return Err(warning);
        }
        if self.is_at_stake() { Err(answering()) } else { Ok(()) }
    }

    /// Opens what other processes delivered, one round at a time and beside everything else: the keyring may
    /// ask a person first, and then the provider takes its time.
    fn open_delivered(&self) {
        let Ok(round) = Arc::clone(&self.inner.delivered).try_lock_owned() else { return };
        let connector = self.clone();
        tokio::spawn(async move {
            let _round = round;
            if let Err(error) = connector.empty_inboxes().await {
                tracing::warn!(code = error.code.as_str(), "what was delivered could not be opened");
            }
        });
    }

    /// Offers the store again what it refused to take: nobody need ask for it.
    fn retry_unsaved(&self) {
        let held: Vec<String> = {
            let unsaved = self.inner.unsaved.lock().unwrap_or_else(PoisonError::into_inner);
            unsaved.iter().filter(|(_, drive)| drive.is_some()).map(|(id, _)| id.clone()).collect()
        };
        for id in held.into_iter().filter(|id| !self.is_postponed(id)) {
            // Before it begins, and from its end on: a busy store is waited for in between.
            self.postpone(id.clone(), SAVE_AGAIN_IN);
            let connector = self.clone();
            tokio::spawn(async move {
                let _ = connector.retry(&id).await;
                connector.postpone(id, SAVE_AGAIN_IN);
            });
        }
    }

    /// Starts what is left to do for attempts that nobody drives.
    async fn orphans(&self) -> Result<Vec<JoinHandle<()>>, ErrorReport> {
        let mut tasks = Vec::new();
        for row in self.store().read(attempts::unfinished).await? {
            let needs_vault = row.stage == AttemptStage::Identifying;
            if self.is_postponed(&row.id) || (needs_vault && self.is_vault_shut()) {
                continue;
            }
            let Some(drive) = self.take_over(&row).await? else { continue };
            let (connector, id) = (self.clone(), row.id);
            tasks.push(tokio::spawn(async move {
                if let Err(Lost::Report(error)) = drive.run(Input::Orphaned).await {
                    tracing::warn!(code = error.code.as_str(), "an attempt could not be resumed");
                    connector.postpone(id, AGAIN_IN);
                }
            }));
        }
        Ok(tasks)
    }

    /// A drive of what a stopped program, or a task of this one, left; `None` where somebody works on it.
    async fn take_over(&self, row: &AttemptRow) -> Result<Option<Drive>, ErrorReport> {
        let is_mine = row.owner == self.inner.owner.id;
        let is_left = if is_mine { !self.is_driven(&row.id) } else { self.inner.owner.is_gone(&row.owner) };
        if !is_left || !self.adopt(row).await? {
            return Ok(None);
        }
        let row = AttemptRow { owner: self.inner.owner.id.clone(), ..row.clone() };
        Ok(Drive::claimed(self.clone(), row).ok())
    }

    async fn adopt(&self, row: &AttemptRow) -> Result<bool, ErrorReport> {
        let (row, owner) = (row.clone(), self.inner.owner.id.clone());
        self.store().write(move |db| attempts::adopt(db, &row, &owner)).await
    }

    fn is_postponed(&self, id: &str) -> bool {
        let postponed = self.inner.postponed.lock().unwrap_or_else(PoisonError::into_inner);
        postponed.get(id).is_some_and(|until| Instant::now() < *until)
    }

    fn postpone(&self, id: String, until: Duration) {
        let mut postponed = self.inner.postponed.lock().unwrap_or_else(PoisonError::into_inner);
        postponed.retain(|_, until| Instant::now() < *until);
        postponed.insert(id, Instant::now() + until);
    }

    /// Whether the vault was asked for and did not open. Then nothing in the background asks again: each
    /// time, a person would be asked to unlock it. What they do themselves opens it.
    pub(crate) fn is_vault_shut(&self) -> bool {
        *self.vault().borrow() != VaultState::Well
    }

    /// Keeps an attempt whose token or account the store refused, for as long as this process lives.
    pub(crate) fn keep_unsaved(&self, drive: Drive) {
        let mut unsaved = self.inner.unsaved.lock().unwrap_or_else(PoisonError::into_inner);
        // From here on it is known for what it is, and nobody waits for it.
        drive.set_at_stake(false);
        unsaved.insert(drive.id().to_string(), Some(drive));
        drop(unsaved);
        self.inner.changes.announce();
    }

    /// Its token is stored, or nobody wants it any more.
    pub(crate) fn no_longer_unsaved(&self, attempt: &str) {
        self.inner.unsaved.lock().unwrap_or_else(PoisonError::into_inner).remove(attempt);
    }

    /// Takes one up again that was kept, once nobody else is at it. Until it is stored, it still counts as unsaved.
    async fn take_unsaved(&self, attempt: &str) -> Option<Drive> {
        loop {
            {
                let mut unsaved = self.inner.unsaved.lock().unwrap_or_else(PoisonError::into_inner);
                if let Some(drive) = unsaved.get_mut(attempt)?.take() {
                    return Some(drive);
                }
            }
            tokio::time::sleep(TAKEN_AGAIN_IN).await;
        }
    }

    async fn decide(&self, attempt: &str, input: Input) -> Result<Received, ErrorReport> {
        let drive = match self.take_unsaved(attempt).await {
            Some(drive) => Ok(drive),
            None => {
                let row = self.attempt_row(attempt).await?;
                if matches!(row.stage, AttemptStage::Exchanging | AttemptStage::Identifying) {
                    let left = self.take_over(&row).await?.ok_or_else(answering)?;
                    return finished(left.run(Input::Orphaned).await);
                }
                must_be_undecided(&row, &input)?;
                Drive::claimed(self.clone(), row)
            }
        };
        let decided = match drive {
            Ok(drive) => drive.run(input).await,
            Err(lost) => Err(lost),
        };
        decided.map_err(|lost| match lost {
            Lost::Report(report) => report,
            Lost::Claim => decided_already(),
        })
    }

    pub(crate) async fn attempt_row(&self, attempt: &str) -> Result<AttemptRow, ErrorReport> {
        let id = attempt.to_string();
        let row = self.store().read(move |db| attempts::by_id(db, &id)).await?;
        row.ok_or_else(|| ErrorReport::new(Code::NotFound).saying("There is no such attempt.").hinting(
            "See the window, or `switchhook attempt list`, for those that are under way or wait for a decision.",
        ))
    }

    /// Ends attempts that waited too long.
    pub(crate) async fn expire_due(&self) -> Result<(), ErrorReport> {
        let due = self.store().read(|db| attempts::due(db, now())).await?;
        for row in due {
            if let Err(Lost::Report(report)) = Drive::awaiting(self.clone(), row).run(Input::Tick).await {
                return Err(report);
            }
        }
        Ok(())
    }

    /// The words for another identity than the one that an attempt awaited.
    pub(crate) async fn refused(&self, row: &AttemptRow) -> Result<ErrorReport, ErrorReport> {
        let unknown = Answered::default();
        let answered = row.answered.as_ref().unwrap_or(&unknown);
        let account = match row.reconnects.clone() {
            Some(id) => self.store().read(move |db| accounts::by_id(db, &id)).await?,
            None => None,
        };
        Ok(match &account {
            Some(account) if account.identity.is_some() => wrong_workspace(account, answered),
            // Nobody knows whose the account is, but for the only workspace that was to be taken.
            Some(account) if row.workspace.is_none() => wrong_workspace(account, answered),
            None if row.reconnects.is_some() && row.workspace.is_none() => {
                forgotten_meanwhile(&name_of(answered))
            }
            _ => mixed_up(&name_of(answered), &named(row.workspace.as_deref(), None)),
        })
    }

    /// How a row ended, if it did.
    async fn ended(&self, row: &AttemptRow) -> Result<Option<Result<Connected, ErrorReport>>, ErrorReport> {
        let outcome = match row.stage {
            AttemptStage::Connected => Outcome::Connected,
            AttemptStage::AlreadyConnected => Outcome::AlreadyConnected,
            AttemptStage::Unverified => Outcome::Unverified,
            AttemptStage::Awaiting
            | AttemptStage::Exchanging
            | AttemptStage::Identifying
            | AttemptStage::Unsaved => return Ok(None),
            AttemptStage::Refused => return Ok(Some(Err(self.refused(row).await?))),
            AttemptStage::Denied
            | AttemptStage::Failed
            | AttemptStage::Expired
            | AttemptStage::Cancelled
            | AttemptStage::Interrupted => {
                return Ok(Some(Err(row.error.clone().unwrap_or_else(|| Code::Cancelled.into()))));
            }
        };
        // What could not be compared has no account of its own yet.
        let Some(account) = &row.account_id else {
            return Ok(Some(Err(row.error.clone().unwrap_or_else(not_compared))));
        };
        Ok(Some(Ok(Connected { account: self.account(account).await?, outcome })))
    }
}

/// The words for another identity than that of an account: both are named.
pub(crate) fn wrong_workspace(account: &AccountRow, answered: &Answered) -> ErrorReport {
    let (came, awaited) = told_apart(account, answered);
    mixed_up(&came, &awaited)
}

/// Who answered and whose the account is: by their names, and by their ids too where those are the same.
pub(crate) fn told_apart(account: &AccountRow, answered: &Answered) -> (String, String) {
    let workspace = account.workspace.name.as_deref().unwrap_or(&account.name);
    let (came, known) = (name_of(answered), named(Some(workspace), account.admin.name.as_deref()));
    if came != known {
        return (came, known);
    }
    let with = |name: String, ids: Option<String>| match ids {
        Some(ids) => format!("{name} ({ids})"),
        None => name,
    };
    (with(came, answered.ids.clone()), with(known, ids(&account.workspace, &account.admin)))
}

fn name_of(answered: &Answered) -> String {
    named(answered.workspace.as_deref(), answered.admin.as_deref())
}

fn mixed_up(came: &str, awaited: &str) -> ErrorReport {
    ErrorReport::new(Code::WrongWorkspace)
        .saying(format!("{came} answered; {awaited} was awaited. Nothing was changed."))
}

/// The words for an answer whose account was forgotten while it came.
fn forgotten_meanwhile(came: &str) -> ErrorReport {
    ErrorReport::new(Code::WrongWorkspace)
        .saying(format!("{came} answered; the account that was to be reconnected was forgotten meanwhile."))
        .hinting("Add it as an account of its own, or discard it.")
}

/// A workspace and who speaks for it, as far as they are known.
pub(crate) fn named(workspace: Option<&str>, admin: Option<&str>) -> String {
    match (workspace, admin) {
        (Some(workspace), Some(admin)) => format!("“{workspace}” as {admin}"),
        (Some(workspace), None) => format!("“{workspace}”"),
        (None, Some(admin)) => admin.to_string(),
        (None, None) => "A workspace without a name".to_string(),
    }
}

/// The words for a token of which nobody has told whose it is, nor why not.
pub(crate) fn not_compared() -> ErrorReport {
    ErrorReport::new(Code::ProviderUnreachable)
        .saying("A token came, but not whose it is: nothing was changed.")
        .hinting("The token is kept: try again, or discard it.")
}

/// What came of an attempt that somebody had left; whoever else took it is at it.
fn finished(ran: Result<Received, Lost>) -> Result<Received, ErrorReport> {
    ran.map_err(|lost| match lost {
        Lost::Report(report) => report,
        Lost::Claim => answering(),
    })
}

/// Only what keeps a token is decided on, and nothing is added of which nobody knows whose it is.
fn must_be_undecided(row: &AttemptRow, input: &Input) -> Result<(), ErrorReport> {
    match (row.stage, input) {
        (AttemptStage::Unverified, Input::Keep) if row.token.is_some() => Err(usage(
            "Nobody knows yet whose that token is, so it makes no account.",
            "Try again, or discard it.",
        )),
        (AttemptStage::Refused, Input::Retry) => Err(usage(
            "Another workspace answered this attempt than the awaited one: asking again brings the same.",
            "Add it as an account of its own, or discard it.",
        )),
        (AttemptStage::Refused | AttemptStage::Unverified, _) if row.token.is_some() => Ok(()),
        (AttemptStage::Awaiting, _) => {
            Err(usage("This attempt still awaits its answer.", "Finish it in the browser, or cancel it."))
        }
        _ => Err(decided_already()),
    }
}

/// The words for who comes second.
fn decided_already() -> ErrorReport {
    ErrorReport::new(Code::StateUsed).saying("That was decided already.").hinting("See what became of it.")
}

/// The words for whoever wants to stop an exchange, or to decide on it.
pub(crate) fn answering() -> ErrorReport {
    ErrorReport::new(Code::Usage)
        .saying("The provider is answering this attempt: for now it can be neither stopped nor decided on.")
        .hinting("It takes 20 seconds at most.")
}

/// The words for a token that is in memory only.
pub(crate) fn unsaved() -> ErrorReport {
    ErrorReport::new(Code::StoreFailed)
        .saying("The new token could not be stored yet; ending now would lose it.")
        .hinting("Make room on the disk, or end what keeps the database busy, and try again.")
}

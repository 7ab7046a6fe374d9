//! Checks: whether the provider still answers for an account, one or many, and what is wrong where it does not.

use std::sync::Arc;
use std::time::Duration;

use rusqlite::Transaction;
use switchhook_core::{
    AccessToken, ApiRefusal, Code, Compared, Endpoint, ErrorReport, Identity, Me, RegistrationKind, Status,
    Timestamp, status_after,
};
use tokio::sync::{Semaphore, mpsc};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};

use crate::accounts::manage::{must_be_in_use, provider, seal_token};
use crate::connect::decide::told_apart;
use crate::connector::Connector;
use crate::contract::{Account, Answered, Checked, Figure};
use crate::host::clock::now;
use crate::intercom::api::{self, ApiFailure, TRIES};
use crate::intercom::http::ANSWER_IN;
use crate::intercom::rate_limit::Counted;
use crate::intercom::sandbox::RunningSandbox;
use crate::remote::figures::set_limited;
use crate::remote::probe::{Asked, Life, Refused, is_over_limit};
use crate::store::accounts::{self, AccountRow};
use crate::store::{attempts, figures};
use crate::vault::sealing::MasterKey;

/// So many are asked at a time: enough that the slow ones hold up nobody, few enough for any computer's sockets.
const AT_A_TIME: usize = 64;
/// So many results are written at once: each write waits for the disk.
const WRITTEN_AT_ONCE: usize = 64;
/// How long each of many accounts waits for the provider's rate limit: as long as people leave a program alone.
const PATIENCE: Patience = Patience(Duration::from_secs(15 * 60));

/// How long an account waits for its answer, rate limits included.
#[derive(Clone, Copy)]
struct Patience(Duration);

impl Patience {
    /// Whether a limit is waited for whose end nobody told: nobody sits at the screen for this one account.
    fn waits_unasked(self) -> bool {
        self.0 > ANSWER_IN
    }
}

/// What came of asking `/me` for one account.
struct Looked {
    row: AccountRow,
    token: Option<AccessToken>,
    asked: Timestamp,
    found: Found,
}

enum Found {
    Me(Box<Me>),
    /// The token is missing or does not open.
    NoToken,
    Refused(ApiRefusal, ErrorReport),
    /// Not reached, or not understood.
    Silent(ErrorReport),
    /// The rate limit had no room: that says nothing of the account.
    HeldBack(ErrorReport),
}

/// What became of it in the database.
struct Kept {
    /// The account's id now.
    id: String,
    /// Whether the account is answered for, so that it can be asked for more.
    is_answered: bool,
    untold: Option<ErrorReport>,
}

impl Connector {
    /// Asks the provider whether the account still answers, and keeps what it says.
    ///
    /// # Errors
    /// As [`Self::account`], `usage` for a disabled account, and a vault code. That the provider refuses or is
    /// out of reach is no error: the account's status says it, and its trouble why. Nor is an answer that says nothing, or a
    /// rate limit without room: then `untold` says it, and the account is as it was.
    pub async fn check(&self, id_or_name: &str) -> Result<Checked, ErrorReport> {
        Ok(self.check_one(id_or_name).await?.0)
    }

    /// And whether `/me` was answered.
    async fn check_one(&self, id_or_name: &str) -> Result<(Checked, bool), ErrorReport> {
        let row = self.account_row(id_or_name).await?;
        must_be_in_use(&row)?;
        let name = row.name.clone();
        let looked = self.look(row, None, Patience(ANSWER_IN), &Semaphore::new(1)).await?;
        self.keep(vec![looked]).await?.pop().ok_or_else(|| forgotten(&name))
    }

    /// The same, and then asks for everything that is shown of the account: that is how a permission is found to be
    /// missing, or to be there again. Which figures were not told, and why, `unread` says.
    ///
    /// # Errors
    /// As [`Self::check`].
    pub async fn examine(&self, id_or_name: &str) -> Result<Checked, ErrorReport> {
        let (checked, is_answered) = self.check_one(id_or_name).await?;
        if !is_answered {
            return Ok(checked);
        }
        let Account { id, name, .. } = checked.account;
        let named =
            |report: ErrorReport| if report.code == Code::NotFound { forgotten(&name) } else { report };
        let detail = self.read_figures(&id).await.map_err(named)?;
        let checked = self.checked(&id).await.map_err(named)?;
        // Of a dead token nothing more is asked: what stands there is of an earlier round.
        let is_asked = checked.account.status != Status::NeedsReconnect;
        Ok(Checked { unread: unread(&detail.figures).filter(|_| is_asked), ..checked })
    }

    /// Checks many accounts, some at a time, within the provider's rate limits, and tells of each as it is kept, in
    /// whatever order they come. Disabled ones are passed over. Ends early, with what it has, when nobody
    /// listens any more.
    ///
    /// # Errors
    /// A vault code or `store_failed`.
    pub async fn check_each(
        &self,
        accounts: Vec<String>,
        told: mpsc::Sender<Checked>,
    ) -> Result<(), ErrorReport> {
        self.check_some(accounts, AT_A_TIME, told).await
    }

    /// How long a rate limit of the provider's holds back what this process would ask, where one is used up.
    pub fn held_back_for(&self) -> Option<Duration> {
        self.inner.gate.holds_back_for()
    }

    /// The same for so many at a time.
    pub(crate) async fn check_some(
        &self,
        accounts: Vec<String>,
        at_a_time: usize,
        told: mpsc::Sender<Checked>,
    ) -> Result<(), ErrorReport> {
        let rows = self.store().read(move |db| accounts::some(db, &accounts)).await?;
        self.check_rows(rows.into_iter().filter(|row| !row.disabled).collect(), at_a_time, told).await
    }

    /// The same, and disabled ones are not passed over.
    pub(crate) async fn check_even_disabled(
        &self,
        accounts: Vec<String>,
        told: mpsc::Sender<Checked>,
    ) -> Result<(), ErrorReport> {
        let rows = self.store().read(move |db| accounts::some(db, &accounts)).await?;
        self.check_rows(rows, AT_A_TIME, told).await
    }

    async fn check_rows(
        &self,
        rows: Vec<AccountRow>,
        at_a_time: usize,
        told: mpsc::Sender<Checked>,
    ) -> Result<(), ErrorReport> {
        self.key().await?;
        let sandbox = self.sandbox_of(&rows).await.map(Arc::new);
        let (turns, mut asking) = (Arc::new(Semaphore::new(at_a_time)), JoinSet::new());
        let (looked, mut results) = mpsc::channel(WRITTEN_AT_ONCE);
        for row in rows {
            let (connector, turns, looked) = (self.clone(), Arc::clone(&turns), looked.clone());
            let sandbox = sandbox.clone();
            asking.spawn(async move {
                if let Ok(one) = connector.look(row, sandbox.as_deref(), PATIENCE, &turns).await {
                    let _ = looked.send(one).await;
                }
            });
        }
        drop(looked);
        let mut some = Vec::new();
        loop {
            tokio::select! {
                came = results.recv_many(&mut some, WRITTEN_AT_ONCE) => if came == 0 { return Ok(()) },
                () = told.closed() => return Ok(()),
            }
            for (checked, _) in self.keep(std::mem::take(&mut some)).await? {
                // Whoever stopped listening is noticed above.
                let _ = told.send(checked).await;
            }
        }
    }

    /// An account with what is wrong with it.
    async fn checked(&self, id: &str) -> Result<Checked, ErrorReport> {
        let row = self.account_row(id).await?;
        Ok(self.shown_with_trouble(row))
    }

    /// The sandbox is asked where it is once, and not for each of its accounts.
    async fn sandbox_of(&self, rows: &[AccountRow]) -> Option<RunningSandbox> {
        if !rows.iter().any(|row| row.kind == RegistrationKind::Sandbox) {
            return None;
        }
        crate::intercom::sandbox::ask(&self.inner.home, &self.inner.http).await.ok()
    }

    /// Asks `/me` for one account.
    async fn look(
        &self,
        row: AccountRow,
        sandbox: Option<&RunningSandbox>,
        patience: Patience,
        turns: &Semaphore,
    ) -> Result<Looked, ErrorReport> {
        let Some(token) = self.token(&row).await? else {
            return Ok(Looked { row, token: None, asked: now(), found: Found::NoToken });
        };
        let api_base = match sandbox.filter(|_| row.kind == RegistrationKind::Sandbox) {
            Some(sandbox) => Ok(sandbox.api_base(row.workspace.region).clone()),
            None => self.api_base(&row).await,
        };
        let (asked, found) = match api_base {
            Ok(api_base) => {
                let asked = Asked { api_base, token: token.clone(), counted: Counted::of(&row) };
                self.ask_me(&asked, patience, turns).await
            }
            Err(report) => (now(), Found::Silent(report)),
        };
        Ok(Looked { row, token: Some(token), asked, found })
    }

    /// Answers when it asked last, and what came of it.
    async fn ask_me(&self, asked: &Asked, patience: Patience, turns: &Semaphore) -> (Timestamp, Found) {
        let (http, gate) = (&self.inner.http, &self.inner.gate);
        let until = Instant::now() + patience.0;
        // For all tries together; what a limit takes does not count.
        let (mut left, mut tries) = (ANSWER_IN, 1);
        let mut asked_at = now();
        loop {
            // A turn is taken after the gate: who waits for a limit holds up nobody whose limit has room.
            let answer = match gate.pass(&asked.counted, until).await {
                Ok(()) => {
                    let _turn = turns.acquire().await;
                    let began = Instant::now();
                    asked_at = now();
                    let answer = api::ask_me(http, &asked.api_base, &asked.token, left).await;
                    if !is_over_limit(&answer) {
                        left = left.saturating_sub(began.elapsed());
                    }
                    answer
                }
                Err(held_back) => Err(held_back),
            };
            gate.learn(&asked.counted, &answer);
            let is_over_limit = is_over_limit(&answer);
            let too_many = answer.as_ref().is_ok_and(|answer| answer.status == 429);
            match api::pause_after(&answer, tries) {
                // The gate knows for how long, and says so where that is too long.
                Some(_) if too_many => {}
                None if too_many && patience.waits_unasked() => {}
                Some(pause) if tries < TRIES && pause < left => {
                    sleep(pause).await;
                    left = left.saturating_sub(pause);
                    tries += 1;
                }
                _ => {
                    let me = api::read_me(answer, &asked.api_base, &asked.token);
                    let found = match me {
                        Err(failure) if is_over_limit => Found::HeldBack(failure.report),
                        me => self.judge(me, asked, until, turns).await,
                    };
                    return (asked_at, found);
                }
            }
        }
    }

    async fn judge(
        &self,
        me: Result<Me, ApiFailure>,
        asked: &Asked,
        until: Instant,
        turns: &Semaphore,
    ) -> Found {
        let ApiFailure { refusal, report, is_beyond_doubt } = match me {
            Ok(me) => return Found::Me(Box::new(me)),
            Err(failure) => failure,
        };
        match refusal {
            Some(ApiRefusal::Dead) if !is_beyond_doubt => {
                match self.life_in_turn(asked, Refused::Me, until, turns).await {
                    Ok(Life::Alive) => Found::Refused(ApiRefusal::NotAllowed, lacks_me(&asked.api_base)),
                    Ok(Life::Dead(_)) => Found::Refused(ApiRefusal::Dead, report),
                    Ok(Life::Unknown(why)) => Found::Silent(why),
                    Err(held_back) => Found::HeldBack(held_back),
                }
            }
            Some(ApiRefusal::NotAllowed) => Found::Refused(ApiRefusal::NotAllowed, lacks_me(&asked.api_base)),
            Some(refusal) => Found::Refused(refusal, report),
            None => Found::Silent(report),
        }
    }

    /// Keeps what was found, all of it in one transaction, and tells of each whether it is answered for.
    async fn keep(&self, looked: Vec<Looked>) -> Result<Vec<(Checked, bool)>, ErrorReport> {
        let key = self.key().await?;
        let write = move |db: &Transaction<'_>| {
            let mut kept = Vec::with_capacity(looked.len());
            for one in looked {
                let one = keep_one(db, one, &key)?;
                // One that was forgotten meanwhile is told to nobody.
                kept.extend(accounts::by_id(db, &one.id)?.map(|row| (row, one)));
            }
            Ok(kept)
        };
        let kept = self.store().write(write).await?.into_iter();
        Ok(kept
            .map(|(row, Kept { is_answered, untold, .. })| {
                let is_answered = is_answered && !row.disabled;
                (Checked { untold, ..self.shown_with_trouble(row) }, is_answered)
            })
            .collect())
    }
}

/// What others found meanwhile is what the account is judged by; where they asked later, it stands.
fn keep_one(db: &Transaction<'_>, looked: Looked, key: &Arc<MasterKey>) -> rusqlite::Result<Kept> {
    let Looked { row, token, asked, found } = looked;
    let kept = Kept { id: row.id.clone(), is_answered: matches!(found, Found::Me(_)), untold: None };
    let Some(row) = accounts::if_news(db, &row, asked, now())? else { return Ok(kept) };
    let identified = row.identity.is_some();
    match found {
        Found::Me(me) => return keep_me(db, row, &me, asked, token.as_ref(), key),
        Found::HeldBack(report) => return Ok(Kept { untold: Some(report), ..kept }),
        Found::NoToken => {
            accounts::set_status(db, &row.id, Status::NeedsReconnect, None, Some(&unreadable()), asked)?;
        }
        Found::Refused(refusal, report) => {
            let status = status_after(Some(refusal), identified);
            accounts::set_status(db, &row.id, status, Some(now()), Some(&report), asked)?;
        }
        // What is known to be dead is not made alive by an outage; that nobody was reached is said all the same.
        Found::Silent(report) if row.status == Status::NeedsReconnect => {
            return Ok(Kept { untold: Some(report), ..kept });
        }
        Found::Silent(report) => {
            let status = status_after(None, identified);
            accounts::set_status(db, &row.id, status, None, Some(&report), asked)?;
        }
    }
    Ok(kept)
}

/// An answer of whoever it is: another account's is no news of this one, and one of nobody is none at all.
fn keep_me(
    db: &Transaction<'_>,
    row: AccountRow,
    me: &Me,
    asked: Timestamp,
    token: Option<&AccessToken>,
    key: &Arc<MasterKey>,
) -> rusqlite::Result<Kept> {
    let known = row.known();
    // Of one whose workspace alone is known, that much is compared.
    let is_elsewhere =
        row.workspace.id.as_ref().zip(me.workspace.id.as_ref()).is_some_and(|(known, told)| known != told);
    let compared = match &known {
        Some(known) => Some(known.compared(me)),
        None => is_elsewhere.then_some(Compared::Other),
    };
    let id = row.id.clone();
    if compared == Some(Compared::Untold)
        || (compared.is_none() && is_dead(&row) && me.workspace.id.is_none())
    {
        return Ok(Kept { id, is_answered: false, untold: Some(unsaid()) });
    }
    if compared == Some(Compared::Other) {
        let report = anothers(&row, me);
        accounts::set_status(db, &id, Status::NeedsReconnect, Some(now()), Some(&report), asked)?;
        return Ok(Kept { id, is_answered: false, untold: None });
    }
    let learns = known.is_none_or(|known| known.learns_region(me));
    let id = keep_facts(db, row, me, learns, asked, token, key)?;
    if accounts::by_id(db, &id)?.is_some_and(|kept| kept.identity.is_none()) {
        accounts::set_status(db, &id, Status::Unverified, Some(now()), Some(&unsaid()), asked)?;
    }
    set_limited(db, &id)?;
    Ok(Kept { id, is_answered: true, untold: None })
}

/// Whether its token was refused, and does not just lie here unread.
fn is_dead(row: &AccountRow) -> bool {
    let is_unread = row.trouble.as_ref().is_some_and(|(report, _)| report.code == Code::KeyMissing);
    row.status == Status::NeedsReconnect && !is_unread
}

/// Answers the id that the account has now.
fn keep_facts(
    db: &Transaction<'_>,
    row: AccountRow,
    me: &Me,
    learns: bool,
    asked: Timestamp,
    token: Option<&AccessToken>,
    key: &Arc<MasterKey>,
) -> rusqlite::Result<String> {
    // Who an account is was settled when it was learnt; a check only fills what is unknown.
    let identity: Option<Identity> = provider(row.kind, row.api_base.as_deref())
        .filter(|_| learns)
        .and_then(|provider| me.identity(&provider, row.client_id.as_deref()));
    let known =
        identity.as_ref().map(|identity| accounts::another_of(db, identity, Some(&row.id))).transpose()?;
    let Some(known) = known.flatten() else {
        let identity = identity.map(|identity| identity.key());
        accounts::set_facts(db, &row.id, identity.as_deref(), me, asked, now())?;
        return Ok(row.id);
    };
    // The older one may lack the region, or the identity itself: what either knows is kept.
    let identity = identity.map(|identity| match known.known() {
        Some(known) => identity.or_region_of(&known).key(),
        None => identity.key(),
    });
    // Kept without an identity, and now it turns out to be one that is here: one account, with the older one's id
    // and the token that has just proved itself.
    let (kept, gone) = if row.connected_at < known.connected_at { (&row, &known) } else { (&known, &row) };
    figures::take_over(db, &gone.id, &kept.id, now())?;
    accounts::take_over_me(db, &gone.id, &kept.id, now())?;
    accounts::remove(db, &gone.id)?;
    accounts::add_tags(db, &kept.id, &gone.tags)?;
    attempts::belong_to(db, &gone.id, &kept.id)?;
    if gone.named && !kept.named {
        accounts::rename(db, &kept.id, &gone.name)?;
    }
    // Whichever of them a person disabled: nobody has asked for it to be in use.
    accounts::set_disabled(db, &kept.id, kept.disabled || gone.disabled)?;
    if let Some(token) = token {
        seal_token(db, kept, row.client_id.as_deref(), token, key)?;
    }
    accounts::set_facts(db, &kept.id, identity.as_deref(), me, asked, now())?;
    Ok(kept.id.clone())
}

/// Which figures were not told, and why: in the words of the first one, which mostly are those of all.
fn unread(figures: &[Figure]) -> Option<ErrorReport> {
    let untold: Vec<&Figure> = figures.iter().filter(|figure| figure.trouble.is_some()).collect();
    let report = untold.first()?.trouble.clone()?;
    let which = match untold.len() {
        all if all == figures.len() => "all figures".to_string(),
        _ => untold.iter().map(|figure| figure.name.label()).collect::<Vec<_>>().join(", "),
    };
    Some(ErrorReport { message: format!("Not read this time: {which}. {}", report.message), ..report })
}

/// The words for an account that went while it was checked.
fn forgotten(name: &str) -> ErrorReport {
    ErrorReport::new(Code::NotFound)
        .saying(format!("“{name}” was forgotten while it was checked."))
        .hinting("See `switchhook list` for what there is.")
}

/// The words for a token that answers for another account than the one it is kept for.
fn anothers(row: &AccountRow, me: &Me) -> ErrorReport {
    let (came, known) = told_apart(row, &Answered::of(me));
    ErrorReport::new(Code::WrongWorkspace)
        .saying(format!("The token that is kept here answers for {came}, and not for {known}."))
        .hinting("Reconnect this account. The other one can be added as a new account.")
}

/// The words for a token that lives, and may not ask whose it is.
pub(crate) fn lacks_me(api_base: &Endpoint) -> ErrorReport {
    ErrorReport::new(Code::CodeRejected)
        .saying(format!(
            "{} takes the token, but its app lacks the permission “Read one admin”: whose account it is can't be checked.",
            api_base.host()
        ))
        .hinting(crate::remote::figures::ADD_IT)
}

/// The words for an answer that names neither workspace nor teammate.
fn unsaid() -> ErrorReport {
    crate::remote::identify::unsaid().hinting("Check again later; the token is kept.")
}

/// The words for a token that is missing or does not open.
pub(crate) fn unreadable() -> ErrorReport {
    ErrorReport::new(Code::KeyMissing)
        .saying("This account's token can't be opened on this computer.")
        .hinting("Reconnect the account; it keeps its name and tags.")
}

//! Reads the open conversations of an account by team and teammate, when somebody looks at it.

use std::time::Duration;

use rusqlite::Transaction;
use switchhook_core::{
    AccountId, AccountProblem, ApiRefusal, Code, Figure, FigureError, Headroom, Load, Problem,
    ProviderProblem, ReadRefusal, Timestamp, load, open_conversations, read_open_conversations,
    read_teammates, read_teams,
};
use tokio::time::{Instant, timeout_at};

use super::access::{Access, NoAccess};
use super::figure_rounds::join;
use super::probe::{RefusedCall, TokenState, probe};
use super::record::mark_needs_reconnect;
use super::room::Remote;
use super::send::{RetryPolicy, send};
use crate::accounts::manage::row_in_use;
use crate::context::Context;
use crate::host::clock::now;
use crate::intercom::api::{ApiFailure, Call, read_search};
use crate::store::account_rows::AccountRow;
use crate::store::{account_status, figures, team_load};

/// The longest time of a reading.
const READ_IN: Duration = Duration::from_secs(30);
/// The most pages of conversations, of 150 each.
const MOST_PAGES: usize = 20;
/// The most calls of a reading. With the four that may find out whether a refused token is dead, they are 40.
const MOST_CALLS: u32 = 36;
/// How often a call is sent whose failure may pass, and how often one that the rate limit refuses.
const TRIES: u32 = 2;

impl Remote {
    /// Asks the provider for an account's teams, its teammates and its open conversations for a person, and stores how many each
    /// has. Asks at most 40 questions, within 30 seconds. Of more than 3,000 conversations, reads the first 3,000.
    ///
    /// Where this process reads the account's team already, waits for that and returns its outcome.
    ///
    /// # Errors
    /// `not_found`, `usage` for a disabled account, a vault code, `key_missing` when the token can't be read, `store_failed`.
    /// `code_rejected` where the provider refuses, `provider_unreachable` or `provider_unreadable`. The stored load then stays.
    pub async fn read_team(&self, id: &AccountId) -> Result<(), Problem> {
        let row = row_in_use(&self.context, id).await?;
        match self.teams.begin(&self.context.changes, &row.id) {
            Ok(reading) => {
                let outcome = self.read_team_of(row).await;
                reading.end(&outcome);
                outcome
            }
            Err(running) => join(running).await,
        }
    }

    /// Whether this process reads the team of an account now.
    pub(crate) fn is_reading_team(&self, id: &AccountId) -> bool {
        self.teams.is_running(id)
    }

    async fn read_team_of(&self, row: AccountRow) -> Result<(), Problem> {
        // A token of another account would count another workspace.
        if let Some((problem, _)) =
            row.trouble.as_ref().filter(|(problem, _)| problem.code() == Code::WrongWorkspace)
        {
            return Err(problem.clone());
        }
        let access = match Access::of(&self.context, &row, None).await {
            Ok(access) => access,
            Err(NoAccess::TokenUnreadable) => {
                let (why, asked) = (AccountProblem::TokenUnreadable.into(), now());
                let mark = move |db: &Transaction<'_>| mark_needs_reconnect(db, &row, &why, asked, false);
                self.context.store.write(mark).await?;
                return Err(AccountProblem::CannotAsk.into());
            }
            Err(none) => return Err(none.or(AccountProblem::CannotAsk)),
        };
        let mut reading = TeamReading {
            context: &self.context,
            access: &access,
            until: Instant::now() + READ_IN,
            left: MOST_CALLS,
            headroom: None,
        };
        let outcome = reading.load().await;
        let headroom = reading.headroom;
        let write = move |db: &Transaction<'_>| {
            if !account_status::is_in_use(db, &row)? {
                return Ok(Ok(()));
            }
            if let Some(headroom) = headroom {
                figures::set_headroom(db, &row.id, headroom, now())?;
            }
            match outcome {
                Ok((load, at)) => team_load::set(db, &row.id, &load, at, now()).map(|_| Ok(())),
                Err(NoLoad::Dead(problem, asked)) => {
                    mark_needs_reconnect(db, &row, &problem, asked, true)?;
                    Ok(Err(problem))
                }
                Err(NoLoad::Other(problem)) => Ok(Err(problem)),
            }
        };
        self.context.store.write(write).await?
    }
}

/// One reading of a team.
struct TeamReading<'a> {
    context: &'a Context,
    access: &'a Access,
    until: Instant,
    /// How many calls may still be sent.
    left: u32,
    /// The rate limit that the last answer stated.
    headroom: Option<Headroom>,
}

/// Why a reading brought no load.
enum NoLoad {
    /// The token is dead: the problem, and when the refused question was asked.
    Dead(Problem, Timestamp),
    /// Another reason.
    Other(Problem),
}

impl TeamReading<'_> {
    /// Asks for everything, and returns the load with the moment of the first question for conversations.
    async fn load(&mut self) -> Result<(Load, Timestamp), NoLoad> {
        let teams = self.ask(Call::Figure(Figure::Teams), Figure::Teams, read_teams).await?;
        let teammates = self.ask(Call::Figure(Figure::Teammates), Figure::Teammates, read_teammates).await?;
        let (at, mut all, mut total) = (now(), Vec::new(), 0);
        let mut cursor: Option<String> = None;
        for _ in 0..MOST_PAGES {
            let search = open_conversations(cursor.as_deref());
            let page =
                self.ask(Call::Search(&search), Figure::ConversationsOpen, read_open_conversations).await;
            let page = match page {
                Ok(page) => page,
                // A part is better than nothing, and says that it is one.
                Err(_) if !all.is_empty() && self.is_over() => break,
                Err(none) => return Err(none),
            };
            total = page.total;
            let is_empty = page.conversations.is_empty();
            all.extend(page.conversations);
            // A cursor that comes again would bring the same page for ever.
            match page.next.filter(|next| !is_empty && cursor.as_ref() != Some(next)) {
                Some(next) => cursor = Some(next),
                None => break,
            }
            if self.is_over() {
                break;
            }
        }
        Ok((load(&teams, &teammates, all, total), at))
    }

    /// Whether time or calls are used up.
    fn is_over(&self) -> bool {
        self.left == 0 || Instant::now() >= self.until
    }

    /// Sends a call and reads its answer by `read`. `figure` needs the same permission.
    async fn ask<T>(
        &mut self,
        call: Call<'_>,
        figure: Figure,
        read: impl Fn(&[u8]) -> Result<T, FigureError>,
    ) -> Result<T, NoLoad> {
        // A call is sent at most three times: for a failure again, and for the rate limit again.
        let tries = if self.left >= 2 * TRIES - 1 { TRIES } else { 1 };
        let policy = RetryPolicy {
            until: self.until,
            answer_in: READ_IN,
            tries,
            limit_tries: tries,
            ..RetryPolicy::patient()
        };
        let api_base = &self.access.api_base;
        let sent = timeout_at(self.until, send(self.context, self.access, call, policy, |_| ())).await;
        let Ok(sent) = sent else {
            let (host, seconds) = (api_base.host(), READ_IN.as_secs());
            return Err(NoLoad::Other(ProviderProblem::RoundLate { host, seconds }.into()));
        };
        self.left = self.left.saturating_sub(sent.times);
        self.headroom = sent.answer.as_ref().ok().and_then(|answer| answer.headroom).or(self.headroom);
        match read_search(sent.answer, api_base, read) {
            Ok(found) => Ok(found),
            Err(failure) => Err(self.judge(failure, figure, sent.asked).await),
        }
    }

    /// Returns why a call brought nothing. Asks more questions where a refusal leaves a doubt.
    async fn judge(&self, failure: ApiFailure, figure: Figure, asked: Timestamp) -> NoLoad {
        let ApiFailure { refusal, problem, is_beyond_doubt } = failure;
        let lacking = |problem: ProviderProblem| {
            let code = Problem::from(problem).provider_code().cloned();
            let (host, permission) = (self.access.api_base.host(), Some(figure.permission().to_owned()));
            let refusal = ReadRefusal::NotAllowed;
            NoLoad::Other(ProviderProblem::ReadRefused { host, refusal, permission, code }.into())
        };
        match refusal {
            Some(ApiRefusal::Dead) if is_beyond_doubt => NoLoad::Dead(problem.into(), asked),
            Some(ApiRefusal::Dead) => {
                match probe(self.context, self.access, RefusedCall::Other, self.until, None).await {
                    TokenState::Alive => lacking(problem),
                    TokenState::Dead(problem) => NoLoad::Dead(problem.into(), asked),
                    TokenState::Unknown(why) | TokenState::HeldBack(why) => NoLoad::Other(why.into()),
                }
            }
            Some(ApiRefusal::NotAllowed) => lacking(problem),
            Some(ApiRefusal::NotInPlan) | None => NoLoad::Other(problem.into()),
        }
    }
}

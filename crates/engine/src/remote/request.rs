//! Requests that a person makes to an account's API: one page, or one after another.

use std::sync::Arc;
use std::time::Duration;

use reqwest::{StatusCode, Version};
use switchhook_core::{AccountId, AccountProblem, ApiPath, JsonText, Listed, PageError, Problem, next_page};
use tokio::time::Instant;

use super::access::Access;
use super::reading::{Reading, Shortfall};
use super::refusal::{Refusals, no_next_page, not_json};
use super::room::Remote;
use super::send::{RetryPolicy, Sent, send};
use crate::accounts::manage::row_in_use;
use crate::context::Context;
use crate::intercom::api::Call;
use crate::intercom::failure::{ANSWER_IN, HttpError};
use crate::intercom::http::Answer;
use crate::intercom::rate_limit::Wait;

/// The longest single wait: six windows of Intercom's rate limit.
const LONGEST_PAUSE: Duration = Duration::from_secs(60);
/// How often a page waits for a full rate limit. Other programs may use up the limit meanwhile.
const MOST_PAUSES: u32 = 6;

/// Requests to an account's API: the first, and those to which its answers lead.
pub struct Asking {
    context: Arc<Context>,
    access: Access,
    /// The next path, or why none is asked for.
    next: Option<Result<ApiPath, PageError>>,
    /// The list, where its pages are followed.
    reading: Option<Reading>,
}

/// An answer that a person may read.
#[derive(Debug)]
pub struct Page {
    /// Status and headers.
    pub head: Head,
    /// The body.
    pub body: JsonText,
}

/// The status and the headers of an answer.
#[derive(Debug)]
pub struct Head {
    /// The protocol of the answer, e.g. `HTTP/1.1`.
    pub protocol: &'static str,
    /// The status.
    pub status: u16,
    /// The standard reason phrase of the status. May be empty.
    pub reason: &'static str,
    /// The headers in the order in which they came: names in lower case, values as text. The replacement
    /// character stands for invalid UTF-8.
    pub headers: Vec<(String, String)>,
}

/// Why a request brought no page.
#[derive(Debug)]
pub struct RefusedPage {
    /// The problem.
    pub problem: Problem,
    /// The head of the answer, where there is one that may be shown.
    pub head: Option<Head>,
    /// The body of the answer, where it is JSON.
    pub body: Option<JsonText>,
}

impl Remote {
    /// Prepares requests to an account's API: for a path, and for the pages after it where `follows`. Sends
    /// nothing yet.
    ///
    /// # Errors
    /// `not_found`, `usage` for a disabled account, a vault code, `key_missing` when the token can't be
    /// read, `store_failed`. `provider_unreachable` or `provider_unreadable` where the account's sandbox
    /// does not answer.
    pub async fn ask_api(&self, id: &AccountId, path: ApiPath, follows: bool) -> Result<Asking, Problem> {
        let row = row_in_use(&self.context, id).await?;
        let access = Access::of(&self.context, &row, None).await;
        Ok(Asking {
            context: Arc::clone(&self.context),
            access: access.map_err(|none| none.or(AccountProblem::CannotAsk))?,
            reading: follows.then(|| Reading::from(&path)),
            next: Some(Ok(path)),
        })
    }
}

impl Asking {
    /// Asks for the next page and returns it. `None` after the last page. Calls `waits` before each wait.
    ///
    /// # Errors
    /// An inner [`RefusedPage`], whose problem has the code `code_rejected`, `not_found`, `usage`,
    /// `provider_unreachable` or `provider_unreadable`.
    pub async fn next(&mut self, waits: impl FnMut(Wait) + Send) -> Option<Result<Page, Box<RefusedPage>>> {
        let path = match self.next.take()? {
            Ok(path) => path,
            Err(error) => {
                self.reading = None;
                return Some(Err(Box::new(no_next_page(&self.access.api_base, error).into())));
            }
        };
        let policy = RetryPolicy {
            until: Instant::now() + LONGEST_PAUSE * MOST_PAUSES,
            answer_in: ANSWER_IN * MOST_PAUSES,
            limit_tries: MOST_PAUSES,
            longest_wait: LONGEST_PAUSE,
            // A person waits for a page of one account. A guess could hold up requests that the provider
            // would take.
            only_stated: true,
            ..RetryPolicy::patient()
        };
        let Sent { answer, .. } = send(&self.context, &self.access, Call::Read(&path), policy, waits).await;
        let page = self.read(answer, &path).await.and_then(|page| self.follow(&path, page));
        if page.is_err() {
            self.reading = None;
        }
        Some(page)
    }

    /// Returns how many records of a list are missing. `None` where none is, or before the list was read
    /// from its first page to its last.
    pub fn shortfall(&self) -> Option<Shortfall> {
        self.reading.as_ref().filter(|_| self.next.is_none())?.shortfall()
    }

    /// Returns the page in an answer. Asks the provider more questions where a refusal leaves a doubt.
    ///
    /// # Errors
    /// [`RefusedPage`] where there is no answer, where its status is not 2xx, or where its body is no JSON.
    /// Holds the head of the answer, where there is one, and the body where that is JSON.
    async fn read(
        &self,
        answer: Result<Answer, HttpError>,
        path: &ApiPath,
    ) -> Result<Page, Box<RefusedPage>> {
        let api_base = &self.access.api_base;
        let answer = answer.map_err(|error| Box::new(Problem::from(error.problem(api_base)).into()))?;
        let head = head(&answer);
        let is_taken = answer.is_success();
        let (problem, body) = match JsonText::read(&answer.body) {
            Ok(body) if is_taken => return Ok(Page { head, body }),
            Err(error) if is_taken => (not_json(api_base, error), None),
            body => {
                let refusals = Refusals { context: &self.context, access: &self.access, path };
                (refusals.problem(&answer).await, body.ok())
            }
        };
        Err(Box::new(RefusedPage { problem, head: Some(head), body }))
    }

    /// Decides which path comes after this page, where pages are followed. Returns the page.
    ///
    /// # Errors
    /// [`RefusedPage`] where the page brings the records of an earlier one.
    fn follow(&mut self, path: &ApiPath, page: Page) -> Result<Page, Box<RefusedPage>> {
        let Some(reading) = &mut self.reading else { return Ok(page) };
        let api_base = &self.access.api_base;
        let next = next_page(path, api_base, &page.body).transpose();
        if let Err(error) = reading.add(path, Listed::read(&page.body)) {
            return Err(Box::new(no_next_page(api_base, error).into()));
        }
        self.next = next.map(|next| next.and_then(|next| reading.leads_to(next)));
        Ok(page)
    }
}

impl From<Problem> for RefusedPage {
    /// Returns a problem without an answer.
    fn from(problem: Problem) -> Self {
        Self { problem, head: None, body: None }
    }
}

/// Returns the head of an answer.
fn head(answer: &Answer) -> Head {
    let protocol = match answer.version {
        Version::HTTP_10 => "HTTP/1.0",
        Version::HTTP_2 => "HTTP/2.0",
        Version::HTTP_3 => "HTTP/3.0",
        _ => "HTTP/1.1",
    };
    let reason = StatusCode::from_u16(answer.status).ok().and_then(|status| status.canonical_reason());
    let headers = answer.headers.iter();
    let headers = headers
        .map(|(name, value)| (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned()));
    Head { protocol, status: answer.status, reason: reason.unwrap_or_default(), headers: headers.collect() }
}

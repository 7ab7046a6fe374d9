//! What a person's own commands ask of an account's API: one page, or one after another.

use std::collections::HashSet;
use std::time::Duration;

use reqwest::{StatusCode, Version};
use switchhook_core::{
    AccessToken, ApiPath, Code, Endpoint, ErrorReport, JsonText, PageError, is_scroll, next_page, plain,
};
use tokio::time::sleep;

use crate::accounts::manage::must_be_in_use;
use crate::connector::Connector;
use crate::intercom::api;
use crate::intercom::echo::repeats;
use crate::intercom::http::{Answer, HttpError};
use crate::intercom::rate_limit::Counted;

/// Nobody is kept waiting longer for one page: six windows of Intercom's rate limit.
const LONGEST_PAUSE: Duration = Duration::from_secs(60);
/// How often a full rate limit is waited for before a page; others may use it up meanwhile.
const MOST_PAUSES: u32 = 6;

/// Questions to an account's API: the first, and those that its answers lead to.
pub struct Asking {
    pub(crate) connector: Connector,
    pub(crate) api_base: Endpoint,
    pub(crate) token: AccessToken,
    pub(crate) counted: Counted,
    /// What is asked next, or why nothing is.
    next: Option<Result<ApiPath, PageError>>,
    follows: bool,
    asked: HashSet<ApiPath>,
    /// Until then the provider takes nothing.
    rest: Option<Duration>,
}

/// A wait before the next question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wait {
    /// How long it is.
    pub long: Duration,
    /// Whether the provider told it; else it is as long as we think best.
    pub is_told: bool,
}

/// An answer, as a person may read it.
#[derive(Debug)]
pub struct Page {
    /// Status and headers.
    pub head: Head,
    /// The body.
    pub body: JsonText,
}

/// The head of an answer.
#[derive(Debug)]
pub struct Head {
    /// As the provider speaks it, e.g. `HTTP/1.1`.
    pub protocol: &'static str,
    /// The status.
    pub status: u16,
    /// What HTTP calls that status.
    pub reason: &'static str,
    /// Names in lower case, and values made safe to show, in the order in which they came.
    pub headers: Vec<(String, String)>,
}

/// Why there is no page.
#[derive(Debug)]
pub struct Refused {
    /// What is wrong.
    pub report: ErrorReport,
    /// Of the answer, where there is one that may be shown.
    pub head: Option<Head>,
    /// What the provider itself says of it, where that is JSON.
    pub body: Option<JsonText>,
}

impl Connector {
    /// Prepares to ask an account's API for a path, and, where it `follows`, for the pages after it. Nothing is sent yet.
    ///
    /// # Errors
    /// As [`Self::account`], `usage` for a disabled account, a vault code, `key_missing` when the account's token can't be
    /// read, and `provider_unreachable` when it belongs to a sandbox that is not running.
    pub async fn ask(&self, id_or_name: &str, path: ApiPath, follows: bool) -> Result<Asking, ErrorReport> {
        let row = self.account_row(id_or_name).await?;
        must_be_in_use(&row)?;
        let token = self.token(&row).await?.ok_or_else(|| {
            ErrorReport::new(Code::KeyMissing)
                .saying("This account's token can't be read, so it can't ask.")
                .hinting("Reconnect the account.")
        })?;
        let api_base = self.api_base(&row).await?;
        Ok(Asking {
            connector: self.clone(),
            api_base,
            token,
            counted: Counted::of(&row),
            next: Some(Ok(path)),
            follows,
            asked: HashSet::new(),
            rest: None,
        })
    }
}

impl Asking {
    /// The next page, or why there is none; `None` after the last. `waits` is told of each wait before it begins.
    ///
    /// # Errors
    /// `code_rejected`, `not_found`, `usage`, `provider_unreachable` or `provider_unreadable`, as the provider refused.
    pub async fn next(&mut self, mut waits: impl FnMut(Wait)) -> Option<Result<Page, Box<Refused>>> {
        let path = match self.next.take()? {
            Ok(path) => path,
            Err(error) => return Some(Err(Box::new(self.lost(error).into()))),
        };
        if let Some(rest) = self.rest.take() {
            waits(Wait { long: rest, is_told: true });
            sleep(rest).await;
        }
        let answer = self.answer(&path, &mut waits).await;
        let page = self.read(answer, &path).await;
        if let Ok(page) = &page
            && self.follows
        {
            self.next = self.after(path, page);
        }
        Some(page)
    }

    /// Asks until there is an answer that another try would not better.
    async fn answer(&self, path: &ApiPath, waits: &mut impl FnMut(Wait)) -> Result<Answer, HttpError> {
        let mut tries = 1;
        loop {
            let answer = api::read(&self.connector.inner.http, &self.api_base, &self.token, path).await;
            let is_too_many = matches!(answer, Ok(Answer { status: 429, .. }));
            let most = if is_too_many { MOST_PAUSES } else { api::TRIES };
            let pause = api::pause_after(&answer, tries).filter(|pause| *pause <= LONGEST_PAUSE);
            let Some(pause) = pause.filter(|_| tries < most) else { return answer };
            // One that ended in the past is no time that anybody told.
            let told = answer.as_ref().ok().and_then(|answer| answer.pause).unwrap_or_default();
            waits(Wait { long: pause, is_told: told > 0 && pause <= Duration::from_secs(told) });
            sleep(pause).await;
            tries += 1;
        }
    }

    async fn read(
        &mut self,
        answer: Result<Answer, HttpError>,
        path: &ApiPath,
    ) -> Result<Page, Box<Refused>> {
        let answer = answer.map_err(|error| Box::new(error.report(&self.api_base).into()))?;
        if repeats(&answer, &self.token) {
            return Err(Box::new(self.repeated_token().into()));
        }
        self.rest = rest(&answer);
        let head = head(&answer);
        let is_taken = answer.is_success();
        let (report, body) = match JsonText::read(&answer.body) {
            Ok(body) if is_taken => return Ok(Page { head, body }),
            Err(error) if is_taken => (self.no_json(error), None),
            body => (self.refusal(&answer, path).await, body.ok()),
        };
        Err(Box::new(Refused { report, head: Some(head), body }))
    }

    /// The page after this one. One that was asked for before would lead round in a circle.
    fn after(&mut self, path: ApiPath, page: &Page) -> Option<Result<ApiPath, PageError>> {
        let next = next_page(&path, &self.api_base, &page.body).transpose()?;
        self.asked.insert(path);
        Some(next.and_then(|next| {
            let is_circle = !is_scroll(&next) && self.asked.contains(&next);
            if is_circle { Err(PageError::Repeated) } else { Ok(next) }
        }))
    }
}

impl From<ErrorReport> for Refused {
    fn from(report: ErrorReport) -> Self {
        Self { report, head: None, body: None }
    }
}

fn head(answer: &Answer) -> Head {
    let protocol = match answer.version {
        Version::HTTP_10 => "HTTP/1.0",
        Version::HTTP_2 => "HTTP/2.0",
        Version::HTTP_3 => "HTTP/3.0",
        _ => "HTTP/1.1",
    };
    let reason = StatusCode::from_u16(answer.status).ok().and_then(|status| status.canonical_reason());
    let headers = answer.headers.iter();
    let headers =
        headers.map(|(name, value)| (name.to_string(), plain(&String::from_utf8_lossy(value.as_bytes()))));
    Head { protocol, status: answer.status, reason: reason.unwrap_or_default(), headers: headers.collect() }
}

/// A window of the rate limit that this answer used up: the next question would be one too many.
fn rest(answer: &Answer) -> Option<Duration> {
    answer.headroom.filter(|headroom| headroom.remaining == 0)?;
    // By the provider's own clock: this computer's may be wrong by a day.
    let rest = Duration::from_secs(answer.resets_in?);
    // One that takes too long is left to the answer that says so.
    Some(rest).filter(|rest| *rest <= LONGEST_PAUSE)
}

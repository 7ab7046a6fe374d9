//! What a person's own commands ask of an account's API: one page, or one after another.

use std::collections::HashSet;
use std::time::Duration;

use reqwest::{StatusCode, Version};
use switchhook_core::{
    AccessToken, ApiPath, ApiRefusal, Code, Endpoint, ErrorReport, JsonText, PageError, ProviderError,
    is_scroll, next_page, pause, permission, plain,
};
use tokio::time::sleep;
use zeroize::Zeroizing;

use super::Connector;
use super::accounts::must_be_in_use;
use crate::api::{self, ApiFailure};
use crate::clock::now;
use crate::http::{Answer, HttpError, trouble};

/// Nobody is kept waiting longer for one page: six windows of Intercom's rate limit.
const LONGEST_PAUSE: Duration = Duration::from_secs(60);
/// How often a full rate limit is waited for before a page; others may use it up meanwhile.
const MOST_PAUSES: u32 = 6;

/// Questions to an account's API: the first, and those that its answers lead to.
pub struct Asking {
    connector: Connector,
    api_base: Endpoint,
    token: AccessToken,
    /// What is asked next, or why nothing is.
    next: Option<Result<ApiPath, PageError>>,
    follows: bool,
    asked: HashSet<ApiPath>,
    /// Until then the provider takes nothing.
    rest: Option<Duration>,
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
            next: Some(Ok(path)),
            follows,
            asked: HashSet::new(),
            rest: None,
        })
    }
}

impl Asking {
    /// The next page, or why there is none; `None` after the last. Where the provider asks for a pause of more than a
    /// moment, `waits` is told before it is kept.
    ///
    /// # Errors
    /// `code_rejected`, `not_found`, `usage`, `provider_unreachable` or `provider_unreadable`, as the provider refused.
    pub async fn next(&mut self, mut waits: impl FnMut(Duration)) -> Option<Result<Page, Box<Refused>>> {
        let path = match self.next.take()? {
            Ok(path) => path,
            Err(error) => return Some(Err(Box::new(self.unreadable(&error).into()))),
        };
        if let Some(rest) = self.rest.take() {
            waits(rest);
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
    async fn answer(&self, path: &ApiPath, waits: &mut impl FnMut(Duration)) -> Result<Answer, HttpError> {
        let mut tries = 1;
        loop {
            let answer = api::read(&self.connector.inner.http, &self.api_base, &self.token, path).await;
            let is_too_many = matches!(answer, Ok(Answer { status: 429, .. }));
            let most = if is_too_many { MOST_PAUSES } else { api::TRIES };
            let pause = api::pause_after(&answer, tries).filter(|pause| *pause <= LONGEST_PAUSE);
            let Some(pause) = pause.filter(|_| tries < most) else { return answer };
            waits(pause);
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
        let (head, body) = (head(&answer), JsonText::read(&answer.body));
        let report = match &body {
            _ if !(200..300).contains(&answer.status) => self.refusal(&answer, path).await,
            Err(error) => self.unreadable(error),
            Ok(_) => {
                return body
                    .map(|body| Page { head, body })
                    .map_err(|error| Box::new(self.unreadable(&error).into()));
            }
        };
        Err(Box::new(Refused { report, head: Some(head), body: body.ok() }))
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

    async fn refusal(&self, answer: &Answer, path: &ApiPath) -> ErrorReport {
        let error = ProviderError::read(&answer.body);
        let (host, status) = (self.api_base.host(), answer.status);
        let report = match error.refusal(status) {
            Some(ApiRefusal::Dead) if !self.is_alive(path).await => ErrorReport::new(Code::CodeRejected)
                .saying(format!("{host} does not accept this account's token."))
                .hinting("Reconnect the account: its token may have been revoked or replaced."),
            Some(ApiRefusal::Dead | ApiRefusal::NotAllowed) => ErrorReport::new(Code::CodeRejected)
                .saying(format!("{host} accepts the token, but not for this."))
                .hinting(match permission(path) {
                    Some(label) => {
                        format!("The app lacks a permission: add \"{label}\" in the Developer Hub.")
                    }
                    None => "The app lacks a permission: add it in the Developer Hub.".into(),
                }),
            Some(ApiRefusal::NotInPlan) => ErrorReport::new(Code::CodeRejected)
                .saying(format!("{host} accepts the token, but the workspace's plan does not include this."))
                .hinting("Somebody who looks after the workspace's subscription can change its plan."),
            None => trouble(answer, &self.api_base).unwrap_or_else(|| match status {
                404 | 410 => ErrorReport::new(Code::NotFound)
                    .saying(format!("{host} has nothing at this path (status {status})."))
                    .hinting("Check the path and the id in it."),
                400..=499 => ErrorReport::new(Code::Usage)
                    .saying(format!("{host} can't do anything with this question (status {status})."))
                    .hinting("Its own words say what it misses."),
                _ => self.unreadable(&OddStatus(status)),
            }),
        };
        report.from_provider(error.code().as_ref())
    }

    /// Intercom answers dead tokens and missing permissions alike: a token that `/me` still takes is alive.
    async fn is_alive(&self, path: &ApiPath) -> bool {
        if path.steps().eq(["me"]) {
            return false;
        }
        let me = api::me(&self.connector.inner.http, &self.api_base, &self.token).await;
        match me {
            Ok(_) => true,
            Err(ApiFailure { refusal, .. }) => {
                matches!(refusal, Some(ApiRefusal::NotAllowed | ApiRefusal::NotInPlan))
            }
        }
    }

    fn unreadable(&self, why: &dyn std::error::Error) -> ErrorReport {
        let host = self.api_base.host();
        ErrorReport::new(Code::ProviderUnreadable)
            .saying(format!("The answer of {host} can't be read: {why}."))
    }

    fn repeated_token(&self) -> ErrorReport {
        let host = self.api_base.host();
        ErrorReport::new(Code::ProviderUnreadable)
            .saying(format!("{host} repeated the account's token, so its answer is not shown."))
    }
}

/// A status that HTTP gives no meaning for.
#[derive(Debug, thiserror::Error)]
#[error("its status is {0}")]
struct OddStatus(u16);

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
    let reset = answer.headers.get("x-ratelimit-reset")?.to_str().ok()?;
    let rest = Duration::from_secs(pause(429, None, Some(reset), now())?);
    // One that takes too long is left to the answer that says so.
    Some(rest).filter(|rest| *rest <= LONGEST_PAUSE)
}

/// Whether an answer holds the token, as it is or with escapes of JSON.
fn repeats(answer: &Answer, token: &AccessToken) -> bool {
    let is_in = |bytes: &[u8]| {
        let token = token.expose().as_bytes();
        bytes.windows(token.len()).any(|part| part == token)
    };
    let in_headers = answer.headers.values().any(|value| is_in(value.as_bytes()));
    in_headers || is_in(&answer.body) || (answer.body.contains(&b'\\') && is_in(&unescaped(&answer.body)))
}

/// The bytes without JSON's escapes, as far as they stand for ASCII: a token is nothing else.
fn unescaped(json: &[u8]) -> Zeroizing<Vec<u8>> {
    let mut text = Zeroizing::new(Vec::with_capacity(json.len()));
    let mut rest = json;
    while let [first, after @ ..] = rest {
        let (byte, left) = match after {
            [b'u', hex @ ..] if *first == b'\\' && hex.len() >= 4 => match ascii(&hex[..4]) {
                Some(byte) => (byte, &hex[4..]),
                None => (b'u', hex),
            },
            [escaped, left @ ..] if *first == b'\\' => (*escaped, left),
            _ => (*first, after),
        };
        text.push(byte);
        rest = left;
    }
    text
}

fn ascii(hex: &[u8]) -> Option<u8> {
    let number = u16::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok()?;
    u8::try_from(number).ok().filter(u8::is_ascii)
}

#[cfg(test)]
mod tests {
    use reqwest::header::HeaderMap;

    use super::*;

    fn answer(body: &str, header: &str) -> Answer {
        let mut headers = HeaderMap::new();
        headers.insert("x-echo", header.parse().expect("a header"));
        let body = Zeroizing::new(body.as_bytes().to_vec());
        Answer { status: 200, body, pause: None, headroom: None, version: Version::HTTP_11, headers }
    }

    #[test]
    fn a_token_is_found_wherever_and_however_an_answer_repeats_it() {
        let token = AccessToken::new("dG9r/On==".to_string()).expect("VSCHAR");
        for (body, header, found) in [
            (r#"{"x":"Bearer dG9r/On== y"}"#, "", true),
            (r#"{"x":"dG9r\/On\u003d\u003D"}"#, "", true),
            (r#"{"\u0064G9r/On==":1}"#, "", true),
            ("<p>dG9r/On==</p>", "", true),
            ("{}", "Bearer dG9r/On==", true),
            (r#"{"x":"dG9r/On\\u003d=","y":"\u00e9\"\\"}"#, "dG9r", false),
            (r#"{"x":"\"#, "", false),
            (r#"{"x":"\u00"#, "", false),
        ] {
            assert_eq!(repeats(&answer(body, header), &token), found, "{body} {header}");
        }
        let quoted = AccessToken::new(r#"a"b\c"#.to_string()).expect("VSCHAR");
        assert!(repeats(&answer(r#"{"x":"a\"b\\c"}"#, ""), &quoted));
    }
}

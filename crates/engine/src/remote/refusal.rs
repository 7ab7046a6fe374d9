//! What is said where there is no page: what a refusal means, and why an answer is not shown.

use std::error::Error;

use switchhook_core::{
    ApiPath, ApiRefusal, Code, ErrorReport, JsonTextError, PageError, ProviderError, permission,
};

use tokio::time::Instant;

use crate::intercom::http::{ANSWER_IN, Answer, trouble};
use crate::remote::probe::{Asked, Life, Refused};
use crate::remote::request::Asking;

/// A status that HTTP gives no meaning for.
#[derive(Debug, thiserror::Error)]
#[error("its status is {0}")]
struct OddStatus(u16);

impl Asking {
    /// What a status other than 2xx means.
    pub(crate) async fn refusal(&self, answer: &Answer, path: &ApiPath) -> ErrorReport {
        let error = ProviderError::read(&answer.body);
        let report = match error.refusal(answer.status) {
            Some(ApiRefusal::Dead) if ApiRefusal::Dead.is_beyond_doubt(error.code().as_ref()) => self.dead(),
            Some(ApiRefusal::Dead) => self.dead_or_not_allowed(path).await,
            Some(ApiRefusal::NotAllowed) => self.not_allowed(path),
            Some(ApiRefusal::NotInPlan) => self.not_in_plan(),
            None => trouble(answer, &self.api_base).unwrap_or_else(|| self.not_taken(answer.status)),
        };
        report.from_provider(error.code().as_ref())
    }

    /// Where it can't be settled, nobody is told to connect again.
    async fn dead_or_not_allowed(&self, path: &ApiPath) -> ErrorReport {
        let refused = if path.steps().eq(["me"]) { Refused::Me } else { Refused::Other };
        let asked = Asked {
            api_base: self.api_base.clone(),
            token: self.token.clone(),
            counted: self.counted.clone(),
        };
        match self.connector.life(&asked, refused, Instant::now() + ANSWER_IN).await {
            Life::Alive => self.not_allowed(path),
            Life::Dead(_) => self.dead(),
            Life::Unknown(_) => self
                .rejected("refused this, and does not say whether it still accepts the token")
                .hinting("Try again in a minute."),
        }
    }

    fn dead(&self) -> ErrorReport {
        self.rejected("does not accept this account's token")
            .hinting("Reconnect the account: its token may have been revoked or replaced.")
    }

    fn not_allowed(&self, path: &ApiPath) -> ErrorReport {
        let named = permission(path).map(|label| format!("the app lacks \"{label}\""));
        let lacks = named.unwrap_or_else(|| "the app lacks a permission".into());
        self.rejected("accepts the token, but not for this")
            .hinting(format!("Most often {lacks}: add it in the Developer Hub."))
    }

    fn not_in_plan(&self) -> ErrorReport {
        self.rejected("accepts the token, but the workspace's plan does not include this")
            .hinting("Somebody who looks after the workspace's subscription can change its plan.")
    }

    fn rejected(&self, what: &str) -> ErrorReport {
        ErrorReport::new(Code::CodeRejected).saying(format!("{} {what}.", self.api_base.host()))
    }

    fn not_taken(&self, status: u16) -> ErrorReport {
        let host = self.api_base.host();
        match status {
            404 | 410 => ErrorReport::new(Code::NotFound)
                .saying(format!("{host} has nothing at this path (status {status})."))
                .hinting("Check the path and the id in it."),
            400..=499 => ErrorReport::new(Code::Usage)
                .saying(format!("{host} can't do anything with this question (status {status})."))
                .hinting("Check the path and its query against Intercom's reference."),
            _ => self.unreadable(&OddStatus(status)),
        }
    }

    /// Why an answer that was meant well is not shown.
    pub(crate) fn no_json(&self, error: JsonTextError) -> ErrorReport {
        let report = self.unreadable(&error);
        match error {
            JsonTextError::Empty => report,
            JsonTextError::NoJson => {
                report.hinting("Only JSON is shown: files and recordings can't be read this way.")
            }
        }
    }

    /// Why there is no next page, although there is one.
    pub(crate) fn lost(&self, error: PageError) -> ErrorReport {
        self.unreadable(&error).hinting(match error {
            PageError::Elsewhere => {
                "The pages before it are whole. Ask for the next one by a path of your own: the token is sent to no other address."
            }
            PageError::Unclear | PageError::Repeated => {
                "The pages before it are whole. Ask again later, or by a path of your own."
            }
        })
    }

    /// The token is nothing to be shown, whoever sends it.
    pub(crate) fn repeated_token(&self) -> ErrorReport {
        let host = self.api_base.host();
        ErrorReport::new(Code::ProviderUnreadable)
            .saying(format!("{host} repeated the account's token, so its answer is not shown."))
    }

    fn unreadable(&self, why: &dyn Error) -> ErrorReport {
        let host = self.api_base.host();
        ErrorReport::new(Code::ProviderUnreadable)
            .saying(format!("The answer of {host} can't be read: {why}."))
    }
}

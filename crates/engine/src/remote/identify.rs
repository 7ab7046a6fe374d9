//! Whose a new token is, and why nobody knows where nobody does.

use switchhook_core::{AccessToken, ApiRefusal, Code, Endpoint, ErrorReport, Me};
use tokio::time::Instant;

use crate::connector::Connector;
use crate::intercom::api::{self, ApiFailure};
use crate::intercom::http::ANSWER_IN;
use crate::intercom::rate_limit::Counted;
use crate::remote::check::lacks_me;
use crate::remote::probe::{Asked, Life, Refused};

/// Why nobody told whose a token is.
pub(crate) enum Untold {
    /// It lives, and may not ask.
    Alive(ErrorReport),
    /// It is dead.
    Dead(ErrorReport),
    /// The provider was not reached, or not understood.
    Unknown(ErrorReport),
}

impl Connector {
    /// Asks `/me`, and where it is refused, what that means.
    pub(crate) async fn whose(&self, api_base: &Endpoint, token: &AccessToken) -> Result<Me, Untold> {
        let ApiFailure { refusal, report, is_beyond_doubt } =
            match api::me(&self.inner.http, api_base, token).await {
                Ok(me) => return Ok(me),
                Err(failure) => failure,
            };
        let may_not = || {
            let report = lacks_me(api_base);
            Untold::Alive(
                report.hinting("Add it to the app in the Developer Hub, under Configure › Authentication."),
            )
        };
        Err(match refusal {
            Some(ApiRefusal::NotAllowed) => may_not(),
            Some(ApiRefusal::NotInPlan) => Untold::Alive(report),
            Some(ApiRefusal::Dead) if is_beyond_doubt => Untold::Dead(report),
            Some(ApiRefusal::Dead) => {
                let (api_base, token) = (api_base.clone(), token.clone());
                let asked = Asked { api_base, token, counted: Counted::of_nobody() };
                match self.life(&asked, Refused::Me, Instant::now() + ANSWER_IN).await {
                    Life::Alive => may_not(),
                    Life::Dead(_) => Untold::Dead(report),
                    Life::Unknown(why) => Untold::Unknown(why),
                }
            }
            None => Untold::Unknown(report),
        })
    }
}

impl Untold {
    /// The words for a token that is kept until it can be compared.
    pub(crate) fn not_compared(self) -> ErrorReport {
        let (report, hint) = match self {
            Self::Alive(report) | Self::Unknown(report) => {
                let hint = format!("{} The token is kept: try again then, or discard it.", report.hint);
                (report, hint)
            }
            Self::Dead(report) => (report, "Discard it, and connect again.".into()),
        };
        let message = format!("A token came, but not whose it is: nothing was changed. {}", report.message);
        report.saying(message).hinting(hint)
    }
}

/// The words for a `/me` that was answered and named too little.
pub(crate) fn unsaid() -> ErrorReport {
    ErrorReport::new(Code::ProviderUnreadable)
        .saying("Intercom answered, but did not say whose account this is.")
        .hinting("That may pass.")
}

//! What can go wrong with an attempt to connect an account.

use alloc::boxed::Box;
use alloc::string::String;

use serde::{Deserialize, Serialize};

use crate::{Answered, Code, ProviderCode, ProviderProblem, WorkspaceId};

/// A problem of an attempt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum AttemptProblem {
    /// No attempt has this id.
    NotFound,
    /// Too many attempts await an answer.
    TooMany {
        /// As many as may.
        most: u32,
    },
    /// The account to reconnect was connected with another app.
    OtherApp {
        /// The name of the registration that was asked for.
        registration: String,
    },
    /// The registration connects another workspace than the one that was asked for.
    OtherWorkspace {
        /// The name of the registration.
        registration: String,
        /// The id of the only workspace that it connects.
        only: WorkspaceId,
        /// The id that was asked for.
        asked: WorkspaceId,
    },
    /// The authorization URL lived in the memory of another process.
    UrlForgotten,
    /// The person refused in the browser.
    Denied {
        /// The provider's `error`.
        code: ProviderCode,
    },
    /// The provider answered with an error instead of an authorization.
    NotAuthorized {
        /// The provider's `error`.
        code: Option<ProviderCode>,
    },
    /// The token endpoint refused the code.
    CodeRejected {
        /// What the refusal points to.
        reason: CodeRejection,
        /// The provider's own code.
        code: Option<ProviderCode>,
    },
    /// Nobody answered in time.
    Expired,
    /// The person cancelled.
    Cancelled,
    /// The registration was removed while the answer was awaited.
    RegistrationRemoved {
        /// Its name.
        registration: String,
    },
    /// The program ended while the provider was answering.
    Interrupted,
    /// The store refused the token, which is in memory.
    Unsaved,
    /// The store refused the token until the program ended.
    TokenLost,
    /// The program ended before the attempt did; its row keeps the token.
    Left,
    /// The provider is answering: the attempt can be neither stopped nor decided on.
    Answering,
    /// Somebody decided on it before.
    Decided,
    /// It still awaits its answer, so there is nothing to decide.
    StillAwaiting,
    /// Nobody knows whose its token is, so it makes no account.
    WorkspaceUnknown,
    /// Another workspace answered: asking again brings the same one.
    AnotherAgain,
    /// Another identity answered than the awaited one.
    Another {
        /// The one that answered.
        came: Box<Answered>,
        /// The awaited one.
        awaited: Box<Answered>,
    },
    /// The account to reconnect was forgotten before its answer came.
    AccountForgotten {
        /// The one that answered.
        came: Box<Answered>,
    },
    /// A token came, and nobody told whose it is.
    NotCompared {
        /// Why not, where that is known.
        why: Option<ProviderProblem>,
        /// Whether the token is dead, so that asking again helps nobody.
        is_dead: bool,
    },
    /// A sealed secret of its row does not open.
    SecretDamaged,
    /// It ended without a problem, so there are no details to copy.
    NoDetails,
}

/// What a refused code points to. Intercom has one answer for a wrong secret and for a code that is no good; others tell them
/// apart (RFC 6749 §5.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum CodeRejection {
    /// The secret or the code.
    Unclear,
    /// The client id or the secret.
    Client,
    /// The code was too old, or was used before.
    Spent,
    /// The code may have lost its end when it was pasted.
    EndMissing,
}

impl AttemptProblem {
    pub(crate) fn code(&self) -> Code {
        match self {
            Self::NotFound | Self::UrlForgotten | Self::NoDetails => Code::NotFound,
            Self::TooMany { .. }
            | Self::OtherApp { .. }
            | Self::OtherWorkspace { .. }
            | Self::Answering
            | Self::StillAwaiting
            | Self::WorkspaceUnknown
            | Self::AnotherAgain => Code::Usage,
            Self::Denied { .. } | Self::NotAuthorized { .. } => Code::Denied,
            Self::CodeRejected { .. } => Code::CodeRejected,
            Self::Expired => Code::StateExpired,
            Self::Cancelled | Self::RegistrationRemoved { .. } => Code::Cancelled,
            Self::Interrupted | Self::Left => Code::Interrupted,
            Self::Unsaved | Self::TokenLost => Code::StoreFailed,
            Self::Decided => Code::StateUsed,
            Self::Another { .. } | Self::AccountForgotten { .. } => Code::WrongWorkspace,
            Self::NotCompared { why, .. } => {
                why.as_ref().map_or(Code::ProviderUnreachable, ProviderProblem::code)
            }
            Self::SecretDamaged => Code::KeyMissing,
        }
    }

    pub(crate) fn provider_code(&self) -> Option<&ProviderCode> {
        match self {
            Self::Denied { code } => Some(code),
            Self::NotAuthorized { code } | Self::CodeRejected { code, .. } => code.as_ref(),
            Self::NotCompared { why, .. } => why.as_ref().and_then(ProviderProblem::provider_code),
            _ => None,
        }
    }
}

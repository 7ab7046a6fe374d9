//! The problems of an attempt to connect an account.

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
    /// Too many attempts wait for an answer.
    TooMany {
        /// The most attempts that may wait.
        most: u32,
    },
    /// Another app connected the account to reconnect.
    OtherApp {
        /// The name of the chosen registration.
        registration: String,
    },
    /// The registration connects another workspace than the requested one.
    OtherWorkspace {
        /// The name of the registration.
        registration: String,
        /// The id of the only workspace that the registration connects.
        only: WorkspaceId,
        /// The id of the requested workspace.
        asked: WorkspaceId,
    },
    /// Switchhook can't listen on the port of the redirect URI.
    PortUnavailable {
        /// The port.
        port: u16,
        /// Whether another program holds the port, and so would receive the answer. Otherwise the system refuses it.
        is_taken: bool,
    },
    /// The authorization URL was in the memory of another process.
    UrlForgotten,
    /// The person declined in the browser.
    Denied {
        /// The provider's `error`.
        code: ProviderCode,
    },
    /// The provider answered with an error instead of an authorization.
    NotAuthorized {
        /// The provider's `error`, if it is a valid code.
        code: Option<ProviderCode>,
    },
    /// The token endpoint refused the code.
    CodeRejected {
        /// The likely reason.
        reason: CodeRejection,
        /// The provider's own code, if it sent one.
        code: Option<ProviderCode>,
    },
    /// No answer came in time.
    Expired,
    /// The person cancelled.
    Cancelled,
    /// The registration was removed before the answer came.
    RegistrationRemoved {
        /// The name of the registration.
        registration: String,
    },
    /// The program ended while the provider was answering.
    Interrupted,
    /// The store could not write the token, which is still in memory.
    Unsaved,
    /// The store could not write the token before the program ended.
    TokenLost,
    /// The program ended before the attempt did. The attempt's row keeps the token.
    Left,
    /// The provider is answering, so the person can neither stop the attempt nor decide on it.
    Answering,
    /// The attempt was already decided.
    Decided,
    /// The attempt still waits for its answer, so there is nothing to decide.
    StillAwaiting,
    /// The token is not identified, so Switchhook adds no account.
    WorkspaceUnknown,
    /// Another workspace answered, and another try brings the same answer.
    AnotherAgain,
    /// Another identity answered than the expected one.
    Another {
        /// The identity that answered.
        came: Box<Answered>,
        /// The expected identity.
        awaited: Box<Answered>,
    },
    /// The account to reconnect was forgotten before its answer came.
    AccountForgotten {
        /// The identity that answered.
        came: Box<Answered>,
    },
    /// The provider issued a token, and `/me` did not identify it.
    NotCompared {
        /// The problem of `/me`, if it is known.
        why: Option<ProviderProblem>,
        /// Whether the token no longer works, so that another try fails too.
        is_dead: bool,
    },
    /// Switchhook can't decrypt a secret of the attempt's row.
    SecretDamaged,
    /// The attempt ended without a problem, so there are no details to copy.
    NoDetails,
}

/// The likely reason of a refused code. Intercom gives one answer for a wrong client secret and for an invalid code; other
/// providers distinguish them (RFC 6749 §5.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum CodeRejection {
    /// The client secret or the code is wrong.
    Unclear,
    /// The client id or the client secret is wrong.
    Client,
    /// The code is too old, or was used before.
    Spent,
    /// The paste may have cut the end of the code.
    EndMissing,
}

impl AttemptProblem {
    pub(crate) fn code(&self) -> Code {
        match self {
            Self::NotFound | Self::UrlForgotten | Self::NoDetails => Code::NotFound,
            Self::TooMany { .. }
            | Self::OtherApp { .. }
            | Self::OtherWorkspace { .. }
            | Self::PortUnavailable { .. }
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

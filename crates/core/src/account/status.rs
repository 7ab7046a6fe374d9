//! The health of a connected account.

use serde::{Deserialize, Serialize};

use crate::ApiRefusal;

/// The health of an account, as of its last check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum Status {
    /// The provider answered the last check.
    Connected,
    /// The token works, but the app lacks a permission, or the workspace's plan lacks the API.
    Limited,
    /// The token no longer works, or Switchhook can't decrypt it.
    NeedsReconnect,
    /// Switchhook could not reach the provider.
    Unreachable,
    /// Switchhook keeps the token, but the provider never identified it.
    Unverified,
    /// The person disabled the account.
    Disabled,
}

impl Status {
    /// Returns the word for JSON and the database. The database never holds `disabled` here: it keeps the result of the last
    /// check beside that choice.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Connected => "connected",
            Self::Limited => "limited",
            Self::NeedsReconnect => "needs_reconnect",
            Self::Unreachable => "unreachable",
            Self::Unverified => "unverified",
            Self::Disabled => "disabled",
        }
    }
}

/// Returns the status after a check that the provider refused (`Some`) or did not answer (`None`). An account without an
/// identity stays unverified, unless its token is dead.
pub const fn status_after(refusal: Option<ApiRefusal>, identified: bool) -> Status {
    match refusal {
        Some(ApiRefusal::Dead) => Status::NeedsReconnect,
        _ if !identified => Status::Unverified,
        Some(ApiRefusal::NotAllowed | ApiRefusal::NotInPlan) => Status::Limited,
        None => Status::Unreachable,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn status_follows_from_refusal_and_identity() {
        for (refusal, identified, status) in [
            (Some(ApiRefusal::Dead), true, Status::NeedsReconnect),
            (Some(ApiRefusal::Dead), false, Status::NeedsReconnect),
            (Some(ApiRefusal::NotAllowed), true, Status::Limited),
            (Some(ApiRefusal::NotAllowed), false, Status::Unverified),
            (Some(ApiRefusal::NotInPlan), true, Status::Limited),
            (Some(ApiRefusal::NotInPlan), false, Status::Unverified),
            (None, true, Status::Unreachable),
            (None, false, Status::Unverified),
        ] {
            assert_eq!(status_after(refusal, identified), status, "{refusal:?} {identified}");
        }
    }
}

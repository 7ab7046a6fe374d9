//! The health of one connected account.

use serde::{Deserialize, Serialize};

use crate::ApiRefusal;

/// What is known of an account's health.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum Status {
    /// The last check was answered.
    Connected,
    /// The token lives, but lacks a permission, or the workspace's plan lacks the API.
    Limited,
    /// The token is dead or can't be read.
    NeedsReconnect,
    /// The provider could not be reached.
    Unreachable,
    /// The token is kept, but whose it is was never answered.
    Unverified,
    /// Switched off by the person.
    Disabled,
}

impl Status {
    /// The word used in JSON and, but for the last one, in the database: what a check found is kept beside that.
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

/// The status after a check that was refused (`Some`) or not answered at all (`None`). An account
/// without an identity stays unverified, unless its token is dead.
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
    fn a_failed_check_names_what_failed() {
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

//! The one table of stages: each has its word, its place in the flow, and what it means for a link.

use serde::{Deserialize, Serialize};

use crate::{Awaited, Ending, LinkError, Stage, Timestamp, Unwritten};

macro_rules! stages {
    ($($(#[$doc:meta])* $name:ident $word:literal,)+) => {
        /// Where an attempt stands, in one word.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        #[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(rename = "Stage"))]
        pub enum AttemptStage {
            $($(#[$doc])* $name,)+
        }

        impl AttemptStage {
            /// Every stage.
            pub const ALL: [Self; [$($word),+].len()] = [$(Self::$name),+];

            /// The word used in JSON and in the database.
            pub const fn code(self) -> &'static str {
                match self {
                    $(Self::$name => $word,)+
                }
            }
        }
    };
}

stages! {
    /// The answer is awaited.
    Awaiting "awaiting",
    /// The code is being exchanged.
    Exchanging "exchanging",
    /// The token is sealed, and `/me` is being asked.
    Identifying "identifying",
    /// The store refused the token or the account.
    Unsaved "unsaved",
    /// It ended with a new account.
    Connected "connected",
    /// It ended with a new token for a known account.
    AlreadyConnected "already_connected",
    /// It ended, and whose the token is remains to be asked.
    Unverified "unverified",
    /// Another identity answered: a person decides.
    Refused "refused",
    /// The person refused.
    Denied "denied",
    /// The provider refused, or could not be reached or read.
    Failed "failed",
    /// Nobody answered in time.
    Expired "expired",
    /// The person cancelled.
    Cancelled "cancelled",
    /// The program ended while the provider was answering.
    Interrupted "interrupted",
}

impl AttemptStage {
    /// The stage of that word. One that this version does not know counts as failed.
    pub fn read(word: &str) -> Self {
        Self::ALL.into_iter().find(|stage| stage.code() == word).unwrap_or(Self::Failed)
    }

    /// The stage that a person is shown.
    pub const fn shown(stage: &Stage) -> Self {
        match stage {
            Stage::Awaiting => Self::Awaiting,
            Stage::Exchanging(_) => Self::Exchanging,
            Stage::Identifying => Self::Identifying,
            Stage::Unsaved(_) => Self::Unsaved,
            Stage::Refused => Self::Refused,
            Stage::Ended(ending) => Self::ended(*ending),
        }
    }

    /// The stage that the row is in: what is unsaved never reached it.
    pub const fn stored(stage: &Stage) -> Self {
        match stage {
            Stage::Unsaved(Unwritten::Token) => Self::Exchanging,
            Stage::Unsaved(Unwritten::Account) => Self::Identifying,
            stage => Self::shown(stage),
        }
    }

    const fn ended(ending: Ending) -> Self {
        match ending {
            Ending::Connected => Self::Connected,
            Ending::AlreadyConnected => Self::AlreadyConnected,
            Ending::Unverified => Self::Unverified,
            Ending::Denied => Self::Denied,
            Ending::Failed => Self::Failed,
            Ending::Expired => Self::Expired,
            Ending::Cancelled => Self::Cancelled,
            Ending::Interrupted => Self::Interrupted,
        }
    }

    /// The stage of the flow. An exchange counts from `since`; what was unsaved lived in memory, and never in a row.
    pub const fn flow(self, since: Timestamp) -> Stage {
        match self {
            Self::Awaiting => Stage::Awaiting,
            Self::Exchanging => Stage::Exchanging(Awaited { since, tries: 1 }),
            Self::Identifying | Self::Unsaved => Stage::Identifying,
            Self::Refused => Stage::Refused,
            Self::Connected => Stage::Ended(Ending::Connected),
            Self::AlreadyConnected => Stage::Ended(Ending::AlreadyConnected),
            Self::Unverified => Stage::Ended(Ending::Unverified),
            Self::Denied => Stage::Ended(Ending::Denied),
            Self::Failed => Stage::Ended(Ending::Failed),
            Self::Expired => Stage::Ended(Ending::Expired),
            Self::Cancelled => Stage::Ended(Ending::Cancelled),
            Self::Interrupted => Stage::Ended(Ending::Interrupted),
        }
    }

    /// Why an attempt in this stage takes no answer; `None` where it does.
    pub const fn refuses(self) -> Option<LinkError> {
        match self {
            Self::Awaiting => None,
            Self::Expired => Some(LinkError::StateExpired),
            Self::Cancelled => Some(LinkError::Cancelled),
            Self::Exchanging
            | Self::Identifying
            | Self::Unsaved
            | Self::Connected
            | Self::AlreadyConnected
            | Self::Unverified
            | Self::Refused
            | Self::Denied
            | Self::Failed
            | Self::Interrupted => Some(LinkError::StateUsed),
        }
    }

    /// How the attempt ended well; `None` where it did not, or has not ended.
    pub const fn outcome(self) -> Option<Outcome> {
        match self {
            Self::Connected => Some(Outcome::Connected),
            Self::AlreadyConnected => Some(Outcome::AlreadyConnected),
            Self::Unverified => Some(Outcome::Unverified),
            _ => None,
        }
    }

    /// Whether a program works on it: a person can neither stop it nor decide on it.
    pub const fn is_under_way(self) -> bool {
        matches!(self, Self::Exchanging | Self::Identifying)
    }
}

/// The good endings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// A new account.
    Connected,
    /// One that was known; its token was replaced.
    AlreadyConnected,
    /// Kept; whose it is remains to be asked.
    Unverified,
}

impl From<Outcome> for AttemptStage {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Connected => Self::Connected,
            Outcome::AlreadyConnected => Self::AlreadyConnected,
            Outcome::Unverified => Self::Unverified,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stage_is_one_word_in_json_and_in_the_database() {
        for stage in AttemptStage::ALL {
            assert_eq!(serde_json::to_value(stage).expect("a word"), stage.code());
            assert_eq!(AttemptStage::read(stage.code()), stage);
        }
        assert_eq!(AttemptStage::read("of_a_later_version"), AttemptStage::Failed);
    }

    #[test]
    fn a_stored_stage_comes_back_from_the_flow() {
        for stage in AttemptStage::ALL.into_iter().filter(|stage| *stage != AttemptStage::Unsaved) {
            let flow = stage.flow(Timestamp::from_millis(1));
            assert_eq!((AttemptStage::stored(&flow), AttemptStage::shown(&flow)), (stage, stage));
        }
        for (unwritten, stored) in
            [(Unwritten::Token, AttemptStage::Exchanging), (Unwritten::Account, AttemptStage::Identifying)]
        {
            let flow = Stage::Unsaved(unwritten);
            assert_eq!(AttemptStage::stored(&flow), stored);
            assert_eq!(AttemptStage::shown(&flow), AttemptStage::Unsaved);
        }
    }
}

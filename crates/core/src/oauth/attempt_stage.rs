//! The table of an attempt's stages: each has a word, a place in the flow, and a meaning for a link.

use serde::{Deserialize, Serialize};

use crate::{Ending, ExchangeTries, LinkError, Stage, Timestamp, Unwritten};

macro_rules! stages {
    ($($(#[$doc:meta])* $name:ident $word:literal,)+) => {
        /// The stage of an attempt, in one word.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        #[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(rename = "Stage"))]
        pub enum AttemptStage {
            $($(#[$doc])* $name,)+
        }

        impl AttemptStage {
            /// Every stage.
            pub const ALL: [Self; [$($word),+].len()] = [$(Self::$name),+];

            /// Returns the word for JSON and the database.
            pub const fn code(self) -> &'static str {
                match self {
                    $(Self::$name => $word,)+
                }
            }
        }
    };
}

stages! {
    /// The attempt waits for its answer.
    Awaiting "awaiting",
    /// Switchhook is exchanging the code.
    Exchanging "exchanging",
    /// The token is sealed, and Switchhook is asking `/me`.
    Identifying "identifying",
    /// The store refused the token or the account.
    Unsaved "unsaved",
    /// The attempt ended with a new account.
    Connected "connected",
    /// The attempt ended with a new token for a known account.
    AlreadyConnected "already_connected",
    /// The attempt ended, and the token is not identified yet.
    Unverified "unverified",
    /// Another identity than the expected one answered, and the person decides.
    Refused "refused",
    /// The person declined in the browser.
    Denied "denied",
    /// The provider refused, or Switchhook could not reach or read it.
    Failed "failed",
    /// No answer came in time.
    Expired "expired",
    /// The person cancelled.
    Cancelled "cancelled",
    /// The program ended while the provider was answering.
    Interrupted "interrupted",
}

impl AttemptStage {
    /// Reads a stage from its word. A word that this version does not know becomes [`Self::Failed`].
    pub fn read(word: &str) -> Self {
        Self::ALL.into_iter().find(|stage| stage.code() == word).unwrap_or(Self::Failed)
    }

    /// Returns the stage that the person sees.
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

    /// Returns the stage of the attempt's row. An unsaved token or account never reached the row.
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

    /// Returns the stage of the flow. `since` is the start of an exchange. `Unsaved` is in memory alone and never in a row, so it
    /// becomes [`Stage::Identifying`].
    pub const fn flow(self, since: Timestamp) -> Stage {
        match self {
            Self::Awaiting => Stage::Awaiting,
            Self::Exchanging => Stage::Exchanging(ExchangeTries { since, tries: 1 }),
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

    /// Returns the reason why an attempt in this stage refuses an answer, or `None` if it accepts one.
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

    /// Returns the outcome of an attempt that ended well. Returns `None` for every other stage.
    pub const fn outcome(self) -> Option<Outcome> {
        match self {
            Self::Connected => Some(Outcome::Connected),
            Self::AlreadyConnected => Some(Outcome::AlreadyConnected),
            Self::Unverified => Some(Outcome::Unverified),
            _ => None,
        }
    }

    /// Whether a program is working on the attempt, so that the person can neither stop it nor decide on it.
    pub const fn is_under_way(self) -> bool {
        matches!(self, Self::Exchanging | Self::Identifying)
    }
}

/// How an attempt ended well.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// A new account.
    Connected,
    /// A known account with a new token.
    AlreadyConnected,
    /// A token that Switchhook keeps and has not identified yet.
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
    fn stage_has_one_word_in_json_and_database() {
        for stage in AttemptStage::ALL {
            assert_eq!(serde_json::to_value(stage).expect("a word"), stage.code());
            assert_eq!(AttemptStage::read(stage.code()), stage);
        }
        assert_eq!(AttemptStage::read("of_a_later_version"), AttemptStage::Failed);
    }

    #[test]
    fn stored_stage_survives_the_flow() {
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

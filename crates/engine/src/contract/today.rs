//! The shapes of *Today* that leave the process.

use serde::Serialize;
use switchhook_core::{AccountId, Need, RegistrationKind, Status};

/// The accounts that need a person, and the board of all accounts that are in use.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Today {
    /// The most urgent needs, at most five, the most urgent first.
    pub needs: Vec<AccountNeed>,
    /// How many needs were left out, because others are more urgent.
    pub other_needs: usize,
    /// How many needs the person put off.
    pub put_off: usize,
    /// The accounts that are not disabled, by name, and sandbox accounts after the others.
    pub accounts: Vec<BoardRow>,
}

/// A reason why an account needs a person.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct AccountNeed {
    /// The account's id.
    pub account: AccountId,
    /// The account's name.
    pub name: String,
    /// The reason.
    pub need: Need,
    /// Since when; null where that is unknown.
    pub since: Option<String>,
}

/// An account on the board.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct BoardRow {
    /// The account's id.
    pub id: AccountId,
    /// The account's name.
    pub name: String,
    /// The person's tags, sorted.
    pub tags: Vec<String>,
    /// The kind of registration or token that connected the account.
    pub kind: RegistrationKind,
    /// The status that the last check found.
    pub status: Status,
    /// The number of open conversations at the last count; null before the first count.
    pub open: Option<u32>,
    /// When the provider gave that count; null before the first count.
    pub open_as_of: Option<String>,
    /// Whether the last request for the count brought none. Then `open` is an earlier count.
    pub open_failed: bool,
    /// The change of that count since about a day before it; null where no reading of the last 30 hours allows one.
    pub open_change: Option<Change>,
    /// The last count of each of the 30 days before now, the oldest first; null for a day without one.
    pub open_course: Vec<Option<u32>>,
}

/// The difference between two readings of a figure.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Change {
    /// The newer count minus the older one.
    #[cfg_attr(test, ts(type = "number"))]
    pub by: i64,
    /// When the provider gave the older count.
    pub since: String,
}

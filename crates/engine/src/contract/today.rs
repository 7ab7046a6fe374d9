//! The shapes of *Today* that leave the process.

use serde::{Deserialize, Serialize};
use switchhook_core::{
    AccountId, AccountThresholds, MorningReading, Need, RegistrationKind, Status, WorkingHours,
};

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
    /// How many accounts may need the person without a sentence: their waits were not counted for a day, or not since the threshold
    /// or the working hours changed.
    pub unknown: usize,
    /// The accounts that are not disabled, by name, and sandbox accounts after the others.
    pub accounts: Vec<BoardRow>,
    /// Whether Switchhook reads the accounts each morning.
    pub morning: MorningReading,
    /// When the next reading comes by itself; null where none does.
    pub next_reading: Option<String>,
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
    /// Since when; null where that is unknown. With `waiting`, when the provider gave the count.
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
    /// The number of open conversations for a person at the last count; null before the first count.
    pub open: Option<u32>,
    /// How many of them have no teammate; null where the last count of the open ones came without this.
    pub unassigned: Option<u32>,
    /// How many further conversations are open because Fin is answering; null as with `unassigned`.
    pub with_fin: Option<u32>,
    /// When the provider gave that count; null before the first count.
    pub open_as_of: Option<String>,
    /// Whether the last request for the count brought none. Then `open` is an earlier count.
    pub open_failed: bool,
    /// The change of that count since about a day before it; null where no reading of the last 30 hours allows one.
    pub open_change: Option<Change>,
    /// The last count of each of the 30 days before now, the oldest first; null for a day without one.
    pub open_course: Vec<Option<u32>>,
    /// The conversation that waits longest for a person's reply; null where nobody waits, and before the first answer.
    pub wait: Option<Wait>,
    /// When the provider gave that answer; null before the first answer.
    pub wait_as_of: Option<String>,
    /// The ratings that customers gave since yesterday began; null before the first answer.
    pub ratings: Option<RatingCounts>,
    /// The open tickets; null before the first count.
    pub tickets: Option<OpenTickets>,
    /// Whether somebody said when the account's team works. Else waits are calendar time.
    pub has_hours: bool,
}

/// A conversation that waits for a reply.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Wait {
    /// The conversation's id at the provider.
    pub conversation: String,
    /// Since when it waits.
    pub since: String,
    /// How long it waited when the provider named it, in minutes: working time where somebody said when the team works, else calendar time.
    pub minutes: u32,
    /// Whether that is longer than the account's threshold.
    pub is_long: bool,
}

/// The ratings of customers since a moment.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct RatingCounts {
    /// The moment.
    pub since: String,
    /// How many ratings there are.
    pub rated: u32,
    /// How many of them are low: 1 or 2 of 5.
    pub low: u32,
    /// How many of the low ones have a remark; null where there are too many to count.
    pub with_remark: Option<u32>,
    /// When the provider gave the counts.
    pub as_of: String,
}

/// The open tickets of each category.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct OpenTickets {
    /// Tickets of customers.
    pub customer: u32,
    /// Tickets between teams.
    pub back_office: u32,
    /// Tickets that gather others with one cause.
    pub tracker: u32,
    /// When the provider gave the oldest of the three counts.
    pub as_of: String,
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

/// The open conversations of one account by team and teammate, as they were when somebody looked.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct TeamLoad {
    /// When the provider gave the conversations; null before the first reading.
    pub as_of: Option<String>,
    /// The teams that have open conversations, the most first, and then the others by name.
    pub teams: Vec<TeamRow>,
    /// The teammates that have open conversations or an inbox seat, in the same order.
    pub teammates: Vec<TeammateRow>,
    /// The conversations that wait longest, at most ten, the longest first.
    pub longest: Vec<LongestRow>,
    /// The low ratings since yesterday began; null before they were read today.
    pub low_ratings: Option<LowRatingsRow>,
    /// How many open conversations for a person were read.
    pub known: u32,
    /// How many there were. More than `known` where they were too many to read. Then the counts are those of a part.
    pub total: u32,
    /// The new conversations of each known day of the last 30, the oldest first.
    pub days: Vec<DayRow>,
    /// The work of Fin on the conversations that began yesterday; null before that was counted.
    pub fin_yesterday: Option<FinCounts>,
    /// The work of Fin on those of the last seven days; null where a day was not counted.
    pub fin_week: Option<FinCounts>,
    /// Whether this process is reading the account's team now.
    pub reading: bool,
}

/// A team and its open conversations.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct TeamRow {
    /// The team's id at the provider; null for conversations without a team.
    pub id: Option<String>,
    /// The team's name; null for conversations without a team, and for a team that the provider does not list.
    pub name: Option<String>,
    /// The open conversations.
    pub open: u32,
    /// How many of them have no teammate.
    pub unassigned: u32,
    /// The one that waits longest; null where nobody waits.
    pub wait: Option<Wait>,
}

/// A teammate and the open conversations that the teammate has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct TeammateRow {
    /// The teammate's id at the provider.
    pub id: String,
    /// The teammate's name; null where the provider lists no such teammate any more.
    pub name: Option<String>,
    /// Whether the teammate is away.
    pub away: bool,
    /// The open conversations.
    pub open: u32,
    /// The one that waits longest; null where nobody waits.
    pub wait: Option<Wait>,
}

/// One of the conversations that wait longest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct LongestRow {
    /// The conversation and its wait.
    pub wait: Wait,
    /// The name of its team; null without one.
    pub team: Option<String>,
    /// The name of its teammate; null without one.
    pub teammate: Option<String>,
}

/// The low ratings of an account since a moment.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct LowRatingsRow {
    /// The moment.
    pub since: String,
    /// When the provider gave them.
    pub as_of: String,
    /// How many there are.
    pub low: u32,
    /// The newest ones, at most ten, the newest first.
    pub newest: Vec<LowRatingRow>,
}

/// A low rating.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct LowRatingRow {
    /// The conversation's id at the provider.
    pub conversation: String,
    /// 1 or 2 of 5.
    pub score: u8,
    /// Whether the customer wrote a remark. Switchhook keeps no remark.
    pub has_remark: bool,
    /// When the customer gave it; null where the provider does not say.
    pub at: Option<String>,
}

/// The new conversations of a day.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct DayRow {
    /// The date in the account's time zone: `2026-11-30`.
    pub day: String,
    /// The new conversations.
    pub count: u32,
    /// The usual number of this weekday; null before three weeks of history.
    pub usual: Option<u32>,
}

/// The work of Fin on conversations that began within a time.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct FinCounts {
    /// The number in which Fin took part.
    pub took_part: u32,
    /// The number that Fin resolved: the customer said so, or left.
    pub resolved: u32,
    /// The number that went to a person.
    pub handed_over: u32,
    /// The number in which the customer was not content with Fin's answer.
    pub negative: u32,
}

/// How an account's team works, and from when on Today says something.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Rhythm {
    /// The working hours that somebody chose; null before that.
    pub hours: Option<WorkingHours>,
    /// The working hours to propose: Monday to Friday, 9 to 17, in the workspace's time zone.
    pub proposed: WorkingHours,
    /// The time zones that can be chosen, by name.
    pub zones: Vec<String>,
    /// The thresholds.
    pub thresholds: AccountThresholds,
}

//! Decides which accounts need a person, and which of them first.

use alloc::string::String;
use alloc::vec::Vec;
use core::cmp::Reverse;

use serde::{Deserialize, Serialize};

use super::unusual::{DayCount, Unusual, far_above};
use crate::{AccountThresholds, Status, Timestamp};

/// The most needs that a person gets to read at once.
const MOST_NEEDS: usize = 5;

/// The facts of an account from which its needs follow.
#[derive(Clone, Copy, Debug)]
pub struct NeedFacts<'a> {
    /// The status that the last check found.
    pub status: Status,
    /// Since when the account has this status. `None` where that is unknown.
    pub status_since: Option<Timestamp>,
    /// The permissions that the app lacks, as the Developer Hub labels them.
    pub lacks: &'a [String],
    /// How many conversations wait longer than the account's threshold. `None` where that is unknown.
    pub long_waits: Option<LongWaits>,
    /// The customers' ratings. `None` where they are unknown.
    pub ratings: Option<Ratings>,
    /// Yesterday in the account's time zone, counted in days from 1970-01-01.
    pub yesterday: i32,
    /// The new conversations of each known day.
    pub new_conversations: &'a [DayCount],
    /// The conversations of each known day that Fin handed over.
    pub hand_overs: &'a [DayCount],
    /// From when on something is worth a sentence.
    pub thresholds: AccountThresholds,
}

/// How many conversations waited longer than a threshold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LongWaits {
    /// How many.
    pub count: u32,
    /// The threshold, in minutes.
    pub minutes: u32,
    /// Whether the minutes are working time.
    pub working: bool,
    /// When the provider gave the count.
    pub at: Timestamp,
}

/// The ratings that customers gave since a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ratings {
    /// How many.
    pub rated: u32,
    /// How many of them are 1 or 2 of 5.
    pub low: u32,
    /// How many of the low ones have a remark. `None` where they are too many to count.
    pub with_remark: Option<u32>,
    /// The moment.
    pub since: Timestamp,
    /// When the provider gave the counts.
    pub at: Timestamp,
}

/// Why an account needs a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum Need {
    /// The token no longer works, so the account must be connected again.
    Reconnect,
    /// Conversations wait longer than the threshold.
    Waiting {
        /// How many.
        count: u32,
        /// The threshold, in minutes.
        minutes: u32,
        /// Whether the minutes are working time. Else they are calendar time.
        working: bool,
    },
    /// Customers gave low ratings since a moment: 1 or 2 of 5.
    LowRatings {
        /// How many.
        low: u32,
        /// How many ratings there were.
        rated: u32,
        /// How many of the low ones have a remark. `None` where they are too many to count.
        with_remark: Option<u32>,
    },
    /// Yesterday brought far more new conversations than is usual on its weekday.
    BusyDay {
        /// The day in the account's time zone, counted from 1970-01-01.
        day: i32,
        /// The new conversations.
        count: u32,
        /// The usual number.
        usual: u32,
    },
    /// Fin handed over far more of yesterday's conversations than is usual on its weekday.
    HandOvers {
        /// The day in the account's time zone, counted from 1970-01-01.
        day: i32,
        /// The hand-overs.
        count: u32,
        /// The usual number.
        usual: u32,
    },
    /// The app lacks permissions, so some figures can't be read.
    Permissions {
        /// The permissions, as the Developer Hub labels them.
        lacks: Vec<String>,
    },
}

/// A need of an account, and since when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Needed<A> {
    /// The account.
    pub account: A,
    /// The reason.
    pub need: Need,
    /// Since when. For a count, the moment from which it counts, or the moment of the count. `None` where that is unknown.
    pub since: Option<Timestamp>,
}

/// Returns the needs of an account, the most urgent first. A disabled account needs nothing.
///
/// A dead token hides every other need, since all other facts are of an earlier time.
pub fn needs(facts: NeedFacts<'_>) -> Vec<(Need, Option<Timestamp>)> {
    match facts.status {
        Status::Disabled => return Vec::new(),
        Status::NeedsReconnect => return Vec::from([(Need::Reconnect, facts.status_since)]),
        _ => {}
    }
    let NeedFacts { thresholds, yesterday: day, .. } = facts;
    let waiting = facts.long_waits.filter(|waits| waits.count > 0).map(|waits| {
        let LongWaits { count, minutes, working, at } = waits;
        (Need::Waiting { count, minutes, working }, Some(at))
    });
    let is_low = |ratings: &Ratings| ratings.low >= thresholds.low_ratings.max(1);
    let ratings = facts.ratings.filter(is_low).map(|ratings| {
        let Ratings { rated, low, with_remark, since, .. } = ratings;
        (Need::LowRatings { low, rated, with_remark }, Some(since))
    });
    let busy = far_above(facts.new_conversations, day, thresholds.busy_percent)
        .map(|Unusual { count, usual }| (Need::BusyDay { day, count, usual }, None));
    let hand_overs = far_above(facts.hand_overs, day, thresholds.hand_over_percent)
        .map(|Unusual { count, usual }| (Need::HandOvers { day, count, usual }, None));
    let permissions =
        (!facts.lacks.is_empty()).then(|| (Need::Permissions { lacks: facts.lacks.to_vec() }, None));
    [waiting, ratings, busy, hand_overs, permissions].into_iter().flatten().collect()
}

/// Sorts needs by urgency.
///
/// Of equal reasons the larger one comes first. Of those, the newest, since a person may know of the older one. Needs that are
/// equal in all stay in their order.
pub fn by_urgency<A>(all: &mut [Needed<A>]) {
    let newest = |each: &Needed<A>| each.since.map_or(i64::MAX, |since| -since.as_millis());
    all.sort_by_key(|each| (each.need.rank(), Reverse(each.need.size()), newest(each)));
}

/// Returns the five most urgent needs in order, and how many others there are.
pub fn most_urgent<A>(mut all: Vec<Needed<A>>) -> (Vec<Needed<A>>, usize) {
    by_urgency(&mut all);
    let others = all.len().saturating_sub(MOST_NEEDS);
    all.truncate(MOST_NEEDS);
    (all, others)
}

impl Need {
    /// Returns the word of the reason, as JSON has it.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Reconnect => "reconnect",
            Self::Waiting { .. } => "waiting",
            Self::LowRatings { .. } => "low_ratings",
            Self::BusyDay { .. } => "busy_day",
            Self::HandOvers { .. } => "hand_overs",
            Self::Permissions { .. } => "permissions",
        }
    }

    /// Returns the place of this reason among all reasons, the most urgent with the lowest number.
    const fn rank(&self) -> u8 {
        match self {
            Self::Reconnect => 0,
            Self::Waiting { .. } => 1,
            Self::LowRatings { .. } => 2,
            Self::BusyDay { .. } => 3,
            Self::HandOvers { .. } => 4,
            Self::Permissions { .. } => 5,
        }
    }

    /// Returns how much of the reason there is.
    const fn size(&self) -> u32 {
        match self {
            Self::Reconnect | Self::Permissions { .. } => 0,
            Self::Waiting { count, .. } => *count,
            Self::LowRatings { low, .. } => *low,
            Self::BusyDay { count, usual, .. } | Self::HandOvers { count, usual, .. } => {
                count.saturating_sub(*usual)
            }
        }
    }

    /// Returns the need without its counts and its day. A person who puts a need off puts it off for any count and day.
    #[must_use]
    pub fn without_counts(&self) -> Self {
        match self.clone() {
            Self::Waiting { minutes, working, .. } => Self::Waiting { count: 0, minutes, working },
            Self::LowRatings { .. } => Self::LowRatings { low: 0, rated: 0, with_remark: None },
            Self::BusyDay { .. } => Self::BusyDay { day: 0, count: 0, usual: 0 },
            Self::HandOvers { .. } => Self::HandOvers { day: 0, count: 0, usual: 0 },
            need => need,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::borrow::ToOwned as _;

    const LACKS: &str = "Read tags";
    const TODAY: i32 = 20_000;
    const AT: Timestamp = Timestamp::from_millis(1_728_000_000_000);

    const fn facts(status: Status, lacks: &[String]) -> NeedFacts<'_> {
        NeedFacts {
            status,
            status_since: Some(Timestamp::from_millis(7)),
            lacks,
            long_waits: None,
            ratings: None,
            yesterday: TODAY - 1,
            new_conversations: &[],
            hand_overs: &[],
            thresholds: AccountThresholds::DEFAULT,
        }
    }

    fn kinds(status: Status, lacks: &[String]) -> Vec<Need> {
        needs(facts(status, lacks)).into_iter().map(|(need, _)| need).collect()
    }

    #[test]
    fn needs_of_numbers_begin_at_their_thresholds() {
        let waits = |count| Some(LongWaits { count, minutes: 480, working: true, at: AT });
        let ratings = |low| Some(Ratings { rated: 9, low, with_remark: Some(1), since: AT, at: AT });
        let days: Vec<_> = [97, 40, 41, 44]
            .into_iter()
            .zip(0..)
            .map(|(count, weeks)| DayCount { day: TODAY - 1 - weeks * 7, count })
            .collect();
        let plain = facts(Status::Connected, &[]);
        let codes = |facts| -> Vec<_> { needs(facts).iter().map(|(need, _)| need.code()).collect() };
        assert_eq!(codes(NeedFacts { long_waits: waits(0), ratings: ratings(0), ..plain }), [""; 0]);
        assert_eq!(
            codes(NeedFacts { long_waits: waits(1), ratings: ratings(1), ..plain }),
            ["waiting", "low_ratings"]
        );
        let patient =
            NeedFacts { thresholds: AccountThresholds { low_ratings: 2, ..plain.thresholds }, ..plain };
        assert_eq!(codes(NeedFacts { ratings: ratings(1), ..patient }), [""; 0]);
        assert_eq!(codes(NeedFacts { ratings: ratings(2), ..patient }), ["low_ratings"]);
        let busy = NeedFacts { new_conversations: &days, hand_overs: &days, ..plain };
        assert_eq!(codes(busy), ["busy_day", "hand_overs"]);
        assert_eq!(
            codes(NeedFacts { yesterday: TODAY, ..busy }),
            [""; 0],
            "the day before yesterday is no news"
        );
        let dead = NeedFacts { status: Status::NeedsReconnect, long_waits: waits(9), ..busy };
        assert_eq!(codes(dead), ["reconnect"], "its numbers are of an earlier time");
    }

    #[test]
    fn need_that_was_put_off_stays_so_for_any_count_and_day() {
        let waiting = |count, minutes| Need::Waiting { count, minutes, working: false };
        assert_eq!(waiting(3, 60).without_counts(), waiting(8, 60).without_counts());
        assert_ne!(waiting(3, 60).without_counts(), waiting(3, 61).without_counts());
        let busy = |day, count| Need::BusyDay { day, count, usual: 1 };
        assert_eq!(busy(1, 9).without_counts(), busy(1, 10).without_counts());
        assert_eq!(busy(1, 9).without_counts(), busy(2, 9).without_counts(), "a week has several days");
    }

    #[test]
    fn of_equal_reasons_the_larger_comes_first() {
        let waiting = |account, count| Needed {
            account,
            need: Need::Waiting { count, minutes: 60, working: true },
            since: Some(AT),
        };
        let (shown, _) = most_urgent(Vec::from([waiting("few", 2), waiting("many", 40), waiting("some", 7)]));
        assert_eq!(shown.iter().map(|each| each.account).collect::<Vec<_>>(), ["many", "some", "few"]);
    }

    #[test]
    fn need_follows_from_status_and_permissions() {
        let lacks = [LACKS.to_owned()];
        let permissions = Need::Permissions { lacks: lacks.to_vec() };
        for (status, without, with) in [
            (Status::Connected, None, Some(&permissions)),
            (Status::Limited, None, Some(&permissions)),
            (Status::Unreachable, None, Some(&permissions)),
            (Status::Unverified, None, Some(&permissions)),
            (Status::NeedsReconnect, Some(&Need::Reconnect), Some(&Need::Reconnect)),
            (Status::Disabled, None, None),
        ] {
            assert_eq!(kinds(status, &[]).first(), without, "{status:?}");
            assert_eq!(kinds(status, &lacks).first(), with, "{status:?}, {LACKS}");
        }
    }

    #[test]
    fn dead_token_tells_since_when() {
        assert_eq!(
            needs(facts(Status::NeedsReconnect, &[])),
            [(Need::Reconnect, Some(Timestamp::from_millis(7)))]
        );
    }

    #[test]
    fn most_urgent_needs_come_first_and_others_are_counted() {
        let permissions = || Need::Permissions { lacks: Vec::from([LACKS.to_owned()]) };
        let all = [
            ("a", permissions(), None),
            ("b", Need::Reconnect, None),
            ("c", permissions(), None),
            ("d", Need::Reconnect, Some(1)),
            ("e", Need::Reconnect, Some(2)),
            ("f", permissions(), None),
            ("g", Need::Reconnect, Some(2)),
        ];
        let all = all.map(|(account, need, since)| Needed {
            account,
            need,
            since: since.map(Timestamp::from_millis),
        });
        let names =
            |needed: &[Needed<&'static str>]| -> Vec<_> { needed.iter().map(|each| each.account).collect() };
        let (shown, others) = most_urgent(all.to_vec());
        assert_eq!((names(&shown), others), (Vec::from(["e", "g", "d", "b", "a"]), 2));
        let (shown, others) = most_urgent(all[..2].to_vec());
        assert_eq!((names(&shown), others), (Vec::from(["b", "a"]), 0));
    }
}

//! Decides which accounts need a person, and which of them first.

use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::{Status, Timestamp};

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
}

/// Why an account needs a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum Need {
    /// The token no longer works, so the account must be connected again.
    Reconnect,
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
    /// Since when. `None` where that is unknown.
    pub since: Option<Timestamp>,
}

/// Returns the needs of an account, the most urgent first. A disabled account needs nothing.
///
/// A dead token hides every other need, since all other facts are of an earlier time.
pub fn needs(facts: NeedFacts<'_>) -> Vec<(Need, Option<Timestamp>)> {
    match facts.status {
        Status::Disabled => Vec::new(),
        Status::NeedsReconnect => Vec::from([(Need::Reconnect, facts.status_since)]),
        _ if facts.lacks.is_empty() => Vec::new(),
        _ => Vec::from([(Need::Permissions { lacks: facts.lacks.to_vec() }, None)]),
    }
}

/// Returns the five most urgent needs in order, and how many others there are.
///
/// Of equal reasons the newest comes first, since a person may know of the older one. Needs that are equal in both stay in
/// their order.
pub fn most_urgent<A>(mut all: Vec<Needed<A>>) -> (Vec<Needed<A>>, usize) {
    all.sort_by_key(|each| (each.need.rank(), each.since.map_or(i64::MAX, |since| -since.as_millis())));
    let others = all.len().saturating_sub(MOST_NEEDS);
    all.truncate(MOST_NEEDS);
    (all, others)
}

impl Need {
    /// Returns the place of this reason among all reasons, the most urgent with the lowest number.
    const fn rank(&self) -> u8 {
        match self {
            Self::Reconnect => 0,
            Self::Permissions { .. } => 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::borrow::ToOwned as _;

    const LACKS: &str = "Read tags";

    fn kinds(status: Status, lacks: &[String]) -> Vec<Need> {
        let facts = NeedFacts { status, status_since: Some(Timestamp::from_millis(7)), lacks };
        needs(facts).into_iter().map(|(need, _)| need).collect()
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
        let facts = NeedFacts {
            status: Status::NeedsReconnect,
            status_since: Some(Timestamp::from_millis(7)),
            lacks: &[],
        };
        assert_eq!(needs(facts), [(Need::Reconnect, Some(Timestamp::from_millis(7)))]);
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

//! When things happened: every date counts back from the hour, so that a chart is never empty.
//!
//! Record 0 of a kind is the newest and each next one is older.

use super::{Kind, Records};
use crate::workspaces::Size;

pub(crate) const MINUTE: u64 = 60;
pub(crate) const HOUR: u64 = 60 * MINUTE;
pub(crate) const DAY: u64 = 24 * HOUR;

impl Records {
    /// When record `n` of `kind` happened; what that means is the noun's.
    pub(crate) fn happened(&self, kind: Kind, n: u64) -> u64 {
        self.hour.saturating_sub(match kind {
            Kind::Conversation | Kind::Ticket => self.weekly_age(kind, n),
            _ => self.growing_age(kind, n),
        })
    }

    /// A moment of the record's own between `from` and the hour.
    pub(super) fn since(&self, from: u64, random: u64) -> u64 {
        from + random % (self.hour.saturating_sub(from) + 1)
    }

    /// An age that grows faster the further back: there was less of everything in the past.
    fn growing_age(&self, kind: Kind, n: u64) -> u64 {
        let size = self.workspace.size;
        let (gap, span) = match (kind, size) {
            (Kind::Contact, Size::Huge) => (5 * MINUTE, 1_200 * DAY),
            (Kind::Contact, Size::Some) => (5 * HOUR, 700 * DAY),
            (Kind::Contact | Kind::Company, Size::Few) => (9 * HOUR, 160 * DAY),
            (Kind::Company, _) => (3 * HOUR, 60 * DAY),
            (Kind::Article | Kind::Collection | Kind::Macro, Size::Some | Size::Huge) => {
                (11 * HOUR, 480 * DAY)
            }
            (Kind::Activity, _) => (2 * HOUR, 60 * DAY),
            // settings, made when the workspace was
            _ => (DAY, 90 * DAY),
        };
        let count = self.count(kind).max(1);
        let bend = span.saturating_sub(gap * count) / (count * count);
        n * gap + n * n * bend + self.dice(kind, n).below(gap)
    }

    /// An age with so many a day, and half of it on Saturdays and Sundays. Days are the 24 hours
    /// before the hour, cut into equal slots; with two of those at least every calendar day has
    /// something, whatever its zone.
    fn weekly_age(&self, kind: Kind, n: u64) -> u64 {
        let (workday, weekend) = match (kind, self.workspace.size) {
            (Kind::Conversation, Size::Huge) => (44, 20),
            (_, Size::Huge) => (18, 8),
            (Kind::Conversation, Size::Some) => (4, 2),
            _ => (2, 1),
        };
        let week = 5 * workday + 2 * weekend;
        let (mut day, mut slot) = (n / week * 7, n % week);
        loop {
            let slots = if self.is_weekend(day) { weekend } else { workday };
            if slot < slots {
                let length = DAY / slots;
                return day * DAY + slot * length + self.dice(kind, n).below(length);
            }
            slot -= slots;
            day += 1;
        }
    }

    /// Whether the middle of the 24 hours `day` days back is a Saturday or a Sunday.
    fn is_weekend(&self, day: u64) -> bool {
        let middle = self.hour.saturating_sub(day * DAY + 12 * HOUR);
        // 1 January 1970 was a Thursday
        matches!((middle / DAY + 4) % 7, 0 | 6)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{seed::Seed, workspaces::WORKSPACES};

    fn each_hour_of_a_week() -> impl Iterator<Item = Records> {
        let seed = Seed::from_bytes([7; 32]);
        (0..7 * 24).step_by(5).flat_map(move |hour| {
            let seed = seed.clone();
            WORKSPACES.iter().map(move |each| Records::new(&seed, each, 1_900_000_000 + hour * HOUR))
        })
    }

    #[test]
    fn what_comes_later_in_a_kind_is_older_and_nothing_is_from_the_future() {
        for records in each_hour_of_a_week() {
            for kind in [Kind::Conversation, Kind::Ticket, Kind::Contact, Kind::Company, Kind::Activity] {
                let mut last = records.hour;
                for n in 0..records.count(kind).min(300) {
                    let at = records.happened(kind, n);
                    assert!(at <= last, "{kind:?} {n}");
                    last = at;
                }
            }
        }
    }

    #[test]
    fn every_one_of_the_last_30_days_has_a_conversation_where_there_are_some() {
        for records in each_hour_of_a_week() {
            if !matches!(records.workspace.size, Size::Some | Size::Huge) {
                continue;
            }
            let days: Vec<_> = (0..records.count(Kind::Conversation))
                .map(|n| records.happened(Kind::Conversation, n) / DAY)
                .collect();
            let today = records.hour / DAY;
            for day in today - 30..today {
                assert!(days.contains(&day), "{} days back", today - day);
            }
        }
    }

    #[test]
    fn something_is_from_the_last_day_wherever_there_is_anything() {
        for records in each_hour_of_a_week().filter(|each| each.workspace.size != Size::Empty) {
            for kind in [Kind::Conversation, Kind::Ticket, Kind::Contact] {
                assert!(records.hour - records.happened(kind, 0) < DAY, "{kind:?}");
            }
        }
    }
}

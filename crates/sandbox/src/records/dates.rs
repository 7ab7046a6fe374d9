//! The dates of records.
//!
//! Settings are as old as the workspace. The dates of all other records count back from the hour of the records'
//! time (the switch `now`). So a chart of the days before is never empty. The age of such a record never changes, and its
//! content does not depend on the day. Record 0 of a kind is the newest, and each further one is older.

use super::{counts::Kind, source::Records, workspaces::Size};

pub(crate) const MINUTE: u64 = 60;
pub(crate) const HOUR: u64 = 60 * MINUTE;
pub(crate) const DAY: u64 = 24 * HOUR;

impl Records {
    /// Returns the date of record `n` of `kind`, in Unix seconds. Each noun decides which event it dates.
    pub(crate) fn happened(&self, kind: Kind, n: u64) -> u64 {
        match kind {
            Kind::Conversation | Kind::Ticket => self.before(self.hour, self.weekly_age(kind, n)),
            Kind::Note => self.note_at(n),
            _ if kind.is_setting() => self.set_up(kind, n),
            _ => self.before(self.hour, self.growing_age(kind, n)),
        }
    }

    /// Returns the time `seconds` before `at`, but never before the workspace's creation.
    pub(super) fn before(&self, at: u64, seconds: u64) -> u64 {
        at.saturating_sub(seconds).max(self.began()).min(at)
    }

    /// Returns a time between `from` and the hour, chosen by `random`.
    pub(super) fn since(&self, from: u64, random: u64) -> u64 {
        between(from, self.hour, random)
    }

    /// Returns the time of the workspace's creation, or the hour if the clock is set to an earlier time.
    pub(super) fn began(&self) -> u64 {
        self.workspace.created_at.min(self.hour)
    }

    /// Returns the date of a setting: the first is as old as the workspace, the others are days younger.
    fn set_up(&self, kind: Kind, n: u64) -> u64 {
        let later = if n == 0 { 0 } else { n * DAY + self.dice(kind, n).below(12 * HOUR) };
        (self.began() + later).min(self.hour)
    }

    /// Returns an age in seconds. Gaps grow with the age, so that the past has fewer records.
    fn growing_age(&self, kind: Kind, n: u64) -> u64 {
        let size = self.workspace.size;
        let gap = match (kind, size) {
            (Kind::Contact, Size::Huge) => 5 * MINUTE,
            (Kind::Contact, Size::Some) => 5 * HOUR,
            (Kind::Contact | Kind::Company, Size::Few) => 9 * HOUR,
            (Kind::Company, _) => 3 * HOUR,
            (Kind::Activity, _) => 2 * HOUR,
            (_, Size::Some | Size::Huge) => 11 * HOUR,
            _ => DAY,
        };
        let count = self.count(kind).max(1);
        let bend = self.span(kind).saturating_sub(gap * count) / (count * count);
        n * gap + n * n * bend + self.dice(kind, n).below(gap)
    }

    /// Returns the age of a kind's oldest records, in seconds.
    pub(super) fn span(&self, kind: Kind) -> u64 {
        DAY * match (kind, self.workspace.size) {
            (Kind::Contact, Size::Huge) => 1_200,
            (Kind::Contact, Size::Some) => 700,
            (Kind::Contact | Kind::Company, Size::Few) => 160,
            (Kind::Company | Kind::Activity, _) => 60,
            (_, Size::Some | Size::Huge) => 480,
            _ => 90,
        }
    }

    /// Returns an age in seconds for records with a fixed number a day.
    ///
    /// Two days of seven have half of the records, as weekends do. Ages do not change, so these weekdays move with
    /// the records' time. A day is a span of 24 hours before the hour, cut into equal slots. With two slots or more, every
    /// calendar day of every time zone has a record.
    fn weekly_age(&self, kind: Kind, n: u64) -> u64 {
        let (busy, quiet) = match (kind, self.workspace.size) {
            (Kind::Conversation, Size::Huge) => (44, 20),
            (_, Size::Huge) => (18, 8),
            (Kind::Conversation, Size::Some) => (4, 2),
            _ => (2, 1),
        };
        let week = 5 * busy + 2 * quiet;
        let (mut day, mut slot) = (n / week * 7, n % week);
        loop {
            let slots = if matches!(day % 7, 3 | 4) { quiet } else { busy };
            if slot < slots {
                let length = DAY / slots;
                return day * DAY + slot * length + self.dice(kind, n).below(length);
            }
            slot -= slots;
            day += 1;
        }
    }
}

/// Returns a time between `from` and `until`, both included. `until` must not be before `from`.
pub(super) fn between(from: u64, until: u64, random: u64) -> u64 {
    from + random % (until.saturating_sub(from) + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{records::workspaces::WORKSPACES, server::seed::Seed};

    fn each_hour_of_a_week() -> impl Iterator<Item = Records> {
        let seed = Seed::from_bytes([7; 32]);
        (0..7 * 24).step_by(5).flat_map(move |hour| {
            let seed = seed.clone();
            WORKSPACES.iter().map(move |each| Records::new(&seed, each, 1_900_000_000 + hour * HOUR))
        })
    }

    #[test]
    fn records_of_a_kind_get_older_and_none_is_from_the_future() {
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

    /// Holds for the larger workspaces only.
    #[test]
    fn each_of_the_last_30_days_has_a_conversation() {
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
    fn newest_records_are_from_the_last_day() {
        for records in each_hour_of_a_week().filter(|each| each.workspace.size != Size::Empty) {
            for kind in [Kind::Conversation, Kind::Ticket, Kind::Contact] {
                assert!(records.hour - records.happened(kind, 0) < DAY, "{kind:?}");
            }
        }
    }
}

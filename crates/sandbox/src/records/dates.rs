//! When things happened.
//!
//! What a workspace was set up with is as old as the workspace. Everything else counts back from
//! the hour, so that a chart is never empty: its age never changes, and what a record is does not
//! depend on the day. Record 0 of a kind is the newest of these and each next one is older.

use super::{counts::Kind, source::Records, workspaces::Size};

pub(crate) const MINUTE: u64 = 60;
pub(crate) const HOUR: u64 = 60 * MINUTE;
pub(crate) const DAY: u64 = 24 * HOUR;

impl Records {
    /// When record `n` of `kind` happened; what that means is the noun's.
    pub(crate) fn happened(&self, kind: Kind, n: u64) -> u64 {
        match kind {
            Kind::Conversation | Kind::Ticket => self.before(self.hour, self.weekly_age(kind, n)),
            Kind::Note => self.note_at(n),
            _ if kind.is_setting() => self.set_up(kind, n),
            _ => self.before(self.hour, self.growing_age(kind, n)),
        }
    }

    /// So many seconds before `at`; nothing is older than the workspace.
    pub(super) fn before(&self, at: u64, seconds: u64) -> u64 {
        at.saturating_sub(seconds).max(self.began()).min(at)
    }

    /// A moment of the record's own between `from` and the hour.
    pub(super) fn since(&self, from: u64, random: u64) -> u64 {
        between(from, self.hour, random)
    }

    /// When the workspace was made, as far as its clock knows: that can be set.
    pub(super) fn began(&self) -> u64 {
        self.workspace.created_at.min(self.hour)
    }

    /// The first of each kind of setting came with the workspace, the others in its first weeks.
    fn set_up(&self, kind: Kind, n: u64) -> u64 {
        let later = if n == 0 { 0 } else { n * DAY + self.dice(kind, n).below(12 * HOUR) };
        (self.began() + later).min(self.hour)
    }

    /// An age that grows faster the further back: there was less of everything in the past.
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

    /// How far back a kind goes.
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

    /// An age with so many a day, and half of it on two days of seven, as on weekends. Which
    /// weekdays these are moves along with the clock: ages don't change. Days are the 24 hours before
    /// the hour, cut into equal slots; with two of those at least every calendar day has something,
    /// whatever its zone.
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

/// A moment from `from` to `until`, which is not before it.
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

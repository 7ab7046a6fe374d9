//! When a team works, and from when on something about its account is worth a sentence.

use alloc::string::String;

use serde::{Deserialize, Serialize};

/// The minutes of a day.
const DAY: u16 = 1_440;
/// The longest threshold of a wait: a year.
const LONGEST_WAIT: u32 = 366 * DAY as u32;
/// The most low ratings of a threshold.
const MOST_RATINGS: u32 = 1_000;
/// The percentages of a threshold. Below the first, a day would not be above the usual.
const PERCENT: core::ops::RangeInclusive<u32> = 101..=1_000;

/// When a team works.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct WorkingHours {
    /// The days of the week, from Monday.
    pub days: [bool; 7],
    /// The first minute of a working day, counted from midnight: 540 is 9:00.
    pub from: u16,
    /// The minute at which a working day ends: 1020 is 17:00. Not above `from`: the day ends after midnight.
    pub to: u16,
    /// The time zone's name: `Europe/Dublin`.
    pub zone: String,
}

/// From when on Today says something about an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct AccountThresholds {
    /// Minutes of a wait; null for a working day, or 24 hours where nobody said when the team works.
    pub wait_minutes: Option<u32>,
    /// The number of low ratings.
    pub low_ratings: u32,
    /// The new conversations of a day in percent of the usual.
    pub busy_percent: u32,
    /// The hand-overs of a day in percent of the usual.
    pub hand_over_percent: u32,
}

/// Why working hours or thresholds can't be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum RhythmFault {
    /// No day of the week is a working day.
    NoDay,
    /// A time of the day lies outside the day.
    NoTime,
    /// This computer knows no such time zone.
    UnknownZone,
    /// The threshold of a wait is not 1 minute to 366 days.
    WaitMinutes,
    /// The threshold of low ratings is not 1 to 1,000.
    LowRatings,
    /// The threshold of a day is not 101 to 1,000 percent of the usual.
    Percent,
}

impl WorkingHours {
    /// Returns Monday to Friday, 9 to 17, in this zone.
    pub const fn proposed(zone: String) -> Self {
        Self { days: [true, true, true, true, true, false, false], from: 9 * 60, to: 17 * 60, zone }
    }

    /// Checks all but the zone, since the core knows no zones.
    ///
    /// # Errors
    /// [`RhythmFault`].
    pub fn check(&self) -> Result<(), RhythmFault> {
        if !self.days.contains(&true) {
            return Err(RhythmFault::NoDay);
        }
        // The end may be midnight, which is the 1,440th minute.
        if self.from >= DAY || self.to > DAY {
            return Err(RhythmFault::NoTime);
        }
        Ok(())
    }

    /// Returns the minutes of a working day. Equal times are a whole day.
    pub const fn minutes_of_a_day(&self) -> u32 {
        let (from, to) = (self.from as u32, self.to as u32);
        if to > from { to - from } else { to + DAY as u32 - from }
    }
}

impl AccountThresholds {
    /// The thresholds of an account for which nobody chose any.
    pub const DEFAULT: Self =
        Self { wait_minutes: None, low_ratings: 1, busy_percent: 150, hand_over_percent: 150 };

    /// Checks the thresholds.
    ///
    /// # Errors
    /// [`RhythmFault`].
    pub fn check(&self) -> Result<(), RhythmFault> {
        if self.wait_minutes.is_some_and(|minutes| !(1..=LONGEST_WAIT).contains(&minutes)) {
            return Err(RhythmFault::WaitMinutes);
        }
        if !(1..=MOST_RATINGS).contains(&self.low_ratings) {
            return Err(RhythmFault::LowRatings);
        }
        if !(PERCENT.contains(&self.busy_percent) && PERCENT.contains(&self.hand_over_percent)) {
            return Err(RhythmFault::Percent);
        }
        Ok(())
    }

    /// Returns the minutes from which a wait is long. Unless somebody chose them: a working day, or 24 hours without hours.
    pub fn wait_minutes(&self, hours: Option<&WorkingHours>) -> u32 {
        let day = || hours.map_or(u32::from(DAY), WorkingHours::minutes_of_a_day);
        self.wait_minutes.unwrap_or_else(day)
    }
}

impl Default for AccountThresholds {
    fn default() -> Self {
        Self::DEFAULT
    }
}

impl RhythmFault {
    /// All faults.
    #[cfg(test)]
    pub(crate) const ALL: [Self; 6] =
        [Self::NoDay, Self::NoTime, Self::UnknownZone, Self::WaitMinutes, Self::LowRatings, Self::Percent];
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::borrow::ToOwned as _;

    fn from_to(from: u16, to: u16) -> WorkingHours {
        WorkingHours { from, to, ..WorkingHours::proposed("UTC".to_owned()) }
    }

    #[test]
    fn hours_have_a_day_and_times_within_it() {
        for (from, to, found) in [
            (540, 1_020, Ok(480)),
            (0, 1_440, Ok(1_440)),
            (0, 0, Ok(1_440)),
            (540, 540, Ok(1_440)),
            (1_320, 360, Ok(480)),
            (1_439, 1_440, Ok(1)),
            (1_439, 0, Ok(1)),
            (1_440, 60, Err(RhythmFault::NoTime)),
            (0, 1_441, Err(RhythmFault::NoTime)),
            (u16::MAX, u16::MAX, Err(RhythmFault::NoTime)),
        ] {
            let hours = from_to(from, to);
            assert_eq!(hours.check().map(|()| hours.minutes_of_a_day()), found, "{from} to {to}");
        }
        assert_eq!(WorkingHours { days: [false; 7], ..from_to(540, 1_020) }.check(), Err(RhythmFault::NoDay));
    }

    #[test]
    fn thresholds_stay_within_their_limits() {
        let plain = AccountThresholds::DEFAULT;
        let wait = |minutes| AccountThresholds { wait_minutes: Some(minutes), ..plain };
        let low = |low_ratings| AccountThresholds { low_ratings, ..plain };
        let busy = |busy_percent| AccountThresholds { busy_percent, ..plain };
        let over = |hand_over_percent| AccountThresholds { hand_over_percent, ..plain };
        for right in
            [plain, wait(1), wait(LONGEST_WAIT), low(1), low(1_000), busy(101), busy(1_000), over(101)]
        {
            assert_eq!(right.check(), Ok(()), "{right:?}");
        }
        for (wrong, why) in [
            (wait(0), RhythmFault::WaitMinutes),
            (wait(LONGEST_WAIT + 1), RhythmFault::WaitMinutes),
            (low(0), RhythmFault::LowRatings),
            (low(1_001), RhythmFault::LowRatings),
            (busy(100), RhythmFault::Percent),
            (busy(1_001), RhythmFault::Percent),
            (over(0), RhythmFault::Percent),
        ] {
            assert_eq!(wrong.check(), Err(why), "{wrong:?}");
        }
    }

    #[test]
    fn wait_is_long_after_a_working_day_or_a_day() {
        let chosen = AccountThresholds { wait_minutes: Some(7), ..AccountThresholds::DEFAULT };
        assert_eq!(AccountThresholds::DEFAULT.wait_minutes(None), 1_440);
        assert_eq!(AccountThresholds::DEFAULT.wait_minutes(Some(&from_to(540, 1_020))), 480);
        assert_eq!(chosen.wait_minutes(Some(&from_to(540, 1_020))), 7);
        assert_eq!(chosen.wait_minutes(None), 7);
    }
}

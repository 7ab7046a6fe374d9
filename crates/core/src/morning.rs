//! Decides when Switchhook reads all accounts by itself: once a day, in the morning.

use serde::Serialize;

/// The minute of the day from which the reading is due: 8:45.
const MINUTE: u16 = 8 * 60 + 45;

/// Whether Switchhook reads all accounts each morning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum MorningReading {
    /// Nobody was asked yet.
    Unasked,
    /// At 8:45 each day.
    On,
    /// Not by itself.
    Off,
}

/// A day of a place, and a minute of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LocalMinute {
    /// The day, counted from 1970-01-01.
    pub day: i32,
    /// The minute, counted from midnight.
    pub minute: u16,
}

impl MorningReading {
    /// Whether the reading of today is due, where the last one was on the day `last`.
    ///
    /// A computer that slept in the morning reads later in the day. A day that is still to come does not count: a clock was wrong.
    pub fn is_due(self, now: LocalMinute, last: Option<i32>) -> bool {
        self == Self::On && now.minute >= MINUTE && last != Some(now.day)
    }

    /// Returns when the next reading comes by itself. `None` where none does.
    pub const fn next(self, now: LocalMinute) -> Option<LocalMinute> {
        let day = if now.minute < MINUTE { now.day } else { now.day.saturating_add(1) };
        match self {
            Self::On => Some(LocalMinute { day, minute: MINUTE }),
            Self::Off | Self::Unasked => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: i32 = 20_000;

    fn at(minute: u16) -> LocalMinute {
        LocalMinute { day: DAY, minute }
    }

    #[test]
    fn reading_is_due_once_a_day_from_8_45() {
        for (minute, last, due) in [
            (524, Some(DAY - 1), false),
            (525, Some(DAY - 1), true),
            (526, Some(DAY), false),
            (1_439, Some(DAY), false),
            // The computer slept for a week, or until the evening.
            (0, Some(DAY - 7), false),
            (1_300, Some(DAY - 7), true),
            // It was never read.
            (0, None, false),
            (600, None, true),
            // The clock was set back since.
            (600, Some(DAY + 1), true),
            (600, Some(i32::MAX), true),
            (600, Some(i32::MIN), true),
        ] {
            assert_eq!(MorningReading::On.is_due(at(minute), last), due, "{minute} {last:?}");
            assert!(
                !MorningReading::Off.is_due(at(minute), last)
                    && !MorningReading::Unasked.is_due(at(minute), last)
            );
        }
    }

    #[test]
    fn next_reading_is_this_morning_or_tomorrow() {
        for (minute, day) in [(0, DAY), (524, DAY), (525, DAY + 1), (1_439, DAY + 1)] {
            assert_eq!(
                MorningReading::On.next(at(minute)),
                Some(LocalMinute { day, minute: 525 }),
                "{minute}"
            );
        }
        assert_eq!((MorningReading::Off.next(at(0)), MorningReading::Unasked.next(at(0))), (None, None));
    }
}

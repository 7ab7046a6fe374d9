//! How a figure moved: its change since about a day ago, and its course over thirty days.

use crate::Timestamp;

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;
/// The oldest reading that a change may be counted from.
const WITHIN: i64 = 30 * HOUR;
/// The least time between the two readings of a change. Readings of one morning say nothing of the day.
const APART: i64 = HOUR;
/// The days of a course.
pub const COURSE_DAYS: usize = 30;

/// A count of a figure, and when the provider gave it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count {
    /// The count.
    pub count: u32,
    /// When the provider gave it.
    pub at: Timestamp,
}

/// The difference between two readings of a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// The newer count minus the older one.
    pub by: i64,
    /// When the provider gave the older count.
    pub since: Timestamp,
}

/// Returns the change up to the newest count, from the reading that came closest to a day before it. `None` where no reading
/// of the last 30 hours came at least an hour before it.
///
/// `earlier` are readings of the figure in any order. Readings after `now` were left by a wrong clock and don't count.
pub fn change(earlier: &[Count], newest: Count, now: Timestamp) -> Option<Change> {
    let before = |each: &Count| newest.at.since(each.at);
    let from = earlier
        .iter()
        .filter(|each| now.since(each.at) <= WITHIN && newest.at <= now && before(each) >= APART)
        .min_by_key(|each| ((before(each) - DAY).abs(), each.at))?;
    Some(Change { by: i64::from(newest.count) - i64::from(from.count), since: from.at })
}

/// Returns the last count of each of the 30 days before `now`, the oldest first. A day is 24 hours that end at a multiple of 24
/// hours before `now`. A day without a reading is `None`, and so are readings after `now`.
pub fn course(readings: &[Count], now: Timestamp) -> [Option<u32>; COURSE_DAYS] {
    let mut last: [Option<Count>; COURSE_DAYS] = [None; COURSE_DAYS];
    for reading in readings {
        let age = now.since(reading.at);
        let Ok(days) = usize::try_from(age.div_euclid(DAY)) else { continue };
        let Some(day) = COURSE_DAYS.checked_sub(days + 1) else { continue };
        if last[day].is_none_or(|known| known.at <= reading.at) {
            last[day] = Some(*reading);
        }
    }
    last.map(|reading| reading.map(|reading| reading.count))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::vec::Vec;

    const NOW: Timestamp = Timestamp::from_millis(1_795_305_600_000);

    /// Returns a count of so many hours before now.
    fn reading(count: u32, hours_ago: i64) -> Count {
        Count { count, at: Timestamp::from_millis(NOW.as_millis() - hours_ago * HOUR) }
    }

    #[test]
    fn change_is_counted_from_about_a_day_before() {
        for (earlier, newest, changed) in [
            (&[(5, 23), (6, 30), (7, 1)][..], (9, 0), Some((4, 23))),
            (&[(5, 20), (6, 28)], (9, 0), Some((3, 28))),
            (&[(50, 16)], (9, 0), Some((-41, 16))),
            (&[(5, 31)], (9, 0), None),
            (&[(5, 30)], (9, 0), Some((4, 30))),
            (&[(5, 1)], (9, 0), Some((4, 1))),
            (&[(5, 0)], (9, 0), None),
            (&[(5, 2)], (9, 2), None),
            // the newest count is old itself
            (&[(5, 29)], (9, 20), Some((4, 29))),
            (&[(5, 64)], (9, 40), None),
            // a clock that was set back
            (&[(5, 10)], (9, -5), None),
            (&[(5, -10)], (9, 0), None),
            (&[], (9, 0), None),
        ] {
            let readings: Vec<_> = earlier.iter().map(|(count, hours)| reading(*count, *hours)).collect();
            let changed = changed.map(|(by, hours)| Change { by, since: reading(0, hours).at });
            assert_eq!(
                change(&readings, reading(newest.0, newest.1), NOW),
                changed,
                "{earlier:?} {newest:?}"
            );
        }
    }

    #[test]
    fn course_has_the_last_count_of_each_day() {
        let readings = [(1, 0), (2, 23), (3, 24), (4, 47), (5, 30 * 24 - 1), (6, 30 * 24), (7, -1)];
        let course = course(&readings.map(|(count, hours)| reading(count, hours)), NOW);
        assert_eq!((course[29], course[28], course[0]), (Some(1), Some(3), Some(5)));
        assert!(course[1..28].iter().all(Option::is_none), "days without a reading stay empty");
    }

    proptest! {
        #[test]
        fn change_and_course_tell_only_counts_that_were_read(
            hours in proptest::collection::vec((0_u32..1_000, -100_i64..2_000), 0..50),
            newest in (0_u32..1_000, -3_i64..60),
        ) {
            let readings: Vec<_> = hours.iter().map(|(count, hours)| reading(*count, *hours)).collect();
            if let Some(Change { by, since }) = change(&readings, reading(newest.0, newest.1), NOW) {
                prop_assert!(readings.iter().any(|each| each.at == since
                    && i64::from(newest.0) - i64::from(each.count) == by));
                prop_assert!(NOW.since(since) <= 30 * HOUR);
            }
            for count in course(&readings, NOW).into_iter().flatten() {
                prop_assert!(readings.iter().any(|each| each.count == count && each.at <= NOW));
            }
        }
    }
}

//! Tells whether a day was far above the usual of its weekday.

use alloc::vec::Vec;

/// The days of a week.
const WEEK: i32 = 7;
/// The weeks that make the usual. Older weeks say little of a team that grows.
const WEEKS: i32 = 8;
/// The least number of earlier weeks: one week may have been a holiday.
const LEAST_WEEKS: usize = 3;

/// A count of a whole day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayCount {
    /// The day in the account's time zone, counted from 1970-01-01.
    pub day: i32,
    /// The count.
    pub count: u32,
}

/// A day that was far above the usual.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Unusual {
    /// The day's count.
    pub count: u32,
    /// The median of the same weekday in earlier weeks.
    pub usual: u32,
}

/// Returns the median of a day's weekday in the eight weeks before it, rounded up. `None` where fewer than three of those days
/// are known.
pub fn usual(days: &[DayCount], day: i32) -> Option<u32> {
    let weeks = (1..=WEEKS).filter_map(|week| day.checked_sub(week * WEEK));
    let mut counts: Vec<u32> = weeks.filter_map(|earlier| count_of(days, earlier)).collect();
    if counts.len() < LEAST_WEEKS {
        return None;
    }
    counts.sort_unstable();
    let middle = counts.len() / 2;
    let median = if counts.len() % 2 == 1 {
        counts[middle]
    } else {
        let (low, high) = (counts[middle - 1], counts[middle]);
        low + (high - low).div_ceil(2)
    };
    Some(median)
}

/// Returns a day with its usual, where the day was far above it: at least `percent` of the usual, and by more than chance gives.
///
/// Independent arrivals scatter by the square root of their number, so a day within three times that is no news.
pub(super) fn far_above(days: &[DayCount], day: i32, percent: u32) -> Option<Unusual> {
    let (count, usual) = (count_of(days, day)?, usual(days, day)?);
    let above = u64::from(count.checked_sub(usual)?);
    let is_far = u64::from(count) * 100 >= u64::from(usual) * u64::from(percent);
    let is_chance = above * above <= 9 * u64::from(usual.max(1));
    (is_far && !is_chance).then_some(Unusual { count, usual })
}

fn count_of(days: &[DayCount], day: i32) -> Option<u32> {
    days.iter().find(|each| each.day == day).map(|each| each.count)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Returns the counts of a weekday, the newest first.
    fn mondays(counts: &[u32]) -> Vec<DayCount> {
        counts
            .iter()
            .zip(0..)
            .map(|(count, weeks)| DayCount { day: 20_000 - weeks * 7, count: *count })
            .collect()
    }

    #[test]
    fn day_is_far_above_the_median_of_three_weeks_or_more() {
        for (counts, percent, found) in [
            (&[97, 40, 41, 44][..], 150, Some((97, 41))),
            (&[97, 40, 41], 150, None),
            (&[62, 40, 41, 44], 150, Some((62, 41))),
            (&[61, 40, 41, 44], 200, None),
            (&[61, 40, 41, 44], 150, None),
            (&[41, 40, 41, 44], 150, None),
            (&[3, 1, 1, 1], 150, None),
            (&[5, 1, 1, 1], 150, Some((5, 1))),
            (&[3, 0, 0, 0], 150, None),
            (&[4, 0, 0, 0], 150, Some((4, 0))),
            (&[0, 0, 0, 0], 150, None),
            (&[10, 40, 41, 44], 150, None),
            // an even number of weeks, and a week that was a holiday
            (&[97, 40, 0, 44, 41], 150, Some((97, 41))),
        ] {
            let unusual = far_above(&mondays(counts), 20_000, percent);
            assert_eq!(unusual.map(|each| (each.count, each.usual)), found, "{counts:?} {percent}");
        }
    }

    #[test]
    fn other_weekdays_and_older_weeks_do_not_count() {
        let mut days: Vec<_> = (1..7).map(|ago| DayCount { day: 20_000 - ago, count: 1 }).collect();
        days.push(DayCount { day: 20_000, count: 90 });
        days.extend([9, 10, 11].map(|weeks| DayCount { day: 20_000 - weeks * 7, count: 1 }));
        assert_eq!(usual(&days, 20_000), None);
        assert_eq!(far_above(&days, 20_000, 150), None);
    }

    proptest! {
        #[test]
        fn usual_lies_among_the_counts(counts in proptest::collection::vec(0_u32..100_000, 4..20)) {
            let days = mondays(&counts);
            let usual = usual(&days, 20_000).expect("three weeks");
            let earlier = &counts[1..counts.len().min(9)];
            prop_assert!(earlier.iter().any(|count| *count <= usual) && earlier.iter().any(|count| *count >= usual));
            if let Some(found) = far_above(&days, 20_000, 150) {
                prop_assert!(found.count > found.usual && found.count == counts[0]);
            }
        }
    }
}

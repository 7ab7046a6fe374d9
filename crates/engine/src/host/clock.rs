//! The clock, and the text form of moments.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp as Moment, ToSpan as _};
use switchhook_core::Timestamp;

/// Hours of a thousand years.
const LONGEST: i64 = 1000 * 365 * 24;

/// Returns the present moment, in whole milliseconds.
pub fn now() -> Timestamp {
    Timestamp::from_millis(Moment::now().as_millisecond())
}

/// Returns the midnight that lies so many days after `now` in this computer's time zone. One day after now is the next midnight.
pub(crate) fn start_of_day_in(days: i64, now: Timestamp) -> Timestamp {
    let here = Moment::from_millisecond(now.as_millis()).map(|moment| moment.to_zoned(TimeZone::system()));
    let midnight = here.and_then(|here| here.checked_add(days.days())?.start_of_day());
    midnight.map_or(now, |midnight| Timestamp::from_millis(midnight.timestamp().as_millisecond()))
}

/// Returns a moment, given as RFC 3339, for people here: `2026-11-22 10:42` in this computer's time zone. Another text stays.
pub fn clock_time(text: &str) -> String {
    text.parse::<Moment>().map_or_else(
        |_| text.to_owned(),
        |moment| moment.to_zoned(TimeZone::system()).strftime("%Y-%m-%d %H:%M").to_string(),
    )
}

/// Returns the date in this computer's time zone: `2026-11-22`.
pub(crate) fn today_here() -> String {
    Moment::now().to_zoned(TimeZone::system()).date().to_string()
}

/// Returns a moment as RFC 3339 in UTC, rounded down to seconds: `2026-11-22T10:42:00Z`. Empty outside the years -9999 to
/// 9999.
pub fn rfc3339(moment: Timestamp) -> String {
    seconds_rfc3339(moment.as_millis().div_euclid(1000)).unwrap_or_default()
}

/// Returns a moment, given in seconds since 1970, as RFC 3339 in UTC; `None` outside the years -9999
/// to 9999.
pub(crate) fn seconds_rfc3339(seconds: i64) -> Option<String> {
    Moment::from_second(seconds).ok().map(|moment| moment.to_string())
}

/// Returns the moment that a person names: `2026-11-22T10:42:00Z`, a date in this computer's time zone, or a span before `now`,
/// such as `36h` or `7d`. `None` for any other text, and for a span of a thousand years or more.
pub fn moment_of(text: &str, now: Timestamp) -> Option<Timestamp> {
    if let Some((count, hours)) = span(text) {
        let seconds = count.checked_mul(hours).filter(|hours| *hours < LONGEST)? * 3600;
        return Some(now.plus_seconds(-seconds));
    }
    let moment = text.parse::<Moment>().ok().or_else(|| {
        let date = text.parse::<Date>().ok().filter(|_| text.len() == "2026-11-22".len())?;
        Some(date.to_zoned(TimeZone::system()).ok()?.timestamp())
    });
    moment.map(|moment| Timestamp::from_millis(moment.as_millisecond()))
}

/// Returns the number and the hours of its unit.
fn span(text: &str) -> Option<(i64, i64)> {
    let (count, hours) = match text.strip_suffix('d') {
        Some(count) => (count, 24),
        None => (text.strip_suffix('h')?, 1),
    };
    let is_number = !count.is_empty() && count.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| count.parse().ok()).flatten().map(|count| (count, hours))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn day_ends_at_the_midnight_of_this_place() {
        let now = Timestamp::from_millis(1_795_305_600_000 + 5 * 3_600_000);
        for days in [1, 7] {
            let midnight = start_of_day_in(days, now);
            let here = Moment::from_millisecond(midnight.as_millis())
                .expect("a moment")
                .to_zoned(TimeZone::system());
            assert_eq!((here.hour(), here.minute(), here.second()), (0, 0, 0), "{here}");
            let hours = midnight.since(now) / 3_600_000;
            assert!((days * 24 - 25..=days * 24 + 1).contains(&hours), "{hours} hours to {here}");
        }
    }

    #[test]
    fn person_names_a_moment_by_a_time_a_date_or_a_span() {
        let now = Timestamp::from_millis(1_795_305_600_000);
        let found = |text| moment_of(text, now).map(rfc3339);
        for (text, moment) in [
            ("2026-11-20T10:42:00Z", "2026-11-20T10:42:00Z"),
            ("2026-11-20T10:42:00+02:00", "2026-11-20T08:42:00Z"),
            ("36h", "2026-11-20T12:00:00Z"),
            ("7d", "2026-11-15T00:00:00Z"),
            ("0d", "2026-11-22T00:00:00Z"),
        ] {
            assert_eq!(found(text).as_deref(), Some(moment), "{text}");
        }
        let day = "2026-11-20".parse::<Date>().expect("a date").to_zoned(TimeZone::system()).expect("a day");
        assert_eq!(
            moment_of("2026-11-20", now).map(Timestamp::as_millis),
            Some(day.timestamp().as_millisecond())
        );
        for text in [
            "",
            "d",
            "-1d",
            "+1d",
            "1.5d",
            "7",
            "7w",
            "2026-02-30",
            "2026-11-20T10:42",
            "today",
            "99999999999999d",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
    }

    #[test]
    fn moment_is_written_in_whole_seconds_of_utc() {
        assert_eq!(rfc3339(Timestamp::from_millis(1_615_680_000_999)), "2021-03-14T00:00:00Z");
        assert_eq!(seconds_rfc3339(i64::MAX), None, "nonsense does not panic");
    }
}

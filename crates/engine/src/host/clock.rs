//! The clock, and the text form of moments.

use jiff::Timestamp as Moment;
use switchhook_core::Timestamp;

/// Returns the present moment, in whole milliseconds.
pub fn now() -> Timestamp {
    Timestamp::from_millis(Moment::now().as_millisecond())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moment_is_written_in_whole_seconds_of_utc() {
        assert_eq!(rfc3339(Timestamp::from_millis(1_615_680_000_999)), "2021-03-14T00:00:00Z");
        assert_eq!(seconds_rfc3339(i64::MAX), None, "nonsense does not panic");
    }
}

//! The clock, and how moments are written.

use jiff::Timestamp as Moment;
use switchhook_core::Timestamp;

/// This moment.
pub fn now() -> Timestamp {
    Timestamp::from_millis(Moment::now().as_millisecond())
}

/// RFC 3339, UTC, whole seconds: `2026-11-22T10:42:00Z`.
pub fn rfc3339(moment: Timestamp) -> String {
    seconds_rfc3339(moment.as_millis().div_euclid(1000))
}

/// The same from seconds since 1970; a moment no calendar holds is written as the epoch.
pub(crate) fn seconds_rfc3339(seconds: i64) -> String {
    Moment::from_second(seconds).unwrap_or(Moment::UNIX_EPOCH).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_written_in_whole_seconds_of_utc() {
        assert_eq!(rfc3339(Timestamp::from_millis(1_615_680_000_999)), "2021-03-14T00:00:00Z");
        assert_eq!(seconds_rfc3339(i64::MAX), "1970-01-01T00:00:00Z", "nonsense does not panic");
    }
}

//! The clock, and how moments are written.

use jiff::Timestamp as Moment;
use switchhook_core::Timestamp;

/// This moment.
pub fn now() -> Timestamp {
    Timestamp::from_millis(Moment::now().as_millisecond())
}

/// RFC 3339, UTC, whole seconds: `2026-11-22T10:42:00Z`.
pub fn rfc3339(moment: Timestamp) -> String {
    seconds_rfc3339(moment.as_millis().div_euclid(1000)).unwrap_or_default()
}

/// The same from seconds since 1970 as somebody else told them; `None` for a moment no calendar holds.
pub(crate) fn seconds_rfc3339(seconds: i64) -> Option<String> {
    Moment::from_second(seconds).ok().map(|moment| moment.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_written_in_whole_seconds_of_utc() {
        assert_eq!(rfc3339(Timestamp::from_millis(1_615_680_000_999)), "2021-03-14T00:00:00Z");
        assert_eq!(seconds_rfc3339(i64::MAX), None, "nonsense does not panic");
    }
}

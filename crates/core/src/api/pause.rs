//! The pause that a provider asks for before the next request.

use crate::Timestamp;

/// The longest window of a rate limit, in seconds. A later end is in another unit, or from a clock that is wrong.
const LONGEST_WINDOW: u64 = 60 * 60;

/// Returns the seconds to wait that an answer names. Reads `Retry-After` in seconds or as a date (RFC 9110 §10.2.3), then
/// Intercom's `X-RateLimit-Reset` in seconds since 1970. Every answer has that last header, but it limits the next request only
/// after a 429.
///
/// `retry_at` is `Retry-After` if it is a date. Returns `None` if no header names a time that is still ahead.
pub fn pause(
    status: u16,
    retry_after: Option<&str>,
    retry_at: Option<Timestamp>,
    reset: Option<&str>,
    now: Timestamp,
) -> Option<u64> {
    let until_date =
        || retry_at.and_then(|at| until(u64::try_from(at.as_millis()).ok()?.div_ceil(1000), now));
    let until_reset = || resets_in(reset.filter(|_| status == 429), now);
    retry_after.and_then(seconds).or_else(until_date).or_else(until_reset)
}

/// Returns the seconds until the window of the rate limit ends, by `X-RateLimit-Reset`. Returns `None` for a past end, and for
/// one more than an hour ahead.
pub fn resets_in(reset: Option<&str>, now: Timestamp) -> Option<u64> {
    until(seconds(reset?)?, now).filter(|seconds| *seconds <= LONGEST_WINDOW)
}

/// Returns the seconds from `now` to `second` since 1970, or `None` if that is past.
fn until(second: u64, now: Timestamp) -> Option<u64> {
    second.checked_sub(u64::try_from(now.as_millis()).ok()? / 1000)
}

/// Reads seconds without a sign, and rounds fractions up.
fn seconds(text: &str) -> Option<u64> {
    let (whole, part) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if (whole.is_empty() && part.is_empty()) || !is_digits(whole) || !is_digits(part) {
        return None;
    }
    // A number that overflows is a very long time.
    let seconds = if whole.is_empty() { 0 } else { whole.parse().unwrap_or(u64::MAX) };
    Some(seconds.saturating_add(u64::from(part.bytes().any(|byte| byte != b'0'))))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_millis(1_700_000_000_400);

    #[test]
    fn pause_is_read_from_either_header() {
        for (status, retry_after, reset, expected) in [
            (429, Some("30"), None, Some(30)),
            (503, Some(" 7 "), None, Some(7)),
            (429, Some("0"), None, Some(0)),
            (429, Some("1.5"), None, Some(2)),
            (429, Some("0.2"), None, Some(1)),
            (429, Some(".2"), None, Some(1)),
            (429, Some("3.0"), None, Some(3)),
            (429, Some("3."), None, Some(3)),
            (429, Some("99999999999999999999999"), None, Some(u64::MAX)),
            (429, None, Some("1700000010"), Some(10)),
            (429, None, Some("1700000009.1"), Some(10)),
            (429, Some("3"), Some("1700000010"), Some(3)),
            (429, Some("soon"), Some("1700000010"), Some(10)),
            (429, Some("-1"), Some("1700000010"), Some(10)),
            (500, None, Some("1700000010"), None),
            (429, None, Some("1700000000"), Some(0)),
            (429, None, Some("1699999999"), None),
            (429, None, Some("10"), None),
            (429, None, Some("1700003600"), Some(3_600)),
            (429, None, Some("1700003601"), None),
            (429, None, Some("1700000010000"), None),
            (429, None, Some("18446744073709551615"), None),
            (429, Some("Sun, 22 Nov 2026 06:00:00 GMT"), None, None),
            (429, Some("-1"), Some("soon"), None),
            (429, Some("-1.5"), None, None),
            (429, Some("+5"), None, None),
            (429, Some("1e3"), None, None),
            (429, Some("1.2.3"), None, None),
            (429, Some("."), None, None),
            (429, Some(""), Some(""), None),
            (429, Some("NaN"), Some("inf"), None),
            (429, None, None, None),
        ] {
            assert_eq!(
                pause(status, retry_after, None, reset, NOW),
                expected,
                "{status} {retry_after:?} {reset:?}"
            );
        }
    }

    #[test]
    fn pause_by_date_needs_a_date_ahead() {
        for (status, retry_at, reset, expected) in [
            (429, 1_700_000_030_000, None, Some(30)),
            (503, 1_700_000_030_000, None, Some(30)),
            (429, 1_700_000_030_001, None, Some(31)),
            (429, 1_700_000_000_000, None, Some(0)),
            (429, 1_699_999_999_000, None, None),
            (429, 1_699_999_999_000, Some("1700000010"), Some(10)),
            (429, -1_000, None, None),
        ] {
            let at = Some(Timestamp::from_millis(retry_at));
            let date = Some("Sun, 22 Nov 2026 06:00:00 GMT");
            assert_eq!(pause(status, date, at, reset, NOW), expected, "{status} {retry_at} {reset:?}");
        }
    }
}

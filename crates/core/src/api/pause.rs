//! How long a provider asks to be left alone.

use crate::Timestamp;

/// Seconds. No window of a rate limit is longer: an end beyond it is in another unit, or of another clock.
const LONGEST_WINDOW: u64 = 60 * 60;

/// The seconds to wait, where an answer names them: `Retry-After` in seconds or as a date (RFC 9110 §10.2.3), else
/// Intercom's `X-RateLimit-Reset` in seconds since 1970. That one comes with every answer, and says
/// something of the next request only where this one was one too many (429).
///
/// `retry_at` is `Retry-After` where it is a date. What names no time ahead tells nothing.
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

/// The seconds until a window of the rate limit ends, by `X-RateLimit-Reset`.
pub fn resets_in(reset: Option<&str>, now: Timestamp) -> Option<u64> {
    until(seconds(reset?)?, now).filter(|seconds| *seconds <= LONGEST_WINDOW)
}

/// The seconds from now to that second since 1970; `None` where that one is over.
fn until(second: u64, now: Timestamp) -> Option<u64> {
    second.checked_sub(u64::try_from(now.as_millis()).ok()? / 1000)
}

/// Whole seconds, and one more for a part of one. A number with a sign is none.
fn seconds(text: &str) -> Option<u64> {
    let (whole, part) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if (whole.is_empty() && part.is_empty()) || !is_digits(whole) || !is_digits(part) {
        return None;
    }
    // More digits than any number has are a very long time.
    let seconds = if whole.is_empty() { 0 } else { whole.parse().unwrap_or(u64::MAX) };
    Some(seconds.saturating_add(u64::from(part.bytes().any(|byte| byte != b'0'))))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_millis(1_700_000_000_400);

    #[test]
    fn a_pause_is_taken_from_either_header_and_from_nothing_else() {
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
    fn a_date_is_waited_for_where_it_is_ahead() {
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

//! How long a provider asks to be left alone.

use crate::Timestamp;

/// The seconds to wait, where an answer names them: `Retry-After` in seconds (RFC 9110 §10.2.3), else
/// Intercom's `X-RateLimit-Reset` in seconds since 1970. That one comes with every answer, and says
/// something of the next request only where this one was one too many (429).
pub fn pause(status: u16, retry_after: Option<&str>, reset: Option<&str>, now: Timestamp) -> Option<u64> {
    let until_reset = || resets_in(reset.filter(|_| status == 429), now);
    retry_after.and_then(seconds).or_else(until_reset)
}

/// The seconds until a window of the rate limit ends, by `X-RateLimit-Reset`.
pub fn resets_in(reset: Option<&str>, now: Timestamp) -> Option<u64> {
    let reset = reset.and_then(seconds)?;
    let now = u64::try_from(now.as_millis()).ok()?;
    Some(reset.saturating_sub(now / 1000))
}

fn seconds(text: &str) -> Option<u64> {
    text.trim().parse().ok()
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
            (429, None, Some("1700000010"), Some(10)),
            (429, Some("3"), Some("1700000010"), Some(3)),
            (429, None, Some("1699999999"), Some(0)),
            (500, None, Some("1700000010"), None),
            (429, Some("Sun, 22 Nov 2026 06:00:00 GMT"), None, None),
            (429, Some("-1"), Some("soon"), None),
            (429, None, Some("18446744073709551615"), Some(u64::MAX - 1_700_000_000)),
            (429, None, None, None),
        ] {
            assert_eq!(
                pause(status, retry_after, reset, NOW),
                expected,
                "{status} {retry_after:?} {reset:?}"
            );
        }
    }
}

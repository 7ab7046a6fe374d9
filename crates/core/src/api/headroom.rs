//! The provider's rate limit, as the headers of an answer report it.

/// The number of requests that a window of the rate limit allows, and the number left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Headroom {
    /// The requests that a whole window allows.
    pub limit: u32,
    /// The requests left in the current window.
    pub remaining: u32,
}

impl Headroom {
    /// Reads `X-RateLimit-Limit` and `X-RateLimit-Remaining`. Returns `None` unless both are whole numbers and no more are left
    /// than the limit allows.
    pub fn read(limit: Option<&str>, remaining: Option<&str>) -> Option<Self> {
        let number = |text: Option<&str>| text?.trim().parse::<u32>().ok();
        let (limit, remaining) = (number(limit)?, number(remaining)?);
        (remaining <= limit).then_some(Self { limit, remaining })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rate_limit_is_read_from_two_consistent_numbers() {
        for (limit, remaining, expected) in [
            (Some("1666"), Some("1665"), Some((1666, 1665))),
            (Some(" 1666 "), Some("0"), Some((1666, 0))),
            (Some("1"), Some("2"), None),
            (Some("1666"), None, None),
            (None, Some("3"), None),
            (Some("-1"), Some("-1"), None),
            (Some("many"), Some("1"), None),
            (Some("4294967296"), Some("1"), None),
            (None, None, None),
        ] {
            let read = Headroom::read(limit, remaining).map(|read| (read.limit, read.remaining));
            assert_eq!(read, expected, "{limit:?} {remaining:?}");
        }
    }
}

//! What an answer tells of the provider's rate limit.

/// How many requests a window takes, and how many of them are left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Headroom {
    /// Of a whole window.
    pub limit: u32,
    /// Left in this one.
    pub remaining: u32,
}

impl Headroom {
    /// Reads `X-RateLimit-Limit` and `X-RateLimit-Remaining`: both, or it is told nothing.
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
    fn a_headroom_is_two_numbers_that_agree() {
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

//! The sentences of an older version, and the facts at known places in them.

use alloc::string::{String, ToString as _};
use core::str::FromStr;

use crate::ProviderCode;

/// The sentences of a report and the provider's code.
#[derive(Clone, Copy)]
pub(super) struct Sentences<'a> {
    pub(super) message: &'a str,
    pub(super) hint: &'a str,
    pub(super) provider_code: Option<&'a ProviderCode>,
}

/// Stands for every pause that an older version called “more than an hour”.
const MORE_THAN_AN_HOUR: u64 = 60 * 60 + 1;

impl Sentences<'_> {
    /// Returns the host that the message names. Without one, returns the first word. A host holds no blank.
    pub(super) fn host(self) -> String {
        let (first, _) = self.message.split_once(' ').unwrap_or_default();
        let answer = self.message.strip_prefix("The answer of ");
        let named = answer.and_then(|rest| rest.split_once(" can't be read: "));
        named.map_or(first, |(host, _)| host).to_string()
    }

    /// Returns the HTTP status that the message names.
    pub(super) fn status(self) -> Option<u16> {
        let found = self.message.split_once(" (status ");
        let found = found.or_else(|| self.message.split_once(" answered with a redirect ("));
        let found = found.or_else(|| self.message.split_once(": its status is "));
        found.and_then(|(_, rest)| number(rest))
    }

    /// Returns the seconds to wait that the hint names. Minutes count as 60 seconds each.
    pub(super) fn seconds(self) -> Option<u64> {
        let pause = self.hint.strip_prefix("Try again in ")?;
        if pause.starts_with("a second") {
            return Some(1);
        }
        if pause.starts_with("more than an hour") {
            return Some(MORE_THAN_AN_HOUR);
        }
        let count: u64 = number(pause)?;
        let (_, unit) = pause.split_once(' ')?;
        if unit.starts_with("minutes") { count.checked_mul(60) } else { Some(count) }
    }
}

/// Returns the number at the start of a text.
fn number<N: FromStr>(text: &str) -> Option<N> {
    let digits = text.split(|c: char| !c.is_ascii_digit()).next()?;
    digits.parse().ok()
}

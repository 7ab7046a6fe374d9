//! What an older version told, and the facts that stand at known places of it.

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

/// Stands for every pause that was told as “more than an hour”.
const MORE_THAN_AN_HOUR: u64 = 60 * 60 + 1;

impl Sentences<'_> {
    /// The host that the message is about, if it is about one. No host has a blank in it.
    pub(super) fn host(self) -> String {
        let (first, _) = self.message.split_once(' ').unwrap_or_default();
        let answer = self.message.strip_prefix("The answer of ");
        let told = answer.and_then(|rest| rest.split_once(" can't be read: "));
        told.map_or(first, |(host, _)| host).to_string()
    }

    /// The status that the host answered with.
    pub(super) fn status(self) -> Option<u16> {
        let told = self.message.split_once(" (status ");
        let told = told.or_else(|| self.message.split_once(" answered with a redirect ("));
        let told = told.or_else(|| self.message.split_once(": its status is "));
        told.and_then(|(_, rest)| number(rest))
    }

    /// The seconds to wait. A whole number of minutes stands for what was told in minutes.
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

/// The number that a text begins with.
fn number<N: FromStr>(text: &str) -> Option<N> {
    let digits = text.split(|c: char| !c.is_ascii_digit()).next()?;
    digits.parse().ok()
}

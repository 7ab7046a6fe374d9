//! Parts of sentences.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::code;
use crate::{Answered, Code};

/// A message (what happened) and a hint (what to do).
pub(super) struct Words {
    pub(super) message: String,
    pub(super) hint: String,
}

impl Words {
    pub(super) fn new(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { message: message.into(), hint: hint.into() }
    }
}

/// Returns the code's own message and hint.
pub(super) fn of_code(code: Code) -> Words {
    let (message, hint) = code::words(code);
    Words::new(message, hint)
}

/// Returns a more specific message with the code's own hint.
pub(super) fn with_hint_of(code: Code, message: impl Into<String>) -> Words {
    Words { message: message.into(), ..of_code(code) }
}

/// Joins parts with commas.
pub(super) fn listed<'a>(parts: impl Iterator<Item = &'a str>) -> String {
    parts.collect::<Vec<_>>().join(", ")
}

/// Names a workspace and its teammate as far as both are known, for the middle of a sentence.
pub(super) fn named(answered: &Answered) -> String {
    let name = match (&answered.workspace, &answered.admin) {
        (Some(workspace), Some(admin)) => format!("“{workspace}” as {admin}"),
        (Some(workspace), None) => format!("“{workspace}”"),
        (None, Some(admin)) => admin.clone(),
        (None, None) => "a workspace without a name".to_string(),
    };
    match &answered.ids {
        Some(ids) => format!("{name} ({ids})"),
        None => name,
    }
}

/// Returns the start of a hint that says when to try again. A pause of more than an hour gets no number: a person does not wait
/// that long at the screen, and the number may be wrong.
pub(super) fn try_again(seconds: Option<u64>) -> String {
    match seconds {
        None => "Try again in a minute".to_string(),
        Some(0 | 1) => "Try again in a second".to_string(),
        Some(seconds @ ..=90) => format!("Try again in {seconds} seconds"),
        Some(seconds @ ..=3600) => format!("Try again in {} minutes", seconds.div_ceil(60)),
        Some(_) => "Try again in more than an hour".to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pause_is_rounded_to_seconds_or_minutes() {
        for (pause, words) in [
            (None, "Try again in a minute"),
            (Some(0), "Try again in a second"),
            (Some(30), "Try again in 30 seconds"),
            (Some(91), "Try again in 2 minutes"),
            (Some(3600), "Try again in 60 minutes"),
            (Some(u64::MAX), "Try again in more than an hour"),
        ] {
            assert_eq!(try_again(pause), words, "{pause:?}");
        }
    }
}

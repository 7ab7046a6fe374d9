//! Makes text from outside safe to show.

use alloc::borrow::{Cow, ToOwned as _};
use alloc::string::String;

/// Replaces every control character, line separator and text-direction mark by U+FFFD. So a workspace's name can't move a cursor
/// or reverse a sentence.
pub fn plain(text: &str) -> String {
    text.chars().map(|c| if is_plain(c) { c } else { char::REPLACEMENT_CHARACTER }).collect()
}

/// Makes text of several lines safe to show, as [`plain`] does, and keeps line breaks and tabs.
pub fn plain_lines(text: &str) -> Cow<'_, str> {
    let is_kept = |c| is_plain(c) || matches!(c, '\n' | '\t');
    if text.chars().all(is_kept) {
        return Cow::Borrowed(text);
    }
    text.chars().map(|c| if is_kept(c) { c } else { char::REPLACEMENT_CHARACTER }).collect()
}

/// Whether a character is safe to show.
pub fn is_plain(c: char) -> bool {
    let reorders = matches!(c,
        '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let breaks = matches!(c, '\u{2028}' | '\u{2029}');
    !c.is_control() && !reorders && !breaks
}

/// Cuts a text to `most` characters. The last character of a cut text is an ellipsis.
pub(crate) fn cut(text: &str, most: usize) -> String {
    if text.chars().nth(most).is_none() {
        return text.to_owned();
    }
    text.chars().take(most - 1).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn controls_are_replaced_and_letters_stay() {
        assert_eq!(plain("a\u{1b}[2Jb"), "a\u{fffd}[2Jb", "an escape sequence is defused");
        assert_eq!(plain("x\u{202e}y"), "x\u{fffd}y", "a direction mark is defused");
        assert_eq!(plain("שלום 東京 é"), "שלום 東京 é", "letters stay");
    }

    #[test]
    fn plain_lines_keeps_only_line_breaks_and_tabs() {
        assert_eq!(plain_lines("a\n\tb\r\u{9b}2J\u{2028}c"), "a\n\tb\u{fffd}\u{fffd}2J\u{fffd}c");
    }

    #[test]
    fn text_is_cut_by_characters() {
        for (text, most, kept) in [("", 2, ""), ("äö", 2, "äö"), ("äöü", 2, "ä…"), ("東京都", 1, "…")]
        {
            assert_eq!(cut(text, most), kept, "{text}");
        }
    }
}

//! Text from outside, made safe to show.

use alloc::string::String;

/// The text with every control, line separator and bidirectional mark replaced by U+FFFD, so that a
/// workspace's name can't move a cursor or turn a sentence round.
pub fn plain(text: &str) -> String {
    text.chars().map(|c| if is_plain(c) { c } else { char::REPLACEMENT_CHARACTER }).collect()
}

pub(crate) fn is_plain(c: char) -> bool {
    let reorders = matches!(c,
        '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let breaks = matches!(c, '\u{2028}' | '\u{2029}');
    !c.is_control() && !reorders && !breaks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn controls_and_bidi_marks_are_replaced_and_letters_of_every_script_stay() {
        assert_eq!(plain("a\u{1b}[2Jb"), "a\u{fffd}[2Jb", "an escape sequence is defused");
        assert_eq!(plain("x\u{202e}y"), "x\u{fffd}y", "a direction mark is defused");
        assert_eq!(plain("שלום 東京 é"), "שלום 東京 é", "letters stay");
    }
}

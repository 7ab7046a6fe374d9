//! What reaches a terminal or a pipe: nothing in it moves a cursor, colours or turns a line round, whoever wrote it.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};
use switchhook_engine::core::{is_plain, plain_lines};

/// A writer of words. Line ends and tabs stay; what else is no plain character becomes U+FFFD.
pub(crate) struct Clean<W>(pub(crate) W);

impl<W: Write> Write for Clean<W> {
    fn write(&mut self, text: &[u8]) -> io::Result<usize> {
        self.0.write_all(plain_lines(&String::from_utf8_lossy(text)).as_bytes())?;
        Ok(text.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// Writes a value as JSON in one line. What is no plain character is written as JSON's own escape: a program reads the same.
pub(crate) fn write_json(out: impl Write, value: &impl Serialize) -> serde_json::Result<()> {
    value.serialize(&mut Serializer::with_formatter(out, Escaping))
}

/// The same as a text.
pub(crate) fn json(value: &impl Serialize) -> String {
    let mut text = Vec::new();
    // A value of ours has no name that is no text, and memory refuses nothing.
    let _ = write_json(&mut text, value);
    String::from_utf8_lossy(&text).into_owned()
}

struct Escaping;

impl Formatter for Escaping {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, out: &mut W, fragment: &str) -> io::Result<()> {
        let mut rest = fragment;
        while let Some((before, odd, after)) = split(rest) {
            // All of them are of the first plane: one escape each.
            write!(out, "{before}\\u{:04x}", u32::from(odd))?;
            rest = after;
        }
        out.write_all(rest.as_bytes())
    }
}

/// What stands before the first character that is not plain, that one, and what stands behind it.
fn split(text: &str) -> Option<(&str, char, &str)> {
    let (at, odd) = text.char_indices().find(|(_, c)| !is_plain(*c))?;
    let (before, from) = text.split_at(at);
    Some((before, odd, &from[odd.len_utf8()..]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    /// An escape sequence, the same in one character, a bell, a mark that turns a line round, and a separator.
    const ODD: &str = "a\u{1b}[2Jb\u{9b}2J\u{7}\u{202e}c\u{2028}\u{7f}é 東";

    #[test]
    fn words_are_cleaned_and_stay_on_their_lines() {
        let mut out = Vec::new();
        write!(Clean(&mut out), "{ODD}\n\t{ODD}\r\n").expect("written");
        let line = "a\u{fffd}[2Jb\u{fffd}2J\u{fffd}\u{fffd}c\u{fffd}\u{fffd}é 東";
        assert_eq!(String::from_utf8(out), Ok(format!("{line}\n\t{line}\u{fffd}\n")));
    }

    #[test]
    fn a_document_means_the_same_and_holds_plain_characters_only() {
        for value in [json!({ ODD: [ODD, "\n", "\"\\"] }), json!("plain"), json!({ "n": 1.5, "none": null })]
        {
            let written = super::json(&value);
            assert!(written.chars().all(is_plain), "{written}");
            assert_eq!(serde_json::from_str::<Value>(&written).ok(), Some(value));
        }
    }
}

//! Cleans all output: no text, from any source, moves a cursor, colours a terminal or turns the direction of a line.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};
use switchhook_engine::core::{is_plain, plain_lines};

/// A writer of text. Line ends and tabs stay. Any other character that is not plain becomes U+FFFD.
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

/// Writes a value as JSON in one line. Each character that is not plain becomes a JSON escape, so a program reads the same
/// value.
pub(crate) fn write_json(out: impl Write, value: &impl Serialize) -> serde_json::Result<()> {
    value.serialize(&mut Serializer::with_formatter(out, Escaping))
}

/// Returns a value as JSON in one line, escaped as by [`write_json`].
pub(crate) fn json(value: &impl Serialize) -> String {
    let mut text = Vec::new();
    // Our values have only strings as keys, and a write to memory does not fail.
    let _ = write_json(&mut text, value);
    String::from_utf8_lossy(&text).into_owned()
}

struct Escaping;

impl Formatter for Escaping {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, out: &mut W, fragment: &str) -> io::Result<()> {
        let mut rest = fragment;
        while let Some((before, odd, after)) = split(rest) {
            // All such characters are in the basic plane, so one escape is enough.
            write!(out, "{before}\\u{:04x}", u32::from(odd))?;
            rest = after;
        }
        out.write_all(rest.as_bytes())
    }
}

/// Splits a text at its first character that is not plain: the text before, that character, and the text after.
fn split(text: &str) -> Option<(&str, char, &str)> {
    let (at, odd) = text.char_indices().find(|(_, c)| !is_plain(*c))?;
    let (before, from) = text.split_at(at);
    Some((before, odd, &from[odd.len_utf8()..]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    /// An escape sequence, a one-character control sequence (U+009B), a bell, a mark that turns a line, and a separator.
    const ODD: &str = "a\u{1b}[2Jb\u{9b}2J\u{7}\u{202e}c\u{2028}\u{7f}é 東";

    #[test]
    fn text_is_cleaned_and_keeps_its_lines() {
        let mut out = Vec::new();
        write!(Clean(&mut out), "{ODD}\n\t{ODD}\r\n").expect("written");
        let line = "a\u{fffd}[2Jb\u{fffd}2J\u{fffd}\u{fffd}c\u{fffd}\u{fffd}é 東";
        assert_eq!(String::from_utf8(out), Ok(format!("{line}\n\t{line}\u{fffd}\n")));
    }

    #[test]
    fn json_keeps_its_value_and_holds_only_plain_characters() {
        for value in [json!({ ODD: [ODD, "\n", "\"\\"] }), json!("plain"), json!({ "n": 1.5, "none": null })]
        {
            let written = super::json(&value);
            assert!(written.chars().all(is_plain), "{written}");
            assert_eq!(serde_json::from_str::<Value>(&written).ok(), Some(value));
        }
    }
}

//! Reads the table of links, `links.txt`, for the tests of the core and of the engine.

use std::borrow::ToOwned;
use std::format;
use std::string::{String, ToString};
use std::vec::Vec;

/// A row of the table.
pub(crate) struct Row {
    pub(crate) route: char,
    pub(crate) verdict: String,
    link: String,
    reason: String,
}

/// The placeholders in braces, and their values.
pub(crate) type Words = Vec<(&'static str, String)>;

/// Returns every row.
pub(crate) fn rows() -> Vec<Row> {
    let lines = include_str!("links.txt").lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines
        .map(|line| {
            let columns: Vec<&str> = line.split(" | ").collect();
            let [route, verdict, link, reason] = columns[..] else { panic!("four columns: {line}") };
            let route = route.chars().next().expect("a route");
            Row { route, verdict: verdict.to_owned(), link: link.to_owned(), reason: reason.to_owned() }
        })
        .collect()
}

impl Row {
    /// Returns the bytes of the link.
    pub(crate) fn link(&self, words: &Words) -> Vec<u8> {
        unescape(&fill(&self.link, words))
    }

    /// Returns the value after the verdict's colon: the code, or the provider's error.
    pub(crate) fn value(&self, words: &Words) -> String {
        let (_, value) = self.verdict.split_once(':').expect("a verdict with a value");
        String::from_utf8(unescape(&fill(value, words))).expect("a value is text")
    }

    /// Returns the row for a message, with the unfilled link: the filled one may be a megabyte.
    pub(crate) fn name(&self) -> String {
        format!("{} {} ({}): {}", self.route, self.verdict, self.reason, self.link)
    }
}

/// Returns the placeholders that depend only on a state and a channel's scheme.
pub(crate) fn words(scheme: &str, foreign_scheme: &str, state: &str) -> Words {
    let other_letter = if state.as_bytes()[1] == b'r' { "d" } else { "r" };
    let swap = |c: char| if c.is_ascii_lowercase() { c.to_ascii_uppercase() } else { c.to_ascii_lowercase() };
    [
        ("{scheme}", scheme.to_owned()),
        ("{SCHEME}", scheme.to_uppercase()),
        ("{foreign-scheme}", foreign_scheme.to_owned()),
        ("{S}", state.to_owned()),
        ("{S-1}", state[1..].to_owned()),
        ("{S-108}", state[108..].to_owned()),
        ("{SWAPPED}", state[..2].to_owned() + &state[2..].chars().map(swap).collect::<String>()),
        ("{FOREIGN}", format!("1{other_letter}{}", &state[2..])),
        ("{UNKNOWN}", format!("{}{}", &state[..2], "A".repeat(107))),
        ("{KB2}", "a".repeat(2_000)),
        ("{KB9}", "a".repeat(9_000)),
        ("{KB33}", "a".repeat(33_000)),
        ("{KB1000}", "a".repeat(1_000_000)),
    ]
    .into()
}

fn fill(text: &str, words: &Words) -> String {
    words.iter().fold(text.to_string(), |text, (word, meaning)| text.replace(word, meaning))
}

fn unescape(text: &str) -> Vec<u8> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('\\') {
        out.extend_from_slice(before.as_bytes());
        let (kind, tail) = behind.split_at(1);
        rest = match kind {
            "s" => {
                out.push(b' ');
                tail
            }
            "x" => {
                out.push(u8::from_str_radix(&tail[..2], 16).expect("two hexadecimal digits"));
                &tail[2..]
            }
            "u" => {
                let (digits, tail) = tail[1..].split_once('}').expect("a brace");
                let character = u32::from_str_radix(digits, 16).ok().and_then(char::from_u32);
                let character = character.expect("a character");
                out.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
                tail
            }
            "\\" => {
                out.push(b'\\');
                tail
            }
            other => panic!("no escape: {other}"),
        };
    }
    out.extend_from_slice(rest.as_bytes());
    out
}

//! The path that a person requests of an account's API: below the API's address, and perhaps with a query. No accepted path
//! leads to another host, or out of the prefix that a person pinned.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use unicode_normalization::UnicodeNormalization as _;
use url::{Url, form_urlencoded};

use crate::Endpoint;

/// Why a path is not sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PathError {
    /// The text is a whole address. An account's API address is fixed when the account is connected.
    WholeAddress,
    /// The path does not begin with a slash.
    NoSlash,
    /// The text has more than 8,192 bytes. No real path is that long.
    TooLong,
    /// The text holds a character that a URL can't carry unescaped, or that servers read in different ways.
    Charset,
    /// The text holds a fragment. A client never sends the part after `#` (RFC 3986 §3.5).
    Fragment,
    /// The path holds a `%` without two hexadecimal digits after it.
    Escape,
    /// An escape stands for a control, or for bytes that are not UTF-8. Servers cut the path there, drop the escape or guess.
    Hidden,
    /// The path holds two slashes in a row. Some servers read a host after them.
    EmptySegment,
    /// The path holds the step `.` or `..`, in any spelling.
    Dots,
}

/// A path below an API's address, and perhaps a query: `/contacts?per_page=5`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ApiPath(String);

const MAX_LEN: usize = 8 * 1024;

impl ApiPath {
    /// Checks the text of a path, as a person typed it or as an answer gave it.
    ///
    /// # Errors
    /// The first [`PathError`] that is found.
    pub fn new(text: &str) -> Result<Self, PathError> {
        if text.len() > MAX_LEN {
            return Err(PathError::TooLong);
        }
        let (path, query) = text.split_once('?').unwrap_or((text, ""));
        if path.contains("://") {
            return Err(PathError::WholeAddress);
        }
        if text.contains('#') {
            return Err(PathError::Fragment);
        }
        if !(path.bytes().all(stands_in_a_path) && query.bytes().all(stands_in_a_query)) {
            return Err(PathError::Charset);
        }
        let steps = path.strip_prefix('/').ok_or(PathError::NoSlash)?;
        check_steps(steps)?;
        Ok(Self(text.to_owned()))
    }

    /// Returns the text as it was given. [`Self::on`] escapes some characters of the query.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the steps between the slashes of the path, with their escapes.
    pub fn steps(&self) -> impl Iterator<Item = &str> {
        self.split().0.split('/').skip(1)
    }

    /// Returns the whole address below this prefix.
    pub fn on(&self, prefix: &Endpoint) -> Url {
        let (path, query) = self.split();
        let mut url = prefix.join(path).url().clone();
        url.set_query(query);
        url
    }

    /// Returns this path with a query that holds the parameter `name` once, and no parameter of `without`.
    ///
    /// # Errors
    /// [`PathError`] if the new path is too long, or if it can't be sent.
    pub(crate) fn turned(&self, name: &str, value: &str, without: &[&str]) -> Result<Self, PathError> {
        let kept = self.pairs().filter(|(given, _)| given != name && !without.contains(&given.as_str()));
        let value: String = form_urlencoded::byte_serialize(value.as_bytes()).collect();
        let turned = [name, "=", &value].concat();
        self.asking(kept.map(|(_, pair)| pair).chain([turned.as_str()]))
    }

    /// Returns this path with each parameter of `asked` that it lacks, and without the parameters of `without`.
    ///
    /// # Errors
    /// [`PathError`] if the new path is too long, or if it can't be sent.
    pub(crate) fn with_rest_of(&self, asked: &Self, without: &[&str]) -> Result<Self, PathError> {
        let is_left_out =
            |name: &str| !without.contains(&name) && self.pairs().all(|(given, _)| given != name);
        let rest = asked.pairs().filter(|(name, _)| is_left_out(name));
        self.asking(self.pairs().chain(rest).map(|(_, pair)| pair))
    }

    /// Returns the decoded values of a parameter of the query, in order.
    pub(crate) fn values(&self, parameter: &str) -> impl Iterator<Item = String> {
        let query = self.split().1.unwrap_or_default();
        let pairs = form_urlencoded::parse(query.as_bytes());
        pairs.filter(move |(name, _)| name == parameter).map(|(_, value)| value.into_owned())
    }

    /// Returns each parameter of the query: its decoded name, and the whole `name=value` with its escapes.
    fn pairs(&self) -> impl Iterator<Item = (String, &str)> {
        let pairs = self.split().1.unwrap_or_default().split('&');
        pairs.filter_map(|pair| {
            let (name, _) = form_urlencoded::parse(pair.as_bytes()).next()?;
            Some((name.into_owned(), pair))
        })
    }

    /// Returns this path with a query of these parameters.
    fn asking<'a>(&self, pairs: impl Iterator<Item = &'a str>) -> Result<Self, PathError> {
        let (path, query) = (self.split().0, pairs.collect::<Vec<_>>().join("&"));
        if query.is_empty() { Self::new(path) } else { Self::new(&[path, "?", &query].concat()) }
    }

    fn split(&self) -> (&str, Option<&str>) {
        match self.0.split_once('?') {
            Some((path, query)) => (path, Some(query)),
            None => (&self.0, None),
        }
    }
}

impl fmt::Display for ApiPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whether a URL's path carries this byte unescaped. Some servers read an `@` as the end of a user's name.
const fn stands_in_a_path(byte: u8) -> bool {
    byte.is_ascii_graphic()
        && !matches!(byte, b'\\' | b'@' | b'"' | b'<' | b'>' | b'^' | b'`' | b'{' | b'|' | b'}')
}

/// Whether a URL's query carries this byte, escaped or not.
const fn stands_in_a_query(byte: u8) -> bool {
    byte.is_ascii_graphic() && byte != b'\\'
}

/// Checks the path behind its first slash.
///
/// # Errors
/// The first [`PathError`] that is found.
fn check_steps(steps: &str) -> Result<(), PathError> {
    let mut left = steps.split('/').peekable();
    let mut is_first = true;
    while let Some(step) = left.next() {
        // The last step is empty where the path ends in a slash.
        if step.is_empty() && left.peek().is_some() {
            return Err(PathError::EmptySegment);
        }
        if !is_escaped_well(step) {
            return Err(PathError::Escape);
        }
        let decoded = String::from_utf8(decode(step)).map_err(|_| PathError::Hidden)?;
        if decoded.contains(char::is_control) {
            return Err(PathError::Hidden);
        }
        // Some servers read compatible characters as the plain ones: U+2025 is two dots then.
        let folded: String = decoded.nfkc().collect();
        if walks(&folded) {
            return Err(PathError::Dots);
        }
        if is_first && folded.starts_with(['/', '\\']) {
            return Err(PathError::EmptySegment);
        }
        is_first = false;
    }
    Ok(())
}

fn is_escaped_well(step: &str) -> bool {
    let is_hex = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_hexdigit);
    let bytes = step.as_bytes();
    let mut escapes = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'%');
    escapes.all(|(at, _)| is_hex(bytes.get(at + 1)) && is_hex(bytes.get(at + 2)))
}

/// Whether a server could read a decoded step as one that leads upwards. Some servers cut the step at `;`, `?` or `#` first,
/// and some trim blanks.
fn walks(step: &str) -> bool {
    let mut parts = step.split(['/', '\\', ';', '?', '#']);
    parts.any(|part| matches!(part.trim_matches([' ', '+']), "." | ".."))
}

/// Returns the step without escapes of any depth, as a server sees it that decodes repeatedly. If the last reading holds no
/// `..`, no earlier reading does: decoding keeps dots and their neighbours.
fn decode(step: &str) -> Vec<u8> {
    let mut decoded = Vec::with_capacity(step.len());
    for byte in step.bytes() {
        decoded.push(byte);
        // The character of one escape may end another escape.
        while let Some((length, escaped)) = escape_at_end(&decoded) {
            decoded.truncate(decoded.len() - length);
            push(&mut decoded, escaped);
        }
    }
    decoded
}

/// The meaning of an escape.
enum Escaped {
    Byte(u8),
    Character(char),
}

fn push(decoded: &mut Vec<u8>, escaped: Escaped) {
    match escaped {
        Escaped::Byte(byte) => decoded.push(byte),
        Escaped::Character(c) => decoded.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
    }
}

/// Returns the length and the meaning of the escape that ends these bytes. Some servers also read `%u002e`.
fn escape_at_end(bytes: &[u8]) -> Option<(usize, Escaped)> {
    let number = |digits: &[u8]| {
        digits.iter().try_fold(0, |number, digit| Some(number * 16 + char::from(*digit).to_digit(16)?))
    };
    match bytes {
        [.., b'%', high, low] => Some((3, Escaped::Byte(u8::try_from(number(&[*high, *low])?).ok()?))),
        [.., b'%', b'u', a, b, c, d] => {
            Some((6, Escaped::Character(char::from_u32(number(&[*a, *b, *c, *d])?)?)))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::string::ToString;

    #[test]
    fn a_path_with_or_without_a_query_is_sent_to_the_letter() {
        for (prefix, path, whole) in [
            ("https://api.intercom.io", "/contacts", "https://api.intercom.io/contacts"),
            (
                "https://api.intercom.io",
                "/contacts?per_page=5&email=m@b.example",
                "https://api.intercom.io/contacts?per_page=5&email=m@b.example",
            ),
            ("https://g.example/intercom/", "/me", "https://g.example/intercom/me"),
            ("http://127.0.0.1:9", "/contacts/a%40b.c", "http://127.0.0.1:9/contacts/a%40b.c"),
            ("http://127.0.0.1:9", "/contacts/a%2Fb", "http://127.0.0.1:9/contacts/a%2Fb"),
            ("http://127.0.0.1:9", "/x/...?a=../..&b=//c", "http://127.0.0.1:9/x/...?a=../..&b=//c"),
            ("http://127.0.0.1:9", "/x/a%3fb%23c%3bd", "http://127.0.0.1:9/x/a%3fb%23c%3bd"),
            ("http://127.0.0.1:9", "/x/50%25%20a.b..c%2e", "http://127.0.0.1:9/x/50%25%20a.b..c%2e"),
            ("http://127.0.0.1:9", "/x/a%2540b%2525", "http://127.0.0.1:9/x/a%2540b%2525"),
            ("http://127.0.0.1:9", "/x/%C3%BC%F0%9F%98%80", "http://127.0.0.1:9/x/%C3%BC%F0%9F%98%80"),
            ("http://127.0.0.1:9", "/", "http://127.0.0.1:9/"),
            ("http://127.0.0.1:9", "/tags/", "http://127.0.0.1:9/tags/"),
        ] {
            let prefix = Endpoint::prefix(prefix).expect(prefix);
            assert_eq!(ApiPath::new(path).expect(path).on(&prefix).as_str(), whole);
        }
    }

    #[test]
    fn what_could_lead_elsewhere_is_not_sent() {
        for (path, why) in [
            ("", PathError::NoSlash),
            ("contacts", PathError::NoSlash),
            ("?per_page=1", PathError::NoSlash),
            (".evil.example/", PathError::NoSlash),
            (":80/", PathError::NoSlash),
            ("@evil.example/", PathError::Charset),
            ("/@evil.example/", PathError::Charset),
            ("https://api.intercom.io/contacts", PathError::WholeAddress),
            ("HTTPS://evil.example", PathError::WholeAddress),
            ("//evil.example/contacts", PathError::EmptySegment),
            ("/contacts//814", PathError::EmptySegment),
            ("/\\evil.example", PathError::Charset),
            ("/contacts?x=\\", PathError::Charset),
            ("/contacts/../../me", PathError::Dots),
            ("/..", PathError::Dots),
            ("/./me", PathError::Dots),
            ("/%2e%2e/me", PathError::Dots),
            ("/.%2E/me", PathError::Dots),
            ("/%252e%252e/me", PathError::Dots),
            ("/x%2f..%2fme", PathError::Dots),
            ("/x%5C..%5Cme", PathError::Dots),
            ("/..;x=1/me", PathError::Dots),
            ("/..%3f", PathError::Dots),
            ("/..%3Fx/me", PathError::Dots),
            ("/x/..%23/me", PathError::Dots),
            ("/x/%2e%2e%3b/me", PathError::Dots),
            ("/x/.%2523", PathError::Dots),
            ("/x/..%253fy", PathError::Dots),
            ("/x/..%20/me", PathError::Dots),
            ("/x/%20../me", PathError::Dots),
            ("/x/..+/me", PathError::Dots),
            ("/x/..%c2%a0/me", PathError::Dots),
            ("/x/%25252525252e./me", PathError::Dots),
            ("/x/%25%32%65./me", PathError::Dots),
            ("/x/%25u002e%25u002e/me", PathError::Dots),
            ("/x/%ef%bc%8e%ef%bc%8e/me", PathError::Dots),
            ("/x/%e2%80%a5/me", PathError::Dots),
            ("/x/a%ef%bc%8f../me", PathError::Dots),
            ("/x/..%00", PathError::Hidden),
            ("/x/..%2500/me", PathError::Hidden),
            ("/x/.%09./me", PathError::Hidden),
            ("/x/..%0d%0a/me", PathError::Hidden),
            ("/x/..%7f/me", PathError::Hidden),
            ("/x/..%c2%85/me", PathError::Hidden),
            ("/x/%c0%ae%c0%ae/me", PathError::Hidden),
            ("/x/%c0%2e%c0%2e/me", PathError::Hidden),
            ("/x/%e0%80%ae%e0%80%ae/me", PathError::Hidden),
            ("/x/%f0%80%80%ae./me", PathError::Hidden),
            ("/x/..%c0%afme", PathError::Hidden),
            ("/x/..%c1%9cme", PathError::Hidden),
            ("/x/%25c0%25ae./me", PathError::Hidden),
            ("/x/%ff", PathError::Hidden),
            ("/%2fevil.example/x", PathError::EmptySegment),
            ("/%5cevil.example/x", PathError::EmptySegment),
            ("/contacts#x", PathError::Fragment),
            ("/contacts?x#y", PathError::Fragment),
            ("/contacts/%4", PathError::Escape),
            ("/contacts/100%/x", PathError::Escape),
            ("/contacts/{id}", PathError::Charset),
            ("/con tacts", PathError::Charset),
            ("/contacts\r\nHost: evil.example", PathError::Charset),
            ("/contacts\u{202e}", PathError::Charset),
            ("/ü", PathError::Charset),
        ] {
            assert_eq!(ApiPath::new(path), Err(why), "{path:?}");
        }
        assert_eq!(ApiPath::new(&["/", &"x".repeat(MAX_LEN)].concat()), Err(PathError::TooLong));
    }

    #[test]
    fn turning_to_another_page_keeps_the_rest_of_the_query() {
        for (asked, name, value, turned) in [
            ("/contacts", "page", "2", "/contacts?page=2"),
            (
                "/contacts?per_page=5",
                "starting_after",
                "W1==",
                "/contacts?per_page=5&starting_after=W1%3D%3D",
            ),
            ("/c?starting_after=a&page=1&x=%20", "starting_after", "b", "/c?x=%20&starting_after=b"),
            (
                "/c?starting%5fafter=a&&x",
                "starting_after",
                "#&\u{202e} ",
                "/c?x&starting_after=%23%26%E2%80%AE+",
            ),
        ] {
            let path = ApiPath::new(asked).expect(asked);
            assert_eq!(
                path.turned(name, value, &["page"]).map(|path| path.to_string()),
                Ok(turned.to_string())
            );
        }
    }

    #[test]
    fn what_is_left_out_is_added_and_nothing_is_doubled() {
        for (given, asked, whole) in [
            ("/c?per_page=1&page=2", "/c?tag_id=7&per_page=1", "/c?per_page=1&page=2&tag_id=7"),
            ("/c?page=2", "/c", "/c?page=2"),
            ("/c", "/c?tag_id=7", "/c?tag_id=7"),
            ("/c?", "/c?", "/c"),
            ("/c?page=3", "/c?page=2&starting_after=a&x=1", "/c?page=3&x=1"),
            ("/c?before=9", "/c?page=2&x=1", "/c?before=9&x=1"),
            ("/c?page=2", "/c?t[]=1&t%5B%5D=2&t=3", "/c?page=2&t[]=1&t%5B%5D=2&t=3"),
            ("/c?t%5b%5d=1&t[]=2", "/c?t[]=1&t[]=2&x", "/c?t%5b%5d=1&t[]=2&x"),
            ("/c?tag+id=8", "/c?tag%20id=7", "/c?tag+id=8"),
            ("/c?page=2", "/c?x=a%26b&X=%c3%bc&&y=", "/c?page=2&x=a%26b&X=%c3%bc&y="),
        ] {
            let path = |text: &str| ApiPath::new(text).expect(text);
            let whole_one = path(given).with_rest_of(&path(asked), &["page", "starting_after"]);
            assert_eq!(whole_one.map(|path| path.to_string()), Ok(whole.to_string()), "{given} {asked}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4_000))]

        #[test]
        fn no_path_that_is_taken_changes_the_host_or_leaves_the_prefix(
            path in "/?([a-z.%/\\\\@:;#?&=~_-]|\\.\\.|//|%2[eEfF]|%5[cC]|%25|://|evil\\.example|\\PC){0,12}",
            prefix in prop::sample::select(std::vec!["https://api.intercom.io", "http://127.0.0.1:9/a/b/", "https://[::1]:1/x"]),
        ) {
            let base = Endpoint::prefix(prefix).expect("a prefix");
            if let Ok(taken) = ApiPath::new(&path) {
                let url = taken.on(&base);
                let below = base.url().path().trim_end_matches('/');
                prop_assert_eq!(url.origin(), base.url().origin());
                prop_assert_eq!(url.username(), "");
                prop_assert_eq!(url.fragment(), None);
                let asked = path.split('?').next().unwrap_or_default();
                prop_assert_eq!(url.path(), [below, asked].concat(), "to the letter, whatever a URL would make of it");
                // Read once more, as the next server does.
                prop_assert_eq!(Url::parse(url.as_str()).map(|url| url.path().to_string()), Ok(url.path().to_string()));
            }
        }
    }
}

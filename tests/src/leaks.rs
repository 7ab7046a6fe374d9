//! Searches bytes for a secret in every shape in which it may have leaked.
//!
//! The search looks at the bytes as they are, without escapes, and without zero bytes. It combines these views, so it also
//! finds mixtures such as base64 in UTF-16.

use std::collections::BTreeSet;
use std::fmt;

use aho_corasick::AhoCorasick;
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};

/// The least length of a secret. Other bytes could equal a shorter secret by chance.
const MIN_LENGTH: usize = 12;

/// A secret that must not leak.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret {
    /// The name that a report of a leak shows.
    pub name: String,
    bytes: Vec<u8>,
}

/// A secret that the search found. The searcher knows the place.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Leak {
    /// The name of the secret.
    pub secret: String,
    /// The shape in which the search found the secret.
    pub shape: String,
}

impl fmt::Display for Leak {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.secret, self.shape)
    }
}

impl Secret {
    /// Names a secret.
    pub fn new(name: &str, bytes: impl Into<Vec<u8>>) -> Self {
        let bytes = bytes.into();
        assert!(bytes.len() >= MIN_LENGTH, "{name} is too short to be found nowhere by chance");
        Self { name: name.to_owned(), bytes }
    }

    /// Returns the shapes to search for: those of the secret, and those of its escaped form in a link.
    fn shapes(&self) -> Vec<(&'static str, Vec<u8>)> {
        let in_link = escape(&self.bytes);
        let mut shapes = shapes(&self.bytes);
        if in_link.as_bytes() != self.bytes {
            shapes.extend(shapes_of_link(&in_link));
        }
        shapes
    }
}

fn shapes(bytes: &[u8]) -> Vec<(&'static str, Vec<u8>)> {
    let hex = hex(bytes);
    let numbers: Vec<String> = bytes.iter().map(u8::to_string).collect();
    let mut shapes = vec![
        ("raw", bytes.to_owned()),
        ("HEX", hex.to_ascii_uppercase()),
        ("hex", hex),
        // bytes in a log, and in JSON
        ("numbers", numbers.join(", ").into()),
        ("numbers", numbers.join(",").into()),
    ];
    for place in 0..3 {
        shapes.push(("base64", inside_base64(&STANDARD, bytes, place)));
        shapes.push(("base64url", inside_base64(&URL_SAFE, bytes, place)));
    }
    shapes
}

fn shapes_of_link(in_link: &str) -> Vec<(&'static str, Vec<u8>)> {
    [in_link.to_owned(), lower_case(in_link)].iter().flat_map(|spelled| shapes(spelled.as_bytes())).collect()
}

/// Escapes bytes as a parameter of a link, with digits in upper case.
fn escape(bytes: &[u8]) -> String {
    let escape = |byte: &u8| match byte {
        b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'-' | b'.' | b'_' => char::from(*byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    bytes.iter().map(escape).collect()
}

/// Returns an escaped text with the digits of its escapes in lower case.
fn lower_case(escaped: &str) -> String {
    let mut parts = escaped.split('%');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |all, part| {
        let (digits, rest) = part.split_at(2);
        format!("{all}%{}{rest}", digits.to_lowercase())
    })
}

/// A search for any number of secrets at once.
pub struct Hunt {
    /// The secret's name and the shape, by the number of the pattern.
    patterns: Vec<(String, &'static str)>,
    automaton: AhoCorasick,
}

impl Hunt {
    /// Prepares a search for these secrets.
    pub fn of<'a>(secrets: impl IntoIterator<Item = &'a Secret>) -> Self {
        let (mut patterns, mut shapes) = (Vec::new(), Vec::new());
        for secret in secrets {
            for (shape, bytes) in secret.shapes() {
                // a text without zero bytes also lacks those of the secret
                if let Some(squeezed) = without_zeros(&bytes).filter(|rest| rest.len() >= MIN_LENGTH) {
                    patterns.push((secret.name.clone(), shape));
                    shapes.push(squeezed);
                }
                patterns.push((secret.name.clone(), shape));
                shapes.push(bytes);
            }
        }
        Self { patterns, automaton: AhoCorasick::new(shapes).expect("the shapes of a few secrets are few") }
    }

    /// Returns the leaks in these bytes.
    pub fn search(&self, bytes: &[u8]) -> BTreeSet<Leak> {
        let mut found = BTreeSet::new();
        self.look_into(bytes, "", &mut found);
        found
    }

    /// Searches the bytes, then their view without escapes and their view without zero bytes, up to three layers deep.
    fn look_into(&self, bytes: &[u8], seen_as: &str, found: &mut BTreeSet<Leak>) {
        found.extend(self.look(bytes, seen_as));
        if seen_as.matches("of").count() < 3 {
            for (layer, view) in [("escapes of ", unescape(bytes)), ("UTF-16 of ", without_zeros(bytes))] {
                if let Some(view) = view {
                    self.look_into(&view, &format!("{seen_as}{layer}"), found);
                }
            }
        }
    }

    fn look(&self, bytes: &[u8], seen_as: &str) -> BTreeSet<Leak> {
        let matches = self.automaton.find_overlapping_iter(bytes);
        matches
            .map(|found| {
                let (secret, shape) = &self.patterns[found.pattern().as_usize()];
                Leak { secret: secret.clone(), shape: format!("{seen_as}{shape}") }
            })
            .collect()
    }
}

/// Returns the bytes without zero bytes, or nothing if there are none.
fn without_zeros(bytes: &[u8]) -> Option<Vec<u8>> {
    bytes.contains(&0).then(|| bytes.iter().copied().filter(|byte| *byte != 0).collect())
}

fn hex(bytes: &[u8]) -> Vec<u8> {
    bytes.iter().flat_map(|byte| format!("{byte:02x}").into_bytes()).collect()
}

/// Returns the base64 characters that depend on `part` alone, where `part` begins `place` bytes after a group of three.
/// Characters at either end that hold bits of neighbouring bytes are left out.
fn inside_base64(engine: &impl Engine, part: &[u8], place: usize) -> Vec<u8> {
    let text = engine.encode([&vec![0; place], part].concat());
    let (first, last) = ((place * 8).div_ceil(6), (place + part.len()) * 8 / 6);
    text.as_bytes()[first..last].to_vec()
}

/// The texts before and after the two digits of an escaped byte: `%7e` of an address, `\u007e` of JSON, `\x7e` of a log,
/// the last two escaped once more, and `&#x7e;` of HTML.
const SIGNS: [(&str, &str); 6] =
    [("%", ""), ("\\\\u00", ""), ("\\u00", ""), ("\\\\x", ""), ("\\x", ""), ("&#x", ";")];

/// Returns the bytes without escapes, or nothing if there are none.
fn unescape(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut plain = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let [first, after @ ..] = rest {
        let escaped = SIGNS.iter().find_map(|(before, after)| {
            let (digits, left) = rest.strip_prefix(before.as_bytes())?.split_at_checked(2)?;
            let digits = Some(digits).filter(|digits| digits.iter().all(u8::is_ascii_hexdigit))?;
            let byte = u8::from_str_radix(str::from_utf8(digits).ok()?, 16).ok()?;
            Some((byte, left.strip_prefix(after.as_bytes())?))
        });
        let (byte, after) = escaped.unwrap_or((*first, after));
        plain.push(byte);
        rest = after;
    }
    (plain.len() < bytes.len()).then_some(plain)
}

/// A made-up secret for a control test, and its spelling.
pub struct Plant {
    /// The secret. Its name is the name of the spelling.
    pub secret: Secret,
    /// The secret in that spelling, with other text around it where the spelling needs some.
    pub spelled: Vec<u8>,
}

impl Plant {
    /// Returns the spelled secret as text, or nothing if it is not UTF-8 or holds zero bytes.
    pub fn text(&self) -> Option<&str> {
        str::from_utf8(&self.spelled).ok().filter(|text| !text.contains('\0'))
    }
}

/// Returns one made-up secret for each spelling. The code that spells them is not the code that searches for them.
pub fn plants(sink: &str) -> Vec<Plant> {
    let texts = (0..).map(|number| format!("{number:02}~~~???>>>made-up-for-{sink}"));
    let plants = texts.enumerate().map_while(|(place, text)| {
        let (name, spelled) = spellings(&text).into_iter().nth(place)?;
        Some(Plant { secret: Secret::new(name, text), spelled })
    });
    plants.collect()
}

/// Returns each spelling of a text that is a text itself, with the spelling's name.
pub fn spelled_as_text(text: &str) -> Vec<(&'static str, String)> {
    let texts = spellings(text).into_iter();
    let texts = texts.filter_map(|(name, spelled)| Some((name, String::from_utf8(spelled).ok()?)));
    texts.filter(|(_, spelled)| !spelled.contains('\0')).collect()
}

fn spellings(text: &str) -> Vec<(&'static str, Vec<u8>)> {
    let escape = |byte: u8| match byte {
        b'~' | b'?' | b'>' => format!("%{byte:02X}"),
        _ => char::from(byte).to_string(),
    };
    let every: String = text.bytes().map(|byte| format!("%{byte:02X}")).collect();
    let hex: String = text.bytes().map(|byte| format!("{byte:02x}")).collect();
    let base64 = STANDARD.encode(text);
    let mut spellings = vec![
        ("raw", text.to_owned()),
        ("percent where needed", text.bytes().map(escape).collect()),
        ("percent everywhere", every.clone()),
        ("base64 of percent", STANDARD.encode(text.bytes().map(escape).collect::<String>())),
        ("numbers of percent", format!("{:?}", text.bytes().map(escape).collect::<String>().as_bytes())),
        ("percent in lower case", every.to_lowercase()),
        ("percent around base64", base64.replace('/', "%2F").replace('+', "%2b").replace('=', "%3D")),
        ("hex", hex.clone()),
        ("hex in upper case", hex.to_uppercase()),
        ("bytes as numbers", format!("{:?}", text.as_bytes())),
        ("bytes as JSON", format!("{:?}", text.as_bytes()).replace(' ', "")),
        ("JSON everywhere", text.bytes().map(|byte| format!("\\u{byte:04X}")).collect()),
        ("HTML everywhere", text.bytes().map(|byte| format!("&#x{byte:x};")).collect()),
        ("JSON with escapes", text.replace('~', "\\u007e").replace('>', "\\u003E")),
    ];
    let places = [
        ("base64", "base64url", ""),
        ("base64 at 1", "base64url at 1", "#"),
        ("base64 at 2", "base64url at 2", "Be"),
    ];
    for (standard, url, before) in places {
        let around = format!("{before}{text}{before}");
        spellings.push((standard, STANDARD.encode(&around)));
        spellings.push((url, URL_SAFE.encode(&around)));
    }
    let mut spellings: Vec<_> = spellings.into_iter().map(|(name, text)| (name, text.into_bytes())).collect();
    for (little, big, text) in [
        ("UTF-16 LE", "UTF-16 BE", text),
        ("UTF-16 LE of base64", "UTF-16 BE of base64", &base64),
        ("UTF-16 LE of percent", "UTF-16 BE of percent", &every),
    ] {
        spellings.push((little, text.encode_utf16().flat_map(u16::to_le_bytes).collect()));
        spellings.push((big, text.encode_utf16().flat_map(u16::to_be_bytes).collect()));
    }
    spellings
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Puts other bytes around these, as in a file.
    fn amid(bytes: &[u8]) -> Vec<u8> {
        [&b"before\0\xff%zz"[..], bytes, b"%4\0after"].concat()
    }

    #[test]
    fn each_spelling_of_a_secret_is_found_amid_other_bytes() {
        for plant in plants("unit") {
            let found = Hunt::of([&plant.secret]).search(&amid(&plant.spelled));
            assert!(!found.is_empty(), "{} is looked for", plant.secret.name);
        }
    }

    #[test]
    fn key_of_arbitrary_bytes_is_found() {
        let key: Vec<u8> = (0..32).map(|place: u8| place.wrapping_mul(73)).collect();
        assert!(key.contains(&0), "the key must hold a zero byte");
        let wide: Vec<u8> = key.iter().flat_map(|byte| [*byte, 0]).collect();
        let escaped: String = key.iter().map(|byte| format!("%{byte:02x}")).collect();
        let entry = format!("swk1.id.{}", URL_SAFE.encode(&key));
        let hunt = Hunt::of([&Secret::new("the key", key.clone())]);
        for spelled in [key, wide, escaped.into(), entry.into()] {
            assert!(!hunt.search(&amid(&spelled)).is_empty(), "in {spelled:?}");
        }
    }

    #[test]
    fn absent_secret_is_not_found() {
        let plants = plants("unit");
        let hunt = Hunt::of(plants.iter().map(|plant| &plant.secret));
        assert_eq!(hunt.search(&amid(b"00~~~???>>>made-up-for-uni")), BTreeSet::new());
        for (place, plant) in plants.iter().enumerate() {
            let others =
                Hunt::of(plants.iter().enumerate().filter(|(i, _)| *i != place).map(|(_, it)| &it.secret));
            assert_eq!(others.search(&amid(&plant.spelled)), BTreeSet::new(), "one secret is not another");
        }
    }

    #[test]
    fn every_spelling_differs() {
        let spellings: BTreeSet<_> =
            spellings("unit~~~???>>>").into_iter().map(|(_, spelled)| spelled).collect();
        assert_eq!(spellings.len(), plants("unit").len(), "also in the two alphabets of base64");
    }
}

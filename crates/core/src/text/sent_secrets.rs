//! Whether an answer repeats a secret that its request carried.
//!
//! Servers quote their requests in messages, pages and names. The search finds a secret as it is, and in the escapes of JSON,
//! addresses and HTML, to any depth. It also finds base64, hexadecimal digits and a list of numbers. A server can hide a secret
//! from the search in other ways: it knows the secret already.

use alloc::vec::Vec;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use memchr::memmem;
use url::form_urlencoded;
use zeroize::Zeroizing;

/// Characters. An answer may hold a shorter secret by chance, and guessing such a secret is easier than reading it.
const SHORTEST: usize = 8;
/// Characters. No answer holds a part of this length of a random secret by chance.
const SHORTEST_PART: usize = 16;
/// Parts of a long secret. One quarter is enough to find, and more than the beginning that tokens of one kind share.
const PARTS: usize = 4;
/// Different characters. A random secret of more than 16 characters has more.
const FEW: usize = 7;
/// Letters of one case in a row. So many are a word, or a piece of one.
const WORD: usize = 4;
/// Characters. The shortest signature of a token has 43.
const SHORTEST_SIGNATURE: usize = 32;
/// Bytes between `&` and `;`. The longest name has seven; numbers may begin with zeros.
const LONGEST_ENTITY: usize = 10;
/// Bytes of `\u{…}`: a code point has six digits at most.
const LONGEST_BRACED: usize = 10;

/// The secrets of one request, ready to be looked for in its answer.
pub struct SentSecrets {
    /// Folded parts of the secrets, in each encoding.
    parts: Vec<Zeroizing<Vec<u8>>>,
}

impl SentSecrets {
    /// Prepares the search for these secrets. Leaves out secrets of fewer than eight characters.
    pub fn of<'a>(secrets: impl IntoIterator<Item = &'a str>) -> Self {
        let mut parts = Vec::<Zeroizing<Vec<u8>>>::new();
        for secret in secrets {
            // A server may leave out the padding of base64.
            let secret = secret.trim_end_matches('=').as_bytes();
            if secret.len() < SHORTEST {
                continue;
            }
            let secret = behind_public(secret);
            for part in parts_of(secret) {
                spell(part, &mut parts);
            }
            // The search undoes the answer's escapes, and with them those that the secret itself holds.
            for part in parts_of(&unescaped(secret)) {
                add(part, &mut parts);
            }
        }
        Self { parts }
    }

    /// Whether these bytes hold one of the secrets, or half of one of 32 characters, or 16 characters of a shorter one. The
    /// time is proportional to the number of bytes.
    pub fn are_repeated_in(&self, bytes: &[u8]) -> bool {
        // The text before a secret may turn its beginning into an escape, so the search also reads the bytes as they are.
        if self.are_in(&folded(bytes)) {
            return true;
        }
        let plain = unescaped(bytes);
        plain.len() < bytes.len() && self.are_in(&folded(&plain))
    }

    fn are_in(&self, text: &[u8]) -> bool {
        self.parts.iter().any(|part| memmem::find(text, part).is_some())
    }
}

/// Returns a JWT (RFC 7519) without its public parts: the header, and the claims of a signed token. Other secrets stay whole.
fn behind_public(secret: &[u8]) -> &[u8] {
    let dots = secret.iter().filter(|byte| **byte == b'.').count();
    let rest = match dots {
        _ if !secret.starts_with(b"eyJ") => None,
        2 => secret.rsplit(|byte| *byte == b'.').next(),
        4 => secret.splitn(2, |byte| *byte == b'.').nth(1),
        _ => None,
    };
    let is_base64 = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.".contains(byte);
    rest.filter(|rest| rest.len() >= SHORTEST_SIGNATURE && rest.iter().all(is_base64)).unwrap_or(secret)
}

/// Whether an answer holds a part of this text only if it repeats the text. Words and zeros occur by chance.
fn is_random(text: &[u8]) -> bool {
    let mut different = Zeroizing::new(text.to_vec());
    different.sort_unstable();
    different.dedup();
    let is_of_a_word = |run: &&[u8]| run.len() >= WORD && run[0].is_ascii_alphabetic();
    let in_words: usize = text.chunk_by(are_of_a_case).filter(is_of_a_word).map(<[u8]>::len).sum();
    different.len() > FEW && in_words * 2 < text.len()
}

fn are_of_a_case(one: &u8, next: &u8) -> bool {
    (one.is_ascii_lowercase() && next.is_ascii_lowercase())
        || (one.is_ascii_uppercase() && next.is_ascii_uppercase())
}

/// Returns parts of a text, so that each half of it holds a whole part. In a short text, each run of 16 characters does. A text
/// of up to 16 characters is one part. So is a text that is not random, or has backslashes, which the search ignores.
fn parts_of(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    let is_whole = text.len() <= SHORTEST_PART || text.contains(&b'\\') || !is_random(text);
    let len = if is_whole { text.len() } else { text.len().div_ceil(PARTS).max(SHORTEST_PART) };
    let half = text.len().div_ceil(2).max(len);
    let last = text.len() - len;
    (0..last).step_by(half - len + 1).chain([last]).map(move |place| &text[place..place + len])
}

/// Adds a part of a secret as it is and in each encoding.
fn spell(part: &[u8], parts: &mut Vec<Zeroizing<Vec<u8>>>) {
    add(part, parts);
    add(&in_hex(part), parts);
    for sent in [part, &*in_form(part)] {
        for place in 0..3 {
            add(&in_base64(sent, place), parts);
        }
        for between in [",", ", "] {
            add(&in_numbers(sent, between), parts);
        }
    }
}

fn add(spelled: &[u8], parts: &mut Vec<Zeroizing<Vec<u8>>>) {
    let folded = folded(spelled);
    // Without its backslashes and escapes, a text may be too short.
    if folded.len() >= SHORTEST && !parts.contains(&folded) {
        parts.push(folded);
    }
}

/// Returns the text in lower case, in one alphabet of base64, with `+` for each blank, and without backslashes.
fn folded(text: &[u8]) -> Zeroizing<Vec<u8>> {
    let mut folded = Zeroizing::new(Vec::with_capacity(text.len()));
    folded.extend(text.iter().filter(|byte| **byte != b'\\').map(|byte| match byte {
        b'-' | b' ' => b'+',
        b'_' => b'/',
        byte => byte.to_ascii_lowercase(),
    }));
    folded
}

/// Returns the text as a value of a form or a query.
fn in_form(text: &[u8]) -> Zeroizing<Vec<u8>> {
    let mut form = Zeroizing::new(Vec::with_capacity(3 * text.len()));
    form.extend(form_urlencoded::byte_serialize(text).flat_map(str::bytes));
    form
}

fn in_hex(text: &[u8]) -> Zeroizing<Vec<u8>> {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digits = text.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    let mut hex = Zeroizing::new(Vec::with_capacity(2 * text.len()));
    hex.extend(digits.map(|digit| DIGITS[usize::from(digit)]));
    hex
}

/// Returns the bytes of the text as a list of decimal numbers. No secret holds a byte of one digit.
fn in_numbers(text: &[u8], between: &str) -> Zeroizing<Vec<u8>> {
    let mut numbers = Zeroizing::new(Vec::with_capacity((3 + between.len()) * text.len()));
    for byte in text {
        let digits = [byte / 100, byte / 10 % 10, byte % 10].map(|digit| b'0' + digit);
        numbers.extend_from_slice(digits.strip_prefix(b"0").unwrap_or(&digits));
        numbers.extend_from_slice(between.as_bytes());
    }
    let end = numbers.len().saturating_sub(between.len());
    numbers.truncate(end);
    numbers
}

/// Returns the base64 of a text that begins `place` bytes after a group of three. Leaves out the characters at both ends that
/// also hold bits of other bytes.
fn in_base64(text: &[u8], place: usize) -> Zeroizing<Vec<u8>> {
    let mut whole = Zeroizing::new(Vec::with_capacity(place + text.len()));
    whole.resize(place, 0);
    whole.extend_from_slice(text);
    let encoded = Zeroizing::new(STANDARD.encode(&*whole));
    encoded.as_bytes()[(place * 8).div_ceil(6)..whole.len() * 8 / 6].to_vec().into()
}

/// Returns the text without escapes of printable ASCII. The character of one escape may end the next, so one pass undoes every
/// layer.
fn unescaped(text: &[u8]) -> Zeroizing<Vec<u8>> {
    let mut plain = Zeroizing::new(Vec::with_capacity(text.len()));
    for byte in text {
        push(&mut plain, *byte);
    }
    close_entity(&mut plain);
    plain
}

/// Adds a character, and replaces the escapes that it ends by their characters.
fn push(plain: &mut Vec<u8>, mut character: u8) {
    loop {
        // A backslash or a percent sign may begin the next digit.
        if !character.is_ascii_alphanumeric() && !b";\\%".contains(&character) {
            close_entity(plain);
        }
        plain.push(character);
        let Some((len, escaped)) = escape_at_end(plain) else { return };
        let begin = plain.len() - len;
        plain.truncate(begin);
        character = escaped;
    }
}

/// Replaces an HTML escape without its `;` at the end of the text by its character.
fn close_entity(plain: &mut Vec<u8>) {
    if let Some((len, character)) = open_entity_at_end(plain) {
        let begin = plain.len() - len;
        plain.truncate(begin);
        push(plain, character);
    }
}

/// Returns the length and the character of the escape that ends the text.
fn escape_at_end(text: &[u8]) -> Option<(usize, u8)> {
    match text.last()? {
        b';' => entity_at_end(&text[..text.len() - 1]).map(|(len, character)| (len + 1, character)),
        b'}' => braced_at_end(text),
        digit if digit.is_ascii_hexdigit() => {
            [(&b"%"[..], 2), (b"\\u", 4), (b"%u", 4), (b"\\U", 8), (b"\\x", 2)]
                .into_iter()
                .filter_map(|(sign, len)| text.split_at_checked(text.len().checked_sub(len)?).zip(Some(sign)))
                .find(|((before, _), sign)| before.ends_with(sign))
                .and_then(|((_, digits), sign)| Some((sign.len() + digits.len(), character(digits, 16)?)))
        }
        _ => None,
    }
}

/// Returns the length and the character of an escape such as `\u{41}` that ends the text.
fn braced_at_end(text: &[u8]) -> Option<(usize, u8)> {
    let near = &text[text.len().saturating_sub(LONGEST_BRACED)..text.len() - 1];
    let digits = &near[near.iter().rposition(|byte| *byte == b'{')? + 1..];
    let before = &near[..near.len() - digits.len()];
    let is_escape = before.ends_with(b"\\u{") || before.ends_with(b"\\x{");
    is_escape.then(|| character(digits, 16)).flatten().map(|character| (digits.len() + 4, character))
}

/// Returns the length and the character of an HTML escape that ends the text, such as `&#65`, `&#x41` or `&quot`, without
/// its `;`.
fn entity_at_end(text: &[u8]) -> Option<(usize, u8)> {
    let near = &text[text.len().saturating_sub(LONGEST_ENTITY + 1)..];
    let entity = &near[near.iter().rposition(|byte| *byte == b'&')? + 1..];
    let character = match entity {
        [b'#', b'x' | b'X', digits @ ..] => character(digits, 16)?,
        [b'#', digits @ ..] => character(digits, 10)?,
        name => ENTITIES.iter().find(|(known, _)| known.as_bytes().eq_ignore_ascii_case(name))?.1,
    };
    Some((entity.len() + 1, character))
}

/// Returns the length and the character of an HTML escape that ends the text and that nothing closes, as HTML's parsers
/// accept it: a number, or one of the old names.
fn open_entity_at_end(text: &[u8]) -> Option<(usize, u8)> {
    let (len, character) = entity_at_end(text)?;
    let is_open = match &text[text.len() - len..] {
        [b'&', b'#', ..] => true,
        [_, name @ ..] => {
            [&b"amp"[..], b"lt", b"gt", b"quot"].iter().any(|old| old.eq_ignore_ascii_case(name))
        }
        [] => false,
    };
    is_open.then_some((len, character))
}

/// Returns the printable ASCII character of this number. `None` for other numbers.
fn character(digits: &[u8], radix: u32) -> Option<u8> {
    let number = digits.iter().try_fold(0_u32, |number, digit| {
        number.checked_mul(radix)?.checked_add(char::from(*digit).to_digit(radix)?)
    });
    u8::try_from(number?).ok().filter(|byte| (b' '..=b'~').contains(byte))
}

/// HTML's names of ASCII, as servers write them.
const ENTITIES: [(&str, u8); 35] = [
    ("amp", b'&'),
    ("apos", b'\''),
    ("ast", b'*'),
    ("bsol", b'\\'),
    ("colon", b':'),
    ("comma", b','),
    ("commat", b'@'),
    ("dollar", b'$'),
    ("equals", b'='),
    ("excl", b'!'),
    ("grave", b'`'),
    ("gt", b'>'),
    ("hat", b'^'),
    ("lbrace", b'{'),
    ("lbrack", b'['),
    ("lcub", b'{'),
    ("lowbar", b'_'),
    ("lpar", b'('),
    ("lsqb", b'['),
    ("lt", b'<'),
    ("num", b'#'),
    ("percnt", b'%'),
    ("period", b'.'),
    ("plus", b'+'),
    ("quest", b'?'),
    ("quot", b'"'),
    ("rbrace", b'}'),
    ("rbrack", b']'),
    ("rcub", b'}'),
    ("rpar", b')'),
    ("rsqb", b']'),
    ("semi", b';'),
    ("sol", b'/'),
    ("verbar", b'|'),
    ("vert", b'|'),
];

#[cfg(test)]
mod tests;

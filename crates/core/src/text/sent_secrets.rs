//! Whether an answer repeats a secret that its request carried.
//!
//! Servers quote what they were sent: in messages, in pages, in names. A secret is found as it is, in the escapes of JSON,
//! addresses and HTML, one within the other to any depth, and in base64, hexadecimal digits or a list of numbers. A server
//! that wants to hide a secret from this can do so: it knows the secret already.

use alloc::vec::Vec;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use memchr::memmem;
use url::form_urlencoded;
use zeroize::Zeroizing;

/// Characters. A shorter secret stands in answers by chance, and is guessed more easily than it is read.
const SHORTEST: usize = 8;
/// Characters. No part of a random secret that is this long stands anywhere by chance.
const SHORTEST_PART: usize = 16;
/// A part of a long secret is a quarter of it: tokens of one kind begin alike.
const PARTS: usize = 4;
/// Different characters. A random secret of more than 16 characters has more.
const FEW: usize = 7;
/// Letters of one case, one after the other: a word, or a piece of one.
const WORD: usize = 4;
/// Characters. The shortest signature of a token has 43.
const SHORTEST_SIGNATURE: usize = 32;
/// Bytes between `&` and `;`. The longest name has seven; numbers may begin with zeros.
const LONGEST_ENTITY: usize = 10;

/// The secrets of one request, ready to be looked for in its answer.
pub struct SentSecrets {
    /// Parts of the secrets in each encoding, folded.
    parts: Vec<Zeroizing<Vec<u8>>>,
}

impl SentSecrets {
    /// Looks for these secrets, but for those of fewer than eight characters.
    pub fn of<'a>(secrets: impl IntoIterator<Item = &'a str>) -> Self {
        let mut parts = Vec::<Zeroizing<Vec<u8>>>::new();
        for secret in secrets {
            // Base64 is as good without its padding.
            let secret = secret.trim_end_matches('=').as_bytes();
            if secret.len() < SHORTEST {
                continue;
            }
            let secret = behind_public(secret);
            for part in parts_of(secret) {
                spell(part, &mut parts);
            }
            // An answer's escapes are undone, those that the secret itself holds among them.
            for part in parts_of(&unescaped(secret)) {
                add(part, &mut parts);
            }
        }
        Self { parts }
    }

    /// Whether these bytes hold one of the secrets, or half of one that has 32 characters, or 16 characters of a shorter
    /// one. It takes time in proportion to their number.
    pub fn are_repeated_in(&self, bytes: &[u8]) -> bool {
        // What stands before a secret may make an escape of its beginning: so the bytes as they are count too.
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

/// A token of the JWT family without what other tokens say too: the header, and the claims of a signed one. Nobody gets in
/// by those.
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

/// Whether no part of this text stands in an answer that does not repeat it. Words do, and so do zeros.
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

/// Parts of a text, so that each half of it, and of a short one each run of 16 characters, holds a part whole. A text of up
/// to 16 characters is one part, and so is one that is not random, or has backslashes, which don't count in an answer.
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
    // Without its backslashes and escapes a text may be shorter than it was.
    if folded.len() >= SHORTEST && !parts.contains(&folded) {
        parts.push(folded);
    }
}

/// What is left of a text where neither letter case counts, nor the alphabet of base64, nor whether a blank is written as
/// `+`, nor a backslash.
fn folded(text: &[u8]) -> Zeroizing<Vec<u8>> {
    let mut folded = Zeroizing::new(Vec::with_capacity(text.len()));
    folded.extend(text.iter().filter(|byte| **byte != b'\\').map(|byte| match byte {
        b'-' | b' ' => b'+',
        b'_' => b'/',
        byte => byte.to_ascii_lowercase(),
    }));
    folded
}

/// As a value of a form, or of a query.
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

/// As a list of its bytes in decimal digits. No secret holds a byte of one digit.
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

/// What base64 makes of a text that begins `place` bytes after a group of three, without the characters at its ends that
/// hold bits of its neighbours.
fn in_base64(text: &[u8], place: usize) -> Zeroizing<Vec<u8>> {
    let mut whole = Zeroizing::new(Vec::with_capacity(place + text.len()));
    whole.resize(place, 0);
    whole.extend_from_slice(text);
    let encoded = Zeroizing::new(STANDARD.encode(&*whole));
    encoded.as_bytes()[(place * 8).div_ceil(6)..whole.len() * 8 / 6].to_vec().into()
}

/// The text without escapes of printable ASCII. The character of one may end the next: so one pass undoes every layer.
fn unescaped(text: &[u8]) -> Zeroizing<Vec<u8>> {
    let mut plain = Zeroizing::new(Vec::with_capacity(text.len()));
    for byte in text {
        plain.push(*byte);
        while let Some((len, character)) = escape_at_end(&plain) {
            let begin = plain.len() - len;
            plain.truncate(begin);
            plain.push(character);
        }
    }
    plain
}

/// The length and the character of the escape that ends the text.
fn escape_at_end(text: &[u8]) -> Option<(usize, u8)> {
    match text.last()? {
        b';' => entity_at_end(text),
        digit if digit.is_ascii_hexdigit() => [(&b"%"[..], 2), (b"\\u", 4), (b"\\x", 2)]
            .into_iter()
            .filter_map(|(sign, len)| text.split_at_checked(text.len().checked_sub(len)?).zip(Some(sign)))
            .find(|((before, _), sign)| before.ends_with(sign))
            .and_then(|((_, digits), sign)| Some((sign.len() + digits.len(), character(digits, 16)?))),
        _ => None,
    }
}

/// The same of an escape in HTML, such as `&#65;`, `&#x41;` or `&quot;`.
fn entity_at_end(text: &[u8]) -> Option<(usize, u8)> {
    let text = &text[..text.len() - 1];
    let near = &text[text.len().saturating_sub(LONGEST_ENTITY + 1)..];
    let entity = &near[near.iter().rposition(|byte| *byte == b'&')? + 1..];
    let character = match entity {
        [b'#', b'x' | b'X', digits @ ..] => character(digits, 16)?,
        [b'#', digits @ ..] => character(digits, 10)?,
        name => ENTITIES.iter().find(|(known, _)| known.as_bytes().eq_ignore_ascii_case(name))?.1,
    };
    Some((entity.len() + 2, character))
}

/// The printable character of ASCII that has this number.
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
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::format;
    use std::string::{String, ToString};
    use std::time::Instant;

    /// Base64, as Intercom's are, with all three of its odd characters.
    const TOKEN: &str = "dG9rOmM4YT/hMmEyXzRk+mVfNGZmNF85NGE1Xzc5MjA4NjNjYTdjMDoxOjA=";
    /// With each character that some escape is made for.
    const ODD: &str = r#"a"b\c%41&amp;</d e>~'\u0041;+_-f"#;

    fn is_repeated(secret: &str, text: &str) -> bool {
        SentSecrets::of([secret]).are_repeated_in(text.as_bytes())
    }

    fn percent(text: &str) -> String {
        text.bytes().map(|byte| format!("%{byte:02X}")).collect()
    }

    fn json(text: &str) -> String {
        text.bytes().map(|byte| format!("\\u{byte:04x}")).collect()
    }

    fn html(text: &str) -> String {
        text.bytes().map(|byte| format!("&#{byte};")).collect()
    }

    #[test]
    fn a_secret_is_found_however_it_is_spelled() {
        let base64 = |before: &str| STANDARD.encode(format!("{before}{TOKEN}{before}"));
        let parsed = |text: &str| text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;");
        for (how, text) in [
            ("as it is", TOKEN.to_string()),
            ("without its padding", TOKEN.trim_end_matches('=').to_string()),
            ("in capitals", TOKEN.to_uppercase()),
            ("in the other alphabet of base64", TOKEN.replace('+', "-").replace('/', "_")),
            ("with a blank where a form has it", TOKEN.replace('+', " ")),
            ("with slashes escaped", TOKEN.replace('/', "\\/")),
            ("JSON", json(TOKEN)),
            ("JSON in capitals", json(TOKEN).to_uppercase().replace("\\U", "\\u")),
            ("JSON in JSON", json(TOKEN).replace('\\', "\\\\")),
            ("JSON in JSON in JSON", json(TOKEN).replace('\\', "\\\\\\\\")),
            ("JSON of JSON", json(&json(TOKEN))),
            ("a log", TOKEN.bytes().map(|byte| format!("\\x{byte:02x}")).collect()),
            ("percent", percent(TOKEN)),
            ("percent in lower case", percent(TOKEN).to_lowercase()),
            ("percent where needed", TOKEN.replace('/', "%2F").replace('+', "%2b").replace('=', "%3D")),
            ("percent of percent", percent(&percent(TOKEN))),
            ("percent of percent of percent", percent(TOKEN).replace('%', "%2525")),
            ("HTML", html(TOKEN)),
            ("HTML with zeros", TOKEN.bytes().map(|byte| format!("&#{byte:06};")).collect()),
            ("HTML in hexadecimal", TOKEN.bytes().map(|byte| format!("&#x{byte:X};")).collect()),
            ("HTML by name", TOKEN.replace('/', "&sol;").replace('+', "&plus;").replace('=', "&equals;")),
            ("HTML of HTML", html(TOKEN).replace('&', "&amp;")),
            ("JSON of HTML of percent", json(&html(&percent(TOKEN)))),
            ("percent of JSON of HTML", percent(&json(&html(TOKEN)))),
            ("base64", base64("")),
            ("base64 one byte later", base64("#")),
            ("base64 two bytes later", base64("id")),
            ("base64 without padding", base64("").trim_end_matches('=').to_string()),
            ("base64 in percent", percent(&base64("id:"))),
            (
                "base64 of a form",
                STANDARD.encode(format!("code={}&", &*String::from_utf8_lossy(&in_form(TOKEN.as_bytes())))),
            ),
            ("hexadecimal", TOKEN.bytes().map(|byte| format!("{byte:02X}")).collect()),
            ("a list of numbers", format!("{:?}", TOKEN.as_bytes())),
            ("a list of numbers in JSON", format!("{:?}", TOKEN.as_bytes()).replace(' ', "")),
            ("its first half", TOKEN[..TOKEN.len() / 2 + 1].to_string()),
            ("its last half", TOKEN[TOKEN.len() / 2 - 1..].to_string()),
            ("half of it amid it", TOKEN[14..46].to_string()),
        ] {
            for around in ["", "%", "\\", "&", "x=", "\"", "\\\\\""] {
                let text = format!("{around}{text}{around}");
                assert!(is_repeated(TOKEN, &text), "{how}: {text}");
            }
        }
        for (how, text) in [
            ("as it is", ODD.to_string()),
            ("JSON", format!("{:?}", ODD)),
            ("JSON of JSON", format!("{:?}", format!("{ODD:?}"))),
            ("percent", percent(ODD)),
            ("HTML", parsed(ODD)),
            ("HTML of HTML", parsed(&parsed(ODD))),
            ("JSON of HTML", format!("{:?}", parsed(ODD))),
            ("a form", form_urlencoded::byte_serialize(ODD.as_bytes()).collect()),
        ] {
            assert!(is_repeated(ODD, &text), "{how}: {text}");
        }
    }

    /// Of a long secret a part is found that has no odd character in it.
    #[test]
    fn a_short_secret_is_found_by_each_of_its_characters() {
        const SHORT: &str = "a+b/c-d_";
        let form: String = form_urlencoded::byte_serialize(SHORT.as_bytes()).collect();
        for text in [SHORT, "A+b/C-d_", "a-b_c+d/", "a b/c-d_", &form, &STANDARD.encode(form.as_bytes())] {
            assert!(is_repeated(SHORT, text), "{text}");
        }
    }

    #[test]
    fn what_stands_before_a_secret_hides_nothing_of_it() {
        for (secret, text) in
            [("41abcdef", "100%41abcdef"), ("u0041bcd", "C:\\u0041bcd"), ("x41abcde", "\\x41abcde")]
        {
            assert!(is_repeated(secret, text), "{text}");
        }
    }

    #[test]
    fn another_secret_a_small_part_and_a_short_one_are_no_repetition() {
        let other = "dG9rOjE5YjRkMGQ4X2FhMDFfNDk2ZV85ZDY4X2JmZDE1MzI3ZmYxNDoxOjA=";
        for (how, secret, text) in [
            ("nothing", TOKEN, ""),
            ("another token", TOKEN, other),
            ("its beginning", TOKEN, &TOKEN[..15]),
            ("its end", TOKEN, &TOKEN[TOKEN.len() - 15..]),
            ("a short one", "abcdefg", "abcdefg"),
            ("a short one with padding", "abcdefg===", "abcdefg==="),
            ("a short one in hexadecimal digits", "abcdefg", "61626364656667"),
            ("backslashes", "\\\\\\\\\\\\\\\\", "\\\\\\\\\\\\\\\\ and more"),
            ("all but one character", "abcdefgh", "bcdefgh"),
            ("a broken escape", "abcdefgh", "%6 \\u006 \\x6 &#; &#x; &; &#4294967393; \\u00"),
        ] {
            assert!(!is_repeated(secret, text), "{how}");
        }
    }

    const HEADER: &str = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9";
    const CLAIMS: &str = "eyJpc3MiOiJodHRwczovL2dhdGV3YXkudGVzdCIsInN1YiI6IjEifQ";
    const SIGNATURE: &str = "SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c";

    #[test]
    fn of_a_signed_token_the_signature_counts_and_of_an_encrypted_one_all_but_its_header() {
        let signed = [HEADER, CLAIMS, SIGNATURE].join(".");
        let other = [HEADER, CLAIMS, "N7XgLvX1q0oB7nXq6cU5Yw8sJ2mT9rKdE3hZpA4fV_o"].join(".");
        for (text, expected) in [
            (&*signed, true),
            (SIGNATURE, true),
            (&percent(&signed), true),
            (&STANDARD.encode(&signed), true),
            (&*other, false),
            (&STANDARD.encode(&other), false),
            (CLAIMS, false),
        ] {
            assert_eq!(is_repeated(&signed, text), expected, "{text}");
        }
        let encrypted = [HEADER, SIGNATURE, "48V1_ALb6US04U3b", CLAIMS, "XFBoMYUZodetZdvTiFvSkQ"].join(".");
        for (text, expected) in [(HEADER, false), (SIGNATURE, true), (CLAIMS, true), (&*encrypted, true)] {
            assert_eq!(is_repeated(&encrypted, text), expected, "{text}");
        }
        // Neither is one: all of it counts.
        for odd in
            [[HEADER, CLAIMS, ""].join("."), [HEADER, CLAIMS].join("."), [HEADER, CLAIMS, "short"].join(".")]
        {
            assert!(is_repeated(&odd, HEADER), "{odd}");
        }
    }

    #[test]
    fn a_secret_of_words_or_of_few_characters_counts_whole() {
        for (secret, honest) in [
            ("switchhook-gateway-x1", "<title>switchhook-gateway</title>"),
            ("SWITCHHOOK_GATEWAY_TOKEN", "SWITCHHOOK_GATEWAY_URL"),
            ("test-token-for-intercom-mock", "a test-token-for-intercom is needed"),
            ("IntercomGatewayToken1", "IntercomGatewayTokenMissing"),
            ("00000000-0000-0000-0000-000000000001", "00000000-0000-0000-0000-000000000002"),
            ("--------------------1", "--------------------"),
        ] {
            assert!(!is_repeated(secret, honest), "{secret}");
            for text in [secret, &percent(secret), &html(secret), &STANDARD.encode(secret)] {
                assert!(is_repeated(secret, text), "{secret}: {text}");
            }
        }
    }

    #[test]
    fn fewer_than_sixteen_bytes_are_no_part_of_a_secret_in_any_encoding() {
        let secret = "c8a12345-e2a1-4d4e-9f0b-a5792086ca7c";
        for some in secret.as_bytes().windows(SHORTEST_PART - 1) {
            let hex: String = some.iter().map(|byte| format!("{byte:02x}")).collect();
            let numbers = format!("{some:?}");
            for text in [&numbers, &numbers.replace(' ', ""), &hex, &STANDARD.encode(some)] {
                assert!(!is_repeated(secret, text), "{text}");
            }
        }
        assert!(is_repeated(secret, &format!("{:?}", &secret.as_bytes()[3..21])));
    }

    proptest! {
        #[test]
        fn half_of_a_secret_is_found_wherever_it_begins(secret in "[A-Za-z0-9+/]{17,128}|[0-9a-f]{17,128}") {
            prop_assume!(is_random(secret.as_bytes()));
            let sent = SentSecrets::of([secret.as_str()]);
            for half in secret.as_bytes().windows(secret.len().div_ceil(2).max(SHORTEST_PART)) {
                prop_assert!(sent.are_repeated_in(half), "{}", String::from_utf8_lossy(half));
            }
        }

        #[test]
        fn half_of_a_secret_is_found_in_each_encoding(secret in "[A-Za-z0-9+/]{17,128}", begin: prop::sample::Index, before in "[ -~]{0,3}") {
            prop_assume!(is_random(secret.as_bytes()));
            let len = secret.len().div_ceil(2).max(SHORTEST_PART);
            let begin = begin.index(secret.len() - len + 1);
            let half = &secret[begin..begin + len];
            let around = format!("{before}{half}{before}");
            let hex = half.bytes().map(|byte| format!("{byte:02x}")).collect();
            for text in [percent(half), json(half), html(half), hex, format!("{:?}", half.as_bytes()), STANDARD.encode(around)] {
                prop_assert!(is_repeated(&secret, &text), "{text}");
            }
        }
    }

    #[test]
    fn each_secret_of_a_request_is_looked_for() {
        let sent = SentSecrets::of(["first-secret", "short", "second-secret"]);
        assert!(sent.are_repeated_in(b"{first-secret}") && sent.are_repeated_in(b"{second-secret}"));
        assert!(
            !sent.are_repeated_in(b"{short} first- secret") && !SentSecrets::of([]).are_repeated_in(b"x")
        );
    }

    #[test]
    fn an_answer_takes_time_in_proportion_to_its_length() {
        const LEN: usize = 16 << 10;
        let secrets = [TOKEN.to_string(), "a".repeat(8 * 1024), "%25".repeat(2_700)];
        let sent = SentSecrets::of(secrets.iter().map(String::as_str));
        // The quickest of some tries: what else this computer does makes none quicker.
        let time = |text: &str| {
            let tries = (0..5).map(|_| {
                let began = Instant::now();
                sent.are_repeated_in(text.as_bytes());
                began.elapsed()
            });
            tries.min().unwrap()
        };
        for text in ["%25", "%252525", "&amp;", "amp;", "\\", "\\u005c", "aaaaaaab", "&", "&#", ";"] {
            let once = text.repeat(LEN / text.len());
            let (once, four_times) = (time(&once), time(&once.repeat(4)));
            // Sixteen times as long where each character is compared with each.
            assert!(four_times < once * 9, "{text}: {once:?}, {four_times:?}");
        }
    }

    proptest! {
        #[test]
        fn a_secret_amid_any_text_is_found(before in r#"([%\\&#;ux"0-9a-f ]|\PC){0,9}"#, secret in "[!-~]{7}[!-<>-~]", after in r"\PC{0,9}") {
            let text = format!("{before}{secret}{after}");
            let has_escapes = secret.contains(['%', '&', '\\']);
            if folded(secret.as_bytes()).len() >= SHORTEST {
                prop_assert!(is_repeated(&secret, &text));
                prop_assert!(has_escapes || is_repeated(&secret, &percent(&secret)));
            }
        }
    }
}

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
        ("a log with braces", TOKEN.bytes().map(|byte| format!("\\u{{{byte:x}}}")).collect()),
        ("a log with six digits in braces", TOKEN.bytes().map(|byte| format!("\\x{{{byte:06X}}}")).collect()),
        ("a log with eight digits", TOKEN.bytes().map(|byte| format!("\\U{byte:08x}")).collect()),
        ("an old browser's escapes", TOKEN.bytes().map(|byte| format!("%u{byte:04X}")).collect()),
        ("percent", percent(TOKEN)),
        ("percent in lower case", percent(TOKEN).to_lowercase()),
        ("percent where needed", TOKEN.replace('/', "%2F").replace('+', "%2b").replace('=', "%3D")),
        ("percent of percent", percent(&percent(TOKEN))),
        ("percent of percent of percent", percent(TOKEN).replace('%', "%2525")),
        ("HTML", html(TOKEN)),
        ("HTML that nothing closes", html(TOKEN).replace(';', "")),
        (
            "HTML in hexadecimal that nothing closes",
            TOKEN.bytes().map(|byte| format!("&#x{byte:x}")).collect(),
        ),
        ("HTML of HTML that nothing closes", html(TOKEN).replace(';', "").replace('&', "&amp")),
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
fn other_secret_small_part_and_short_secret_do_not_count() {
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
fn signed_token_counts_by_signature_encrypted_one_by_payload() {
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
fn part_below_sixteen_bytes_does_not_count_in_any_encoding() {
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
    assert!(!sent.are_repeated_in(b"{short} first- secret") && !SentSecrets::of([]).are_repeated_in(b"x"));
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

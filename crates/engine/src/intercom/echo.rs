//! Whether an answer repeats the token that it was asked with.

use percent_encoding::percent_decode;
use switchhook_core::AccessToken;
use zeroize::Zeroizing;

use crate::intercom::http::Answer;

/// Whether an answer holds the token: as it is, with escapes of JSON, of addresses, or of both.
pub(crate) fn repeats(answer: &Answer, token: &AccessToken) -> bool {
    let token = token.expose().as_bytes();
    let is_in = |bytes: &[u8]| bytes.windows(token.len()).any(|part| part == token);
    let is_encoded = |bytes: &[u8]| {
        bytes.contains(&b'%') && is_in(&Zeroizing::new(percent_decode(bytes).collect::<Vec<_>>()))
    };
    let is_anywhere = |bytes: &[u8]| is_in(bytes) || is_encoded(bytes);
    let body = &answer.body;
    answer.headers.values().any(|value| is_anywhere(value.as_bytes()))
        || is_anywhere(body)
        || (body.contains(&b'\\') && is_anywhere(&unescaped(body)))
}

/// The bytes without JSON's escapes, as far as they stand for ASCII: a token is nothing else.
fn unescaped(json: &[u8]) -> Zeroizing<Vec<u8>> {
    let mut text = Zeroizing::new(Vec::with_capacity(json.len()));
    let mut rest = json;
    while let [first, after @ ..] = rest {
        let (byte, left) = match after {
            [b'u', hex @ ..] if *first == b'\\' && hex.len() >= 4 => match ascii(&hex[..4]) {
                Some(byte) => (byte, &hex[4..]),
                None => (b'u', hex),
            },
            [escaped, left @ ..] if *first == b'\\' => (*escaped, left),
            _ => (*first, after),
        };
        text.push(byte);
        rest = left;
    }
    text
}

fn ascii(hex: &[u8]) -> Option<u8> {
    let number = u16::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok()?;
    u8::try_from(number).ok().filter(u8::is_ascii)
}

#[cfg(test)]
mod tests {
    use reqwest::Version;
    use reqwest::header::HeaderMap;

    use super::*;

    fn answer(body: &str, header: &str) -> Answer {
        let mut headers = HeaderMap::new();
        headers.insert("x-echo", header.parse().expect("a header"));
        let body = Zeroizing::new(body.as_bytes().to_vec());
        Answer {
            status: 200,
            body,
            pause: None,
            headroom: None,
            resets_in: None,
            version: Version::HTTP_11,
            headers,
        }
    }

    #[test]
    fn a_token_is_found_wherever_and_however_an_answer_repeats_it() {
        let token = AccessToken::new("dG9r/On==".to_string()).expect("VSCHAR");
        for (body, header, found) in [
            (r#"{"x":"Bearer dG9r/On== y"}"#, "", true),
            (r#"{"x":"dG9r\/On\u003d\u003D"}"#, "", true),
            (r#"{"\u0064G9r/On==":1}"#, "", true),
            ("<p>dG9r/On==</p>", "", true),
            ("{}", "Bearer dG9r/On==", true),
            (r#"{"x":"?token=dG9r%2FOn%3d%3D"}"#, "", true),
            (r#"{"x":"?token=dG9r\u00252FOn=%3D"}"#, "", true),
            ("{}", "/next?token=dG9r/On%3D%3D", true),
            (r#"{"x":"dG9r/On\\u003d=","y":"\u00e9\"\\"}"#, "dG9r", false),
            (r#"{"x":"\"#, "", false),
            (r#"{"x":"\u00"#, "", false),
        ] {
            assert_eq!(repeats(&answer(body, header), &token), found, "{body} {header}");
        }
        let quoted = AccessToken::new(r#"a"b\c"#.to_string()).expect("VSCHAR");
        assert!(repeats(&answer(r#"{"x":"a\"b\\c"}"#, ""), &quoted));
    }
}

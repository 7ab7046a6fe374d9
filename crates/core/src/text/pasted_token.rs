//! An access token as people copy it: with the name of its header, quotation marks or blanks around it.

use alloc::string::{String, ToString};

use zeroize::Zeroizing;

use super::paste::{PasteMistake, check_form, is_assignment, is_blank, is_named_token, is_quote, mistake};
use super::token_form::is_access_token;
use crate::AccessToken;

/// A text of another form than Intercom's tokens is no token if it is shorter than this, in characters. Intercom's have about 60.
const SHORTEST: usize = 20;

/// Takes an access token out of a pasted text: drops a header's name, `Bearer`, quotation marks and blanks around it.
///
/// # Errors
/// The first [`PasteMistake`] that the rest holds. Nothing of the text is repeated.
pub fn check_access_token(text: String) -> Result<AccessToken, PasteMistake> {
    let text = Zeroizing::new(text);
    let bare = tidied(&text);
    if bare.is_empty() {
        return Err(PasteMistake::Empty);
    }
    if is_assignment(bare) || is_named_token(bare) {
        return Err(PasteMistake::Assignment);
    }
    if is_address(bare) {
        return Err(PasteMistake::Address);
    }
    check_form(bare, usize::MAX)?;
    if !is_access_token(bare) {
        if is_id(bare) {
            return Err(PasteMistake::Id);
        }
        if bare.len() < SHORTEST || is_wordy(bare) {
            return Err(PasteMistake::NoToken);
        }
    }
    AccessToken::new(bare.to_string()).map_err(mistake)
}

/// Returns the text without all that people copy along with a token.
fn tidied(text: &str) -> &str {
    let mut bare = text;
    loop {
        let before = bare;
        bare = bare.trim_matches(|c| is_blank(c) || is_quote(c)).trim_end_matches([',', ';']);
        bare = ["-H", "--header"].iter().find_map(|option| after_word(bare, option)).unwrap_or(bare);
        bare = after_name(bare, "authorization").unwrap_or(bare);
        bare = after_word(bare, "bearer").unwrap_or(bare);
        if bare == before {
            return bare;
        }
    }
}

/// Returns the text after a word and a blank.
fn after_word<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    after(text, word).filter(|rest| rest.starts_with(is_blank) || rest.is_empty())
}

/// Returns the text after a header's name and its colon, as HTTP, JSON or a program writes them.
fn after_name<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let rest = after(text, name)?.trim_start_matches(|c| is_blank(c) || is_quote(c));
    rest.strip_prefix("=>").or_else(|| rest.strip_prefix([':', '=']))
}

/// Returns the text after a word in any letter case.
fn after<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let (start, rest) = text.split_at_checked(word.len())?;
    start.eq_ignore_ascii_case(word).then_some(rest)
}

/// Whether the text is a web or an e-mail address. Tokens hold neither `://` nor `@`.
fn is_address(text: &str) -> bool {
    let is_host =
        |host: &str| host.contains('.') && host.chars().all(|c| c.is_alphanumeric() || ".-:".contains(c));
    let (host, path) = text.split_once('/').unwrap_or((text, ""));
    let is_page =
        is_host(host) && (!path.is_empty() || host.starts_with("www.") || host.contains("intercom."));
    let is_mail = text.split_once('@').is_some_and(|(name, host)| !name.is_empty() && is_host(host));
    text.contains("://") || is_page || is_mail
}

/// Whether the text is an id or a client secret, as Intercom writes them: digits, hexadecimal digits or a UUID.
fn is_id(text: &str) -> bool {
    let digits = text.bytes().filter(|byte| *byte != b'-');
    text.len() <= 64 && digits.clone().next().is_some() && { digits }.all(|byte| byte.is_ascii_hexdigit())
}

/// Whether the text is made of words: no digit, and one letter case.
fn is_wordy(text: &str) -> bool {
    let all = |is: fn(char) -> bool| text.chars().all(|c| "-_.".contains(c) || is(c));
    all(|c| c.is_ascii_lowercase()) || all(|c| c.is_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::format;

    const TOKEN: &str = "dG9rOmNiZTUyYWU4XzQzZGVfNDE1YjoxOjA=";
    const OPAQUE: &str = "9f3kQ2zL0pXvB7nW1mRt";

    #[test]
    fn token_is_taken_out_of_what_stands_around_it() {
        for token in [TOKEN, OPAQUE] {
            for text in [
                token.to_string(),
                format!("  {token}\r\n"),
                format!("\u{feff}{token}\u{200b}\u{a0}"),
                format!("\"{token}\""),
                format!("“{token}”,"),
                format!("' {token} ';"),
                format!("{token}\""),
                format!("Bearer {token}"),
                format!("bearer\t{token}\n"),
                format!("BEARER   {token}"),
                format!("Authorization: Bearer {token}"),
                format!("authorization:bearer {token}"),
                format!("Authorization: {token}"),
                format!("AUTHORIZATION = \"Bearer {token}\""),
                format!("\"Authorization: Bearer {token}\""),
                format!("-H 'Authorization: Bearer {token}'"),
                format!("--header \"Authorization: Bearer {token}\""),
                format!("\"Authorization\": \"Bearer {token}\","),
                format!("'Authorization' => 'Bearer {token}'"),
                format!("Bearer \"{token}\""),
            ] {
                let read = check_access_token(text.clone());
                assert_eq!(read.as_ref().map(AccessToken::expose), Ok(token), "{text:?}");
            }
        }
        for token in
            ["dG9rOmNiZTUyYQ==", "dG9rOmNiZTUyYWU4", "a-token-of-9-own-server==", "eyJhbGciOi.J9abc.x_y-z"]
        {
            assert!(check_access_token(token.to_string()).is_ok(), "{token}");
        }
    }

    #[test]
    fn text_that_is_plainly_no_token_is_named() {
        for (text, mistake) in [
            ("", PasteMistake::Empty),
            (" \t\u{200b}", PasteMistake::Empty),
            ("\"\"", PasteMistake::Empty),
            ("Bearer ", PasteMistake::Empty),
            ("Authorization: Bearer", PasteMistake::Empty),
            ("hello", PasteMistake::NoToken),
            ("Hello1", PasteMistake::NoToken),
            ("wsA.1", PasteMistake::NoToken),
            ("nw7k2p0q", PasteMistake::NoToken),
            ("this-is-certainly-no-token", PasteMistake::NoToken),
            ("THIS_IS_CERTAINLY_NO_TOKEN", PasteMistake::NoToken),
            ("1234567", PasteMistake::Id),
            ("6762f0dd1bb69f9f2193bb83", PasteMistake::Id),
            ("b4c1d0a2-5f0e-4e57-9d0c-1f2a3b4c5d6e", PasteMistake::Id),
            ("B4C1D0A25F0E4E579D0C1F2A3B4C5D6E", PasteMistake::Id),
            ("https://app.intercom.com/a/apps/nw7k2p0q", PasteMistake::Address),
            ("app.eu.intercom.com", PasteMistake::Address),
            ("app.intercom.com/a/apps/nw7k2p0q/developer-hub", PasteMistake::Address),
            ("www.example.com", PasteMistake::Address),
            ("maya@northwind.example", PasteMistake::Address),
            ("intercom://callback?code=1", PasteMistake::Address),
            ("TOKEN=abc", PasteMistake::Assignment),
            ("INTERCOM_TOKEN=\"dG9rOmNiZTUyYWU4\"", PasteMistake::Assignment),
            ("export INTERCOM_ACCESS_TOKEN=dG9rOmNiZTUyYWU4=", PasteMistake::Assignment),
            ("api_key = abc", PasteMistake::Assignment),
            ("dG9rOmNi ZTUyYWU4", PasteMistake::Blank),
            ("dG9rOmNiZTUyYWU4\ndG9rOmNiZTUyYWU4", PasteMistake::Blank),
            ("tökén", PasteMistake::Charset),
        ] {
            assert_eq!(check_access_token(text.to_string()), Err(mistake), "{text:?}");
        }
        assert_eq!(check_access_token("x1".repeat(4097)), Err(PasteMistake::TooLong));
    }
}

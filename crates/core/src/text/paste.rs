//! The mistakes of people who copy a client id, a secret or a token from one window into another. Each mistake has its own
//! sentence, and no sentence repeats the pasted text.
//!
//! A secret may hold any visible character (RFC 6749 appendix A), so no check refuses a text that a provider could issue.

use alloc::string::String;

use serde::{Deserialize, Serialize};

use super::token_form::is_access_token;
use crate::account::registration::is_invisible;
use crate::{ClientSecret, SecretError};

/// The kind of text that a person was asked to paste.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum Pasted {
    /// The public id.
    ClientId,
    /// The secret.
    ClientSecret,
    /// The id of the only workspace to take.
    Workspace,
    /// An access token of the person's own.
    AccessToken,
}

/// A mistake in a pasted text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum PasteMistake {
    /// Nothing, or blanks alone.
    Empty,
    /// Longer than any real one.
    TooLong,
    /// A whole line of an environment file, `NAME=value`.
    Assignment,
    /// One of Intercom's access tokens.
    AccessToken,
    /// Quotation marks stand around it.
    Quoted,
    /// A blank or a line end, in it or around it.
    Blank,
    /// A web or e-mail address.
    Address,
    /// An id or a client secret instead of an access token.
    Id,
    /// A text without the length or the letters of an access token.
    NoToken,
    /// A character that neither can hold: a control, or one outside ASCII.
    Charset,
    /// The client id a second time.
    Same,
    /// The client id of an app that is here, or its secret: the two were exchanged.
    Exchanged,
}

const MAX_CLIENT_ID: usize = 200;
const QUOTES: [(char, char); 7] =
    [('"', '"'), ('\'', '\''), ('`', '`'), ('“', '”'), ('„', '“'), ('‘', '’'), ('«', '»')];
/// How the names end that environment files give to what is asked for here, or to what lies beside it.
const NAMES: [&str; 6] = ["client_id", "client_secret", "app_id", "access_token", "api_key", "secret_key"];

/// A client id as it was pasted, by itself.
///
/// # Errors
/// The first [`PasteMistake`] that is found.
pub fn check_client_id(text: &str) -> Result<(), PasteMistake> {
    check(text, MAX_CLIENT_ID)
}

/// The id of a workspace as it was pasted.
///
/// # Errors
/// The first [`PasteMistake`] that is found.
pub fn check_workspace(text: &str) -> Result<(), PasteMistake> {
    check(text, MAX_CLIENT_ID)
}

/// A client secret as it was pasted, by itself.
///
/// # Errors
/// The first [`PasteMistake`] that is found, which repeats nothing of the text.
pub fn check_client_secret(text: String) -> Result<ClientSecret, PasteMistake> {
    let checked = check(&text, usize::MAX);
    // The text goes there either way, and is wiped there.
    let secret = ClientSecret::new(text);
    checked?;
    secret.map_err(mistake)
}

/// A client secret beside its client id and those of the apps that are here.
///
/// # Errors
/// [`PasteMistake::Same`] or [`PasteMistake::Exchanged`].
pub fn check_pair<'a>(
    client_id: &str,
    secret: &ClientSecret,
    known: impl IntoIterator<Item = &'a str>,
) -> Result<(), PasteMistake> {
    if secret.expose() == client_id {
        return Err(PasteMistake::Same);
    }
    let is_known = known.into_iter().any(|known| known == secret.expose());
    if is_known { Err(PasteMistake::Exchanged) } else { Ok(()) }
}

fn check(text: &str, most: usize) -> Result<(), PasteMistake> {
    // The kind of a text says more than its blanks and quotation marks, so the kind is checked first.
    let bare = text.trim();
    if bare.chars().all(is_blank) {
        return Err(PasteMistake::Empty);
    }
    if is_access_token(bare) {
        return Err(PasteMistake::AccessToken);
    }
    if is_assignment(bare) {
        return Err(PasteMistake::Assignment);
    }
    check_form(text, most)
}

pub(super) const fn mistake(error: SecretError) -> PasteMistake {
    match error {
        SecretError::Empty => PasteMistake::Empty,
        SecretError::Charset => PasteMistake::Charset,
        SecretError::TooLong => PasteMistake::TooLong,
    }
}

/// Checks the characters of a text of any kind, its quotation marks and its length.
pub(super) fn check_form(text: &str, most: usize) -> Result<(), PasteMistake> {
    if is_quoted(text.trim()) {
        return Err(PasteMistake::Quoted);
    }
    if text.chars().any(is_blank) {
        return Err(PasteMistake::Blank);
    }
    if text.chars().any(|c| !c.is_ascii_graphic()) {
        return Err(PasteMistake::Charset);
    }
    if text.len() > most { Err(PasteMistake::TooLong) } else { Ok(()) }
}

/// Whether a character is blank or invisible.
pub(super) fn is_blank(c: char) -> bool {
    c.is_whitespace() || is_invisible(c)
}

/// Whether a character is a quotation mark, as programs or people write it.
pub(super) fn is_quote(c: char) -> bool {
    QUOTES.iter().any(|&(open, close)| c == open || c == close)
}

fn is_quoted(text: &str) -> bool {
    QUOTES.iter().any(|&(open, close)| {
        text.strip_prefix(open)
            .and_then(|rest| rest.strip_suffix(close))
            .is_some_and(|inner| !inner.is_empty())
    })
}

/// Only of the names that are known: a secret may well hold an equals sign.
pub(super) fn is_assignment(line: &str) -> bool {
    let line = line.strip_prefix("export ").unwrap_or(line).trim_start();
    let Some((name, value)) = line.split_once('=') else { return false };
    let name = name.trim_end().to_ascii_lowercase();
    !value.is_empty() && NAMES.iter().any(|known| name.ends_with(known))
}

/// People name a token's variable as they like. No token of Intercom's has an equals sign but at its end.
pub(super) fn is_named_token(line: &str) -> bool {
    let line = line.strip_prefix("export ").unwrap_or(line).trim_start();
    let Some((name, value)) = line.split_once('=') else { return false };
    name.trim_end().to_ascii_lowercase().ends_with("token") && !value.trim_start_matches('=').is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::string::ToString;

    const SECRET: &str = "b4c1d0a2-5f0e-4e57-9d0c-1f2a3b4c5d6e";

    #[test]
    fn every_usual_mistake_is_named_for_what_it_is() {
        for (text, mistake) in [
            ("", PasteMistake::Empty),
            (" \t\n", PasteMistake::Empty),
            ("\u{200b}\u{feff}", PasteMistake::Empty),
            (" abc", PasteMistake::Blank),
            ("abc ", PasteMistake::Blank),
            ("abc\n", PasteMistake::Blank),
            ("a b", PasteMistake::Blank),
            ("abc\u{a0}", PasteMistake::Blank),
            ("abc\u{200b}", PasteMistake::Blank),
            ("\"abc\"", PasteMistake::Quoted),
            (" 'abc'\n", PasteMistake::Quoted),
            ("`abc`", PasteMistake::Quoted),
            ("“abc”", PasteMistake::Quoted),
            ("INTERCOM_CLIENT_ID=abc", PasteMistake::Assignment),
            ("INTERCOM_APP_ID=abc", PasteMistake::Assignment),
            ("INTERCOM_CLIENT_SECRET=\"abc\"", PasteMistake::Assignment),
            ("export INTERCOM_CLIENT_SECRET=abc", PasteMistake::Assignment),
            ("client_secret = abc", PasteMistake::Assignment),
            ("dG9rOmNiZTUyYWU4", PasteMistake::AccessToken),
            ("Bearer dG9rOmNiZTUyYWU4", PasteMistake::AccessToken),
            (" \"dG9rOjEyMw==\"", PasteMistake::AccessToken),
            ("tökén", PasteMistake::Charset),
            ("a\u{7f}b", PasteMistake::Charset),
        ] {
            assert_eq!(check_client_id(text), Err(mistake), "{text:?}");
            assert_eq!(check_workspace(text), Err(mistake), "{text:?}");
            assert_eq!(check_client_secret(text.to_string()), Err(mistake), "{text:?}");
        }
        assert_eq!(check_client_id(&"x".repeat(201)), Err(PasteMistake::TooLong));
        assert_eq!(check_client_secret("x".repeat(8193)), Err(PasteMistake::TooLong));
    }

    #[test]
    fn what_a_provider_may_hand_out_is_taken() {
        let every: String = (0x21..=0x7eu8).map(char::from).collect();
        for text in [
            SECRET,
            "x",
            &every,
            "\"",
            "\"\"",
            "it's",
            "\"half",
            "base64==",
            "ABC=DEF",
            "=abc",
            "SECRET=",
            "client_secret=",
            "dG9r",
            "dG9rZW4",
            "dG9rOw==",
            "Bearer",
        ] {
            assert_eq!(check_client_id(text), Ok(()), "{text}");
            assert!(check_client_secret(text.to_string()).is_ok(), "{text}");
        }
    }

    #[test]
    fn two_that_were_exchanged_or_pasted_twice_are_noticed() {
        let secret = ClientSecret::new(SECRET.to_string()).expect("a plain secret");
        for (id, known, result) in [
            ("id", &["id", "other"][..], Ok(())),
            (SECRET, &[], Err(PasteMistake::Same)),
            ("id", &["id", SECRET], Err(PasteMistake::Exchanged)),
        ] {
            assert_eq!(check_pair(id, &secret, known.iter().copied()), result, "{id}");
        }
    }
}

//! Cleans an answer's address that a person typed or pasted, and makes it a link.
//!
//! A link from the operating system never passes through this module: it is a [`DeepLink`] from its first byte on. One parser
//! checks both.

use alloc::string::String;
use core::fmt;

use zeroize::Zeroizing;

use super::deep_link::DeepLink;
use super::percent::percent_decode;
use crate::account::registration::is_invisible;
use crate::{Channel, CsrfToken, RedirectUri, StateHash};

/// A pasted address without the additions of a terminal, a mail, a browser or an editor.
#[derive(Clone)]
pub struct PastedAddress(Zeroizing<String>);

/// The most bytes of a paste, twice the most of a link.
const MAX_PASTE: usize = 64 * 1024;
/// Labels that people copy before an address, in lower case.
const LABELS: [&str; 6] = ["url:", "uri:", "link:", "location:", "address:", "view-source:"];
/// Marks around an address that may also be part of it. Only whole pairs are removed.
const PAIRS: [(char, char); 4] = [('\'', '\''), ('`', '`'), ('(', ')'), ('[', ']')];

impl PastedAddress {
    /// Removes blanks, line breaks, the marks around the address, and a label before it. Writes scheme and host in lower case.
    /// Leaves a text of more than 64 KiB as it is; the parser refuses it.
    #[must_use]
    pub fn tidy(pasted: &[u8]) -> Self {
        // Bytes that are not UTF-8 become a character that no link holds.
        let text = Zeroizing::new(String::from_utf8_lossy(pasted).into_owned());
        if text.len() > MAX_PASTE {
            return Self(text);
        }
        let joined = joined(&text);
        // The HTML source of mails and pages writes `&` so.
        let mut address = Zeroizing::new(unwrapped(&joined).replace("&amp;", "&"));
        let head = head_len(&address);
        if let Some(head) = address.get_mut(..head) {
            head.make_ascii_lowercase();
        }
        Self(address)
    }

    /// Returns the hash of the first `state`, the key of the attempt. The parser later refuses an address with two states.
    pub fn state_hash(&self, channel: Channel) -> Option<StateHash> {
        let state = self.0.split(['?', '&', '#']).find_map(|part| part.strip_prefix("state="))?;
        Some(CsrfToken::received(percent_decode(state)?, channel)?.hash())
    }

    /// Makes the link for the attempt that the state belongs to. The attempt's `redirect_uri` supplies a missing beginning.
    #[must_use]
    pub fn completed(self, redirect_uri: &RedirectUri) -> DeepLink {
        let whole = redirect_uri.as_str();
        let begins_there = |start: &usize| self.0.starts_with(&whole[*start..]);
        if let Some(start) = beginnings(whole).into_iter().flatten().find(begins_there) {
            return DeepLink::new([&whole[..start], &self.0].concat());
        }
        let query = self.0.trim_start_matches(['?', '&']);
        if !starts_with_a_parameter(query) {
            return self.into_link();
        }
        let separator = if whole.contains('?') { "&" } else { "?" };
        DeepLink::new([whole, separator, query].concat())
    }

    /// Makes the link without an attempt, and adds nothing.
    #[must_use]
    pub fn into_link(self) -> DeepLink {
        DeepLink::new(self.0.as_bytes())
    }
}

impl fmt::Debug for PastedAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PastedAddress(redacted)")
    }
}

/// Joins the lines of the text. A browser writes a blank as `%20`, so a bare blank is never part of the address. Neither is a `>`
/// that a mail puts before each line.
fn joined(text: &str) -> Zeroizing<String> {
    let is_blank = |c: char| c.is_whitespace() || is_invisible(c) || is_direction(c);
    let mut joined = Zeroizing::new(String::with_capacity(text.len()));
    for line in text.split(['\n', '\r']) {
        let line = line.trim_start_matches(|c| is_blank(c) || c == '>');
        // A shell continues a line after a backslash.
        let line = line.trim_end_matches(|c| is_blank(c) || c == '\\');
        let mut characters = line.chars().filter(|c| !is_blank(*c)).peekable();
        while let Some(character) = characters.next() {
            // A shell writes a backslash before each of its own marks when an address is pasted into it.
            if !(character == '\\' && characters.peek().is_some_and(|next| "?&=#%".contains(*next))) {
                joined.push(character);
            }
        }
    }
    joined
}

/// Whether a character is a text-direction mark. Pages in Arabic and Hebrew hold such marks.
const fn is_direction(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Removes the punctuation of a sentence that ends with the address. After a code, the punctuation may be part of the code.
fn unpunctuated(text: &str) -> &str {
    let bare = text.trim_end_matches(['.', ',', ';', '!']);
    let is_after_state = bare.rsplit(['?', '&']).next().is_some_and(|last| last.starts_with("state="));
    if is_after_state || bare.ends_with(is_foreign_mark) { bare } else { text }
}

/// Removes marks around the text and labels before it, at any depth.
fn unwrapped(text: &str) -> &str {
    let mut left = text;
    loop {
        let bare = unlabelled(unpaired(unpunctuated(left).trim_matches(is_foreign_mark)));
        if bare.len() == left.len() {
            return bare;
        }
        left = bare;
    }
}

/// Whether a character is a quotation mark or an angle bracket. A browser escapes these in an address, so a single one is not
/// part of it.
const fn is_foreign_mark(c: char) -> bool {
    matches!(c,
        '"' | '<' | '>' | '«' | '»' | '´' | '‘'..='‟' | '‹' | '›' | '〈' | '〉' | '「'..='』' | '〝'..='〟' | '＂' | '＇')
}

fn unpaired(text: &str) -> &str {
    let inner = |&(open, close): &(char, char)| text.strip_prefix(open)?.strip_suffix(close);
    PAIRS.iter().find_map(inner).unwrap_or(text)
}

fn unlabelled(text: &str) -> &str {
    let behind = |label: &&str| {
        let (word, rest) = text.split_at_checked(label.len())?;
        word.eq_ignore_ascii_case(label).then_some(rest)
    };
    LABELS.iter().find_map(behind).unwrap_or(text)
}

/// Returns the bytes of scheme and host, where letter case has no meaning (RFC 3986 §6.2.2.1). A bare query has neither.
fn head_len(text: &str) -> usize {
    let end_of = |text: &str| text.find(['/', '?', '#']).unwrap_or(text.len());
    let first = end_of(text);
    let (before, behind) = text.split_at(first);
    let host = behind.strip_prefix("//").filter(|_| before.is_empty() || before.ends_with(':'));
    let end = host.map_or(first, |host| first + 2 + end_of(host));
    if before.contains('=') { 0 } else { end }
}

/// Returns the places where a partly copied redirect URI may begin: its start, after its scheme, at its host, at its path, and at
/// its own query.
fn beginnings(whole: &str) -> [Option<usize>; 7] {
    let scheme = whole.find(':').map(|colon| colon + 1);
    let host = whole.find("://").map(|colon| colon + 3);
    // Browsers also hide `www.`.
    let www = host.filter(|host| whole[*host..].starts_with("www.")).map(|host| host + 4);
    let path = host.and_then(|host| whole[host..].find('/').map(|slash| host + slash));
    let query = whole.find('?');
    [Some(0), scheme, host, www, path, query, query.map(|mark| mark + 1)]
}

/// Whether the text begins with a name and an equals sign. No address begins so.
fn starts_with_a_parameter(text: &str) -> bool {
    let Some((name, _)) = text.split_once('=') else { return false };
    !name.is_empty()
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'))
}

#[cfg(test)]
mod tests;

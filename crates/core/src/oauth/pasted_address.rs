//! An answer's address as a person typed or pasted it, tidied into a link.
//!
//! A link that the system hands over never comes here: it is a [`DeepLink`] from its first byte on. The parser for
//! links judges both alike.

use alloc::string::String;
use core::fmt;

use zeroize::Zeroizing;

use super::deep_link::DeepLink;
use super::percent::percent_decode;
use crate::account::registration::is_invisible;
use crate::{Channel, CsrfToken, RedirectUri, StateHash};

/// An address without the additions of a terminal, a mail, a browser or an editor.
#[derive(Clone)]
pub struct PastedAddress(Zeroizing<String>);

/// Bytes: twice as many as a link may have.
const MAX_PASTE: usize = 64 * 1024;
/// Words that stand before an address, in small letters.
const LABELS: [&str; 6] = ["url:", "uri:", "link:", "location:", "address:", "view-source:"];
/// Marks around an address that it may hold as well: they go in pairs alone.
const PAIRS: [(char, char); 4] = [('\'', '\''), ('`', '`'), ('(', ')'), ('[', ']')];

impl PastedAddress {
    /// Removes blanks and line breaks, the marks around the address, and a word before it. Writes scheme and host in
    /// small letters. A text that is too long stays as it is, and the parser refuses it.
    #[must_use]
    pub fn tidy(pasted: &[u8]) -> Self {
        // A byte that is no text becomes a character that no link holds.
        let text = Zeroizing::new(String::from_utf8_lossy(pasted).into_owned());
        if text.len() > MAX_PASTE {
            return Self(text);
        }
        let joined = joined(&text);
        // Mails and pages write `&` so where their source was copied.
        let mut address = Zeroizing::new(unwrapped(&joined).replace("&amp;", "&"));
        let head = head_len(&address);
        if let Some(head) = address.get_mut(..head) {
            head.make_ascii_lowercase();
        }
        Self(address)
    }

    /// The hash of its `state`, which leads to the attempt. Whether it has one state and no other is judged later.
    pub fn state_hash(&self, channel: Channel) -> Option<StateHash> {
        let state = self.0.split(['?', '&', '#']).find_map(|part| part.strip_prefix("state="))?;
        Some(CsrfToken::received(percent_decode(state)?, channel)?.hash())
    }

    /// The link for the attempt that its state leads to. Its `redirect_uri` supplies a missing beginning.
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

    /// The link for no attempt: nothing is added.
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

/// The text in one piece. A browser writes a blank as `%20`, so a bare one was never part of the address; nor was
/// a `>` that a mail puts before each line.
fn joined(text: &str) -> Zeroizing<String> {
    let is_blank = |c: char| c.is_whitespace() || is_invisible(c) || is_direction(c);
    let mut joined = Zeroizing::new(String::with_capacity(text.len()));
    for line in text.split(['\n', '\r']) {
        let line = line.trim_start_matches(|c| is_blank(c) || c == '>');
        // A terminal's line that goes on in the next one.
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

/// A mark for the direction of text, which comes along from pages in Arabic and Hebrew.
const fn is_direction(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The text without the marks of a sentence that ends in it. After a code they may be its own.
fn unpunctuated(text: &str) -> &str {
    let bare = text.trim_end_matches(['.', ',', ';', '!']);
    let is_after_state = bare.rsplit(['?', '&']).next().is_some_and(|last| last.starts_with("state="));
    if is_after_state || bare.ends_with(is_foreign_mark) { bare } else { text }
}

/// The text without the marks around it and the words before it, however they are nested.
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

/// Quotation marks and angle brackets that a browser never leaves bare in an address: one of them is enough to see
/// that it does not belong there.
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

/// The bytes of scheme and host, whose letter case means nothing (RFC 3986 §6.2.2.1). A query alone has neither.
fn head_len(text: &str) -> usize {
    let end_of = |text: &str| text.find(['/', '?', '#']).unwrap_or(text.len());
    let first = end_of(text);
    let (before, behind) = text.split_at(first);
    let host = behind.strip_prefix("//").filter(|_| before.is_empty() || before.ends_with(':'));
    let end = host.map_or(first, |host| first + 2 + end_of(host));
    if before.contains('=') { 0 } else { end }
}

/// Where the redirect URI begins for somebody who sees or copies only a part of it: whole, behind its scheme, at its
/// host, at its path, and at its own query.
fn beginnings(whole: &str) -> [Option<usize>; 7] {
    let scheme = whole.find(':').map(|colon| colon + 1);
    let host = whole.find("://").map(|colon| colon + 3);
    // Browsers hide that as well.
    let www = host.filter(|host| whole[*host..].starts_with("www.")).map(|host| host + 4);
    let path = host.and_then(|host| whole[host..].find('/').map(|slash| host + slash));
    let query = whole.find('?');
    [Some(0), scheme, host, www, path, query, query.map(|mark| mark + 1)]
}

/// Whether the text begins with a name and an equals sign, as no address does.
fn starts_with_a_parameter(text: &str) -> bool {
    let Some((name, _)) = text.split_once('=') else { return false };
    !name.is_empty()
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'))
}

#[cfg(test)]
mod tests;

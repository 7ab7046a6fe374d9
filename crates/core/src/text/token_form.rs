//! The form of Intercom's access tokens: base64 of `tok:…`.

/// Whether a text begins as Intercom's access tokens do, with the scheme of a header before it or without.
pub(crate) fn is_access_token(text: &str) -> bool {
    let text = text.strip_prefix("Bearer ").unwrap_or(text).trim_start_matches(['"', '\'']);
    // The first five letters are `tok` and most of the colon; the sixth holds the rest of it.
    text.strip_prefix("dG9rO").and_then(|rest| rest.chars().next()).is_some_and(|c| ('g'..='v').contains(&c))
}

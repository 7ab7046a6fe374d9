//! Ids of records at Intercom.

/// Whether a text can be an id, which stands in a file, a list and an address. Intercom's ids are numbers or hexadecimal.
pub(crate) fn is_id(id: &str) -> bool {
    (1..=64).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

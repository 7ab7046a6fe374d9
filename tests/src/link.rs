//! Looking into a link, to search for what is in it. Codes and states of the sandbox need no unescaping.

/// The value of a parameter, as it stands there.
pub fn parameter<'l>(link: &'l str, name: &str) -> &'l str {
    let (_, query) = link.split_once('?').unwrap_or_else(|| panic!("{link} has no query"));
    let value = query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='));
    value.unwrap_or_else(|| panic!("{link} has no {name}"))
}

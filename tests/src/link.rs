//! Reads the parts of a link.

/// Returns a parameter's value without percent-escapes.
pub fn parameter(link: &str, name: &str) -> String {
    let (_, query) = link.split_once('?').unwrap_or_else(|| panic!("{link} has no query"));
    let value = query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='));
    unescape(value.unwrap_or_else(|| panic!("{link} has no {name}")))
}

/// Returns the longest part of a secret that no escaping in a file or page changes.
pub fn recognizable(secret: &str) -> &str {
    let runs = secret.split(|character: char| !character.is_ascii_alphanumeric());
    let longest = runs.max_by_key(|run| run.len()).unwrap_or_default();
    assert!(longest.len() >= 8, "too short to be found nowhere else: {longest}");
    longest
}

/// Returns a text without percent-escapes.
pub fn unescape(text: &str) -> String {
    let mut parts = text.split('%');
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (digits, rest) = part.split_at(2);
        plain.push(char::from(u8::from_str_radix(digits, 16).expect("an escape is two digits")));
        plain.push_str(rest);
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameter_is_read_without_its_escapes() {
        let link = "app.example:/callback?code=a%2B%2Fb%3D&state=xyz";
        assert_eq!(parameter(link, "code"), "a+/b=");
        assert_eq!(parameter(link, "state"), "xyz");
    }

    #[test]
    fn recognizable_part_survives_escaping() {
        assert_eq!(recognizable("ab+abcdefgh1/x="), "abcdefgh1");
    }
}

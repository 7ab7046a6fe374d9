//! The binding of a secret: a digest of the columns that decide where the secret goes and what it is for.

use sha2::{Digest as _, Sha256};

/// The purpose of a secret, and the digest of its columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Binding {
    purpose: &'static str,
    digest: [u8; 32],
}

/// A binding while its columns are added. Each enters the digest as name and value, with their lengths
/// before them.
pub(crate) struct Columns {
    purpose: &'static str,
    hasher: Sha256,
}

impl Binding {
    /// Begins a binding. `purpose` names the column of the secret, e.g. `account/token`.
    pub(crate) fn of(purpose: &'static str) -> Columns {
        Columns { purpose, hasher: Sha256::new_with_prefix(b"switchhook/columns/1") }
    }

    /// Returns the purpose.
    pub(super) const fn purpose(&self) -> &'static str {
        self.purpose
    }

    /// Returns the digest (SHA-256).
    pub(super) const fn digest(&self) -> &[u8; 32] {
        &self.digest
    }
}

impl Columns {
    /// Adds a column of text. Null differs from every text.
    pub(crate) fn text<'a>(self, name: &str, value: impl Into<Option<&'a str>>) -> Self {
        self.column(name, value.into().map(str::as_bytes))
    }

    /// Adds a column that holds a number.
    pub(crate) fn number(self, name: &str, value: i64) -> Self {
        self.column(name, Some(&value.to_be_bytes()))
    }

    /// Adds a column of bytes.
    pub(crate) fn bytes(self, name: &str, value: &[u8]) -> Self {
        self.column(name, Some(value))
    }

    /// Returns the finished binding.
    pub(crate) fn done(self) -> Binding {
        Binding { purpose: self.purpose, digest: self.hasher.finalize().into() }
    }

    /// Adds a column. `None` differs from every value.
    fn column(mut self, name: &str, value: Option<&[u8]>) -> Self {
        self.part(name.as_bytes());
        self.hasher.update([u8::from(value.is_some())]);
        self.part(value.unwrap_or_default());
        self
    }

    /// Adds bytes with their length before them.
    fn part(&mut self, part: &[u8]) {
        self.hasher.update((part.len() as u64).to_be_bytes());
        self.hasher.update(part);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bindings_differ_where_purpose_name_or_value_differs() {
        let one = |purpose, name, value: Option<&str>| Binding::of(purpose).text(name, value).done();
        let all = [
            one("account/token", "api_base", Some("https://a.example")),
            one("attempt/token", "api_base", Some("https://a.example")),
            one("account/token", "token_endpoint", Some("https://a.example")),
            one("account/token", "api_base", Some("https://a.example/")),
            one("account/token", "api_base", Some("")),
            one("account/token", "api_base", None),
            Binding::of("account/token").text("a", "bc").text("d", "e").done(),
            Binding::of("account/token").text("a", "b").text("cd", "e").done(),
            Binding::of("account/token").text("a", "b").done(),
            Binding::of("account/token").number("a", 1).done(),
            Binding::of("account/token").number("a", 2).done(),
            Binding::of("account/token").bytes("a", &[0; 8]).done(),
        ];
        for (place, binding) in all.iter().enumerate() {
            assert!(!all[place + 1..].contains(binding), "{place}");
        }
        assert_eq!(all[0], one("account/token", "api_base", Some("https://a.example")));
    }
}

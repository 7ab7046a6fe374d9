//! API versions: what `Intercom-Version` may say, and from which one on a resource exists.
//!
//! Names and order after Intercom's OpenAPI description (1.0 to 2.16) and its documentation's pages for
//! 2.17 and 2.18. Only the gate is played: every version gets answers of the shape of 2.16.

use serde_json::{Value, json};

use crate::control::setting::{Choice, Control, Setting, SettingError};

const KNOWN: [&str; 26] = [
    "1.0", "1.1", "1.2", "1.3", "1.4", "2.0", "2.1", "2.2", "2.3", "2.4", "2.5", "2.6", "2.7", "2.8", "2.9",
    "2.10", "2.11", "2.12", "2.13", "2.14", "2.15", "2.16", "2.17", "2.18", "Preview", "Unstable",
];

/// A known version; a later one is greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Version(usize);

impl Version {
    /// The version of that name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        // "Unstable" is the earlier name of "Preview"; case is not documented to matter.
        KNOWN.iter().position(|known| known.eq_ignore_ascii_case(name)).map(Self)
    }
}

impl Default for Version {
    /// What an app made today starts with: the newest that the description gives.
    fn default() -> Self {
        Self(21)
    }
}

impl Setting for Version {
    fn read(given: &Value) -> Result<Self, SettingError> {
        let known = given.as_str().and_then(Self::named);
        known.ok_or_else(|| SettingError::NoneOf { given: given.to_string(), known: KNOWN.join(", ") })
    }

    fn value(&self) -> Value {
        json!(KNOWN.get(self.0))
    }

    fn control(&self) -> Control {
        let choice = |(number, name): (usize, &&str)| Choice {
            value: (*name).to_owned(),
            words: (*name).to_owned(),
            chosen: number == self.0,
        };
        Control::One(KNOWN.iter().enumerate().map(choice).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_ordered_by_release_and_not_as_text() {
        let version = |name| Version::named(name).unwrap();
        assert!(version("2.9") < version("2.10"));
        assert!(version("1.4") < version("2.0"));
        assert!(version("2.16") < version("Preview"));
        assert_eq!(version("preview"), version("Preview"));
        assert_eq!(Version::default(), version("2.16"));
        for unknown in ["", "2", "2.19", "2.99", "latest", " 2.16"] {
            assert_eq!(Version::named(unknown), None, "{unknown}");
        }
    }
}

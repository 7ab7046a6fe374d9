//! API versions: the values of `Intercom-Version`, in the order of their release.
//!
//! Names and order come from Intercom's OpenAPI description (1.0 to 2.16) and from its documentation's pages for
//! 2.17 and 2.18. A version decides only which resources exist. Answers have the shape of 2.16 in every version.

use serde_json::{Value, json};

use crate::control::setting::{Choice, Control, Setting, SettingError};

const KNOWN: [&str; 26] = [
    "1.0", "1.1", "1.2", "1.3", "1.4", "2.0", "2.1", "2.2", "2.3", "2.4", "2.5", "2.6", "2.7", "2.8", "2.9",
    "2.10", "2.11", "2.12", "2.13", "2.14", "2.15", "2.16", "2.17", "2.18", "Preview", "Unstable",
];

/// A known version. A later version compares as greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Version(usize);

impl Version {
    /// Returns the version with this name, in any letter case.
    pub(crate) fn named(name: &str) -> Option<Self> {
        // "Unstable" is the earlier name of "Preview". Intercom does not document that letter case matters.
        KNOWN.iter().position(|known| known.eq_ignore_ascii_case(name)).map(Self)
    }
}

impl Default for Version {
    /// Returns the version of a new app: the newest one in the description.
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
    fn versions_compare_by_release_and_not_as_text() {
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

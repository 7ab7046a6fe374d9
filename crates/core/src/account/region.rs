//! Intercom's three data regions.

use alloc::string::String;
use core::fmt;
use core::str::FromStr;

use serde::{Deserialize, Serialize};

/// The place where Intercom keeps a workspace's data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum Region {
    /// United States.
    Us,
    /// Europe.
    Eu,
    /// Australia.
    Au,
}

/// The text names no region that Switchhook knows.
#[derive(Debug, PartialEq, Eq)]
pub struct UnknownRegion;

impl Region {
    /// All regions, in the order in which Intercom lists them.
    pub const ALL: [Self; 3] = [Self::Us, Self::Eu, Self::Au];

    /// Returns the lower-case code for the command line, JSON and the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Us => "us",
            Self::Eu => "eu",
            Self::Au => "au",
        }
    }
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for Region {
    type Err = UnknownRegion;

    /// Reads a code or a whole name in any letter case: `/me` says `US` or `Europe`, people type `us`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        // Ignored between the letters: "United States", "united_states", "U.S.".
        let is_between = |c: &char| c.is_whitespace() || matches!(c, '.' | '_' | '-');
        let name: String = text.chars().filter(|c| !is_between(c)).collect();
        match name.to_ascii_lowercase().as_str() {
            "us" | "usa" | "unitedstates" | "unitedstatesofamerica" => Ok(Self::Us),
            "eu" | "europe" | "europeanunion" => Ok(Self::Eu),
            "au" | "aus" | "australia" => Ok(Self::Au),
            _ => Err(UnknownRegion),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_code_or_name_in_any_case_is_a_region() {
        for (region, names) in [
            (
                Region::Us,
                &["US", "us", " Us\n", "USA", "U.S.", "United States", "united_states", "UNITED-STATES"][..],
            ),
            (Region::Us, &["United States of America", "unitedstates"]),
            (Region::Eu, &["EU", "eu", "Eu ", "Europe", "europe", "EUROPE", "European Union", "E.U."]),
            (Region::Au, &["AU", "au", "Australia", "australia", "AUSTRALIA ", "AUS"]),
        ] {
            for name in names {
                assert_eq!(name.parse(), Ok(region), "{name:?}");
            }
        }
        for other in
            ["", " ", ".", "uk", "US-1", "eu1", "us eu", "America", "Austria", "app.eu", "ＥＵ", "null"]
        {
            assert_eq!(other.parse::<Region>(), Err(UnknownRegion), "{other:?}");
        }
    }
}

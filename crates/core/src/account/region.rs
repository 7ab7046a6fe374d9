//! Intercom's three data regions.

use core::fmt;
use core::str::FromStr;

use serde::{Deserialize, Serialize};

/// Where a workspace's data lives.
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

/// The text named no region Switchhook knows.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("a region is us, eu or au")]
pub struct UnknownRegion;

impl Region {
    /// All regions, in the order Intercom lists them.
    pub const ALL: [Self; 3] = [Self::Us, Self::Eu, Self::Au];

    /// The lower-case code used on the command line, in JSON and in the database.
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

    /// Takes any letter case: `/me` says `US`, people type `us`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|region| region.code().eq_ignore_ascii_case(text)).ok_or(UnknownRegion)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_region_is_read_in_any_case_and_nothing_else_is_a_region() {
        assert_eq!("EU".parse(), Ok(Region::Eu), "as /me writes it");
        assert_eq!("au".parse(), Ok(Region::Au), "as people write it");
        for other in ["", "uk", "us ", "US-1"] {
            assert_eq!(other.parse::<Region>(), Err(UnknownRegion), "{other:?}");
        }
    }
}

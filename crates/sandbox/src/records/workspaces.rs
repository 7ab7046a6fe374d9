//! The three regions, the six workspaces, and the teammates who can sign in.
//!
//! Every seed has these workspaces, so that a script can name a workspace by its id.
//!
//! Not here: the content of workspaces (the other files of `records`).

use crate::control::choices::Signed;

/// The region of a workspace's data. Each region has a listener.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Region {
    Us,
    Eu,
    Au,
}

impl Region {
    /// Returns the name as `/me` writes it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Us => "US",
            Self::Eu => "EU",
            Self::Au => "AU",
        }
    }

    /// Whether this region's host answers for a workspace of region `other`.
    ///
    /// The US host serves tokens of every region
    /// (<https://developers.intercom.com/docs/build-an-integration/learn-more/rest-apis>). The other hosts serve only
    /// their own.
    pub(crate) fn serves(self, other: Self) -> bool {
        self == Self::Us || self == other
    }
}

/// A workspace, with the teammates who can sign in.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Workspace {
    pub(crate) id_code: &'static str,
    pub(crate) name: &'static str,
    pub(crate) region: Region,
    pub(crate) timezone: &'static str,
    pub(crate) created_at: u64,
    pub(crate) size: Size,
    /// The teammates who can sign in, the owner first. The list of admins has these and others.
    pub(crate) teammates: &'static [Teammate],
}

/// The size of a workspace. `records/counts.rs` has the number of records of each kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Size {
    /// Only the teammate who signed in, and the default brand.
    Empty,
    /// A few records of each kind.
    Few,
    /// The records of a support team after some months.
    Some,
    /// Ten thousand contacts, and more than one page in every list with pages.
    Huge,
}

impl Workspace {
    /// Returns the place and the facts of a session's teammate. A workspace with one teammate has no second one.
    pub(crate) fn signed_in(&self, choice: Signed) -> (usize, &'static Teammate) {
        let place = match choice {
            Signed::First => 0,
            Signed::Second => 1.min(self.teammates.len() - 1),
        };
        (place, &self.teammates[place])
    }
}

/// A teammate that a token can act as.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Teammate {
    pub(crate) id: &'static str,
    pub(crate) name: &'static str,
    pub(crate) email: &'static str,
    /// Whether the teammate verified the address; can be null, as in Intercom's description.
    pub(crate) email_verified: Option<bool>,
}

/// Every workspace. A token names its workspace by the place here, so the order must never change.
pub(crate) static WORKSPACES: [Workspace; 6] = [
    Workspace {
        id_code: "nw7k2p0q",
        name: "Northwind Support",
        region: Region::Us,
        timezone: "America/Los_Angeles",
        created_at: 1_617_872_400,
        size: Size::Some,
        teammates: &[
            Teammate {
                id: "5310127",
                name: "Maya Ortiz",
                email: "maya@northwind.example",
                email_verified: Some(true),
            },
            Teammate {
                id: "5310164",
                name: "Leo Brandt",
                email: "leo@northwind.example",
                email_verified: Some(true),
            },
        ],
    },
    Workspace {
        id_code: "bl3x9d5m",
        name: "Brightline Bank",
        region: Region::Eu,
        timezone: "Europe/Berlin",
        created_at: 1_651_564_800,
        size: Size::Few,
        teammates: &[
            Teammate {
                id: "6120984",
                name: "Jonas Weber",
                email: "jonas@brightline.example",
                email_verified: Some(true),
            },
            Teammate {
                id: "6121007",
                name: "Aylin Kaya",
                email: "aylin@brightline.example",
                email_verified: Some(true),
            },
        ],
    },
    Workspace {
        id_code: "hb8c4t1z",
        name: "Harbour Eats",
        region: Region::Au,
        timezone: "Australia/Sydney",
        created_at: 1_688_169_600,
        size: Size::Few,
        teammates: &[
            Teammate {
                id: "6844310",
                name: "Priya Nair",
                email: "priya@harbour.example",
                email_verified: Some(true),
            },
            Teammate {
                id: "6844352",
                name: "Tom Walsh",
                email: "tom@harbour.example",
                email_verified: Some(true),
            },
        ],
    },
    Workspace {
        id_code: "lm5v0r6y",
        name: "Lumen Labs",
        region: Region::Us,
        timezone: "America/New_York",
        created_at: 1_704_888_000,
        size: Size::Few,
        teammates: &[
            Teammate {
                id: "7035561",
                name: "Sam Lee",
                email: "sam@lumen.example",
                email_verified: Some(false),
            },
            Teammate {
                id: "7035598",
                name: "Noor Haddad",
                email: "noor@lumen.example",
                email_verified: None,
            },
        ],
    },
    Workspace {
        id_code: "fn2e6m0p",
        name: "Fieldnote",
        region: Region::Us,
        timezone: "America/Chicago",
        created_at: 1_761_955_200,
        size: Size::Empty,
        teammates: &[Teammate {
            id: "8214406",
            name: "Ines Duarte",
            email: "ines@fieldnote.example",
            email_verified: Some(true),
        }],
    },
    Workspace {
        id_code: "ka9h3u2g",
        name: "Kestrel Air",
        region: Region::Eu,
        timezone: "Europe/Dublin",
        created_at: 1_520_812_800,
        size: Size::Huge,
        teammates: &[
            Teammate {
                id: "4471093",
                name: "Tomás Ferreira",
                email: "tomas@kestrel.example",
                email_verified: Some(true),
            },
            Teammate {
                id: "4471120",
                name: "Siobhán Kelly",
                email: "siobhan@kestrel.example",
                email_verified: Some(true),
            },
        ],
    },
];

/// Returns the workspace with this id.
pub(crate) fn workspace(id_code: &str) -> Option<&'static Workspace> {
    WORKSPACES.iter().find(|workspace| workspace.id_code == id_code)
}

/// Returns the workspaces that the host of `region` serves.
pub(crate) fn served_by(region: Region) -> impl Iterator<Item = &'static Workspace> {
    WORKSPACES.iter().filter(move |workspace| region.serves(workspace.region))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_workspace_is_found_by_its_id() {
        for each in &WORKSPACES {
            assert_eq!(workspace(each.id_code), Some(each));
        }
        assert_eq!(workspace("nobody"), None);
    }

    #[test]
    fn us_host_serves_all_workspaces_and_others_only_their_own() {
        let names = |region| served_by(region).map(|w| w.name).collect::<Vec<_>>();
        assert_eq!(names(Region::Us).len(), WORKSPACES.len());
        assert_eq!(names(Region::Eu), ["Brightline Bank", "Kestrel Air"]);
        assert_eq!(names(Region::Au), ["Harbour Eats"]);
    }
}

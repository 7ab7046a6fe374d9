//! The pretend world: three regions, four workspaces and the teammate signed in to each.
//!
//! Plain data, the same for every seed, so that a script can name a workspace by its id.
//! Not here: what is inside a workspace (`records.rs`).

/// Where a workspace's data is hosted, and so which listener is its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Region {
    Us,
    Eu,
    Au,
}

impl Region {
    /// The name as `/me` writes it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Us => "US",
            Self::Eu => "EU",
            Self::Au => "AU",
        }
    }

    /// Whether this region's host answers for a workspace of region `other`. The US host finds the
    /// region of every token (<https://developers.intercom.com/docs/build-an-integration/learn-more/rest-apis>);
    /// the others know only their own.
    pub(crate) fn serves(self, other: Self) -> bool {
        self == Self::Us || self == other
    }
}

/// One Intercom workspace, and its admin who authorizes.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Workspace {
    pub(crate) id_code: &'static str,
    pub(crate) name: &'static str,
    pub(crate) region: Region,
    pub(crate) timezone: &'static str,
    pub(crate) created_at: u64,
    /// How many records of each kind it has.
    pub(crate) size: u64,
    pub(crate) admin: Admin,
}

/// The teammate a token acts as.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Admin {
    pub(crate) id: &'static str,
    pub(crate) name: &'static str,
    pub(crate) email: &'static str,
    pub(crate) email_verified: bool,
}

/// Every workspace; a token names one by its place here, so the order is never changed.
pub(crate) static WORKSPACES: [Workspace; 4] = [
    Workspace {
        id_code: "nw7k2p0q",
        name: "Northwind Support",
        region: Region::Us,
        timezone: "America/Los_Angeles",
        created_at: 1_617_872_400,
        size: 25,
        admin: Admin {
            id: "5310127",
            name: "Maya Ortiz",
            email: "maya@northwind.example",
            email_verified: true,
        },
    },
    Workspace {
        id_code: "bl3x9d5m",
        name: "Brightline Bank",
        region: Region::Eu,
        timezone: "Europe/Berlin",
        created_at: 1_651_564_800,
        size: 3,
        admin: Admin {
            id: "6120984",
            name: "Jonas Weber",
            email: "jonas@brightline.example",
            email_verified: true,
        },
    },
    Workspace {
        id_code: "hb8c4t1z",
        name: "Harbour Eats",
        region: Region::Au,
        timezone: "Australia/Sydney",
        created_at: 1_688_169_600,
        size: 3,
        admin: Admin {
            id: "6844310",
            name: "Priya Nair",
            email: "priya@harbour.example",
            email_verified: true,
        },
    },
    Workspace {
        id_code: "lm5v0r6y",
        name: "Lumen Labs",
        region: Region::Us,
        timezone: "America/New_York",
        created_at: 1_704_888_000,
        size: 3,
        admin: Admin { id: "7035561", name: "Sam Lee", email: "sam@lumen.example", email_verified: false },
    },
];

/// The workspace of that id, or `None` when there is none.
pub(crate) fn workspace(id_code: &str) -> Option<&'static Workspace> {
    WORKSPACES.iter().find(|workspace| workspace.id_code == id_code)
}

/// The workspaces that the host of `region` can sign in to.
pub(crate) fn served_by(region: Region) -> impl Iterator<Item = &'static Workspace> {
    WORKSPACES.iter().filter(move |workspace| region.serves(workspace.region))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_id_names_one_workspace() {
        for each in &WORKSPACES {
            assert_eq!(workspace(each.id_code), Some(each));
        }
        assert_eq!(workspace("nobody"), None);
    }

    #[test]
    fn the_us_host_serves_every_workspace_and_the_others_their_own() {
        let names = |region| served_by(region).map(|w| w.name).collect::<Vec<_>>();
        assert_eq!(names(Region::Us).len(), 4);
        assert_eq!(names(Region::Eu), ["Brightline Bank"]);
        assert_eq!(names(Region::Au), ["Harbour Eats"]);
    }
}

//! An account, as it leaves the process.

use serde::Serialize;
use switchhook_core::{self as core, AccountId, Outcome, Region, RegistrationKind, Status, WorkspaceId};

use super::failure::Failure;

/// One connected workspace.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Account {
    /// Stays the same for as long as the account is here.
    pub id: AccountId,
    /// The person's name for it; at first the workspace's.
    pub name: String,
    /// The person's own marks, sorted.
    pub tags: Vec<String>,
    /// What the last check found.
    pub status: Status,
    /// Facts of the workspace.
    pub workspace: Workspace,
    /// Facts of the teammate who authorized.
    pub admin: Admin,
    /// The name of the registration it was connected with; null for an own token.
    pub registration: Option<String>,
    /// When it was first connected.
    pub connected_at: String,
    /// When the provider last answered for it.
    pub checked_at: Option<String>,
}

/// Facts of a workspace, as far as the provider told them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Workspace {
    /// The provider's id.
    pub id: Option<WorkspaceId>,
    /// Its name.
    pub name: Option<String>,
    /// Where its data lives.
    pub region: Option<Region>,
    /// IANA-like.
    pub timezone: Option<String>,
    /// When it was made.
    pub created_at: Option<String>,
}

/// Facts of a teammate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Admin {
    /// The provider's id.
    pub id: Option<String>,
    /// Their name.
    pub name: Option<String>,
    /// Their e-mail address.
    pub email: Option<String>,
    /// Whether the provider verified that address.
    pub email_verified: Option<bool>,
}

/// An account as the window draws it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct AccountCard {
    /// The account.
    #[serde(flatten)]
    pub account: Account,
    /// What it was connected with.
    pub kind: RegistrationKind,
    /// Why its status is not `connected`.
    pub trouble: Option<Trouble>,
    /// How many conversations were open when they were last counted; null until they were once.
    pub open: Option<u32>,
}

/// What is wrong with an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(concrete(P = Failure)))]
pub struct Trouble<P = Failure> {
    /// What was found.
    pub report: P,
    /// Since when the status is what it is.
    pub since: String,
}

/// What a check found.
#[derive(Clone, Debug, Serialize)]
pub struct Checked<P = Failure> {
    /// The account, as it is now.
    pub account: Account,
    /// Why its status is not `connected`.
    pub trouble: Option<Trouble<P>>,
    /// Why nothing was learnt of the status this time: it is the one that it was.
    pub untold: Option<P>,
    /// Why figures were not read, where they were asked for.
    pub unread: Option<P>,
}

/// The names of the other accounts that an uninstall of one ends.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct UninstallImpact {
    /// Those of the same app in the same workspace.
    pub surely: Vec<String>,
    /// Those of the same workspace that may be of the same app: which one an own token belongs to is not known.
    pub maybe: Vec<String>,
}

/// What is kept of an account beside its card. It is read here, not at the provider: it is there offline.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct AccountDetail {
    /// The account's id.
    pub id: AccountId,
    /// Every figure, always in the same order.
    pub figures: Vec<Figure>,
    /// Whether this process asks for figures of it now.
    pub reading: bool,
    /// Whether it is known where its workspace is opened in a browser.
    pub has_page: bool,
    /// The permissions that the last check found missing, as the Developer Hub labels them.
    pub lacks: Vec<String>,
    /// What was last told of the provider's rate limit.
    pub headroom: Option<Headroom>,
    /// What the provider last gave when it was asked whose the account is.
    pub me: Option<MeAnswer>,
}

/// How many of a thing a workspace has, as far as it is known. `missing` and `trouble` say how the last question
/// ended, never both; what an earlier one told stays in `count`.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Figure {
    /// Which one.
    pub name: core::Figure,
    /// Null until it was told once.
    pub count: Option<u32>,
    /// When the provider told it.
    pub as_of: Option<String>,
    /// The permission that the app lacks for it, as the Developer Hub labels it.
    pub missing: Option<&'static str>,
    /// Why it could not be read.
    pub trouble: Option<Failure>,
}

/// What an answer told of the provider's rate limit.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Headroom {
    /// The requests that a window takes.
    pub limit: u32,
    /// Those that were left in it.
    pub remaining: u32,
    /// When that was told.
    pub as_of: String,
}

/// What `/me` gave.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct MeAnswer {
    /// Indented, at most 64 KiB, its texts made safe to show.
    pub json: String,
    /// When it came.
    pub at: String,
}

/// What `connect` and `receive` print last.
#[derive(Clone, Debug, Serialize)]
pub struct Connected {
    /// The account.
    pub account: Account,
    /// How it came about.
    pub outcome: Outcome,
}

impl Checked {
    /// The check with its problems in another form, such as words.
    pub fn map<P>(self, form: impl Fn(Failure) -> P) -> Checked<P> {
        let Self { account, trouble, untold, unread } = self;
        Checked {
            account,
            trouble: trouble.map(|Trouble { report, since }| Trouble { report: form(report), since }),
            untold: untold.map(&form),
            unread: unread.map(&form),
        }
    }
}

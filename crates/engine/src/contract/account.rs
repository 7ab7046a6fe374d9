//! The shapes of accounts that leave the process.

use serde::Serialize;
use switchhook_core::{self as core, AccountId, Outcome, Region, RegistrationKind, Status, WorkspaceId};

use super::failure::Failure;

/// One connected workspace.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Account {
    /// The account's id on this computer. It never changes; when two accounts become one, the older id stays.
    pub id: AccountId,
    /// The name that the person chose for the account, else the workspace's name.
    pub name: String,
    /// The person's tags, sorted.
    pub tags: Vec<String>,
    /// The status that the last check found.
    pub status: Status,
    /// The workspace.
    pub workspace: Workspace,
    /// The teammate who authorized.
    pub admin: Admin,
    /// The name of the registration that connected the account; null for an own token.
    pub registration: Option<String>,
    /// When Switchhook first connected the account.
    pub connected_at: String,
    /// When the provider last answered a request for the account; null before the first answer.
    pub checked_at: Option<String>,
}

/// The facts that the provider gave of a workspace. Each other one is null.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Workspace {
    /// The workspace's id at the provider.
    pub id: Option<WorkspaceId>,
    /// The workspace's name.
    pub name: Option<String>,
    /// Where the provider keeps the workspace's data.
    pub region: Option<Region>,
    /// The time zone's name, as the provider writes it: most are in the IANA database.
    pub timezone: Option<String>,
    /// When the workspace was made.
    pub created_at: Option<String>,
}

/// The facts that the provider gave of a teammate. Each other one is null.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Admin {
    /// The teammate's id at the provider.
    pub id: Option<String>,
    /// The teammate's name.
    pub name: Option<String>,
    /// The teammate's e-mail address.
    pub email: Option<String>,
    /// Whether the provider verified the e-mail address.
    pub email_verified: Option<bool>,
}

/// An account as the window's list draws, sorts and searches it. [`AccountDetail`] has what only the account's page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct AccountCard {
    /// The account's id on this computer. It never changes; when two accounts become one, the older id stays.
    pub id: AccountId,
    /// The name that the person chose for the account, else the workspace's name.
    pub name: String,
    /// The person's tags, sorted.
    pub tags: Vec<String>,
    /// The status that the last check found.
    pub status: Status,
    /// The workspace's id at the provider; null where the provider gave none.
    pub workspace_id: Option<WorkspaceId>,
    /// The workspace's name where the account has another one; else null.
    pub workspace_name: Option<String>,
    /// Where the provider keeps the workspace's data; null where that is unknown.
    pub region: Option<Region>,
    /// The name of the teammate who authorized; null where the provider gave none.
    pub teammate: Option<String>,
    /// The teammate's e-mail address; null where the provider gave none.
    pub email: Option<String>,
    /// The name of the registration that connected the account; null for an own token.
    pub registration: Option<String>,
    /// When Switchhook first connected the account.
    pub connected_at: String,
    /// When the provider last answered a request for the account; null before the first answer.
    pub checked_at: Option<String>,
    /// The kind of registration or token that connected the account.
    pub kind: RegistrationKind,
    /// Why the status is not `connected`; null where it is.
    pub trouble: Option<Trouble>,
    /// The number of open conversations at the last count; null before the first count.
    pub open: Option<u32>,
    /// When the provider gave that count; null before the first count.
    pub open_as_of: Option<String>,
    /// Whether the last request for the count brought none: it failed, or the app lacks the permission. Then `open` is an
    /// earlier count.
    pub open_failed: bool,
}

/// The problem of an account, and when it began.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(concrete(P = Failure)))]
pub struct Trouble<P = Failure> {
    /// The problem that Switchhook found.
    pub report: P,
    /// Since when the account has its present status.
    pub since: String,
}

/// The result of a check.
#[derive(Clone, Debug, Serialize)]
pub struct Checked<P = Failure> {
    /// The account after the check.
    pub account: Account,
    /// Why the status is not `connected`; null where it is.
    pub trouble: Option<Trouble<P>>,
    /// Why this check left the status unchanged; null when it found a status.
    pub untold: Option<P>,
    /// Why Switchhook could not read the figures; null when it read them, or did not ask for them.
    pub unread: Option<P>,
}

/// The accounts of which a check of many did not find out everything.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct CheckedAccounts {
    /// The accounts whose status the check left unchanged.
    pub not_updated: Vec<AccountId>,
    /// The accounts whose status is new, but not the figures that the list shows.
    pub unread: Vec<AccountId>,
}

/// The names of the other accounts that stop working when the app of one account is uninstalled.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct UninstallImpact {
    /// The accounts of this app in this workspace.
    pub surely: Vec<String>,
    /// The accounts of this workspace that may belong to this app. Switchhook does not know the app of an own token.
    pub maybe: Vec<String>,
}

/// The details of an account that its card lacks. Switchhook reads them from its database, also offline.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct AccountDetail {
    /// The account's id.
    pub id: AccountId,
    /// Every figure, in a fixed order.
    pub figures: Vec<Figure>,
    /// The conversation that waits longest for a reply.
    pub waiting: Waiting,
    /// Whether this process is reading figures of the account now.
    pub reading: bool,
    /// Whether Switchhook knows the address of the workspace's page in a browser.
    pub has_page: bool,
    /// The workspace.
    pub workspace: Workspace,
    /// The teammate who authorized.
    pub admin: Admin,
    /// The permissions that the last check found missing, as the Developer Hub labels them.
    pub lacks: Vec<String>,
    /// The provider's rate limit, as last reported; null before the first report.
    pub headroom: Option<Headroom>,
    /// The provider's last whole answer to `/me`; null before the first one.
    pub me: Option<MeAnswer>,
}

/// One count in a workspace. `missing` and `trouble` describe the last request: at most one of them is set. The `count` of
/// an earlier request stays.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Figure {
    /// The thing that the provider counts.
    pub name: core::Figure,
    /// The last count; null before the first one.
    pub count: Option<u32>,
    /// When the provider gave the count.
    pub as_of: Option<String>,
    /// The permission for this figure that the app lacks, as the Developer Hub labels it.
    pub missing: Option<&'static str>,
    /// Why the last request gave no count.
    pub trouble: Option<Failure>,
}

/// The open conversation that waits longest for a reply. `missing` and `trouble` describe the last request: at most one of them
/// is set. The answer to an earlier request stays.
#[derive(Clone, Debug, Default, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Waiting {
    /// Since when the conversation waits; null where nobody waits, and before the first answer.
    pub since: Option<String>,
    /// The conversation's id at the provider; null where nobody waits, and before the first answer.
    pub conversation_id: Option<String>,
    /// When the provider gave the answer; null before the first one.
    pub as_of: Option<String>,
    /// The permission that the app lacks, as the Developer Hub labels it.
    pub missing: Option<&'static str>,
    /// Why the last request gave no answer.
    pub trouble: Option<Failure>,
}

/// One count of a figure in its history.
#[derive(Clone, Debug, Serialize)]
pub struct Reading {
    /// The name of the figure.
    pub figure: String,
    /// When the provider gave the count.
    pub at: String,
    /// The count. For `longest_wait`, minutes of calendar time.
    pub value: u32,
    /// The conversation's id at the provider. Only `longest_wait` has one.
    pub conversation: Option<String>,
}

/// The provider's rate limit, as an answer reported it.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Headroom {
    /// The requests that the provider accepts in one period.
    pub limit: u32,
    /// The requests that were left in the period.
    pub remaining: u32,
    /// When the answer came.
    pub as_of: String,
}

/// An answer of `/me`.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct MeAnswer {
    /// The answer as indented JSON of at most 64 KiB. Its texts are safe to show.
    pub json: String,
    /// When the answer came.
    pub at: String,
}

/// The result that `connect` and `receive` print last.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Connected {
    /// The stored account.
    pub account: Account,
    /// Whether the account is new, known, or not yet identified.
    pub outcome: Outcome,
}

/// The result of one line of a list of tokens. Either `connected` or `error` is null.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(concrete(P = Failure)))]
pub struct AddedToken<P = Failure> {
    /// The line's number in the list, from 1.
    pub line: usize,
    /// The stored account.
    pub connected: Option<Connected>,
    /// Why no account has this token now.
    pub error: Option<P>,
}

/// One line of a list of tokens, before Switchhook tries it. It never holds the token.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ListedToken {
    /// The line's number in the list, from 1.
    pub line: usize,
    /// The name for the account; null for the workspace's name.
    pub name: Option<String>,
    /// The tags for the account.
    pub tags: Vec<String>,
    /// The mistake in the line; null where Switchhook can try it.
    pub error: Option<Failure>,
}

impl AddedToken {
    /// Returns the line with its problem converted by `form`, for example to words.
    pub fn map<P>(self, form: impl Fn(Failure) -> P) -> AddedToken<P> {
        let Self { line, connected, error } = self;
        AddedToken { line, connected, error: error.map(form) }
    }
}

impl CheckedAccounts {
    /// Counts the check of an account.
    pub fn add<P>(&mut self, checked: Checked<P>) {
        let Checked { account, untold, unread, .. } = checked;
        if untold.is_some() {
            self.not_updated.push(account.id);
        } else if unread.is_some() {
            self.unread.push(account.id);
        }
    }
}

impl Checked {
    /// Returns the check with each problem converted by `form`, for example to words.
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

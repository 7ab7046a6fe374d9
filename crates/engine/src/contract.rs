//! The shapes that leave the process, and the one that enters it: JSON on the command line, IPC to the window. Keys are always
//! there, unknown is `null`, ids are strings, times RFC 3339 UTC. No secret has a place in any of them.
//!
//! The test at the end writes them as TypeScript to `ui/contract`.

use serde::{Deserialize, Serialize};
use switchhook_core::{self as core, ErrorReport, Me, Region, RegistrationKind, ReturnRoute, Status};

/// One connected workspace.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Account {
    /// Stays the same for as long as the account is here.
    pub id: String,
    /// The person's name for it; at first the workspace's.
    pub name: String,
    /// The person's own marks, sorted.
    pub tags: Vec<String>,
    /// What the last check found.
    #[cfg_attr(test, ts(type = "Status"))]
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
    pub id: Option<String>,
    /// Its name.
    pub name: Option<String>,
    /// Where its data lives.
    #[cfg_attr(test, ts(type = "Region | null"))]
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
    #[cfg_attr(test, ts(type = "RegistrationKind"))]
    pub kind: RegistrationKind,
    /// Why its status is not `connected`.
    pub trouble: Option<Trouble>,
    /// How many conversations were open when they were last counted; null until they were once.
    pub open: Option<u32>,
}

/// What is wrong with an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Trouble {
    /// What was found, in words.
    #[cfg_attr(test, ts(type = "ErrorReport"))]
    pub report: ErrorReport,
    /// Since when the status is what it is.
    pub since: String,
}

/// What a check found.
#[derive(Clone, Debug, Serialize)]
pub struct Checked {
    /// The account, as it is now.
    pub account: Account,
    /// Why its status is not `connected`.
    pub trouble: Option<Trouble>,
    /// Why nothing was learnt of the status this time: it is the one that it was.
    pub untold: Option<ErrorReport>,
    /// Why figures were not read, where they were asked for.
    pub unread: Option<ErrorReport>,
}

/// The names of the other accounts that an uninstall of one ends.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Dying {
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
    pub id: String,
    /// Every figure, always in the same order.
    pub figures: Vec<Figure>,
    /// Whether this process asks for figures of it now.
    pub reading: bool,
    /// Whether it is known where its workspace is opened in a browser.
    pub has_page: bool,
    /// The permissions that the last check found missing, as the Developer Hub labels them.
    pub lacks: Vec<&'static str>,
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
    #[cfg_attr(test, ts(type = "FigureName"))]
    pub name: switchhook_core::Figure,
    /// Null until it was told once.
    pub count: Option<u32>,
    /// When the provider told it.
    pub as_of: Option<String>,
    /// The permission that the app lacks for it, as the Developer Hub labels it.
    pub missing: Option<&'static str>,
    /// Why it could not be read.
    #[cfg_attr(test, ts(type = "ErrorReport | null"))]
    pub trouble: Option<ErrorReport>,
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

/// A client registered at a provider. Its secret is not part of it.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Registration {
    /// Its id here.
    pub id: String,
    /// The person's name for it.
    pub name: String,
    /// The person's own app, or the sandbox.
    #[cfg_attr(test, ts(type = "RegistrationKind"))]
    pub kind: RegistrationKind,
    /// The public id at the provider.
    pub client_id: String,
    /// Where answers come home.
    pub redirect_uri: String,
    /// How they come home.
    #[cfg_attr(test, ts(type = "ReturnRoute"))]
    pub return_route: ReturnRoute,
    /// Where people consent.
    #[cfg_attr(test, ts(type = "Region"))]
    pub region: Region,
    /// In use; null for the sandbox, whose address changes.
    pub authorization_endpoint: Option<String>,
    /// In use; null for the sandbox.
    pub token_endpoint: Option<String>,
    /// In use; null for the sandbox.
    pub api_base: Option<String>,
    /// The id of the only workspace that it may connect.
    pub workspace: Option<String>,
    /// When it was added.
    pub created_at: String,
}

/// What a person is told who makes an app in the Developer Hub.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct AppGuide {
    /// The redirect URL for who hosts nothing.
    pub redirect_uri: &'static str,
    /// What is to be ticked there.
    pub permissions: Vec<AppPermission>,
}

/// A check box of the Developer Hub.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct AppPermission {
    /// As it is labelled there.
    pub label: &'static str,
    /// What stays empty without it; nothing for the one that tells whose an account is.
    #[cfg_attr(test, ts(type = "Array<FigureName>"))]
    pub figures: Vec<switchhook_core::Figure>,
}

/// An app as the window's form gives it; its secret comes beside it. The one shape that enters the process.
#[derive(Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct AppForm {
    /// The person's name for it.
    pub name: String,
    /// The public id at the provider.
    pub client_id: String,
    /// Where answers come home.
    pub redirect_uri: String,
    /// Where people consent.
    #[cfg_attr(test, ts(type = "Region"))]
    pub region: Region,
    /// The id of the only workspace that it may connect.
    pub workspace: Option<String>,
}

/// One attempt to connect, as the tracker draws it.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Attempt {
    /// Its id.
    pub id: String,
    /// Where it stands.
    pub stage: AttemptStage,
    /// The name of the registration.
    pub registration: String,
    /// Its id.
    pub registration_id: String,
    /// Whether it goes to the sandbox.
    pub sandbox: bool,
    /// The host that the browser was asked to open.
    pub host: String,
    /// How the answer comes home.
    #[cfg_attr(test, ts(type = "ReturnRoute"))]
    pub return_route: ReturnRoute,
    /// When it began.
    pub started_at: String,
    /// When waiting ends.
    pub expires_at: String,
    /// When its answer came.
    pub claimed_at: Option<String>,
    /// Links with its state that were not its answer.
    pub strays: u32,
    /// A return came with its state and no answer: people press Back.
    pub empty_return: bool,
    /// No browser could be asked to open its page, by this process.
    pub no_browser: bool,
    /// Whether this process still holds its authorization URL.
    pub can_reopen: bool,
    /// The account that gets a new token.
    pub reconnects: Option<String>,
    /// The id of the only workspace that it may connect.
    pub workspace: Option<String>,
    /// Who answered instead, where it was refused.
    pub answered: Option<Answered>,
    /// The account it connected.
    pub account_id: Option<String>,
    /// What it ended with.
    #[cfg_attr(test, ts(type = "ErrorReport | null"))]
    pub error: Option<ErrorReport>,
}

/// Who answered in place of the awaited one, as far as the provider told.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Answered {
    /// The name of the workspace, else its id.
    pub workspace: Option<String>,
    /// The teammate's name, else their address.
    pub admin: Option<String>,
    /// What tells it from others of the same names: the workspace's id, its region, the teammate's id.
    #[serde(default)]
    pub ids: Option<String>,
}

impl Answered {
    pub(crate) fn of(me: &Me) -> Self {
        let Me { workspace, admin, .. } = me;
        Self {
            workspace: workspace.name.clone().or_else(|| workspace.id.clone()),
            admin: admin.name.clone().or_else(|| admin.email.clone()),
            ids: ids(workspace, admin),
        }
    }
}

/// What tells a workspace and a teammate from others of the same names, as far as it is known.
pub(crate) fn ids(workspace: &core::Workspace, admin: &core::Admin) -> Option<String> {
    let region = workspace.region.map(|region| region.code().to_string());
    let ids: Vec<String> = [workspace.id.clone(), region, admin.id.clone()].into_iter().flatten().collect();
    (!ids.is_empty()).then(|| ids.join(", "))
}

/// Stages and endings in one word each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "Stage"))]
#[allow(missing_docs)] // the flow in the core documents each
pub enum AttemptStage {
    Awaiting,
    Exchanging,
    Identifying,
    Unsaved,
    Connected,
    AlreadyConnected,
    Unverified,
    Refused,
    Denied,
    Failed,
    Expired,
    Cancelled,
    Interrupted,
}

impl AttemptStage {
    const ALL: [Self; 13] = [
        Self::Awaiting,
        Self::Exchanging,
        Self::Identifying,
        Self::Unsaved,
        Self::Connected,
        Self::AlreadyConnected,
        Self::Unverified,
        Self::Refused,
        Self::Denied,
        Self::Failed,
        Self::Expired,
        Self::Cancelled,
        Self::Interrupted,
    ];

    /// The word used in JSON and in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Awaiting => "awaiting",
            Self::Exchanging => "exchanging",
            Self::Identifying => "identifying",
            Self::Unsaved => "unsaved",
            Self::Connected => "connected",
            Self::AlreadyConnected => "already_connected",
            Self::Unverified => "unverified",
            Self::Refused => "refused",
            Self::Denied => "denied",
            Self::Failed => "failed",
            Self::Expired => "expired",
            Self::Cancelled => "cancelled",
            Self::Interrupted => "interrupted",
        }
    }

    /// The stage of that word; one that this version does not know has failed, as far as it can tell.
    pub(crate) fn read(code: &str) -> Self {
        Self::ALL.into_iter().find(|stage| stage.code() == code).unwrap_or(Self::Failed)
    }
}

impl From<Outcome> for AttemptStage {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Connected => Self::Connected,
            Outcome::AlreadyConnected => Self::AlreadyConnected,
            Outcome::Unverified => Self::Unverified,
        }
    }
}

/// The vault, as the window names it.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Vault {
    /// `os_keyring` or `session`.
    #[cfg_attr(test, ts(type = "\"os_keyring\" | \"session\""))]
    pub mode: &'static str,
    /// Why it could not be opened when it was last needed.
    #[cfg_attr(test, ts(type = "ErrorReport | null"))]
    pub error: Option<ErrorReport>,
    /// Whether a person is asked to unlock the keyring, now.
    pub waiting: bool,
}

/// All that the window draws.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Overview {
    /// Every account, by name.
    pub accounts: Vec<AccountCard>,
    /// Attempts that are under way or not yet put away.
    pub attempts: Vec<Attempt>,
    /// Every registration, by name.
    pub registrations: Vec<Registration>,
    /// Where the master key lives.
    pub vault: Vault,
    /// This program's version.
    pub version: &'static str,
}

/// What is new in an overview since the one that a window has.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct News {
    /// Names this reading.
    pub revision: u32,
    /// Whether all accounts are told, whatever the window has.
    pub is_whole: bool,
    /// Ids of the accounts that are no longer there.
    pub gone: Vec<String>,
    /// Everything but the accounts as a whole; of these the ones that are new or changed.
    #[serde(flatten)]
    pub overview: Overview,
}

/// Facts of this program and this home.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Settings {
    /// Where the master key lives.
    #[cfg_attr(test, ts(type = "\"os_keyring\" | \"session\""))]
    pub vault: &'static str,
    /// Where everything else lies.
    pub data_folder: String,
    /// This program's version.
    pub version: &'static str,
    /// Which build it is.
    #[cfg_attr(test, ts(type = "\"release\" | \"development\""))]
    pub channel: &'static str,
}

/// How this program stays at hand while no window is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Presence {
    /// Whether an icon in the tray is wanted; none where this system has no tray of ours.
    pub tray: Option<bool>,
    /// Whether this desktop shows a tray; none where its tray does not answer.
    pub tray_shown: Option<bool>,
    /// Whether it is started at login; none where this system has another way.
    pub login: Option<bool>,
}

/// Whom the system hands links of this build's scheme.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum LinkHandler {
    /// This very program.
    Ours,
    /// A Switchhook that lies elsewhere.
    OtherCopy,
    /// Another program.
    Other {
        /// What people call it.
        name: String,
    },
    /// No program.
    Nobody,
    /// The system does not tell.
    Unknown,
}

/// What `connect` and `receive` print last.
#[derive(Clone, Debug, Serialize)]
pub struct Connected {
    /// The account.
    pub account: Account,
    /// How it came about.
    pub outcome: Outcome,
}

/// The good endings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// A new account.
    Connected,
    /// One that was known; its token was replaced.
    AlreadyConnected,
    /// Kept; whose it is remains to be asked.
    Unverified,
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use std::path::Path;
    use ts_rs::{Config, TS as _};

    /// The types of the core, written by hand here: the core knows no TypeScript.
    const FROM_CORE: &[(&str, &str)] = &[
        ("Region", r#""us" | "eu" | "au""#),
        (
            "Status",
            r#""connected" | "limited" | "needs_reconnect" | "unreachable" | "unverified" | "disabled""#,
        ),
        (
            "FigureName",
            r#""conversations_open" | "conversations_snoozed" | "conversations_closed" | "contacts" | "companies" | "teammates" | "teams" | "tags" | "articles" | "tickets""#,
        ),
        ("RegistrationKind", r#""app" | "token" | "sandbox""#),
        ("ReturnRoute", r#""direct" | "bridge" | "paste""#),
        ("ErrorReport", "{ code: string, message: string, hint: string, provider_code: string | null }"),
    ];

    #[test]
    fn the_types_of_the_window_are_written_from_these() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/contract");
        fs::create_dir_all(&folder).expect("the folder");
        let config = Config::default();
        let generated = [
            (Account::name(&config), Account::decl(&config)),
            (Workspace::name(&config), Workspace::decl(&config)),
            (Admin::name(&config), Admin::decl(&config)),
            (AccountCard::name(&config), AccountCard::decl(&config)),
            (Trouble::name(&config), Trouble::decl(&config)),
            (AccountDetail::name(&config), AccountDetail::decl(&config)),
            (Dying::name(&config), Dying::decl(&config)),
            (Figure::name(&config), Figure::decl(&config)),
            (Headroom::name(&config), Headroom::decl(&config)),
            (MeAnswer::name(&config), MeAnswer::decl(&config)),
            (Registration::name(&config), Registration::decl(&config)),
            (AppGuide::name(&config), AppGuide::decl(&config)),
            (AppPermission::name(&config), AppPermission::decl(&config)),
            (AppForm::name(&config), AppForm::decl(&config)),
            (Attempt::name(&config), Attempt::decl(&config)),
            (Answered::name(&config), Answered::decl(&config)),
            (AttemptStage::name(&config), AttemptStage::decl(&config)),
            (Vault::name(&config), Vault::decl(&config)),
            (Overview::name(&config), Overview::decl(&config)),
            (News::name(&config), News::decl(&config)),
            (Settings::name(&config), Settings::decl(&config)),
            (Presence::name(&config), Presence::decl(&config)),
            (LinkHandler::name(&config), LinkHandler::decl(&config)),
        ];
        let by_hand =
            FROM_CORE.iter().map(|(name, shape)| (name.to_string(), format!("type {name} = {shape};")));
        let all: Vec<(String, String)> = generated.into_iter().chain(by_hand).collect();
        let names: Vec<String> = all.iter().map(|(name, _)| name.clone()).collect();
        for (name, declaration) in &all {
            let text = file(name, declaration, &names);
            let path = folder.join(format!("{name}.ts"));
            if fs::read_to_string(&path).ok().as_deref() != Some(&text) {
                fs::write(&path, text).expect("written");
            }
        }
        for entry in fs::read_dir(&folder).expect("listed").flatten() {
            let stem = entry.path().file_stem().and_then(|stem| stem.to_str().map(str::to_owned));
            assert!(
                stem.is_some_and(|stem| names.contains(&stem)),
                "{:?} is written by no type",
                entry.path()
            );
        }
    }

    fn file(name: &str, declaration: &str, names: &[String]) -> String {
        let words: Vec<&str> = declaration.split(|c: char| !c.is_alphanumeric()).collect();
        let imports: String = names
            .iter()
            .filter(|other| *other != name && words.contains(&other.as_str()))
            .map(|other| format!("import type {{ {other} }} from \"./{other}\";\n"))
            .collect();
        let gap = if imports.is_empty() { "" } else { "\n" };
        format!(
            "// Written by the engine's tests from contract.rs: do not edit.\n{imports}{gap}export {declaration}\n"
        )
    }

    #[test]
    fn the_words_of_the_core_match_their_typescript() {
        let words = |values: Vec<serde_json::Value>| {
            values.iter().map(ToString::to_string).collect::<Vec<_>>().join(" | ")
        };
        let value = |value: &dyn erased::Word| value.json();
        let shape = |name: &str| FROM_CORE.iter().find(|(known, _)| *known == name).expect("listed").1;
        let regions = Region::ALL.iter().map(|region| value(region)).collect();
        assert_eq!(words(regions), shape("Region"));
        let statuses = [
            Status::Connected,
            Status::Limited,
            Status::NeedsReconnect,
            Status::Unreachable,
            Status::Unverified,
            Status::Disabled,
        ];
        assert_eq!(words(statuses.iter().map(|status| value(status)).collect()), shape("Status"));
        let figures = switchhook_core::Figure::ALL.iter().map(|figure| value(figure)).collect();
        assert_eq!(words(figures), shape("FigureName"));
        let kinds = [RegistrationKind::App, RegistrationKind::Token, RegistrationKind::Sandbox];
        assert_eq!(words(kinds.iter().map(|kind| value(kind)).collect()), shape("RegistrationKind"));
        let routes = [ReturnRoute::Direct, ReturnRoute::Bridge, ReturnRoute::Paste];
        assert_eq!(words(routes.iter().map(|route| value(route)).collect()), shape("ReturnRoute"));
    }

    #[test]
    fn a_stage_is_one_word_in_json_and_in_the_database() {
        for stage in AttemptStage::ALL {
            assert_eq!(serde_json::to_value(stage).expect("a word"), stage.code());
            assert_eq!(AttemptStage::read(stage.code()), stage);
        }
    }

    mod erased {
        /// Anything serialisable as one JSON word.
        pub(super) trait Word {
            fn json(&self) -> serde_json::Value;
        }
        impl<T: serde::Serialize> Word for T {
            fn json(&self) -> serde_json::Value {
                serde_json::to_value(self).expect("a plain enum")
            }
        }
    }
}

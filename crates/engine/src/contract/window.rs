//! The shapes that the window draws, besides accounts, attempts and registrations.

use serde::Serialize;
use switchhook_core::AccountId;

use super::account::AccountCard;
use super::attempt::Attempt;
use super::failure::Failure;
use super::registration::Registration;

/// The vault, as the window draws it.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Vault {
    /// Where the master key lives: in the system's keyring, or in memory for this session.
    #[cfg_attr(test, ts(type = "\"os_keyring\" | \"session\""))]
    pub mode: &'static str,
    /// Why the vault did not open at its last use; null when it did.
    pub error: Option<Failure>,
    /// Whether the system is asking a person to unlock the keyring now.
    pub waiting: bool,
}

/// The whole content of the window's lists.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Overview {
    /// Every account, sorted by name.
    pub accounts: Vec<AccountCard>,
    /// The attempts that are under way, keep a token, or ended within a day and were not dismissed.
    pub attempts: Vec<Attempt>,
    /// Every registration, sorted by name.
    pub registrations: Vec<Registration>,
    /// The vault.
    pub vault: Vault,
    /// This program's version.
    pub version: &'static str,
}

/// The changes of an overview since the one that a window has.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct News {
    /// The number of this overview, which the window sends with its next request.
    pub revision: u32,
    /// Whether `accounts` lists every account, and replaces the window's list.
    pub is_whole: bool,
    /// The ids of accounts that were removed.
    pub gone: Vec<AccountId>,
    /// The overview, whose `accounts` holds only new and changed ones unless `is_whole`.
    #[serde(flatten)]
    pub overview: Overview,
}

/// Facts about this program and this home.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Settings {
    /// Where the master key lives.
    #[cfg_attr(test, ts(type = "\"os_keyring\" | \"session\""))]
    pub vault: &'static str,
    /// The path of the home.
    pub data_folder: String,
    /// This program's version.
    pub version: &'static str,
    /// The build of this program.
    #[cfg_attr(test, ts(type = "\"release\" | \"development\""))]
    pub channel: &'static str,
}

/// How this program runs while its window is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Presence {
    /// Whether the person wants an icon in the tray; null where Switchhook has none for this system.
    pub tray: Option<bool>,
    /// Whether this desktop shows a tray; null where the tray does not answer.
    pub tray_shown: Option<bool>,
    /// Whether the program starts at login; null where Switchhook can't arrange that.
    pub login: Option<bool>,
}

/// The program that the system starts for links of this build's scheme.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum LinkHandler {
    /// This program.
    Ours,
    /// A Switchhook at another path.
    OtherCopy,
    /// Another program.
    Other {
        /// The program's name.
        name: String,
    },
    /// No program.
    Nobody,
    /// The system does not answer.
    Unknown,
}

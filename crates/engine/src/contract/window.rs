//! What the window draws, beside accounts, attempts and registrations.

use serde::Serialize;
use switchhook_core::AccountId;

use super::account::AccountCard;
use super::attempt::Attempt;
use super::failure::Failure;
use super::registration::Registration;

/// The vault, as the window names it.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Vault {
    /// `os_keyring` or `session`.
    #[cfg_attr(test, ts(type = "\"os_keyring\" | \"session\""))]
    pub mode: &'static str,
    /// Why it could not be opened when it was last needed.
    pub error: Option<Failure>,
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
    pub gone: Vec<AccountId>,
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

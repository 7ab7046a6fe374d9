//! The shapes that leave the process as JSON: on the command line, and by IPC to the window. [`AppForm`] enters it.
//!
//! Every key is always present, and `null` stands for unknown. Ids are strings. Times are RFC 3339 in UTC. No shape holds a
//! secret.

mod account;
mod attempt;
mod bridge;
mod failure;
mod registration;
mod today;
#[cfg(test)]
mod typescript;
mod window;

pub use account::{
    Account, AccountCard, AccountDetail, AddedToken, Admin, Checked, CheckedAccounts, Connected, Figure,
    Headroom, ListedToken, MeAnswer, Reading, Trouble, UninstallImpact, Waiting, Workspace,
};
pub use attempt::Attempt;
pub use bridge::{BridgeFolder, DeployedBridge};
pub use failure::Failure;
pub use registration::{AppForm, AppGuide, AppPermission, RedirectUris, Registration};
pub use switchhook_core::{AccountThresholds, Answered, AttemptStage, MorningReading, Outcome, WorkingHours};
pub use today::{
    AccountNeed, BoardRow, Change, DayRow, FinCounts, LongestRow, LowRatingRow, LowRatingsRow, OpenTickets,
    RatingCounts, Rhythm, TeamLoad, TeamRow, TeammateRow, Today, Wait,
};
pub use window::{LinkHandler, News, Overview, Presence, Settings, Vault};

//! The shapes that leave the process, and the one that enters it: JSON on the command line, IPC to the window. Keys are always
//! there, unknown is `null`, ids are strings, times RFC 3339 UTC. No secret has a place in any of them.

mod account;
mod attempt;
mod failure;
mod registration;
#[cfg(test)]
mod typescript;
mod window;

pub use account::{
    Account, AccountCard, AccountDetail, Admin, Checked, Connected, Figure, Headroom, MeAnswer, Trouble,
    UninstallImpact, Workspace,
};
pub use attempt::Attempt;
pub use failure::Failure;
pub use registration::{AppForm, AppGuide, AppPermission, Registration};
pub use switchhook_core::{Answered, AttemptStage, Outcome};
pub use window::{LinkHandler, News, Overview, Presence, Settings, Vault};

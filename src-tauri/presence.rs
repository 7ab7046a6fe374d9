//! The presence module holds what keeps the program at hand: its tray icon, notices and start at login.

pub(crate) mod at_hand;
#[cfg(target_os = "linux")]
mod bus;
pub(crate) mod login;
pub(crate) mod notice;
pub(crate) mod tray;

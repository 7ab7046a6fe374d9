//! The presence module holds what keeps the program at hand: its tray icon, notices and start at login.

#[cfg(target_os = "linux")]
mod bus;
pub(crate) mod login;
pub(crate) mod notice;
pub(crate) mod tray;

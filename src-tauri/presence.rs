//! The program's presence on the desktop: tray icon, notifications and start at login.

#[cfg(target_os = "linux")]
mod bus;
pub(crate) mod login;
pub(crate) mod needs;
pub(crate) mod notice;
pub(crate) mod reachable;
pub(crate) mod tray;

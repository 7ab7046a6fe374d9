//! Whether the desktop has a program for web pages.

use std::env;

use super::program::{Program, compared, is_in_path};
use super::scheme::{default_entry_of, find};

/// The names under which xdg-open starts a browser without a desktop.
const GENERIC: [&str; 6] =
    ["x-www-browser", "www-browser", "firefox", "chromium", "chromium-browser", "google-chrome"];

/// Whether the system has a browser. `None`: the system does not say. Blocks while a system tool runs.
pub fn has_browser() -> Option<bool> {
    let is_named = env::var_os("BROWSER").is_some_and(|named| !named.is_empty());
    if is_named {
        return Some(true);
    }
    let id = default_entry_of("x-scheme-handler/https").ok()?;
    let is_there = |program: &_| compared(std::path::Path::new("/"), program) != Program::Missing;
    let is_default = find(&id).is_some_and(|entry| is_there(&entry.program));
    // A desktop opens pages with its default alone.
    let has_desktop = env::var_os("XDG_CURRENT_DESKTOP").is_some_and(|desktop| !desktop.is_empty());
    Some(is_default || !has_desktop && GENERIC.iter().any(|name| is_in_path(name)))
}

//! The desktop as a person sees it: titles of windows, a photograph, and the keys that reach them.
//!
//! Photographs are taken here and not through WebKit's driver: that one waits for the page to change before it takes
//! any. An app that was started by a link has no driver at all.

use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use crate::{built, wait};

/// The native title of the app's window; waits until it is on the screen.
pub fn window_title() -> String {
    let id = window();
    xdotool(&["getwindowname", &id]).expect("a window that was just found has a title")
}

/// A photograph of the whole screen.
pub fn photograph(name: &str) -> PathBuf {
    let path = built::picture(name);
    let taken =
        Command::new("import").args(["-window", "root"]).arg(&path).status().expect("ImageMagick can be run");
    assert!(taken.success(), "the screen can be photographed");
    path
}

/// Closes the app's window by the window manager's own key.
pub fn close_window() {
    let id = window();
    wait::until("the app's window to close", || {
        // a key that comes before the window manager knows the window is lost; a person presses it again
        xdotool(&["windowactivate", "--sync", &id])?;
        xdotool(&["key", "alt+F4"])?;
        wait::within(Duration::from_secs(1), || (!windows().contains(&id)).then_some(()))
    });
}

fn window() -> String {
    wait::until("the app's window on the screen", || windows().pop())
}

/// Those of the app that are on the screen; a second instance hands over before it opens any.
pub fn windows() -> Vec<String> {
    let found = xdotool(&["search", "--onlyvisible", "--class", "^switchhook"]).unwrap_or_default();
    found.lines().map(str::to_owned).collect()
}

fn xdotool(words: &[&str]) -> Option<String> {
    let output = Command::new("xdotool").args(words).output().expect("xdotool can be run");
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

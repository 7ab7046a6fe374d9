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

/// Takes the app's window off the screen, as its minimize button does.
pub fn minimize_window() {
    let id = window();
    wait::until("the app's window to be minimized", || {
        // as with its closing, a wish that comes too early is lost
        xdotool(&["windowminimize", &id])?;
        wait::within(Duration::from_secs(1), || (!shows_window()).then_some(()))
    });
}

/// Moves the pointer to where nothing lights up under it: the margin of the page, at the lower edge of the app's window.
pub fn rest_pointer() {
    let id = window();
    let geometry = xdotool(&["getwindowgeometry", "--shell", &id]).expect("a window has a size");
    let size = |name: &str| geometry.lines().find_map(|line| line.strip_prefix(name)?.parse::<u32>().ok());
    let (width, height) = size("WIDTH=").zip(size("HEIGHT=")).expect("xdotool tells width and height");
    let below = (height - 2).to_string();
    // a pointer that stays where it was tells nobody that it is there
    for across in [width - 24, width - 25] {
        let moved = xdotool(&["mousemove", "--sync", "--window", &id, &across.to_string(), &below]);
        moved.expect("the pointer can be moved");
    }
}

/// Whether the app's window is on the screen.
pub fn shows_window() -> bool {
    !windows().is_empty()
}

/// Whether a window of that title (a pattern) is on the screen.
pub fn shows(title: &str) -> bool {
    named(title).is_some()
}

/// Types an answer into the window of that title, and sends it; waits for the window to come and to go.
pub fn answers(title: &str, answer: &str) {
    until_gone(title, || {
        xdotool(&["type", answer])?;
        xdotool(&["key", "Return"])
    });
}

/// Sends the window of that title away by the key for it; waits for the window to come and to go.
pub fn dismisses(title: &str) {
    until_gone(title, || xdotool(&["key", "Escape"]));
}

fn until_gone(title: &str, keys: impl Fn() -> Option<String>) {
    let id = wait::until(&format!("a window titled {title}"), || named(title));
    wait::until(&format!("the window titled {title} to go"), || {
        // keys that come before the window takes them are lost; a person types again
        xdotool(&["windowactivate", "--sync", &id]);
        xdotool(&["key", "ctrl+a"])?;
        keys()?;
        wait::within(Duration::from_secs(1), || (named(title).as_ref() != Some(&id)).then_some(()))
    });
}

fn named(title: &str) -> Option<String> {
    let found = xdotool(&["search", "--onlyvisible", "--name", title])?;
    found.lines().next().map(str::to_owned)
}

fn window() -> String {
    wait::until("the app's window on the screen", || windows().pop())
}

/// Whether the app's window is one that a person can call up, and not on the screen.
pub fn has_minimized_window() -> bool {
    let found = xdotool(&["search", "--class", "^switchhook"]).unwrap_or_default();
    found.lines().any(|id| {
        let state = Command::new("xprop").args(["-id", id, "WM_STATE"]).output().expect("xprop can be run");
        String::from_utf8_lossy(&state.stdout).contains("Iconic")
    })
}

/// Whether the app's window asks to be looked at, on the screen or not.
pub fn asks_for_attention() -> bool {
    let found = xdotool(&["search", "--class", "^switchhook"]).unwrap_or_default();
    found.lines().any(|id| {
        let hints = Command::new("xprop").args(["-id", id, "WM_HINTS"]).output().expect("xprop can be run");
        String::from_utf8_lossy(&hints.stdout).contains("urgency")
    })
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

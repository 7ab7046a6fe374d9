//! The desktop as a person sees it: window titles, photographs, and keys.
//!
//! ImageMagick takes the photographs: WebKit's driver waits for the page to change before it takes one, and an app that a
//! link started has no driver.

use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use crate::{built, wait};

/// Returns the native title of the app's window; waits until the window is on the screen.
pub fn window_title() -> String {
    let id = window();
    xdotool(&["getwindowname", &id]).expect("a window that was just found has a title")
}

/// Photographs the whole screen and returns the picture's path.
pub fn photograph(name: &str) -> PathBuf {
    let path = built::picture(name);
    let taken =
        Command::new("import").args(["-window", "root"]).arg(&path).status().expect("ImageMagick can be run");
    assert!(taken.success(), "the screen can be photographed");
    path
}

/// Closes the app's window by the window manager's key.
pub fn close_window() {
    let id = window();
    wait::until("the app's window to close", || {
        // the window manager misses a key that comes before it knows the window: press again
        xdotool(&["windowactivate", "--sync", &id])?;
        xdotool(&["key", "alt+F4"])?;
        wait::within(Duration::from_secs(1), || (!windows().contains(&id)).then_some(()))
    });
}

/// Raises the app's window above the browser, as a person does who comes back to it.
pub fn raise_window() {
    xdotool(&["windowactivate", "--sync", &window()]).expect("the window manager raises a window");
}

/// Minimizes the app's window.
pub fn minimize_window() {
    let id = window();
    wait::until("the app's window to be minimized", || {
        // the window manager misses a request that comes too early
        xdotool(&["windowminimize", &id])?;
        wait::within(Duration::from_secs(1), || (!shows_window()).then_some(()))
    });
}

/// Moves the pointer to the page's margin at the lower edge of the app's window, where nothing reacts to it.
pub fn rest_pointer() {
    let id = window();
    let geometry = xdotool(&["getwindowgeometry", "--shell", &id]).expect("a window has a size");
    let size = |name: &str| geometry.lines().find_map(|line| line.strip_prefix(name)?.parse::<u32>().ok());
    let (width, height) = size("WIDTH=").zip(size("HEIGHT=")).expect("xdotool tells width and height");
    let below = (height - 2).to_string();
    // the window notices a pointer only when it moves
    for across in [width - 24, width - 25] {
        let moved = xdotool(&["mousemove", "--sync", "--window", &id, &across.to_string(), &below]);
        moved.expect("the pointer can be moved");
    }
}

/// Presses a button of the mouse in the middle of the app's window: 8 leads back, 9 ahead.
pub fn press_mouse(button: u8) {
    let id = window();
    let moved = xdotool(&["mousemove", "--window", &id, "640", "400"]);
    moved.and_then(|_| xdotool(&["click", &button.to_string()])).expect("a button can be pressed");
}

/// Presses keys, named as xdotool names them, in the app's window.
pub fn press(keys: &str) {
    let id = window();
    xdotool(&["windowactivate", "--sync", &id]).expect("the window manager raises a window");
    xdotool(&["key", keys]).expect("keys can be pressed");
}

/// Whether the app's window is on the screen.
pub fn shows_window() -> bool {
    !windows().is_empty()
}

/// Whether a window whose title matches this pattern is on the screen.
pub fn shows(title: &str) -> bool {
    named(title).is_some()
}

/// Types an answer into the window whose title matches, and confirms it; waits for the window to appear and to disappear.
pub fn answer(title: &str, answer: &str) {
    until_gone(title, || {
        xdotool(&["type", answer])?;
        xdotool(&["key", "Return"])
    });
}

/// Dismisses the window whose title matches; waits for the window to appear and to disappear.
pub fn dismiss(title: &str) {
    until_gone(title, || xdotool(&["key", "Escape"]));
}

fn until_gone(title: &str, keys: impl Fn() -> Option<String>) {
    let id = wait::until(&format!("a window titled {title}"), || named(title));
    wait::until(&format!("the window titled {title} to go"), || {
        // a window misses keys that come too early: type again
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

/// Whether the app's window is minimized.
pub fn has_minimized_window() -> bool {
    let found = xdotool(&["search", "--class", "^switchhook"]).unwrap_or_default();
    found.lines().any(|id| {
        let state = Command::new("xprop").args(["-id", id, "WM_STATE"]).output().expect("xprop can be run");
        String::from_utf8_lossy(&state.stdout).contains("Iconic")
    })
}

/// Whether the app's window asks for attention, on the screen or not.
pub fn asks_for_attention() -> bool {
    let found = xdotool(&["search", "--class", "^switchhook"]).unwrap_or_default();
    found.lines().any(|id| {
        let hints = Command::new("xprop").args(["-id", id, "WM_HINTS"]).output().expect("xprop can be run");
        String::from_utf8_lossy(&hints.stdout).contains("urgency")
    })
}

/// Returns the app's windows on the screen. A second instance hands over before it opens a window.
pub fn windows() -> Vec<String> {
    let found = xdotool(&["search", "--onlyvisible", "--class", "^switchhook"]).unwrap_or_default();
    found.lines().map(str::to_owned).collect()
}

fn xdotool(words: &[&str]) -> Option<String> {
    let output = Command::new("xdotool").args(words).output().expect("xdotool can be run");
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

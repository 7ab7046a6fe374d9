//! Hands for whole journeys: the built programs are used as a person or a script uses them, from outside.
//!
//! Nothing here links the app, the engine or Tauri, and nothing is pretended: the browser is Chromium, the keyring is
//! gnome-keyring, the window is the window. What the journeys prove is in `cli.rs` and `desktop/`; this library only
//! knows how to click, type, wait and look. Its functions panic with a sentence: a journey ends at the first surprise.
#![expect(clippy::expect_used, reason = "a journey ends at the first surprise, with a sentence")]

pub mod authority;
pub mod browser;
pub mod built;
pub mod cli;
pub mod consent;
pub mod desktop_bus;
pub mod disk;
pub mod entries;
pub mod evidence;
pub mod faulty;
mod folder;
pub mod gallery;
pub mod home;
pub mod http;
pub mod http2;
pub mod instance;
pub mod keyring;
pub mod kill;
pub mod leaks;
pub mod link;
pub mod master_key;
pub mod notebook;
pub mod peers;
pub mod person;
pub mod process;
pub mod proxy;
pub mod sandbox;
pub mod screen;
pub mod storage;
pub mod theme;
pub mod turns;
pub mod wait;
pub mod watch;
pub mod webdriver;
pub mod window;
pub mod wire;

/// The scheme of a development build: journeys drive debug builds, which never take an installed app's links.
pub const SCHEME: &str = "app.switchhook.dev";

/// Where a development build is called back on the direct road.
pub const CALLBACK: &str = "app.switchhook.dev:/callback";

//! Helpers for journeys: they use the built programs from outside, as a person or a script does.
//!
//! This library links neither the app, the engine nor Tauri. The browser is Chromium (in one journey Firefox, too), the keyring is gnome-keyring, and the
//! window is the app's own. The tests are in `cli.rs`, `desktop/` and their neighbours. This library clicks, types, waits and
//! looks. Each function panics with a sentence, so a journey ends at the first surprise.
#![expect(clippy::expect_used, reason = "a journey ends at the first surprise, with a sentence")]

pub mod accessibility;
pub mod authority;
pub mod bridge_host;
pub mod browser;
pub mod budget;
pub mod built;
pub mod cli;
pub mod consent;
pub mod consent_host;
pub mod desktop_bus;
pub mod disk;
pub mod evidence;
pub mod faulty_server;
pub mod firefox;
mod folder;
pub mod gallery;
pub mod home;
pub mod http;
pub mod http2;
pub mod instance;
pub mod intercom;
pub mod keyring;
pub mod keys;
pub mod kill;
pub mod leaks;
pub mod link;
pub mod link_handler;
pub mod master_key;
pub mod notebook;
pub mod peers;
pub mod person;
pub mod process;
pub mod proxy;
pub mod relay;
pub mod samples;
pub mod sandbox;
pub mod screen;
pub mod semaphore;
pub mod stand_in_clock;
pub mod storage;
pub mod theme;
pub mod wait;
pub mod watch;
pub mod webdriver;
pub mod window;

/// The scheme of a development build: journeys drive debug builds, which never take an installed app's links.
pub const SCHEME: &str = "app.switchhook.dev";

/// The redirect URI of a development build on the direct return route.
pub const CALLBACK: &str = "app.switchhook.dev:/callback";

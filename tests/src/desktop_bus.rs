//! A desktop's services on the session bus, played by a journey: notifications and a tray.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use zbus::blocking::Connection;
use zbus::blocking::connection::Builder;
use zbus::interface;
use zbus::zvariant::OwnedValue;

use crate::wait;

const NOTIFICATIONS: &str = "org.freedesktop.Notifications";
const PLACE: &str = "/org/freedesktop/Notifications";

/// Whether the service hangs, as after `SIGSTOP`: its names stay on the bus, and nobody gets an answer.
#[derive(Clone, Default)]
struct Stopped(Arc<AtomicBool>);

impl Stopped {
    /// Holds up the one thread that answers.
    fn wait(&self) {
        while self.0.load(Ordering::SeqCst) {
            thread::sleep(Duration::from_millis(10));
        }
    }

    fn set(&self, stopped: bool) {
        self.0.store(stopped, Ordering::SeqCst);
    }
}

/// A notification that was shown.
#[derive(Clone, Debug)]
pub struct Shown {
    /// The notification's number.
    pub id: u32,
    /// The first line.
    pub headline: String,
    /// The text below.
    pub line: String,
}

#[derive(Clone, Default)]
struct Board(Arc<Mutex<Vec<Shown>>>, Stopped);

#[interface(name = "org.freedesktop.Notifications")]
impl Board {
    #[expect(clippy::too_many_arguments, reason = "the specification's own")]
    fn notify(
        &self,
        _app: String,
        _replaces: u32,
        _icon: String,
        headline: String,
        line: String,
        _actions: Vec<String>,
        _hints: std::collections::HashMap<String, OwnedValue>,
        _timeout: i32,
    ) -> u32 {
        self.1.wait();
        let mut shown = self.0.lock().expect("no thread panics while it holds the lock");
        let id = u32::try_from(shown.len() + 1).expect("few are shown");
        shown.push(Shown { id, headline, line });
        id
    }
}

/// The notification service of a desktop.
pub struct Notifications {
    bus: Connection,
    board: Board,
}

impl Notifications {
    /// Takes the service's name on the session bus.
    pub fn offer() -> Self {
        let board = Board::default();
        let bus = Builder::session()
            .and_then(|bus| bus.serve_at(PLACE, board.clone()))
            .and_then(|bus| bus.name(NOTIFICATIONS))
            .and_then(Builder::build);
        Self { bus: bus.expect("a journey's bus has no other desktop"), board }
    }

    /// Makes the service hang, or answer again.
    pub fn stop(&self, stopped: bool) {
        self.board.1.set(stopped);
    }

    /// Returns all notifications so far.
    pub fn all(&self) -> Vec<Shown> {
        self.board.0.lock().expect("no thread panics while it holds the lock").clone()
    }

    /// Returns the `number`th notification, counted from 1; waits for it.
    pub fn shown(&self, number: usize) -> Shown {
        wait::until("the desktop to be asked for a notification", || self.all().get(number - 1).cloned())
    }

    /// Clicks on a notification, as a person does.
    pub fn click(&self, shown: &Shown) {
        let clicked =
            self.bus.emit_signal(None::<&str>, PLACE, NOTIFICATIONS, "ActionInvoked", &(shown.id, "default"));
        clicked.expect("a signal can be sent");
    }
}

const WATCHER: &str = "org.kde.StatusNotifierWatcher";
const ITEM: &str = "org.kde.StatusNotifierItem";
const MENU: &str = "com.canonical.dbusmenu";

#[derive(Clone, Default)]
struct Watcher(Arc<Mutex<Vec<String>>>, Stopped);

#[interface(name = "org.kde.StatusNotifierWatcher")]
impl Watcher {
    fn register_status_notifier_item(&self, service: String) {
        self.1.wait();
        self.0.lock().expect("no thread panics while it holds the lock").push(service);
    }

    #[zbus(property)]
    fn is_status_notifier_host_registered(&self) -> bool {
        self.1.wait();
        true
    }

    #[zbus(property)]
    const fn protocol_version(&self) -> i32 {
        0
    }
}

/// A desktop's tray, until it goes out of scope.
pub struct Tray {
    bus: Connection,
    watcher: Watcher,
}

impl Tray {
    /// Takes the tray's name on the session bus.
    pub fn offer() -> Self {
        let watcher = Watcher::default();
        let bus = Builder::session()
            .and_then(|bus| bus.serve_at("/StatusNotifierWatcher", watcher.clone()))
            .and_then(|bus| bus.name(WATCHER))
            .and_then(Builder::build);
        Self { bus: bus.expect("a journey's bus has no other desktop"), watcher }
    }

    /// Makes the tray hang, or answer again.
    pub fn stop(&self, stopped: bool) {
        self.watcher.1.set(stopped);
    }

    /// Returns how many icons were added so far.
    pub fn icons(&self) -> usize {
        self.watcher.0.lock().expect("no thread panics while it holds the lock").len()
    }

    /// Returns the bus name of the last icon; waits for it.
    fn icon(&self) -> String {
        let last =
            || self.watcher.0.lock().expect("no thread panics while it holds the lock").last().cloned();
        wait::until("an icon in the tray", last)
    }

    /// Clicks on the last icon.
    pub fn click(&self) {
        let icon = self.icon();
        let clicked =
            self.bus.call_method(Some(icon.as_str()), "/StatusNotifierItem", Some(ITEM), "Activate", &(0, 0));
        clicked.expect("an icon takes a click");
    }

    /// Chooses the entry with this label from the icon's menu.
    pub fn choose(&self, words: &str) {
        let icon = self.icon();
        let all: Vec<i32> = Vec::new();
        let none: Vec<&str> = Vec::new();
        let answer = self
            .bus
            .call_method(Some(icon.as_str()), "/MenuBar", Some(MENU), "GetGroupProperties", &(all, none))
            .expect("a menu answers");
        let entries: Vec<(i32, std::collections::HashMap<String, OwnedValue>)> =
            answer.body().deserialize().expect("a menu has entries");
        let is_it = |value: &OwnedValue| <&str>::try_from(value).is_ok_and(|label| label == words);
        let (id, _) = entries
            .iter()
            .find(|(_, properties)| properties.get("label").is_some_and(is_it))
            .unwrap_or_else(|| panic!("the menu has \"{words}\": {entries:?}"));
        let nothing = zbus::zvariant::Value::from(0_i32);
        let chosen = self.bus.call_method(
            Some(icon.as_str()),
            "/MenuBar",
            Some(MENU),
            "Event",
            &(id, "clicked", nothing, 0_u32),
        );
        // a program that the choice ends may end before it answers
        if let Err(error) = chosen {
            let is_gone = matches!(&error, zbus::Error::MethodError(name, ..) if name.ends_with(".NoReply"));
            assert!(is_gone, "a menu takes a choice: {error}");
        }
    }
}

impl Drop for Tray {
    /// Lets the answering thread go on, which would wait for ever.
    fn drop(&mut self) {
        self.stop(false);
    }
}

impl Drop for Notifications {
    fn drop(&mut self) {
        self.stop(false);
    }
}

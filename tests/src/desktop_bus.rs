//! What a desktop offers on the session bus, played by a journey: notifications.

use std::sync::{Arc, Mutex};

use zbus::blocking::Connection;
use zbus::blocking::connection::Builder;
use zbus::interface;
use zbus::zvariant::OwnedValue;

use crate::wait;

const NOTIFICATIONS: &str = "org.freedesktop.Notifications";
const PLACE: &str = "/org/freedesktop/Notifications";

/// One notification, as it was shown.
#[derive(Clone, Debug)]
pub struct Shown {
    /// Its number.
    pub id: u32,
    /// Its first line.
    pub headline: String,
    /// What stands below.
    pub line: String,
}

#[derive(Clone, Default)]
struct Board(Arc<Mutex<Vec<Shown>>>);

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
        let mut shown = self.0.lock().expect("nobody panics while holding it");
        let id = u32::try_from(shown.len() + 1).expect("few are shown");
        shown.push(Shown { id, headline, line });
        id
    }
}

/// A desktop's notifications.
pub struct Notifications {
    bus: Connection,
    board: Board,
}

impl Notifications {
    /// Takes their name on the session bus.
    pub fn offer() -> Self {
        let board = Board::default();
        let bus = Builder::session()
            .and_then(|bus| bus.serve_at(PLACE, board.clone()))
            .and_then(|bus| bus.name(NOTIFICATIONS))
            .and_then(Builder::build);
        Self { bus: bus.expect("a journey's bus has no other desktop"), board }
    }

    /// All that were shown.
    pub fn all(&self) -> Vec<Shown> {
        self.board.0.lock().expect("nobody panics while holding it").clone()
    }

    /// The last one; waits for so many.
    pub fn shown(&self, number: usize) -> Shown {
        wait::until("the desktop to be asked for a notification", || self.all().get(number - 1).cloned())
    }

    /// Clicks on it, as a person does.
    pub fn click(&self, shown: &Shown) {
        let clicked =
            self.bus.emit_signal(None::<&str>, PLACE, NOTIFICATIONS, "ActionInvoked", &(shown.id, "default"));
        clicked.expect("a signal can be sent");
    }
}

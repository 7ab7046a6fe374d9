//! The running app as other programs reach it: a second start hands its arguments over. A journey does that directly, as
//! fast as a hostile program could, or starts a second program with a link, as the desktop does.

use std::process::Stdio;

use zbus::blocking::Connection;
use zbus::blocking::fdo::DBusProxy;

use crate::home::Home;
use crate::process::Running;
use crate::{SCHEME, built, wait};

/// The app's name on the session bus.
pub struct Instance {
    bus: Connection,
    name: String,
}

impl Instance {
    /// Finds the running app on the session bus; waits for it. Journeys run one at a time.
    pub fn running() -> Self {
        let bus = Connection::session().expect("a journey has a session bus");
        let names = DBusProxy::new(&bus).expect("a bus answers");
        let name = wait::until("the app's name on the bus", || {
            let names = names.list_names().expect("a bus tells its names");
            // a released build has the name of a development build without the ending
            let ours = |name: &&str| {
                name.starts_with(SCHEME.trim_end_matches(".dev")) && name.ends_with(".SingleInstance")
            };
            names.iter().map(|name| name.as_str()).find(ours).map(str::to_owned)
        });
        Self { bus, name }
    }

    /// Hands over the arguments of a second start without starting one.
    pub fn hand_over(&self, words: &[&str]) {
        let path = format!("/{}", self.name.replace('.', "/").replace('-', "_"));
        let words = [&["switchhook-desktop"], words].concat();
        let handed = self.bus.call_method(
            Some(self.name.as_str()),
            path.as_str(),
            Some("org.SingleInstance.DBus"),
            "ExecuteCallback",
            &(words, "/"),
        );
        handed.expect("the app takes what is handed over");
    }
}

/// Starts the app with a link, as the desktop does for a browser. Returns the exit status.
pub fn open_link(home: &Home, link: &str) -> i32 {
    start(home, &[link]).end()
}

/// Starts the app with these arguments, and does not wait for its end.
pub fn start(home: &Home, words: &[&str]) -> Running {
    let mut second = home.command(built::desktop());
    Running::start(second.args(words).stdin(Stdio::null()).stdout(home.log()).stderr(home.log()))
}

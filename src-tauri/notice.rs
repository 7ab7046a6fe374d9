//! What a link brought, told by the desktop where our window can't come up by itself: some let no program do that.

use std::time::Duration;

use switchhook_engine::Received;
use switchhook_engine::contract::{Connected, Outcome};
use switchhook_engine::core::plain;
use tauri::{AppHandle, Runtime};

use crate::window;

/// As long a window may take to come up.
const COMES_UP_IN: Duration = Duration::from_secs(1);

/// A headline, and a line below it. Neither holds anything of the link.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Notice {
    headline: String,
    line: String,
}

impl Notice {
    /// What is told of a link that was an attempt's answer.
    pub(crate) fn of(received: &Received) -> Option<Self> {
        match received {
            Received::Ended(Ok(connected)) => Some(Self::arrived(connected)),
            Received::Ended(Err(report))
            | Received::Unsaved { report, .. }
            | Received::Undecided { report, .. }
            | Received::Stuck(report) => {
                Some(Self { headline: "Switchhook needs you".into(), line: plain(&report.message) })
            }
            Received::Delivered => None,
        }
    }

    fn arrived(connected: &Connected) -> Self {
        let became = match connected.outcome {
            Outcome::Connected => "is connected",
            Outcome::AlreadyConnected => "is connected again",
            Outcome::Unverified => "was saved",
        };
        let headline = format!("{} {became}", plain(&connected.account.name));
        Self { headline, line: "It is in Switchhook.".into() }
    }

    /// Tells it, unless a person looks at our window by then.
    pub(crate) async fn unless_looked_at<R: Runtime>(self, app: AppHandle<R>) {
        tokio::time::sleep(COMES_UP_IN).await;
        if window::has_focus(&app) {
            return;
        }
        // It waits for the click, for as long as the desktop shows it.
        std::thread::spawn(move || {
            if let Err(error) = desktop::tell(&app, &self) {
                tracing::debug!(%error, "the desktop shows no notification");
                window::ask_for_attention(&app);
            }
        });
    }
}

#[cfg(target_os = "linux")]
mod desktop {
    //! The Desktop Notifications Specification, spoken over the bus that is there anyway.

    use std::collections::HashMap;

    use switchhook_engine::core::Channel;
    use tauri::{AppHandle, Runtime};
    use zbus::Message;
    use zbus::blocking::{Connection, Proxy};
    use zbus::zvariant::Value;

    use super::Notice;
    use crate::window;

    const SERVICE: &str = "org.freedesktop.Notifications";

    /// What a click on the notification itself is called.
    const CLICK: &str = "default";

    pub(super) fn tell<R: Runtime>(app: &AppHandle<R>, notice: &Notice) -> zbus::Result<()> {
        let bus = Connection::session()?;
        let desktop = Proxy::new(&bus, SERVICE, "/org/freedesktop/Notifications", SERVICE)?;
        // Before it is shown, so that no click is missed.
        let signals = desktop.receive_all_signals()?;
        let identifier = Channel::current().identifier();
        let hints = HashMap::from([("desktop-entry", Value::from(identifier))]);
        let line = without_markup(&notice.line);
        let actions = [CLICK, "Show"];
        let words = ("Switchhook", 0_u32, identifier, &notice.headline, &line, &actions[..], hints, -1_i32);
        let shown: u32 = desktop.call("Notify", &words)?;
        let mut token = None;
        for signal in signals {
            match read(&signal, shown) {
                Some(Signal::Token(its)) => token = Some(its),
                Some(Signal::Clicked) => window::raise_with(app, token.take()),
                Some(Signal::Gone) => break,
                None => {}
            }
        }
        Ok(())
    }

    /// What the desktop says of a notification.
    enum Signal {
        /// The right to come up; said before the click.
        Token(String),
        Clicked,
        Gone,
    }

    /// What a signal says of the notification of that number, if anything.
    fn read(signal: &Message, shown: u32) -> Option<Signal> {
        let (body, header) = (signal.body(), signal.header());
        match header.member()?.as_str() {
            "ActivationToken" => {
                let (id, token): (u32, String) = body.deserialize().ok()?;
                (id == shown).then_some(Signal::Token(token))
            }
            "ActionInvoked" => {
                let (id, _): (u32, String) = body.deserialize().ok()?;
                (id == shown).then_some(Signal::Clicked)
            }
            "NotificationClosed" => {
                let (id, _): (u32, u32) = body.deserialize().ok()?;
                (id == shown).then_some(Signal::Gone)
            }
            _ => None,
        }
    }

    /// Many desktops read the line as markup.
    pub(super) fn without_markup(text: &str) -> String {
        text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
    }
}

/// Elsewhere the window asks for attention in the bar of programs, as is the custom there.
#[cfg(not(target_os = "linux"))]
mod desktop {
    use tauri::{AppHandle, Runtime};

    use super::Notice;
    use crate::window;

    pub(super) fn tell<R: Runtime>(app: &AppHandle<R>, notice: &Notice) -> tauri::Result<()> {
        tracing::debug!(headline = notice.headline, line = notice.line, "the window asks for attention");
        window::ask_for_attention(app);
        Ok(())
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;
    use switchhook_engine::core::{Code, ErrorReport};

    #[test]
    fn what_goes_wrong_is_told_by_its_sentence() {
        let report = || ErrorReport::new(Code::Denied).saying("Access was declined.");
        let expected =
            Notice { headline: "Switchhook needs you".into(), line: "Access was declined.".into() };
        let unsaved = Received::Unsaved { attempt: "a".into(), report: report() };
        for received in [
            Received::Ended(Err(report())),
            unsaved,
            Received::Undecided { attempt: String::new(), report: report() },
            Received::Stuck(report()),
        ] {
            assert_eq!(Notice::of(&received).as_ref(), Some(&expected), "{received:?}");
        }
        assert_eq!(Notice::of(&Received::Delivered), None, "whoever finishes it tells it");
    }

    #[test]
    fn a_sentence_is_no_markup() {
        let plain = desktop::without_markup("<a href=\"https://evil.example\">R&D</a>");
        assert_eq!(plain, "&lt;a href=\"https://evil.example\"&gt;R&amp;D&lt;/a&gt;");
    }
}

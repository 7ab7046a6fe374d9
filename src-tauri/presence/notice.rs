//! Notifications: what a link brought, or that the program already runs. Some desktops let no program raise its own window.
//!
//! A notification is sent when the window has no focus a second after a link raised it. It goes over the session bus by hand: the
//! `notify-rust` crate brings a second copy of `zbus`.

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
            Received::Ended(Err(problem))
            | Received::Unsaved { problem, .. }
            | Received::Undecided { problem, .. }
            | Received::Stuck(problem) => {
                Some(Self { headline: "Switchhook needs you".into(), line: plain(&problem.report().message) })
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

    /// What is told who started the program once more.
    pub(crate) fn runs_already() -> Self {
        Self { headline: "Switchhook is running".into(), line: "Click to see its window.".into() }
    }

    /// Tells it, unless a person looks at our window by then.
    pub(crate) async fn unless_looked_at<R: Runtime>(self, app: AppHandle<R>) {
        tokio::time::sleep(COMES_UP_IN).await;
        if window::has_focus(&app) {
            return;
        }
        if let Err(error) = desktop::tell(&app, &self).await {
            tracing::debug!(%error, "the desktop shows no notification");
            window::ask_for_attention(&app);
        }
    }
}

#[cfg(target_os = "linux")]
mod desktop {
    //! The Desktop Notifications Specification, spoken over the bus that is there anyway.

    use std::collections::HashMap;
    use std::time::Duration;

    use futures_util::StreamExt as _;
    use switchhook_engine::core::Channel;
    use tauri::{AppHandle, Runtime};
    use zbus::proxy::{OwnerChangedStream, SignalStream};
    use zbus::zvariant::Value;
    use zbus::{Message, Proxy};

    use super::Notice;
    use crate::presence::bus;
    use crate::window;

    const SERVICE: &str = "org.freedesktop.Notifications";

    /// What a click on the notification itself is called.
    const CLICK: &str = "default";

    /// A click that comes later raises nothing: some desktops never say that a notification is gone.
    const CLICKED_IN: Duration = Duration::from_secs(60 * 60);

    /// Tells it, and raises the window when it is clicked on, for as long as the desktop shows it. Under Wayland a click is
    /// left to the desktop, which raises the program that is named to it where nobody else waits for the click.
    pub(super) async fn tell<R: Runtime>(app: &AppHandle<R>, notice: &Notice) -> zbus::Result<()> {
        let is_ours = !window::is_on_wayland(app).await;
        let actions = if is_ours { &[CLICK, "Show"][..] } else { &[] };
        let mut shown = Shown::new(notice, actions).await?;
        let _ = tokio::time::timeout(CLICKED_IN, shown.until_gone(app)).await;
        Ok(())
    }

    /// A notification that the desktop shows.
    struct Shown {
        id: u32,
        signals: SignalStream<'static>,
        owners: OwnerChangedStream<'static>,
    }

    impl Shown {
        async fn new(notice: &Notice, actions: &[&str]) -> zbus::Result<Self> {
            let bus = bus::session().await?;
            let desktop: Proxy<'static> =
                Proxy::new(bus, SERVICE, "/org/freedesktop/Notifications", SERVICE).await?;
            // Before it is shown, so that no click is missed.
            let signals = desktop.receive_all_signals().await?;
            let owners = desktop.receive_owner_changed().await?;
            let identifier = Channel::current().identifier();
            let hints = HashMap::from([("desktop-entry", Value::from(identifier))]);
            let line = without_markup(&notice.line);
            let words = ("Switchhook", 0_u32, identifier, &notice.headline, &line, actions, hints, -1_i32);
            let id = desktop.call("Notify", &words).await?;
            Ok(Self { id, signals, owners })
        }

        /// Returns when it is gone, or whoever showed it is.
        async fn until_gone<R: Runtime>(&mut self, app: &AppHandle<R>) {
            let mut token = None;
            loop {
                let signal = tokio::select! {
                    signal = self.signals.next() => signal,
                    // That somebody has come is whoever was started to show it.
                    owner = self.owners.next() => match owner {
                        Some(Some(_)) => continue,
                        Some(None) | None => return,
                    },
                };
                match signal.map(|signal| read(&signal, self.id)) {
                    Some(Some(Signal::Token(its))) => token = Some(its),
                    Some(Some(Signal::Clicked)) => window::raise_with(app, token.take()),
                    Some(None) => {}
                    Some(Some(Signal::Gone)) | None => return,
                }
            }
        }
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

    #[expect(clippy::unused_async, reason = "elsewhere it asks")]
    pub(super) async fn tell<R: Runtime>(app: &AppHandle<R>, notice: &Notice) -> tauri::Result<()> {
        tracing::debug!(headline = notice.headline, line = notice.line, "the window asks for attention");
        window::ask_for_attention(app);
        Ok(())
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;
    use switchhook_engine::core::{AttemptId, Problem, StoreProblem};

    #[test]
    fn what_goes_wrong_is_told_by_its_sentence() {
        let problem = || Problem::from(StoreProblem::DiskFull);
        let expected = Notice { headline: "Switchhook needs you".into(), line: "The disk is full.".into() };
        let unsaved = Received::Unsaved { attempt: AttemptId::new("a"), problem: problem() };
        for received in [
            Received::Ended(Err(problem())),
            unsaved,
            Received::Undecided { attempt: AttemptId::new(""), problem: problem() },
            Received::Stuck(problem()),
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

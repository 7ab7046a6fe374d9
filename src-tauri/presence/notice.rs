//! Notifications: how a link ended, or that the program already runs. Some desktops let no program raise its own window.
//!
//! Switchhook sends a notification when its window has no focus a second after a link raised it. This code calls the session
//! bus itself: the `notify-rust` crate brings a second copy of `zbus`.

use std::time::Duration;

use switchhook_engine::Received;
use switchhook_engine::contract::{Connected, Outcome};
use switchhook_engine::core::plain;
use tauri::{AppHandle, Runtime};

use crate::window;

/// How long a raised window may take to get the focus.
const RAISED_IN: Duration = Duration::from_secs(1);

/// A notification: a headline, and a line below it. Neither holds any part of the link.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Notice {
    headline: String,
    line: String,
}

impl Notice {
    /// Returns the notification for a link that was an attempt's answer, or `None` where another process finishes the link.
    pub(crate) fn of(received: &Received) -> Option<Self> {
        match received {
            Received::Ended(Ok(connected)) => Some(Self::of_account(connected)),
            Received::Ended(Err(problem))
            | Received::Unsaved { problem, .. }
            | Received::Undecided { problem, .. }
            | Received::Stuck(problem) => {
                Some(Self { headline: "Switchhook needs you".into(), line: plain(&problem.report().message) })
            }
            Received::Delivered => None,
        }
    }

    fn of_account(connected: &Connected) -> Self {
        let became = match connected.outcome {
            Outcome::Connected => "is connected",
            Outcome::AlreadyConnected => "is connected again",
            Outcome::Unverified => "was saved",
        };
        let headline = format!("{} {became}", plain(&connected.account.name));
        Self { headline, line: "Click to open Switchhook.".into() }
    }

    /// Returns the notification for an account that needs the person. It names no customer.
    pub(crate) fn of_need(account: &str, sentence: &str) -> Self {
        Self { headline: account.into(), line: format!("{account} {sentence}") }
    }

    /// Returns the notification for the needs of so many accounts.
    pub(crate) fn of_many_needs(accounts: usize) -> Self {
        let headline = format!("{accounts} accounts need you");
        Self { headline, line: "Click to open Switchhook. Today names them.".into() }
    }

    /// Returns the notification for a second start of the program.
    pub(crate) fn already_running() -> Self {
        Self { headline: "Switchhook is running".into(), line: "Click to see its window.".into() }
    }

    /// Sends the notification after a second, unless the window has the focus by then.
    pub(crate) async fn send_unless_focused<R: Runtime>(self, app: AppHandle<R>) {
        tokio::time::sleep(RAISED_IN).await;
        if window::has_focus(&app) {
            return;
        }
        if let Err(error) = desktop::send(&app, &self).await {
            tracing::debug!(%error, "the desktop shows no notification");
            window::ask_for_attention(&app);
        }
    }
}

#[cfg(target_os = "linux")]
mod desktop {
    //! The Desktop Notifications Specification over the session bus.

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

    /// The key of the action for a click on the notification itself.
    const CLICK: &str = "default";

    /// How long a click raises the window. Some desktops never report that a notification is gone.
    const CLICKABLE_FOR: Duration = Duration::from_secs(60 * 60);

    /// Sends the notification, and raises the window on a click while the desktop shows the notification. Under Wayland, the
    /// notification has no action: then the desktop itself raises the program that the hint `desktop-entry` names.
    pub(super) async fn send<R: Runtime>(app: &AppHandle<R>, notice: &Notice) -> zbus::Result<()> {
        let handles_click = !window::is_on_wayland(app).await;
        let actions = if handles_click { &[CLICK, "Show"][..] } else { &[] };
        let mut shown = Shown::new(notice, actions).await?;
        let _ = tokio::time::timeout(CLICKABLE_FOR, shown.until_gone(app)).await;
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
            // Subscribed before the notification is shown, so that no click is missed.
            let signals = desktop.receive_all_signals().await?;
            let owners = desktop.receive_owner_changed().await?;
            let identifier = Channel::current().identifier();
            let hints = HashMap::from([("desktop-entry", Value::from(identifier))]);
            let line = without_markup(&notice.line);
            let words = ("Switchhook", 0_u32, identifier, &notice.headline, &line, actions, hints, -1_i32);
            let id = desktop.call("Notify", &words).await?;
            Ok(Self { id, signals, owners })
        }

        /// Returns when the notification is gone, or the service that showed it.
        async fn until_gone<R: Runtime>(&mut self, app: &AppHandle<R>) {
            let mut token = None;
            loop {
                let signal = tokio::select! {
                    signal = self.signals.next() => signal,
                    // A new owner is the service that the bus started for this notification.
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

    /// A signal of the desktop about a notification.
    enum Signal {
        /// The activation token for the window. This signal comes before the click.
        Token(String),
        Clicked,
        Gone,
    }

    /// Returns the meaning of a signal about the notification with the id `shown`, or `None` for any other signal.
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

    /// Escapes a text for desktops that read the line as markup.
    pub(super) fn without_markup(text: &str) -> String {
        text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
    }
}

/// Other systems highlight the window in the taskbar or the Dock.
#[cfg(not(target_os = "linux"))]
mod desktop {
    use tauri::{AppHandle, Runtime};

    use super::Notice;
    use crate::window;

    #[expect(clippy::unused_async, reason = "elsewhere it asks")]
    pub(super) async fn send<R: Runtime>(app: &AppHandle<R>, notice: &Notice) -> tauri::Result<()> {
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
    fn notification_of_a_problem_shows_its_sentence() {
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
        assert_eq!(Notice::of(&Received::Delivered), None, "the process that finishes the link notifies");
    }

    #[test]
    fn line_is_escaped_as_markup() {
        let plain = desktop::without_markup("<a href=\"https://evil.example\">R&D</a>");
        assert_eq!(plain, "&lt;a href=\"https://evil.example\"&gt;R&amp;D&lt;/a&gt;");
    }
}

//! A link arrives while the window can't come up: a desktop notification reports it, and a click brings the window up.
#![expect(clippy::expect_used, reason = "a journey ends at the first surprise, with a sentence")]

use std::fs;
use std::process::Command;
use std::time::Duration;

use switchhook_journeys::desktop_bus::Notifications;
use switchhook_journeys::home::Home;
use switchhook_journeys::link::{parameter, recognizable};
use switchhook_journeys::notebook::Notebook;
use switchhook_journeys::window::Window;
use switchhook_journeys::{built, consent, instance, process, screen, wait};
use x11rb::connection::Connection as _;
use x11rb::protocol::Event;
use x11rb::protocol::xproto::{ChangeWindowAttributesAux, ConnectionExt as _, EventMask};
use x11rb::rust_connection::RustConnection;

/// A stopped window manager, until this value goes out of scope.
struct StoppedWindowManager(String);

impl StoppedWindowManager {
    /// Stops the window manager of this screen.
    fn new() -> Self {
        let display = std::env::var("DISPLAY").expect("a journey has a screen");
        let mark = format!("DISPLAY={display}");
        let all = Command::new("pgrep").args(["-x", "openbox"]).output().expect("pgrep can be run").stdout;
        let all = String::from_utf8(all).expect("numbers are text");
        let here = all.lines().find(|id| {
            let environment = fs::read(format!("/proc/{id}/environ")).unwrap_or_default();
            environment.split(|byte| *byte == 0).any(|variable| variable == mark.as_bytes())
        });
        let stopped = Self(here.expect("the screen has a window manager").to_owned());
        stopped.signal("-STOP");
        stopped
    }

    fn signal(&self, signal: &str) {
        let sent = Command::new("kill").args([signal, &self.0]).status().expect("kill can be run");
        assert!(sent.success(), "the window manager lives");
    }
}

impl Drop for StoppedWindowManager {
    fn drop(&mut self) {
        self.signal("-CONT");
    }
}

/// The startup notifications that programs send to the desktop (Startup Notification Protocol).
struct StartupNotifications {
    display: RustConnection,
    said: Vec<u8>,
}

impl StartupNotifications {
    fn listen() -> Self {
        let (display, number) = x11rb::connect(None).expect("a journey has a screen");
        let root = display.setup().roots.get(number).expect("the screen has a root").root;
        let heard = ChangeWindowAttributesAux::new().event_mask(EventMask::PROPERTY_CHANGE);
        let listens = display.change_window_attributes(root, &heard).expect("a screen takes a wish");
        listens.check().expect("anybody may listen");
        Self { display, said: Vec::new() }
    }

    /// Whether that start is complete. Long texts come in parts of twenty bytes.
    fn is_complete(&mut self, start: &str) -> bool {
        while let Some(event) = self.display.poll_for_event().expect("the screen stays") {
            if let Event::ClientMessage(message) = event {
                self.said.extend(message.data.as_data8());
            }
        }
        let said = String::from_utf8_lossy(&self.said);
        said.split('\0').any(|text| text.starts_with("remove:") && text.contains(start))
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn second_start_completes_its_startup_notification() {
    let home = Home::new();
    let _notebook = Notebook::install(&home);
    let window = Window::open(&home).await;
    let mut starts = StartupNotifications::listen();
    let mut second = home.command(built::desktop());
    let start = "journey-second-start_TIME0";
    second.env("DESKTOP_STARTUP_ID", start).stdout(home.log()).stderr(home.log());
    assert_eq!(process::Running::start(&mut second).end(), 0);
    wait::until("the desktop to learn that the start is complete", || {
        starts.is_complete(start).then_some(())
    });
    window.close(&home);
}

#[tokio::test(flavor = "multi_thread")]
async fn notification_reports_a_link_when_no_window_can_come_up() {
    let home = Home::new();
    let notebook = Notebook::install(&home);
    let desktop = tokio::task::spawn_blocking(Notifications::offer).await.expect("no panic");
    let window = Window::open(&home).await;

    window.page.press("Try it with the sandbox").await;
    let link = consent::authorize(&notebook.opened(1));
    screen::minimize_window();
    let stopped = StoppedWindowManager::new();
    assert_eq!(instance::open_link(&home, &link), 0);
    let shown = desktop.shown(1);
    assert_eq!(shown.headline, "Northwind Support is connected");
    let code = parameter(&link, "code");
    assert!(
        !format!("{shown:?}").contains(recognizable(&code)),
        "the notification shows nothing of the link: {shown:?}"
    );
    drop(stopped);
    // the window manager now carries out what it was asked meanwhile
    wait::until("the window to come up late", || screen::shows_window().then_some(()));
    screen::minimize_window();
    desktop.click(&shown);
    wait::until("the click to bring the window up", || screen::shows_window().then_some(()));

    let threads = || {
        let all = process::threads(home.path(), &built::desktop());
        all.iter().filter(|name| name.starts_with("zbus")).count()
    };
    let before = threads();
    window.page.press("Connect account").await;
    window.page.press("Try it with the sandbox").await;
    let url = notebook.opened(2);
    screen::minimize_window();
    let stopped = StoppedWindowManager::new();
    let refused =
        format!("{}?error=access_denied&state={}", switchhook_journeys::CALLBACK, parameter(&url, "state"));
    assert_eq!(instance::open_link(&home, &refused), 0);
    let shown = desktop.shown(2);
    assert_eq!(shown.headline, "Switchhook needs you");
    assert!(!shown.line.is_empty() && !shown.line.contains("state"), "a sentence: {}", shown.line);
    drop(stopped);
    wait::until("the window to come up late", || screen::shows_window().then_some(()));
    assert_eq!(threads(), before, "one connection for all, while both wait for a click");

    // a second start without a visible window gets a notification that says where the app is
    screen::minimize_window();
    let stopped = StoppedWindowManager::new();
    assert_eq!(instance::start(&home, &[]).end(), 0);
    assert_eq!(desktop.shown(3).headline, "Switchhook is running");
    drop(stopped);
    wait::until("the window to come up late", || screen::shows_window().then_some(()));

    // a window that comes up at once needs no notification
    window.page.press("Try again").await;
    let link = consent::authorize(&notebook.opened(3));
    assert_eq!(instance::open_link(&home, &link), 0);
    window.page.reads("h1", "Northwind Support").await;
    assert!(wait::within(Duration::from_secs(2), || desktop.all().get(3).cloned()).is_none());
    window.close(&home);
}

#[tokio::test(flavor = "multi_thread")]
async fn window_asks_for_attention_when_notifications_hang() {
    let home = Home::new();
    let notebook = Notebook::install(&home);
    let desktop = tokio::task::spawn_blocking(Notifications::offer).await.expect("no panic");
    desktop.stop(true);
    let window = Window::open(&home).await;
    window.page.press("Try it with the sandbox").await;
    let link = consent::authorize(&notebook.opened(1));
    screen::minimize_window();
    let stopped = StoppedWindowManager::new();
    assert!(!screen::asks_for_attention());
    assert_eq!(instance::open_link(&home, &link), 0);
    wait::until("the window to ask for attention", || screen::asks_for_attention().then_some(()));
    drop(stopped);
    wait::until("the window to come up late", || screen::shows_window().then_some(()));
    window.close(&home);
}

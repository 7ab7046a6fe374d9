//! A link arrives, and the window can't come up: the desktop tells what it brought, and a click brings the window up.
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

/// A window manager that does nothing, until this goes out of scope.
struct Stopped(String);

impl Stopped {
    /// The one of this screen.
    fn window_manager() -> Self {
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

impl Drop for Stopped {
    fn drop(&mut self) {
        self.signal("-CONT");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_arrives_while_no_window_can_come_up_is_told_by_the_desktop() {
    let home = Home::new();
    let notebook = Notebook::install(&home);
    let desktop = tokio::task::spawn_blocking(Notifications::offer).await.expect("no panic");
    let window = Window::open(&home).await;

    window.page.press("Try it with the sandbox").await;
    let link = consent::authorize(&notebook.opened(1));
    screen::minimize_window();
    let stopped = Stopped::window_manager();
    assert_eq!(instance::open_link(&home, &link), 0);
    let shown = desktop.shown(1);
    assert_eq!(shown.headline, "Northwind Support is connected");
    let code = parameter(&link, "code");
    assert!(!format!("{shown:?}").contains(recognizable(&code)), "nothing of the link is told: {shown:?}");
    drop(stopped);
    // it does now what it was asked for meanwhile
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
    let stopped = Stopped::window_manager();
    let refused =
        format!("{}?error=access_denied&state={}", switchhook_journeys::CALLBACK, parameter(&url, "state"));
    assert_eq!(instance::open_link(&home, &refused), 0);
    let shown = desktop.shown(2);
    assert_eq!(shown.headline, "Switchhook needs you");
    assert!(!shown.line.is_empty() && !shown.line.contains("state"), "a sentence: {}", shown.line);
    drop(stopped);
    wait::until("the window to come up late", || screen::shows_window().then_some(()));
    assert_eq!(threads(), before, "one connection for all, while both wait for a click");

    // where it comes up at once, nobody is told by two
    window.page.press("Try again").await;
    let link = consent::authorize(&notebook.opened(3));
    assert_eq!(instance::open_link(&home, &link), 0);
    window.page.reads("h1", "Northwind Support").await;
    assert!(wait::within(Duration::from_secs(2), || desktop.all().get(2).cloned()).is_none());
    window.close(&home);
}

#[tokio::test(flavor = "multi_thread")]
async fn where_nobody_answers_the_window_asks_for_attention() {
    let home = Home::new();
    let notebook = Notebook::install(&home);
    let desktop = tokio::task::spawn_blocking(Notifications::offer).await.expect("no panic");
    desktop.stop(true);
    let window = Window::open(&home).await;
    window.page.press("Try it with the sandbox").await;
    let link = consent::authorize(&notebook.opened(1));
    screen::minimize_window();
    let stopped = Stopped::window_manager();
    assert!(!screen::asks_for_attention());
    assert_eq!(instance::open_link(&home, &link), 0);
    wait::until("the window to ask for attention", || screen::asks_for_attention().then_some(()));
    drop(stopped);
    wait::until("the window to come up late", || screen::shows_window().then_some(()));
    window.close(&home);
}

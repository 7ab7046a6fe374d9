//! The app's window under WebKit's driver.

use std::path::Path;

use fantoccini::Locator;
use serde_json::json;

use crate::home::Home;
use crate::theme::Theme;
use crate::webdriver::Page;
use crate::{built, process, screen, wait};

/// The open window.
pub struct Window {
    /// What is in it.
    pub page: Page,
}

impl Window {
    /// Starts the app, as a click on its icon would, with a driver at hand.
    pub async fn open(home: &Home) -> Self {
        Self::open_with(home, &[]).await
    }

    /// The same for an app that stops dead at a named place, to be killed there.
    pub async fn open_to_stop_at(home: &Home, point: &str) -> Self {
        Self::open_with(home, &[("SWITCHHOOK_STOP_AT", point)]).await
    }

    /// The same, while everything that its page is handed is written down: in the home, as `ipc.trace`.
    pub async fn open_traced(home: &Home, more: &[(&str, &str)]) -> Self {
        let (tracer, trace) = (built::tracer(), home.path().join("ipc.trace"));
        let text = |path: &Path| path.to_str().expect("paths of journeys are text").to_owned();
        let (tracer, trace) = (text(&tracer), text(&trace));
        let tracing = [("LD_PRELOAD", tracer.as_str()), ("SWITCHHOOK_IPC_TRACE", trace.as_str())];
        Self::open_with(home, &[&tracing, more].concat()).await
    }

    /// The same on a desktop of that theme, whose text is so many times as large as usual.
    pub async fn open_themed(home: &Home, theme: Theme, text: &str) -> Self {
        let theme = match theme {
            Theme::Light => "Adwaita",
            Theme::Dark => "Adwaita:dark",
        };
        // nobody listens there: a token that is typed in a journey never leaves this computer
        let nowhere = ("HTTPS_PROXY", "http://127.0.0.1:9");
        Self::open_with(home, &[("GTK_THEME", theme), ("GDK_DPI_SCALE", text), nowhere]).await
    }

    /// The same with these variables.
    pub async fn open_with(home: &Home, environment: &[(&str, &str)]) -> Self {
        Self::open_program(home, &built::desktop(), environment).await
    }

    /// The same for an app that lies elsewhere.
    pub async fn open_program(home: &Home, program: &Path, environment: &[(&str, &str)]) -> Self {
        let mut driver = home.command("WebKitWebDriver");
        driver.envs(environment.iter().copied());
        // the app asks this before it lets a driver in; the log holds what the app says
        driver.env("TAURI_WEBVIEW_AUTOMATION", "true").stdout(home.log()).stderr(home.log());
        let capabilities = json!({ "webkitgtk:browserOptions": { "binary": program, "args": [] } });
        let page = Page::open(&mut driver, &capabilities).await;
        Self { page }
    }

    /// The row of an account in the list, found by name; its id.
    pub async fn account(&self, name: &str) -> String {
        let path = format!("//*[@data-account][contains(normalize-space(.), \"{name}\")]");
        let row = self.page.element(Locator::XPath(&path)).await;
        let id = row.attr("data-account").await.expect("a row answers");
        id.expect("a row carries the id of its account")
    }

    /// How many accounts the list shows.
    pub async fn accounts(&self) -> usize {
        self.page.everything().await.matches("data-account=").count()
    }

    /// Closes it as a person does, by the window manager, and waits until the app has ended.
    pub fn close(self, home: &Home) {
        screen::close_window();
        wait::until("the app to end after its window was closed", || {
            (!process::runs_in(home.path(), &built::desktop())).then_some(())
        });
    }
}

//! The app's window, driven by WebKit's driver.

use std::path::Path;
use std::process::Command;

use fantoccini::Locator;
use serde_json::json;

use crate::home::Home;
use crate::theme::Theme;
use crate::webdriver::Page;
use crate::{built, process, screen, wait};

/// The open window.
pub struct Window {
    /// The page in the window.
    pub page: Page,
}

impl Window {
    /// Starts the app under WebKit's driver.
    pub async fn open(home: &Home) -> Self {
        Self::open_with(home, &[]).await
    }

    /// Starts the app so that it stops at a named place, where a test can kill it.
    pub async fn open_to_stop_at(home: &Home, point: &str) -> Self {
        Self::open_with(home, &[("SWITCHHOOK_STOP_AT", point)]).await
    }

    /// Starts the app and records every IPC message to its page in the home's file `ipc.trace`.
    pub async fn open_traced(home: &Home, more: &[(&str, &str)]) -> Self {
        let (tracer, trace) = (built::tracer(), home.path().join("ipc.trace"));
        let text = |path: &Path| path.to_str().expect("paths of journeys are text").to_owned();
        let (tracer, trace) = (text(&tracer), text(&trace));
        let tracing = [("LD_PRELOAD", tracer.as_str()), ("SWITCHHOOK_IPC_TRACE", trace.as_str())];
        Self::open_with(home, &[&tracing, more].concat()).await
    }

    /// Starts the app in this theme with its text enlarged by the factor `text`. The proxy leads to all that is not on this
    /// computer.
    pub async fn open_themed(home: &Home, theme: Theme, text: &str, proxy: &str) -> Self {
        let theme = match theme {
            Theme::Light => "Adwaita",
            Theme::Dark => "Adwaita:dark",
        };
        let environment = [("GTK_THEME", theme), ("GDK_DPI_SCALE", text), ("HTTPS_PROXY", proxy)];
        Self::open_with(home, &environment).await
    }

    /// Starts the app with these variables in its environment.
    pub async fn open_with(home: &Home, environment: &[(&str, &str)]) -> Self {
        Self::open_program(home, &built::desktop(), environment).await
    }

    /// Starts this program as the app, with these variables in its environment.
    pub async fn open_program(home: &Home, program: &Path, environment: &[(&str, &str)]) -> Self {
        let mut driver = home.command("WebKitWebDriver");
        driver.envs(environment.iter().copied());
        Self::open_by(home, driver, program).await
    }

    /// Starts the app so that a screen reader can read it. The other journeys go without the accessibility bus.
    pub async fn open_to_readers(home: &Home, environment: &[(&str, &str)]) -> Self {
        let mut driver = home.command("WebKitWebDriver");
        driver.envs(environment.iter().copied()).env_remove("NO_AT_BRIDGE");
        Self::open_by(home, driver, &built::desktop()).await
    }

    async fn open_by(home: &Home, mut driver: Command, program: &Path) -> Self {
        // the app lets no driver in without this variable; its output goes to the log
        driver.env("TAURI_WEBVIEW_AUTOMATION", "true").stdout(home.log()).stderr(home.log());
        let capabilities = json!({ "webkitgtk:browserOptions": { "binary": program, "args": [] } });
        let page = Page::open(&mut driver, &capabilities).await;
        Self { page }
    }

    /// Returns the id of an account, found by its name in the list.
    pub async fn account(&self, name: &str) -> String {
        let path = format!("//*[@data-account][contains(normalize-space(.), \"{name}\")]");
        let row = self.page.element(Locator::XPath(&path)).await;
        let id = row.attr("data-account").await.expect("a row answers");
        id.expect("a row carries the id of its account")
    }

    /// Returns the number of accounts in the list.
    pub async fn accounts(&self) -> usize {
        self.page.everything().await.matches("data-account=").count()
    }

    /// Closes the window by the window manager and waits until the app has ended.
    pub fn close(self, home: &Home) {
        screen::close_window();
        wait::until("the app to end after its window was closed", || {
            (!process::runs_in(home.path(), &built::desktop())).then_some(())
        });
    }
}

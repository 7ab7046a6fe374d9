//! Checks and photographs screens: axe finds nothing, and nothing is wider than the window, its panes or its dialog.

use std::env;
use std::path::PathBuf;
use std::process::Command;

use serde_json::{Value, json};

use crate::home::Home;
use crate::theme::Theme;
use crate::webdriver::Page;
use crate::window::Window;
use crate::{built, peers, process, screen};

/// The widths at which a screen must fit, in pixels.
pub const WIDTHS: [u32; 4] = [720, 960, USUAL_WIDTH, 1600];
/// The width of a new window.
pub const USUAL_WIDTH: u32 = 1280;

/// The open window, its theme, and the screens that were checked.
pub struct Gallery {
    /// The window.
    pub window: Window,
    theme: Theme,
    text: &'static str,
    proxy: String,
    seen: Vec<String>,
}

/// A proxy at which nothing listens, so that a token that a journey types never leaves this computer.
const NOWHERE: &str = "http://127.0.0.1:9";

impl Gallery {
    /// Opens the app in that theme.
    pub async fn open(home: &Home, theme: Theme) -> Self {
        Self::open_with_text(home, theme, "1").await
    }

    /// Opens the app in that theme with its text enlarged by the factor `text`.
    pub async fn open_with_text(home: &Home, theme: Theme, text: &'static str) -> Self {
        Self::open_before(home, theme, text, NOWHERE).await
    }

    /// Opens the app in that theme with its text enlarged, behind a proxy.
    pub async fn open_before(home: &Home, theme: Theme, text: &'static str, proxy: &str) -> Self {
        let window = Window::open_themed(home, theme, text, proxy).await;
        Self { window, theme, text, proxy: proxy.to_owned(), seen: Vec::new() }
    }

    /// Closes the window and opens the app again in the same theme.
    pub async fn open_again(self, home: &Home) -> Self {
        let Self { window, theme, text, proxy, seen } = self;
        window.close(home);
        Self { window: Window::open_themed(home, theme, text, &proxy).await, theme, text, proxy, seen }
    }

    /// Kills the app and opens it again in the same theme.
    pub async fn kill_and_open_again(self, home: &Home) -> Self {
        let Self { window, theme, text, proxy, seen } = self;
        process::kill(home.path(), &built::desktop());
        drop(window);
        Self { window: Window::open_themed(home, theme, text, &proxy).await, theme, text, proxy, seen }
    }

    /// Checks and photographs the present screen under this name. For `cargo xtask screenshots`, does so at the other widths as
    /// well if the window has its usual width.
    pub async fn look(&mut self, name: &str) {
        self.look_at_this_width(name).await;
        let every = self.text == "1" && env::var_os("SWITCHHOOK_EVERY_WIDTH").is_some();
        if every && self.window.page.run("return innerWidth", vec![]).await == json!(USUAL_WIDTH) {
            for width in WIDTHS.into_iter().filter(|width| *width != USUAL_WIDTH) {
                self.resize(width).await;
                self.check(&format!("every-{name}-{width}")).await;
            }
            self.resize(USUAL_WIDTH).await;
        }
    }

    /// Checks and photographs the present screen at this width alone. Another width closes an open menu.
    pub async fn look_at_this_width(&mut self, name: &str) {
        assert!(!self.seen.iter().any(|seen| seen == name), "{name} was seen already");
        self.check(name).await;
        self.seen.push(name.to_owned());
    }

    async fn check(&self, name: &str) {
        let page = &self.window.page;
        screen::rest_pointer();
        settled(page).await;
        let dark = page.run("return matchMedia('(prefers-color-scheme: dark)').matches", vec![]).await;
        assert_eq!(dark, json!(self.theme == Theme::Dark), "{name}: the theme is the one that was asked for");
        let found = violations(page).await;
        assert!(found.is_empty(), "{name} in the {:?} theme: {found:#?}", self.theme);
        // text one and a half times as large may cost a pixel to rounding
        let wide = "return [...document.querySelectorAll('html, main, main > *, aside, aside [role=listbox], dialog, dialog form')] \
            .filter((each) => each.scrollWidth > each.clientWidth + 1).map((each) => each.localName)";
        assert_eq!(
            page.run(wide, vec![]).await,
            json!([]),
            "{name} fits into the window, the panes and the dialog"
        );
        let past_its_end = "const page = document.querySelector('.page-frame > .scroll'); \
            return page ? page.scrollHeight - Math.max(page.clientHeight, page.lastElementChild.offsetTop + page.lastElementChild.offsetHeight - page.offsetTop) : 0";
        let past = page.run(past_its_end, vec![]).await.as_i64();
        assert!(past.is_some_and(|past| past <= 1), "{name}: the page scrolls {past:?} pixels past its end");
        photograph(self.theme, name);
    }

    /// Gives the window this width at a height of 800.
    pub async fn resize(&self, width: u32) {
        self.window.page.resize(width, 800).await;
    }

    /// Gives the window its least size.
    pub async fn shrink(&self) {
        self.window.page.resize(720, 520).await;
    }

    /// Returns the number of checked screens.
    pub fn seen(&self) -> usize {
        self.seen.len()
    }
}

/// Waits until spinners are gone or visible for good, and animations have ended.
async fn settled(page: &Page) {
    let shown = "while (document.querySelector('.spinner:not(.late)')) await new Promise((done) => setTimeout(done, 20))";
    page.wait_for(shown, vec![]).await;
    let rest = "await Promise.all(document.getAnimations().map((each) => each.effect?.getTiming().iterations === Infinity ? null : each.finished.catch(() => null)))";
    page.wait_for(rest, vec![]).await;
}

/// Returns what axe finds by the rules of WCAG 2.2 AA and its own best practices.
pub async fn violations(page: &Page) -> Vec<Value> {
    if page.run("return typeof window.axe", vec![]).await == json!("undefined") {
        page.run(&peers::axe(), vec![]).await;
    }
    let found = page
        .wait_for(
            "return (await axe.run()).violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html, failureSummary }) => [html, failureSummary]) }))",
            vec![],
        )
        .await;
    found.as_array().unwrap_or_else(|| panic!("axe has run: {found}")).clone()
}

fn photograph(theme: Theme, name: &str) {
    let folder = folder();
    let theme = match theme {
        Theme::Light => "light",
        Theme::Dark => "dark",
    };
    let path = folder.join(format!("{name}-{theme}.png"));
    let window = screen::windows().pop().expect("the window is on the screen");
    let taken = Command::new("import").args(["-window", &window]).arg(&path).status();
    assert!(taken.expect("ImageMagick can be run").success(), "the window can be photographed");
}

fn folder() -> PathBuf {
    let folder = built::picture("screens").with_extension("");
    std::fs::create_dir_all(&folder).expect("the folder for screens can be made");
    folder
}

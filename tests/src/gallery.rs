//! Every screen looked at: axe finds nothing, nothing is wider than the window, its panes or its dialog, and a photograph
//! of it is left.

use std::path::PathBuf;
use std::process::Command;

use serde_json::{Value, json};

use crate::home::Home;
use crate::theme::Theme;
use crate::webdriver::Page;
use crate::window::Window;
use crate::{built, peers, process, screen};

/// The open window, its theme, and what was seen.
pub struct Gallery {
    /// The window.
    pub window: Window,
    theme: Theme,
    text: &'static str,
    seen: Vec<String>,
}

impl Gallery {
    /// Opens the app in that theme.
    pub async fn open(home: &Home, theme: Theme) -> Self {
        Self::open_with_text(home, theme, "1").await
    }

    /// The same with text that is so many times as large as usual.
    pub async fn open_with_text(home: &Home, theme: Theme, text: &'static str) -> Self {
        let window = Window::open_themed(home, theme, text).await;
        Self { window, theme, text, seen: Vec::new() }
    }

    /// Opens it again, to go on.
    pub async fn open_again(self, home: &Home) -> Self {
        let Self { window, theme, text, seen } = self;
        window.close(home);
        Self { window: Window::open_themed(home, theme, text).await, theme, text, seen }
    }

    /// The same after the app was killed where it stands.
    pub async fn killed_and_opened_again(self, home: &Home) -> Self {
        let Self { window, theme, text, seen } = self;
        process::kill(home.path(), &built::desktop());
        drop(window);
        Self { window: Window::open_themed(home, theme, text).await, theme, text, seen }
    }

    /// Looks at what is on the screen now, by this name.
    pub async fn look(&mut self, name: &str) {
        let page = &self.window.page;
        screen::rest_pointer();
        settled(page).await;
        let dark = page.run("return matchMedia('(prefers-color-scheme: dark)').matches", vec![]).await;
        assert_eq!(dark, json!(self.theme == Theme::Dark), "{name}: the theme is the one that was asked for");
        let found = violations(page).await;
        assert!(found.is_empty(), "{name} in the {:?} theme: {found:#?}", self.theme);
        // a pixel may be lost where text, and with it everything, is half as large again
        let wide = "return [...document.querySelectorAll('html, main, main > *, aside, dialog, dialog form')] \
            .filter((each) => each.scrollWidth > each.clientWidth + 1).map((each) => each.localName)";
        assert_eq!(
            page.run(wide, vec![]).await,
            json!([]),
            "{name} fits into the window, the panes and the dialog"
        );
        photograph(self.theme, name);
        assert!(!self.seen.iter().any(|seen| seen == name), "{name} was seen already");
        self.seen.push(name.to_owned());
    }

    /// Makes the window as narrow as it gets, or as wide as it was.
    pub async fn resize(&self, width: u32) {
        self.window.page.resize(width, 760).await;
    }

    /// Makes the window as small as it gets.
    pub async fn shrink(&self) {
        self.window.page.resize(720, 520).await;
    }

    /// How many screens were seen.
    pub fn seen(&self) -> usize {
        self.seen.len()
    }
}

/// Whatever moves has come to rest: nothing is judged while it fades in, or before it shows itself.
async fn settled(page: &Page) {
    let shown = "while (document.querySelector('.spinner:not(.late)')) await new Promise((done) => setTimeout(done, 20))";
    page.wait_for(shown, vec![]).await;
    let rest = "await Promise.all(document.getAnimations().map((each) => each.effect?.getTiming().iterations === Infinity ? null : each.finished.catch(() => null)))";
    page.wait_for(rest, vec![]).await;
}

/// What axe finds wrong by the rules of WCAG 2.2 AA and its own best practices.
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

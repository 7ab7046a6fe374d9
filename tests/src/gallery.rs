//! Every screen looked at: axe finds nothing, nothing is wider than the window, and a photograph of it is left.

use std::path::PathBuf;
use std::process::Command;

use serde_json::{Value, json};

use crate::home::Home;
use crate::webdriver::Page;
use crate::window::Window;
use crate::{built, peers, screen};

/// Light or dark, as the desktop says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

/// The open window, its theme, and what was seen.
pub struct Gallery {
    /// The window.
    pub window: Window,
    theme: Theme,
    seen: Vec<&'static str>,
}

impl Gallery {
    /// Opens the app in that theme.
    pub async fn open(home: &Home, theme: Theme) -> Self {
        let window = Window::open_themed(home, theme).await;
        Self { window, theme, seen: Vec::new() }
    }

    /// Opens it again, to go on.
    pub async fn open_again(self, home: &Home) -> Self {
        self.window.close(home);
        Self { window: Window::open_themed(home, self.theme).await, theme: self.theme, seen: self.seen }
    }

    /// Looks at what is on the screen now, by this name.
    pub async fn look(&mut self, name: &'static str) {
        let page = &self.window.page;
        settled(page).await;
        let dark = page.run("return matchMedia('(prefers-color-scheme: dark)').matches", vec![]).await;
        assert_eq!(dark, json!(self.theme == Theme::Dark), "{name}: the theme is the one that was asked for");
        let found = violations(page).await;
        assert!(found.is_empty(), "{name} in the {:?} theme: {found:#?}", self.theme);
        let wide = "const root = document.documentElement; return root.scrollWidth > root.clientWidth";
        assert_eq!(page.run(wide, vec![]).await, json!(false), "{name} fits into the window");
        photograph(self.theme, name);
        assert!(!self.seen.contains(&name), "{name} was seen already");
        self.seen.push(name);
    }

    /// How many screens were seen.
    pub fn seen(&self) -> usize {
        self.seen.len()
    }
}

/// Whatever moves has come to rest: nothing is judged while it fades in.
async fn settled(page: &Page) {
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

//! A WebDriver session: the app's window by WebKit's driver, the browser by Chromium's.

use std::net::TcpListener;
use std::process::Command;
use std::time::Duration;

use fantoccini::actions::{InputSource as _, MOUSE_BUTTON_RIGHT, MouseActions, PointerAction};
use fantoccini::elements::Element;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};

use crate::process::Running;
use crate::wait;

/// Returns a port on which nothing listens. It is free when this function returns.
pub fn free_port() -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("loopback has a free port");
    listener.local_addr().expect("a listener has an address").port()
}

/// Quotes a name as the window does: with marks that keep its writing direction from the words around it.
pub fn quoted(name: &str) -> String {
    format!("“\u{2068}{name}\u{2069}”")
}

/// A page under remote control.
pub struct Page {
    client: Client,
    /// The driver. It is declared after the client, so that the session ends before the driver.
    _driver: Running,
}

impl Page {
    /// Starts the driver, and through it the program that the capabilities name.
    pub async fn open(driver: &mut Command, capabilities: &Value) -> Self {
        let port = free_port();
        let driver = Running::start(driver.arg(format!("--port={port}")));
        let capabilities = capabilities.as_object().expect("capabilities are an object").clone();
        let (client, _) = wait::until_seen("a WebDriver session", || {
            let mut builder = ClientBuilder::new(HttpConnector::new());
            builder.capabilities(capabilities.clone());
            async move { builder.connect(&format!("http://127.0.0.1:{port}")).await.ok() }
        })
        .await;
        Self { client, _driver: driver }
    }

    /// Presses the first visible control with these words: a button, link, summary or menu entry whose text begins with them,
    /// or a control whose accessible name equals them.
    pub async fn press(&self, words: &str) {
        let pressable = "self::button or self::summary or self::a or @role='button' or @role='menuitem' or @role='menuitemradio' or @role='option'";
        let path = format!(
            "//*[{pressable}][starts-with(normalize-space(.), \"{words}\") or @aria-label=\"{words}\"]"
        );
        // a control that is replaced between finding and pressing takes no press: the next look finds the new one
        let press = || async { self.visible(Locator::XPath(&path)).await?.click().await.ok() };
        wait::until_seen(&format!("\"{words}\" to be pressed"), press).await;
    }

    /// Presses Escape where the focus is: it leaves a sheet, a form or the settings.
    pub async fn leave(&self) {
        let focused = self.run("return document.activeElement !== document.body", vec![]).await;
        let place = if focused == json!(true) { ":focus" } else { "body" };
        let element = self.client.find(Locator::Css(place)).await.expect("a place for the key");
        element.send_keys("\u{e00c}").await.expect("Escape can be pressed");
    }

    /// Replaces the content of the field that this selector finds.
    pub async fn fill(&self, selector: &str, text: &str) {
        let field = self.element(Locator::Css(selector)).await;
        field.clear().await.expect("a field can be cleared");
        field.send_keys(text).await.expect("a field takes keys");
    }

    /// Returns the first visible element; waits for it.
    pub async fn element(&self, locator: Locator<'_>) -> Element {
        let (element, _) =
            wait::until_seen(&format!("{locator:?} to be visible"), || self.visible(locator)).await;
        element
    }

    /// Moves the pointer onto the first visible element.
    pub async fn hover(&self, locator: Locator<'_>) -> Element {
        self.point(locator, &[]).await
    }

    /// Presses the right button of the mouse on the first visible element.
    pub async fn press_right(&self, locator: Locator<'_>) {
        let button = MOUSE_BUTTON_RIGHT;
        self.point(locator, &[PointerAction::Down { button }, PointerAction::Up { button }]).await;
    }

    async fn point(&self, locator: Locator<'_>, then: &[PointerAction]) -> Element {
        let element = self.element(locator).await;
        let moved = PointerAction::MoveToElement { element: element.clone(), duration: None, x: 0.0, y: 0.0 };
        let pointer = then
            .iter()
            .cloned()
            .fold(MouseActions::new("mouse".to_owned()).then(moved), |all, next| all.then(next));
        self.client.perform_actions(pointer).await.expect("the pointer can be moved");
        element
    }

    /// Waits until an element's text equals `text`. Returns how long that took.
    pub async fn reads(&self, selector: &str, text: &str) -> Duration {
        let what = format!("{selector} to read \"{text}\"");
        let look = || async {
            let element = self.visible(Locator::Css(selector)).await?;
            // the element may be replaced between finding and reading: the next look finds the new one
            (element.prop("innerText").await.ok()??.trim() == text).then_some(())
        };
        wait::until_seen(&what, look).await.1
    }

    /// Returns the text that a person reads in the page.
    pub async fn text(&self) -> String {
        // a page that is being left may lose its body before it can be read: the next look reads the new page
        let script = "return document.body?.innerText ?? null";
        let look = || async { Some(self.client.execute(script, vec![]).await.ok()?.as_str()?.to_owned()) };
        wait::until_seen("a page with text", look).await.0
    }

    /// Waits until these words stand in the page, and checks that they stand there once. Returns how long that took.
    pub async fn says(&self, words: &str) -> Duration {
        let look = || async { self.text().await.contains(words).then_some(()) };
        let ((), took) = wait::until_seen(&format!("the page to say \"{words}\""), look).await;
        let text = self.text().await;
        assert_eq!(text.matches(words).count(), 1, "\"{words}\" is said once: {text}");
        took
    }

    /// Waits until these words are gone from the page.
    pub async fn says_no_more(&self, words: &str) {
        let look = || async { (!self.text().await.contains(words)).then_some(()) };
        wait::until_seen(&format!("\"{words}\" to leave the page"), look).await;
    }

    /// Runs a script in the page and returns its result.
    pub async fn run(&self, script: &str, arguments: Vec<Value>) -> Value {
        let ran = self.client.execute(script, arguments).await;
        ran.unwrap_or_else(|error| panic!("`{script}` can't be run: {error}"))
    }

    /// Runs an asynchronous script in the page and returns its result.
    pub async fn wait_for(&self, script: &str, arguments: Vec<Value>) -> Value {
        let script = format!(
            "const done = arguments[arguments.length - 1]; (async () => {{ {script} }})().then(done, (error) => done(`${{error}}`));"
        );
        let ran = self.client.execute_async(&script, arguments).await;
        ran.unwrap_or_else(|error| panic!("`{script}` can't be run: {error}"))
    }

    /// Returns the page's address.
    pub async fn address(&self) -> String {
        self.client.current_url().await.expect("the page tells its address").into()
    }

    /// Goes to another address.
    pub async fn go(&self, address: &str) {
        self.client.goto(address).await.unwrap_or_else(|error| panic!("{address} can't be opened: {error}"));
    }

    /// Resizes the window and waits until its page has the new width.
    pub async fn resize(&self, width: u32, height: u32) {
        self.client.set_window_size(width, height).await.expect("a window can be resized");
        let script = "return innerWidth <= arguments[0]";
        let look = || async {
            (self.client.execute(script, vec![width.into()]).await.ok()? == Value::Bool(true)).then_some(())
        };
        wait::until_seen("the page to have its new width", look).await;
    }

    /// Returns the number of tabs or windows.
    pub async fn tabs(&self) -> usize {
        self.client.windows().await.expect("windows can be counted").len()
    }

    /// Switches to the tab whose address holds this text.
    pub async fn turn_to(&self, part: &str) {
        let look = || async {
            for tab in self.client.windows().await.ok()? {
                self.client.switch_to_window(tab).await.ok()?;
                if self.client.current_url().await.ok()?.as_str().contains(part) {
                    return Some(());
                }
            }
            None
        };
        wait::until_seen(&format!("a tab at an address with {part}"), look).await;
    }

    /// Returns the page's address and its whole source, visible or not.
    pub async fn everything(&self) -> String {
        let source = self.client.source().await.expect("the page tells its source");
        let address = self.client.current_url().await.expect("the page tells its address");
        format!("{address}\n{source}")
    }

    /// Returns the first element that takes up room.
    ///
    /// The element's box decides, not WebDriver's "is displayed". WebKit reports a heading whose box could cut it off as not
    /// displayed and without text, although a person can read all of it. For the same reason texts come from `innerText`.
    async fn visible(&self, locator: Locator<'_>) -> Option<Element> {
        for element in self.client.find_all(locator).await.ok()? {
            if element.rectangle().await.is_ok_and(|(_, _, width, height)| width > 0.0 && height > 0.0) {
                return Some(element);
            }
        }
        None
    }
}

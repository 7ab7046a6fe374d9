//! The guide to an access token in each of its steps, and a list of tokens with mixed results, at every width.

use fantoccini::Locator;
use serde_json::json;
use switchhook_journeys::faulty_server::Fault;
use switchhook_journeys::gallery::{Gallery, USUAL_WIDTH, WIDTHS};
use switchhook_journeys::home::Home;
use switchhook_journeys::intercom::Intercom;
use switchhook_journeys::keys::lines;
use switchhook_journeys::notebook::Notebook;
use switchhook_journeys::sandbox::Sandbox;
use switchhook_journeys::theme::Theme;
use switchhook_journeys::wait;

use crate::activate::activate;

const DEAD: &str = "dG9rOnRoaXMtaXMtbm8tdG9rZW46MTow";

/// Looks at every state. Returns the number of pictures.
pub(crate) async fn all(theme: Theme) -> usize {
    let home = Home::new();
    let _notebook = Notebook::install(&home);
    let sandbox = Sandbox::start(&home);
    let intercom = Intercom::start(&home, &sandbox, ["us", "eu", "au"]);
    let mut gallery = Gallery::open_before(&home, theme, "1", &intercom.proxy()).await;
    gallery.window.page.press("Connect account").await;
    gallery.window.page.press("Paste an access token").await;
    guide(&mut gallery).await;
    message(&mut gallery).await;
    refusal(&mut gallery, &intercom).await;
    list(&mut gallery, &sandbox, &intercom).await;
    replacement(&mut gallery).await;
    gallery.seen()
}

async fn at_every_width(gallery: &mut Gallery, name: &str) {
    for width in WIDTHS {
        gallery.resize(width).await;
        gallery.look_at_this_width(&format!("{name}-{width}")).await;
    }
    gallery.resize(USUAL_WIDTH).await;
}

async fn guide(gallery: &mut Gallery) {
    at_every_width(gallery, "guide-step-1").await;
    gallery.window.page.press("Open the Developer Hub of Europe").await;
    draws(gallery, "2").await;
    gallery.look("guide-step-2").await;
    gallery.window.page.press("Read one admin").await;
    gallery.window.page.press("Read tags").await;
    draws(gallery, "3").await;
    at_every_width(gallery, "guide-step-3").await;
    gallery.window.page.press("Step 3 is done: Tick 7 permissions").await;
    draws(gallery, "4").await;
    gallery.look("guide-step-4").await;
}

async fn draws(gallery: &Gallery, step: &str) {
    gallery.window.page.element(Locator::Css(&format!("[data-drawing=\"{step}\"]"))).await;
}

async fn message(gallery: &mut Gallery) {
    gallery.window.page.press("I can’t open the Developer Hub").await;
    gallery.window.page.reads(".ask [role=status]", "Copied").await;
    gallery.look("guide-message").await;
    gallery.resize(720).await;
    gallery.look("guide-message-720").await;
    gallery.resize(1280).await;
    gallery.window.page.press("Close").await;
}

async fn refusal(gallery: &mut Gallery, intercom: &Intercom) {
    gallery.window.page.fill("input[type=password]", "hello").await;
    gallery.window.page.press("Connect").await;
    gallery.window.page.element(Locator::Css("form [role=alert]")).await;
    gallery.look("guide-no-token").await;
    intercom.set_fault(0, Some(Fault::HungUp));
    gallery.window.page.fill("input[type=password]", DEAD).await;
    gallery.window.page.press("Connect").await;
    gallery.window.page.says("couldn’t reach Intercom").await;
    let token = "return document.querySelector('input[type=password]').value";
    assert_eq!(gallery.window.page.run(token, vec![]).await, json!(DEAD), "it stays in its field");
    gallery.look("guide-unreachable").await;
    intercom.set_fault(0, None);
}

async fn list(gallery: &mut Gallery, sandbox: &Sandbox, intercom: &Intercom) {
    let [northwind, lumen, harbour] =
        ["nw7k2p0q", "lm5v0r6y", "hb8c4t1z"].map(|workspace| sandbox.token_for(workspace));
    gallery.window.page.press("Several at once").await;
    at_every_width(gallery, "several").await;
    let list = format!(
        "token,name,tag\n{northwind},Northwind Support,europe,vip\n{lumen}\nhello,Acme\n{DEAD},Tailspin Toys\n{harbour}"
    );
    gallery.window.page.fill("textarea", &lines(&list)).await;
    gallery.window.page.says("Tailspin Toys").await;
    gallery.look("several-read").await;
    gallery.window.page.press("Show").await;
    gallery.look("several-shown").await;
    gallery.window.page.press("Hide").await;
    intercom.set_fault(2, Some(Fault::Silent));
    gallery.window.page.press("Connect 4").await;
    gallery.window.page.says("Connecting… 3 of 5").await;
    gallery.look("several-at-work").await;
    gallery.window.page.press("Stop").await;
    gallery.window.page.says("Stopped. 2 connected, 1 not, 2 not tried.").await;
    intercom.set_fault(2, None);
    gallery.window.page.press("Connect 2").await;
    gallery.window.page.says("1 connected, 2 not.").await;
    at_every_width(gallery, "several-mixed").await;
    gallery.window.page.fill("textarea", &northwind).await;
    gallery.window.page.press("Connect 1").await;
    gallery.window.page.reads("[type=submit]", "Show accounts").await;
    gallery.look("several-done").await;
    gallery.window.page.press("Show accounts").await;
}

async fn replacement(gallery: &mut Gallery) {
    let row = Locator::XPath("//*[@data-account][contains(., 'Harbour Eats')]");
    let row = gallery.window.page.element(row).await;
    row.click().await.expect("a row can be pressed");
    gallery.window.page.reads("main h1:not(.alone)", "Harbour Eats").await;
    gallery.window.page.press("More actions").await;
    gallery.window.page.press("Reconnect").await;
    gallery.window.page.says("A new token for").await;
    let several = "return [...document.querySelectorAll('main button')].some((each) => each.innerText.includes('Several'))";
    assert_eq!(gallery.window.page.run(several, vec![]).await, json!(false), "one account takes one token");
    gallery.look("guide-replaces").await;
}

/// Looks at both screens with text twice as large.
pub(crate) async fn large(theme: Theme) -> usize {
    let home = Home::new();
    let mut gallery = Gallery::open_with_text(&home, theme, "2").await;
    for (name, press) in
        [("connect", "Connect account"), ("guide", "Paste an access token"), ("several", "Several at once")]
    {
        activate(&gallery, press).await;
        if name != "connect" {
            let shown = || async {
                let script = "return document.querySelector('main form') !== null";
                (gallery.window.page.run(script, vec![]).await == json!(true)).then_some(())
            };
            wait::until_seen("the form", shown).await;
            gallery.look(&format!("text-200-{name}-1120")).await;
            gallery.shrink().await;
            gallery.look(&format!("text-200-{name}-720")).await;
            gallery.window.page.resize(1120, 760).await;
        }
    }
    gallery.seen()
}

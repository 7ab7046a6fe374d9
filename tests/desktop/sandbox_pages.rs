//! The sandbox's pages in Chromium: axe finds nothing in either theme, wide or narrow; a consent by keyboard alone; a tab
//! that can be closed after it, also in Firefox; and the hub's forms.
#![expect(clippy::expect_used, reason = "a journey ends at the first surprise, with a sentence")]

use std::process::Command;

use fantoccini::Locator;
use fantoccini::key::Key;
use serde_json::{Value, json};
use switchhook_journeys::firefox::Firefox;
use switchhook_journeys::home::Home;
use switchhook_journeys::sandbox::Sandbox;
use switchhook_journeys::webdriver::Page;
use switchhook_journeys::{CALLBACK, SCHEME, http, peers, wait};

/// The redirect URI. Nothing listens there, and the address bar shows what came.
const RETURN: &str = "http://127.0.0.1:9/callback";

/// Starts a browser without a window.
async fn browser(home: &Home, arguments: &[&str]) -> Page {
    let profile = format!("--user-data-dir={}", home.path().join("profile").display());
    let always = ["--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", &profile];
    let arguments: Vec<&str> = always.into_iter().chain(arguments.iter().copied()).collect();
    let capabilities = json!({ "goog:chromeOptions": { "args": arguments } });
    Page::open(&mut Command::new("chromedriver"), &capabilities).await
}

fn consent(sandbox: &Sandbox) -> String {
    consent_to(sandbox, RETURN)
}

fn consent_to(sandbox: &Sandbox, redirect_uri: &str) -> String {
    let (endpoint, id) = (sandbox.about("authorization_endpoint"), sandbox.about("client_id"));
    format!("{endpoint}?client_id={id}&redirect_uri={redirect_uri}&state=by-hand")
}

/// Both answers of the consent page: its button, what the link holds, and what the page then says.
const ANSWERS: [(&str, &str, &str); 2] =
    [("authorize", "code=", "It goes on there."), ("cancel", "error=access_denied", "You gave no access")];

/// Counts the parts of the page that can be pressed or sent.
const LIVE: &str = "return document.querySelectorAll('button, input, form, select').length";

/// Returns the sandbox's pages: name and address.
fn pages(sandbox: &Sandbox) -> Vec<(&'static str, String)> {
    let url = sandbox.about("url");
    vec![
        ("the consent", consent(sandbox)),
        ("a refusal", format!("{}?client_id=nobody", sandbox.about("authorization_endpoint"))),
        ("the hub", format!("{url}/_hub")),
    ]
}

/// Returns what axe finds, each with the elements concerned.
async fn violations(page: &Page) -> Vec<Value> {
    page.run(&peers::axe(), vec![]).await;
    let found = page
        .wait_for("return (await axe.run()).violations.map(({ id, nodes }) => ({ id, nodes: nodes.map((node) => node.html) }))", vec![])
        .await;
    found.as_array().unwrap_or_else(|| panic!("axe has run: {found}")).clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn axe_finds_nothing_on_any_page_in_either_theme_wide_or_narrow() {
    let home = Home::new();
    let sandbox = Sandbox::start(&home);
    // the hub with rows in its tables, and a changed switch
    sandbox.token_for("nw7k2p0q");
    sandbox.switch(&json!({ "latency_ms": 1 }));
    for theme in [&[][..], &["--blink-settings=preferredColorScheme=0"]] {
        for size in ["--window-size=1120,900", "--window-size=500,900"] {
            let home = Home::new();
            let page = browser(&home, &[theme, &[size]].concat()).await;
            for chooser in [false, true] {
                sandbox.switch(&json!({ "chooser": chooser }));
                for (name, url) in pages(&sandbox) {
                    page.go(&url).await;
                    let dark =
                        page.run("return matchMedia('(prefers-color-scheme: dark)').matches", vec![]).await;
                    assert_eq!(dark, json!(!theme.is_empty()), "the theme is the one that was asked for");
                    let found = violations(&page).await;
                    assert!(found.is_empty(), "{name}, {theme:?} {size}: {found:?}");
                    let wider =
                        "return document.documentElement.scrollWidth > document.documentElement.clientWidth";
                    assert_eq!(page.run(wider, vec![]).await, json!(false), "{name} fits into {size}");
                }
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn axe_finds_a_planted_fault() {
    let home = Home::new();
    let sandbox = Sandbox::start(&home);
    let page = browser(&home, &[]).await;
    page.go(&consent(&sandbox)).await;
    page.run("document.querySelector('html').removeAttribute('lang')", vec![]).await;
    let found = violations(&page).await;
    assert!(
        found.iter().any(|each| each["id"] == "html-has-lang"),
        "a fault that was planted is found: {found:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn consent_is_given_and_refused_by_keyboard_alone() {
    let home = Home::new();
    let sandbox = Sandbox::start(&home);
    sandbox.switch(&json!({ "chooser": true }));
    let page = browser(&home, &[]).await;
    for (tabs, choose, answer) in [(3, true, "code="), (2, false, "error=access_denied")] {
        page.go(&consent(&sandbox)).await;
        let body = page.element(Locator::Css("body")).await;
        body.send_keys(&Key::Tab.to_string()).await.expect("a page takes keys");
        if choose {
            // the list has the focus: choose its next entry
            press(&page, &Key::Down.to_string()).await;
        }
        for _ in 1..tabs {
            press(&page, &Key::Tab.to_string()).await;
        }
        let ring = "const style = getComputedStyle(document.activeElement); return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2";
        assert_eq!(page.run(ring, vec![]).await, json!(true), "the focused element shows a focus ring");
        press(&page, &Key::Enter.to_string()).await;
        // nothing listens there: the browser shows its own page at that address
        let address = page.run("return location.href", vec![]).await;
        let address =
            if address == "chrome-error://chromewebdata/" { json!(page.address().await) } else { address };
        let address = address.as_str().unwrap_or_default().to_owned();
        assert!(address.starts_with(RETURN) && address.contains(answer), "{address}");
    }
    let session = http::get(&format!("{}/_control", sandbox.about("url")));
    let switches: Value = serde_json::from_str(&session.body).expect("switches are JSON");
    assert_eq!(switches["session"], "bl3x9d5m", "the chosen workspace was the second one");
}

#[tokio::test(flavor = "multi_thread")]
async fn hub_flips_a_switch_hands_out_a_token_and_revokes_it() {
    let home = Home::new();
    let sandbox = Sandbox::start(&home);
    let page = browser(&home, &["--window-size=1120,900"]).await;
    page.go(&format!("{}/_hub", sandbox.about("url"))).await;

    page.press("Shows a page and never returns").await;
    page.says("1 changed").await;
    assert!(page.address().await.ends_with("/_hub#denial"), "the page leads back to the switch");
    let reply = http::post_form(&consent(&sandbox), &[("decision", "cancel")]);
    assert_eq!(reply.status, 200, "the switch has its effect: {}", reply.body);

    page.fill("#latency_ms input", "7").await;
    page.element(Locator::Css("#latency_ms button")).await.click().await.expect("a button can be pressed");
    page.says("2 changed").await;
    page.element(Locator::Css("#missing_permissions input[value=read_tags]"))
        .await
        .click()
        .await
        .expect("a box can be ticked");
    page.element(Locator::Css("#missing_permissions button"))
        .await
        .click()
        .await
        .expect("a button can be pressed");
    page.says("3 changed").await;
    page.press("Reset all").await;
    page.says("all at their defaults").await;

    page.press("Show the access token").await;
    page.says("The access token of Switchhook").await;
    page.press("Revoke").await;
    page.reads("td.state", "dead").await;
}

// A redirect to the app's scheme replaces no page: the consent would stay in its tab, with buttons that work.
#[tokio::test(flavor = "multi_thread")]
async fn consent_tab_can_be_closed_after_either_answer() {
    let home = Home::new();
    let sandbox = Sandbox::start(&home);
    for (decision, _, outcome) in ANSWERS {
        // the browser asks whether it may open the app; its question would take the presses of the next answer
        let fresh = Home::new();
        let page = browser(&fresh, &[]).await;
        page.go(&consent_to(&sandbox, CALLBACK)).await;
        let button = format!("button[value={decision}]");
        page.element(Locator::Css(&button)).await.click().await.expect("a button can be pressed");
        page.reads("h1", "You can close this tab").await;
        page.says(outcome).await;
        assert_eq!(page.run(LIVE, vec![]).await, json!(0), "nothing decides again");
        let found = violations(&page).await;
        assert!(found.is_empty(), "{decision}: {found:?}");
    }
}

#[test]
fn consent_tab_in_firefox_opens_the_app_and_can_be_closed() {
    let home = Home::new();
    let sandbox = Sandbox::start(&home);
    let mut firefox = Firefox::start(&home, SCHEME);
    for (at, (decision, answer, outcome)) in ANSWERS.into_iter().enumerate() {
        firefox.go(&consent_to(&sandbox, CALLBACK));
        firefox.press(&format!("button[value={decision}]"));
        let text = wait::until("the page to be replaced", || {
            let text = firefox.run("return document.body.innerText");
            text.as_str().filter(|text| text.contains("You can close this tab")).map(str::to_owned)
        });
        assert!(text.contains(outcome), "{decision}: {text}");
        assert_eq!(firefox.run(LIVE), json!(0), "nothing decides again");
        let link = wait::until("the app's link", || firefox.links().into_iter().nth(at));
        assert!(link.starts_with(&format!("{CALLBACK}?{answer}")), "{link}");
        assert!(link.ends_with("state=by-hand"), "{link}");
    }
}

async fn press(page: &Page, key: &str) {
    let focused = page.element(Locator::Css(":focus")).await;
    focused.send_keys(key).await.expect("the focused element takes keys");
}

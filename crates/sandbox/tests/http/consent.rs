//! The authorization endpoint: its page, its decisions, and its refusals without a redirect.

use base64::{Engine, prelude::BASE64_STANDARD};
use reqwest::header::LOCATION;
use serde_json::json;
use sha2::{Digest, Sha256};
use switchhook_sandbox::Options;
use url::Url;

use crate::trial::*;

const STATE: &str = "1rAbc-_.~ +&=%\"<é";

#[tokio::test]
async fn consent_page_is_one_form_for_the_sessions_workspace() {
    let trial = Trial::start().await;
    for endpoint in ["/oauth", "/a/oauth/connect"] {
        let endpoint = format!("{}{endpoint}", trial.about().url);
        let url = trial.authorization_url_at(&endpoint, &[("redirect_uri", CALLBACK), ("scope", "x")]);
        let response = trial.get(url).send().await.unwrap();
        assert_eq!(response.status(), 200);
        assert!(header(&response, "content-type").starts_with("text/html"));
        let page = response.text().await.unwrap();
        for (part, times) in [
            ("<form", 1),
            (r#"<form method="post">"#, 1),
            (r#"<input type="hidden" name="workspace" value="nw7k2p0q">"#, 1),
            (r#"name="workspace""#, 1),
            (r#"name="decision" value="authorize">Authorize access</button>"#, 1),
            (r#"name="decision" value="cancel">Cancel</button>"#, 1),
            ("<button", 2),
            ("Switchhook wants access</h1>", 1),
            ("to an Intercom workspace, as you", 1),
            ("<b>Northwind Support</b> US", 1),
            ("Maya Ortiz", 1),
            ("Read and list users and companies", 1),
            ("Sandbox: a pretend Intercom on this computer. Nothing leaves it.", 1),
            ("<script", 0),
            ("<select", 0),
            ("style=", 0),
            ("://", 0),
        ] {
            assert_eq!(page.matches(part).count(), times, "{part}");
        }
    }
}

#[tokio::test]
async fn consent_page_of_a_remote_app_omits_nothing_leaves_it() {
    let remote = "https://bridge.example/cb";
    let trial = Trial::with(Options {
        redirect_uris: vec![remote.to_owned()],
        app_name: Some("<Metrics>".to_owned()),
        ..options()
    })
    .await;
    for (redirect_uri, stays) in [(remote, false), (CALLBACK, true), ("https://localhost:1/", true)] {
        let url = trial.authorization_url(&[("redirect_uri", redirect_uri)]);
        let page = trial.get(url).send().await.unwrap().text().await.unwrap();
        assert!(page.contains("Sandbox: a pretend Intercom on this computer."), "{page}");
        assert_eq!(page.contains("Nothing leaves it"), stays, "{redirect_uri}");
        assert!(page.contains("&lt;Metrics&gt; wants access") && !page.contains("<Metrics>"), "{page}");
    }
}

/// The policy also allows any form target, as the redirect to the app's scheme needs.
#[tokio::test]
async fn policy_allows_only_the_pages_own_style() {
    let trial = Trial::start().await;
    let good = trial.authorization_url(&[]);
    let refused = trial.authorization_url(&[("redirect_uri", "https://evil.example/")]);
    for url in [good, refused] {
        let response = trial.get(url).send().await.unwrap();
        // Under "no-referrer", a browser without `Sec-Fetch-Site` would send "null" as the form's origin.
        for (name, value) in [
            ("referrer-policy", "same-origin"),
            ("x-frame-options", "DENY"),
            ("cache-control", "no-store"),
            ("x-content-type-options", "nosniff"),
        ] {
            assert_eq!(header(&response, name), value);
        }
        let policy = header(&response, "content-security-policy");
        let page = response.text().await.unwrap();
        let style = page.split_once("<style>").unwrap().1.split_once("</style>").unwrap().0;
        let hash = BASE64_STANDARD.encode(Sha256::digest(style));
        assert!(policy.contains("default-src 'none'"), "{policy}");
        assert!(policy.contains(&format!("style-src 'sha256-{hash}'")), "{policy}");
        assert!(policy.contains("frame-ancestors 'none'"), "{policy}");
        assert!(!policy.contains("form-action"), "{policy}");
    }
}

#[tokio::test]
async fn authorization_redirects_with_a_code_and_the_state() {
    let registered = "https://bridge.example/cb?x=1";
    let options = Options { redirect_uris: vec![registered.to_owned()], ..options() };
    let trial = Trial::with(options).await;
    for redirect_uri in [
        CALLBACK,
        "app.switchhook.dev:/callback",
        "http://127.0.0.1:47115/callback",
        "https://localhost:47115/callback",
        "http://[::1]:1/",
        registered,
    ] {
        let url = trial.authorization_url(&[("redirect_uri", redirect_uri), ("state", STATE)]);
        let home = trial.decide(&url, &[("workspace", NORTHWIND), ("decision", "authorize")]).await;
        assert!(home.as_str().starts_with(redirect_uri), "{home}");
        let code = parameter(&home, "code").unwrap();
        assert!(code.ends_with('=') && BASE64_STANDARD.decode(&code).is_ok(), "{code}");
        assert!(home.as_str().contains("%3D&state="), "the trailing = is encoded: {home}");
        assert_eq!(parameter(&home, "state").unwrap(), STATE);
        assert_eq!(parameter(&home, "error"), None);
    }
}

#[tokio::test]
async fn request_without_redirect_uri_gets_the_first_callback() {
    let trial = Trial::start().await;
    let home = trial.decide(&trial.authorization_url(&[]), &[("decision", "authorize")]).await;
    assert!(home.as_str().starts_with("app.switchhook:/callback?code="), "{home}");
    assert_eq!(home.query_pairs().count(), 1, "{home}");
}

#[tokio::test]
async fn wrong_authorization_request_gets_a_page_and_no_redirect() {
    let trial = Trial::start().await;
    let endpoint = &trial.about().authorization_endpoint;
    let callback = ("redirect_uri", CALLBACK);
    for (why, url) in [
        ("no client", endpoint.clone()),
        ("unknown client", format!("{endpoint}?client_id=nobody&redirect_uri={CALLBACK}")),
        ("doubled client", trial.authorization_url(&[("client_id", "nobody"), callback])),
        ("unregistered", trial.authorization_url(&[("redirect_uri", "https://evil.example/")])),
        ("almost", trial.authorization_url(&[("redirect_uri", "app.switchhook:/callback/")])),
        ("doubled redirect", trial.authorization_url(&[callback, callback])),
        ("doubled state", trial.authorization_url(&[callback, ("state", "a"), ("state", "a")])),
    ] {
        for request in [
            trial.get(&url),
            trial.post(&url).form(&[("decision", "authorize")]),
            trial.post(&url).form(&[("decision", "cancel")]),
        ] {
            let response = request.send().await.unwrap();
            assert_eq!(response.status(), 400, "{why}");
            assert_eq!(response.headers().get(LOCATION), None, "{why}");
            assert!(response.text().await.unwrap().starts_with("<!doctype html>"), "{why}");
        }
    }
}

#[tokio::test]
async fn page_shows_a_refused_value_as_text() {
    let trial = Trial::start().await;
    let url = trial.authorization_url(&[("redirect_uri", "https://evil.example/<img src=x>\"'")]);
    let page = trial.get(url).send().await.unwrap().text().await.unwrap();
    assert!(page.contains("https://evil.example/&lt;img src=x&gt;&quot;&#39;"), "{page}");
    assert!(!page.contains("<img"), "{page}");
}

#[tokio::test]
async fn unclear_decision_gets_a_page_and_no_redirect() {
    let trial = Trial::start().await;
    let url = trial.authorization_url(&[]);
    for fields in [
        &[][..],
        &[("decision", "perhaps")],
        &[("decision", "authorize"), ("decision", "cancel")],
        &[("decision", "authorize"), ("workspace", "nobody")],
        &[("decision", "authorize"), ("workspace", NORTHWIND), ("workspace", LUMEN)],
    ] {
        let response = trial.post(&url).form(fields).send().await.unwrap();
        assert_eq!(response.status(), 400, "{fields:?}");
        assert_eq!(response.headers().get(LOCATION), None, "{fields:?}");
    }
}

#[tokio::test]
async fn authorization_of_another_workspace_moves_the_session() {
    let trial = Trial::start().await;
    trial.code(LUMEN).await;
    let page = trial.get(trial.authorization_url(&[])).send().await.unwrap().text().await.unwrap();
    assert!(page.contains("Lumen Labs") && page.contains("Sam Lee"), "{page}");

    let home = trial.decide(&trial.authorization_url(&[]), &[("decision", "authorize")]).await;
    let token = trial.exchange(&parameter(&home, "code").unwrap()).await.body["token"].clone();
    assert_eq!(trial.me(token.as_str().unwrap()).await.body["app"]["name"], "Lumen Labs");
}

#[tokio::test]
async fn regional_host_offers_and_accepts_its_own_workspace_only() {
    let trial = Trial::start().await;
    let regions = &trial.about().regions;
    for (region, name, own, foreign) in [
        (&regions.eu, "<b>Brightline Bank</b> EU", BRIGHTLINE, NORTHWIND),
        (&regions.au, "<b>Harbour Eats</b> AU", HARBOUR, BRIGHTLINE),
    ] {
        let url = trial.authorization_url_at(&region.authorization_endpoint, &[]);
        let page = trial.get(&url).send().await.unwrap().text().await.unwrap();
        assert!(page.contains(name), "{page}");
        trial.decide(&url, &[("workspace", own), ("decision", "authorize")]).await;
        let fields = [("workspace", foreign), ("decision", "authorize")];
        assert_eq!(trial.post(&url).form(&fields).send().await.unwrap().status(), 400);
    }
    let page = trial.get(trial.authorization_url(&[])).send().await.unwrap().text().await.unwrap();
    assert!(page.contains("Northwind Support"), "the US page keeps its session: {page}");
}

#[tokio::test]
async fn cancel_redirects_with_access_denied() {
    let trial = Trial::start().await;
    let url = trial.authorization_url(&[("redirect_uri", CALLBACK), ("state", "s")]);
    let home = trial.decide(&url, &[("workspace", NORTHWIND), ("decision", "cancel")]).await;
    assert_eq!(home, Url::parse("app.switchhook:/callback?error=access_denied&state=s").unwrap());
}

/// A link that opens a program replaces no page, so the consent page would stay in its tab, with buttons that work.
#[tokio::test]
async fn browser_that_opens_a_program_gets_a_page_to_close() {
    let trial = Trial::start().await;
    let decide = async |redirect_uri: &str, decision: &str| {
        let url = trial.authorization_url(&[("redirect_uri", redirect_uri), ("state", "s&\"<")]);
        let accept = "text/html,application/xhtml+xml,*/*;q=0.8";
        let post = trial.post(url).header("accept", accept).header("sec-fetch-site", "same-origin");
        post.form(&[("workspace", NORTHWIND), ("decision", decision)]).send().await.unwrap()
    };
    for (decision, answer) in [("authorize", "code="), ("cancel", "error=access_denied")] {
        let response = decide("app.switchhook:/callback", decision).await;
        assert_eq!(response.status(), 200, "{decision}");
        let refresh = header(&response, "refresh");
        let link = refresh.strip_prefix("0;url=").unwrap_or_else(|| panic!("at once: {refresh}"));
        assert!(link.starts_with(&format!("app.switchhook:/callback?{answer}")), "{link}");
        assert!(link.ends_with("&state=s%26%22%3C"), "{link}");
        for (name, value) in
            [("cache-control", "no-store"), ("referrer-policy", "same-origin"), ("x-frame-options", "DENY")]
        {
            assert_eq!(header(&response, name), value);
        }
        let link = link.replace('&', "&amp;");
        let page = response.text().await.unwrap();
        assert!(page.contains("You can close this tab"), "{page}");
        assert_eq!(page.contains("You gave no access"), decision == "cancel", "{page}");
        assert!(page.contains(&format!("<a href=\"{link}\">")), "a way without the header: {page}");
        for live in ["<form", "<button", "<input", "<script"] {
            assert!(!page.contains(live), "nothing decides again: {page}");
        }
        for web in ["http://127.0.0.1:9/callback", "https://localhost:47115/callback"] {
            let response = decide(web, decision).await;
            assert_eq!(response.status(), 303, "a page of the web takes the tab itself: {web}");
            assert!(header(&response, "location").starts_with(web));
        }
    }
}

#[tokio::test]
async fn owner_of_the_sandbox_authorizes_without_a_browser() {
    let trial = Trial::start().await;
    let client = &trial.about().client_id;
    let page = &trial.about().authorization_endpoint;
    let url = format!("{page}?client_id={client}&redirect_uri=http://127.0.0.1:9/callback&state=s");
    let link = trial.sandbox.authorize(&url).await.expect("the page sends the browser back");
    assert!(link.starts_with("http://127.0.0.1:9/callback?code="), "{link}");
    assert!(link.ends_with("&state=s"), "{link}");
    for refused in [format!("{page}?client_id=nobody"), page.clone()] {
        assert_eq!(trial.sandbox.authorize(&refused).await, None, "{refused}");
    }
    trial.switch(&json!({"install_permission": "missing"})).await;
    assert_eq!(trial.sandbox.authorize(&url).await, None, "the switches hold here, too");
}

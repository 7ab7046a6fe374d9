//! The switches: their effects, and the refusal of wrong changes.

use std::time::{Duration, Instant};

use reqwest::header::LOCATION;
use serde_json::{Value, json};

use crate::trial::*;

async fn state(trial: &Trial) -> Value {
    answer(trial.get(format!("{}/_control", trial.about().url))).await.body
}

async fn post(trial: &Trial, path: &str, body: &str) -> Answer {
    answer(trial.post(format!("{}/_control{path}", trial.about().url)).body(body.to_owned())).await
}

#[tokio::test]
async fn change_returns_every_switch_and_keeps_the_others() {
    let trial = Trial::start().await;
    let normal = state(&trial).await;
    let url = format!("{}/_control", trial.about().url);
    let changed = answer(trial.post(&url).body(r#"{"chooser": true, "session": "lm5v0r6y"}"#)).await;
    let mut expected = normal.clone();
    expected["chooser"] = json!(true);
    expected["session"] = json!(LUMEN);
    assert_eq!(changed.body, expected);
    assert_eq!(answer(trial.post(&url).body("{}")).await.body, expected);
    assert_eq!(state(&trial).await, expected);
    assert_eq!(post(&trial, "/reset", "").await.body, normal);
    assert_eq!(state(&trial).await, normal);
}

#[tokio::test]
async fn wrong_change_is_refused_with_its_reason() {
    let trial = Trial::start().await;
    let before = state(&trial).await;
    let url = format!("{}/_control", trial.about().url);
    for (body, said) in [
        (r#"{"chooser": true, "choser": true}"#, "choser"),
        (r#"{"chooser": true, "session": "nobody"}"#, "nw7k2p0q, bl3x9d5m"),
        (r#"{"chooser": true, "denial": "maybe"}"#, "maybe"),
        (r#"{"chooser": true, "latency_ms": 60001}"#, "60000"),
        (r#"{"chooser": true, "latency_ms": -1}"#, "-1"),
        (r#"{"chooser": "yes"}"#, "boolean"),
        (r#"{"chooser": true, "missing_permissions": ["all"]}"#, "read_tickets"),
        (r#"{"chooser": true, "deactivated": ["1"]}"#, "no teammate 1"),
        (r#"{"chooser": true, "app_version": "9.9"}"#, "2.16"),
        (r#"[]"#, "map"),
        (r#"{"chooser": true"#, "EOF"),
        ("", "EOF"),
    ] {
        let refused = answer(trial.post(&url).body(body)).await;
        let (status, code, message) = refused.error();
        assert_eq!((status, code), (400, "parameter_invalid"), "{body}");
        assert!(message.contains(said), "{body}: {message}");
    }
    assert_eq!(state(&trial).await, before);
}

#[tokio::test]
async fn chooser_offers_every_workspace_of_the_host() {
    let trial = Trial::start().await;
    trial.switch(&json!({"chooser": true, "session": LUMEN})).await;
    let page = trial.get(trial.authorization_url(&[])).send().await.unwrap().text().await.unwrap();
    assert_eq!(page.matches(r#"name="workspace""#).count(), 1);
    assert!(page.contains(r#"<select id="workspace" name="workspace">"#), "{page}");
    assert_eq!(page.matches("<option").count(), 6);
    assert!(page.contains(r#"<option value="lm5v0r6y" selected>"#), "{page}");
}

#[tokio::test]
async fn session_decides_the_authorized_workspace() {
    let trial = Trial::start().await;
    trial.switch(&json!({"session": HARBOUR})).await;
    let home = trial.decide(&trial.authorization_url(&[]), &[("decision", "authorize")]).await;
    let token = trial.exchange(&parameter(&home, "code").unwrap()).await.body["token"].clone();
    assert_eq!(trial.me(token.as_str().unwrap()).await.body["app"]["id_code"], HARBOUR);
}

#[tokio::test]
async fn denial_can_be_a_page_or_a_bare_redirect() {
    let trial = Trial::start().await;
    let url = trial.authorization_url(&[("state", "s")]);

    trial.switch(&json!({"denial": "bare"})).await;
    let home = trial.decide(&url, &[("decision", "cancel")]).await;
    assert_eq!(home.as_str(), "app.switchhook:/callback?state=s");

    trial.switch(&json!({"denial": "page"})).await;
    let response = trial.post(&url).form(&[("decision", "cancel")]).send().await.unwrap();
    assert_eq!(response.status(), 200);
    assert_eq!(response.headers().get(LOCATION), None);
    assert!(response.text().await.unwrap().contains("You cancelled"));
}

#[tokio::test]
async fn token_endpoint_can_refuse_and_break() {
    let trial = Trial::start().await;
    let code = trial.code(NORTHWIND).await;
    trial.switch(&json!({"token": "refuse"})).await;
    assert_eq!(trial.exchange(&code).await.error(), (401, "unauthorized", "Unauthorized Code"));
    for (switch, status) in [("unreadable", 200), ("error", 500)] {
        trial.switch(&json!({"token": switch})).await;
        let response = trial.post(&trial.about().token_endpoint).send().await.unwrap();
        assert_eq!(response.status(), status);
        assert!(header(&response, "content-type").starts_with("text/html"));
        assert!(response.text().await.unwrap().starts_with('<'));
    }
    trial.switch(&json!({"token": "answer"})).await;
    assert_eq!(trial.exchange(&code).await.status, 200, "the code is still unused");
}

#[tokio::test]
async fn me_can_refuse_break_and_be_empty() {
    let trial = Trial::start().await;
    let token = trial.token(NORTHWIND).await;
    trial.switch(&json!({"missing_permissions": ["read_single_admin"]})).await;
    let forbidden = (401, "token_unauthorized", "Not authorized to access resource");
    assert_eq!(trial.me(&token).await.error(), forbidden);
    assert_eq!(trial.me("dead").await.error().1, "unauthorized", "a dead token stays dead");
    let contacts = answer(trial.api("/contacts").bearer_auth(&token)).await;
    assert_eq!(contacts.status, 200, "only /me is forbidden");
    trial.switch(&json!({"missing_permissions": []})).await;

    trial.switch(&json!({"me": "error"})).await;
    assert_eq!(trial.me(&token).await.error().0, 500);
    trial.switch(&json!({"me": "empty"})).await;
    let empty = trial.me(&token).await;
    assert_eq!((empty.status, empty.body), (200, json!({})));
}

#[tokio::test]
async fn latency_delays_the_api_and_not_the_pages() {
    let trial = Trial::start().await;
    let token = trial.token(NORTHWIND).await;
    let code = trial.code(NORTHWIND).await;
    let latency = Duration::from_millis(400);
    trial.switch(&json!({"latency_ms": 400})).await;

    let began = Instant::now();
    assert_eq!(trial.me(&token).await.status, 200);
    assert!(began.elapsed() >= latency);
    let began = Instant::now();
    assert_eq!(trial.exchange(&code).await.status, 200);
    assert!(began.elapsed() >= latency);

    let began = Instant::now();
    assert_eq!(trial.get(trial.authorization_url(&[])).send().await.unwrap().status(), 200);
    state(&trial).await;
    assert!(began.elapsed() < latency);
}

//! Broken answers of `/me`, of reads and of the token endpoint.

use serde_json::json;

use crate::trial::*;

#[tokio::test]
async fn me_reads_and_token_endpoint_break_and_recover() {
    let trial = Trial::start().await;
    let token = trial.token(NORTHWIND).await;
    let about = trial.about();
    for (switch, faults) in [
        ("me", &["error", "html", "unavailable", "no_body"][..]),
        ("reads", &["error", "html", "unavailable", "no_body"]),
        ("token", &["error", "unreadable", "unavailable", "no_body"]),
    ] {
        let request = || match switch {
            "me" => trial.api("/me").bearer_auth(&token),
            "reads" => trial.api("/contacts").bearer_auth(&token),
            _ => trial.post(&about.token_endpoint),
        };
        for fault in faults {
            let (status, starts) = match (switch, *fault) {
                ("token", "error") | (_, "html") => (500, "<!doctype html>"),
                (_, "error") => (500, r#"{"type":"error.list""#),
                (_, "unavailable") => (503, r#"{"type":"error.list""#),
                (_, "unreadable") => (200, "<!doctype html>"),
                _ => (200, ""),
            };
            trial.switch(&json!({switch: fault})).await;
            let response = request().send().await.unwrap();
            assert_eq!(response.status(), status, "{switch}: {fault}");
            header(&response, "x-ratelimit-limit");
            let body = response.text().await.unwrap();
            assert!(body.starts_with(starts), "{switch}: {fault}: {body}");
            assert_eq!(body.is_empty(), *fault == "no_body", "{switch}: {fault}: {body}");
        }
        trial.switch(&json!({switch: "broken_off"})).await;
        let response = request().send().await.unwrap();
        assert_eq!(response.status(), 200, "{switch}");
        assert!(response.bytes().await.is_err(), "{switch}: the connection ends in the middle");
        trial.switch(&json!({switch: "answer"})).await;
        let well = request().send().await.unwrap().status().as_u16();
        assert_eq!(well, if switch == "token" { 400 } else { 200 });
    }
}

#[tokio::test]
async fn repeated_cursor_leads_to_its_own_page() {
    let trial = Trial::start().await;
    let token = trial.token(NORTHWIND).await;
    let page = async |cursor: &str| {
        answer(trial.api("/contacts").query(&[("starting_after", cursor)]).bearer_auth(&token)).await.body
    };
    let first = answer(trial.api("/contacts").bearer_auth(&token)).await.body;
    let cursor = first["pages"]["next"]["starting_after"].as_str().unwrap();
    assert_ne!(page(cursor).await["pages"]["next"]["starting_after"], cursor);
    trial.switch(&json!({"reads": "repeated_cursor"})).await;
    let again = page(cursor).await;
    assert_eq!(again["pages"]["next"]["starting_after"], cursor);
    assert_eq!(page(cursor).await, again, "each request returns this page");
}

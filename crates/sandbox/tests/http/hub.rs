//! The hub: its content, its forms, and the refusal of foreign forms.

use reqwest::header::LOCATION;
use serde_json::{Value, json};

use crate::trial::*;

async fn page(trial: &Trial) -> String {
    let response = trial.get(format!("{}/_hub", trial.about().url)).send().await.unwrap();
    assert_eq!(response.status(), 200);
    response.text().await.unwrap()
}

/// Sends a form as the hub's own page does. Returns the status, the `Location` and the page.
async fn send(trial: &Trial, path: &str, fields: &[(&str, &str)]) -> (u16, Option<String>, String) {
    let url = &trial.about().url;
    let form = trial.post(format!("{url}/_hub/{path}")).header("origin", url).form(fields);
    let response = form.header("sec-fetch-site", "same-origin").send().await.unwrap();
    let status = response.status().as_u16();
    let location = response.headers().get(LOCATION).map(|value| value.to_str().unwrap().to_owned());
    (status, location, response.text().await.unwrap())
}

async fn switches(trial: &Trial) -> Value {
    answer(trial.get(format!("{}/_control", trial.about().url))).await.body
}

#[tokio::test]
async fn hub_shows_apps_and_switches_without_script() {
    let trial = Trial::start().await;
    let page = page(&trial).await;
    let (id, secret) = trial.second_app().await;
    for shown in [&trial.about().client_id, &trial.about().client_secret, &id, &secret] {
        assert!(page.contains(shown.as_str()), "{shown}");
    }
    for (name, _) in switches(&trial).await.as_object().unwrap() {
        assert!(
            page.contains(&format!(r#"<form method="post" action="/_hub/switch" id="{name}">"#)),
            "{name}"
        );
        assert!(page.contains(&format!(r#"name="{name}""#)), "{name}");
    }
    assert!(page.contains("all at their defaults") && !page.contains("<script") && !page.contains("style="));
}

#[tokio::test]
async fn form_sets_its_switch_and_leads_back_to_it() {
    let trial = Trial::start().await;
    for (name, sent, set) in [
        ("denial", &["page"][..], json!("page")),
        ("chooser", &["true"], json!(true)),
        ("session", &[LUMEN], json!(LUMEN)),
        ("latency_ms", &["250"], json!(250)),
        ("app_version", &["2.11"], json!("2.11")),
        ("missing_permissions", &["", "read_tags", "read_tickets"], json!(["read_tags", "read_tickets"])),
        ("missing_permissions", &[""], json!([])),
        ("deactivated", &["", "5310127"], json!(["5310127"])),
    ] {
        let fields: Vec<_> = sent.iter().map(|value| (name, *value)).collect();
        let (status, location, _) = send(&trial, "switch", &fields).await;
        assert_eq!((status, location), (303, Some(format!("/_hub#{name}"))), "{name}");
        assert_eq!(switches(&trial).await[name], set, "{name}");
    }
    assert!(page(&trial).await.contains("6 changed"));
    assert_eq!(send(&trial, "reset", &[]).await.0, 303);
    assert!(page(&trial).await.contains("all at their defaults"));
}

#[tokio::test]
async fn wrong_form_shows_its_error_and_changes_nothing() {
    let trial = Trial::start().await;
    let before = switches(&trial).await;
    for (fields, said) in [
        (&[("latency_ms", "soon")][..], "latency_ms: &quot;soon&quot; is no whole number from 0 to 60000."),
        (&[("<img>", "x")], "&lt;img&gt;: there is no switch &lt;img&gt;."),
        (&[], "The form named no switch."),
    ] {
        let (status, _, page) = send(&trial, "switch", fields).await;
        assert_eq!(status, 400);
        assert!(page.contains(said), "{said}");
        assert!(!page.contains("<img"));
    }
    assert_eq!(switches(&trial).await, before);
}

#[tokio::test]
async fn hub_shows_lists_revokes_and_regenerates_a_token() {
    let trial = Trial::start().await;
    let app = trial.about().client_id.clone();
    let target = [("app", app.as_str()), ("workspace", NORTHWIND), ("teammate", "second")];
    let (status, _, fresh) = send(&trial, "tokens", &target).await;
    assert_eq!(status, 200);
    let token = fresh.split_once(r#"<code class="token">"#).unwrap().1.split_once('<').unwrap().0.to_owned();
    assert_eq!(trial.me(&token).await.body["name"], "Leo Brandt");
    let again = page(&trial).await;
    assert!(!again.contains(&token), "the page shows the token only on request");
    assert!(send(&trial, "tokens", &target).await.2.contains(&token), "the token stays the same");

    let tokens = answer(trial.get(format!("{}/_control/tokens", trial.about().url))).await.body;
    let name = tokens[0]["token"].as_str().unwrap();
    assert_eq!((&tokens[0]["alive"], &tokens[0]["by"]), (&json!(true), &json!("hub")));
    assert!(again.contains(&format!("{name}…")), "{name}");
    let other = trial.token(NORTHWIND).await;
    assert_eq!(send(&trial, "revoke", &[("token", name)]).await.0, 303);
    assert_eq!(trial.me(&token).await.status, 401);
    assert_eq!(trial.me(&other).await.status, 200, "other tokens stay alive");
    assert_eq!(send(&trial, "revoke", &[("token", "ffffffff")]).await.0, 400);

    let next = send(&trial, "regenerate", &target).await.2;
    assert!(next.contains(r#"<code class="token">"#) && !next.contains(&token));

    assert_eq!(send(&trial, "uninstall", &target).await.0, 303);
    assert_eq!(trial.me(&other).await.status, 401);
    assert_eq!(send(&trial, "tokens", &[("app", "nobody"), ("workspace", NORTHWIND)]).await.0, 400);
}

#[tokio::test]
async fn list_of_requests_contains_no_secret() {
    let trial = Trial::start().await;
    let token = trial.token(NORTHWIND).await;
    trial.api("/contacts?per_page=1&secret=x").bearer_auth(&token).send().await.unwrap();
    trial.me("dead").await;
    let requests = answer(trial.get(format!("{}/_control/requests", trial.about().url))).await.body;
    let first = &requests[0];
    assert_eq!(
        (&first["path"], &first["status"], &first["error"]),
        (&json!("/me"), &json!(401), &json!("unauthorized"))
    );
    let second = &requests[1];
    assert_eq!((&second["path"], &second["workspace"]), (&json!("/contacts"), &json!("Northwind Support")));
    let page = page(&trial).await;
    for text in [requests.to_string(), page.clone()] {
        for secret in ["secret=x", "per_page", token.as_str(), "dead\""] {
            assert!(!text.contains(secret), "{secret}");
        }
    }
    assert!(page.contains("GET /contacts") && page.contains("401 unauthorized"));
    assert!(!requests.to_string().contains("_control"), "the sandbox's own paths stay out of the list");
}

#[tokio::test]
async fn hub_refuses_forms_of_other_pages() {
    let trial = Trial::start().await;
    let url = &trial.about().url;
    let before = switches(&trial).await;
    for path in ["switch", "reset", "tokens", "revoke", "regenerate", "uninstall"] {
        for headers in [
            &[][..],
            &[("origin", "https://evil.example")],
            &[("origin", "null"), ("sec-fetch-site", "same-origin")],
            &[("origin", url.as_str()), ("sec-fetch-site", "cross-site")],
        ] {
            let mut form = trial.post(format!("{url}/_hub/{path}")).form(&[("chooser", "true")]);
            for (name, value) in headers {
                form = form.header(*name, *value);
            }
            assert_eq!(answer(form).await.status, 403, "{path}: {headers:?}");
        }
    }
    assert_eq!(switches(&trial).await, before);
}

#[tokio::test]
async fn hub_is_on_the_us_listener_only_and_in_no_frame() {
    let trial = Trial::start().await;
    let response = trial.get(format!("{}/_hub", trial.about().url)).send().await.unwrap();
    assert_eq!(header(&response, "x-frame-options"), "DENY");
    let policy = header(&response, "content-security-policy");
    assert!(policy.contains("default-src 'none'") && policy.contains("form-action 'self'"), "{policy}");
    let eu = &trial.about().regions.eu.api_base;
    assert_eq!(answer(trial.get(format!("{eu}/_hub"))).await.status, 404);
}

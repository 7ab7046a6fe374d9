//! The token endpoint: its requests, answers and refusals.

use base64::{Engine, prelude::BASE64_STANDARD};
use serde_json::json;

use crate::trial::*;

#[tokio::test]
async fn exchange_returns_one_bearer_token_and_nothing_else() {
    let trial = Trial::start().await;
    let exchanged = trial.exchange(&trial.code(NORTHWIND).await).await;
    assert_eq!(exchanged.status, 200);
    let token = exchanged.body["token"].as_str().unwrap();
    assert_eq!(exchanged.body, json!({"token_type": "Bearer", "token": token, "access_token": token}));
    let text = String::from_utf8(BASE64_STANDARD.decode(token).unwrap()).unwrap();
    assert!(text.starts_with("tok:") && text.matches('_').count() == 4, "{text}");
}

#[tokio::test]
async fn code_works_once() {
    let trial = Trial::start().await;
    let code = trial.code(NORTHWIND).await;
    assert_eq!(trial.exchange(&code).await.status, 200);
    assert_eq!(trial.exchange(&code).await.error(), (401, "unauthorized", "Unauthorized Code"));
}

#[tokio::test]
async fn unknown_code_is_refused() {
    let trial = Trial::start().await;
    let code = trial.code(NORTHWIND).await;
    let mangled = [code.trim_end_matches('=').to_owned(), code.replace('=', "%3D"), "x".to_owned()];
    for wrong in mangled {
        assert_eq!(trial.exchange(&wrong).await.error(), (401, "unauthorized", "Unauthorized Code"));
    }
    assert_eq!(trial.exchange(&code).await.status, 200, "the unchanged code still works");
}

#[tokio::test]
async fn every_code_has_the_characters_that_clients_often_lose() {
    let trial = Trial::start().await;
    for _ in 0..8 {
        let code = trial.code(NORTHWIND).await;
        assert!(code.contains('+') && code.contains('/') && code.ends_with('='), "{code}");
        assert_eq!(trial.exchange(&code).await.status, 200, "{code}");
    }
}

#[tokio::test]
async fn code_works_for_its_own_app_only() {
    let trial = Trial::start().await;
    let (id, secret) = trial.second_app().await;
    let code = trial.code(NORTHWIND).await;
    let form = [("code", code.as_str()), ("client_id", &id), ("client_secret", &secret)];
    let refused = answer(trial.post(&trial.about().token_endpoint).form(&form)).await;
    assert_eq!(refused.error(), (401, "unauthorized", "Unauthorized Code"));
    assert_eq!(trial.exchange(&code).await.status, 200, "the code is still unused");
}

#[tokio::test]
async fn token_endpoint_takes_every_known_form_of_request() {
    let trial = Trial::start().await;
    let about = trial.about();
    let (id, secret, url) = (&about.client_id, &about.client_secret, &about.token_endpoint);
    let all = |code: &str| {
        json!({"code": code, "client_id": id, "client_secret": secret, "grant_type": "anything",
            "redirect_uri": "https://elsewhere.example/"})
    };
    let code = trial.code(NORTHWIND).await;
    let json_body = trial.post(url).header("content-type", "application/json").body(all(&code).to_string());

    let code = trial.code(NORTHWIND).await;
    let json_charset = trial
        .post(url)
        .header("content-type", "application/json; charset=utf-8")
        .body(all(&code).to_string());

    let code = trial.code(NORTHWIND).await;
    let form_and_basic = trial.post(url).basic_auth("some", Some("thing")).form(&all(&code));

    let code = trial.code(NORTHWIND).await;
    let secret_in_query =
        trial.post(url).query(&[("client_secret", secret)]).form(&[("code", &code), ("client_id", id)]);

    let code = trial.code(BRIGHTLINE).await;
    let regional = trial.post(&about.regions.eu.token_endpoint).form(&all(&code));

    for request in [json_body, json_charset, form_and_basic, secret_in_query, regional] {
        let exchanged = answer(request).await;
        assert_eq!(exchanged.status, 200, "{}", exchanged.body);
        let token = exchanged.body["access_token"].as_str().unwrap();
        assert_eq!(trial.me(token).await.status, 200);
    }
}

#[tokio::test]
async fn refused_token_request_leaves_the_code_unused() {
    let trial = Trial::start().await;
    let about = trial.about();
    let (id, secret) = (about.client_id.as_str(), about.client_secret.as_str());
    let code = trial.code(NORTHWIND).await;
    let code_field = ("code", code.as_str());
    for (fields, status, field) in [
        (&[code_field, ("client_id", id), ("client_secret", "wrong")][..], 401, None),
        (&[code_field, ("client_id", "wrong"), ("client_secret", secret)], 401, None),
        (&[code_field, ("client_id", id)], 400, Some("client_secret")),
        (&[code_field, ("client_id", id), ("client_secret", "")], 400, Some("client_secret")),
        (&[code_field, ("client_secret", secret)], 400, Some("client_id")),
        (&[("client_id", id), ("client_secret", secret)], 400, Some("code")),
        (&[code_field, code_field, ("client_id", id), ("client_secret", secret)], 400, Some("code")),
    ] {
        let refused = answer(trial.post(&about.token_endpoint).form(fields)).await;
        assert_eq!(refused.error().0, status, "{}", refused.body);
        assert_eq!(refused.body["errors"][0]["field"].as_str(), field, "{}", refused.body);
    }
    assert_eq!(trial.exchange(&code).await.status, 200);
}

#[tokio::test]
async fn unreadable_body_gets_an_error_list() {
    let trial = Trial::start().await;
    let url = &trial.about().token_endpoint;
    for (body, status, code) in [
        ("{".to_owned(), 400, "parameter_invalid"),
        ("[]".to_owned(), 400, "parameter_invalid"),
        (r#"{"client_id": 1}"#.to_owned(), 400, "parameter_invalid"),
        ("x".repeat(64 * 1024 + 1), 413, "client_error"),
    ] {
        let refused = answer(trial.post(url).header("content-type", "application/json").body(body)).await;
        let (given_status, given_code, _) = refused.error();
        assert_eq!((given_status, given_code), (status, code));
    }
}

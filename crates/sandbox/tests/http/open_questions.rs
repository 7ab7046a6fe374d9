//! The open questions about Intercom's OAuth: a switch offers each possible answer.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use reqwest::header::LOCATION;
use serde_json::json;
use sha2::{Digest, Sha256};
use url::Url;

use crate::trial::*;

const AUTHORIZE: [(&str, &str); 1] = [("decision", "authorize")];

#[tokio::test]
async fn state_can_be_cut_or_dropped_for_every_decision() {
    let trial = Trial::start().await;
    let state = "x".repeat(109);
    let url = trial.authorization_url(&[("state", &state)]);
    for (echo, returned) in [("whole", Some(109)), ("cut", Some(64)), ("dropped", None)] {
        trial.switch(&json!({"state": echo})).await;
        for decision in ["authorize", "cancel"] {
            let home = trial.decide(&url, &[("decision", decision)]).await;
            assert_eq!(parameter(&home, "state").map(|state| state.len()), returned, "{echo}");
        }
    }
    let url = trial.authorization_url(&[("state", &"ü".repeat(80))]);
    trial.switch(&json!({"state": "cut"})).await;
    let home = trial.decide(&url, &AUTHORIZE).await;
    assert_eq!(parameter(&home, "state").unwrap(), "ü".repeat(64), "the limit counts characters, not bytes");
}

#[tokio::test]
async fn denial_can_have_a_description() {
    let trial = Trial::start().await;
    trial.switch(&json!({"denial": "described"})).await;
    let home = trial.decide(&trial.authorization_url(&[("state", "s")]), &[("decision", "cancel")]).await;
    assert_eq!(parameter(&home, "error").unwrap(), "access_denied");
    assert!(parameter(&home, "error_description").unwrap().contains("did not authorize"));
    assert_eq!(parameter(&home, "state").unwrap(), "s");
}

#[tokio::test]
async fn pkce_can_be_ignored_honoured_or_refused() {
    let trial = Trial::start().await;
    let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    let challenge = BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(verifier));
    let url = trial.authorization_url(&[("code_challenge", &challenge), ("code_challenge_method", "S256")]);
    let about = trial.about();
    let exchange = async |verifier: Option<&str>| {
        let code = parameter(&trial.decide(&url, &AUTHORIZE).await, "code").unwrap();
        let mut form = vec![
            ("code", code.as_str()),
            ("client_id", &about.client_id),
            ("client_secret", &about.client_secret),
        ];
        form.extend(verifier.map(|verifier| ("code_verifier", verifier)));
        answer(trial.post(&about.token_endpoint).form(&form)).await.status
    };
    assert_eq!((exchange(None).await, exchange(Some("wrong")).await), (200, 200));
    trial.switch(&json!({"code_challenge": "honoured"})).await;
    assert_eq!((exchange(None).await, exchange(Some("wrong")).await), (401, 401));
    assert_eq!(exchange(Some(verifier)).await, 200);
    for method in [&[][..], &[("code_challenge_method", "plain")]] {
        let asked = [&[("code_challenge", challenge.as_str())][..], method].concat();
        assert_eq!(
            trial.get(trial.authorization_url(&asked)).send().await.unwrap().status(),
            400,
            "{method:?}"
        );
    }
    trial.switch(&json!({"code_challenge": "refused"})).await;
    let response = trial.get(&url).send().await.unwrap();
    assert_eq!((response.status().as_u16(), response.headers().get(LOCATION)), (400, None));
    assert!(response.text().await.unwrap().contains("code_challenge"));
}

#[tokio::test]
async fn scope_can_be_ignored_or_refused() {
    let trial = Trial::start().await;
    let status = async |scope: &str| {
        trial.get(trial.authorization_url(&[("scope", scope)])).send().await.unwrap().status().as_u16()
    };
    assert_eq!(status("read_admins").await, 200);
    trial.switch(&json!({"scope": "refused"})).await;
    assert_eq!((status("read_admins").await, status("").await), (400, 200));
}

#[tokio::test]
async fn https_only_rule_answers_a_scheme_with_a_page() {
    let trial = Trial::start().await;
    trial.switch(&json!({"redirect_uris": "https_only"})).await;
    let status = async |uri: &str| {
        trial.get(trial.authorization_url(&[("redirect_uri", uri)])).send().await.unwrap().status().as_u16()
    };
    assert_eq!(status(CALLBACK).await, 400);
    assert_eq!(status("http://127.0.0.1:47115/callback").await, 400);
    assert_eq!(status("https://localhost:47115/callback").await, 200);
}

#[tokio::test]
async fn teammate_without_permission_can_only_request_installation() {
    let trial = Trial::start().await;
    trial.switch(&json!({"install_permission": "missing", "teammate": "second"})).await;
    let url = trial.authorization_url(&[("state", "s")]);
    let page = trial.get(&url).send().await.unwrap().text().await.unwrap();
    assert!(page.contains("Leo Brandt may not install apps in Northwind Support"), "{page}");
    assert!(page.contains("Request installation") && !page.contains("Authorize access"), "{page}");
    let response = trial.post(&url).form(&AUTHORIZE).send().await.unwrap();
    assert_eq!((response.status().as_u16(), response.headers().get(LOCATION)), (200, None));
    assert!(response.text().await.unwrap().contains("Installation requested"));
    let home = trial.decide(&url, &[("decision", "cancel")]).await;
    assert_eq!(home, Url::parse("app.switchhook:/callback?error=access_denied&state=s").unwrap());
}

#[tokio::test]
async fn consent_page_shows_the_teammate_and_the_apps_permissions() {
    let trial = Trial::start().await;
    trial.switch(&json!({"teammate": "second", "chooser": true, "missing_permissions": ["read_tags"]})).await;
    let url = trial.authorization_url(&[("redirect_uri", "http://127.0.0.1:1/a?secret=x")]);
    let page = trial.get(&url).send().await.unwrap().text().await.unwrap();
    assert!(page.contains("Brightline Bank · EU · as Aylin Kaya"), "{page}");
    assert!(
        page.contains("Fieldnote · US · as Ines Duarte"),
        "a workspace with one teammate offers that one: {page}"
    );
    assert!(page.contains("Read tickets") && !page.contains("Read tags"), "{page}");
    assert!(page.contains("returns to <span>http://127.0.0.1:1/a</span>"), "{page}");
    let home = trial.decide(&url, &[("workspace", BRIGHTLINE), ("decision", "authorize")]).await;
    let token = trial.exchange(&parameter(&home, "code").unwrap()).await.body["token"].clone();
    assert_eq!(trial.me(token.as_str().unwrap()).await.body["name"], "Aylin Kaya");
}

#[tokio::test]
async fn code_can_work_more_than_once() {
    let trial = Trial::start().await;
    trial.switch(&json!({"code_use": "many"})).await;
    let code = trial.code(NORTHWIND).await;
    let tokens = [trial.exchange(&code).await.body, trial.exchange(&code).await.body];
    assert_ne!(tokens[0]["token"], tokens[1]["token"]);
}

#[tokio::test]
async fn second_consent_adds_replaces_or_repeats_the_token() {
    let trial = Trial::start().await;
    for (how, older_lives, same) in [("new", true, false), ("replaces", false, false), ("same", true, true)] {
        trial.switch(&json!({"reconsent": how})).await;
        let (older, newer) = (trial.token(LUMEN).await, trial.token(LUMEN).await);
        assert_eq!(older == newer, same, "{how}");
        assert_eq!(trial.me(&older).await.status == 200, older_lives, "{how}");
        assert_eq!(trial.me(&newer).await.status, 200, "{how}");
    }
}

#[tokio::test]
async fn token_endpoint_refuses_in_the_shape_of_the_switch() {
    let trial = Trial::start().await;
    trial.switch(&json!({"token_refusal": "bad_request"})).await;
    assert_eq!(trial.exchange("wrong").await.error(), (400, "bad_request", "Unauthorized Code"));
    trial.switch(&json!({"token_refusal": "oauth"})).await;
    let about = trial.about();
    for (secret, error) in [(about.client_secret.as_str(), "invalid_grant"), ("wrong", "invalid_client")] {
        let form = [("code", "wrong"), ("client_id", about.client_id.as_str()), ("client_secret", secret)];
        let response = trial.post(&about.token_endpoint).form(&form).send().await.unwrap();
        assert_eq!(response.status(), 400);
        let body: serde_json::Value = serde_json::from_str(&response.text().await.unwrap()).unwrap();
        assert_eq!(body["error"], error);
    }
    let response = trial.post(&about.token_endpoint).send().await.unwrap();
    assert_eq!(response.status(), 400);
    assert!(response.text().await.unwrap().contains("invalid_request"), "a missing parameter too");
}

#[tokio::test]
async fn consent_page_can_find_workspaces_of_its_region_only() {
    let trial = Trial::start().await;
    trial.switch(&json!({"consent_host": "own_region", "chooser": true})).await;
    let url = trial.authorization_url(&[]);
    let page = trial.get(&url).send().await.unwrap().text().await.unwrap();
    assert!(page.contains("Northwind Support") && !page.contains("Brightline Bank"), "{page}");
    let fields = [("workspace", BRIGHTLINE), ("decision", "authorize")];
    assert_eq!(trial.post(&url).form(&fields).send().await.unwrap().status(), 400);

    trial.switch(&json!({"session": BRIGHTLINE})).await;
    for request in [trial.get(&url), trial.post(&url).form(&AUTHORIZE)] {
        let response = request.send().await.unwrap();
        assert_eq!((response.status().as_u16(), response.headers().get(LOCATION)), (400, None));
        let page = response.text().await.unwrap();
        assert!(page.contains("Your workspace is in another region") && page.contains("EU"), "{page}");
    }
    let eu = trial.authorization_url_at(&trial.about().regions.eu.authorization_endpoint, &[]);
    trial.decide(&eu, &AUTHORIZE).await;
}

#[tokio::test]
async fn regional_token_endpoint_takes_foreign_codes_if_routed() {
    let trial = Trial::start().await;
    let about = trial.about();
    let exchange = async || {
        let code = trial.code(NORTHWIND).await;
        let form = [
            ("code", code.as_str()),
            ("client_id", &about.client_id),
            ("client_secret", &about.client_secret),
        ];
        answer(trial.post(&about.regions.eu.token_endpoint).form(&form)).await.status
    };
    assert_eq!(exchange().await, 401);
    trial.switch(&json!({"foreign_region": "routed"})).await;
    assert_eq!(exchange().await, 200);
}

#[tokio::test]
async fn code_expires_by_the_sandboxs_own_clock() {
    let trial = Trial::start().await;
    for (ahead, status) in [(290, 200), (300, 401)] {
        trial.switch(&json!({"clock_offset_s": 0})).await;
        let code = trial.code(NORTHWIND).await;
        trial.switch(&json!({"clock_offset_s": ahead})).await;
        assert_eq!(trial.exchange(&code).await.status, status, "{ahead} s later");
    }
}

#[tokio::test]
async fn region_can_lack_its_token_endpoint() {
    let trial = Trial::start().await;
    trial.switch(&json!({"regional_token_endpoint": "missing"})).await;
    let about = trial.about();
    for (endpoint, status) in [
        (&about.regions.eu.token_endpoint, 404),
        (&about.regions.au.token_endpoint, 404),
        (&about.token_endpoint, 400),
    ] {
        assert_eq!(answer(trial.post(endpoint)).await.status, status);
    }
}

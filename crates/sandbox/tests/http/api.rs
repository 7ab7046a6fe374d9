//! Requests with a token: `/me`, regions, errors, and the uninstall.

use serde_json::json;

use crate::trial::*;

const INVALID: (u16, &str, &str) = (401, "unauthorized", "Access Token Invalid");

#[tokio::test]
async fn me_has_exactly_the_documented_keys() {
    let trial = Trial::start().await;
    let me = trial.me(&trial.token(NORTHWIND).await).await;
    assert_eq!(me.status, 200);
    let created_at = me.body["app"]["created_at"].as_u64().unwrap();
    assert_eq!(
        me.body,
        json!({
            "type": "admin",
            "id": "5310127",
            "email": "maya@northwind.example",
            "name": "Maya Ortiz",
            "email_verified": true,
            "app": {
                "type": "app",
                "id_code": NORTHWIND,
                "name": "Northwind Support",
                "created_at": created_at,
                "secure": true,
                "identity_verification": true,
                "timezone": "America/Los_Angeles",
                "region": "US",
            },
            "avatar": {"type": "avatar", "image_url": null},
            "has_inbox_seat": true,
        })
    );
}

#[tokio::test]
async fn us_host_signs_in_to_every_workspace() {
    let trial = Trial::start().await;
    for (workspace, name, admin, region, timezone, verified) in [
        (NORTHWIND, "Northwind Support", "Maya Ortiz", "US", "America/Los_Angeles", true),
        (BRIGHTLINE, "Brightline Bank", "Jonas Weber", "EU", "Europe/Berlin", true),
        (HARBOUR, "Harbour Eats", "Priya Nair", "AU", "Australia/Sydney", true),
        (LUMEN, "Lumen Labs", "Sam Lee", "US", "America/New_York", false),
    ] {
        let me = trial.me(&trial.token(workspace).await).await.body;
        let app = &me["app"];
        assert_eq!(app["id_code"], workspace);
        assert_eq!((&app["name"], &me["name"]), (&json!(name), &json!(admin)));
        assert_eq!((&app["region"], &app["timezone"]), (&json!(region), &json!(timezone)));
        assert_eq!(me["email_verified"], verified);
    }
}

#[tokio::test]
async fn token_works_as_the_user_of_basic() {
    let trial = Trial::start().await;
    let token = trial.token(NORTHWIND).await;
    let me = answer(trial.api("/me").basic_auth(token, Some(""))).await;
    assert_eq!(me.body["name"], "Maya Ortiz");
}

#[tokio::test]
async fn bad_or_absent_token_gets_a_challenge() {
    let trial = Trial::start().await;
    let other_seed = "dG9yOjAwMDAwMDAwXzAwMDBfMDAwMF8wMDAwXzAwMDAwMDAwMDAwMDoxOjA=";
    for request in [
        trial.api("/me"),
        trial.api("/me").bearer_auth(""),
        trial.api("/me").bearer_auth(other_seed),
        trial.api("/me").header("authorization", "Nonsense"),
        trial.api("/contacts"),
        trial.post(format!("{}/auth/uninstall", trial.about().api_base)),
    ] {
        let again = request.try_clone().unwrap();
        assert_eq!(answer(request).await.error(), INVALID);
        let response = again.send().await.unwrap();
        assert_eq!(header(&response, "www-authenticate"), r#"Basic realm="intercom.io""#);
    }
}

#[tokio::test]
async fn regional_host_accepts_its_own_tokens_only() {
    let trial = Trial::start().await;
    let regions = &trial.about().regions;
    for (workspace, us, eu, au) in
        [(NORTHWIND, 200, 401, 401), (BRIGHTLINE, 200, 200, 401), (HARBOUR, 200, 401, 200)]
    {
        let token = trial.token(workspace).await;
        for (base, expected) in
            [(&regions.us.api_base, us), (&regions.eu.api_base, eu), (&regions.au.api_base, au)]
        {
            for path in ["/me", "/contacts"] {
                let given = answer(trial.get(format!("{base}{path}")).bearer_auth(&token)).await;
                assert_eq!(given.status, expected, "{workspace} at {base}{path}");
            }
        }
    }
}

/// A new consent installs the app again.
#[tokio::test]
async fn uninstall_kills_every_token_and_code_of_its_workspace() {
    let trial = Trial::start().await;
    let (one, two) = (trial.token(NORTHWIND).await, trial.token(NORTHWIND).await);
    let elsewhere = trial.token(LUMEN).await;
    let waiting = trial.code(NORTHWIND).await;
    assert_ne!(one, two);
    assert_eq!((trial.me(&one).await.status, trial.me(&two).await.status), (200, 200));

    let uninstall = || trial.post(format!("{}/auth/uninstall", trial.about().api_base));
    assert_eq!(answer(uninstall().bearer_auth(&one)).await.status, 200);
    assert_eq!(trial.me(&one).await.error(), INVALID);
    assert_eq!(trial.me(&two).await.error(), INVALID);
    assert_eq!(answer(uninstall().bearer_auth(&one)).await.error(), INVALID);
    assert_eq!(trial.exchange(&waiting).await.status, 401);
    assert_eq!(trial.me(&elsewhere).await.status, 200);

    let anew = trial.token(NORTHWIND).await;
    assert_eq!(trial.me(&anew).await.status, 200);
    assert_eq!(trial.me(&one).await.error(), INVALID);
}

#[tokio::test]
async fn unknown_path_or_method_gets_an_error_list() {
    let trial = Trial::start().await;
    let token = trial.token(NORTHWIND).await;
    let at = |path: &str| format!("{}{path}", trial.about().api_base);
    for (request, expected) in [
        (trial.api("/nowhere"), (404, "not_found")),
        (trial.api("/"), (404, "not_found")),
        (trial.api("/auth/eagle/token"), (404, "not_found")),
        (trial.post(at("/me")), (404, "not_found")),
        (trial.post(at("/contacts")), (404, "not_found")),
        (trial.api("/contacts/%FF"), (404, "not_found")),
    ] {
        let refused = answer(request.bearer_auth(&token)).await;
        let (status, code, _) = refused.error();
        assert_eq!((status, code), expected, "{}", refused.body);
    }
}

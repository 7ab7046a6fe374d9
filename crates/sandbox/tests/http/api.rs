//! The API behind a token: who one is, what is there, and the end of the access.

use serde_json::{Value, json};

use crate::trial::*;

const INVALID: (u16, &str, &str) = (401, "unauthorized", "Access Token Invalid");

#[tokio::test]
async fn me_names_the_admin_and_the_workspace_with_exactly_the_documented_keys() {
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
async fn every_workspace_can_be_signed_in_to_from_the_us_host() {
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
async fn the_token_may_come_as_the_user_of_basic() {
    let trial = Trial::start().await;
    let token = trial.token(NORTHWIND).await;
    let me = answer(trial.api("/me").basic_auth(token, Some(""))).await;
    assert_eq!(me.body["name"], "Maya Ortiz");
}

#[tokio::test]
async fn a_bad_or_absent_token_is_challenged() {
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
async fn a_regional_host_answers_for_its_own_tokens_only() {
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

#[tokio::test]
async fn an_uninstall_kills_every_token_and_waiting_code_of_its_workspace_until_a_new_consent() {
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
async fn lists_have_intercoms_envelopes_and_count_what_is_there() {
    let trial = Trial::start().await;
    let (large, small) = (trial.token(NORTHWIND).await, trial.token(HARBOUR).await);
    for (path, kind, key, per_page) in [
        ("/contacts", "list", "data", 50),
        ("/companies", "list", "data", 15),
        ("/conversations", "conversation.list", "conversations", 20),
        ("/articles", "list", "data", 25),
    ] {
        for (token, size) in [(&large, 25), (&small, 3)] {
            for (query, per_page) in [("", per_page), ("?per_page=1", 1), ("?per_page=150", 150)] {
                let url = format!("{path}{query}");
                let list = answer(trial.api(&url).bearer_auth(token)).await.body;
                assert_eq!((&list["type"], &list["total_count"]), (&json!(kind), &json!(size)), "{url}");
                assert_eq!(list[key].as_array().unwrap().len() as u64, size.min(per_page), "{url}");
                let pages = json!({"type": "pages", "page": 1, "next": null, "per_page": per_page,
                    "total_pages": size.div_ceil(per_page)});
                assert_eq!(list["pages"], pages, "{url}");
            }
        }
    }
    for (path, kind, key) in [
        ("/admins", "admin.list", "admins"),
        ("/teams", "team.list", "teams"),
        ("/tags", "list", "data"),
        ("/segments", "segment.list", "segments"),
    ] {
        let list = answer(trial.api(path).bearer_auth(&large)).await.body;
        assert_eq!(list["type"], kind);
        assert_eq!(list[key].as_array().unwrap().len(), 25, "{path}");
    }
}

#[tokio::test]
async fn the_admin_of_me_is_in_the_list_of_admins() {
    let trial = Trial::start().await;
    let token = trial.token(BRIGHTLINE).await;
    let me = trial.me(&token).await.body;
    let list = answer(trial.api("/admins").bearer_auth(&token)).await.body;
    let ids: Vec<_> = list["admins"].as_array().unwrap().iter().map(|admin| &admin["id"]).collect();
    assert!(ids.contains(&&me["id"]), "{ids:?}");
}

#[tokio::test]
async fn ids_are_unique_within_a_kind() {
    let trial = Trial::start().await;
    let token = trial.token(NORTHWIND).await;
    for (path, key) in [
        ("/admins", "admins"),
        ("/teams", "teams"),
        ("/contacts", "data"),
        ("/conversations?per_page=150", "conversations"),
    ] {
        let list = answer(trial.api(path).bearer_auth(&token)).await.body;
        let mut ids: Vec<_> =
            list[key].as_array().unwrap().iter().map(|each| each["id"].as_str().unwrap()).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), 25, "{path}");
    }
}

#[tokio::test]
async fn searches_count_and_tell_open_conversations_from_closed() {
    let trial = Trial::start().await;
    let token = trial.token(NORTHWIND).await;
    let search = async |path: &str, body: Value| {
        let url = format!("{}{path}", trial.about().api_base);
        answer(trial.post(url).bearer_auth(&token).body(body.to_string())).await.body
    };
    for (path, kind, key) in [
        ("/conversations/search", "conversation.list", "conversations"),
        ("/contacts/search", "list", "data"),
        ("/tickets/search", "ticket.list", "tickets"),
    ] {
        let query = json!({"field": "created_at", "operator": ">", "value": 0});
        let found = search(path, json!({"query": query, "pagination": {"per_page": 2}})).await;
        assert_eq!((&found["type"], &found["total_count"]), (&json!(kind), &json!(25)));
        assert_eq!(found[key].as_array().unwrap().len(), 2);
    }
    let mut counted = 0;
    for state in ["open", "closed", "snoozed"] {
        let query = json!({"field": "state", "operator": "=", "value": state});
        let found = search("/conversations/search", json!({"query": query})).await;
        let conversations = found["conversations"].as_array().unwrap();
        assert!(conversations.iter().all(|each| each["state"] == state), "{found}");
        assert!(!conversations.is_empty());
        counted += found["total_count"].as_u64().unwrap();
    }
    assert_eq!(counted, 25);
}

#[tokio::test]
async fn what_the_api_cannot_serve_is_an_error_list() {
    let trial = Trial::start().await;
    let token = trial.token(NORTHWIND).await;
    let at = |path: &str| format!("{}{path}", trial.about().api_base);
    for (request, expected) in [
        (trial.api("/nowhere"), (404, "not_found")),
        (trial.api("/"), (404, "not_found")),
        (trial.api("/auth/eagle/token"), (404, "not_found")),
        (trial.post(at("/me")), (404, "not_found")),
        (trial.post(at("/contacts/search")).body("{"), (400, "parameter_invalid")),
        (trial.api("/contacts?per_page=151"), (400, "parameter_invalid")),
        (trial.api("/contacts?per_page=0"), (400, "parameter_invalid")),
        (trial.api("/contacts?per_page=x"), (400, "parameter_invalid")),
    ] {
        let refused = answer(request.bearer_auth(&token)).await;
        let (status, code, _) = refused.error();
        assert_eq!((status, code), expected, "{}", refused.body);
    }
}

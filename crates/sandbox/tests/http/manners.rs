//! The checks of API requests: rates, versions, permissions, the plan, regions, dead tokens.

use std::time::{SystemTime, UNIX_EPOCH};

use reqwest::Response;
use serde_json::{Value, json};

use crate::trial::*;

fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()
}

fn rates(response: &Response) -> [u64; 3] {
    ["limit", "remaining", "reset"]
        .map(|name| header(response, &format!("x-ratelimit-{name}")).parse().unwrap())
}

#[tokio::test]
async fn every_api_answer_has_the_rate_limit_and_a_request_id() {
    let trial = Trial::start().await;
    let token = trial.token(NORTHWIND).await;
    for (request, status) in [
        (trial.api("/me").bearer_auth(&token), 200),
        (trial.api("/contacts").bearer_auth(&token), 200),
        (trial.api("/contacts/nobody").bearer_auth(&token), 404),
        (trial.api("/me").bearer_auth("dead"), 401),
        (trial.api("/nowhere"), 404),
        (trial.post(format!("{}/me", trial.about().api_base)), 404),
        (trial.api("/auth/eagle/token"), 404),
        (trial.post(&trial.about().token_endpoint), 400),
        (trial.api("/me").bearer_auth(&token).header("intercom-version", "9.9"), 400),
    ] {
        let before = now();
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), status);
        let [limit, remaining, reset] = rates(&response);
        assert_eq!(limit, 1_666);
        assert!(remaining <= limit && remaining > 1_600, "{remaining}");
        assert!(reset > before && reset <= now() + 10 && reset % 10 == 0, "{reset}");
        assert_eq!(header(&response, "x-request-id").len(), 20);
        assert_eq!(header(&response, "content-type"), "application/json; charset=utf-8");
    }
}

#[tokio::test]
async fn app_over_its_rate_limit_gets_429_until_the_window_ends() {
    let trial = Trial::start().await;
    let (token, elsewhere) = (trial.token(NORTHWIND).await, trial.token(LUMEN).await);
    trial.switch(&json!({"rate_limit": 2})).await;
    let mut answers = Vec::new();
    // A window may end between two calls. The next window starts full.
    for _ in 0..6 {
        let response = trial.api("/me").bearer_auth(&token).send().await.unwrap();
        let [limit, remaining, reset] = rates(&response);
        assert_eq!(limit, 2);
        answers.push((response.status().as_u16(), remaining, reset));
    }
    let window = answers[0].2;
    let refused: Vec<_> = answers.iter().filter(|(status, ..)| *status == 429).collect();
    assert!(refused.len() >= 2 && refused.iter().all(|(_, remaining, _)| *remaining == 0), "{answers:?}");
    assert!(answers.iter().filter(|(status, _, reset)| *status == 200 && *reset == window).count() <= 2);
    assert_eq!(trial.me(&elsewhere).await.status, 200, "another workspace has its own limit");

    let refused = loop {
        let me = trial.me(&token).await;
        if me.status != 200 {
            break me;
        }
    };
    let said = (429, "rate_limit_exceeded", "The rate limit for the App has been exceeded");
    assert_eq!(refused.error(), said);

    trial.switch(&json!({"clock_offset_s": 10})).await;
    assert_eq!(trial.me(&token).await.status, 200, "the next window");
}

#[tokio::test]
async fn two_apps_share_the_limit_of_a_workspace() {
    let trial = Trial::start().await;
    let (id, _) = trial.second_app().await;
    let other = trial.own_token(&json!({"workspace": NORTHWIND, "client_id": id})).await;
    let token = trial.token(NORTHWIND).await;
    trial.switch(&json!({"workspace_rate_limit": 1})).await;
    let mut said = Vec::new();
    for _ in 0..3 {
        trial.me(&token).await;
        let refused = answer(trial.api("/conversations").bearer_auth(&other)).await;
        said.push(refused.body["errors"][0]["message"].clone());
    }
    assert!(said.contains(&json!("The rate limit for the Workspace has been exceeded")), "{said:?}");
}

#[tokio::test]
async fn unknown_version_is_refused_and_an_old_one_lacks_resources() {
    let trial = Trial::start().await;
    let token = trial.token(NORTHWIND).await;
    let ask = async |path: &str, version: &str| {
        answer(trial.api(path).bearer_auth(&token).header("intercom-version", version)).await
    };
    for version in ["1.0", "2.7", "2.14", "2.16", "2.18", "Preview", "Unstable"] {
        assert_eq!(ask("/contacts", version).await.status, 200, "{version}");
    }
    for version in ["", "2", "2.99", "latest"] {
        let said = (400, "intercom_version_invalid", "The requested version could not be found");
        assert_eq!(ask("/me", version).await.error(), said, "{version}");
    }
    let too_old =
        (400, "intercom_version_invalid", "Requested resource is not available in current API version.");
    assert_eq!(ask("/ticket_states", "2.11").await.error(), too_old);
    assert_eq!(ask("/ticket_states", "2.12").await.status, 200);

    let default = async || answer(trial.api("/ticket_states").bearer_auth(&token)).await;
    assert_eq!(default().await.status, 200, "a new app has version 2.16");
    trial.switch(&json!({"app_version": "2.7"})).await;
    assert_eq!(default().await.error(), too_old);
    assert_eq!(ask("/ticket_states", "2.16").await.status, 200, "the header overrides it");
}

/// Permission, path, and status of the refusal under the switch value `mixed`.
const GUARDED: [(&str, &str, u16); 9] = [
    ("read_single_admin", "/me", 401),
    ("read_admins", "/teams", 401),
    ("read_admins", "/away_status_reasons", 403),
    ("read_users", "/contacts", 401),
    ("read_conversations", "/conversations", 401),
    ("read_tags", "/tags", 401),
    ("read_tickets", "/ticket_types", 403),
    ("read_articles_scope", "/articles", 401),
    ("read_admin_activity_logs", "/admins/activity_logs?created_at_after=1", 401),
];

#[tokio::test]
async fn missing_permission_is_401_or_403_and_no_dead_token() {
    let trial = Trial::start().await;
    let token = trial.token(NORTHWIND).await;
    let get = async |path: &str| answer(trial.api(path).bearer_auth(&token)).await;
    let refused = |status: u16, permission: &str| match status {
        401 => (401, "token_unauthorized".to_owned(), "Not authorized to access resource".to_owned()),
        _ => {
            let message =
                format!("You do not have the required scope ({permission}) to access this resource");
            (403, "forbidden".to_owned(), message)
        }
    };
    let said = |answer: &Answer| {
        let (status, code, message) = answer.error();
        (status, code.to_owned(), message.to_owned())
    };
    for (permission, path, status) in GUARDED {
        trial.switch(&json!({"missing_permissions": [permission], "permission_refusal": "mixed"})).await;
        assert_eq!(said(&get(path).await), refused(status, permission), "{path}");
        for (all, status) in [("unauthorized", 401), ("forbidden", 403)] {
            trial.switch(&json!({"permission_refusal": all})).await;
            assert_eq!(said(&get(path).await), refused(status, permission), "{path}");
        }
        for (other, path, _) in GUARDED {
            let expected = if other == permission { 403 } else { 200 };
            assert_eq!(get(path).await.status, expected, "{path} without {permission}");
        }
    }
    trial.switch(&json!({"missing_permissions": []})).await;
    assert_eq!(get("/me").await.status, 200);
}

#[tokio::test]
async fn added_permission_works_at_once_or_after_a_consent() {
    let trial = Trial::start().await;
    trial.switch(&json!({"missing_permissions": ["read_tags"], "new_permissions": "after_consent"})).await;
    let before = trial.token(NORTHWIND).await;
    trial.switch(&json!({"missing_permissions": []})).await;
    let tags = async |token: &str| answer(trial.api("/tags").bearer_auth(token)).await.status;
    assert_eq!(tags(&before).await, 401);
    assert_eq!(tags(&trial.token(NORTHWIND).await).await, 200);
    trial.switch(&json!({"new_permissions": "at_once"})).await;
    assert_eq!(tags(&before).await, 200);
}

#[tokio::test]
async fn plan_can_lack_conversations_or_the_whole_api() {
    let trial = Trial::start().await;
    let token = trial.token(NORTHWIND).await;
    let get = async |path: &str| answer(trial.api(path).bearer_auth(&token)).await;
    let restricted = (403, "api_plan_restricted", "Active subscription needed.");
    trial.switch(&json!({"plan": "restricted"})).await;
    assert_eq!(get("/conversations").await.error(), restricted);
    assert_eq!(get("/contacts").await.status, 200);
    let team = get("/teams").await.body["teams"][0]["id"].as_str().unwrap().to_owned();
    let monitoring = (403, "api_plan_restricted", "Real-time monitoring is not enabled for your workspace.");
    assert_eq!(get(&format!("/teams/{team}/metrics")).await.error(), monitoring);
    trial.switch(&json!({"plan": "no_api"})).await;
    assert_eq!(get("/contacts").await.error(), restricted);
    assert_eq!(get("/me").await.error(), restricted);
    let uninstall = trial.post(format!("{}/auth/uninstall", trial.about().api_base)).bearer_auth(&token);
    assert_eq!(answer(uninstall).await.status, 200, "a token can still uninstall the app");
}

#[tokio::test]
async fn owners_token_survives_restarts_but_no_regeneration() {
    let target = json!({"workspace": LUMEN, "teammate": "second"});
    let (trial, elsewhere) = (Trial::start().await, Trial::start().await);
    let token = trial.own_token(&target).await;
    assert_eq!(trial.own_token(&target).await, token);
    assert_eq!(elsewhere.own_token(&target).await, token, "equal seeds give equal tokens");
    assert_eq!(trial.me(&token).await.body["email_verified"], Value::Null);
    let url = format!("{}/_control/regenerate", trial.about().url);
    let next = answer(trial.post(url).body(target.to_string())).await.body["access_token"].clone();
    assert_ne!(next, token);
    assert_eq!(trial.me(&token).await.status, 401);
    assert_eq!(trial.own_token(&target).await, next.as_str().unwrap());
    assert_eq!(trial.me(next.as_str().unwrap()).await.status, 200);
}

#[tokio::test]
async fn regional_host_can_serve_foreign_tokens() {
    let trial = Trial::start().await;
    let token = trial.token(NORTHWIND).await;
    let url = format!("{}/me", trial.about().regions.eu.api_base);
    let eu = async || answer(trial.get(&url).bearer_auth(&token)).await;
    assert_eq!(eu().await.error(), (401, "unauthorized", "Access Token Invalid"));
    trial.switch(&json!({"foreign_region": "routed"})).await;
    assert_eq!(eu().await.body["app"]["region"], "US");
}

#[tokio::test]
async fn deactivation_kills_the_tokens_of_one_teammate() {
    let trial = Trial::start().await;
    let first = trial.token(NORTHWIND).await;
    let second = trial.own_token(&json!({"workspace": NORTHWIND, "teammate": "second"})).await;
    let me = trial.me(&second).await.body;
    assert_eq!((&me["name"], &me["app"]["id_code"]), (&json!("Leo Brandt"), &json!(NORTHWIND)));
    let id = trial.me(&first).await.body["id"].clone();
    trial.switch(&json!({"deactivated": [id]})).await;
    assert_eq!(trial.me(&first).await.error(), (401, "unauthorized", "Access Token Invalid"));
    assert_eq!(trial.me(&second).await.status, 200);
}

#[tokio::test]
async fn switch_sets_the_error_of_dead_but_not_of_unknown_tokens() {
    let trial = Trial::start().await;
    let token = trial.token(NORTHWIND).await;
    let url = format!("{}/_control/uninstall", trial.about().url);
    let gone = answer(trial.post(url).body(json!({"workspace": NORTHWIND}).to_string())).await;
    assert_eq!(gone.body, json!({"uninstalled": NORTHWIND}));
    for code in ["unauthorized", "token_revoked", "token_not_found", "token_suspended"] {
        trial.switch(&json!({"dead_token": code})).await;
        let dead = trial.me(&token).await;
        assert_eq!((dead.error().0, dead.error().1), (401, code));
        assert_eq!(trial.me("dG9rOm5v").await.error().1, "unauthorized");
    }
}

#[tokio::test]
async fn uninstall_kills_tokens_of_all_teammates_or_of_one() {
    let trial = Trial::start().await;
    let (id, _) = trial.second_app().await;
    for (kills, colleague) in [("own", 200), ("every_teammate", 401)] {
        trial.switch(&json!({"uninstall_kills": kills})).await;
        let first = trial.token(NORTHWIND).await;
        let second = trial.own_token(&json!({"workspace": NORTHWIND, "teammate": "second"})).await;
        let other = trial.own_token(&json!({"workspace": NORTHWIND, "client_id": id})).await;
        let uninstall = trial.post(format!("{}/auth/uninstall", trial.about().api_base));
        assert_eq!(answer(uninstall.bearer_auth(&first)).await.status, 200);
        assert_eq!(trial.me(&first).await.status, 401);
        assert_eq!(trial.me(&second).await.status, colleague, "{kills}");
        let conversations = answer(trial.api("/conversations").bearer_auth(&other)).await;
        assert_eq!(conversations.status, 200, "the other app is still installed");
    }
}

#[tokio::test]
async fn uninstall_answers_as_the_switch_says() {
    let trial = Trial::start().await;
    for (how, status, body) in [
        ("empty", 200, Value::Null),
        ("json", 200, json!({"success": true})),
        ("no_content", 204, Value::Null),
    ] {
        trial.switch(&json!({"uninstall": how})).await;
        let uninstall = trial.post(format!("{}/auth/uninstall", trial.about().api_base));
        let gone = answer(uninstall.bearer_auth(trial.token(LUMEN).await)).await;
        assert_eq!((gone.status, gone.body), (status, body), "{how}");
    }
}

#[tokio::test]
async fn second_app_reads_conversations_but_not_me() {
    let trial = Trial::start().await;
    let (id, _) = trial.second_app().await;
    let token = trial.own_token(&json!({"workspace": HARBOUR, "client_id": id})).await;
    assert_eq!(trial.me(&token).await.error().1, "token_unauthorized");
    assert_eq!(answer(trial.api("/conversations").bearer_auth(&token)).await.status, 200);
}

#[tokio::test]
async fn clock_follows_the_offset_switch() {
    let trial = Trial::start().await;
    let token = trial.token(NORTHWIND).await;
    trial.switch(&json!({"clock_offset_s": -86_400})).await;
    let response = trial.api("/me").bearer_auth(token).send().await.unwrap();
    let [_, _, reset] = rates(&response);
    assert!(reset.abs_diff(now() - 86_400) <= 20, "{reset}");
    let yesterday =
        jiff::Timestamp::from_second(now() as i64 - 86_400).unwrap().strftime("%d %b %Y").to_string();
    assert!(header(&response, "date").contains(&yesterday), "{:?}", response.headers());
}

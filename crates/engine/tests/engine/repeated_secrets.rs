//! Servers that repeat the secrets of a request: such an answer is neither stored nor shown.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use switchhook_engine::OwnToken;
use switchhook_engine::contract::Account;
use switchhook_engine::core::{AccessToken, DeepLink, Outcome, Problem, ProviderProblem, Region, Status};

use crate::figures::NORTHWIND;
use crate::front::{Front, Reply};
use crate::scenario::{PASTE, Scenario, ended};

type Spelling = (&'static str, fn(&str) -> String);

/// The spellings in which servers repeat secrets. Each is valid inside a JSON string.
const SPELLINGS: [Spelling; 8] = [
    ("as it is", str::to_owned),
    ("without padding", |sent| sent.trim_end_matches('=').to_owned()),
    ("without its last five characters", |sent| sent[..sent.len() - 5].to_owned()),
    ("in JSON", |sent| sent.bytes().map(|byte| format!("\\u{byte:04X}")).collect()),
    ("in percent", |sent| sent.bytes().map(|byte| format!("%{byte:02x}")).collect()),
    ("in percent of percent", |sent| sent.bytes().map(|byte| format!("%25{byte:02X}")).collect()),
    ("in HTML", |sent| sent.bytes().map(|byte| format!("&#x{byte:x};")).collect()),
    ("in base64", |sent| STANDARD.encode(format!("id:{sent}"))),
];

/// Asserts that no spelling of these secrets is in the home's files or in what a caller got.
fn assert_nowhere(scenario: &Scenario, told: &str, secrets: &[&str], how: &str) {
    let files = scenario.files();
    let files = String::from_utf8_lossy(&files);
    for secret in secrets {
        for (_, spell) in SPELLINGS {
            let spelled = spell(secret);
            // without the ends, which base64 mixes with its neighbours
            let middle = &spelled[8..spelled.len() - 8];
            assert!(!files.contains(middle), "{how}: {middle} lies in a file");
            assert!(!told.contains(middle), "{how}: {middle} is shown: {told}");
        }
    }
}

/// Adds a pasted token whose API is behind this front. Returns the account and the token.
async fn connect_behind(scenario: &Scenario, front: &Front) -> (Account, String) {
    let handed_out = scenario.control("tokens", &json!({ "workspace": NORTHWIND })).await;
    let text = handed_out["access_token"].as_str().unwrap().to_owned();
    let token = AccessToken::new(text.clone()).unwrap();
    let api_base = Some(front.address.clone());
    let own =
        OwnToken { token, region: Some(Region::Us), api_base, name: None, tags: Vec::new(), replaces: None };
    (scenario.connector.own_tokens().add(own).await.unwrap().account, text)
}

#[tokio::test]
async fn answer_that_repeats_the_token_is_neither_stored_nor_shown() {
    const NAME: &str = r#"{"id":"1","name":"{secrets}","app":{"id_code":"nw7k2p0q","name":"{secrets}"}}"#;
    let scenario = Scenario::new().await;
    let front = Front::start(&scenario, &[]).await;
    let (account, token) = connect_behind(&scenario, &front).await;
    let before = scenario.detail(&account.id).await.me.unwrap().json;
    let is_repeated = || Problem::from(ProviderProblem::RepeatedToken { host: front.host() });
    for (how, spell) in SPELLINGS {
        for (status, header, body) in [
            ("401 Unauthorized", "", r#"{"error":"Bad {secrets}"}"#),
            ("401 Unauthorized", "", r#"{"errors":[{"code":"{secrets}","message":"x"}]}"#),
            ("401 Unauthorized", "", r#"{"errors":[{"code":"token_revoked","message":"{secrets}"}]}"#),
            ("403 Forbidden", "x-request: {secrets}", "{}"),
            ("404 Not Found", "", "<html>{secrets}"),
            ("200 OK", "", NAME),
            ("200 OK", "", r#"{"id":"{secrets}","app":{"id_code":"{secrets}"}}"#),
            ("200 OK", "x-request: {secrets}", r#"{"id":"1","app":{"id_code":"nw7k2p0q"}}"#),
        ] {
            let how = format!("{how} {status} {header} {body}");
            front.only(&[]);
            let reply = Reply::of(status, body).spelled(spell);
            front.answer("/me", if header.is_empty() { reply } else { reply.with(header) });
            let checked = scenario.connector.remote().check(&account.id).await.unwrap();
            assert_eq!(
                checked.trouble.as_ref().map(|trouble| &trouble.report.problem),
                Some(&is_repeated()),
                "{how}"
            );
            assert_eq!(
                checked.account.status,
                Status::Unreachable,
                "the answer says nothing about the token: {how}"
            );
            assert_eq!(checked.account.workspace, account.workspace, "{how}");
            assert_eq!(scenario.detail(&account.id).await.me.unwrap().json, before, "{how}");
            let told = format!("{checked:?}{}", serde_json::to_string(&checked).unwrap());
            assert_nowhere(&scenario, &told, &[&token], &how);
        }
    }
    front.forward_all();
    assert_eq!(scenario.checked_status(&account.id).await, Status::Connected, "nothing of it stays");
}

#[tokio::test]
async fn figure_and_uninstall_that_repeat_the_token_show_nothing() {
    let scenario = Scenario::new().await;
    let front = Front::start(&scenario, &[]).await;
    let (account, token) = connect_behind(&scenario, &front).await;
    let repeated = ProviderProblem::RepeatedToken { host: front.host() };
    front.answer(
        "/admins",
        Reply::of("401 No", r#"{"errors":[{"code":"token_revoked","message":"{secrets}"}]}"#),
    );
    front.answer("/tags", Reply::of("200 OK", r#"{"data":[],"echo":"{secrets}"}"#));
    let checked = scenario.connector.remote().check_in_full(&account.id).await.unwrap();
    assert_eq!(checked.account.status, Status::Connected);
    let told = serde_json::to_string(&checked).unwrap();
    assert!(told.contains("repeated_token"), "{told}");
    let detail = serde_json::to_string(&scenario.detail(&account.id).await).unwrap();
    assert_eq!(
        detail.matches("repeated_token").count(),
        2,
        "both figures say why they are not known: {detail}"
    );
    assert_nowhere(&scenario, &told, &[&token], "figures");

    front.answer("/auth/uninstall", Reply::of("200 OK", r#"{"echo":"{secrets}"}"#));
    let unheard = scenario.connector.remote().uninstall(&account.id).await.unwrap_err();
    let why = switchhook_engine::core::AccountProblem::UninstallUnknown { why: repeated };
    assert_eq!(unheard, why.into(), "a check settles the uninstall");
    assert_nowhere(&scenario, &format!("{unheard:?}"), &[&token], "uninstall");
}

// The token endpoint issued the token, and `/me` repeats it.
#[tokio::test]
async fn new_token_is_kept_without_the_answer_that_repeats_it() {
    let scenario = Scenario::new().await;
    let front = Front::start(&scenario, &[]).await;
    scenario.register_with_api("Front", &front.address).await;
    let body = r#"{"id":"1","email":"{secrets}","app":{"id_code":"mirror1","name":"{secrets}"}}"#;
    front.answer("/me", Reply::of("200 OK", body));
    let connected = scenario.connect("Front").await.unwrap();
    assert_eq!(connected.outcome, Outcome::Unverified);
    assert_eq!(
        (connected.account.workspace.id.clone(), connected.account.workspace.name.clone()),
        (None, None)
    );
    assert!(scenario.detail(&connected.account.id).await.me.is_none());
}

/// Exchanges a code with this reply. Returns the code and the outcome.
async fn exchange(scenario: &Scenario, front: &Front, reply: Reply) -> (String, Result<Outcome, Problem>) {
    front.answer("/token", reply);
    let begun = scenario.begin("Front").await;
    let link = scenario.consent(&begun, "authorize", Some(NORTHWIND)).await;
    let code = link.split_once("code=").unwrap().1.split('&').next().unwrap().to_owned();
    let received = scenario.connector.attempts().receive(DeepLink::new(link)).await.unwrap();
    (code, ended(received).map(|connected| connected.outcome))
}

#[tokio::test]
async fn token_answer_that_repeats_secrets_is_not_stored_or_shown() {
    let scenario = Scenario::new().await;
    let front = Front::start(&scenario, &[]).await;
    scenario.register_at("Front", PASTE, &format!("{}/token", front.address)).await;
    let client_secret = scenario.sandbox.description().client_secret.clone();
    let is_repeated = || Problem::from(ProviderProblem::RepeatedSecret { host: front.host() });
    for (how, spell) in SPELLINGS {
        for (status, header, body) in [
            ("401 Unauthorized", "", r#"{"error":"Bad {secrets}"}"#),
            ("400 Bad Request", "", r#"{"error":"invalid_client","error_description":"{secrets}"}"#),
            ("200 OK", "", r#"{"access_token":"dG9rOnRva2Vu","error":"{secrets}"}"#),
            ("500 Oops", "", "<html>{secrets}"),
            ("404 Not Found", "x-request: {secrets}", ""),
        ] {
            let how = format!("{how} {status} {header} {body}");
            let reply = Reply::of(status, body).spelled(spell);
            let reply = if header.is_empty() { reply } else { reply.with(header) };
            let (code, outcome) = exchange(&scenario, &front, reply).await;
            assert_eq!(outcome, Err(is_repeated()), "{how}");
            let told = serde_json::to_string(&scenario.connector.attempts().list().await.unwrap()).unwrap();
            assert_nowhere(&scenario, &told, &[&code, &client_secret], &how);
        }
    }
}

/// Returns the value of a form field.
fn field(form: &str, name: &str) -> String {
    form.split('&').find_map(|field| field.strip_prefix(name)).unwrap().to_owned()
}

#[tokio::test]
async fn client_secret_and_code_each_count_alone() {
    let scenario = Scenario::new().await;
    let front = Front::start(&scenario, &[]).await;
    scenario.register_at("Front", PASTE, &format!("{}/token", front.address)).await;
    let alone: [fn(&str) -> String; 2] = [|form| field(form, "client_secret="), |form| field(form, "code=")];
    for spell in alone {
        let reply = Reply::of("400 No", r#"{"error":"invalid_grant","error_description":"{secrets}"}"#);
        let (_, outcome) = exchange(&scenario, &front, reply.spelled(spell)).await;
        assert_eq!(outcome, Err(ProviderProblem::RepeatedSecret { host: front.host() }.into()));
    }
}

// A repeated secret in the place of the token is not a token.
#[tokio::test]
async fn token_beside_a_repeated_secret_counts_as_issued() {
    let scenario = Scenario::new().await;
    let front = Front::start(&scenario, &[]).await;
    scenario.register_at("Front", PASTE, &format!("{}/token", front.address)).await;
    let mut answer = scenario.control("tokens", &json!({ "workspace": NORTHWIND })).await;
    answer["echo"] = Value::from("{secrets}");
    let (_, outcome) = exchange(&scenario, &front, Reply::of("200 OK", answer.to_string())).await;
    assert_eq!(outcome, Ok(Outcome::Connected));
    let (code, outcome) = exchange(&scenario, &front, Reply::of("400 No", answer.to_string())).await;
    let repeated = ProviderProblem::RepeatedSecret { host: front.host() };
    assert_eq!(outcome, Err(repeated.clone().into()), "a refusal issues nothing");
    let client_secret = scenario.sandbox.description().client_secret.clone();
    let its_own: [Spelling; 5] = [
        ("the client secret", |form| field(form, "client_secret=")),
        ("in capitals", |form| field(form, "client_secret=").to_uppercase()),
        ("with something before it", |form| format!("token-{}", field(form, "client_secret="))),
        ("half of it", |form| field(form, "client_secret=")[3..21].to_owned()),
        ("the code", |form| field(form, "code=")),
    ];
    for (how, spell) in its_own {
        let reply = Reply::of("200 OK", r#"{"access_token":"{secrets}"}"#).spelled(spell);
        let (_, outcome) = exchange(&scenario, &front, reply).await;
        assert_eq!(outcome, Err(repeated.clone().into()), "{how}: it was sent, and was not issued");
    }
    assert_nowhere(&scenario, "", &[&code, &client_secret], "a token beside it");
}

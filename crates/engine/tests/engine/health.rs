//! Checks: dead, limited and unreachable accounts, with reason and time; and many accounts at once.

use std::time::{Duration, Instant};

use serde_json::json;
use switchhook_engine::ConnectRequest;
use switchhook_engine::contract::{Checked, Trouble};
use switchhook_engine::core::{
    AccountId, AccountProblem, ApiRefusal, Code, Figure, Lack, Problem, ProviderCode, ProviderProblem, Status,
};
use tokio::sync::mpsc;

use crate::front::{Front, Instead, Reply};
use crate::scenario::{Scenario, dead, ended};

const NORTHWIND: &str = "nw7k2p0q";

async fn check(scenario: &Scenario, id: &AccountId) -> (Status, Option<Trouble>) {
    let Checked { account, trouble, .. } = scenario.connector.remote().check(id).await.unwrap();
    (account.status, trouble)
}

#[tokio::test]
async fn dead_token_is_reported_with_its_cause() {
    for how in ["token_revoked", "token_suspended", "token_not_found", "unauthorized"] {
        let scenario = Scenario::new().await;
        let account = scenario.connect("Acme").await.unwrap().account;
        scenario.control("uninstall", &json!({ "workspace": NORTHWIND })).await;
        scenario.switch("dead_token", how).await;
        let (status, trouble) = check(&scenario, &account.id).await;
        let report = trouble.unwrap().report;
        assert_eq!((status, report.code), (Status::NeedsReconnect, Code::CodeRejected), "{how}");
        assert_eq!(report.problem, dead(scenario.host(), how).into());
        assert_eq!(report.provider_code, ProviderCode::new(how));
    }
}

/// Returns the problem of a live token that may not ask for its owner.
fn may_not_identify(host: String) -> Problem {
    AccountProblem::MissingIdentityPermission { host }.into()
}

// `/me` is refused, and another request that is answered proves that the token lives.
#[tokio::test]
async fn token_without_identity_permission_is_limited_not_dead() {
    for refusal in ["unauthorized", "forbidden", "mixed"] {
        let scenario = Scenario::new().await;
        let account = scenario.connect("Acme").await.unwrap().account;
        scenario.switch("permission_refusal", refusal).await;
        scenario.switch("missing_permissions", json!(["read_single_admin"])).await;
        let (status, trouble) = check(&scenario, &account.id).await;
        assert_eq!(status, Status::Limited, "{refusal}");
        assert_eq!(trouble.unwrap().report.problem, may_not_identify(scenario.host()), "{refusal}");
        let lacks = scenario.detail(&account.id).await.lacks;
        assert_eq!(lacks, ["Read one admin"], "{refusal}: how to add it can be shown");
        scenario.switch("missing_permissions", json!([])).await;
        let (status, trouble) = check(&scenario, &account.id).await;
        assert_eq!((status, trouble.is_none()), (Status::Connected, true), "{refusal}: it is there again");
        assert!(scenario.detail(&account.id).await.lacks.is_empty());
    }
}

#[tokio::test]
async fn unclear_me_401_is_not_death_while_the_token_reads() {
    let scenario = Scenario::new().await;
    let front = Front::start(&scenario, &[("/me", "401 Unauthorized", UNCLEAR)]).await;
    scenario.register_with_api("Behind", &front.address).await;
    let account = scenario.connect("Behind").await.unwrap().account;
    let (status, trouble) = check(&scenario, &account.id).await;
    assert_eq!(status, Status::Unverified, "the token lives, and its owner is unknown");
    assert_eq!(trouble.unwrap().report.problem, may_not_identify(front.host()));
    scenario.control("uninstall", &json!({ "workspace": NORTHWIND })).await;
    assert_eq!(check(&scenario, &account.id).await.0, Status::NeedsReconnect);
}

#[tokio::test]
async fn full_check_keeps_the_reason_of_a_refused_me() {
    for (switch, value) in [("missing_permissions", json!(["read_single_admin"])), ("plan", json!("no_api"))]
    {
        let scenario = Scenario::new().await;
        let account = scenario.connect("Acme").await.unwrap().account;
        scenario.switch(switch, &value).await;
        for _ in 0..2 {
            let examined = scenario.connector.remote().check_in_full(&account.id).await.unwrap();
            assert_eq!(examined.account.status, Status::Limited, "{switch}");
            let problem = examined.trouble.unwrap().report.problem;
            if switch == "plan" {
                let (host, refusal) = (scenario.host(), ApiRefusal::NotInPlan);
                let code = ProviderCode::new("api_plan_restricted");
                assert_eq!(problem, ProviderProblem::Refused { host, refusal, code }.into());
            } else {
                assert_eq!(problem, may_not_identify(scenario.host()));
            }
        }
    }
}

const UNCLEAR: &str =
    r#"{"type":"error.list","errors":[{"code":"unauthorized","message":"Access Token Invalid"}]}"#;

/// Connects an account whose API answers through a front, so that nobody knows its identity.
async fn connect_behind(scenario: &Scenario, instead: &'static [Instead]) -> (Front, AccountId) {
    let front = Front::start(scenario, instead).await;
    scenario.register_with_api("Behind", &front.address).await;
    let id = scenario.connect("Behind").await.unwrap().account.id;
    (front, id)
}

// The identity request gets an ambiguous 401.
#[tokio::test]
async fn token_is_dead_only_if_all_other_requests_agree() {
    const OTHERS_ANSWER: &[Instead] =
        &[("/me", "401 Unauthorized", UNCLEAR), ("/tags", "401 Unauthorized", UNCLEAR)];
    const OTHERS_ARE_SILENT: &[Instead] = &[
        ("/me", "401 Unauthorized", UNCLEAR),
        ("/contacts?per_page=1", "503 Service Unavailable", "{}"),
        ("/conversations/search", "503 Service Unavailable", "{}"),
        ("/admins", "503 Service Unavailable", "{}"),
    ];
    let scenario = Scenario::new().await;
    let (front, id) = connect_behind(&scenario, OTHERS_ANSWER).await;
    let (status, trouble) = check(&scenario, &id).await;
    assert_eq!(status, Status::Unverified);
    assert_eq!(trouble.unwrap().report.problem, may_not_identify(front.host()));
    let detail = scenario.read(&id).await.unwrap();
    assert_eq!(detail.figures.iter().filter(|figure| figure.missing.is_some()).count(), 1);
    let status = scenario.account(&id).await.status;
    assert_eq!(status, Status::Unverified, "figures do not condemn it either");
    let scenario = Scenario::new().await;
    let (_front, id) = connect_behind(&scenario, OTHERS_ARE_SILENT).await;
    let (status, trouble) = check(&scenario, &id).await;
    assert_eq!((status, trouble.unwrap().report.code), (Status::Unverified, Code::ProviderUnreachable));
}

#[tokio::test]
async fn outage_does_not_hide_a_dead_token() {
    let scenario = Scenario::new().await;
    let front = Front::start(&scenario, &[]).await;
    scenario.register_with_api("Behind", &front.address).await;
    let account = scenario.connect("Behind").await.unwrap().account;
    scenario.control("uninstall", &json!({ "workspace": NORTHWIND })).await;
    scenario.switch("dead_token", "token_revoked").await;
    assert_eq!(check(&scenario, &account.id).await.0, Status::NeedsReconnect);
    // the sandbox itself always reports a dead token as dead, in spite of its switches
    front.answer("/me", Reply::of("503 Service Unavailable", ""));
    let Checked { account, trouble, untold, .. } =
        scenario.connector.remote().check(&account.id).await.unwrap();
    assert_eq!(account.status, Status::NeedsReconnect);
    assert_eq!(trouble.unwrap().report.problem, dead(front.host(), "token_revoked").into());
    let untold = untold.expect("the check says that it reached no server");
    let (host, status) = (front.host(), 503);
    let unavailable = ProviderProblem::Unavailable { host, status, seconds: None, code: None };
    assert_eq!(untold.problem, unavailable.into());
}

#[tokio::test]
async fn me_without_identity_is_a_problem() {
    let scenario = Scenario::new().await;
    scenario.switch("me", "empty").await;
    let account = scenario.connect("Acme").await.unwrap().account;
    let (status, trouble) = check(&scenario, &account.id).await;
    assert_eq!(status, Status::Unverified);
    assert_eq!(trouble.unwrap().report.problem, AccountProblem::Unidentified.into());
}

#[tokio::test]
async fn blocking_network_says_nothing_about_the_token() {
    const BLOCKED: &[Instead] = &[("/me", "403 Forbidden", "<html>Blocked by your network</html>")];
    let scenario = Scenario::new().await;
    let (_front, id) = connect_behind(&scenario, BLOCKED).await;
    let (status, trouble) = check(&scenario, &id).await;
    assert_eq!((status, trouble.unwrap().report.code), (Status::Unverified, Code::ProviderUnreadable));
}

#[tokio::test]
async fn many_checks_wait_by_the_providers_clock() {
    for offset in [86_400, -86_400] {
        let scenario = Scenario::new().await;
        let ids = connect_many(&scenario, 8).await;
        scenario.switch("clock_offset_s", offset).await;
        // `/me` and a figure for each account
        scenario.switch("rate_limit", 16).await;
        let (told, mut checked) = mpsc::channel(64);
        scenario.connector.remote().check_each(ids.clone(), told.clone()).await.unwrap();
        // the window is used up, so these checks wait for the next one
        let started = Instant::now();
        scenario.connector.remote().check_each(ids, told).await.unwrap();
        assert!(started.elapsed() < Duration::from_secs(15), "{offset}: {:?}", started.elapsed());
        while let Ok(Checked { trouble, .. }) = checked.try_recv() {
            let reason = trouble.map(|trouble| trouble.report.code);
            assert_eq!(
                reason,
                Some(Code::ProviderUnreadable),
                "{offset}: nobody is called unreachable for it"
            );
        }
        let refused = scenario.requests().await.iter().filter(|request| request["status"] == 429).count();
        assert!(refused <= 8, "{offset}: {refused}");
    }
}

// A later check does not move the time.
#[tokio::test]
async fn unreachable_account_keeps_the_time_of_its_first_failure() {
    let scenario = Scenario::new().await;
    let front = Front::start(&scenario, &[]).await;
    scenario.register_with_api("Behind", &front.address).await;
    let account = scenario.connect("Behind").await.unwrap().account;
    front.shut().await;
    let (status, first) = check(&scenario, &account.id).await;
    let first = first.unwrap();
    assert_eq!((status, first.report.code), (Status::Unreachable, Code::ProviderUnreachable));
    tokio::time::sleep(Duration::from_millis(1_100)).await;
    let (_, second) = check(&scenario, &account.id).await;
    assert_eq!(second.unwrap().since, first.since, "not since the last check");
}

#[tokio::test]
async fn missing_permissions_limit_the_account_until_granted() {
    let scenario = Scenario::new().await;
    let account = scenario.connect("Acme").await.unwrap().account;
    scenario.switch("missing_permissions", json!(["read_tags", "read_conversations"])).await;
    let examined = scenario.connector.remote().check_in_full(&account.id).await.unwrap();
    assert_eq!(examined.account.status, Status::Limited);
    use Figure::{
        ConversationsAllOpen, ConversationsClosed, ConversationsOpen, ConversationsSnoozed,
        ConversationsUnassigned, Tags,
    };
    let lacks = vec![
        Lack {
            permission: "Read conversations".into(),
            figures: vec![
                ConversationsOpen,
                ConversationsUnassigned,
                ConversationsAllOpen,
                ConversationsSnoozed,
                ConversationsClosed,
            ],
        },
        Lack { permission: "Read tags".into(), figures: vec![Tags] },
    ];
    let problem = examined.trouble.unwrap().report.problem;
    assert_eq!(problem, AccountProblem::MissingPermissions { lacks }.into());
    let lacks = scenario.detail(&account.id).await.lacks;
    assert_eq!(lacks, ["Read conversations", "Read tags"]);
    scenario.switch("missing_permissions", json!([])).await;
    let examined = scenario.connector.remote().check_in_full(&account.id).await.unwrap();
    assert_eq!((examined.account.status, examined.trouble.is_none()), (Status::Connected, true));
}

#[tokio::test]
async fn check_by_me_alone_keeps_missing_permissions() {
    let scenario = Scenario::new().await;
    let account = scenario.connect("Acme").await.unwrap().account;
    scenario.switch("missing_permissions", json!(["read_tags"])).await;
    scenario.read(&account.id).await.unwrap();
    let (status, first) = check(&scenario, &account.id).await;
    let first = first.unwrap();
    assert_eq!(status, Status::Limited);
    let lacks = vec![Lack { permission: "Read tags".into(), figures: vec![Figure::Tags] }];
    assert_eq!(first.report.problem, AccountProblem::MissingPermissions { lacks }.into());
    tokio::time::sleep(Duration::from_millis(1_100)).await;
    let examined = scenario.connector.remote().check_in_full(&account.id).await.unwrap();
    assert_eq!(examined.trouble.unwrap().since, first.since, "not since the last check");
}

// Two accounts turn out to have one identity. The newer account has a custom name, which stays.
#[tokio::test]
async fn merged_account_keeps_the_older_id_and_all_tags() {
    let scenario = Scenario::new().await;
    scenario.switch("me", "error").await;
    let older = scenario.connect("Acme").await.unwrap().account;
    scenario.switch("me", "answer").await;
    let newer = scenario.connect("Acme").await.unwrap().account;
    assert_ne!(older.id, newer.id);
    scenario.connector.accounts().set_tags(&older.id, vec!["first".into()]).await.unwrap();
    scenario.connector.accounts().set_tags(&newer.id, vec!["second".into()]).await.unwrap();
    scenario.connector.accounts().rename(&newer.id, "My Northwind").await.unwrap();
    let merged = scenario.connector.remote().check(&older.id).await.unwrap().account;
    assert_eq!((merged.id, merged.tags), (older.id.clone(), vec!["first".to_string(), "second".to_string()]));
    assert_eq!(merged.name, "My Northwind", "a name that a person gave outlives one that nobody did");
    assert_eq!(scenario.accounts().await.len(), 1);
    assert_eq!(check(&scenario, &older.id).await.0, Status::Connected, "its token works");
    let begun = scenario.begin_reconnect(&older.id).await;
    let link = scenario.authorized(&begun).await;
    assert_eq!(
        ended(scenario.connector.attempts().receive(link).await.unwrap()).unwrap().account.id,
        older.id
    );
}

// Two accounts turn out to have one identity. A name that a person gave wins over a default name, and the older over the
// newer.
#[tokio::test]
async fn merged_account_keeps_the_older_custom_name_first() {
    for (older_named, newer_named, name) in [
        (false, false, "Northwind Support"),
        (true, false, "The older"),
        (false, true, "The newer"),
        (true, true, "The older"),
    ] {
        // it makes no difference which of the two was identified
        for older_known in [true, false] {
            let scenario = Scenario::new().await;
            let connect = async |is_known: bool, name: Option<&str>| {
                scenario.switch("me", if is_known { "answer" } else { "error" }).await;
                let name = name.map(Into::into);
                let request = ConnectRequest { name, ..scenario.request("Acme").await };
                let begun = scenario.connector.attempts().begin(request).await.unwrap();
                let link = scenario.authorized(&begun).await;
                ended(scenario.connector.attempts().receive(link).await.unwrap()).unwrap().account.id
            };
            let older = connect(older_known, older_named.then_some("The older")).await;
            let newer = connect(!older_known, newer_named.then_some("The newer")).await;
            scenario.switch("me", "answer").await;
            let unknown = if older_known { &newer } else { &older };
            let merged = scenario.connector.remote().check(unknown).await.unwrap().account;
            assert_eq!((merged.id, merged.name.as_str()), (older, name), "older known: {older_known}");
        }
    }
}

#[tokio::test]
async fn custom_name_equal_to_the_registrations_stays() {
    let scenario = Scenario::new().await;
    scenario.switch("me", "error").await;
    let account = scenario.connect("Acme").await.unwrap().account;
    scenario.connector.accounts().rename(&account.id, "Acme").await.unwrap();
    scenario.switch("me", "answer").await;
    assert_eq!(scenario.connector.remote().check(&account.id).await.unwrap().account.name, "Acme");
}

#[tokio::test]
async fn disabled_account_stays_disabled_after_a_merge() {
    let scenario = Scenario::new().await;
    let known = scenario.connect("Acme").await.unwrap().account;
    scenario.connector.accounts().set_disabled(&known.id, true).await.unwrap();
    scenario.switch("me", "error").await;
    let unknown = scenario.connect("Acme").await.unwrap().account;
    assert_ne!(known.id, unknown.id);
    scenario.switch("me", "answer").await;
    let merged = scenario.connector.remote().check(&unknown.id).await.unwrap().account;
    assert_eq!((merged.id, merged.status), (known.id.clone(), Status::Disabled));
    let enabled = scenario.connector.accounts().set_disabled(&known.id, false).await.unwrap();
    assert_eq!(enabled.status, Status::Connected, "with the token that proved itself");
    scenario.connector.accounts().set_disabled(&known.id, true).await.unwrap();
    let again = scenario.connect("Acme").await.unwrap().account;
    assert_eq!((again.id, again.status), (known.id, Status::Connected), "connected anew it is in use");
}

/// Connects accounts without an identity, so that one workspace may have many.
async fn connect_many(scenario: &Scenario, count: usize) -> Vec<AccountId> {
    scenario.switch("me", "empty").await;
    let mut ids = Vec::new();
    for _ in 0..count {
        ids.push(scenario.connect("Acme").await.unwrap().account.id);
    }
    ids
}

#[tokio::test]
async fn checks_of_many_accounts_run_at_once() {
    let scenario = Scenario::new().await;
    let ids = connect_many(&scenario, 20).await;
    scenario.switch("latency_ms", 500).await;
    let (told, mut checked) = mpsc::channel(8);
    let started = Instant::now();
    let checking = tokio::spawn({
        let (connector, ids) = (scenario.connector.clone(), ids.clone());
        async move { connector.remote().check_each(ids, told).await }
    });
    let mut seen = Vec::new();
    while let Some(Checked { account, .. }) = checked.recv().await {
        seen.push(account.id);
    }
    checking.await.unwrap().unwrap();
    assert!(started.elapsed() < Duration::from_secs(5), "not one after the other: {:?}", started.elapsed());
    seen.sort();
    let mut all = ids;
    all.sort();
    assert_eq!(seen, all, "each account is reported once");
}

// All checks finish in the next window.
#[tokio::test]
async fn used_up_limit_delays_checks_without_marking_unreachable() {
    let scenario = Scenario::new().await;
    let ids = connect_many(&scenario, 8).await;
    scenario.switch("me", "answer").await;
    // connecting the accounts has used up this window
    scenario.switch("rate_limit", 8).await;
    let (told, mut checked) = mpsc::channel(64);
    scenario.connector.remote().check_each(ids, told).await.unwrap();
    let mut troubles = 0;
    while let Ok(Checked { trouble, .. }) = checked.try_recv() {
        troubles += usize::from(trouble.is_some());
    }
    assert_eq!(troubles, 0);
    let left = scenario.accounts().await;
    assert_eq!(left.len(), 1, "all were the same account, and have merged");
    let refused = scenario.requests().await.iter().filter(|request| request["status"] == 429).count();
    assert!(refused <= 8, "each is refused once at most: {refused}");
}

#[tokio::test]
async fn checks_end_when_the_receiver_is_dropped() {
    let scenario = Scenario::new().await;
    let ids = connect_many(&scenario, 8).await;
    scenario.switch("latency_ms", 10_000).await;
    let (told, checked) = mpsc::channel(1);
    drop(checked);
    let started = Instant::now();
    scenario.connector.remote().check_each(ids, told).await.unwrap();
    assert!(started.elapsed() < Duration::from_secs(5), "{:?}", started.elapsed());
}

#[tokio::test]
async fn disabled_accounts_are_skipped() {
    let scenario = Scenario::new().await;
    let account = scenario.connect("Acme").await.unwrap().account;
    scenario.connector.accounts().set_disabled(&account.id, true).await.unwrap();
    let (told, mut checked) = mpsc::channel(1);
    scenario.connector.remote().check_each(vec![account.id], told).await.unwrap();
    assert!(checked.recv().await.is_none());
}

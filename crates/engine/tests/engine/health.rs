//! What a check finds: dead, limited or out of reach, why and since when; and many accounts at once.

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
async fn a_dead_token_says_how_it_died_and_what_to_do() {
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

/// The token lives, and may not ask whose it is.
fn may_not_identify(host: String) -> Problem {
    AccountProblem::MissingIdentityPermission { host }.into()
}

#[tokio::test]
async fn a_token_that_may_not_ask_who_it_is_is_told_from_a_dead_one_by_asking_for_something_else() {
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
async fn a_401_of_me_that_says_nothing_more_is_no_death_while_the_token_reads_other_things() {
    let scenario = Scenario::new().await;
    let front = Front::of(&scenario, &[("/me", "401 Unauthorized", UNCLEAR)]).await;
    scenario.register_with_api("Behind", &front.address).await;
    let account = scenario.connect("Behind").await.unwrap().account;
    let (status, trouble) = check(&scenario, &account.id).await;
    assert_eq!(status, Status::Unverified, "it lives, and nobody knows whose it is");
    assert_eq!(trouble.unwrap().report.problem, may_not_identify(front.host()));
    scenario.control("uninstall", &json!({ "workspace": NORTHWIND })).await;
    assert_eq!(check(&scenario, &account.id).await.0, Status::NeedsReconnect);
}

#[tokio::test]
async fn a_check_in_full_does_not_hide_why_me_was_refused() {
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

/// An account whose API is behind these answers: nobody has told whose it is.
async fn behind(scenario: &Scenario, instead: &'static [Instead]) -> (Front, AccountId) {
    let front = Front::of(scenario, instead).await;
    scenario.register_with_api("Behind", &front.address).await;
    let id = scenario.connect("Behind").await.unwrap().account.id;
    (front, id)
}

#[tokio::test]
async fn a_token_is_dead_only_where_everything_else_says_so_too() {
    const OTHERS_ANSWER: &[Instead] =
        &[("/me", "401 Unauthorized", UNCLEAR), ("/tags", "401 Unauthorized", UNCLEAR)];
    const OTHERS_ARE_SILENT: &[Instead] = &[
        ("/me", "401 Unauthorized", UNCLEAR),
        ("/contacts?per_page=1", "503 Service Unavailable", "{}"),
        ("/conversations/search", "503 Service Unavailable", "{}"),
        ("/admins", "503 Service Unavailable", "{}"),
    ];
    let scenario = Scenario::new().await;
    let (front, id) = behind(&scenario, OTHERS_ANSWER).await;
    let (status, trouble) = check(&scenario, &id).await;
    assert_eq!(status, Status::Unverified);
    assert_eq!(trouble.unwrap().report.problem, may_not_identify(front.host()));
    let detail = scenario.read(&id).await.unwrap();
    assert_eq!(detail.figures.iter().filter(|figure| figure.missing.is_some()).count(), 1);
    let status = scenario.account(&id).await.status;
    assert_eq!(status, Status::Unverified, "figures do not condemn it either");
    let scenario = Scenario::new().await;
    let (_front, id) = behind(&scenario, OTHERS_ARE_SILENT).await;
    let (status, trouble) = check(&scenario, &id).await;
    assert_eq!((status, trouble.unwrap().report.code), (Status::Unverified, Code::ProviderUnreachable));
}

#[tokio::test]
async fn an_outage_does_not_hide_that_a_token_is_dead() {
    let scenario = Scenario::new().await;
    let front = Front::of(&scenario, &[]).await;
    scenario.register_with_api("Behind", &front.address).await;
    let account = scenario.connect("Behind").await.unwrap().account;
    scenario.control("uninstall", &json!({ "workspace": NORTHWIND })).await;
    scenario.switch("dead_token", "token_revoked").await;
    assert_eq!(check(&scenario, &account.id).await.0, Status::NeedsReconnect);
    // The sandbox itself says of a dead token that it is dead, whatever else it is told to say.
    front.answer("/me", Reply::of("503 Service Unavailable", ""));
    let Checked { account, trouble, untold, .. } =
        scenario.connector.remote().check(&account.id).await.unwrap();
    assert_eq!(account.status, Status::NeedsReconnect);
    assert_eq!(trouble.unwrap().report.problem, dead(front.host(), "token_revoked").into());
    let untold = untold.expect("that nobody was reached is said");
    let (host, status) = (front.host(), 503);
    let unavailable = ProviderProblem::Unavailable { host, status, seconds: None, code: None };
    assert_eq!(untold.problem, unavailable.into());
}

#[tokio::test]
async fn an_answer_that_names_nobody_is_a_reason() {
    let scenario = Scenario::new().await;
    scenario.switch("me", "empty").await;
    let account = scenario.connect("Acme").await.unwrap().account;
    let (status, trouble) = check(&scenario, &account.id).await;
    assert_eq!(status, Status::Unverified);
    assert_eq!(trouble.unwrap().report.problem, AccountProblem::Unidentified.into());
}

#[tokio::test]
async fn a_network_that_forbids_says_nothing_of_the_token() {
    const BLOCKED: &[Instead] = &[("/me", "403 Forbidden", "<html>Blocked by your network</html>")];
    let scenario = Scenario::new().await;
    let (_front, id) = behind(&scenario, BLOCKED).await;
    let (status, trouble) = check(&scenario, &id).await;
    assert_eq!((status, trouble.unwrap().report.code), (Status::Unverified, Code::ProviderUnreadable));
}

#[tokio::test]
async fn a_limit_is_waited_for_by_the_providers_clock() {
    for offset in [86_400, -86_400] {
        let scenario = Scenario::new().await;
        let ids = many(&scenario, 8).await;
        scenario.switch("clock_offset_s", offset).await;
        scenario.switch("rate_limit", 8).await;
        let (told, mut checked) = mpsc::channel(64);
        scenario.connector.remote().check_each(ids.clone(), told.clone()).await.unwrap();
        // the window is used up now: these wait for the next one
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

#[tokio::test]
async fn an_account_out_of_reach_says_since_when_for_as_long_as_it_is() {
    let scenario = Scenario::new().await;
    let front = Front::of(&scenario, &[]).await;
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
async fn what_the_app_may_not_read_limits_the_account_by_name_until_it_may() {
    let scenario = Scenario::new().await;
    let account = scenario.connect("Acme").await.unwrap().account;
    scenario.switch("missing_permissions", json!(["read_tags", "read_conversations"])).await;
    let examined = scenario.connector.remote().check_in_full(&account.id).await.unwrap();
    assert_eq!(examined.account.status, Status::Limited);
    use Figure::{ConversationsClosed, ConversationsOpen, ConversationsSnoozed, Tags};
    let lacks = vec![
        Lack {
            permission: "Read conversations".into(),
            figures: vec![ConversationsOpen, ConversationsSnoozed, ConversationsClosed],
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
async fn a_check_by_me_alone_does_not_hide_what_the_app_may_not_read() {
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

#[tokio::test]
async fn of_two_accounts_that_turn_out_to_be_one_the_older_id_stays_with_the_tags_of_both() {
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

#[tokio::test]
async fn of_two_accounts_that_turn_out_to_be_one_the_name_that_a_person_gave_stays_the_older_ones_first() {
    for (older_named, newer_named, name) in [
        (false, false, "Northwind Support"),
        (true, false, "The older"),
        (false, true, "The newer"),
        (true, true, "The older"),
    ] {
        // Which of the two is known by then makes no difference.
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
async fn an_account_that_was_named_like_its_registration_by_a_person_keeps_that_name() {
    let scenario = Scenario::new().await;
    scenario.switch("me", "error").await;
    let account = scenario.connect("Acme").await.unwrap().account;
    scenario.connector.accounts().rename(&account.id, "Acme").await.unwrap();
    scenario.switch("me", "answer").await;
    assert_eq!(scenario.connector.remote().check(&account.id).await.unwrap().account.name, "Acme");
}

#[tokio::test]
async fn a_disabled_account_stays_disabled_when_another_one_turns_out_to_be_it() {
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

/// Accounts that nobody can tell apart, so that there may be many of one workspace.
async fn many(scenario: &Scenario, count: usize) -> Vec<AccountId> {
    scenario.switch("me", "empty").await;
    let mut ids = Vec::new();
    for _ in 0..count {
        ids.push(scenario.connect("Acme").await.unwrap().account.id);
    }
    ids
}

#[tokio::test]
async fn many_are_checked_at_once_and_take_no_longer_than_the_slowest() {
    let scenario = Scenario::new().await;
    let ids = many(&scenario, 20).await;
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
    assert_eq!(seen, all, "each is told once");
}

#[tokio::test]
async fn a_limit_that_is_used_up_is_waited_for_and_nobody_is_called_unreachable_for_it() {
    let scenario = Scenario::new().await;
    let ids = many(&scenario, 8).await;
    scenario.switch("me", "answer").await;
    // all of this window's were spent to connect them
    scenario.switch("rate_limit", 8).await;
    let (told, mut checked) = mpsc::channel(64);
    scenario.connector.remote().check_each(ids, told).await.unwrap();
    let mut troubles = 0;
    while let Ok(Checked { trouble, .. }) = checked.try_recv() {
        troubles += usize::from(trouble.is_some());
    }
    assert_eq!(troubles, 0);
    let left = scenario.accounts().await;
    assert_eq!(left.len(), 1, "they were all the same account, and now it is known");
    let refused = scenario.requests().await.iter().filter(|request| request["status"] == 429).count();
    assert!(refused <= 8, "each is refused once at most: {refused}");
}

#[tokio::test]
async fn checking_ends_when_nobody_listens() {
    let scenario = Scenario::new().await;
    let ids = many(&scenario, 8).await;
    scenario.switch("latency_ms", 10_000).await;
    let (told, checked) = mpsc::channel(1);
    drop(checked);
    let started = Instant::now();
    scenario.connector.remote().check_each(ids, told).await.unwrap();
    assert!(started.elapsed() < Duration::from_secs(5), "{:?}", started.elapsed());
}

#[tokio::test]
async fn disabled_accounts_are_passed_over() {
    let scenario = Scenario::new().await;
    let account = scenario.connect("Acme").await.unwrap().account;
    scenario.connector.accounts().set_disabled(&account.id, true).await.unwrap();
    let (told, mut checked) = mpsc::channel(1);
    scenario.connector.remote().check_each(vec![account.id], told).await.unwrap();
    assert!(checked.recv().await.is_none());
}

use std::time::Duration;

use serde_json::json;
use switchhook_engine::contract::{Checked, UninstallImpact};
use switchhook_engine::core::{
    AccessToken, AccountId, AccountProblem, ApiRefusal, Code, DeepLink, NameError, Outcome, Problem,
    ProviderCode, ProviderProblem, Region, Status,
};
use switchhook_engine::{ConnectRequest, OwnToken, TagChange};

use crate::front::{Front, Instead, LOST, Reply};
use crate::scenario::{LUMEN, Scenario, dead, ended};

#[tokio::test]
async fn consent_becomes_an_account_with_the_facts_of_me() {
    let scenario = Scenario::new().await;
    let connected = scenario.connect("Acme").await.unwrap();
    assert_eq!(connected.outcome, Outcome::Connected);
    let account = connected.account;
    assert_eq!(account.name, "Northwind Support");
    assert_eq!(account.status, Status::Connected);
    assert_eq!(account.workspace.region, Some(Region::Us));
    assert_eq!(account.admin.email_verified, Some(true));
    assert_eq!(account.registration.as_deref(), Some("Acme"));
}

#[tokio::test]
async fn same_identity_updates_the_account_and_keeps_name_and_tags() {
    let scenario = Scenario::new().await;
    let first = scenario.connect("Acme").await.unwrap().account;
    scenario.connector.accounts().rename(&first.id, "Mine").await.unwrap();
    let change = TagChange { add: vec!["client".into()], remove: vec![] };
    scenario.connector.accounts().tag(&first.id, change).await.unwrap();
    let request = ConnectRequest {
        name: Some("Another workspace, I thought".into()),
        tags: vec!["new".into()],
        ..scenario.request("Acme").await
    };
    let begun = scenario.connector.attempts().begin(request).await.unwrap();
    let link = scenario.authorized(&begun).await;
    let again = ended(scenario.connector.attempts().receive(link).await.unwrap()).unwrap();
    assert_eq!(again.outcome, Outcome::AlreadyConnected);
    assert_eq!(again.account.id, first.id);
    assert_eq!(again.account.name, "Mine", "the person's name stays");
    assert_eq!(again.account.tags, ["client"]);
    assert_eq!(scenario.accounts().await.len(), 1);
}

#[tokio::test]
async fn another_workspace_of_another_admin_is_an_account_of_its_own() {
    let scenario = Scenario::new().await;
    scenario.connect("Acme").await.unwrap();
    let begun = scenario.begin("Acme").await;
    let link = scenario.consent(&begun, "authorize", Some(LUMEN)).await;
    let link = DeepLink::new(link);
    let lumen = ended(scenario.connector.attempts().receive(link).await.unwrap()).unwrap();
    assert_eq!(lumen.outcome, Outcome::Connected);
    assert_eq!(lumen.account.admin.email_verified, Some(false), "an unverified admin is said, not refused");
    assert_eq!(scenario.accounts().await.len(), 2);
}

// A dead token needs a reconnect, a missing permission limits the account, and silence makes it unreachable.
#[tokio::test]
async fn check_distinguishes_dead_token_permission_and_outage() {
    let scenario = Scenario::new().await;
    let id = scenario.connect("Acme").await.unwrap().account.id;
    let checked = async || scenario.checked_status(&id).await;
    assert_eq!(checked().await, Status::Connected);
    for refusal in ["unauthorized", "forbidden"] {
        scenario.switch("missing_permissions", ["read_single_admin"]).await;
        scenario.switch("permission_refusal", refusal).await;
        assert_eq!(checked().await, Status::Limited, "{refusal}");
    }
    scenario.switch("missing_permissions", [""; 0]).await;
    scenario.switch("me", "error").await;
    assert_eq!(checked().await, Status::Unreachable);
    scenario.switch("me", "answer").await;
    assert_eq!(checked().await, Status::Connected);
    let uninstalled = scenario.connector.remote().uninstall(&id).await.unwrap();
    assert_eq!(uninstalled.account.status, Status::NeedsReconnect);
    assert_eq!(checked().await, Status::NeedsReconnect, "the token is dead at the provider too");
}

#[tokio::test]
async fn forget_leaves_neither_bytes_nor_row_of_the_account() {
    let scenario = Scenario::new().await;
    let account = scenario.connect("Acme").await.unwrap().account;
    let email = account.admin.email.unwrap();
    let holds =
        |scenario: &Scenario| scenario.files().windows(email.len()).any(|bytes| bytes == email.as_bytes());
    assert!(holds(&scenario), "the search can find what is there");
    let named = scenario.connector.accounts().resolve(&account.name).await.unwrap();
    assert_eq!(named, account.id);
    scenario.connector.accounts().forget(&named).await.unwrap();
    assert!(!holds(&scenario), "deleted, overwritten and out of the log");
    assert_eq!(scenario.connector.accounts().get(&account.id).await.unwrap_err().code(), Code::NotFound);
}

#[tokio::test]
async fn search_and_tags_find_accounts_and_a_shared_name_is_ambiguous() {
    let scenario = Scenario::new().await;
    let first = scenario.connect("Acme").await.unwrap().account;
    let begun = scenario.begin("Acme").await;
    let link = scenario.consent(&begun, "authorize", Some(LUMEN)).await;
    let second = ended(scenario.connector.attempts().receive(DeepLink::new(link)).await.unwrap());
    let second = second.unwrap().account;
    let change = TagChange { add: vec!["eu".into(), "eu".into()], remove: vec![] };
    scenario.connector.accounts().tag(&second.id, change).await.unwrap();
    let names = async |search: Option<&str>, tag: Option<&str>| {
        let found =
            scenario.connector.accounts().list(search.map(Into::into), tag.map(Into::into)).await.unwrap();
        found.into_iter().map(|account| account.id).collect::<Vec<_>>()
    };
    assert_eq!(names(Some("MAYA"), None).await, vec![first.id.clone()], "by admin, letter case aside");
    assert_eq!(names(None, Some("eu")).await, vec![second.id.clone()]);
    assert!(names(Some("nobody"), None).await.is_empty());
    let tagged =
        scenario.connector.accounts().set_tags(&second.id, vec!["au".into(), "vip".into()]).await.unwrap();
    assert_eq!(tagged.tags, ["au", "vip"], "exactly these");
    scenario.connector.accounts().rename(&second.id, &first.name).await.unwrap();
    let ambiguous = scenario.connector.accounts().resolve(&first.name).await.unwrap_err();
    assert_eq!((ambiguous.code(), ambiguous), (Code::Usage, AccountProblem::NameAmbiguous.into()));
    for id in [first.id, second.id.clone()] {
        assert_eq!(
            scenario.connector.accounts().resolve(id.as_str()).await.unwrap(),
            id,
            "its id is its own"
        );
    }
    let broken = scenario.connector.accounts().rename(&second.id, "a\nb").await.unwrap_err();
    assert_eq!(
        (broken.code(), broken),
        (Code::Usage, AccountProblem::NewName { why: NameError::Control }.into())
    );
}

#[tokio::test]
async fn change_of_a_forgotten_account_is_not_found() {
    let scenario = Scenario::new().await;
    let accounts = scenario.connector.accounts();
    let gone = scenario.connect("Acme").await.unwrap().account.id;
    accounts.forget(&gone).await.unwrap();
    let change = TagChange { add: vec!["client".into()], remove: vec![] };
    for refused in [
        accounts.tag(&gone, change).await,
        accounts.set_tags(&gone, vec!["client".into()]).await,
        accounts.rename(&gone, "Mine").await,
        accounts.set_disabled(&gone, true).await,
    ] {
        assert_eq!(refused.unwrap_err(), AccountProblem::NotFound.into());
    }
}

#[tokio::test]
async fn check_without_an_identity_keeps_known_facts() {
    let scenario = Scenario::new().await;
    let account = scenario.connect("Acme").await.unwrap().account;
    scenario.switch("me", "empty").await;
    let checked = scenario.connector.remote().check(&account.id).await.unwrap().account;
    assert_eq!(checked.status, Status::Connected, "the token answers, and its owner was known");
    assert_eq!(checked.workspace.name, account.workspace.name);
    scenario.switch("me", "answer").await;
    assert_eq!(
        scenario.connect("Acme").await.unwrap().account.id,
        account.id,
        "the account is still recognised"
    );
}

#[tokio::test]
async fn uninstall_names_and_marks_accounts_of_the_same_app() {
    let scenario = Scenario::new().await;
    let first = scenario.connect("Acme").await.unwrap().account;
    scenario.switch("teammate", "second").await;
    let second = scenario.connect("Acme").await.unwrap().account;
    scenario.connector.accounts().rename(&second.id, "The other teammate").await.unwrap();
    scenario.switch("session", crate::scenario::LUMEN).await;
    let elsewhere = scenario.connect("Acme").await.unwrap().account;
    let dying = scenario.connector.remote().uninstall_impact(&first.id).await.unwrap();
    assert_eq!((dying.surely, dying.maybe), (vec!["The other teammate".to_string()], vec![]));
    let dying = scenario.connector.remote().uninstall_impact(&elsewhere.id).await.unwrap();
    assert_eq!(dying, UninstallImpact::default(), "another workspace");
    let Checked { account, trouble, .. } = scenario.connector.remote().uninstall(&first.id).await.unwrap();
    assert_eq!(account.status, Status::NeedsReconnect);
    assert_eq!(trouble.unwrap().report.problem, AccountProblem::Uninstalled.into());
    assert_eq!(status(&scenario, &second.id).await, Status::NeedsReconnect);
    assert_eq!(status(&scenario, &elsewhere.id).await, Status::Connected);
}

async fn status(scenario: &Scenario, id: &AccountId) -> Status {
    scenario.account(id).await.status
}

/// Returns the problem of a token that was dead before its uninstall.
fn dead_before(why: ProviderProblem) -> Problem {
    AccountProblem::DeadBeforeUninstall { why }.into()
}

// Such an uninstall uninstalled nothing, and says so.
#[tokio::test]
async fn uninstall_with_a_dead_token_asks_the_other_accounts() {
    // the app outlives a deactivated teammate, but not an uninstall elsewhere
    for (elsewhere, left) in [(false, Status::Connected), (true, Status::NeedsReconnect)] {
        let scenario = Scenario::new().await;
        let maya = scenario.connect("Acme").await.unwrap().account;
        scenario.switch("teammate", "second").await;
        let leo = scenario.connect("Acme").await.unwrap().account;
        if elsewhere {
            scenario.control("uninstall", &json!({ "workspace": "nw7k2p0q" })).await;
        } else {
            scenario.switch("deactivated", [maya.admin.id.as_deref().unwrap()]).await;
        }
        let Checked { account, trouble, .. } = scenario.connector.remote().uninstall(&maya.id).await.unwrap();
        assert_eq!(account.status, Status::NeedsReconnect, "{elsewhere}");
        let report = trouble.unwrap().report;
        assert_eq!(report.problem, dead_before(dead(scenario.host(), "unauthorized")));
        assert_eq!(report.provider_code, ProviderCode::new("unauthorized"));
        assert_eq!(status(&scenario, &leo.id).await, left, "{elsewhere}");
    }
}

// The uninstall killed the account's older token. The new token lives.
#[tokio::test]
async fn account_connected_during_an_uninstall_is_not_marked() {
    let scenario = Scenario::new().await;
    let (front, maya, leo) = connect_behind(&scenario, &[]).await;
    front.answer("/auth/uninstall", Reply::of("200 OK", "{}").after(Duration::from_secs(3)));
    let uninstalling = tokio::spawn({
        let connector = scenario.connector.clone();
        async move { connector.remote().uninstall(&maya).await }
    });
    tokio::time::sleep(Duration::from_millis(500)).await;
    scenario.control("uninstall", &json!({ "workspace": "nw7k2p0q" })).await;
    assert_eq!(scenario.connect("Behind").await.unwrap().account.id, leo);
    assert!(!uninstalling.is_finished(), "Intercom has not answered yet");
    assert_eq!(uninstalling.await.unwrap().unwrap().account.status, Status::NeedsReconnect);
    assert_eq!(status(&scenario, &leo).await, Status::Connected, "the token that died was another one");
}

#[tokio::test]
async fn disabled_account_reports_how_its_uninstall_ended() {
    let scenario = Scenario::new().await;
    let account = scenario.connect("Acme").await.unwrap().account;
    scenario.connector.accounts().set_disabled(&account.id, true).await.unwrap();
    scenario.control("uninstall", &json!({ "workspace": "nw7k2p0q" })).await;
    let Checked { account, trouble, .. } = scenario.connector.remote().uninstall(&account.id).await.unwrap();
    assert_eq!(account.status, Status::Disabled);
    assert_eq!(trouble.unwrap().report.problem, dead_before(dead(scenario.host(), "unauthorized")));
}

// Nobody knows whether an uninstall by a pasted token kills an app's token, or the other way round.
#[tokio::test]
async fn uninstall_across_token_kinds_is_a_maybe_checked_afterwards() {
    for (kills, left) in [("every_teammate", Status::NeedsReconnect), ("own", Status::Connected)] {
        for by_token in [true, false] {
            let scenario = Scenario::new().await;
            scenario.switch("uninstall_kills", kills).await;
            scenario.switch("teammate", "second").await;
            let app = scenario.connect("Acme").await.unwrap().account;
            let owner = scenario.control("tokens", &json!({ "workspace": "nw7k2p0q" })).await;
            let own = OwnToken {
                token: AccessToken::new(owner["access_token"].as_str().unwrap().into()).unwrap(),
                region: Some(Region::Us),
                api_base: Some(scenario.sandbox.description().api_base.clone()),
                name: Some("By a token".into()),
                tags: Vec::new(),
                replaces: None,
            };
            let own = scenario.connector.own_tokens().add(own).await.unwrap().account;
            let (one, other) = if by_token { (own, app) } else { (app, own) };
            let dying = scenario.connector.remote().uninstall_impact(&one.id).await.unwrap();
            assert_eq!((dying.surely, dying.maybe), (vec![], vec![other.name]));
            let one = scenario.connector.remote().uninstall(&one.id).await.unwrap().account;
            assert_eq!(one.status, Status::NeedsReconnect);
            assert_eq!(status(&scenario, &other.id).await, left, "{kills}, by token: {by_token}");
        }
    }
}

/// Connects two teammates by an app whose API answers through a front.
async fn connect_behind(scenario: &Scenario, instead: &'static [Instead]) -> (Front, AccountId, AccountId) {
    let front = Front::start(scenario, instead).await;
    scenario.register_with_api("Behind", &front.address).await;
    let first = scenario.connect("Behind").await.unwrap().account.id;
    scenario.switch("teammate", "second").await;
    let second = scenario.connect("Behind").await.unwrap().account.id;
    (front, first, second)
}

#[tokio::test]
async fn uninstall_answered_200_with_a_dead_token_code_found_it_dead() {
    const REVOKED: &[Instead] = &[("/auth/uninstall", "200 OK", r#"{"errors":[{"code":"token_revoked"}]}"#)];
    let scenario = Scenario::new().await;
    let (front, first, second) = connect_behind(&scenario, REVOKED).await;
    let Checked { account, trouble, .. } = scenario.connector.remote().uninstall(&first).await.unwrap();
    assert_eq!(account.status, Status::NeedsReconnect);
    assert_eq!(trouble.unwrap().report.problem, dead_before(dead(front.host(), "token_revoked")));
    assert_eq!(status(&scenario, &second).await, Status::Connected, "the account was checked");
}

#[tokio::test]
async fn token_without_uninstall_right_is_reported_and_unchanged() {
    const FORBIDDEN: &[Instead] =
        &[("/auth/uninstall", "403 Forbidden", r#"{"errors":[{"code":"forbidden"}]}"#)];
    let scenario = Scenario::new().await;
    let (front, first, _) = connect_behind(&scenario, FORBIDDEN).await;
    let problem = scenario.connector.remote().uninstall(&first).await.unwrap_err();
    assert_eq!(problem.code(), Code::CodeRejected);
    let code = ProviderCode::new("forbidden");
    assert_eq!(problem, ProviderProblem::MayNotUninstall { host: front.host(), code }.into());
    assert!(problem.missing_permissions().is_empty(), "no permission is needed: {problem}");
    assert_eq!(status(&scenario, &first).await, Status::Connected);
}

// The status is good, but the body says nothing about the uninstall.
#[tokio::test]
async fn unclear_uninstall_answer_has_all_accounts_asked() {
    const BODIES: [&str; 6] = [
        "OK",
        "null",
        "true",
        "<html>Sign in to this network</html>",
        r#"{"errors":[{"code":"unknown_error"}]}"#,
        r#"{"success":true,"errors":[]}"#,
    ];
    for body in BODIES {
        for is_done in [false, true] {
            let scenario = Scenario::new().await;
            let (front, first, second) = connect_behind(&scenario, &[]).await;
            front.answer("/auth/uninstall", Reply::of("200 OK", body));
            if is_done {
                scenario.control("uninstall", &json!({ "workspace": "nw7k2p0q" })).await;
                let Checked { account, trouble, .. } =
                    scenario.connector.remote().uninstall(&first).await.unwrap();
                assert_eq!(account.status, Status::NeedsReconnect, "{body}");
                let why = Box::new(dead(front.host(), "unauthorized").into());
                assert_eq!(trouble.unwrap().report.problem, Problem::DeadAfterUninstall { why }, "{body}");
            } else {
                let problem = scenario.connector.remote().uninstall(&first).await.unwrap_err();
                assert_eq!(problem.code(), Code::ProviderUnreadable, "{body}");
                let is_unknown = matches!(problem, Problem::Account(AccountProblem::UninstallUnknown { .. }));
                assert!(is_unknown, "{body}: {problem:?}");
            }
            let left = if is_done { Status::NeedsReconnect } else { Status::Connected };
            for id in [&first, &second] {
                assert_eq!(status(&scenario, id).await, left, "{body}, {is_done}: the account was checked");
            }
        }
    }
}

#[tokio::test]
async fn unclear_uninstall_asks_disabled_accounts_too() {
    for body in ["", "OK"] {
        let scenario = Scenario::new().await;
        let (front, first, second) = connect_behind(&scenario, &[]).await;
        let why = if body.is_empty() { LOST } else { "200 OK" };
        front.answer("/auth/uninstall", Reply::of(why, body));
        for id in [&first, &second] {
            scenario.connector.accounts().set_disabled(id, true).await.unwrap();
        }
        if !body.is_empty() {
            scenario.control("uninstall", &json!({ "workspace": "nw7k2p0q" })).await;
        }
        let Checked { account, trouble, .. } = scenario.connector.remote().uninstall(&first).await.unwrap();
        assert_eq!(account.status, Status::Disabled, "{why}");
        let problem = trouble.unwrap().report.problem;
        assert!(matches!(problem, Problem::DeadAfterUninstall { .. }), "{why}: {problem:?}");
        for id in [&first, &second] {
            let enabled = scenario.connector.accounts().set_disabled(id, false).await.unwrap();
            assert_eq!(enabled.status, Status::NeedsReconnect, "{why}");
        }
    }
}

// The account was connected anew while the uninstall was on its way, and the app went after that.
#[tokio::test]
async fn account_connected_before_the_app_went_is_asked() {
    let scenario = Scenario::new().await;
    let (front, first, second) = connect_behind(&scenario, &[]).await;
    front.answer("/auth/uninstall", Reply::of("200 OK", "{}").after(Duration::from_secs(3)));
    let uninstalling = tokio::spawn({
        let (connector, id) = (scenario.connector.clone(), first.clone());
        async move { connector.remote().uninstall(&id).await }
    });
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert_eq!(scenario.connect("Behind").await.unwrap().account.id, second);
    scenario.switch("teammate", "first").await;
    assert_eq!(scenario.connect("Behind").await.unwrap().account.id, first);
    scenario.control("uninstall", &json!({ "workspace": "nw7k2p0q" })).await;
    assert!(!uninstalling.is_finished());
    let Checked { account, trouble, .. } = uninstalling.await.unwrap().unwrap();
    assert_eq!(
        (account.status, trouble.is_some()),
        (Status::NeedsReconnect, true),
        "the account was checked"
    );
    assert_eq!(status(&scenario, &second).await, Status::NeedsReconnect, "and so was the other account");
}

#[tokio::test]
async fn every_success_answer_is_an_uninstall() {
    for answer in ["empty", "json", "no_content"] {
        let scenario = Scenario::new().await;
        scenario.switch("uninstall", answer).await;
        let account = scenario.connect("Acme").await.unwrap().account;
        let uninstalled = scenario.connector.remote().uninstall(&account.id).await.unwrap();
        assert_eq!(uninstalled.account.status, Status::NeedsReconnect, "{answer}");
    }
}

#[tokio::test]
async fn uninstall_401_means_dead_token_unless_a_portal_sent_it() {
    const BY_NAME: &[Instead] = &[(
        "/auth/uninstall",
        "401 Unauthorized",
        r#"{"type":"error.list","errors":[{"code":"token_unauthorized","message":"Not authorized to access resource"}]}"#,
    )];
    const EMPTY: &[Instead] = &[("/auth/uninstall", "401 Unauthorized", "")];
    const PORTAL: &[Instead] = &[("/auth/uninstall", "401 Unauthorized", "<html>login</html>")];
    for (instead, code) in [(BY_NAME, Some("token_unauthorized")), (EMPTY, None)] {
        let scenario = Scenario::new().await;
        let (front, first, second) = connect_behind(&scenario, instead).await;
        let Checked { account, trouble, .. } = scenario.connector.remote().uninstall(&first).await.unwrap();
        let report = trouble.unwrap().report;
        let provider_code = code.and_then(ProviderCode::new);
        assert_eq!((account.status, &report.provider_code), (Status::NeedsReconnect, &provider_code));
        let (host, refusal) = (front.host(), ApiRefusal::Dead);
        let why = ProviderProblem::Refused { host, refusal, code: provider_code };
        assert_eq!(report.problem, dead_before(why));
        assert_eq!(
            status(&scenario, &second).await,
            Status::Connected,
            "{code:?}: the account was checked, and its token lives"
        );
    }
    let scenario = Scenario::new().await;
    let (_front, first, _) = connect_behind(&scenario, PORTAL).await;
    let problem = scenario.connector.remote().uninstall(&first).await.unwrap_err();
    assert_eq!(problem.code(), Code::ProviderUnreadable);
    assert_eq!(status(&scenario, &first).await, Status::Connected);
}

// The problem says whether the uninstall happened, or that nobody knows.
#[tokio::test]
async fn lost_uninstall_answer_has_all_accounts_asked() {
    const DONE: &[Instead] = &[("/auth/uninstall", LOST, "")];
    const NOT_DONE: &[Instead] = &[("/auth/uninstall", "504 Gateway Timeout", "")];
    let scenario = Scenario::new().await;
    let (front, first, second) = connect_behind(&scenario, DONE).await;
    let Checked { account, trouble, .. } = scenario.connector.remote().uninstall(&first).await.unwrap();
    assert_eq!(account.status, Status::NeedsReconnect);
    let why = Box::new(dead(front.host(), "unauthorized").into());
    assert_eq!(trouble.unwrap().report.problem, Problem::DeadAfterUninstall { why });
    assert_eq!(status(&scenario, &second).await, Status::NeedsReconnect, "the account was checked too");

    let scenario = Scenario::new().await;
    let (_front, first, second) = connect_behind(&scenario, NOT_DONE).await;
    let problem = scenario.connector.remote().uninstall(&first).await.unwrap_err();
    assert_eq!(problem.code(), Code::ProviderUnreachable);
    let is_unknown = matches!(problem, Problem::Account(AccountProblem::UninstallUnknown { .. }));
    assert!(is_unknown, "{problem:?}");
    for id in [&first, &second] {
        assert_eq!(
            status(&scenario, id).await,
            Status::Connected,
            "the account was checked, and its token lives"
        );
    }
}

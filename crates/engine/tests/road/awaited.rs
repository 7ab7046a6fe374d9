//! Who was awaited: one workspace and no other, or one account; and what is said when somebody else answers.

use serde_json::json;
use switchhook_engine::contract::{AttemptStage, Outcome};
use switchhook_engine::core::{Code, DeepLink, ErrorReport, Region, Status};
use switchhook_engine::{Begun, ConnectRequest, Received, RegistrationChange, WorkspaceChoice};

use crate::front::{Front, Instead, Reply};
use crate::scenario::{LUMEN, Scenario, ended};

const NORTHWIND: &str = "nw7k2p0q";

async fn begin_only(scenario: &Scenario, workspace: &str) -> Begun {
    let request = ConnectRequest {
        registration: "Acme".into(),
        workspace: Some(workspace.into()),
        ..Default::default()
    };
    scenario.connector.begin(request).await.unwrap()
}

/// The words for what is to be decided.
async fn undecided(scenario: &Scenario, begun: &Begun, workspace: Option<&str>) -> ErrorReport {
    let link = scenario.consent(begun, "authorize", workspace).await;
    match scenario.connector.receive(DeepLink::new(link)).await.unwrap() {
        Received::Undecided { report, .. } => report,
        other => panic!("a person should decide, but {other:?}"),
    }
}

#[tokio::test]
async fn an_attempt_for_one_workspace_connects_it() {
    let scenario = Scenario::new().await;
    let begun = begin_only(&scenario, NORTHWIND).await;
    let link = scenario.authorized(&begun).await;
    let connected = ended(scenario.connector.receive(link).await.unwrap()).unwrap();
    assert_eq!(connected.outcome, Outcome::Connected);
    assert_eq!(connected.account.workspace.id.as_deref(), Some(NORTHWIND));
}

#[tokio::test]
async fn another_workspace_than_the_only_one_is_refused_by_name_and_waits_for_a_decision() {
    for keep in [true, false] {
        let scenario = Scenario::new().await;
        let begun = begin_only(&scenario, NORTHWIND).await;
        let report = undecided(&scenario, &begun, Some(LUMEN)).await;
        assert_eq!(report.code, Code::WrongWorkspace);
        assert!(report.message.contains("“Lumen Labs” as "), "{}", report.message);
        assert!(report.message.contains(NORTHWIND), "{}", report.message);
        let attempt = scenario.attempt(&begun).await;
        assert_eq!(attempt.stage, AttemptStage::Refused);
        assert_eq!(attempt.answered.unwrap().workspace.as_deref(), Some("Lumen Labs"));
        assert_eq!(scenario.connector.accounts(None, None).await.unwrap().len(), 0, "nothing is stored");
        let resolved = ended(scenario.connector.resolve_refused(&begun.attempt, keep).await.unwrap());
        let accounts = scenario.connector.accounts(None, None).await.unwrap().len();
        if keep {
            assert_eq!((resolved.unwrap().outcome, accounts), (Outcome::Connected, 1));
        } else {
            assert_eq!((resolved.unwrap_err().code, accounts), (Code::Cancelled, 0));
        }
    }
}

#[tokio::test]
async fn what_can_not_prove_its_workspace_is_no_account_until_it_can() {
    let scenario = Scenario::new().await;
    let begun = begin_only(&scenario, NORTHWIND).await;
    scenario.switch("me", "error").await;
    let report = undecided(&scenario, &begun, None).await;
    assert!(
        report.message.starts_with("A token came, but not whose it is: nothing was changed. "),
        "{report}"
    );
    assert_eq!(scenario.connector.accounts(None, None).await.unwrap().len(), 0);
    scenario.switch("me", "answer").await;
    let connected = ended(scenario.connector.retry(&begun.attempt).await.unwrap()).unwrap();
    assert_eq!(connected.outcome, Outcome::Connected);
}

/// What the provider says when it is asked whose a token is, and what a person is told of it.
const UNTOLD: &[(&[Instead], Code, &str)] = &[
    (
        &[("/me", "403 Forbidden", r#"{"errors":[{"code":"forbidden"}]}"#)],
        Code::CodeRejected,
        "lacks the permission “Read one admin”",
    ),
    (
        &[("/me", "401 Unauthorized", r#"{"errors":[{"code":"unauthorized"}]}"#)],
        Code::CodeRejected,
        "lacks the permission “Read one admin”",
    ),
    (
        &[("/me", "403 Forbidden", r#"{"errors":[{"code":"api_plan_restricted"}]}"#)],
        Code::CodeRejected,
        "the workspace's plan does not include this",
    ),
    (
        &[("/me", "401 Unauthorized", r#"{"errors":[{"code":"token_revoked"}]}"#)],
        Code::CodeRejected,
        "this token was revoked",
    ),
    (&[("/me", "404 Not Found", "<html>")], Code::ProviderUnreadable, "its status is 404"),
    (&[("/me", "200 OK", "{}")], Code::ProviderUnreadable, "did not say whose account this is"),
    (&[("/me", "503 Service Unavailable", "")], Code::ProviderUnreachable, "can't answer now (status 503)"),
];

#[tokio::test]
async fn why_a_token_can_not_be_compared_is_said_at_once_and_kept_for_whoever_looks_later() {
    for (instead, code, says) in UNTOLD {
        for reconnects in [false, true] {
            let scenario = Scenario::new().await;
            let front = Front::of(&scenario, &[]).await;
            scenario.register_with_api("Behind", &front.address).await;
            let known = scenario.connect("Behind").await.unwrap().account;
            let request = ConnectRequest {
                registration: "Behind".into(),
                workspace: (!reconnects).then(|| NORTHWIND.into()),
                reconnects: reconnects.then(|| known.id.clone()),
                ..Default::default()
            };
            let begun = scenario.connector.begin(request).await.unwrap();
            front.only(instead);
            let report = undecided(&scenario, &begun, None).await;
            assert_eq!(report.code, *code, "{says}");
            assert!(report.message.contains(says), "{says}: {report}");
            let is_dead = says.contains("revoked");
            assert_eq!(report.hint == "Discard it, and connect again.", is_dead, "{report}");
            assert_eq!(report.hint.ends_with("try again then, or discard it."), !is_dead, "{report}");
            let attempt = scenario.attempt(&begun).await;
            assert_eq!((attempt.stage, attempt.error.as_ref()), (AttemptStage::Unverified, Some(&report)));
            let other = scenario.second_process().await;
            assert_eq!(other.wait(&begun.attempt).await.unwrap_err(), report, "it outlives the process");
            front.only(&[]);
            let connected = ended(scenario.connector.retry(&begun.attempt).await.unwrap()).unwrap();
            assert_eq!(connected.account.id, known.id);
            assert_eq!(scenario.attempt(&begun).await.error, None, "{says}: it is over");
        }
    }
}

/// `/me` without its teammate, and of another workspace.
const NORTHWIND_ONLY: &[Instead] =
    &[("/me", "200 OK", r#"{"app":{"id_code":"nw7k2p0q","name":"Northwind Support","region":"US"}}"#)];

#[tokio::test]
async fn a_reconnect_of_an_account_whose_workspace_alone_is_known_takes_no_other_one() {
    let scenario = Scenario::new().await;
    let front = Front::of(&scenario, NORTHWIND_ONLY).await;
    scenario.register_with_api("Behind", &front.address).await;
    let account = scenario.connect("Behind").await.unwrap().account;
    assert_eq!((account.status, account.workspace.id.as_deref()), (Status::Unverified, Some(NORTHWIND)));
    front.only(&[]);
    let begin = || ConnectRequest {
        registration: "Behind".into(),
        reconnects: Some(account.id.clone()),
        ..Default::default()
    };
    let begun = scenario.connector.begin(begin()).await.unwrap();
    let report = undecided(&scenario, &begun, Some(LUMEN)).await;
    assert_eq!(report.code, Code::WrongWorkspace);
    let named = ["“Lumen Labs” as ", "“Northwind Support” was awaited"];
    assert!(named.iter().all(|name| report.message.contains(name)), "{report}");
    let left = scenario.connector.account(&account.id).await.unwrap();
    assert_eq!((left.status, left.workspace.id.as_deref()), (Status::Unverified, Some(NORTHWIND)));
    ended(scenario.connector.resolve_refused(&begun.attempt, false).await.unwrap()).unwrap_err();

    let begun = scenario.connector.begin(begin()).await.unwrap();
    let link = scenario.consent(&begun, "authorize", Some(NORTHWIND)).await;
    let connected = ended(scenario.connector.receive(DeepLink::new(link)).await.unwrap()).unwrap().account;
    assert_eq!((connected.id, connected.status), (account.id.clone(), Status::Connected));
}

#[tokio::test]
async fn a_registration_for_one_workspace_makes_its_attempts_await_that_one() {
    let scenario = Scenario::new().await;
    scenario.register_only("Only Lumen", LUMEN).await;
    let begun = scenario.begin("Only Lumen").await;
    let report = undecided(&scenario, &begun, Some(NORTHWIND)).await;
    assert_eq!(report.code, Code::WrongWorkspace);
    assert!(report.message.contains("“Northwind Support”"), "{}", report.message);
}

#[tokio::test]
async fn a_reconnect_that_meets_another_identity_names_both() {
    let scenario = Scenario::new().await;
    let account = scenario.connect("Acme").await.unwrap().account;
    let begun = scenario.begin_reconnect(&account.id).await;
    let report = undecided(&scenario, &begun, Some(LUMEN)).await;
    assert_eq!(report.code, Code::WrongWorkspace);
    let named = ["“Lumen Labs” as ", "“Northwind Support” as Maya Ortiz was awaited"];
    assert!(named.iter().all(|name| report.message.contains(name)), "{}", report.message);
}

#[tokio::test]
async fn a_workspace_that_contradicts_the_registrations_or_is_none_is_refused_before_the_browser_opens() {
    let scenario = Scenario::new().await;
    scenario.register_only("Only Lumen", LUMEN).await;
    let begin = |registration: &str, workspace: &str| {
        let request = ConnectRequest {
            registration: registration.into(),
            workspace: Some(workspace.into()),
            ..Default::default()
        };
        let connector = scenario.connector.clone();
        async move { connector.begin(request).await }
    };
    let refused = begin("Only Lumen", NORTHWIND).await.map(drop).unwrap_err();
    assert_eq!(refused.code, Code::Usage);
    assert!(refused.message.contains(LUMEN) && refused.message.contains(NORTHWIND), "{}", refused.message);
    for nothing in ["", " "] {
        assert_eq!(begin("Acme", nothing).await.map(drop).unwrap_err().code, Code::Usage);
    }
    let begun = begin("Only Lumen", &format!(" {LUMEN}\t")).await.unwrap();
    assert_eq!(scenario.attempt(&begun).await.workspace.as_deref(), Some(LUMEN), "blanks are no part of it");
}

#[tokio::test]
async fn a_reconnect_of_an_account_that_nobody_knows_takes_the_registrations_only_workspace() {
    let scenario = Scenario::new().await;
    scenario.switch("me", "error").await;
    let unknown = scenario.connect("Acme").await.unwrap().account;
    assert_eq!(unknown.status, Status::Unverified);
    scenario.switch("me", "answer").await;
    let only =
        RegistrationChange { workspace: Some(WorkspaceChoice::Only(LUMEN.into())), ..Default::default() };
    scenario.connector.edit_registration("Acme", only).await.unwrap();

    let begun = scenario.begin_reconnect(&unknown.id).await;
    let report = undecided(&scenario, &begun, Some(NORTHWIND)).await;
    assert_eq!(report.code, Code::WrongWorkspace);
    assert!(report.message.contains("“Northwind Support”") && report.message.contains(LUMEN), "{report}");
    let still = scenario.connector.account(&unknown.id).await.unwrap();
    assert_eq!(still.status, Status::Unverified, "it is left alone");
    ended(scenario.connector.resolve_refused(&begun.attempt, false).await.unwrap()).unwrap_err();

    let begun = scenario.begin_reconnect(&unknown.id).await;
    let link = scenario.consent(&begun, "authorize", Some(LUMEN)).await;
    let connected = ended(scenario.connector.receive(DeepLink::new(link)).await.unwrap()).unwrap().account;
    assert_eq!((connected.id, connected.status), (unknown.id, Status::Connected));
}

#[tokio::test]
async fn a_reconnect_awaits_its_account_and_not_the_registrations_workspace() {
    let scenario = Scenario::new().await;
    let known = scenario.connect("Acme").await.unwrap().account;
    let only =
        RegistrationChange { workspace: Some(WorkspaceChoice::Only(LUMEN.into())), ..Default::default() };
    scenario.connector.edit_registration("Acme", only).await.unwrap();
    let begun = scenario.begin_reconnect(&known.id).await;
    let link = scenario.authorized(&begun).await;
    let again = ended(scenario.connector.receive(link).await.unwrap()).unwrap();
    assert_eq!((again.outcome, again.account.id), (Outcome::AlreadyConnected, known.id));
}

/// What `/me` says of this teammate of this workspace, in that region where one is told.
fn me(workspace: &str, admin: &str, region: Option<&str>) -> Reply {
    let app = json!({ "id_code": workspace, "name": "Somewhere", "region": region });
    Reply::of("200 OK", json!({ "id": admin, "name": "Somebody", "app": app }).to_string())
}

#[tokio::test]
async fn a_region_that_is_left_out_or_told_for_the_first_time_makes_nobody_another() {
    for (known, told) in [(Some("US"), None), (None, Some("US"))] {
        let scenario = Scenario::new().await;
        let front = Front::of(&scenario, &[]).await;
        scenario.register_with_api("Behind", &front.address).await;
        front.answer("/me", me("w1", "7", known));
        let account = scenario.connect("Behind").await.unwrap().account;
        let reconnect = async || {
            let request = ConnectRequest {
                registration: "Behind".into(),
                reconnects: Some(account.id.clone()),
                ..Default::default()
            };
            let begun = scenario.connector.begin(request).await.unwrap();
            let link = scenario.authorized(&begun).await;
            scenario.connector.receive(link).await.unwrap()
        };
        front.answer("/me", me("w1", "7", told));
        let again = ended(reconnect().await).unwrap();
        assert_eq!((again.outcome, &again.account.id), (Outcome::AlreadyConnected, &account.id), "{told:?}");
        assert_eq!(again.account.workspace.region, Some(Region::Us), "{told:?}: it is known by then");
        for region in [told, known, None] {
            front.answer("/me", me("w1", "7", region));
            let fresh = scenario.connect("Behind").await.unwrap();
            assert_eq!((fresh.outcome, &fresh.account.id), (Outcome::AlreadyConnected, &account.id));
        }
        assert_eq!(scenario.connector.accounts(None, None).await.unwrap().len(), 1, "{told:?}");
        // What was learnt is kept: another region is another account.
        front.answer("/me", me("w1", "7", Some("EU")));
        let Received::Undecided { attempt, report } = reconnect().await else { panic!("{told:?}") };
        assert_eq!(report.code, Code::WrongWorkspace);
        // Of two that are named alike the ids tell which is which, and later too.
        for ids in ["(w1, eu, 7)", "(w1, us, 7)"] {
            assert!(report.message.contains(ids), "{report}");
        }
        assert_eq!(scenario.second_process().await.wait(&attempt).await.unwrap_err(), report);
        assert_eq!(scenario.connect("Behind").await.unwrap().outcome, Outcome::Connected, "{told:?}");
        // Of two regions, an answer without one is neither's for sure.
        front.answer("/me", me("w1", "7", None));
        assert_eq!(scenario.connect("Behind").await.unwrap().outcome, Outcome::Connected, "{told:?}");
    }
}

//! Attempts that expect one workspace or one account, and another one answers.

use serde_json::json;
use switchhook_engine::core::{
    Answered, ApiRefusal, AttemptProblem, AttemptStage, ClientSecret, Code, DeepLink, Outcome, Problem,
    ProviderCode, ProviderProblem, Region, Status, Unreadable, WorkspaceId,
};
use switchhook_engine::{Begun, ConnectRequest, Received, RegistrationChange, WorkspaceChoice};

use crate::front::{Front, Instead, Reply};
use crate::scenario::{LUMEN, Scenario, dead, ended};

const NORTHWIND: &str = "nw7k2p0q";

async fn begin_only(scenario: &Scenario, workspace: &str) -> Begun {
    let request = ConnectRequest { workspace: Some(workspace.into()), ..scenario.request("Acme").await };
    scenario.connector.attempts().begin(request).await.unwrap()
}

/// Authorizes, and returns the problem that waits for a decision.
async fn receive_undecided(scenario: &Scenario, begun: &Begun, workspace: Option<&str>) -> Problem {
    let link = scenario.consent(begun, "authorize", workspace).await;
    match scenario.connector.attempts().receive(DeepLink::new(link)).await.unwrap() {
        Received::Undecided { problem, .. } => problem,
        other => panic!("a person should decide, but {other:?}"),
    }
}

/// Returns the identity that answered and the expected one.
fn identities(problem: Problem) -> (Answered, Answered) {
    match problem {
        Problem::Attempt(AttemptProblem::Another { came, awaited }) => (*came, *awaited),
        other => panic!("another account should have answered, but {other:?}"),
    }
}

#[tokio::test]
async fn attempt_for_one_workspace_connects_it() {
    let scenario = Scenario::new().await;
    let begun = begin_only(&scenario, NORTHWIND).await;
    let link = scenario.authorized(&begun).await;
    let connected = ended(scenario.connector.attempts().receive(link).await.unwrap()).unwrap();
    assert_eq!(connected.outcome, Outcome::Connected);
    assert_eq!(connected.account.workspace.id.as_ref().map(WorkspaceId::as_str), Some(NORTHWIND));
}

#[tokio::test]
async fn other_workspace_is_refused_by_name_until_a_decision() {
    for keep in [true, false] {
        let scenario = Scenario::new().await;
        let begun = begin_only(&scenario, NORTHWIND).await;
        let problem = receive_undecided(&scenario, &begun, Some(LUMEN)).await;
        assert_eq!(problem.code(), Code::WrongWorkspace);
        let (came, awaited) = identities(problem);
        assert_eq!((came.workspace.as_deref(), came.admin.is_some()), (Some("Lumen Labs"), true));
        assert_eq!(awaited, Answered::workspace(Some(NORTHWIND)));
        let attempt = scenario.attempt(&begun).await;
        assert_eq!(attempt.stage, AttemptStage::Refused);
        assert_eq!(attempt.answered.unwrap().workspace.as_deref(), Some("Lumen Labs"));
        assert_eq!(scenario.accounts().await.len(), 0, "nothing is stored");
        let resolved =
            ended(scenario.connector.attempts().resolve_refused(&begun.attempt, keep).await.unwrap());
        let accounts = scenario.accounts().await.len();
        if keep {
            assert_eq!((resolved.unwrap().outcome, accounts), (Outcome::Connected, 1));
        } else {
            assert_eq!((resolved.unwrap_err().code(), accounts), (Code::Cancelled, 0));
        }
    }
}

// The attempt expects one workspace, and `/me` fails.
#[tokio::test]
async fn unproven_workspace_becomes_an_account_once_proven() {
    let scenario = Scenario::new().await;
    let begun = begin_only(&scenario, NORTHWIND).await;
    scenario.switch("me", "error").await;
    let problem = receive_undecided(&scenario, &begun, None).await;
    let is_told_why = matches!(problem, Problem::Attempt(AttemptProblem::NotCompared { why: Some(_), .. }));
    assert!(is_told_why, "{problem:?}");
    assert_eq!(scenario.accounts().await.len(), 0);
    scenario.switch("me", "answer").await;
    let connected = ended(scenario.connector.attempts().retry(&begun.attempt).await.unwrap()).unwrap();
    assert_eq!(connected.outcome, Outcome::Connected);
}

/// Answers of `/me` without an identity, with their code and problem.
type UnidentifiedAnswer = (&'static [Instead], Code, fn(String) -> ProviderProblem);

const UNIDENTIFIED_ANSWERS: &[UnidentifiedAnswer] = &[
    (&[("/me", "403 Forbidden", r#"{"errors":[{"code":"forbidden"}]}"#)], Code::CodeRejected, |host| {
        ProviderProblem::MayNotIdentify { host }
    }),
    (&[("/me", "401 Unauthorized", r#"{"errors":[{"code":"unauthorized"}]}"#)], Code::CodeRejected, |host| {
        ProviderProblem::MayNotIdentify { host }
    }),
    (
        &[("/me", "403 Forbidden", r#"{"errors":[{"code":"api_plan_restricted"}]}"#)],
        Code::CodeRejected,
        |host| {
            let code = ProviderCode::new("api_plan_restricted");
            ProviderProblem::Refused { host, refusal: ApiRefusal::NotInPlan, code }
        },
    ),
    (
        &[("/me", "401 Unauthorized", r#"{"errors":[{"code":"token_revoked"}]}"#)],
        Code::CodeRejected,
        |host| dead(host, "token_revoked"),
    ),
    (&[("/me", "404 Not Found", "<html>")], Code::ProviderUnreadable, |host| ProviderProblem::Unreadable {
        host,
        why: Unreadable::Status(404),
        code: None,
    }),
    (&[("/me", "200 OK", "{}")], Code::ProviderUnreadable, |_| ProviderProblem::Unidentified),
    (&[("/me", "503 Service Unavailable", "")], Code::ProviderUnreachable, |host| {
        ProviderProblem::Unavailable { host, status: 503, seconds: None, code: None }
    }),
];

// Another process reads the same reason later.
#[tokio::test]
async fn reason_for_an_uncompared_token_is_reported_and_stored() {
    for (instead, code, why) in UNIDENTIFIED_ANSWERS {
        for reconnects in [false, true] {
            let scenario = Scenario::new().await;
            let front = Front::start(&scenario, &[]).await;
            scenario.register_with_api("Behind", &front.address).await;
            let known = scenario.connect("Behind").await.unwrap().account;
            let request = ConnectRequest {
                workspace: (!reconnects).then(|| NORTHWIND.into()),
                reconnects: reconnects.then(|| known.id.clone()),
                ..scenario.request("Behind").await
            };
            let begun = scenario.connector.attempts().begin(request).await.unwrap();
            front.only(instead);
            let why = why(front.host());
            let problem = receive_undecided(&scenario, &begun, None).await;
            assert_eq!(problem.code(), *code, "{why:?}");
            let is_dead = matches!(why, ProviderProblem::Refused { refusal: ApiRefusal::Dead, .. });
            assert_eq!(problem, AttemptProblem::NotCompared { why: Some(why), is_dead }.into());
            let attempt = scenario.attempt(&begun).await;
            let failure = Some(problem.clone().into());
            assert_eq!((attempt.stage, attempt.error), (AttemptStage::Unverified, failure));
            let other = scenario.second_process().await;
            let waited = other.attempts().wait(&begun.attempt).await;
            assert_eq!(waited.unwrap_err(), problem, "the reason outlives the process");
            front.only(&[]);
            let connected =
                ended(scenario.connector.attempts().retry(&begun.attempt).await.unwrap()).unwrap();
            assert_eq!(connected.account.id, known.id);
            assert_eq!(scenario.attempt(&begun).await.error, None, "{problem:?}: it is over");
        }
    }
}

/// `/me` with its workspace and without a teammate.
const NORTHWIND_ONLY: &[Instead] =
    &[("/me", "200 OK", r#"{"app":{"id_code":"nw7k2p0q","name":"Northwind Support","region":"US"}}"#)];

#[tokio::test]
async fn reconnect_of_a_known_workspace_takes_no_other_workspace() {
    let scenario = Scenario::new().await;
    let front = Front::start(&scenario, NORTHWIND_ONLY).await;
    scenario.register_with_api("Behind", &front.address).await;
    let account = scenario.connect("Behind").await.unwrap().account;
    assert_eq!(
        (account.status, account.workspace.id.as_ref().map(WorkspaceId::as_str)),
        (Status::Unverified, Some(NORTHWIND))
    );
    front.only(&[]);
    let begin = async || {
        let request =
            ConnectRequest { reconnects: Some(account.id.clone()), ..scenario.request("Behind").await };
        scenario.connector.attempts().begin(request).await.unwrap()
    };
    let begun = begin().await;
    let problem = receive_undecided(&scenario, &begun, Some(LUMEN)).await;
    assert_eq!(problem.code(), Code::WrongWorkspace);
    let (came, awaited) = identities(problem);
    assert_eq!((came.workspace.as_deref(), came.admin.is_some()), (Some("Lumen Labs"), true));
    assert_eq!((awaited.workspace.as_deref(), awaited.admin), (Some("Northwind Support"), None));
    let left = scenario.account(&account.id).await;
    assert_eq!(
        (left.status, left.workspace.id.as_ref().map(WorkspaceId::as_str)),
        (Status::Unverified, Some(NORTHWIND))
    );
    ended(scenario.connector.attempts().resolve_refused(&begun.attempt, false).await.unwrap()).unwrap_err();

    let begun = begin().await;
    let link = scenario.consent(&begun, "authorize", Some(NORTHWIND)).await;
    let connected =
        ended(scenario.connector.attempts().receive(DeepLink::new(link)).await.unwrap()).unwrap().account;
    assert_eq!((connected.id, connected.status), (account.id.clone(), Status::Connected));
}

#[tokio::test]
async fn attempts_expect_the_registrations_only_workspace() {
    let scenario = Scenario::new().await;
    scenario.register_only("Only Lumen", LUMEN).await;
    let begun = scenario.begin("Only Lumen").await;
    let problem = receive_undecided(&scenario, &begun, Some(NORTHWIND)).await;
    assert_eq!(problem.code(), Code::WrongWorkspace);
    assert_eq!(identities(problem).0.workspace.as_deref(), Some("Northwind Support"));
}

#[tokio::test]
async fn reconnect_by_another_identity_names_both() {
    let scenario = Scenario::new().await;
    let account = scenario.connect("Acme").await.unwrap().account;
    let begun = scenario.begin_reconnect(&account.id).await;
    let problem = receive_undecided(&scenario, &begun, Some(LUMEN)).await;
    assert_eq!(problem.code(), Code::WrongWorkspace);
    let (came, awaited) = identities(problem);
    assert_eq!((came.workspace.as_deref(), came.admin.is_some()), (Some("Lumen Labs"), true));
    let named = (awaited.workspace.as_deref(), awaited.admin.as_deref());
    assert_eq!(named, (Some("Northwind Support"), Some("Maya Ortiz")));
}

#[tokio::test]
async fn invalid_or_contradicting_workspace_is_refused_at_begin() {
    let scenario = Scenario::new().await;
    scenario.register_only("Only Lumen", LUMEN).await;
    let begin = async |registration: &str, workspace: &str| {
        let request =
            ConnectRequest { workspace: Some(workspace.into()), ..scenario.request(registration).await };
        scenario.connector.attempts().begin(request).await
    };
    let refused = begin("Only Lumen", NORTHWIND).await.map(drop).unwrap_err();
    assert_eq!(refused.code(), Code::Usage);
    let registration = "Only Lumen".into();
    let contradicts = AttemptProblem::OtherWorkspace {
        registration,
        only: WorkspaceId::new(LUMEN),
        asked: WorkspaceId::new(NORTHWIND),
    };
    assert_eq!(refused, contradicts.into());
    for nothing in ["", " "] {
        assert_eq!(begin("Acme", nothing).await.map(drop).unwrap_err().code(), Code::Usage);
    }
    let begun = begin("Only Lumen", &format!(" {LUMEN}\t")).await.unwrap();
    assert_eq!(
        scenario.attempt(&begun).await.workspace,
        Some(WorkspaceId::new(LUMEN)),
        "blanks are no part of it"
    );
}

// The account was never identified, so only the registration says which workspace may answer.
#[tokio::test]
async fn unidentified_reconnect_expects_the_registrations_workspace() {
    let scenario = Scenario::new().await;
    scenario.switch("me", "error").await;
    let unknown = scenario.connect("Acme").await.unwrap().account;
    assert_eq!(unknown.status, Status::Unverified);
    scenario.switch("me", "answer").await;
    let only =
        RegistrationChange { workspace: Some(WorkspaceChoice::Only(LUMEN.into())), ..Default::default() };
    let acme = scenario.registered("Acme").await;
    scenario.connector.registrations().edit(&acme, only).await.unwrap();

    let begun = scenario.begin_reconnect(&unknown.id).await;
    let problem = receive_undecided(&scenario, &begun, Some(NORTHWIND)).await;
    assert_eq!(problem.code(), Code::WrongWorkspace);
    let (came, awaited) = identities(problem);
    assert_eq!(came.workspace.as_deref(), Some("Northwind Support"));
    assert_eq!(awaited, Answered::workspace(Some(LUMEN)));
    let still = scenario.account(&unknown.id).await;
    assert_eq!(still.status, Status::Unverified, "the account is unchanged");
    ended(scenario.connector.attempts().resolve_refused(&begun.attempt, false).await.unwrap()).unwrap_err();

    // meanwhile the registration moved away and back, to another spelling of the same API
    let description = scenario.sandbox.description();
    for base in ["https://api.example".into(), format!("{}//", description.api_base)] {
        let client_secret = Some(ClientSecret::new(description.client_secret.clone()).unwrap());
        let there = RegistrationChange { api_base: Some(base), client_secret, ..Default::default() };
        scenario.connector.registrations().edit(&acme, there).await.unwrap();
    }
    let begun = scenario.begin_reconnect(&unknown.id).await;
    let link = scenario.consent(&begun, "authorize", Some(LUMEN)).await;
    let connected =
        ended(scenario.connector.attempts().receive(DeepLink::new(link)).await.unwrap()).unwrap().account;
    assert_eq!((connected.id, connected.status), (unknown.id, Status::Connected));
}

#[tokio::test]
async fn reconnect_expects_its_account_not_the_registration() {
    let scenario = Scenario::new().await;
    let known = scenario.connect("Acme").await.unwrap().account;
    let only =
        RegistrationChange { workspace: Some(WorkspaceChoice::Only(LUMEN.into())), ..Default::default() };
    let acme = scenario.registered("Acme").await;
    scenario.connector.registrations().edit(&acme, only).await.unwrap();
    let begun = scenario.begin_reconnect(&known.id).await;
    let link = scenario.authorized(&begun).await;
    let again = ended(scenario.connector.attempts().receive(link).await.unwrap()).unwrap();
    assert_eq!((again.outcome, again.account.id), (Outcome::AlreadyConnected, known.id));
}

/// Returns `/me` for this teammate of this workspace, with a region if there is one.
fn me(workspace: &str, admin: &str, region: Option<&str>) -> Reply {
    let app = json!({ "id_code": workspace, "name": "Somewhere", "region": region });
    Reply::of("200 OK", json!({ "id": admin, "name": "Somebody", "app": app }).to_string())
}

// An answer without a region, or with a region for the first time, belongs to the account. A region that differs from
// a known one does not.
#[tokio::test]
async fn missing_or_new_region_is_the_same_account() {
    for (known, told) in [(Some("US"), None), (None, Some("US"))] {
        let scenario = Scenario::new().await;
        let front = Front::start(&scenario, &[]).await;
        scenario.register_with_api("Behind", &front.address).await;
        front.answer("/me", me("w1", "7", known));
        let account = scenario.connect("Behind").await.unwrap().account;
        let reconnect = async || {
            let request =
                ConnectRequest { reconnects: Some(account.id.clone()), ..scenario.request("Behind").await };
            let begun = scenario.connector.attempts().begin(request).await.unwrap();
            let link = scenario.authorized(&begun).await;
            scenario.connector.attempts().receive(link).await.unwrap()
        };
        front.answer("/me", me("w1", "7", told));
        let again = ended(reconnect().await).unwrap();
        assert_eq!((again.outcome, &again.account.id), (Outcome::AlreadyConnected, &account.id), "{told:?}");
        assert_eq!(again.account.workspace.region, Some(Region::Us), "{told:?}: the region is known by then");
        for region in [told, known, None] {
            front.answer("/me", me("w1", "7", region));
            let fresh = scenario.connect("Behind").await.unwrap();
            assert_eq!((fresh.outcome, &fresh.account.id), (Outcome::AlreadyConnected, &account.id));
        }
        assert_eq!(scenario.accounts().await.len(), 1, "{told:?}");
        // the region is stored: another region is another account
        front.answer("/me", me("w1", "7", Some("EU")));
        let Received::Undecided { attempt, problem } = reconnect().await else { panic!("{told:?}") };
        assert_eq!(problem.code(), Code::WrongWorkspace);
        let waited = scenario.second_process().await.attempts().wait(&attempt).await;
        assert_eq!(waited.unwrap_err(), problem);
        // both have the same names, so the ids distinguish them, also later
        let (came, awaited) = identities(problem);
        assert_eq!((came.ids.as_deref(), awaited.ids.as_deref()), (Some("w1, eu, 7"), Some("w1, us, 7")));
        assert_eq!(scenario.connect("Behind").await.unwrap().outcome, Outcome::Connected, "{told:?}");
        // both regions are known, so an answer without a region is neither of them
        front.answer("/me", me("w1", "7", None));
        assert_eq!(scenario.connect("Behind").await.unwrap().outcome, Outcome::Connected, "{told:?}");
    }
}

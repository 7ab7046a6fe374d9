use switchhook_engine::core::{
    AttemptId, AttemptStage, ClientSecret, Code, DeepLink, Outcome, ProviderCode, Region, Status,
};
use switchhook_engine::{Begun, ConnectRequest, NewRegistration, Received};

use crate::scenario::{LUMEN, PASTE, Scenario, ended};

#[tokio::test]
async fn denied_consent_stores_nothing() {
    let scenario = Scenario::new().await;
    let begun = scenario.begin("Acme").await;
    let link = scenario.consent(&begun, "cancel", None).await;
    let problem =
        ended(scenario.connector.attempts().receive(DeepLink::new(link)).await.unwrap()).unwrap_err();
    assert_eq!(problem.code(), Code::Denied);
    assert_eq!(problem.provider_code(), ProviderCode::new("access_denied").as_ref());
    assert_eq!(scenario.attempt(&begun).await.stage, AttemptStage::Denied);
    assert!(scenario.accounts().await.is_empty());
}

#[tokio::test]
async fn account_takes_name_and_tags_of_the_request() {
    let scenario = Scenario::new().await;
    let request = ConnectRequest {
        name: Some(" Client A ".into()),
        tags: vec!["b".into(), "a".into(), "b".into()],
        ..scenario.request("Acme").await
    };
    let begun = scenario.connector.attempts().begin(request).await.unwrap();
    let link = scenario.authorized(&begun).await;
    let account = ended(scenario.connector.attempts().receive(link).await.unwrap()).unwrap().account;
    assert_eq!(
        (account.name.as_str(), account.tags.as_slice()),
        ("Client A", &["a".to_string(), "b".into()][..])
    );
}

#[tokio::test]
async fn unidentified_account_is_kept_until_a_check_identifies_it() {
    let without = |names: &[&str]| ("missing_permissions", serde_json::json!(names));
    let me = |answer: &str| ("me", serde_json::json!(answer));
    for (refused, mended) in [
        (without(&["read_single_admin"]), without(&[])),
        (me("error"), me("answer")),
        (me("empty"), me("answer")),
    ] {
        let scenario = Scenario::new().await;
        scenario.switch(refused.0, &refused.1).await;
        let kept = scenario.connect("Acme").await.unwrap();
        assert_eq!(kept.outcome, Outcome::Unverified, "{refused:?}");
        assert_eq!(kept.account.status, Status::Unverified);
        assert_eq!(kept.account.name, "Acme", "the account has its registration's name first");
        scenario.switch(mended.0, &mended.1).await;
        let checked = scenario.connector.remote().check(&kept.account.id).await.unwrap().account;
        assert_eq!(checked.status, Status::Connected);
        assert_eq!(checked.workspace.name.as_deref(), Some("Northwind Support"));
        assert_eq!(checked.name, "Northwind Support", "and its workspace's name afterwards");
    }
}

#[tokio::test]
async fn unverified_account_merges_into_its_known_account() {
    let scenario = Scenario::new().await;
    let known = scenario.connect("Acme").await.unwrap().account;
    scenario.switch("me", "error").await;
    let kept = scenario.connect("Acme").await.unwrap().account;
    assert_ne!(kept.id, known.id);
    scenario.switch("me", "answer").await;
    let merged = scenario.connector.remote().check(&kept.id).await.unwrap().account;
    assert_eq!(merged.id, known.id);
    assert_eq!(scenario.accounts().await.len(), 1);
    let checked = scenario.connector.remote().check(&known.id).await.unwrap().account;
    assert_eq!(checked.status, Status::Connected, "the newer token opens and works");
}

#[tokio::test]
async fn reconnect_of_the_same_identity_renews_the_account() {
    let scenario = Scenario::new().await;
    let account = scenario.connect("Acme").await.unwrap().account;
    scenario.connector.remote().uninstall(&account.id).await.unwrap();
    let begun = scenario.begin_reconnect(&account.id).await;
    let link = scenario.authorized(&begun).await;
    let renewed = ended(scenario.connector.attempts().receive(link).await.unwrap()).unwrap();
    assert_eq!((renewed.outcome, renewed.account.id), (Outcome::AlreadyConnected, account.id.clone()));
    assert_eq!(scenario.checked_status(&account.id).await, Status::Connected);
}

// The account stays untouched while the attempt waits, and after either decision.
#[tokio::test]
async fn reconnect_by_another_identity_waits_for_a_decision() {
    for keep in [true, false] {
        let scenario = Scenario::new().await;
        let account = scenario.connect("Acme").await.unwrap().account;
        let begun = scenario.begin_reconnect(&account.id).await;
        let link = scenario.consent(&begun, "authorize", Some(LUMEN)).await;
        let received = scenario.connector.attempts().receive(DeepLink::new(link)).await.unwrap();
        assert!(matches!(received, Received::Undecided { .. }), "{received:?}");
        assert_eq!(scenario.attempt(&begun).await.stage, AttemptStage::Refused);
        let resolved =
            ended(scenario.connector.attempts().resolve_refused(&begun.attempt, keep).await.unwrap());
        let accounts = scenario.accounts().await;
        if keep {
            assert_eq!(resolved.unwrap().outcome, Outcome::Connected);
            assert_eq!(accounts.len(), 2, "the other one is an account of its own");
        } else {
            assert_eq!(resolved.unwrap_err().code(), Code::Cancelled);
            assert_eq!(accounts.len(), 1);
        }
        assert_eq!(scenario.checked_status(&account.id).await, Status::Connected, "untouched");
    }
}

// `/me` fails for the new token, so the reconnect can't be compared with the account.
#[tokio::test]
async fn unidentified_reconnect_waits_and_keeps_the_old_token() {
    let scenario = Scenario::new().await;
    let account = scenario.connect("Acme").await.unwrap().account;
    let begun = scenario.begin_reconnect(&account.id).await;
    let link = scenario.authorized(&begun).await;
    scenario.switch("me", "error").await;
    let received = scenario.connector.attempts().receive(link).await.unwrap();
    assert!(matches!(received, Received::Undecided { .. }), "{received:?}");
    assert_eq!(scenario.attempt(&begun).await.stage, AttemptStage::Unverified);
    scenario.switch("me", "answer").await;
    let renewed = ended(scenario.connector.attempts().retry(&begun.attempt).await.unwrap()).unwrap();
    assert_eq!((renewed.outcome, renewed.account.id), (Outcome::AlreadyConnected, account.id));
    assert_eq!(scenario.attempt(&begun).await.stage, AttemptStage::AlreadyConnected, "the attempt is over");
}

#[tokio::test]
async fn at_most_32_attempts_await_an_answer() {
    let scenario = Scenario::new().await;
    for _ in 0..32 {
        scenario.begin("Acme").await;
    }
    let one_more = scenario.request("Acme").await;
    assert_eq!(scenario.connector.attempts().begin(one_more).await.err().unwrap().code(), Code::Usage);
}

// Quitting and cancelling are refused while the token is in memory alone. A retry saves it once the store is free.
#[tokio::test]
async fn token_stays_in_memory_while_the_store_fails() {
    let scenario = Scenario::new().await;
    let begun = scenario.begin("Acme").await;
    let receiving = scenario.exchanging(&begun).await;
    // another program locks the database for longer than the engine waits
    let blocker = scenario.hold_database();
    while !receiving.is_finished() {
        let told = scenario.connector.lifetime().may_quit();
        assert!(told.is_err(), "until the store has given up, the token is nowhere but in memory");
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    let Received::Unsaved { attempt, problem } = receiving.await.unwrap().unwrap() else { panic!("unsaved") };
    assert_eq!((&attempt, problem.code()), (&begun.attempt, Code::StoreFailed));
    let shown = scenario.attempt(&begun).await;
    assert_eq!(shown.stage, AttemptStage::Unsaved);
    assert_eq!(shown.error, Some(problem.into()), "why, and what to do, is shown as well");
    assert_eq!(
        scenario.connector.lifetime().may_quit().unwrap_err().code(),
        Code::StoreFailed,
        "quitting is warned about"
    );
    assert!(
        !scenario.connector.lifetime().would_lose_answer(),
        "the token could not be saved, so waiting saves nothing"
    );
    assert_eq!(scenario.connector.attempts().cancel(&attempt).await.unwrap_err().code(), Code::StoreFailed);
    let again = tokio::spawn({
        let (connector, attempt) = (scenario.connector.clone(), attempt.clone());
        async move { connector.attempts().retry(&attempt).await }
    });
    while !again.is_finished() {
        assert!(
            !scenario.connector.lifetime().would_lose_answer(),
            "the program does not wait for a token that it could not save"
        );
        assert_eq!(scenario.connector.lifetime().may_quit().unwrap_err().code(), Code::StoreFailed);
        assert_eq!(
            scenario.attempt(&begun).await.stage,
            AttemptStage::Unsaved,
            "the window shows the token as unsaved"
        );
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    assert!(matches!(again.await.unwrap().unwrap(), Received::Unsaved { .. }));
    blocker.execute_batch("ROLLBACK").unwrap();
    let saved = ended(scenario.connector.attempts().retry(&begun.attempt).await.unwrap()).unwrap();
    assert_eq!(saved.outcome, Outcome::Connected, "nothing was dropped");
}

/// Begins an attempt whose token the store refuses, and frees the store again.
async fn begin_unsaved(scenario: &Scenario) -> Begun {
    let begun = scenario.begin("Acme").await;
    let receiving = scenario.exchanging(&begun).await;
    let blocker = scenario.hold_database();
    assert!(matches!(receiving.await.unwrap().unwrap(), Received::Unsaved { .. }));
    blocker.execute_batch("ROLLBACK").unwrap();
    begun
}

#[tokio::test]
async fn maintenance_saves_a_token_that_the_store_refused() {
    let scenario = Scenario::new().await;
    let begun = begin_unsaved(&scenario).await;
    let connector = scenario.connector.clone();
    let maintenance = tokio::spawn(async move { connector.lifetime().run_maintenance().await });
    assert_eq!(scenario.connector.attempts().wait(&begun.attempt).await.unwrap().outcome, Outcome::Connected);
    maintenance.abort();
}

#[tokio::test]
async fn unsaved_token_can_be_discarded() {
    let scenario = Scenario::new().await;
    let begun = begin_unsaved(&scenario).await;
    let discarded = scenario.connector.attempts().resolve_refused(&begun.attempt, false).await.unwrap();
    assert_eq!(ended(discarded).unwrap_err().code(), Code::Cancelled);
    assert_eq!(scenario.attempt(&begun).await.stage, AttemptStage::Cancelled);
    assert!(scenario.connector.lifetime().may_quit().is_ok(), "the program may end");
}

// The store is locked for longer than one try when the provider refuses the code.
#[tokio::test]
async fn refusal_ends_the_attempt_once_a_busy_store_is_free() {
    let scenario = Scenario::new().await;
    scenario.switch("token", "refuse").await;
    let begun = scenario.begin("Acme").await;
    let receiving = scenario.exchanging(&begun).await;
    let blocker = scenario.hold_database();
    tokio::time::sleep(std::time::Duration::from_millis(6_500)).await;
    blocker.execute_batch("ROLLBACK").unwrap();
    assert_eq!(ended(receiving.await.unwrap().unwrap()).unwrap_err().code(), Code::CodeRejected);
    assert_eq!(scenario.attempt(&begun).await.stage, AttemptStage::Failed);
}

#[tokio::test]
async fn account_forgotten_during_its_reconnect_needs_a_decision() {
    let scenario = Scenario::new().await;
    let account = scenario.connect("Acme").await.unwrap().account;
    let begun = scenario.begin_reconnect(&account.id).await;
    let receiving = scenario.exchanging(&begun).await;
    scenario.connector.accounts().forget(&account.id).await.unwrap();
    assert!(matches!(receiving.await.unwrap().unwrap(), Received::Undecided { .. }));
    assert_eq!(scenario.attempt(&begun).await.stage, AttemptStage::Refused);
    let added =
        ended(scenario.connector.attempts().resolve_refused(&begun.attempt, true).await.unwrap()).unwrap();
    assert_eq!(added.outcome, Outcome::Connected);
}

// An unidentified reconnect keeps its token, even a day after its end, until a person forgets the account or discards
// the token.
#[tokio::test]
async fn forget_and_discard_remove_the_token_but_dismiss_keeps_it() {
    for forget in [true, false] {
        let scenario = Scenario::new().await;
        let account = scenario.connect("Acme").await.unwrap().account;
        let begun = scenario.begin_reconnect(&account.id).await;
        let link = scenario.authorized(&begun).await;
        scenario.switch("me", "error").await;
        scenario.connector.attempts().receive(link).await.unwrap();
        let database = rusqlite::Connection::open(scenario.folder.path().join("switchhook.db")).unwrap();
        let tokens = || {
            database.query_row("SELECT count(token) FROM attempt", [], |row| row.get::<_, i64>(0)).unwrap()
        };
        assert_eq!(tokens(), 1, "the token is kept until it can be compared");
        scenario.connector.attempts().dismiss(&begun.attempt).await.unwrap();
        assert_eq!(tokens(), 1, "dismissing keeps the token");
        database.execute("UPDATE attempt SET ended_at = 1 WHERE token IS NOT NULL", []).unwrap();
        scenario.connector.attempts().cancel(&scenario.begin("Acme").await.attempt).await.unwrap();
        assert_eq!(tokens(), 1, "the token stays after a day");
        assert_eq!(
            scenario.attempt(&begun).await.stage,
            AttemptStage::Unverified,
            "the attempt is still shown"
        );
        if forget {
            scenario.connector.accounts().forget(&account.id).await.unwrap();
        } else {
            let discarded =
                scenario.connector.attempts().resolve_refused(&begun.attempt, false).await.unwrap();
            assert_eq!(ended(discarded).unwrap_err().code(), Code::Cancelled);
        }
        assert_eq!(tokens(), 0, "forget: {forget}");
    }
}

#[tokio::test]
async fn reconnect_by_another_app_is_refused_before_a_browser_opens() {
    let scenario = Scenario::new().await;
    let account = scenario.connect("Acme").await.unwrap().account;
    let other = NewRegistration {
        name: "Other".into(),
        client_id: "another-client".into(),
        client_secret: ClientSecret::new("secret".into()).unwrap(),
        redirect_uri: PASTE.into(),
        region: Region::Us,
        authorization_endpoint: None,
        token_endpoint: None,
        api_base: None,
        workspace: None,
    };
    scenario.connector.registrations().add(other).await.unwrap();
    let request = ConnectRequest { reconnects: Some(account.id), ..scenario.request("Other").await };
    assert_eq!(scenario.connector.attempts().begin(request).await.err().unwrap().code(), Code::Usage);
}

#[tokio::test]
async fn unidentified_account_takes_no_identity_of_another_address() {
    let scenario = Scenario::new().await;
    scenario.switch("me", "error").await;
    let kept = scenario.connect("Acme").await.unwrap().account;
    scenario.switch("me", "answer").await;
    // the same app has another API address, which must never get the first address's tokens
    let acme = scenario.registered("Acme").await;
    scenario.connector.registrations().remove(&acme).await.unwrap();
    let elsewhere = scenario.sandbox.description().regions.us.api_base.replace("127.0.0.1", "localhost");
    scenario.register_with_api("Acme", &elsewhere).await;
    let begun = scenario.begin_reconnect(&kept.id).await;
    let link = scenario.authorized(&begun).await;
    let received = scenario.connector.attempts().receive(link).await.unwrap();
    assert!(matches!(received, Received::Undecided { .. }), "{received:?}");
}

#[tokio::test]
async fn one_of_two_simultaneous_decisions_counts() {
    let scenario = Scenario::new().await;
    let account = scenario.connect("Acme").await.unwrap().account;
    let begun = scenario.begin_reconnect(&account.id).await;
    let link = scenario.consent(&begun, "authorize", Some(LUMEN)).await;
    scenario.connector.attempts().receive(DeepLink::new(link)).await.unwrap();
    scenario.switch("me", "error").await;
    let keep = || scenario.connector.attempts().resolve_refused(&begun.attempt, true);
    let (one, two) = tokio::join!(keep(), keep());
    assert_eq!(usize::from(one.is_ok()) + usize::from(two.is_ok()), 1, "{one:?} {two:?}");
    assert_eq!(scenario.accounts().await.len(), 2);
}

// An attempt without a token takes no decision. An attempt with an unidentified token can't be added as an account.
#[tokio::test]
async fn attempt_without_a_token_or_identity_takes_no_decision() {
    let scenario = Scenario::new().await;
    let account = scenario.connect("Acme").await.unwrap().account;
    let code = async |begun: &Begun, keep: bool| {
        let connector = &scenario.connector;
        let decided = match keep {
            true => connector.attempts().resolve_refused(&begun.attempt, true).await,
            false => connector.attempts().retry(&begun.attempt).await,
        };
        decided.unwrap_err().code()
    };
    let begun = scenario.begin_reconnect(&account.id).await;
    assert_eq!(
        (code(&begun, true).await, code(&begun, false).await),
        (Code::Usage, Code::Usage),
        "the attempt still awaits its answer"
    );
    let link = scenario.consent(&begun, "authorize", Some(LUMEN)).await;
    scenario.connector.attempts().receive(DeepLink::new(link)).await.unwrap();
    assert_eq!(code(&begun, false).await, Code::Usage, "asking again brings the same");
    scenario.connector.attempts().discard(&begun.attempt).await.unwrap();
    let over = (code(&begun, true).await, code(&begun, false).await);
    assert_eq!(over, (Code::StateUsed, Code::StateUsed), "the attempt is over");

    let begun = scenario.begin_reconnect(&account.id).await;
    let link = scenario.authorized(&begun).await;
    scenario.switch("me", "error").await;
    scenario.connector.attempts().receive(link).await.unwrap();
    assert_eq!(code(&begun, true).await, Code::Usage, "the token's owner is unknown");
    assert_eq!(scenario.attempt(&begun).await.stage, AttemptStage::Unverified, "the token is kept");
}

// The stages are awaiting, refused and unverified.
#[tokio::test]
async fn attempt_of_any_stage_is_discarded_with_its_token() {
    let scenario = Scenario::new().await;
    let account = scenario.connect("Acme").await.unwrap().account;
    let other = scenario.second_process().await;
    let begun = scenario.begin_reconnect(&account.id).await;
    other.attempts().discard(&begun.attempt).await.unwrap();
    assert_eq!(scenario.connector.attempts().wait(&begun.attempt).await.unwrap_err().code(), Code::Cancelled);

    for (me, workspace) in [("answer", LUMEN), ("error", "nw7k2p0q")] {
        let begun = scenario.begin_reconnect(&account.id).await;
        let link = scenario.consent(&begun, "authorize", Some(workspace)).await;
        scenario.switch("me", me).await;
        scenario.connector.attempts().receive(DeepLink::new(link)).await.unwrap();
        other.attempts().discard(&begun.attempt).await.unwrap();
        scenario.switch("me", "answer").await;
    }
    assert!(
        scenario
            .connector
            .attempts()
            .list()
            .await
            .unwrap()
            .iter()
            .all(|attempt| attempt.account_id.is_some())
    );
    let database = rusqlite::Connection::open(scenario.folder.path().join("switchhook.db")).unwrap();
    let kept: i64 = database.query_row("SELECT count(token) FROM attempt", [], |row| row.get(0)).unwrap();
    assert_eq!(kept, 0);
    assert_eq!(other.attempts().discard(&AttemptId::new("nosuch")).await.unwrap_err().code(), Code::NotFound);
    assert_eq!(scenario.checked_status(&account.id).await, Status::Connected);
}

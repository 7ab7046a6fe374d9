use std::time::Duration;

use switchhook_engine::core::{AttemptProblem, AttemptStage, Code, DeepLink, Outcome, Status};
use switchhook_engine::{Begun, ConnectRequest, Connector, Home, Received, VaultMode};

use crate::scenario::{PASTE, Scenario, ended, refused, stuck};

#[tokio::test]
async fn one_of_two_processes_with_the_same_link_connects() {
    let scenario = Scenario::new().await;
    let other = scenario.second_process().await;
    let begun = scenario.begin("Acme").await;
    let link = scenario.authorized(&begun).await;
    let (one, two) =
        tokio::join!(scenario.connector.attempts().receive(link.clone()), other.attempts().receive(link));
    let (won, lost) = if one.is_ok() { (one, two) } else { (two, one) };
    assert!(ended(won.unwrap()).is_ok());
    assert_eq!(refused(lost), Code::StateUsed);
    assert_eq!(scenario.accounts().await.len(), 1);
}

#[tokio::test]
async fn waiter_sees_the_account_of_another_process() {
    let scenario = Scenario::new().await;
    let other = scenario.second_process().await;
    let begun = scenario.begin("Acme").await;
    let link = scenario.authorized(&begun).await;
    let waiting = scenario.connector.attempts().wait(&begun.attempt);
    let (waited, received) = tokio::join!(waiting, other.attempts().receive(link));
    assert_eq!(waited.unwrap().account.id, ended(received.unwrap()).unwrap().account.id);
}

#[tokio::test]
async fn keyless_process_hands_the_link_to_one_with_the_key() {
    let scenario = Scenario::new().await;
    let keyless = scenario.process_without_key().await;
    let begun = scenario.begin("Acme").await;
    let link = scenario.authorized(&begun).await;
    let received = keyless.attempts().receive(link).await.unwrap();
    assert!(matches!(received, Received::Delivered), "{received:?}");
    let tended = async {
        tokio::select! {
            connected = scenario.connector.attempts().wait(&begun.attempt) => connected,
            () = scenario.connector.lifetime().run_maintenance() => unreachable!("maintenance never ends"),
        }
    };
    assert!(tokio::time::timeout(Duration::from_secs(10), tended).await.expect("tended").is_ok());
}

#[tokio::test]
async fn link_of_an_ended_program_waits_for_a_process_with_the_key() {
    let scenario = Scenario::new().await;
    let owner = scenario.second_process().await;
    let request = scenario.request("Acme").await;
    let begun = owner.attempts().begin(request).await.unwrap();
    drop(owner);
    let keyless = scenario.process_without_key().await;
    let link = scenario.authorized(&begun).await;
    assert_eq!(stuck(keyless.attempts().receive(link.clone()).await), Code::KeyMissing);
    assert!(
        ended(scenario.connector.attempts().receive(link).await.unwrap()).is_ok(),
        "the attempt was left as it was"
    );
}

/// Stops a process at this stage of an attempt: its runtime ends, and its lock is released.
pub(crate) async fn stop_at(scenario: &Scenario, stage: AttemptStage) -> Begun {
    let begun = scenario.begin("Acme").await;
    let link = scenario.authorized(&begun).await;
    scenario.switch("latency_ms", 500).await;
    let doomed: Connector = scenario.second_process().await;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    runtime.spawn(async move { doomed.attempts().receive(link).await });
    scenario.wait_for_stage(&begun, stage).await;
    let stopped = tokio::task::spawn_blocking(move || runtime.shutdown_timeout(Duration::from_secs(5)));
    stopped.await.unwrap();
    scenario.switch("latency_ms", 0).await;
    begun
}

#[tokio::test]
async fn exchange_of_a_stopped_program_is_interrupted() {
    let scenario = Scenario::new().await;
    let begun = stop_at(&scenario, AttemptStage::Exchanging).await;
    scenario.connector.lifetime().resume().await.unwrap();
    let attempt = scenario.attempt(&begun).await;
    assert_eq!(attempt.stage, AttemptStage::Interrupted);
    assert_eq!(attempt.error.map(|error| error.code), Some(Code::Interrupted));
    assert!(scenario.accounts().await.is_empty());
}

#[tokio::test]
async fn token_sealed_before_a_stop_is_identified_on_resume() {
    let scenario = Scenario::new().await;
    let begun = stop_at(&scenario, AttemptStage::Identifying).await;
    scenario.connector.lifetime().resume().await.unwrap();
    assert_eq!(scenario.attempt(&begun).await.stage, AttemptStage::Connected);
    let account =
        scenario.account(&scenario.connector.accounts().resolve("Northwind Support").await.unwrap()).await;
    assert_eq!(scenario.checked_status(&account.id).await, Status::Connected);
}

// The deciding process finishes the attempt and reports its outcome.
#[tokio::test]
async fn attempt_of_a_stopped_program_is_finished_by_a_decision() {
    for keep in [false, true] {
        let scenario = Scenario::new().await;
        let decide = async |begun: &Begun| match keep {
            true => scenario.connector.attempts().resolve_refused(&begun.attempt, true).await,
            false => scenario.connector.attempts().retry(&begun.attempt).await,
        };
        let begun = stop_at(&scenario, AttemptStage::Identifying).await;
        let connected = ended(decide(&begun).await.unwrap()).unwrap();
        assert_eq!(connected.account.status, Status::Connected);
        assert_eq!(refused(decide(&begun).await), Code::StateUsed, "the outcome was reported");
        let begun = stop_at(&scenario, AttemptStage::Exchanging).await;
        assert_eq!(ended(decide(&begun).await.unwrap()).unwrap_err().code(), Code::Interrupted);
    }
}

// A later start makes no account of it.
#[tokio::test]
async fn attempt_of_a_stopped_program_can_be_discarded() {
    let scenario = Scenario::new().await;
    for stage in [AttemptStage::Exchanging, AttemptStage::Identifying] {
        let begun = stop_at(&scenario, stage).await;
        // discarding needs neither the key nor the provider
        let keyless = process_that_resumes_nothing(&scenario).await;
        keyless.attempts().discard(&begun.attempt).await.unwrap();
        assert!(scenario.connector.attempts().list().await.unwrap().is_empty(), "{stage:?}: it is put away");
        scenario.connector.lifetime().resume().await.unwrap();
        assert!(scenario.accounts().await.is_empty(), "{stage:?}");
        let database = rusqlite::Connection::open(scenario.folder.path().join("switchhook.db")).unwrap();
        let kept: i64 = database.query_row("SELECT count(token) FROM attempt", [], |row| row.get(0)).unwrap();
        assert_eq!(kept, 0, "{stage:?}");
    }
}

/// Opens another process as the command line does: without the key, and without resuming attempts.
async fn process_that_resumes_nothing(scenario: &Scenario) -> Connector {
    let home = Home::at(scenario.folder.path()).unwrap();
    let mode = VaultMode::Session(Default::default());
    Connector::open(home, mode).await.unwrap()
}

// It can't be discarded either.
#[tokio::test]
async fn attempt_that_another_process_drives_takes_no_decision() {
    let scenario = Scenario::new().await;
    let other = scenario.second_process().await;
    let begun = scenario.begin("Acme").await;
    let link = scenario.authorized(&begun).await;
    scenario.switch("latency_ms", 1_500).await;
    let receiving = tokio::spawn(async move { other.attempts().receive(link).await });
    for stage in [AttemptStage::Exchanging, AttemptStage::Identifying] {
        scenario.wait_for_stage(&begun, stage).await;
        let connector = &scenario.connector;
        for refused in [
            connector.attempts().retry(&begun.attempt).await.unwrap_err(),
            connector.attempts().resolve_refused(&begun.attempt, true).await.unwrap_err(),
            connector.attempts().discard(&begun.attempt).await.unwrap_err(),
        ] {
            assert_eq!(refused, AttemptProblem::Answering.into(), "{stage:?}");
        }
    }
    assert!(ended(receiving.await.unwrap().unwrap()).is_ok());
}

#[tokio::test]
async fn missing_key_is_reported_and_never_replaced() {
    let scenario = Scenario::new().await;
    let account = scenario.connect("Acme").await.unwrap().account;
    let keyless = scenario.process_without_key().await;
    assert_eq!(keyless.remote().check(&account.id).await.unwrap_err().code(), Code::KeyMissing);
    let kept = keyless.accounts().get(&account.id).await.unwrap();
    assert_eq!(kept.status, Status::NeedsReconnect, "name and tags are kept");
    let request = scenario.request("Acme").await;
    assert_eq!(
        keyless.attempts().begin(request).await.err().unwrap().code(),
        Code::KeyMissing,
        "before any browser opens"
    );
    let checked = scenario.connector.remote().check(&account.id).await.unwrap().account;
    assert_eq!(checked.status, Status::Connected, "the key that is there still opens all");
}

#[tokio::test]
async fn waiter_learns_that_the_receiving_process_stopped() {
    let scenario = Scenario::new().await;
    let begun = stop_at(&scenario, AttemptStage::Exchanging).await;
    let maintenance = tokio::spawn({
        let connector = scenario.connector.clone();
        async move { connector.lifetime().run_maintenance().await }
    });
    let waited =
        tokio::time::timeout(Duration::from_secs(5), scenario.connector.attempts().wait(&begun.attempt))
            .await;
    assert_eq!(waited.expect("the wait ends").unwrap_err().code(), Code::Interrupted);
    maintenance.abort();
}

#[tokio::test]
async fn dropped_caller_does_not_stop_an_exchange() {
    let scenario = Scenario::new().await;
    let begun = scenario.begin("Acme").await;
    let receiving = scenario.exchanging(&begun).await;
    assert!(scenario.connector.lifetime().may_quit().is_err(), "quitting now would lose the code");
    receiving.abort();
    let connected = scenario.connector.attempts().wait(&begun.attempt).await.unwrap();
    assert_eq!(connected.outcome, Outcome::Connected);
    assert!(scenario.connector.lifetime().may_quit().is_ok());
}

#[tokio::test]
async fn many_processes_open_an_empty_home_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let opening: Vec<_> = (0..12)
        .map(|_| {
            let home = Home::at(folder.path()).unwrap();
            let mode = VaultMode::Session(Default::default());
            tokio::spawn(async move { Connector::open(home, mode).await.map(drop) })
        })
        .collect();
    for opened in opening {
        assert!(opened.await.unwrap().is_ok(), "first runs take turns");
    }
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn repeated_followers_share_one_connection() {
    let scenario = Scenario::new().await;
    let open_files = || std::fs::read_dir("/proc/self/fd").unwrap().count();
    drop(scenario.connector.follow());
    let before = open_files();
    let followers: Vec<_> = (0..50).map(|_| scenario.connector.follow()).collect();
    // other tests of this process open files too, but fifty connections would need more than a hundred
    assert!(open_files() < before + 50, "one poll serves all {} followers", followers.len());
}

#[tokio::test]
async fn attempts_of_ended_programs_make_room_for_new_attempts() {
    let scenario = Scenario::new().await;
    let gone = scenario.second_process().await;
    let request = async || scenario.request("Acme").await;
    let mut oldest = None;
    for _ in 0..32 {
        let begun = gone.attempts().begin(request().await).await.unwrap();
        oldest.get_or_insert(begun);
    }
    assert_eq!(
        scenario.connector.attempts().begin(request().await).await.err().unwrap().code(),
        Code::Usage,
        "their program lives"
    );
    drop(gone);
    assert!(scenario.connector.attempts().begin(request().await).await.is_ok());
    assert_eq!(
        scenario.attempt(&oldest.unwrap()).await.stage,
        AttemptStage::Cancelled,
        "the oldest gave way"
    );
}

#[tokio::test]
async fn readers_never_wait_for_writers() {
    let scenario = Scenario::new().await;
    let account = scenario.connect("Acme").await.unwrap().account.id;
    let blocker = scenario.hold_database();
    let connector = scenario.connector.clone();
    let renaming = tokio::spawn(async move { connector.accounts().rename(&account, "Later").await });
    for _ in 0..20 {
        let shown = tokio::time::timeout(Duration::from_secs(2), scenario.connector.view().overview()).await;
        assert_eq!(shown.expect("a window is drawn all the same").unwrap().accounts.len(), 1);
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert!(!renaming.is_finished(), "the database is held");
    blocker.execute_batch("ROLLBACK").unwrap();
    assert_eq!(renaming.await.unwrap().unwrap().name, "Later");
}

// The matched link counts once the store is free.
#[tokio::test]
async fn locked_store_holds_a_matched_link_and_refuses_a_forged_one() {
    let scenario = Scenario::new().await;
    let begun = scenario.begin("Acme").await;
    let brief = ConnectRequest { timeout: Some(0), ..scenario.request("Acme").await };
    scenario.connector.attempts().begin(brief).await.unwrap();
    let link = scenario.authorized(&begun).await;
    let forged = DeepLink::new(format!("{PASTE}?code=a&state=1d{}", "A".repeat(107)));
    let blocker = scenario.hold_database();
    // a stranger's link does not reveal that an attempt is due and can't be ended
    assert_eq!(refused(scenario.connector.attempts().receive(forged).await), Code::StateUnknown);
    assert_eq!(stuck(scenario.connector.attempts().receive(link.clone()).await), Code::StoreFailed);
    blocker.execute_batch("ROLLBACK").unwrap();
    assert!(
        ended(scenario.connector.attempts().receive(link).await.unwrap()).is_ok(),
        "the link still counts"
    );
}

// Another process forgets an account meanwhile, and runs maintenance.
#[tokio::test]
async fn log_space_reserved_for_an_exchange_is_not_given_back() {
    let scenario = Scenario::new().await;
    let account = scenario.connect("Acme").await.unwrap().account.id;
    let log = scenario.folder.path().join("switchhook.db-wal");
    let length = || std::fs::metadata(&log).unwrap().len();
    scenario.switch("latency_ms", 1_500).await;
    let begun = scenario.begin("Acme").await;
    let link = scenario.authorized(&begun).await;
    let connector = scenario.connector.clone();
    let receiving = tokio::spawn(async move { connector.attempts().receive(link).await });
    scenario.wait_for_stage(&begun, AttemptStage::Exchanging).await;
    assert!(length() >= 64 * 1024, "room was made");
    let other = scenario.second_process().await;
    let maintenance = tokio::spawn({
        let other = other.clone();
        async move { other.lifetime().run_maintenance().await }
    });
    other.accounts().forget(&account).await.unwrap();
    assert!(length() >= 64 * 1024, "the reserved space is still there: {}", length());
    assert!(ended(receiving.await.unwrap().unwrap()).is_ok());
    // after the exchange, maintenance empties the log
    let started = std::time::Instant::now();
    while length() > 0 {
        assert!(started.elapsed().as_secs() < 10, "the forgotten account leaves the log");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    maintenance.abort();
}

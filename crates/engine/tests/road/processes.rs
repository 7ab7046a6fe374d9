use std::time::Duration;

use switchhook_engine::contract::AttemptStage;
use switchhook_engine::core::Code;
use switchhook_engine::{Connector, Received};

use crate::scenario::{Scenario, ended, refused};

#[tokio::test]
async fn of_two_processes_with_one_link_one_connects() {
    let scenario = Scenario::new().await;
    let other = scenario.second_process().await;
    let begun = scenario.begin("Acme").await;
    let link = scenario.authorized(&begun).await;
    let (one, two) = tokio::join!(scenario.connector.receive(link.clone()), other.receive(link));
    let (won, lost) = if one.is_ok() { (one, two) } else { (two, one) };
    assert!(ended(won.unwrap()).is_ok());
    assert_eq!(refused(lost), Code::StateUsed);
    assert_eq!(scenario.connector.accounts(None, None).await.unwrap().len(), 1);
}

#[tokio::test]
async fn whoever_waits_sees_what_another_process_finishes() {
    let scenario = Scenario::new().await;
    let other = scenario.second_process().await;
    let begun = scenario.begin("Acme").await;
    let link = scenario.authorized(&begun).await;
    let waiting = scenario.connector.wait(&begun.attempt);
    let (waited, received) = tokio::join!(waiting, other.receive(link));
    assert_eq!(waited.unwrap().account.id, ended(received.unwrap()).unwrap().account.id);
}

#[tokio::test]
async fn a_process_without_the_key_hands_the_link_to_the_one_that_has_it() {
    let scenario = Scenario::new().await;
    let keyless = scenario.process_without_key().await;
    let begun = scenario.begin("Acme").await;
    let link = scenario.authorized(&begun).await;
    let received = keyless.receive(link).await.unwrap();
    assert!(matches!(received, Received::Delivered), "{received:?}");
    let tended = async {
        tokio::select! {
            connected = scenario.connector.wait(&begun.attempt) => connected,
            () = scenario.connector.tend() => unreachable!("tending never ends"),
        }
    };
    assert!(tokio::time::timeout(Duration::from_secs(10), tended).await.expect("tended").is_ok());
}

#[tokio::test]
async fn a_link_for_a_program_that_is_gone_waits_for_one_with_the_key() {
    let scenario = Scenario::new().await;
    let owner = scenario.second_process().await;
    let request = switchhook_engine::ConnectRequest { registration: "Acme".into(), ..Default::default() };
    let begun = owner.begin(request).await.unwrap();
    drop(owner);
    let keyless = scenario.process_without_key().await;
    let link = scenario.authorized(&begun).await;
    assert_eq!(refused(keyless.receive(link.clone()).await), Code::KeyMissing);
    assert!(ended(scenario.connector.receive(link).await.unwrap()).is_ok(), "the attempt was left as it was");
}

/// A process that is stopped while the provider answers: its tasks end, its lock is let go.
async fn stop_at(scenario: &Scenario, stage: AttemptStage) -> switchhook_engine::Begun {
    let begun = scenario.begin("Acme").await;
    let link = scenario.authorized(&begun).await;
    scenario.switch("latency_ms", 500).await;
    let doomed: Connector = scenario.second_process().await;
    let receiving = tokio::spawn(async move { doomed.receive(link).await });
    scenario.until_stage(&begun, stage).await;
    receiving.abort();
    assert!(receiving.await.unwrap_err().is_cancelled(), "it was stopped in the midst");
    scenario.switch("latency_ms", 0).await;
    begun
}

#[tokio::test]
async fn an_exchange_whose_program_was_stopped_is_interrupted() {
    let scenario = Scenario::new().await;
    let begun = stop_at(&scenario, AttemptStage::Exchanging).await;
    scenario.connector.resume().await.unwrap();
    let attempt = scenario.attempt(&begun).await;
    assert_eq!(attempt.stage, AttemptStage::Interrupted);
    assert_eq!(attempt.error.map(|error| error.code), Some(Code::Interrupted));
    assert!(scenario.connector.accounts(None, None).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_token_that_was_sealed_before_the_stop_is_asked_who_it_is() {
    let scenario = Scenario::new().await;
    let begun = stop_at(&scenario, AttemptStage::Identifying).await;
    scenario.connector.resume().await.unwrap();
    assert_eq!(scenario.attempt(&begun).await.stage, AttemptStage::Connected);
    let account = scenario.connector.account("Northwind Support").await.unwrap();
    assert_eq!(
        scenario.connector.check(&account.id).await.unwrap().status,
        switchhook_engine::core::Status::Connected
    );
}

#[tokio::test]
async fn a_key_that_is_gone_is_named_and_never_made_anew() {
    let scenario = Scenario::new().await;
    let account = scenario.connect("Acme").await.unwrap().account;
    let keyless = scenario.process_without_key().await;
    assert_eq!(keyless.check(&account.id).await.unwrap_err().code, Code::KeyMissing);
    let kept = keyless.account(&account.id).await.unwrap();
    assert_eq!(kept.status, switchhook_engine::core::Status::NeedsReconnect, "name and tags are kept");
    let request = switchhook_engine::ConnectRequest { registration: "Acme".into(), ..Default::default() };
    assert_eq!(
        keyless.begin(request).await.err().unwrap().code,
        Code::KeyMissing,
        "before any browser opens"
    );
    let checked = scenario.connector.check(&account.id).await.unwrap();
    assert_eq!(
        checked.status,
        switchhook_engine::core::Status::Connected,
        "the key that is there still opens all"
    );
}

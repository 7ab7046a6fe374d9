use switchhook_engine::ConnectRequest;
use switchhook_engine::core::{AttemptStage, Channel, Code, DeepLink};

use crate::scenario::{PASTE, Scenario, ended, refused};

#[tokio::test]
async fn stray_link_is_counted_and_disturbs_no_attempt() {
    let scenario = Scenario::new().await;
    let begun = scenario.begin("Acme").await;
    let own = Channel::current().callback();
    for (link, code) in [
        ("https://evil.example/callback?code=a&state=b".to_string(), Code::Foreign),
        (format!("{PASTE}?code=a"), Code::StateMissing),
        (format!("{PASTE}?code=a&state=b"), Code::StateUnknown),
        (format!("{own}?code=a&state=1d{}", "A".repeat(107)), Code::StateUnknown),
        ("--help".to_string(), Code::Malformed),
        (String::new(), Code::Malformed),
    ] {
        assert_eq!(
            refused(scenario.connector.attempts().receive(DeepLink::new(link.clone())).await),
            code,
            "{link}"
        );
    }
    let attempt = scenario.attempt(&begun).await;
    assert_eq!(attempt.stage, AttemptStage::Awaiting, "the attempt still waits");
    let link = scenario.authorized(&begun).await;
    assert!(
        ended(scenario.connector.attempts().receive(link).await.unwrap()).is_ok(),
        "the attempt completes"
    );
}

// The right link still counts afterwards.
#[tokio::test]
async fn malformed_answer_with_a_valid_state_ends_no_attempt() {
    let scenario = Scenario::new().await;
    let begun = scenario.begin("Acme").await;
    let right = scenario.consent(&begun, "authorize", None).await;
    let state = right.split("state=").nth(1).unwrap();
    for (query, code) in [
        (format!("code=a&error=b&state={state}"), Code::Malformed),
        (format!("code=a&code=b&state={state}"), Code::Malformed),
        (format!("code=%00&state={state}"), Code::Malformed),
        (format!("code=a&state={state}&state={state}"), Code::Malformed),
        (format!("code=a&state={}", state.to_ascii_uppercase()), Code::StateUnknown),
    ] {
        let link = DeepLink::new(format!("{PASTE}?{query}"));
        assert_eq!(refused(scenario.connector.attempts().receive(link).await), code, "{query}");
    }
    let elsewhere = format!("{}?code=a&state={state}", Channel::current().callback());
    assert_eq!(refused(scenario.connector.attempts().receive(DeepLink::new(elsewhere)).await), Code::Foreign);
    assert!(ended(scenario.connector.attempts().receive(DeepLink::new(right)).await.unwrap()).is_ok());
}

#[tokio::test]
async fn link_counts_once() {
    let scenario = Scenario::new().await;
    let begun = scenario.begin("Acme").await;
    let link = scenario.authorized(&begun).await;
    let first = ended(scenario.connector.attempts().receive(link.clone()).await.unwrap()).unwrap();
    assert_eq!(refused(scenario.connector.attempts().receive(link).await), Code::StateUsed);
    assert_eq!(scenario.account(&first.account.id).await.id, first.account.id, "nothing lost");
}

#[tokio::test]
async fn empty_return_is_shown_and_ends_nothing() {
    let scenario = Scenario::new().await;
    scenario.switch("denial", "bare").await;
    let begun = scenario.begin("Acme").await;
    let bare = scenario.consent(&begun, "cancel", None).await;
    assert_eq!(refused(scenario.connector.attempts().receive(DeepLink::new(bare)).await), Code::Malformed);
    let attempt = scenario.attempt(&begun).await;
    assert_eq!(attempt.stage, AttemptStage::Awaiting);
    assert!(attempt.empty_return, "the card says it");
    let link = scenario.authorized(&begun).await;
    assert!(ended(scenario.connector.attempts().receive(link).await.unwrap()).is_ok());
}

#[tokio::test]
async fn late_link_is_refused_with_its_reason() {
    let scenario = Scenario::new().await;
    let request = ConnectRequest { timeout: Some(1), ..scenario.request("Acme").await };
    let expiring = scenario.connector.attempts().begin(request).await.unwrap();
    let late = scenario.authorized(&expiring).await;
    let cancelled = scenario.begin("Acme").await;
    let called_off = scenario.authorized(&cancelled).await;
    scenario.connector.attempts().cancel(&cancelled.attempt).await.unwrap();
    tokio::time::sleep(std::time::Duration::from_millis(1100)).await;
    assert_eq!(refused(scenario.connector.attempts().receive(late).await), Code::StateExpired);
    assert_eq!(scenario.attempt(&expiring).await.stage, AttemptStage::Expired);
    assert_eq!(refused(scenario.connector.attempts().receive(called_off).await), Code::Cancelled);
    assert_eq!(scenario.attempt(&cancelled).await.stage, AttemptStage::Cancelled);
}

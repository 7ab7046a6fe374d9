//! Checks of many accounts: which requests they send, and what the list shows of them afterwards.

use std::time::{Duration, Instant};

use serde_json::json;
use switchhook_engine::contract::{AccountCard, Checked, CheckedAccounts};
use switchhook_engine::core::{AccountId, Code, Figure, Problem, Status};
use tokio::sync::mpsc;

use crate::figures::{NORTHWIND, connected};
use crate::front::{Front, Reply};
use crate::scenario::{LUMEN, Scenario};

const REVOKED: &str = r#"{"type":"error.list","errors":[{"code":"token_revoked","message":"x"}]}"#;
const UNCLEAR: &str = r#"{"type":"error.list","errors":[{"code":"unauthorized","message":"x"}]}"#;
const SEARCH: &str = "/conversations/search";

/// Checks accounts as a refresh of the list does.
async fn refresh(scenario: &Scenario, ids: &[&AccountId]) -> Vec<Checked> {
    let (told, mut checked) = mpsc::channel(64);
    let ids = ids.iter().map(|id| (*id).clone()).collect();
    scenario.connector.remote().check_each(ids, told).await.unwrap();
    let mut all = Vec::new();
    while let Ok(checked) = checked.try_recv() {
        all.push(checked);
    }
    all
}

/// Returns the accounts of which a refresh did not find out everything.
fn gaps(checked: Vec<Checked>) -> CheckedAccounts {
    let mut gaps = CheckedAccounts::default();
    checked.into_iter().for_each(|checked| gaps.add(checked));
    gaps
}

async fn card(scenario: &Scenario, id: &AccountId) -> AccountCard {
    let overview = scenario.connector.view().overview().await.unwrap();
    overview.accounts.into_iter().find(|card| card.id == *id).unwrap()
}

/// Returns the requests to the API since the first `before`, oldest first.
async fn requests_since(scenario: &Scenario, before: usize) -> Vec<String> {
    let all = scenario.requests().await;
    let new = all.iter().take(all.len() - before).rev();
    new.map(|request| {
        format!("{} {}", request["method"].as_str().unwrap(), request["path"].as_str().unwrap())
    })
    .collect()
}

#[tokio::test]
async fn refresh_asks_each_account_for_me_and_open_conversations() {
    let scenario = Scenario::new().await;
    let (one, two) = (connected(&scenario, NORTHWIND).await, connected(&scenario, LUMEN).await);
    let never = card(&scenario, &one.id).await;
    assert_eq!((never.open, never.open_as_of, never.open_failed), (None, None, false));

    let before = scenario.requests().await.len();
    let changes = scenario.connector.follow();
    let earlier = *changes.borrow();
    let checked = refresh(&scenario, &[&one.id, &two.id]).await;
    assert_eq!(gaps(checked), CheckedAccounts::default());
    assert!(*changes.borrow() - earlier <= 2, "one transaction for each account at most");
    let mut sent = requests_since(&scenario, before).await;
    sent.sort();
    let search = format!("POST {SEARCH}");
    assert_eq!(sent, ["GET /me", "GET /me", search.as_str(), search.as_str()]);
    for (account, workspace) in [(&one, NORTHWIND), (&two, LUMEN)] {
        let AccountCard { open, open_as_of, open_failed, .. } = card(&scenario, &account.id).await;
        assert_eq!(open, Some(scenario.count_by_hand(workspace).await[0]), "{workspace}");
        assert!(open_as_of.is_some() && !open_failed, "{workspace}");
    }
}

#[tokio::test]
async fn failed_figure_keeps_count_and_status_and_is_shown() {
    let scenario = Scenario::new().await;
    let (front, account) = Front::start_with_account(&scenario).await;
    refresh(&scenario, &[&account.id]).await;
    let before = card(&scenario, &account.id).await;
    assert!(before.open.is_some() && before.open_as_of.is_some());

    front.answer(SEARCH, Reply::of("500 Internal Server Error", "{}"));
    let checked = refresh(&scenario, &[&account.id]).await;
    assert_eq!(checked[0].account.status, Status::Connected, "the check itself succeeded");
    assert!(checked[0].untold.is_none() && checked[0].trouble.is_none());
    let unread = checked[0].unread.clone().unwrap().problem;
    assert!(
        matches!(&unread, Problem::FiguresUnread { figures, .. } if figures == &[Figure::ConversationsOpen]),
        "{unread:?}"
    );
    assert_eq!(gaps(checked), CheckedAccounts { unread: vec![account.id.clone()], ..Default::default() });
    let failed = card(&scenario, &account.id).await;
    assert_eq!((failed.open, &failed.open_as_of), (before.open, &before.open_as_of), "an earlier count");
    assert!(failed.open_failed);
    let detail = scenario.detail(&account.id).await;
    assert_eq!(detail.figures[0].trouble.as_ref().unwrap().code, Code::ProviderUnreachable);

    front.forward_all();
    refresh(&scenario, &[&account.id]).await;
    let after = card(&scenario, &account.id).await;
    assert!(!after.open_failed && after.open_as_of > before.open_as_of);
}

#[tokio::test]
async fn missing_permission_limits_a_refreshed_account_until_granted() {
    let scenario = Scenario::new().await;
    let account = connected(&scenario, NORTHWIND).await;
    scenario.switch("missing_permissions", json!(["read_conversations"])).await;
    let checked = refresh(&scenario, &[&account.id]).await;
    assert_eq!(checked[0].account.status, Status::Limited);
    assert!(checked[0].unread.is_none(), "the permission is the account's trouble");
    let lacking = card(&scenario, &account.id).await;
    assert!(lacking.open_failed && lacking.open.is_none() && lacking.open_as_of.is_none());
    assert_eq!(scenario.detail(&account.id).await.lacks, ["Read conversations"]);

    scenario.switch("missing_permissions", json!([])).await;
    let checked = refresh(&scenario, &[&account.id]).await;
    assert_eq!(checked[0].account.status, Status::Connected);
    assert!(!card(&scenario, &account.id).await.open_failed);
}

#[tokio::test]
async fn refused_silent_or_foreign_account_is_not_asked_for_figures() {
    let scenario = Scenario::new().await;
    let (front, account) = Front::start_with_account(&scenario).await;
    let foreign = r#"{"type":"admin","id":"9","app":{"id_code":"other","region":"US"}}"#;
    for (status, body, expected) in [
        ("200 OK", "{}", Status::Connected),
        ("503 Service Unavailable", "{}", Status::Unreachable),
        ("200 OK", foreign, Status::NeedsReconnect),
        ("401 Unauthorized", REVOKED, Status::NeedsReconnect),
    ] {
        front.answer("/me", Reply::of(status, body));
        let checked = refresh(&scenario, &[&account.id]).await;
        assert_eq!(checked[0].account.status, expected, "{status} {body}");
        assert!(front.last().starts_with("GET /me "), "{status} {body}: {}", front.last());
        assert!(!card(&scenario, &account.id).await.open_failed, "{status} {body}");
    }
    scenario.connector.accounts().set_disabled(&account.id, true).await.unwrap();
    front.forward_all();
    front.counted();
    assert!(refresh(&scenario, &[&account.id]).await.is_empty());
    assert_eq!(front.counted().0, 0, "a disabled account is asked for nothing");
}

// The account is disabled while Intercom counts.
#[tokio::test]
async fn account_disabled_during_a_refresh_keeps_its_earlier_count() {
    let scenario = Scenario::new().await;
    let (front, account) = Front::start_with_account(&scenario).await;
    front.answer(SEARCH, Reply::of("200 OK", r#"{"total_count":7}"#).after(Duration::from_millis(800)));
    let ids = [&account.id];
    let disable = async {
        tokio::time::sleep(Duration::from_millis(400)).await;
        scenario.connector.accounts().set_disabled(&account.id, true).await.unwrap();
    };
    tokio::join!(refresh(&scenario, &ids), disable);
    assert_eq!(card(&scenario, &account.id).await.open, None);
}

// The token dies between the two requests. A doubtful refusal right after `/me` is a missing permission.
#[tokio::test]
async fn token_revoked_before_the_figure_needs_a_reconnect() {
    for (refusal, expected) in [(REVOKED, Status::NeedsReconnect), (UNCLEAR, Status::Limited)] {
        let scenario = Scenario::new().await;
        let (front, account) = Front::start_with_account(&scenario).await;
        front.answer(SEARCH, Reply::of("401 Unauthorized", refusal));
        front.counted();
        let checked = refresh(&scenario, &[&account.id]).await;
        assert_eq!(checked[0].account.status, expected, "{refusal}");
        assert_eq!(front.counted().0, 2, "{refusal}: no further question is needed");
    }
}

// In one queue with `/me`, the first figure would wait until `/me` was asked for all.
#[tokio::test]
async fn first_account_is_done_long_before_the_last() {
    let scenario = Scenario::new().await;
    let front = Front::start(&scenario, &[]).await;
    front.answer("/me", Reply::of("403 Forbidden", "{}"));
    let ids = front.add_accounts(&scenario, 200).await;
    front.answer("/me", Reply::of("200 OK", r#"{"type":"admin"}"#).after(Duration::from_millis(500)));
    front.answer(SEARCH, Reply::of("200 OK", r#"{"total_count":7}"#));
    let (told, mut checked) = mpsc::channel(200);
    let began = Instant::now();
    let checking = scenario.connector.remote().check_each(ids, told);
    let first = async {
        checked.recv().await.unwrap();
        began.elapsed()
    };
    let (done, first) = tokio::join!(checking, first);
    done.unwrap();
    let all = began.elapsed();
    assert!(first < all / 2, "the first after {first:?}, all after {all:?}");
    let overview = scenario.connector.view().overview().await.unwrap();
    assert!(overview.accounts.iter().all(|card| card.open == Some(7)));
}

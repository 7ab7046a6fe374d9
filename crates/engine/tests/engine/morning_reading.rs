//! The reading of all accounts each morning.

use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use switchhook_engine::core::{DeepLink, MorningReading, Timestamp};
use switchhook_engine::{Connector, MorningAnswers, ShownNeeds};

use crate::figures::connected;
use crate::front::Front;
use crate::scenario::{LUMEN, Scenario, ended};

/// Returns a moment of a day in this computer's time zone.
fn here(day: Date, hour: i8, minute: i8) -> Timestamp {
    let moment = day.at(hour, minute, 0, 0).to_zoned(TimeZone::system()).unwrap();
    Timestamp::from_millis(moment.timestamp().as_millisecond())
}

/// Reads where that is due, and returns the outcome and how many accounts were asked.
async fn read(scenario: &Scenario, now: Timestamp) -> (Option<bool>, usize) {
    let before = asked(scenario).await;
    let outcome = read_by(&scenario.connector, now).await;
    (outcome, asked(scenario).await - before)
}

async fn read_by(connector: &Connector, now: Timestamp) -> Option<bool> {
    connector.remote().read_if_morning(&mut MorningAnswers::default(), now).await.unwrap()
}

async fn asked(scenario: &Scenario) -> usize {
    scenario.requests().await.iter().filter(|request| request["path"] == "/me").count()
}

#[tokio::test]
async fn each_account_is_read_once_a_day_from_8_45() {
    let scenario = Scenario::new().await;
    let account = scenario.connect("Acme").await.unwrap().account;
    let disabled = connected(&scenario, LUMEN).await;
    scenario.connector.accounts().set_disabled(&disabled.id, true).await.unwrap();
    let (monday, tuesday) = (date(2026, 11, 30), date(2026, 12, 1));
    let preferences = scenario.connector.preferences();
    assert_eq!(read(&scenario, here(monday, 9, 0)).await, (None, 0), "nobody was asked");
    preferences.set_morning_reading(true).await.unwrap();
    for (now, outcome) in [
        (here(monday, 8, 44), (None, 0)),
        (here(monday, 8, 45), (Some(true), 1)),
        (here(monday, 8, 46), (None, 0)),
        (here(monday, 23, 59), (None, 0)),
        (here(tuesday, 0, 0), (None, 0)),
        // The computer slept until then.
        (here(tuesday, 15, 0), (Some(true), 1)),
        (here(tuesday, 15, 1), (None, 0)),
        // The clock was set back.
        (here(monday, 15, 0), (Some(true), 1)),
        (here(monday, 15, 1), (None, 0)),
    ] {
        assert_eq!(read(&scenario, now).await, outcome, "{}", switchhook_engine::rfc3339(now));
    }
    let board = scenario.connector.view().today(ShownNeeds::MostUrgent).await.unwrap().accounts;
    assert!(board.iter().all(|row| row.id == account.id && row.open.is_some()), "{board:?}");
    preferences.set_morning_reading(false).await.unwrap();
    assert_eq!(preferences.morning_reading().await.unwrap(), MorningReading::Off);
    assert_eq!(read(&scenario, here(date(2026, 12, 2), 9, 0)).await, (None, 0));
}

#[tokio::test]
async fn morning_without_an_answer_is_tried_again() {
    let scenario = Scenario::new().await;
    scenario.connect("Acme").await.unwrap();
    scenario.connector.preferences().set_morning_reading(true).await.unwrap();
    let now = here(date(2026, 11, 30), 9, 0);
    scenario.switch("me", "error").await;
    assert_eq!(read(&scenario, now).await.0, Some(false));
    scenario.switch("me", "answer").await;
    assert_eq!(read(&scenario, now).await.0, Some(true));
    assert_eq!(read(&scenario, now).await.0, None);
}

#[tokio::test]
async fn morning_asks_again_only_those_that_did_not_answer() {
    let scenario = Scenario::new().await;
    let front = Front::start(&scenario, &[]).await;
    scenario.connect("Acme").await.unwrap();
    scenario.register_with_api("Front", &front.address).await;
    let begun = scenario.begin("Front").await;
    let link = scenario.consent(&begun, "authorize", Some(LUMEN)).await;
    ended(scenario.connector.attempts().receive(DeepLink::new(link)).await.unwrap()).unwrap();
    scenario.connector.preferences().set_morning_reading(true).await.unwrap();
    let (remote, now) = (scenario.connector.remote(), here(date(2026, 11, 30), 9, 0));
    let mut answers = MorningAnswers::default();
    front.only(&[("*", "503 Service Unavailable", "")]);
    assert_eq!(remote.read_if_morning(&mut answers, now).await.unwrap(), Some(false));
    front.forward_all();
    let before = asked(&scenario).await;
    assert_eq!(remote.read_if_morning(&mut answers, now).await.unwrap(), Some(true));
    assert_eq!(asked(&scenario).await - before, 1, "the other has answered");
    assert_eq!(remote.read_if_morning(&mut answers, now).await.unwrap(), None);
}

#[tokio::test]
async fn morning_waits_for_the_key() {
    let scenario = Scenario::new().await;
    scenario.connect("Acme").await.unwrap();
    let started = scenario.second_process().await;
    started.preferences().set_morning_reading(true).await.unwrap();
    let now = here(date(2026, 11, 30), 9, 0);
    assert_eq!(read_by(&started, now).await, None, "no keyring is asked");
    started.open_vault().await.unwrap();
    assert_eq!(read_by(&started, now).await, Some(true));
}

// The budgets of an account are 40 requests a reading, and 60 more for the days that no reading counted before. Intercom lets an
// app send 10,000 requests a minute.
#[tokio::test(flavor = "multi_thread")]
async fn morning_over_several_accounts_keeps_its_budget_of_requests() {
    const ACCOUNTS: usize = 6;
    let scenario = Scenario::new().await;
    let front = Front::start(&scenario, &[]).await;
    scenario.register_with_api("Front", &front.address).await;
    // `/me` names no workspace, else all would be one account.
    scenario.switch("me", "empty").await;
    for _ in 0..ACCOUNTS {
        scenario.connect("Front").await.unwrap();
    }
    assert_eq!(scenario.accounts().await.len(), ACCOUNTS);
    scenario.connector.preferences().set_morning_reading(true).await.unwrap();
    front.counted();
    let read = read_by(&scenario.connector, here(date(2026, 11, 30), 9, 0)).await;
    let (first, _) = front.counted();
    assert_eq!(read, Some(true));
    let read = read_by(&scenario.connector, here(date(2026, 12, 1), 9, 0)).await;
    let (later, most) = front.counted();
    assert_eq!(read, Some(true));
    assert!(later < first && first <= ACCOUNTS * 100, "{first}");
    assert!((ACCOUNTS..=ACCOUNTS * 40).contains(&later), "{later}");
    assert!(most <= 8, "two accounts at a time, each with four requests: {most}");
    for row in scenario.connector.view().today(ShownNeeds::MostUrgent).await.unwrap().accounts {
        assert!(row.open.is_some() && row.wait_as_of.is_some() && row.ratings.is_some(), "{row:?}");
    }
}

//! *Today*: the accounts that need a person, and the board.

use serde_json::json;
use switchhook_engine::contract::Today;
use switchhook_engine::core::{Need, WorkingHours};
use switchhook_engine::{PutOffFor, ShownNeeds, now};

use crate::figures::connected;
use crate::scenario::{LUMEN, Scenario};

async fn today(scenario: &Scenario) -> Today {
    scenario.connector.view().today(ShownNeeds::MostUrgent).await.unwrap()
}

/// Returns *Today* without the sentences about numbers, which the sandbox's records give rise to.
async fn without_numbers(scenario: &Scenario) -> Today {
    let mut today = today(scenario).await;
    today.needs.retain(|each| matches!(each.need, Need::Reconnect | Need::Permissions { .. }));
    today
}

#[tokio::test]
async fn dead_token_hides_a_missing_permission() {
    let scenario = Scenario::new().await;
    let account = scenario.connect("Acme").await.unwrap().account;
    assert!(without_numbers(&scenario).await.needs.is_empty(), "a new account needs nothing");

    scenario.switch("missing_permissions", ["read_tags"]).await;
    scenario.read(&account.id).await.unwrap();
    let needs = without_numbers(&scenario).await.needs;
    let lacks = Need::Permissions { lacks: vec!["Read tags".into()] };
    assert_eq!((needs.len(), &needs[0].account, &needs[0].need), (1, &account.id, &lacks));

    scenario.control("uninstall", &json!({ "workspace": "nw7k2p0q" })).await;
    scenario.connector.remote().check(&account.id).await.unwrap();
    let needs = without_numbers(&scenario).await.needs;
    assert_eq!((needs.len(), &needs[0].need), (1, &Need::Reconnect), "the dead token hides the rest");
    assert!(needs[0].since.is_some(), "the check knows since when");

    scenario.connector.accounts().set_disabled(&account.id, true).await.unwrap();
    let Today { needs, accounts, other_needs, .. } = without_numbers(&scenario).await;
    assert!((needs.is_empty(), accounts.is_empty(), other_needs) == (true, true, 0), "it is out of use");
}

#[tokio::test]
async fn board_shows_the_change_since_about_a_day_ago() {
    let scenario = Scenario::new().await;
    let account = scenario.connect("Acme").await.unwrap().account;
    let other = connected(&scenario, LUMEN).await;
    scenario.read(&account.id).await.unwrap();
    let row = |today: &Today| today.accounts.iter().find(|row| row.id == account.id).unwrap().clone();
    let first = row(&today(&scenario).await);
    let open = first.open.unwrap();
    assert!(first.open_change.is_none(), "one reading is no change: {first:?}");
    assert_eq!(first.open_course.iter().flatten().collect::<Vec<_>>(), [&open]);

    // no test waits a day
    let earlier = "UPDATE figure_history SET at = at - 90000000, hour = hour - 25, count = count - 3";
    scenario.alter(earlier);
    scenario.read(&account.id).await.unwrap();
    let second = row(&today(&scenario).await);
    let change = second.open_change.clone().unwrap();
    assert_eq!((change.by, second.open), (3, Some(open)));
    let history = scenario.connector.view().history(&account.id, None, None).await.unwrap();
    assert_eq!(change.since, history[0].at, "it names its reading");
    assert_eq!(second.open_course[28..], [Some(open - 3), Some(open)]);

    let older = "DELETE FROM figure_history WHERE hour = (SELECT max(hour) FROM figure_history); \
                 UPDATE figure_history SET at = at - 43200000, hour = hour - 12";
    scenario.alter(older);
    let today = today(&scenario).await;
    assert!(row(&today).open_change.is_none(), "37 hours ago is too long ago: {today:?}");
    let unread = today.accounts.iter().find(|row| row.id == other.id).unwrap();
    assert_eq!((unread.open, unread.open_course.iter().flatten().count()), (None, 0), "nothing was read");
}

#[tokio::test]
async fn five_needs_are_shown_and_the_others_counted() {
    let scenario = Scenario::new().await;
    let account = scenario.connect("Acme").await.unwrap().account;
    scenario.control("uninstall", &json!({ "workspace": "nw7k2p0q" })).await;
    scenario.connector.remote().check(&account.id).await.unwrap();
    let copies = "INSERT INTO account (id, name, kind, status, connected_at, trouble, trouble_since) \
                  SELECT 'copy-' || value, 'Copy ' || value, kind, status, connected_at, trouble, trouble_since + value \
                  FROM account, json_each('[1, 2, 3, 4, 5, 6]')";
    scenario.alter(copies);
    let Today { needs, other_needs, accounts, .. } = today(&scenario).await;
    let names: Vec<_> = needs.iter().map(|each| each.name.as_str()).collect();
    assert_eq!(names, ["Copy 6", "Copy 5", "Copy 4", "Copy 3", "Copy 2"], "the newest comes first");
    assert_eq!((other_needs, accounts.len()), (2, 7));
    assert_eq!(json!(needs[0].need), json!({ "kind": "reconnect" }));
    let all = scenario.connector.view().today(ShownNeeds::All).await.unwrap();
    assert_eq!((all.needs.len(), all.other_needs), (7, 0));
    assert_eq!(json!(all.needs[..5]), json!(needs), "the order stays");
}

#[tokio::test]
async fn need_that_is_put_off_comes_back_when_it_changes() {
    let scenario = Scenario::new().await;
    let account = scenario.connect("Acme").await.unwrap().account;
    scenario.switch("missing_permissions", ["read_tags"]).await;
    scenario.read(&account.id).await.unwrap();
    let accounts = scenario.connector.accounts();
    let first = without_numbers(&scenario).await.needs.remove(0);
    for how_long in [PutOffFor::Today, PutOffFor::Week] {
        accounts.put_off(&first.account, &first.need, first.since.clone(), how_long).await.unwrap();
        let Today { needs, put_off, .. } = without_numbers(&scenario).await;
        assert_eq!((needs.len(), put_off), (0, 1), "{how_long:?}");
    }

    // a further permission is another need
    scenario.switch("missing_permissions", ["read_tags", "read_tickets"]).await;
    scenario.read(&account.id).await.unwrap();
    let Today { needs, put_off, .. } = without_numbers(&scenario).await;
    assert_eq!((needs.len(), put_off), (1, 0), "{needs:?}");
    scenario.switch("missing_permissions", ["read_tags"]).await;
    scenario.read(&account.id).await.unwrap();
    assert_eq!(without_numbers(&scenario).await.put_off, 1);

    accounts.show_put_off().await.unwrap();
    assert_eq!(
        (without_numbers(&scenario).await.needs.len(), without_numbers(&scenario).await.put_off),
        (1, 0)
    );

    // its time is over, or a wrong clock gave it a time that is too long
    accounts.put_off(&first.account, &first.need, None, PutOffFor::Week).await.unwrap();
    for until in ["1", "9999999999999"] {
        scenario.alter(&format!("UPDATE put_off SET until = {until}"));
        assert_eq!(without_numbers(&scenario).await.needs.len(), 1, "{until}");
    }
    let nobody = switchhook_engine::core::AccountId::new("nobody");
    accounts.put_off(&nobody, &first.need, None, PutOffFor::Week).await.unwrap_err();
}

#[tokio::test]
async fn notification_comes_once_a_day_and_only_while_the_team_works() {
    let scenario = Scenario::new().await;
    let account = scenario.connect("Acme").await.unwrap().account;
    scenario.switch("missing_permissions", ["read_tags"]).await;
    scenario.read(&account.id).await.unwrap();
    // an account of the sandbox gets no notification
    scenario.alter("UPDATE account SET kind = 'app'");
    let notices = async || scenario.connector.view().take_notices().await.unwrap();
    let (accounts, preferences) = (scenario.connector.accounts(), scenario.connector.preferences());
    let hours = |from, to| WorkingHours { days: [true; 7], from, to, zone: "UTC".into() };
    accounts.set_working_hours(&account.id, Some(hours(0, 1_440))).await.unwrap();
    assert_eq!(notices().await.len(), 0, "off at first");
    preferences.set_notify_needs(true).await.unwrap();

    let minute = u16::try_from(now().as_millis() / 60_000 % 1_440).unwrap();
    let later = (minute + 600) % 1_440;
    accounts.set_working_hours(&account.id, Some(hours(later, (later + 60) % 1_440))).await.unwrap();
    assert_eq!(notices().await.len(), 0, "the team does not work");
    accounts.set_working_hours(&account.id, Some(hours(0, 1_440))).await.unwrap();
    let told: Vec<_> = notices().await.into_iter().map(|need| need.account).collect();
    assert_eq!(told, std::slice::from_ref(&account.id));
    assert_eq!(notices().await.len(), 0, "once a day");
    scenario.alter("UPDATE notified SET day = day - 1");
    assert_eq!(notices().await.len(), 1, "and again on the next");
}

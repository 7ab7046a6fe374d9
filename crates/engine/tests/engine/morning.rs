//! The numbers and sentences of *Today*, against a count of the sandbox's own records by hand.

use std::collections::BTreeMap;

use serde_json::Value;
use switchhook_engine::contract::{Account, BoardRow, Today};
use switchhook_engine::core::Need;
use switchhook_engine::{ShownNeeds, now};

use crate::figures::{KESTREL, NORTHWIND, connected};
use crate::scenario::{LUMEN, Scenario, is_for_a_person};

const DAY: i64 = 86_400;

/// Everything that *Today* may say of a workspace, by its records alone.
struct ByHand {
    open: Vec<Value>,
    all_open: usize,
    /// Since when each open conversation waits that a person must answer, in seconds. The oldest comes first.
    waits: Vec<i64>,
    /// The score of each rating since a moment, and whether it has a remark.
    ratings: Vec<(i64, i64, bool)>,
    /// The new conversations of each day of this computer's time zone, and those that Fin handed over.
    days: BTreeMap<i64, (u32, u32)>,
    open_tickets: usize,
}

async fn by_hand(scenario: &Scenario, workspace: &str) -> ByHand {
    let conversations = scenario.all(workspace, "/conversations", "conversations").await;
    let timezone = scenario.ask(workspace, "/me", None).await["app"]["timezone"].as_str().unwrap().to_owned();
    let zone = jiff::tz::TimeZone::get(&timezone).unwrap();
    let day_of = |at: i64| {
        let date = jiff::Timestamp::from_second(at).unwrap().to_zoned(zone.clone()).date();
        i64::from(date.since(jiff::civil::date(1970, 1, 1)).unwrap().get_days())
    };
    let mut days: BTreeMap<i64, (u32, u32)> = BTreeMap::new();
    for each in &conversations {
        let day = days.entry(day_of(each["created_at"].as_i64().unwrap())).or_default();
        day.0 += 1;
        let state = each["ai_agent"]["resolution_state"].as_str();
        day.1 += u32::from(state.is_some_and(|state| ["escalated", "procedure_handoff"].contains(&state)));
    }
    let rating = |each: &Value| {
        let rating = &each["conversation_rating"];
        let at = rating["updated_at"].as_i64()?;
        let has_remark = rating["remark"].as_str().is_some_and(|remark| !remark.trim().is_empty());
        Some((at, rating["rating"].as_i64()?, has_remark))
    };
    let open: Vec<Value> = conversations.iter().filter(|each| is_for_a_person(each)).cloned().collect();
    let mut waits: Vec<i64> = open.iter().filter_map(|each| each["waiting_since"].as_i64()).collect();
    waits.sort_unstable();
    let search = serde_json::json!({ "query": { "field": "open", "operator": "=", "value": true } });
    let tickets = scenario.ask(workspace, "/tickets/search", Some(search)).await;
    ByHand {
        all_open: conversations.iter().filter(|each| each["state"] == "open").count(),
        waits,
        ratings: conversations.iter().filter_map(rating).collect(),
        days,
        open_tickets: usize::try_from(tickets["total_count"].as_u64().unwrap()).unwrap(),
        open,
    }
}

fn seconds(text: &str) -> i64 {
    text.parse::<jiff::Timestamp>().unwrap().as_second()
}

impl ByHand {
    /// Compares the board's numbers.
    fn compare(&self, row: &BoardRow) {
        assert_eq!(row.open, u32::try_from(self.open.len()).ok(), "{}", row.name);
        let unassigned = self.open.iter().filter(|each| each["admin_assignee_id"] == 0).count();
        assert_eq!(row.unassigned, u32::try_from(unassigned).ok(), "{}", row.name);
        assert_eq!(row.with_fin, u32::try_from(self.all_open - self.open.len()).ok(), "{}", row.name);
        assert_eq!(
            row.wait.as_ref().map(|wait| seconds(&wait.since)),
            self.waits.first().copied(),
            "{}",
            row.name
        );
        assert!(row.wait_as_of.is_some());
        let tickets = row.tickets.as_ref().unwrap();
        assert_eq!((tickets.customer + tickets.back_office + tickets.tracker) as usize, self.open_tickets);
        let ratings = row.ratings.as_ref().unwrap();
        let since = seconds(&ratings.since);
        let recent: Vec<_> = self.ratings.iter().filter(|(at, _, _)| *at >= since).collect();
        let low = recent.iter().filter(|(_, score, _)| *score <= 2);
        let with_remark = low.clone().filter(|(_, _, has_remark)| *has_remark).count();
        let counted = (ratings.rated as usize, ratings.low as usize, ratings.with_remark.unwrap() as usize);
        assert_eq!(counted, (recent.len(), low.count(), with_remark), "{}", row.name);
    }

    /// Returns the needs that the records give rise to, by the words of `Need`.
    fn needs(&self, row: &BoardRow) -> Vec<Value> {
        let at = seconds(row.wait_as_of.as_ref().unwrap());
        let long = self.waits.iter().filter(|since| **since <= at - DAY).count();
        let mut needs = Vec::new();
        if long > 0 {
            needs.push(
                serde_json::json!({ "kind": "waiting", "count": long, "minutes": 1440, "working": false }),
            );
        }
        let ratings = row.ratings.as_ref().unwrap();
        if ratings.low > 0 {
            let (low, rated, with_remark) = (ratings.low, ratings.rated, ratings.with_remark);
            needs.push(serde_json::json!({ "kind": "low_ratings", "low": low, "rated": rated, "with_remark": with_remark }));
        }
        needs
    }

    /// Whether a day was far above the usual of its weekday, by its definition: at least 150 percent, and three times the square
    /// root above the median of the earlier weeks that are known.
    fn is_unusual(&self, day: i64, known: i64, of: impl Fn(&(u32, u32)) -> u32) -> Option<(u32, u32)> {
        let count = |day: i64| self.days.get(&day).map_or(0, &of);
        let mut earlier: Vec<u32> =
            (1..=8).map(|week| day - 7 * week).filter(|each| *each > day - known).map(count).collect();
        earlier.sort_unstable();
        if earlier.len() < 3 {
            return None;
        }
        let middle = earlier.len() / 2;
        let usual = if earlier.len() % 2 == 1 {
            earlier[middle]
        } else {
            (earlier[middle - 1] + earlier[middle]).div_ceil(2)
        };
        let above = f64::from(count(day)) - f64::from(usual);
        let is_unusual =
            f64::from(count(day)) >= f64::from(usual) * 1.5 && above > 3.0 * f64::from(usual.max(1)).sqrt();
        is_unusual.then_some((count(day), usual))
    }
}

/// Reads all figures, and compares board and sentences with the records. The program knows Fin's work of so many days. Returns
/// the expected sentences.
async fn compare(scenario: &Scenario, accounts: &[(&str, Account)], fin_days: i64) -> Vec<Value> {
    for (_, account) in accounts {
        scenario.connector.remote().read_figures(&account.id).await.unwrap();
    }
    let today: Today = scenario.connector.view().today(ShownNeeds::MostUrgent).await.unwrap();
    let mut expected = Vec::new();
    for (workspace, account) in accounts {
        let records = by_hand(scenario, workspace).await;
        let row = today.accounts.iter().find(|row| row.id == account.id).unwrap();
        records.compare(row);
        for need in records.needs(row) {
            expected.push((account.id.clone(), need));
        }
        let Some(yesterday) = counted_yesterday(scenario, workspace).await else { continue };
        if let Some((count, usual)) = records.is_unusual(yesterday, 30, |(new, _)| *new) {
            let need =
                serde_json::json!({ "kind": "busy_day", "day": yesterday, "count": count, "usual": usual });
            expected.push((account.id.clone(), need));
        }
        if let Some((count, usual)) = records.is_unusual(yesterday, fin_days, |(_, over)| *over) {
            let need = serde_json::json!({
                "kind": "hand_overs", "day": yesterday, "count": count, "usual": usual
            });
            expected.push((account.id.clone(), need));
        }
    }
    let rank = |need: &Value| {
        let place = ["reconnect", "waiting", "low_ratings", "busy_day", "hand_overs", "permissions"]
            .iter()
            .position(|kind| need["kind"] == *kind);
        let size = ["count", "low"].iter().find_map(|key| need[*key].as_i64()).unwrap_or(0);
        (place, -size + need["usual"].as_i64().unwrap_or(0))
    };
    expected.sort_by_key(|(_, need)| rank(need));
    assert_eq!(today.needs.len() + today.other_needs, expected.len(), "{expected:?} {:?}", today.needs);
    let shown: Vec<_> = today.needs.iter().map(|each| (each.account.clone(), json_of(&each.need))).collect();
    for each in &shown {
        assert!(expected.contains(each), "a sentence that is not true: {each:?}");
    }
    let ranks = |needs: &[(_, Value)]| needs.iter().take(5).map(|(_, need)| rank(need)).collect::<Vec<_>>();
    assert_eq!(ranks(&shown), ranks(&expected), "the five most urgent are shown, in order");
    expected.into_iter().map(|(_, need)| need).collect()
}

fn json_of(need: &Need) -> Value {
    serde_json::to_value(need).unwrap()
}

/// Returns the present time in a workspace's time zone.
async fn time_in(scenario: &Scenario, workspace: &str) -> jiff::Zoned {
    let timezone = scenario.ask(workspace, "/me", None).await["app"]["timezone"].as_str().unwrap().to_owned();
    let zone = jiff::tz::TimeZone::get(&timezone).unwrap();
    jiff::Timestamp::from_millisecond(now().as_millis()).unwrap().to_zoned(zone)
}

/// Returns the present day in a workspace's time zone, counted from 1970-01-01.
async fn today_of(scenario: &Scenario, workspace: &str) -> i64 {
    let date = time_in(scenario, workspace).await.date();
    i64::from(date.since(jiff::civil::date(1970, 1, 1)).unwrap().get_days())
}

/// Returns yesterday, if it is counted: not in the first ten minutes of a day.
async fn counted_yesterday(scenario: &Scenario, workspace: &str) -> Option<i64> {
    let time = time_in(scenario, workspace).await;
    (time.hour() > 0 || time.minute() >= 10).then_some(today_of(scenario, workspace).await - 1)
}

async fn three_accounts(seed: u8) -> (Scenario, [(&'static str, Account); 3]) {
    let scenario = Scenario::with_seed(seed).await;
    let mut accounts = Vec::new();
    for workspace in [NORTHWIND, LUMEN, KESTREL] {
        accounts.push((workspace, connected(&scenario, workspace).await));
    }
    let accounts = accounts.try_into().expect("three workspaces");
    (scenario, accounts)
}

/// Returns the seeds of this run: so many, or as many as the long run asks for.
fn seeds(short: u8) -> std::ops::RangeInclusive<u8> {
    let long = std::env::var("SWITCHHOOK_SEEDS").ok();
    1..=long.map_or(short, |many| many.parse().expect("a number of seeds"))
}

#[tokio::test]
async fn sentences_of_many_seeds_and_days_are_true() {
    let mut told = 0;
    for seed in seeds(3) {
        let (scenario, accounts) = three_accounts(seed).await;
        for days in [0, 1, 2, 5] {
            // no test waits a day: the records move back, and what was read of earlier ones is forgotten
            scenario.switch("now", now().as_millis() / 1000 - days * DAY).await;
            scenario.alter("DELETE FROM day_count");
            told += compare(&scenario, &accounts, 7).await.len();
        }
    }
    assert!(told >= 4 * usize::from(*seeds(3).end()), "the samples give rise to sentences: {told}");
}

/// Stores what earlier mornings read of Fin's work: its hand-overs of each day of four weeks, counted by hand.
async fn remember_hand_overs(scenario: &Scenario, (workspace, account): &(&str, Account)) {
    let records = by_hand(scenario, workspace).await;
    let today = today_of(scenario, workspace).await;
    let at = now().as_millis();
    for day in today - 29..today - 7 {
        let count = records.days.get(&day).map_or(0, |(_, over)| *over);
        scenario.alter(&format!(
            "INSERT OR IGNORE INTO day_count (account_id, name, day, count, at) \
             VALUES ('{}', 'fin_handed_over', {day}, {count}, {at})",
            account.id
        ));
    }
}

#[tokio::test]
async fn hand_overs_are_told_after_three_weeks_and_not_before() {
    let hand_overs = |needs: &[Value]| needs.iter().filter(|need| need["kind"] == "hand_overs").count();
    for seed in seeds(1) {
        let (scenario, accounts) = three_accounts(seed).await;
        scenario.switch("fin", "hands_over").await;
        assert_eq!(hand_overs(&compare(&scenario, &accounts, 7).await), 0);
        for account in &accounts {
            remember_hand_overs(&scenario, account).await;
        }
        let told = hand_overs(&compare(&scenario, &accounts, 29).await);
        assert_eq!(told > 0, counted_yesterday(&scenario, KESTREL).await.is_some(), "Kestrel has the most");
        scenario.switch("fin", "usual").await;
        // yesterday is another day in each account's time zone
        scenario.alter(
            "DELETE FROM day_count \
             WHERE name = 'fin_handed_over' AND day >= (SELECT max(day) FROM day_count) - 3",
        );
        assert_eq!(hand_overs(&compare(&scenario, &accounts, 29).await), 0, "a day as any other");
    }
}

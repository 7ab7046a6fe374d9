//! The numbers and sentences of *Today*, against a count of the sandbox's own records by hand.

use std::collections::BTreeMap;

use serde_json::Value;
use switchhook_engine::contract::{Account, BoardRow, Today};
use switchhook_engine::core::Need;
use switchhook_engine::now;

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

async fn compare(scenario: &Scenario, accounts: &[(&str, Account)]) -> usize {
    for (_, account) in accounts {
        scenario.connector.remote().read_figures(&account.id).await.unwrap();
    }
    let today: Today = scenario.connector.view().today().await.unwrap();
    let mut expected = Vec::new();
    for (workspace, account) in accounts {
        let records = by_hand(scenario, workspace).await;
        let row = today.accounts.iter().find(|row| row.id == account.id).unwrap();
        records.compare(row);
        for need in records.needs(row) {
            expected.push((account.id.clone(), need));
        }
        let yesterday = today_of(scenario, workspace).await - 1;
        if let Some((count, usual)) = records.is_unusual(yesterday, 30, |(new, _)| *new) {
            let need =
                serde_json::json!({ "kind": "busy_day", "day": yesterday, "count": count, "usual": usual });
            expected.push((account.id.clone(), need));
        }
        assert!(records.is_unusual(yesterday, 7, |(_, over)| *over).is_none(), "one week of Fin is known");
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
    expected.len()
}

fn json_of(need: &Need) -> Value {
    serde_json::to_value(need).unwrap()
}

/// Returns the present day in a workspace's time zone, counted from 1970-01-01.
async fn today_of(scenario: &Scenario, workspace: &str) -> i64 {
    let timezone = scenario.ask(workspace, "/me", None).await["app"]["timezone"].as_str().unwrap().to_owned();
    let zone = jiff::tz::TimeZone::get(&timezone).unwrap();
    let date = jiff::Timestamp::from_millisecond(now().as_millis()).unwrap().to_zoned(zone).date();
    i64::from(date.since(jiff::civil::date(1970, 1, 1)).unwrap().get_days())
}

#[tokio::test]
async fn sentences_of_many_seeds_and_days_are_true() {
    let mut told = 0;
    for seed in 1..=3 {
        let scenario = Scenario::with_seed(seed).await;
        let mut accounts = Vec::new();
        for workspace in [NORTHWIND, LUMEN, KESTREL] {
            accounts.push((workspace, connected(&scenario, workspace).await));
        }
        for days in [0, 1, 2, 5] {
            // no test waits a day: the records move back, and what was read of earlier ones is forgotten
            scenario.switch("now", now().as_millis() / 1000 - days * DAY).await;
            scenario.alter("DELETE FROM day_count");
            told += compare(&scenario, &accounts).await;
        }
    }
    assert!(told >= 12, "the samples give rise to sentences: {told}");
}

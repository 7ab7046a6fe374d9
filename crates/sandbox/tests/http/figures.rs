//! The counts of a support team each morning. Each expected result comes from the list of all conversations.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use switchhook_sandbox::{Options, Seed};

use crate::{
    search::{Search, filter, group},
    trial::*,
};

const HANDED_OVER: [&str; 3] = ["escalated", "negative_feedback", "procedure_handoff"];

/// Returns every conversation of the workspace, from the list's pages.
async fn listed(search: &Search) -> Vec<Value> {
    let mut all = Vec::new();
    let mut path = "/conversations?per_page=150".to_owned();
    loop {
        let page = search.trial.read(&search.token, &path).await;
        all.extend(page["conversations"].as_array().unwrap().iter().cloned());
        match page["pages"]["next"]["starting_after"].as_str() {
            Some(cursor) => {
                let mut query = url::form_urlencoded::Serializer::new(String::new());
                query.append_pair("per_page", "150").append_pair("starting_after", cursor);
                path = format!("/conversations?{}", query.finish());
            }
            None => return all,
        }
    }
}

async fn seeded(seed: u8) -> Trial {
    Trial::with(Options { seed: Seed::from_bytes([seed; 32]), ..options() }).await
}

async fn larger_workspaces() -> [(Search, Vec<Value>); 2] {
    let northwind = Search::of("/conversations/search", NORTHWIND).await;
    let kestrel = Search::of("/conversations/search", KESTREL).await;
    let (few, many) = (listed(&northwind).await, listed(&kestrel).await);
    assert_eq!((few.len(), many.len()), (128, 2_400));
    [(northwind, few), (kestrel, many)]
}

fn and(filters: &[Value]) -> Value {
    group("AND", filters)
}

fn is_open(each: &Value) -> bool {
    each["state"] == "open"
}

/// Returns the middle one of a field's values.
fn median(all: &[Value], pointer: &str) -> u64 {
    let mut values: Vec<_> = all.iter().filter_map(|each| each.pointer(pointer)?.as_u64()).collect();
    values.sort_unstable();
    values[values.len() / 2]
}

#[tokio::test]
async fn open_conversations_are_found_by_assignee_and_wait() {
    let open = || filter("state", "=", "open");
    for (search, all) in larger_workspaces().await {
        search
            .finds(&and(&[open(), filter("admin_assignee_id", "=", 0)]), &all, |each| {
                is_open(each) && each["admin_assignee_id"] == 0
            })
            .await;
        let waiting: Vec<_> = all.iter().filter(|each| is_open(each)).cloned().collect();
        let middle = median(&waiting, "/waiting_since");
        let since = |each: &Value| each["waiting_since"].as_u64();
        search
            .finds(&and(&[open(), filter("waiting_since", "<", middle)]), &all, |each| {
                is_open(each) && since(each).is_some_and(|at| at <= middle)
            })
            .await;
        search
            .finds(&and(&[open(), filter("waiting_since", ">", middle)]), &all, |each| {
                is_open(each) && since(each).is_some_and(|at| at >= middle)
            })
            .await;
        let (from, until) = (middle - 3 * 86_400, middle + 86_400);
        let between = and(&[open(), filter("waiting_since", ">", from), filter("waiting_since", "<", until)]);
        search
            .finds(&between, &all, |each| {
                is_open(each) && since(each).is_some_and(|at| (from..=until).contains(&at))
            })
            .await;
        let not_waiting = and(&[open(), filter("waiting_since", "=", Value::Null)]);
        search.finds(&not_waiting, &all, |each| is_open(each) && since(each).is_none()).await;
    }
}

#[tokio::test]
async fn conversations_of_fin_are_found_by_every_state_of_the_schema() {
    let took_part = || filter("ai_agent_participated", "=", true);
    let participated = |each: &Value| each["ai_agent_participated"] == true;
    for (search, all) in larger_workspaces().await {
        search.finds(&took_part(), &all, participated).await;
        search.finds(&filter("ai_agent_participated", "=", false), &all, |each| !participated(each)).await;
        let resolved = ["assumed_resolution", "confirmed_resolution"];
        for state in resolved.into_iter().chain(HANDED_OVER) {
            let is_in = |each: &Value| each["ai_agent"]["resolution_state"] == state;
            let query = filter("ai_agent.resolution_state", "=", state);
            search.finds(&query, &all, is_in).await;
            let middle = median(&all, "/created_at");
            let recent = and(&[took_part(), query, filter("created_at", ">", middle)]);
            search
                .finds(&recent, &all, |each| is_in(each) && each["created_at"].as_u64() >= Some(middle))
                .await;
        }
        let is_handed_over =
            |each: &Value| HANDED_OVER.iter().any(|state| each["ai_agent"]["resolution_state"] == *state);
        search
            .finds(&filter("ai_agent.resolution_state", "IN", json!(HANDED_OVER)), &all, is_handed_over)
            .await;
        let answering = and(&[
            filter("state", "=", "open"),
            took_part(),
            filter("ai_agent.resolution_state", "=", Value::Null),
        ]);
        search
            .finds(&answering, &all, |each| {
                is_open(each) && participated(each) && each["ai_agent"]["resolution_state"].is_null()
            })
            .await;
    }
}

#[tokio::test]
async fn ratings_are_found_by_score_remark_and_both_dates() {
    let score = |each: &Value| each["conversation_rating"]["rating"].as_u64();
    let remark = |each: &Value| each["conversation_rating"]["remark"].is_string();
    for (search, all) in larger_workspaces().await {
        for wanted in 1..=5 {
            let query = filter("conversation_rating.score", "=", wanted);
            search.finds(&query, &all, |each| score(each) == Some(wanted)).await;
        }
        let low = || filter("conversation_rating.score", "<", 2);
        let is_low = |each: &Value| score(each).is_some_and(|score| score <= 2);
        search.finds(&low(), &all, is_low).await;
        let with_remark = || filter("conversation_rating.remark", "!=", Value::Null);
        search.finds(&with_remark(), &all, remark).await;
        search.finds(&and(&[low(), with_remark()]), &all, |each| is_low(each) && remark(each)).await;
        let without_remark = and(&[low(), filter("conversation_rating.remark", "=", Value::Null)]);
        search.finds(&without_remark, &all, |each| is_low(each) && !remark(each)).await;
        search
            .finds(&filter("conversation_rating.remark", "~", "kind"), &all, |each| {
                each["conversation_rating"]["remark"].as_str().is_some_and(|text| text.contains("kind"))
            })
            .await;
        let unanswered = and(&[
            filter("conversation_rating.requested_at", "!=", Value::Null),
            filter("conversation_rating.replied_at", "=", Value::Null),
        ]);
        search
            .finds(&unanswered, &all, |each| each["conversation_rating"].is_object() && score(each).is_none())
            .await;
        for (field, written) in [("requested_at", "created_at"), ("replied_at", "updated_at")] {
            let middle = median(&all, &format!("/conversation_rating/{written}"));
            let at = |each: &Value| each["conversation_rating"][written].as_u64();
            let field = format!("conversation_rating.{field}");
            let later = |each: &Value| at(each).is_some_and(|at| at >= middle);
            search.finds(&filter(&field, ">", middle), &all, later).await;
            let earlier = |each: &Value| at(each).is_some_and(|at| at <= middle);
            search.finds(&filter(&field, "<", middle), &all, earlier).await;
            let recent = and(&[filter(&field, ">", middle), filter("conversation_rating.score", "=", 5)]);
            search.finds(&recent, &all, |each| later(each) && score(each) == Some(5)).await;
        }
    }
}

#[tokio::test]
async fn conversations_of_each_day_are_found_by_their_creation() {
    for (search, all) in larger_workspaces().await {
        let newest = all[0]["created_at"].as_u64().unwrap();
        for day in 0..30 {
            let (from, until) = (newest - (day + 1) * 86_400 + 1, newest - day * 86_400);
            let query = and(&[filter("created_at", ">", from), filter("created_at", "<", until)]);
            let is_of_day =
                |each: &Value| each["created_at"].as_u64().is_some_and(|at| (from..=until).contains(&at));
            search.finds(&query, &all, is_of_day).await;
        }
    }
}

/// Counts the open conversations of each team, or of each teammate in `team`. Conversations without one do not count.
fn load(all: &[Value], field: &str, team: Option<&Value>) -> Vec<u64> {
    let mut counts: BTreeMap<u64, u64> = BTreeMap::new();
    let in_team = |each: &&Value| team.is_none_or(|team| each["team_assignee_id"] == *team);
    for each in all.iter().filter(|each| is_open(each)).filter(in_team) {
        *counts.entry(each[field].as_u64().unwrap()).or_default() += 1;
    }
    counts.remove(&0);
    let mut counts: Vec<_> = counts.into_values().collect();
    counts.sort_unstable_by(|one, other| other.cmp(one));
    counts
}

#[tokio::test]
async fn one_team_and_one_teammate_in_it_hold_far_more_than_others() {
    for seed in [7, 1, 2, 3] {
        for workspace in [NORTHWIND, BRIGHTLINE, HARBOUR, LUMEN, KESTREL] {
            let trial = seeded(seed).await;
            let token = trial.token(workspace).await;
            let search = Search { trial, token, path: "/conversations/search", key: "conversations" };
            let all = listed(&search).await;
            let teams = load(&all, "team_assignee_id", None);
            let next = teams.get(1).copied().unwrap_or_default();
            assert!(2 * teams[0] >= 3 * next && teams[0] >= 2, "{workspace}: {teams:?}");
            if [NORTHWIND, KESTREL].contains(&workspace) {
                let first = search.trial.records(&search.token, "/teams", "/teams").await[0]["id"].clone();
                let team = json!(first.as_str().unwrap().parse::<u64>().unwrap());
                let teammates = load(&all, "admin_assignee_id", Some(&team));
                let next = teammates.get(1).copied().unwrap_or_default();
                assert!(teammates[0] >= 2 * next, "{workspace}: {teammates:?}");
            }
        }
    }
}

#[tokio::test]
async fn somebody_is_away_in_every_workspace_with_a_team() {
    let trial = Trial::start().await;
    for workspace in [NORTHWIND, BRIGHTLINE, HARBOUR, LUMEN, KESTREL] {
        let token = trial.token(workspace).await;
        let admins = trial.records(&token, "/admins", "/admins").await;
        let away = admins.iter().filter(|each| each["away_mode_enabled"] == true).count();
        assert!((1..admins.len()).contains(&away), "{workspace}: {away} are away");
    }
}

#[tokio::test]
async fn somebody_who_is_away_holds_open_conversations() {
    for seed in 0..8 {
        let trial = seeded(seed).await;
        let token = trial.token(NORTHWIND).await;
        let admins = trial.records(&token, "/admins", "/admins").await;
        let all = trial.records(&token, "/conversations?per_page=150", "/conversations").await;
        let held = |admin: &Value| {
            let is_holder = |each: &&Value| json!(each["admin_assignee_id"].to_string()) == admin["id"];
            all.iter().filter(|each| is_open(each)).filter(is_holder).count()
        };
        let away = admins.iter().filter(|each| each["away_mode_enabled"] == true);
        assert!(away.map(held).max() >= Some(2), "seed {seed}");
    }
}

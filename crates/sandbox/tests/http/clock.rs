//! The time of the records: it stands, and only the switch `now` moves it.

use serde_json::{Value, json};
use switchhook_sandbox::Options;

use crate::{reads::LISTS, trial::*};

const NOON: &str = "2026-10-25T12:34:56Z";
const HOUR: u64 = 3_600;

async fn at(now: &str) -> (Trial, String) {
    let trial = Trial::with(Options { now: Some(now.parse().unwrap()), ..options() }).await;
    let token = trial.token(NORTHWIND).await;
    (trial, token)
}

async fn control(trial: &Trial, path: &str, body: &Value) -> Answer {
    answer(trial.post(format!("{}/_control{path}", trial.about().url)).body(body.to_string())).await
}

async fn conversations(trial: &Trial, token: &str) -> Vec<Value> {
    trial.records(token, "/conversations?per_page=150", "/conversations").await
}

/// Every list and search of a workspace.
async fn everything(trial: &Trial, token: &str) -> Vec<Value> {
    let mut all = Vec::new();
    for (path, _, _) in LISTS {
        all.push(trial.read(token, path).await);
    }
    for noun in ["contacts", "conversations", "tickets"] {
        let url = format!("{}/{noun}/search", trial.about().api_base);
        let body = json!({"query": {"field": "created_at", "operator": ">", "value": 0}});
        let found = answer(trial.post(url).bearer_auth(token).body(body.to_string())).await;
        assert_eq!(found.status, 200, "{noun}: {}", found.body);
        all.push(found.body);
    }
    all
}

fn made(conversation: &Value) -> u64 {
    conversation["created_at"].as_u64().unwrap()
}

#[tokio::test]
async fn records_stand_while_the_clock_of_answers_runs() {
    let trial = Trial::start().await;
    let token = trial.token(NORTHWIND).await;
    let before = everything(&trial, &token).await;
    for later in [HOUR, 49 * HOUR] {
        trial.switch(&json!({"clock_offset_s": later})).await;
        assert!(everything(&trial, &token).await == before, "{later} s later");
    }
}

#[tokio::test]
async fn records_count_back_from_the_start_of_the_sandbox() {
    let real = || std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
    let earliest = real();
    let trial = Trial::start().await;
    let token = trial.token(NORTHWIND).await;
    let newest = made(&conversations(&trial, &token).await[0]);
    assert!((earliest - 25 * HOUR..=real()).contains(&newest), "{newest}");
}

#[tokio::test]
async fn records_count_back_from_the_hour_of_the_option_now() {
    let (noon, token) = at(NOON).await;
    // date -u -d 2026-10-25T12:00:00Z +%s
    let hour = 1_792_929_600;
    let all = conversations(&noon, &token).await;
    assert!((hour - 24 * HOUR..=hour).contains(&made(&all[0])), "{}", made(&all[0]));
    let last_change = all.iter().filter_map(|each| each["updated_at"].as_u64()).max();
    assert!(last_change <= Some(hour));
    for same in ["2026-10-25T12:00:00Z", "1792933199", "2026-10-25T13:34:56+01:00"] {
        let (trial, token) = at(same).await;
        assert_eq!(conversations(&trial, &token).await, all, "{same}");
    }
    let (later, token) = at("2026-10-25T13:00:00Z").await;
    assert_eq!(made(&conversations(&later, &token).await[0]), made(&all[0]) + HOUR);
}

#[tokio::test]
async fn switch_now_moves_the_records_and_reset_moves_them_back() {
    let (trial, token) = at(NOON).await;
    let before = everything(&trial, &token).await;
    let all = conversations(&trial, &token).await;
    for (now, forward) in [
        (json!("2026-10-26T13:00:00Z"), 25 * HOUR.cast_signed()),
        (json!(1_792_929_600 + 2 * HOUR), 2 * HOUR.cast_signed()),
        (json!("2026-10-25T11:59:59Z"), -HOUR.cast_signed()),
    ] {
        assert_eq!(control(&trial, "", &json!({"now": now})).await.status, 200);
        let moved = conversations(&trial, &token).await;
        assert_eq!(made(&moved[0]).cast_signed() - made(&all[0]).cast_signed(), forward, "{now}");
        assert_eq!(moved.len(), all.len());
    }
    let reset = control(&trial, "/reset", &json!({})).await;
    assert_eq!(reset.body["now"], NOON);
    assert!(everything(&trial, &token).await == before);
}

#[tokio::test]
async fn wrong_time_is_refused_and_moves_nothing() {
    let (trial, token) = at(NOON).await;
    let before = everything(&trial, &token).await;
    for wrong in [
        json!("yesterday"),
        json!("2026-10-25"),
        json!("9999-01-01T00:00:00Z"),
        json!("+012000-01-01T00:00:00Z"),
        json!("1969-12-31T23:59:59Z"),
        json!(-1),
        json!(253_370_764_800_u64),
        json!(u64::MAX),
        json!(0.5),
        json!(null),
        json!({"forward": 1}),
    ] {
        let refused = control(&trial, "", &json!({"chooser": true, "now": wrong})).await;
        let (status, code, message) = refused.error();
        assert_eq!((status, code), (400, "parameter_invalid"), "{wrong}");
        assert_eq!(refused.body["errors"][0]["field"], "now");
        assert!(
            message.contains("is no time from 1970-01-01T00:00:00Z to 9998-12-31T23:59:59Z"),
            "{message}"
        );
        let state = answer(trial.get(format!("{}/_control", trial.about().url))).await.body;
        assert_eq!((&state["now"], &state["chooser"]), (&json!(NOON), &json!(false)), "{wrong}");
    }
    assert!(everything(&trial, &token).await == before);
}

#[tokio::test]
async fn every_list_and_search_answers_at_both_ends_of_time() {
    for edge in ["1970-01-01T00:00:00Z", "9998-12-31T23:59:59Z"] {
        let (trial, token) = at(edge).await;
        assert!(!everything(&trial, &token).await.is_empty(), "{edge}");
        let kestrel = trial.token(KESTREL).await;
        assert!(!everything(&trial, &kestrel).await.is_empty(), "{edge}");
    }
}

#[tokio::test]
async fn codes_and_rate_limits_keep_the_real_time() {
    let trial = Trial::start().await;
    let code = trial.code(NORTHWIND).await;
    let window = async |token: &str| {
        let given = trial.api("/admins").bearer_auth(token).send().await.unwrap();
        header(&given, "x-ratelimit-reset").parse::<u64>().unwrap()
    };
    trial.switch(&json!({"now": "2100-01-01T00:00:00Z"})).await;
    let exchanged = trial.exchange(&code).await;
    assert_eq!(exchanged.status, 200, "the code is still fresh");
    let real = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
    let reset = window(exchanged.body["token"].as_str().unwrap()).await;
    assert!((real..real + 60).contains(&reset), "{reset}");
}

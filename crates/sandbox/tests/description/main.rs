//! Compares every read of the sandbox with Intercom's own OpenAPI description.
//!
//! The description belongs to Intercom, so this repository does not contain it. `SWITCHHOOK_INTERCOM_DESCRIPTION`
//! names a copy of `descriptions/2.16/api.intercom.io.yaml` of <https://github.com/intercom/Intercom-OpenAPI>.
//! So a plain `cargo test` leaves this check out, and
//! `cargo test -p switchhook-sandbox --test description` fails without the copy.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod calls;
mod coverage;
mod openapi;
#[path = "../http/trial.rs"]
#[allow(dead_code, reason = "made for the other tests, which use all of it")]
mod trial;

use serde_json::{Value, json};

use crate::openapi::{Description, faults};

#[tokio::test]
async fn every_read_agrees_with_intercoms_description() {
    let description = Description::read();
    let mut check = calls::Check::start(&description).await;
    for workspace in [trial::NORTHWIND, trial::FIELDNOTE, trial::KESTREL] {
        check.reads(workspace).await;
    }
    check.errors().await;
    let outcome = check.finish();
    // These counts reveal a check that reads too little.
    assert!(outcome.answers > 500, "only {} answers were checked", outcome.answers);
    assert_eq!(outcome.operations, calls::OPERATIONS, "operations answered with 200");
    assert_eq!(outcome.faults, Vec::<String>::new(), "{} answers checked", outcome.answers);
}

#[tokio::test]
async fn wrong_record_is_reported() {
    let description = Description::read();
    let validator = description.validator("get", "/conversations/{conversation_id}", "200");
    let mut check = calls::Check::start(&description).await;
    let good = check.one_conversation().await;
    assert_eq!(faults(&validator, &good), Vec::<String>::new());
    for (pointer, wrong) in [
        ("/created_at", json!("yesterday")),
        ("/open", Value::Null),
        ("/state", json!("asleep")),
        ("/contacts/contacts/0/type", json!("person")),
        ("/conversation_parts/conversation_parts/0/id", json!(1)),
        ("/statistics/count_reopens", json!(0.5)),
        ("/tags", json!([])),
    ] {
        let mut bad = good.clone();
        *bad.pointer_mut(pointer).unwrap() = wrong;
        let found = faults(&validator, &bad);
        assert!(found.iter().any(|fault| fault.contains(pointer)), "{pointer}: {found:?}");
    }
    for pointer in ["/title", "/waiting_since", "/sla_applied", "/company", "/ai_agent", "/channel"] {
        let mut nullable = good.clone();
        *nullable.pointer_mut(pointer).unwrap() = Value::Null;
        assert_eq!(faults(&validator, &nullable), Vec::<String>::new(), "{pointer}");
    }
}

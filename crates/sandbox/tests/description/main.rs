//! Every read of the sandbox against Intercom's own OpenAPI description.
//!
//! The description is Intercom's and not carried along: `SWITCHHOOK_INTERCOM_DESCRIPTION` says where
//! `descriptions/2.16/api.intercom.io.yaml` of <https://github.com/intercom/Intercom-OpenAPI> is.
//! So a plain `cargo test` leaves this out, and
//! `cargo test -p switchhook-sandbox --test description` fails without it rather than pass unseen.
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
async fn every_read_answers_as_intercom_describes_it() {
    let description = Description::read();
    let mut check = calls::Check::start(&description).await;
    for workspace in [trial::NORTHWIND, trial::FIELDNOTE, trial::KESTREL] {
        check.reads(workspace).await;
    }
    check.errors().await;
    let outcome = check.finish();
    // What was looked at, so that a check that looks at little is noticed.
    assert!(outcome.answers > 500, "only {} answers were checked", outcome.answers);
    assert_eq!(outcome.operations, calls::OPERATIONS, "operations answered with 200");
    assert_eq!(outcome.faults, Vec::<String>::new(), "{} answers checked", outcome.answers);
}

#[tokio::test]
async fn a_record_that_is_wrong_is_reported() {
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

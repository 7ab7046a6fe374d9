//! The references between records: each leads to a record, and both sides agree.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::{reads::LISTS, trial::*};

/// Returns the start of the path of a record of this type.
fn path_of(kind: &str) -> Option<&'static str> {
    Some(match kind {
        "admin" => "/admins/",
        "team" => "/teams/",
        "tag" => "/tags/",
        "segment" => "/segments/",
        "contact" | "user" | "lead" => "/contacts/",
        "company" => "/companies/",
        "conversation" => "/conversations/",
        "ticket" => "/tickets/",
        "ticket_type" => "/ticket_types/",
        "article" => "/articles/",
        "note" => "/notes/",
        _ => return None,
    })
}

/// Returns the start of the path of the records that a field with bare ids names.
fn path_of_field(field: &str) -> Option<&'static str> {
    Some(match field {
        "admin_assignee_id"
        | "owner_id"
        | "author_id"
        | "created_by_id"
        | "updated_by_id"
        | "admin_id"
        | "last_closed_by_id"
        | "admin_ids"
        | "primary_admin_ids"
        | "secondary_admin_ids"
        | "update_by" => "/admins/",
        "team_assignee_id"
        | "team_ids"
        | "primary_team_ids"
        | "secondary_team_ids"
        | "team_id"
        | "visible_to_team_ids" => "/teams/",
        "parent_ids" | "parent_id" => "/help_center/collections/",
        "help_center_id" => "/help_center/help_centers/",
        "ticket_type_id" => "/ticket_types/",
        _ => return None,
    })
}

fn text(id: &Value) -> Option<String> {
    match id {
        Value::String(id) => Some(id.clone()),
        // 0 means no assignee.
        Value::Number(id) if id.as_u64() == Some(0) => None,
        Value::Number(id) => Some(id.to_string()),
        _ => None,
    }
}

fn collect(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| collect(item, found)),
        Value::Object(fields) => {
            let own = fields.get("type").and_then(Value::as_str).and_then(path_of);
            if let (Some(path), Some(id)) = (own, fields.get("id").and_then(text)) {
                found.insert(format!("{path}{id}"));
            }
            // A list of other records names its address. The address of an empty list leads to no record.
            let url = fields.get("url").and_then(Value::as_str).filter(|url| url.starts_with('/'));
            let has_some = fields.get("total_count").is_none_or(|many| many != 0);
            found.extend(url.filter(|_| has_some).map(str::to_owned));
            for (field, value) in fields {
                if field == "source" && value.is_object() {
                    // The `type` of a source is a channel, and its `id` is a message's.
                    collect(&value["author"], found);
                    continue;
                }
                if let Some(path) = path_of_field(field) {
                    let ids = value.as_array().map_or_else(|| vec![value], |ids| ids.iter().collect());
                    found.extend(ids.into_iter().filter_map(text).map(|id| format!("{path}{id}")));
                }
                collect(value, found);
            }
        }
        _ => {}
    }
}

#[tokio::test]
async fn every_reference_leads_to_a_record() {
    let trial = Trial::start().await;
    let token = trial.token(NORTHWIND).await;
    let (mut seen, mut waiting) = (BTreeSet::new(), BTreeSet::new());
    for (path, pointer, one) in LISTS {
        let records = trial.records(&token, path, pointer).await;
        records.iter().for_each(|record| collect(record, &mut waiting));
        let ids = records.iter().filter_map(|record| record["id"].as_str());
        waiting.extend(one.into_iter().flat_map(|one| ids.clone().map(move |id| format!("{one}{id}"))));
    }
    while let Some(path) = waiting.pop_first() {
        let found = answer(trial.api(&path).bearer_auth(&token)).await;
        assert_eq!(found.status, 200, "{path}");
        seen.insert(path);
        let mut named = BTreeSet::new();
        collect(&found.body, &mut named);
        waiting.extend(named.difference(&seen).cloned());
    }
    let met = |start: &str| seen.iter().filter(|path| path.starts_with(start)).count();
    for (start, least) in [
        ("/admins/", 9),
        ("/teams/", 4),
        ("/contacts/", 240),
        ("/companies/", 35),
        ("/tickets/", 40),
        ("/notes/", 60),
    ] {
        assert!(met(start) >= least, "{start}: {}", met(start));
    }
}

#[tokio::test]
async fn teams_and_admins_agree_on_members() {
    let trial = Trial::start().await;
    let token = trial.token(NORTHWIND).await;
    let pairs = |records: Vec<Value>, field: &str| -> BTreeSet<(String, String)> {
        let all = records.into_iter().flat_map(|record| {
            let own = text(&record["id"]).unwrap();
            let others: Vec<_> = record[field].as_array().unwrap().iter().filter_map(text).collect();
            others.into_iter().map(move |other| (own.clone(), other))
        });
        all.collect()
    };
    let of_admins = pairs(trial.records(&token, "/admins", "/admins").await, "team_ids");
    let of_teams = pairs(trial.records(&token, "/teams", "/teams").await, "admin_ids");
    assert_eq!(of_admins, of_teams.into_iter().map(|(team, admin)| (admin, team)).collect());
}

#[tokio::test]
async fn company_and_its_contacts_agree() {
    let trial = Trial::start().await;
    let token = trial.token(NORTHWIND).await;
    for company in trial.records(&token, "/companies?per_page=150", "/data").await {
        let id = company["id"].as_str().unwrap();
        let contacts = trial.read(&token, &format!("/companies/{id}/contacts?per_page=150")).await;
        assert_eq!(contacts["total_count"], company["user_count"]);
        for contact in contacts["data"].as_array().unwrap() {
            let companies = contact["companies"]["data"].as_array().unwrap();
            assert!(companies.iter().any(|each| each["id"] == id), "{contact}");
        }
    }
}

#[tokio::test]
async fn last_change_lies_between_creation_and_now() {
    let trial = Trial::start().await;
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
    for workspace in [NORTHWIND, HARBOUR, KESTREL] {
        let token = trial.token(workspace).await;
        for (path, pointer, _) in LISTS {
            for record in trial.records(&token, path, pointer).await {
                let (made, changed) = (record["created_at"].as_u64(), record["updated_at"].as_u64());
                assert!(made <= changed || changed.is_none(), "{path}: {record}");
                assert!(made.max(changed) <= Some(now), "{path}: {record}");
            }
        }
    }
}

#[tokio::test]
async fn load_of_a_team_agrees_with_its_conversations() {
    let trial = Trial::start().await;
    let token = trial.token(NORTHWIND).await;
    let conversations = trial.records(&token, "/conversations?per_page=150", "/conversations").await;
    for team in trial.records(&token, "/teams", "/teams").await {
        let path = format!("/teams/{}/metrics", team["id"].as_str().unwrap());
        let metrics = trial.records(&token, &path, "/data").await;
        assert_eq!(metrics.len(), team["admin_ids"].as_array().unwrap().len());
        for each in metrics {
            let own =
                conversations.iter().filter(|one| text(&one["admin_assignee_id"]) == text(&each["admin_id"]));
            for state in ["open", "snoozed"] {
                let many = own.clone().filter(|one| one["state"] == state).count();
                assert_eq!(each[state], many, "{each}");
            }
            assert!(each["idle"].as_u64() <= each["open"].as_u64());
        }
    }
}

//! Pages: complete lists, checked cursors, limits.

use base64::{Engine, prelude::BASE64_STANDARD};
use serde_json::{Value, json};

use crate::trial::*;

const INVALID: (u16, &str) = (400, "parameter_invalid");

/// Lists with pages: path, pointer to the records, envelope, default page size.
const PAGED: [(&str, &str, &str, u64); 6] = [
    ("/contacts", "/data", "list", 50),
    ("/companies", "/data", "list", 15),
    ("/conversations", "/conversations", "conversation.list", 20),
    ("/articles", "/data", "list", 25),
    ("/articles/search", "/data/articles", "list", 10),
    ("/help_center/collections", "/data", "list", 20),
];

fn cursor_of(page: &Value) -> Option<String> {
    let cursor = page["pages"]["next"]["starting_after"].as_str()?;
    Some(url::form_urlencoded::byte_serialize(cursor.as_bytes()).collect())
}

#[tokio::test]
async fn cursors_lead_to_every_record_once_and_then_end() {
    let trial = Trial::start().await;
    let token = trial.token(NORTHWIND).await;
    for (path, pointer, kind, default) in PAGED {
        let first = trial.read(&token, path).await;
        assert_eq!((&first["type"], &first["pages"]["type"]), (&json!(kind), &json!("pages")), "{path}");
        assert_eq!(first["pages"]["per_page"], default, "{path}");
        let total = first["total_count"].as_u64().unwrap();
        assert!(total > default, "{path} has more than a page");
        let (mut ids, mut url) = (Vec::new(), format!("{path}?per_page=7"));
        for number in 1.. {
            let page = trial.read(&token, &url).await;
            assert_eq!(page["pages"]["page"], number, "{url}");
            assert_eq!(page["pages"]["total_pages"], total.div_ceil(7), "{url}");
            let records = page.pointer(pointer).unwrap().as_array().unwrap();
            ids.extend(records.iter().map(|each| each["id"].as_str().unwrap().to_owned()));
            let Some(cursor) = cursor_of(&page) else {
                assert_eq!(page["pages"]["next"], Value::Null);
                break;
            };
            assert_eq!(page["pages"]["next"]["per_page"], 7);
            url = format!("{path}?per_page=7&starting_after={cursor}");
        }
        assert_eq!(ids.len() as u64, total, "{path}");
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len() as u64, total, "{path}");
    }
}

#[tokio::test]
async fn lists_begin_with_the_newest_record() {
    let trial = Trial::start().await;
    let token = trial.token(NORTHWIND).await;
    for (path, pointer, field) in [
        ("/contacts", "/data", "created_at"),
        ("/conversations", "/conversations", "created_at"),
        ("/companies", "/data", "last_request_at"),
        ("/articles", "/data", "updated_at"),
        ("/help_center/collections", "/data", "updated_at"),
        ("/admins/activity_logs?created_at_after=0", "/activity_logs", "created_at"),
    ] {
        let records = trial.records(&token, path, pointer).await;
        assert!(records.is_sorted_by_key(|each| std::cmp::Reverse(each[field].as_u64().unwrap())), "{path}");
    }
}

#[tokio::test]
async fn cursor_of_another_list_or_workspace_is_refused() {
    let trial = Trial::start().await;
    let token = trial.token(NORTHWIND).await;
    let companies = cursor_of(&trial.read(&token, "/companies").await).unwrap();
    let foreign = trial.token(KESTREL).await;
    let foreign = cursor_of(&trial.read(&foreign, "/contacts").await).unwrap();
    let no_array = "e30=";
    for cursor in ["x", "", "%FF", no_array, &companies, &foreign] {
        let refused =
            answer(trial.api(&format!("/contacts?starting_after={cursor}")).bearer_auth(&token)).await;
        let (status, code, message) = refused.error();
        assert_eq!((status, code), (400, "client_error"), "{cursor}");
        assert!(message.starts_with("Invalid starting_after param."), "{message}");
    }
    // A page far beyond the end is empty and no error.
    let contact = trial.records(&token, "/contacts", "/data").await[0]["id"].clone();
    let far = BASE64_STANDARD.encode(json!([0, contact, u64::MAX]).to_string()).replace('+', "%2B");
    let page = trial.read(&token, &format!("/contacts?starting_after={far}")).await;
    assert_eq!(page["pages"]["page"], u64::MAX);
    let refused = answer(trial.api("/macros?starting_after=x").bearer_auth(&token)).await;
    assert_eq!(refused.error().1, "client_error");
}

#[tokio::test]
async fn page_has_1_to_150_records() {
    let trial = Trial::start().await;
    let token = trial.token(KESTREL).await;
    for (path, pointer, _, _) in PAGED {
        for (per_page, expected) in [("1", 1), ("150", 150)] {
            let records = trial.records(&token, &format!("{path}?per_page={per_page}"), pointer).await;
            assert_eq!(records.len(), expected, "{path}");
        }
        for wrong in ["0", "151", "x", "-1", "1&per_page=2"] {
            let refused = answer(trial.api(&format!("{path}?per_page={wrong}")).bearer_auth(&token)).await;
            assert_eq!((refused.error().0, refused.error().1), INVALID, "{path} {wrong}");
            assert_eq!(refused.body["errors"][0]["field"], "per_page");
        }
    }
}

#[tokio::test]
async fn companies_come_by_page_in_either_order_and_by_scroll() {
    let trial = Trial::start().await;
    let token = trial.token(KESTREL).await;
    let list = async |query: &str| {
        let url = format!("{}/companies/list{query}", trial.about().api_base);
        answer(trial.post(url).bearer_auth(&token)).await.body
    };
    let (second, reversed) = (list("?page=2").await, list("?order=asc&per_page=1").await);
    assert_eq!(second["pages"]["page"], 2);
    assert_eq!(second["data"], trial.read(&token, "/companies?page=2").await["data"]);
    let total = second["total_count"].as_u64().unwrap();
    let last = list(&format!("?per_page=1&page={total}")).await;
    assert_eq!(reversed["data"], last["data"]);
    assert_eq!(list("?page=9999").await["data"], json!([]));
    assert_eq!(list("?page=0").await["errors"][0]["code"], "parameter_invalid");
    assert_eq!(list("?order=up").await["errors"][0]["code"], "parameter_invalid");

    let (mut scrolled, mut url) = (0, "/companies/scroll".to_owned());
    loop {
        let page = trial.read(&token, &url).await;
        let many = page["data"].as_array().unwrap().len() as u64;
        if many == 0 {
            assert_eq!(page.get("scroll_param"), None, "the end has no parameter");
            break;
        }
        scrolled += many;
        url = format!("/companies/scroll?scroll_param={}", page["scroll_param"].as_str().unwrap());
    }
    assert_eq!(scrolled, total);
    assert_eq!(answer(trial.api("/companies/scroll?scroll_param=x").bearer_auth(&token)).await.status, 404);
}

#[tokio::test]
async fn every_kind_of_page_can_repeat_its_cursor() {
    let trial = Trial::start().await;
    let token = trial.token(KESTREL).await;
    trial.switch(&json!({"reads": "repeated_cursor"})).await;
    for (path, pointer) in [
        ("/contacts?per_page=50", "/data"),
        ("/conversations?per_page=50", "/conversations"),
        ("/macros?per_page=50", "/data"),
    ] {
        let first = trial.read(&token, path).await;
        let next = format!("{path}&starting_after={}", cursor_of(&first).unwrap());
        let (second, again) = (trial.read(&token, &next).await, trial.read(&token, &next).await);
        assert_eq!(second["pages"]["next"]["starting_after"], first["pages"]["next"]["starting_after"]);
        assert_ne!(second.pointer(pointer), first.pointer(pointer), "{path}");
        assert_eq!(second, again, "{path}");
    }
    let first = trial.read(&token, "/companies/scroll").await;
    let mut url = format!("/companies/scroll?scroll_param={}", first["scroll_param"].as_str().unwrap());
    let second = trial.read(&token, &url).await;
    // Without the switch, the scroll would end before the eighth page.
    for _ in 0..8 {
        let page = trial.read(&token, &url).await;
        assert_eq!(page, second);
        assert_eq!(page["scroll_param"], first["scroll_param"]);
        url = format!("/companies/scroll?scroll_param={}", page["scroll_param"].as_str().unwrap());
    }
}

#[tokio::test]
async fn companies_filter_by_name_id_tag_and_segment() {
    let trial = Trial::start().await;
    let token = trial.token(NORTHWIND).await;
    let all = trial.records(&token, "/companies?per_page=150", "/data").await;
    let one = &all[3];
    for field in ["name", "company_id"] {
        let value: String =
            url::form_urlencoded::byte_serialize(one[field].as_str().unwrap().as_bytes()).collect();
        assert_eq!(trial.read(&token, &format!("/companies?{field}={value}")).await, *one, "{field}");
    }
    for (field, pointer) in [("tag_id", "/tags/tags"), ("segment_id", "/segments/segments")] {
        let has = |each: &Value, id: &Value| {
            each.pointer(pointer).unwrap().as_array().unwrap().iter().any(|label| label["id"] == *id)
        };
        let id = all.iter().find_map(|each| each.pointer(pointer).unwrap().get(0)).unwrap()["id"].clone();
        let path = format!("/companies?per_page=150&{field}={}", id.as_str().unwrap());
        let found = trial.records(&token, &path, "/data").await;
        let expected: Vec<_> = all.iter().filter(|each| has(each, &id)).cloned().collect();
        assert_eq!(found, expected, "{field}");
    }
}

#[tokio::test]
async fn activity_log_search_filters_by_time_and_type() {
    let trial = Trial::start().await;
    let token = trial.token(NORTHWIND).await;
    let url = format!("{}/admins/activity_logs/search", trial.about().api_base);
    let search =
        async |body: Value| answer(trial.post(&url).bearer_auth(&token).body(body.to_string())).await;
    let all = search(json!({"created_at_after": 0, "per_page": 250})).await.body;
    let all = all["activity_logs"].as_array().unwrap();
    let (first, middle) = (&all[0], &all[all.len() / 2]);
    let kind = &first["activity_type"];
    let found =
        search(json!({"created_at_after": middle["created_at"], "event_types": [kind], "per_page": 250}))
            .await;
    let expected: Vec<_> = all
        .iter()
        .filter(|each| each["created_at"].as_u64() >= middle["created_at"].as_u64())
        .filter(|each| each["activity_type"] == *kind)
        .collect();
    assert_eq!(found.body["activity_logs"].as_array().unwrap().iter().collect::<Vec<_>>(), expected);
    let second = search(json!({"created_at_after": 0, "page": 2, "per_page": 1})).await.body;
    assert_eq!(second["activity_logs"][0], all[1]);
    for wrong in [
        json!({}),
        json!({"created_at_after": "x"}),
        json!({"created_at_after": 0, "per_page": 251}),
        json!({"created_at_after": 0, "page": 0}),
        json!({"created_at_after": 0, "event_types": "x"}),
    ] {
        let refused = search(wrong).await;
        assert_eq!((refused.error().0, refused.error().1), INVALID);
    }
}

//! Lists and single records: their numbers, and their agreement.

use serde_json::{Value, json};

use crate::trial::*;

/// Every list: path, pointer to the records, and the start of a single record's path, if there is such a path.
pub(crate) const LISTS: [(&str, &str, Option<&str>); 19] = [
    ("/admins", "/admins", Some("/admins/")),
    ("/teams", "/teams", Some("/teams/")),
    ("/tags", "/data", Some("/tags/")),
    ("/segments", "/segments", Some("/segments/")),
    ("/contacts?per_page=150", "/data", Some("/contacts/")),
    ("/companies?per_page=150", "/data", Some("/companies/")),
    ("/conversations?per_page=150", "/conversations", Some("/conversations/")),
    ("/ticket_types", "/data", Some("/ticket_types/")),
    ("/ticket_states", "/data", None),
    ("/articles?per_page=150", "/data", Some("/articles/")),
    ("/articles/search?per_page=150", "/data/articles", Some("/articles/")),
    ("/help_center/collections?per_page=150", "/data", Some("/help_center/collections/")),
    ("/help_center/help_centers", "/data", Some("/help_center/help_centers/")),
    ("/data_attributes", "/data", None),
    ("/subscription_types", "/data", None),
    ("/away_status_reasons", "/data", None),
    ("/admins/activity_logs?created_at_after=0&per_page=150", "/activity_logs", None),
    ("/macros?per_page=150", "/data", Some("/macros/")),
    ("/brands", "/data", Some("/brands/")),
];

impl Trial {
    pub(crate) async fn read(&self, token: &str, path: &str) -> Value {
        let given = answer(self.api(path).bearer_auth(token)).await;
        assert_eq!(given.status, 200, "{path}: {}", given.body);
        given.body
    }

    pub(crate) async fn records(&self, token: &str, path: &str, pointer: &str) -> Vec<Value> {
        let list = self.read(token, path).await;
        list.pointer(pointer).and_then(Value::as_array).unwrap_or_else(|| panic!("{path}: {list}")).clone()
    }
}

#[tokio::test]
async fn every_workspace_but_the_empty_one_has_three_of_each_kind() {
    let trial = Trial::start().await;
    for workspace in [NORTHWIND, BRIGHTLINE, HARBOUR, LUMEN, FIELDNOTE, KESTREL] {
        let token = trial.token(workspace).await;
        for (path, pointer, _) in LISTS {
            let many = trial.records(&token, path, pointer).await.len();
            match workspace {
                // The teammate who signed in, and "the default brand is always included".
                FIELDNOTE => {
                    assert_eq!(many, usize::from(matches!(path, "/admins" | "/brands")), "{path}");
                }
                KESTREL if path.contains("per_page") => assert_eq!(many, 150, "{path}"),
                _ => assert!(many >= 3, "{workspace} {path}: {many}"),
            }
        }
    }
}

#[tokio::test]
async fn single_record_agrees_with_its_list() {
    let trial = Trial::start().await;
    for workspace in [NORTHWIND, HARBOUR] {
        let token = trial.token(workspace).await;
        for (path, pointer, one) in LISTS {
            let Some(one) = one else { continue };
            for listed in trial.records(&token, path, pointer).await.iter().take(8) {
                let alone = trial.read(&token, &format!("{one}{}", listed["id"].as_str().unwrap())).await;
                for (field, value) in listed.as_object().unwrap() {
                    assert_eq!(&alone[field], value, "{path} {field}");
                }
            }
        }
    }
}

#[tokio::test]
async fn ids_are_unique_within_a_kind_and_differ_between_workspaces() {
    let trial = Trial::start().await;
    let (one, other) = (trial.token(NORTHWIND).await, trial.token(KESTREL).await);
    for (path, pointer, single) in LISTS {
        if path.contains("search") {
            continue;
        }
        let mut ids = Vec::new();
        for token in [&one, &other] {
            ids.extend(trial.records(token, path, pointer).await.iter().map(|each| each["id"].to_string()));
        }
        // Standard data attributes have no id.
        ids.retain(|id| id != "null");
        let many = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), many, "{path}");
        if let Some(single) = single {
            let foreign = trial.records(&other, path, pointer).await[1]["id"].as_str().unwrap().to_owned();
            let given = answer(trial.api(&format!("{single}{foreign}")).bearer_auth(&one)).await;
            assert_eq!(given.status, 404, "{single}{foreign}");
        }
    }
}

#[tokio::test]
async fn missing_record_has_the_error_of_its_noun() {
    let trial = Trial::start().await;
    let token = trial.token(NORTHWIND).await;
    for (path, code, message) in [
        ("/admins/1", "admin_not_found", "Admin not found"),
        ("/teams/1", "team_not_found", "Team not found"),
        ("/teams/1/metrics", "team_not_found", "Team not found"),
        ("/tags/1", "not_found", "Resource Not Found"),
        ("/segments/1", "not_found", "Resource Not Found"),
        ("/contacts/1", "not_found", "User Not Found"),
        ("/contacts/1/tags", "not_found", "User Not Found"),
        ("/contacts/find_by_external_id/1", "not_found", "User Not Found"),
        ("/companies/1", "company_not_found", "Company Not Found"),
        ("/companies/1/contacts", "company_not_found", "Company Not Found"),
        ("/companies?company_id=nobody", "company_not_found", "Company Not Found"),
        ("/companies?name=nobody", "company_not_found", "Company Not Found"),
        ("/conversations/1", "not_found", "Resource Not Found"),
        ("/tickets/1", "ticket_not_found", "Ticket not found"),
        ("/ticket_types/1", "not_found", "Resource Not Found"),
        ("/articles/1", "not_found", "Resource Not Found"),
        ("/help_center/collections/1", "not_found", "Resource Not Found"),
        ("/help_center/help_centers/1", "not_found", "Resource Not Found"),
        ("/notes/1", "not_found", "Resource Not Found"),
        ("/macros/1", "not_found", "Macro not found"),
        ("/brands/1", "not_found", "Brand not found"),
    ] {
        let missing = answer(trial.api(path).bearer_auth(&token)).await;
        assert_eq!(missing.error(), (404, code, message), "{path}");
    }
}

#[tokio::test]
async fn empty_workspace_has_its_default_brand() {
    let trial = Trial::start().await;
    let token = trial.token(FIELDNOTE).await;
    let brands = trial.records(&token, "/brands", "/data").await;
    assert_eq!(
        (brands.len(), &brands[0]["id"], &brands[0]["is_default"]),
        (1, &json!(FIELDNOTE), &json!(true))
    );
    assert_eq!(brands[0].get("help_center_id"), None, "the workspace has no help center");
    assert_eq!(trial.read(&token, &format!("/brands/{FIELDNOTE}")).await, brands[0]);
}

#[tokio::test]
async fn admin_of_me_is_the_first_admin_of_every_workspace() {
    let trial = Trial::start().await;
    for workspace in [NORTHWIND, BRIGHTLINE, HARBOUR, LUMEN, FIELDNOTE, KESTREL] {
        let token = trial.token(workspace).await;
        let me = trial.me(&token).await.body;
        let first = &trial.records(&token, "/admins", "/admins").await[0];
        for field in ["id", "name", "email", "has_inbox_seat"] {
            assert_eq!(first[field], me[field], "{workspace} {field}");
        }
    }
}

/// Another seed gives other records.
#[tokio::test]
async fn answers_are_equal_under_one_seed() {
    let trial = Trial::start().await;
    let token = trial.token(NORTHWIND).await;
    let mut other = options();
    other.seed = switchhook_sandbox::Seed::from_bytes([8; 32]);
    let elsewhere = Trial::with(other).await;
    let foreign = elsewhere.token(NORTHWIND).await;
    for path in ["/contacts", "/conversations", "/companies"] {
        let (one, again) = (trial.read(&token, path).await, trial.read(&token, path).await);
        assert_eq!(one, again, "{path}");
        assert_ne!(one, elsewhere.read(&foreign, path).await, "{path}");
    }
}

#[tokio::test]
async fn query_flags_add_their_fields_and_records() {
    let trial = Trial::start().await;
    let token = trial.token(NORTHWIND).await;
    let segments = trial.records(&token, "/segments", "/segments").await;
    assert_eq!(segments[0].get("count"), None);
    let counted = trial.records(&token, "/segments?include_count=true", "/segments").await;
    for segment in &counted {
        let query = json!({"query": {"field": "segment_id", "operator": "=", "value": segment["id"]}});
        let url = format!("{}/contacts/search", trial.about().api_base);
        let found = answer(trial.post(url).bearer_auth(&token).body(query.to_string())).await.body;
        let many = match segment.get("person_type") {
            Some(_) => found["total_count"].clone(),
            // A segment of companies.
            None => {
                assert_eq!(found["total_count"], 0, "{segment}");
                let path = format!("/companies?segment_id={}", segment["id"].as_str().unwrap());
                trial.read(&token, &path).await["total_count"].clone()
            }
        };
        assert_eq!(segment["count"], many);
        assert_ne!(many, 0, "{segment}");
    }
    let all = trial.records(&token, "/data_attributes?include_archived=true", "/data").await.len();
    assert!(all > trial.records(&token, "/data_attributes", "/data").await.len());
    for attribute in trial.records(&token, "/data_attributes?model=company", "/data").await {
        assert_eq!(attribute["model"], "company");
    }
    let refused = answer(trial.api("/data_attributes?model=conversation").bearer_auth(&token)).await;
    assert_eq!((refused.error().0, refused.error().1), (422, "parameter_invalid"));
    let refused = answer(trial.api("/admins/activity_logs").bearer_auth(&token)).await;
    assert_eq!((refused.error().0, refused.error().1), (400, "parameter_invalid"));
}

#[tokio::test]
async fn conversation_is_readable_as_plain_text() {
    let trial = Trial::start().await;
    let token = trial.token(NORTHWIND).await;
    for listed in trial.records(&token, "/conversations", "/conversations").await {
        let path = format!("/conversations/{}", listed["id"].as_str().unwrap());
        let html = trial.read(&token, &path).await;
        assert!(html["source"]["body"].as_str().unwrap().starts_with("<p>"));
        let plain = trial.read(&token, &format!("{path}?display_as=plaintext")).await;
        let parts = plain["conversation_parts"]["conversation_parts"].as_array().unwrap();
        let bodies = parts.iter().map(|part| &part["body"]).chain([&plain["source"]["body"]]);
        assert!(bodies.filter_map(Value::as_str).all(|body| !body.contains('<')), "{plain}");
        let counted = plain["statistics"]["count_conversation_parts"].as_u64().unwrap();
        assert_eq!(parts.len() as u64, counted);
    }
}

#[tokio::test]
async fn article_search_finds_words() {
    let trial = Trial::start().await;
    let token = trial.token(NORTHWIND).await;
    let found = trial.read(&token, "/articles/search?phrase=REFUNDS&state=published&highlight=true").await;
    let articles = found["data"]["articles"].as_array().unwrap();
    assert!(!articles.is_empty() && found["total_count"].as_u64().unwrap() < 182);
    assert!(articles.iter().all(|article| article["state"] == "published"));
    let highlights = found["data"]["highlights"].as_array().unwrap();
    assert_eq!(highlights.len(), articles.len());
    assert_eq!(highlights[0]["article_id"], articles[0]["id"]);
    for home in trial.records(&token, "/help_center/help_centers", "/data").await {
        let path = format!(
            "/articles/search?per_page=150&state=published&help_center_id={}",
            home["id"].as_str().unwrap()
        );
        let within = trial.records(&token, &path, "/data/articles").await;
        let url = home["url"].as_str().unwrap();
        assert!(!within.is_empty());
        assert!(within.iter().all(|each| each["url"].as_str().unwrap().starts_with(url)), "{path}");
    }
    let none = trial.read(&token, "/articles/search?phrase=zeppelin").await;
    assert_eq!((&none["total_count"], &none["data"]["articles"]), (&json!(0), &json!([])));
    assert_eq!(answer(trial.api("/articles/search?state=odd").bearer_auth(&token)).await.status, 400);
}

#[tokio::test]
async fn contacts_have_missing_long_and_right_to_left_names() {
    let trial = Trial::start().await;
    let token = trial.token(NORTHWIND).await;
    let contacts = trial.records(&token, "/contacts?per_page=150", "/data").await;
    let names: Vec<_> = contacts.iter().map(|each| each["name"].as_str()).collect();
    assert!(names.contains(&None), "a contact without a name");
    let any = |test: &dyn Fn(&str) -> bool| names.iter().flatten().any(|name| test(name));
    assert!(any(&|name| name.chars().any(|letter| ('\u{600}'..'\u{700}').contains(&letter))));
    assert!(any(&|name| name.len() > 60));
    for contact in &contacts {
        assert!(contact["email"].as_str().unwrap().ends_with(".example"), "{contact}");
        assert_eq!(contact["avatar"]["image_url"], Value::Null);
    }
}

#[tokio::test]
async fn stale_record_is_listed_but_missing_alone() {
    let trial = Trial::start().await;
    let token = trial.token(NORTHWIND).await;
    trial.switch(&json!({"reads": "stale"})).await;
    for (path, pointer, one) in LISTS {
        let listed = &trial.records(&token, path, pointer).await[0];
        let Some(one) = one else { continue };
        let alone = format!("{one}{}", listed["id"].as_str().unwrap());
        assert_eq!(answer(trial.api(&alone).bearer_auth(&token)).await.error().0, 404, "{alone}");
    }
}

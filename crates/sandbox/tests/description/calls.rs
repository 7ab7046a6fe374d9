//! The calls of the check: every read of the sandbox, in several workspaces.

use std::collections::{BTreeMap, BTreeSet};

use jsonschema::Validator;
use reqwest::RequestBuilder;
use serde_json::{Value, json};

use crate::{
    coverage::Coverage,
    openapi::{Description, faults},
    trial::{Answer, NORTHWIND, Trial, answer},
};

/// The number of operations that the check reads.
pub(crate) const OPERATIONS: usize = 52;

/// Lists with pages: the path, and the pointer to the records. The check reads up to three pages of each.
const PAGED: [(&str, &str); 8] = [
    ("/contacts", "/data"),
    ("/conversations", "/conversations"),
    ("/companies", "/data"),
    ("/articles", "/data"),
    ("/articles/search", "/data/articles"),
    ("/help_center/collections", "/data"),
    ("/macros", "/data"),
    ("/admins/activity_logs", "/activity_logs"),
];

/// Lists without pages: the path, and the pointer to the records.
const WHOLE: [(&str, &str); 12] = [
    ("/admins", "/admins"),
    ("/away_status_reasons", "/data"),
    ("/teams", "/teams"),
    ("/tags", "/data"),
    ("/segments", "/segments"),
    ("/ticket_types", "/data"),
    ("/ticket_states", "/data"),
    ("/help_center/help_centers", "/data"),
    ("/data_attributes", "/data"),
    ("/subscription_types", "/data"),
    ("/brands", "/data"),
    ("/admins/activity_log_event_types", "/event_types"),
];

/// Single records: the path of their list, their own path, and the field with the path's parameter.
const ONES: [(&str, &str, &str); 14] = [
    ("/admins", "/admins/{admin_id}", "id"),
    ("/teams", "/teams/{team_id}", "id"),
    ("/teams", "/teams/{team_id}/metrics", "id"),
    ("/tags", "/tags/{tag_id}", "id"),
    ("/segments", "/segments/{segment_id}", "id"),
    ("/contacts", "/contacts/{contact_id}", "id"),
    ("/contacts", "/contacts/find_by_external_id/{external_id}", "external_id"),
    ("/companies", "/companies/{company_id}", "id"),
    ("/conversations", "/conversations/{conversation_id}", "id"),
    ("/ticket_types", "/ticket_types/{ticket_type_id}", "id"),
    ("/articles", "/articles/{article_id}", "id"),
    ("/help_center/collections", "/help_center/collections/{collection_id}", "id"),
    ("/help_center/help_centers", "/help_center/help_centers/{help_center_id}", "id"),
    ("/macros", "/macros/{id}", "id"),
];

/// Lists of a contact or a company: the path of the owners' list, and the list's own path.
const OWNED: [(&str, &str); 8] = [
    ("/contacts", "/contacts/{contact_id}/companies"),
    ("/contacts", "/contacts/{contact_id}/segments"),
    ("/contacts", "/contacts/{contact_id}/subscriptions"),
    ("/contacts", "/contacts/{contact_id}/tags"),
    ("/contacts", "/contacts/{contact_id}/notes"),
    ("/companies", "/companies/{company_id}/contacts"),
    ("/companies", "/companies/{company_id}/segments"),
    ("/companies", "/companies/{company_id}/notes"),
];

/// The largest number of a list's records that the check reads one by one.
const READ_ALONE: usize = 12;

/// The result of the check.
pub(crate) struct Outcome {
    pub(crate) answers: usize,
    pub(crate) operations: usize,
    pub(crate) faults: Vec<String>,
}

/// A sandbox, and the findings about its answers.
pub(crate) struct Check<'a> {
    description: &'a Description,
    trial: Trial,
    token: String,
    validators: BTreeMap<(String, String), Validator>,
    coverage: Coverage,
    answers: usize,
    /// The operations that answered 200, and whether any answer had a record in its list.
    seen: BTreeMap<String, bool>,
    faults: BTreeSet<String>,
}

impl<'a> Check<'a> {
    pub(crate) async fn start(description: &'a Description) -> Self {
        let trial = Trial::start().await;
        let token = trial.token(NORTHWIND).await;
        Self {
            description,
            trial,
            token,
            validators: BTreeMap::new(),
            coverage: Coverage::default(),
            answers: 0,
            seen: BTreeMap::new(),
            faults: BTreeSet::new(),
        }
    }

    /// Checks every read of `workspace`.
    pub(crate) async fn reads(&mut self, workspace: &str) {
        self.token = self.trial.token(workspace).await;
        self.get("/me", "/me").await;
        let mut lists: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
        for (path, pointer) in WHOLE {
            let query = match path {
                "/segments" => "?include_count=true",
                "/data_attributes" => "?include_archived=true",
                _ => "",
            };
            let list = self.get(path, &format!("{path}{query}")).await;
            lists.insert(path, records(&list, pointer));
        }
        for (path, pointer) in PAGED {
            lists.insert(path, self.pages(path, pointer).await);
        }
        for (list, path, field) in ONES {
            for record in lists[list].iter().take(READ_ALONE) {
                if let Some(id) = record[field].as_str() {
                    let url = fill(path, id);
                    let query = if path.contains("contact") { "?include_merge_history=true" } else { "" };
                    self.get(path, &format!("{url}{query}")).await;
                }
            }
        }
        for record in &lists["/brands"] {
            self.get("/brands/{id}", &fill("/brands/{id}", record["id"].as_str().unwrap())).await;
        }
        for (list, path) in OWNED {
            for record in lists[list].iter().take(READ_ALONE) {
                let found = self.get(path, &fill(path, record["id"].as_str().unwrap())).await;
                if path.ends_with("/notes") {
                    for note in records(&found, "/data") {
                        self.get("/notes/{note_id}", &fill("/notes/{note_id}", note["id"].as_str().unwrap()))
                            .await;
                    }
                }
            }
        }
        self.searches().await;
        self.companies().await;
    }

    /// Reads up to three pages of a list and returns their records.
    async fn pages(&mut self, path: &str, pointer: &str) -> Vec<Value> {
        let fixed = match path {
            "/admins/activity_logs" => "created_at_after=0",
            "/articles/search" => "phrase=the&highlight=true",
            "/contacts" => "include_merge_history=true",
            _ => "per_page=50",
        };
        let mut url = format!("{path}?{fixed}");
        let mut all = Vec::new();
        for _ in 0..3 {
            let page = self.get(path, &url).await;
            all.extend(records(&page, pointer));
            let Some(cursor) = page["pages"]["next"]["starting_after"].as_str() else { break };
            let cursor: String = url::form_urlencoded::byte_serialize(cursor.as_bytes()).collect();
            url = format!("{path}?{fixed}&starting_after={cursor}");
        }
        all
    }

    async fn searches(&mut self) {
        let recent = json!({"field": "created_at", "operator": ">", "value": 0});
        for path in ["/contacts/search", "/conversations/search", "/tickets/search"] {
            let mut pagination = json!({"per_page": 60});
            for _ in 0..3 {
                let url = format!("{path}?include_monitors=true&include_scorecards=true");
                let body = json!({"query": recent, "pagination": pagination});
                let page = self.post(path, &url, &body).await;
                for ticket in records(&page, "/tickets").iter().take(READ_ALONE) {
                    let path = "/tickets/{ticket_id}";
                    self.get(path, &fill(path, ticket["id"].as_str().unwrap())).await;
                }
                pagination = page["pages"]["next"].clone();
                if pagination.is_null() {
                    break;
                }
            }
        }
        let path = "/admins/activity_logs/search";
        self.post(path, path, &json!({"created_at_after": 0, "per_page": 250})).await;
    }

    async fn companies(&mut self) {
        for page in 1..=3 {
            let path = "/companies/list";
            let url = format!("{}{path}?page={page}", self.trial.about().api_base);
            let request = self.trial.post(url);
            self.ask("post", path, request).await;
        }
        // The description's text has a single company here, while the schema has only the list.
        for company in self.pages("/companies", "/companies").await {
            let url = format!("/companies?company_id={}", company["company_id"].as_str().unwrap());
            self.get("/companies/{company_id}", &url).await;
        }
        let path = "/companies/scroll";
        let mut url = path.to_owned();
        for _ in 0..3 {
            let scrolled = self.get(path, &url).await;
            let Some(next) = scrolled["scroll_param"].as_str() else { break };
            url = format!("{path}?scroll_param={next}");
        }
    }

    /// Returns a conversation with a company, an SLA and an AI agent.
    pub(crate) async fn one_conversation(&mut self) -> Value {
        for each in self.pages("/conversations", "/conversations").await {
            if !each["company"].is_null() && !each["sla_applied"].is_null() && !each["ai_agent"].is_null() {
                let path = "/conversations/{conversation_id}";
                return self.get(path, &fill(path, each["id"].as_str().unwrap())).await;
            }
        }
        panic!("no conversation has a company, an SLA and an AI agent")
    }

    /// Checks that errors of every kind have the shape of the description's `error`.
    pub(crate) async fn errors(&mut self) {
        let validator = self.description.error_validator();
        let base = self.trial.about().api_base.clone();
        let mut requests =
            vec![self.trial.api("/admins"), self.trial.api("/nowhere").bearer_auth(&self.token)];
        for (_, path, _) in ONES {
            requests.push(self.trial.api(&fill(path, "0")).bearer_auth(&self.token));
        }
        for path in [
            "/contacts?per_page=151",
            "/conversations?starting_after=x",
            "/data_attributes?model=conversation",
        ] {
            requests.push(self.trial.api(path).bearer_auth(&self.token));
        }
        for path in
            ["/contacts/search", "/conversations/search", "/tickets/search", "/admins/activity_logs/search"]
        {
            requests.push(self.trial.post(format!("{base}{path}")).bearer_auth(&self.token).body("{}"));
        }
        for request in requests {
            let given = answer(request).await;
            self.answers += 1;
            assert!(given.status >= 400, "{}", given.body);
            self.faults.extend(faults(&validator, &given.body));
        }
    }

    pub(crate) fn finish(mut self) -> Outcome {
        let empty = self.seen.iter().filter(|(_, was_full)| !**was_full);
        self.faults.extend(empty.map(|(operation, _)| format!("{operation} never returned a record")));
        self.faults.extend(self.coverage.faults());
        Outcome {
            answers: self.answers,
            operations: self.seen.len(),
            faults: self.faults.into_iter().collect(),
        }
    }

    async fn get(&mut self, path: &str, url: &str) -> Value {
        let request = self.trial.api(url);
        self.ask("get", path, request).await
    }

    async fn post(&mut self, path: &str, url: &str, body: &Value) -> Value {
        let url = format!("{}{url}", self.trial.about().api_base);
        let request = self.trial.post(url).body(body.to_string());
        self.ask("post", path, request).await
    }

    async fn ask(&mut self, method: &str, path: &str, request: RequestBuilder) -> Value {
        let request = request.bearer_auth(&self.token).header("intercom-version", "2.16");
        let Answer { status, body } = answer(request).await;
        assert_eq!(status, 200, "{method} {path}: {body}");
        self.answers += 1;
        let operation = format!("{method} {path}");
        let key = (method.to_owned(), path.to_owned());
        let validator =
            self.validators.entry(key).or_insert_with(|| self.description.validator(method, path, "200"));
        self.faults.extend(faults(validator, &body).into_iter().map(|fault| format!("{operation}{fault}")));
        let schema = self.description.answer_schema(method, path, "200");
        self.coverage.note(&self.description.document, &operation, schema, &body);
        let is_full = !has_empty_lists_only(&body);
        *self.seen.entry(operation).or_default() |= is_full;
        body
    }
}

/// Whether an answer is a list, and all of its lists are empty.
fn has_empty_lists_only(body: &Value) -> bool {
    let is_list = body["type"].as_str().is_some_and(|kind| kind.ends_with("list"));
    let arrays =
        body.as_object().into_iter().flat_map(|fields| fields.values()).flat_map(|value| match value {
            Value::Object(inner) => inner.values().filter_map(Value::as_array).collect(),
            value => value.as_array().into_iter().collect::<Vec<_>>(),
        });
    is_list && arrays.into_iter().all(Vec::is_empty)
}

fn records(body: &Value, pointer: &str) -> Vec<Value> {
    body.pointer(pointer).and_then(Value::as_array).cloned().unwrap_or_default()
}

/// Returns the path with `id` in place of its only parameter.
fn fill(path: &str, id: &str) -> String {
    let (before, rest) = path.split_once('{').unwrap();
    format!("{before}{id}{}", rest.split_once('}').unwrap().1)
}

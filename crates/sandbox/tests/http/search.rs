//! Searches: each operator against a filter in the test, and the refusals.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::trial::*;

const DAY: u64 = 86_400;

pub(crate) fn filter(field: &str, operator: &str, value: impl Into<Value>) -> Value {
    json!({"field": field, "operator": operator, "value": value.into()})
}

pub(crate) fn group(operator: &str, filters: &[Value]) -> Value {
    json!({"operator": operator, "value": filters})
}

pub(crate) struct Search {
    pub(crate) trial: Trial,
    pub(crate) token: String,
    pub(crate) path: &'static str,
    pub(crate) key: &'static str,
}

impl Search {
    pub(crate) async fn of(path: &'static str, workspace: &str) -> Self {
        let trial = Trial::start().await;
        let token = trial.token(workspace).await;
        let key = match path {
            "/contacts/search" => "data",
            "/conversations/search" => "conversations",
            _ => "tickets",
        };
        Self { trial, token, path, key }
    }

    async fn ask(&self, body: &Value) -> Answer {
        let url = format!("{}{}", self.trial.about().api_base, self.path);
        answer(self.trial.post(url).bearer_auth(&self.token).body(body.to_string())).await
    }

    /// Returns all matches, from all pages.
    async fn all(&self, query: &Value, sort: Value) -> Vec<Value> {
        let mut pagination = json!({"per_page": 150});
        let mut found = Vec::new();
        loop {
            let page = self.ask(&json!({"query": query, "sort": sort, "pagination": pagination})).await;
            assert_eq!(page.status, 200, "{query}: {}", page.body);
            found.extend(page.body[self.key].as_array().unwrap().iter().cloned());
            pagination = page.body["pages"]["next"].clone();
            if pagination.is_null() {
                assert_eq!(page.body["total_count"], found.len());
                return found;
            }
        }
    }

    /// Compares a search with the test's own filter. The search must find some records, but not all.
    pub(crate) async fn finds(&self, query: &Value, all: &[Value], matches: impl Fn(&Value) -> bool) {
        let expected: Vec<_> = all.iter().filter(|each| matches(each)).map(|each| &each["id"]).collect();
        let found = self.all(query, Value::Null).await;
        let found: Vec<_> = found.iter().map(|each| &each["id"]).collect();
        assert_eq!(found, expected, "{query}");
        assert!(!found.is_empty() && found.len() < all.len(), "{query} finds {}", found.len());
    }
}

fn everything() -> Value {
    filter("created_at", ">", 0)
}

#[tokio::test]
async fn contact_search_takes_every_operator() {
    let search = Search::of("/contacts/search", NORTHWIND).await;
    let all = search.all(&everything(), Value::Null).await;
    assert_eq!(all.len(), 240);
    let text = |each: &Value, field: &str| each[field].as_str().unwrap_or_default().to_lowercase();
    let email = all[9]["email"].as_str().unwrap();
    let name = |each: &Value| text(each, "name");
    search.finds(&filter("email", "=", email), &all, |each| each["email"] == email).await;
    search.finds(&filter("role", "!=", "user"), &all, |each| each["role"] == "lead").await;
    search.finds(&filter("name", "~", "ma"), &all, |each| name(each).contains("ma")).await;
    search.finds(&filter("name", "!~", "ma"), &all, |each| !name(each).contains("ma")).await;
    search.finds(&filter("name", "^", "Zoë"), &all, |each| name(each).starts_with("zoë")).await;
    search
        .finds(&filter("email", "$", "mail.example"), &all, |each| {
            text(each, "email").ends_with("mail.example")
        })
        .await;
    search.finds(&filter("name", "=", Value::Null), &all, |each| each["name"].is_null()).await;
    search.finds(&filter("phone", "!=", Value::Null), &all, |each| !each["phone"].is_null()).await;
    search.finds(&filter("has_hard_bounced", "=", true), &all, |each| each["has_hard_bounced"] == true).await;
    search
        .finds(&filter("location.city", "=", "Kyoto"), &all, |each| each["location"]["city"] == "Kyoto")
        .await;
    let cities = json!(["Kyoto", "Dublin"]);
    let in_cities = |each: &Value| cities.as_array().unwrap().contains(&each["location"]["city"]);
    search.finds(&filter("location.city", "IN", cities.clone()), &all, in_cities).await;
    search.finds(&filter("location.city", "NIN", cities.clone()), &all, |each| !in_cities(each)).await;
    let seats = |each: &Value| each["custom_attributes"]["seats"].as_u64().unwrap();
    search.finds(&filter("custom_attributes.seats", ">", 20), &all, |each| seats(each) > 20).await;
    search.finds(&filter("custom_attributes.seats", ">=", 20), &all, |each| seats(each) >= 20).await;
    search.finds(&filter("custom_attributes.seats", "<=", "20"), &all, |each| seats(each) <= 20).await;
    search
        .finds(&filter("custom_attributes.vip", "=", true), &all, |each| {
            each["custom_attributes"]["vip"] == true
        })
        .await;
    search
        .finds(&filter("custom_attributes.plan", "=", "Team"), &all, |each| {
            each["custom_attributes"]["plan"] == "Team"
        })
        .await;
    let tag = all.iter().find_map(|each| each["tags"]["data"].get(0)).unwrap()["id"].clone();
    let is_tagged =
        |each: &Value| each["tags"]["data"].as_array().unwrap().iter().any(|each| each["id"] == tag);
    search.finds(&filter("tag_id", "=", tag.clone()), &all, is_tagged).await;
    search.finds(&filter("tag_id", "!=", tag.clone()), &all, |each| !is_tagged(each)).await;
}

#[tokio::test]
async fn dates_of_contacts_match_whole_days_of_the_workspace() {
    let search = Search::of("/contacts/search", NORTHWIND).await;
    let all = search.all(&everything(), Value::Null).await;
    let made = |each: &Value| each["created_at"].as_u64().unwrap();
    let zone = jiff::tz::TimeZone::get("America/Los_Angeles").unwrap();
    let day =
        |at: u64| jiff::Timestamp::from_second(at.try_into().unwrap()).unwrap().to_zoned(zone.clone()).date();
    let middle = made(&all[20]);
    search.finds(&filter("created_at", "=", middle), &all, |each| day(made(each)) == day(middle)).await;
    search.finds(&filter("created_at", ">", middle), &all, |each| day(made(each)) > day(middle)).await;
    search
        .finds(&filter("created_at", "<", middle.to_string()), &all, |each| day(made(each)) < day(middle))
        .await;
    for operator in ["!=", ">=", "<=", "IN", "NIN", "~"] {
        let value = if operator.ends_with('N') { json!([middle]) } else { json!(middle) };
        let refused = search.ask(&json!({"query": filter("created_at", operator, value)})).await;
        assert_eq!(refused.error().0, 400, "{operator}");
    }
    let tagged = search.ask(&json!({"query": filter("tag_id", "IN", json!(["1"]))})).await;
    assert_eq!(tagged.error().0, 400);
}

#[tokio::test]
async fn conversation_search_takes_states_people_tags_and_times() {
    let search = Search::of("/conversations/search", NORTHWIND).await;
    let all = search.all(&everything(), Value::Null).await;
    assert_eq!(all.len(), 128);
    for (state, many) in [("open", 18), ("snoozed", 7), ("closed", 103)] {
        let query = filter("state", "=", state);
        search.finds(&query, &all, |each| each["state"] == state).await;
        assert_eq!(search.all(&query, Value::Null).await.len(), many, "{state}");
    }
    search.finds(&filter("open", "=", false), &all, |each| each["state"] == "closed").await;
    let made = |each: &Value| each["created_at"].as_u64().unwrap();
    let middle = made(&all[40]);
    // The description says "Greater (or equal) than", and dates match to the second.
    search.finds(&filter("created_at", ">", middle), &all, |each| made(each) >= middle).await;
    search.finds(&filter("created_at", "<", middle), &all, |each| made(each) <= middle).await;
    search.finds(&filter("created_at", "=", middle), &all, |each| made(each) == middle).await;
    search.finds(&filter("created_at", "!=", middle), &all, |each| made(each) != middle).await;
    let admin = &all.iter().find(|each| each["admin_assignee_id"] != 0).unwrap()["admin_assignee_id"];
    search
        .finds(&filter("admin_assignee_id", "=", admin.clone()), &all, |each| {
            each["admin_assignee_id"] == *admin
        })
        .await;
    let teammate = json!(admin.to_string());
    search
        .finds(&filter("teammate_ids", "=", teammate), &all, |each| each["admin_assignee_id"] == *admin)
        .await;
    let contact = &all[0]["contacts"]["contacts"][0]["id"];
    search
        .finds(&filter("contact_ids", "=", contact.clone()), &all, |each| {
            each["contacts"]["contacts"][0]["id"] == *contact
        })
        .await;
    let tag = all.iter().find_map(|each| each["tags"]["tags"].get(0)).unwrap()["id"].clone();
    let is_tagged =
        |each: &Value| each["tags"]["tags"].as_array().unwrap().iter().any(|each| each["id"] == tag);
    search.finds(&filter("tag_ids", "IN", json!([tag])), &all, is_tagged).await;
    search.finds(&filter("source.type", "=", "email"), &all, |each| each["source"]["type"] == "email").await;
    let orders = |each: &Value| each["custom_attributes"]["Orders"] == 3;
    search.finds(&filter("custom_attributes.Orders", "=", 3), &all, orders).await;
    search.finds(&filter("custom_attributes.Orders", "=", "3"), &all, orders).await;
    let more = |each: &Value| each["custom_attributes"]["Orders"].as_u64() >= Some(5);
    search.finds(&filter("custom_attributes.Orders", ">", 5), &all, more).await;
    let area = |each: &Value| each["custom_attributes"]["Area"] == "Billing";
    search.finds(&filter("custom_attributes.Area", "=", "billing"), &all, area).await;
    let unknown = search.ask(&json!({"query": filter("custom_attributes.Mood", "=", "x")})).await;
    assert_eq!(unknown.error().0, 400);
    let reopened = |each: &Value| each["statistics"]["count_reopens"].as_u64() >= Some(1);
    search.finds(&filter("statistics.count_reopens", ">", 1), &all, reopened).await;
    let rated = |each: &Value| each["conversation_rating"]["rating"] == 5;
    search.finds(&filter("conversation_rating.score", "=", 5), &all, rated).await;
    search
        .finds(&filter("waiting_since", "!=", Value::Null), &all, |each| !each["waiting_since"].is_null())
        .await;
}

#[tokio::test]
async fn search_matches_single_words_of_a_conversations_body() {
    let search = Search::of("/conversations/search", NORTHWIND).await;
    let all = search.all(&everything(), Value::Null).await;
    let says = |each: &Value| each["source"]["body"].as_str().unwrap().contains("invoice");
    search.finds(&filter("source.body", "=", "Invoice"), &all, says).await;
    assert!(search.all(&filter("source.body", "=", "same invoice"), Value::Null).await.is_empty());
}

#[tokio::test]
async fn ticket_search_takes_categories_states_and_attributes() {
    let search = Search::of("/tickets/search", NORTHWIND).await;
    let all = search.all(&everything(), Value::Null).await;
    assert_eq!(all.len(), 64);
    for (word, category) in [("request", "Customer"), ("task", "Back-office"), ("tracker", "Tracker")] {
        search.finds(&filter("category", "=", word), &all, |each| each["category"] == category).await;
    }
    search.finds(&filter("open", "=", true), &all, |each| each["open"] == true).await;
    search
        .finds(&filter("state", "=", "resolved"), &all, |each| each["ticket_state"]["category"] == "resolved")
        .await;
    let made = |each: &Value| each["created_at"].as_u64().unwrap();
    let middle = made(&all[30]);
    search.finds(&filter("created_at", ">=", middle), &all, |each| made(each) >= middle).await;
    search
        .finds(&filter("title", "~", "export"), &all, |each| {
            each["ticket_attributes"]["_default_title_"].as_str().unwrap().contains("Export")
        })
        .await;
    let ticket_type = &all[0]["ticket_type"];
    let is_of_type = |each: &Value| each["ticket_type"]["id"] == ticket_type["id"];
    search.finds(&filter("ticket_type_id", "=", ticket_type["id"].clone()), &all, is_of_type).await;
    let severity = &ticket_type["ticket_type_attributes"]["ticket_type_attributes"][2]["id"];
    let field = format!("ticket_attribute.{}", severity.as_str().unwrap());
    search.finds(&filter(&field, "=", 1), &all, |each| each["ticket_attributes"]["Severity"] == 1).await;
}

#[tokio::test]
async fn groups_nest_twice_and_hold_fifteen_filters() {
    let search = Search::of("/conversations/search", NORTHWIND).await;
    let all = search.all(&everything(), Value::Null).await;
    let (open, email) = (filter("state", "=", "open"), filter("source.type", "=", "email"));
    let (snoozed, assisted) = (filter("state", "=", "snoozed"), filter("ai_agent_participated", "=", true));
    let query = group(
        "AND",
        &[group("OR", &[open.clone(), snoozed.clone()]), group("OR", &[email.clone(), assisted.clone()])],
    );
    search
        .finds(&query, &all, |each| {
            each["state"] != "closed"
                && (each["source"]["type"] == "email" || each["ai_agent_participated"] == true)
        })
        .await;
    search
        .finds(&group("AND", &[open.clone(), email]), &all, |each| {
            each["state"] == "open" && each["source"]["type"] == "email"
        })
        .await;
    assert_eq!(search.ask(&json!({"query": group("OR", &vec![open.clone(); 15])})).await.status, 200);
    for wrong in [
        group("OR", &vec![open.clone(); 16]),
        group("AND", &[group("OR", &[group("AND", &[open])])]),
        group("AND", &[]),
        json!({"operator": "AND", "value": "x"}),
    ] {
        let refused = search.ask(&json!({"query": wrong})).await;
        assert_eq!((refused.error().0, refused.error().1), (400, "parameter_invalid"), "{wrong}");
    }
}

#[tokio::test]
async fn refused_search_names_its_error() {
    let contacts = Search::of("/contacts/search", NORTHWIND).await;
    for (query, said) in [
        (filter("shoe_size", "=", "42"), "shoe_size"),
        (filter("custom_attributes.shoe_size", "=", "42"), "shoe_size"),
        (filter("name", "LIKE", "x"), "LIKE"),
        (filter("name", ">", "x"), "> is not supported on name"),
        (filter("has_hard_bounced", "~", "x"), "has_hard_bounced"),
        (filter("created_at", ">", "foobar"), "created_at"),
        (filter("name", "=", 1), "type of name"),
        (filter("role", "IN", "user"), "type of role"),
        (filter("has_hard_bounced", "=", "yes"), "type of has_hard_bounced"),
        (json!({"operator": "=", "value": "x"}), "needs a field"),
        (Value::Null, "needs a query"),
        (json!([]), "needs a query"),
    ] {
        let refused = contacts.ask(&json!({"query": query})).await;
        let (status, code, message) = refused.error();
        assert_eq!((status, code), (400, "parameter_invalid"), "{query}");
        assert!(message.contains(said), "{query}: {message}");
    }
    for path in ["/conversations/search", "/tickets/search"] {
        let other = Search::of(path, NORTHWIND).await;
        assert_eq!(other.ask(&json!({})).await.error().1, "parameter_invalid");
        let url = format!("{}{path}", other.trial.about().api_base);
        let broken = answer(other.trial.post(url).bearer_auth(&other.token).body("{")).await;
        assert_eq!((broken.error().0, broken.error().1), (400, "parameter_invalid"));
    }
    let bounded = Search::of("/conversations/search", NORTHWIND).await;
    let refused = bounded.ask(&json!({"query": filter("created_at", ">=", 1)})).await;
    assert_eq!(refused.error().0, 400);
}

/// Records without a value come last.
#[tokio::test]
async fn sort_orders_the_found_records_over_all_pages() {
    let search = Search::of("/contacts/search", NORTHWIND).await;
    for (field, is_text) in [("name", true), ("last_replied_at", false), ("created_at", false)] {
        for (order, is_reversed) in [("ascending", false), ("descending", true)] {
            let sorted = search.all(&everything(), json!({"field": field, "order": order})).await;
            assert_eq!(sorted.len(), 240);
            let (with, without): (Vec<_>, Vec<_>) = sorted.iter().partition(|each| !each[field].is_null());
            assert!(sorted.ends_with(&without.into_iter().cloned().collect::<Vec<_>>()), "{field} {order}");
            let keys = with.iter().map(|each| match is_text {
                true => each[field].as_str().unwrap().to_lowercase(),
                false => format!("{:020}", each[field].as_u64().unwrap()),
            });
            let mut keys: Vec<_> = keys.collect();
            if is_reversed {
                keys.reverse();
            }
            assert!(keys.is_sorted(), "{field} {order}");
        }
    }
    let default = search.all(&everything(), json!({"field": "created_at"})).await;
    assert_eq!(
        default,
        search.all(&everything(), json!({"field": "created_at", "order": "descending"})).await
    );
    let refused =
        search.ask(&json!({"query": everything(), "sort": {"field": "name", "order": "desc"}})).await;
    let message = "Invalid sort order 'desc'. Must be one of: ascending, descending";
    assert_eq!(refused.error(), (400, "invalid_sort_order", message));
    let refused = search.ask(&json!({"query": everything(), "sort": {"field": "x"}})).await;
    assert_eq!((refused.error().0, refused.error().1), (400, "parameter_invalid"));
}

/// Intercom documents `sort` for contacts only.
#[tokio::test]
async fn search_sort_decides_on_sort_of_conversations_and_tickets() {
    let field = "updated_at";
    for path in ["/conversations/search", "/tickets/search"] {
        let search = Search::of(path, NORTHWIND).await;
        let query = filter("state", "!=", "nothing");
        let unsorted = search.all(&query, Value::Null).await;
        let keys =
            |found: &[Value]| -> Vec<u64> { found.iter().filter_map(|each| each[field].as_u64()).collect() };
        assert!(!keys(&unsorted).is_sorted() && !keys(&unsorted).iter().rev().is_sorted(), "{path}");
        let orders = ["ascending", "descending"].map(|order| json!({"field": field, "order": order}));
        let wrong = [json!({"field": field, "order": "desc"}), json!({"field": "x"}), json!("x"), json!([1])];
        for sort in orders.iter().chain(&wrong) {
            assert_eq!(search.all(&query, sort.clone()).await, unsorted, "{path} {sort}");
        }

        search.trial.switch(&json!({"search_sort": "honoured"})).await;
        let [ascending, descending] = orders;
        assert!(keys(&search.all(&query, ascending).await).is_sorted(), "{path}");
        assert!(keys(&search.all(&query, descending).await).iter().rev().is_sorted(), "{path}");
        for sort in wrong {
            let refused = search.ask(&json!({"query": query, "sort": sort})).await;
            assert_eq!(refused.status, 400, "{path} {sort}");
        }
    }
}

#[tokio::test]
async fn search_reads_its_page_from_the_body_only() {
    let search = Search::of("/contacts/search", NORTHWIND).await;
    let body = json!({"query": everything()});
    let first = search.ask(&body).await.body;
    assert_eq!((&first["pages"]["per_page"], &first["pages"]["page"]), (&json!(50), &json!(1)));
    let cursor = first["pages"]["next"]["starting_after"].as_str().unwrap();
    let url = format!("{}/contacts/search", search.trial.about().api_base);
    let request = search.trial.post(url).query(&[("starting_after", cursor), ("per_page", "3")]);
    let again = answer(request.bearer_auth(&search.token).body(body.to_string())).await.body;
    assert_eq!(again, first);
    let second = search.ask(&json!({"query": everything(), "pagination": first["pages"]["next"]})).await.body;
    assert_eq!(second["pages"]["page"], 2);
    assert_ne!(second["data"][0], first["data"][0]);
    for (pagination, code) in [
        (json!({"per_page": 151}), "parameter_invalid"),
        (json!({"per_page": 0}), "parameter_invalid"),
        (json!({"per_page": "5"}), "parameter_invalid"),
        (json!({"starting_after": "x"}), "client_error"),
        (json!({"starting_after": 1}), "client_error"),
    ] {
        let refused = search.ask(&json!({"query": everything(), "pagination": pagination})).await;
        assert_eq!((refused.error().0, refused.error().1), (400, code), "{pagination}");
    }
    for wrong in [json!("x"), json!([1]), json!(1), json!(true), json!([])] {
        for part in ["pagination", "sort"] {
            let refused = search.ask(&json!({"query": everything(), part: wrong})).await;
            assert_eq!((refused.error().0, refused.error().1), (400, "parameter_invalid"), "{part} {wrong}");
            assert_eq!(refused.body["errors"][0]["field"], part);
        }
    }
}

#[tokio::test]
async fn search_in_an_empty_workspace_finds_nothing() {
    for path in ["/contacts/search", "/conversations/search", "/tickets/search"] {
        let search = Search::of(path, FIELDNOTE).await;
        let found = search.ask(&json!({"query": everything()})).await.body;
        assert_eq!((&found["total_count"], &found[search.key]), (&json!(0), &json!([])), "{path}");
        assert_eq!(found["pages"]["total_pages"], 0);
    }
}

#[tokio::test]
async fn search_of_ten_thousand_contacts_is_fast() {
    let search = Search::of("/contacts/search", KESTREL).await;
    let began = Instant::now();
    let query = group("OR", &[filter("name", "~", "sato"), filter("email_domain", "=", "mail.example")]);
    let found = search.ask(&json!({"query": query, "pagination": {"per_page": 1}})).await.body;
    // A release build takes some hundredths of a second. The limit leaves room for slow and busy computers.
    assert!(began.elapsed().as_secs() < 20, "{:?}", began.elapsed());
    assert!(found["total_count"].as_u64().unwrap() > 500);
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
    for day in 1..=30 {
        let query = filter("created_at", "=", now - day * DAY);
        let found = search.ask(&json!({"query": query, "pagination": {"per_page": 1}})).await.body;
        assert!(found["total_count"].as_u64() > Some(0), "{day} days ago");
    }
}

/// Returns the heaviest possible searches: fifteen groups of fifteen filters, or thousands of values.
fn heavy() -> [Value; 3] {
    let texts = ["name", "email", "external_id"];
    let filters = |field: &str| vec![filter(field, "~", "nobody at all"); 15];
    let groups: Vec<_> = (0..15).map(|each| group("OR", &filters(texts[each % 3]))).collect();
    let names: Vec<_> = (0..6_500).map(|each| format!("n{each}")).collect();
    let dates = vec![filter("ios_last_seen_at", ">", 4_000_000_000_u64); 15];
    [group("OR", &groups), filter("name", "IN", names), group("OR", &vec![group("OR", &dates); 15])]
}

#[tokio::test]
async fn heaviest_searches_get_an_answer() {
    let search = Search::of("/contacts/search", KESTREL).await;
    for query in heavy() {
        let found = search.ask(&json!({"query": query})).await;
        assert_eq!((found.status, &found.body["total_count"]), (200, &json!(0)));
    }
    let all: Vec<_> = search.ask(&json!({"query": everything()})).await.body["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|each| each["id"].clone())
        .collect();
    for (operator, expected) in [("IN", 50), ("NIN", 9_950)] {
        let found = search.ask(&json!({"query": filter("id", operator, all.clone())})).await;
        assert_eq!(found.body["total_count"], expected, "{operator}");
    }
}

/// The sandbox of a test has one thread for requests. Searches on that thread would delay `/me` until their end.
#[tokio::test]
async fn heaviest_searches_delay_no_other_request() {
    let search = Search::of("/contacts/search", KESTREL).await;
    let [heaviest, ..] = heavy();
    let body = json!({"query": heaviest});
    let found = futures_util::future::join_all((0..6).map(async |_| {
        assert_eq!(search.ask(&body).await.status, 200);
        Instant::now()
    }));
    let me = async {
        tokio::time::sleep(Duration::from_millis(20)).await;
        assert_eq!(search.trial.me(&search.token).await.status, 200);
        Instant::now()
    };
    let began = Instant::now();
    let (found, me_at) = tokio::join!(found, me);
    let took: Vec<_> = found.iter().map(|at| *at - began).collect();
    assert!(found.iter().filter(|at| **at > me_at).count() > 2, "{took:?}, and /me {:?}", me_at - began);
}

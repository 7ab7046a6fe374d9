use std::collections::HashSet;
use std::time::Duration;

use serde_json::{Value, json};
use switchhook_engine::contract::Account;
use switchhook_engine::core::{
    AccountId, AccountProblem, ApiPath, Code, PageError, Problem, ProviderCode, ProviderProblem, ReadRefusal,
    Unreadable,
};
use switchhook_engine::{Asking, Head, Page, RefusedPage, Shortfall};

use crate::figures::{KESTREL, NORTHWIND, connect_through, connected};
use crate::front::{Front, Reply};
use crate::scenario::Scenario;

async fn asking(scenario: &Scenario, account: &Account, path: &str, follows: bool) -> Asking {
    scenario.connector.remote().ask_api(&account.id, ApiPath::new(path).unwrap(), follows).await.unwrap()
}

/// Returns the first answer to a path.
async fn ask(scenario: &Scenario, account: &Account, path: &str) -> Result<Page, Box<RefusedPage>> {
    asking(scenario, account, path, false).await.next(|_| ()).await.unwrap()
}

async fn refused(scenario: &Scenario, account: &Account, path: &str) -> RefusedPage {
    *ask(scenario, account, path).await.unwrap_err()
}

/// Returns every page, and the problem that ended them.
async fn all(scenario: &Scenario, account: &Account, path: &str) -> (Vec<Value>, Option<Problem>) {
    let mut asking = asking(scenario, account, path, true).await;
    let mut pages = Vec::new();
    while let Some(page) = asking.next(|_| ()).await {
        match page {
            Ok(page) => pages.push(body(&page)),
            Err(refused) => return (pages, Some(refused.problem)),
        }
    }
    (pages, None)
}

/// Returns the problem of an unusable next page.
fn leads_nowhere(host: String, why: PageError) -> Problem {
    ProviderProblem::Unreadable { host, why: Unreadable::Page(why), code: None }.into()
}

fn body(page: &Page) -> Value {
    serde_json::from_str(&page.body.line()).unwrap()
}

fn header<'a>(head: &'a Head, name: &str) -> Option<&'a str> {
    head.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
}

#[tokio::test]
async fn single_request_returns_one_page_with_its_head() {
    let scenario = Scenario::new().await;
    let account = connected(&scenario, NORTHWIND).await;
    let mut asking = asking(&scenario, &account, "/contacts?per_page=3", false).await;
    let page = asking.next(|_| ()).await.unwrap().unwrap();
    let contacts = body(&page);
    assert_eq!(contacts["data"].as_array().unwrap().len(), 3, "the query is sent too");
    assert!(contacts["pages"]["next"]["starting_after"].is_string(), "there would be more");
    assert!(asking.next(|_| ()).await.is_none(), "no further page was asked for");
    assert_eq!((page.head.protocol, page.head.status, page.head.reason), ("HTTP/1.1", 200, "OK"));
    assert_eq!(header(&page.head, "intercom-version"), None);
    assert_eq!(header(&page.head, "x-ratelimit-limit"), Some("1666"));
    assert!(header(&page.head, "x-request-id").is_some());
}

#[tokio::test]
async fn pagination_reaches_the_last_page_in_every_style() {
    let scenario = Scenario::new().await;
    let account = connected(&scenario, KESTREL).await;
    let (pages, end) = all(&scenario, &account, "/contacts?per_page=150").await;
    assert_eq!(end, None);
    assert_eq!(pages.len(), 67);
    let contacts = pages.iter().flat_map(|page| page["data"].as_array().unwrap());
    let ids: HashSet<&str> = contacts.map(|contact| contact["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), 10_000, "each once");

    let account = connected(&scenario, NORTHWIND).await;
    for (path, key) in [
        ("/companies?per_page=2&page=1", "data"),
        ("/companies/scroll", "data"),
        ("/articles?per_page=2", "data"),
        ("/conversations?per_page=7", "conversations"),
        ("/tags", "data"),
    ] {
        let (pages, end) = all(&scenario, &account, path).await;
        assert_eq!(end, None, "{path}");
        let ids: Vec<String> = pages
            .iter()
            .flat_map(|page| page[key].as_array().unwrap())
            .map(|each| each["id"].to_string())
            .collect();
        let once: HashSet<&String> = ids.iter().collect();
        assert_eq!(ids.len(), once.len(), "{path}: nothing twice");
        let total = &pages[0]["total_count"];
        assert!(total.is_null() || *total == ids.len(), "{path}: {} of {total}", ids.len());
        assert!(pages.len() > 1 || path == "/tags", "{path}");
    }
}

#[tokio::test]
async fn next_page_address_is_followed_on_the_same_host_only() {
    let scenario = Scenario::new().await;
    let account = connected(&scenario, NORTHWIND).await;
    let (contacts, _) = all(&scenario, &account, "/contacts?per_page=150").await;
    let several = contacts
        .iter()
        .flat_map(|page| page["data"].as_array().unwrap())
        .find(|contact| contact["companies"]["total_count"].as_u64().is_some_and(|count| count > 1));
    let id = several.expect("a contact is in two companies")["id"].as_str().unwrap().to_string();
    let path = format!("/contacts/{id}/companies?per_page=1");
    let (pages, end) = all(&scenario, &account, &path).await;
    assert!(pages[0]["pages"]["next"].is_string(), "an address: {}", pages[0]["pages"]);
    assert_eq!(end, None);
    assert_eq!(pages[0]["total_count"], pages.len());

    // the front has another address than the next page in the answer
    let front = Front::start(&scenario, &[]).await;
    let account = connect_through(&scenario, &front).await;
    let (pages, end) = all(&scenario, &account, &path).await;
    assert_eq!(pages.len(), 1, "the first page is returned");
    let end = end.expect("an error ends the pages");
    assert_eq!(end.code(), Code::ProviderUnreadable);
    assert_eq!(end, leads_nowhere(front.host(), PageError::Elsewhere));
    assert_eq!(front.counted().0, 1);
}

#[tokio::test]
async fn repeated_cursor_ends_pagination_with_an_error() {
    let scenario = Scenario::new().await;
    let account = connected(&scenario, NORTHWIND).await;
    scenario.switch("reads", "repeated_cursor").await;
    let (pages, end) = all(&scenario, &account, "/contacts?per_page=5").await;
    assert_eq!(pages.len(), 2, "the second one names itself");
    let end = end.unwrap();
    assert_eq!(end.code(), Code::ProviderUnreadable);
    assert_eq!(end, leads_nowhere(scenario.host(), PageError::Repeated));
}

/// Answers these paths with these pages from now on, within a rate limit that delays nobody.
fn answer_pages(front: &Front, pages: &[(&str, Value)]) {
    for (path, page) in pages {
        let reply = Reply::of("200 OK", page.to_string());
        front.answer(path, reply.with("x-ratelimit-limit: 1666").with("x-ratelimit-remaining: 1665"));
    }
}

/// Reads every page. Returns their number, the problem that ended them, and the shortfall.
async fn read_by(
    scenario: &Scenario,
    account: &Account,
    path: &str,
) -> (usize, Option<Problem>, Option<Shortfall>) {
    let (mut asking, mut pages) = (asking(scenario, account, path, true).await, 0);
    while let Some(page) = asking.next(|_| ()).await {
        match page {
            // the longest list of these tests is shorter
            Ok(_) if pages > 60 => panic!("{path} never ends"),
            Ok(_) => pages += 1,
            Err(refused) => return (pages, Some(refused.problem), asking.shortfall()),
        }
    }
    (pages, None, asking.shortfall())
}

#[tokio::test]
async fn next_pages_keep_the_first_query() {
    let scenario = Scenario::new().await;
    let front = Front::start(&scenario, &[]).await;
    let account = connect_through(&scenario, &front).await;
    let next = format!("{}/companies?per_page=1&page=2", front.address);
    answer_pages(
        &front,
        &[
            ("/companies?tag_id=7&per_page=1", json!({ "data": [{ "id": "a" }], "pages": { "next": next } })),
            (
                "/companies?per_page=1&page=2&tag_id=7",
                json!({ "data": [{ "id": "b" }], "pages": { "next": { "per_page": 1, "starting_after": null } } }),
            ),
        ],
    );
    let read = read_by(&scenario, &account, "/companies?tag_id=7&per_page=1").await;
    assert_eq!(read, (2, None, None));
}

#[tokio::test]
async fn endless_pages_end_with_an_error() {
    let scenario = Scenario::new().await;
    let front = Front::start(&scenario, &[]).await;
    let account = connect_through(&scenario, &front).await;
    let after = |cursor: &str, data: Value| json!({ "data": data, "pages": { "next": { "starting_after": cursor } } });
    let ended = |pages, why| (pages, Some(leads_nowhere(front.host(), why)), None);
    // each page is empty and names another cursor
    answer_pages(&front, &[("/empty", after("0", json!([])))]);
    for page in 0..30 {
        let path = format!("/empty?starting_after={page}");
        answer_pages(&front, &[(&path, after(&(page + 1).to_string(), json!([])))]);
    }
    assert_eq!(read_by(&scenario, &account, "/empty").await, ended(25, PageError::Empty));
    // a few empty pages are no reason to stop
    let end = json!({ "data": [{ "id": "a" }], "pages": { "next": null } });
    answer_pages(&front, &[("/empty?starting_after=20", end)]);
    assert_eq!(read_by(&scenario, &account, "/empty").await, (22, None, None));
    // the cursor changes, and the records do not
    let records = || json!([{ "id": "a" }, { "id": "b" }]);
    answer_pages(
        &front,
        &[("/same", after("1", records())), ("/same?starting_after=1", after("2", records()))],
    );
    assert_eq!(read_by(&scenario, &account, "/same").await, ended(1, PageError::Repeated));
    // the cursors lead round in a circle
    answer_pages(
        &front,
        &[
            ("/circle", after("1", json!([{ "id": "a" }]))),
            ("/circle?starting_after=1", after("2", json!([{ "id": "b" }]))),
            ("/circle?starting_after=2", after("1", json!([{ "id": "c" }]))),
        ],
    );
    assert_eq!(read_by(&scenario, &account, "/circle").await, ended(3, PageError::Repeated));
    // a scroll brings the page before the last page again
    let scrolled = |id: &str, next: &str| json!({ "data": [{ "id": id }], "scroll_param": next });
    answer_pages(
        &front,
        &[
            ("/companies/scroll", scrolled("a", "1")),
            ("/companies/scroll?scroll_param=1", scrolled("b", "2")),
            ("/companies/scroll?scroll_param=2", scrolled("a", "1")),
        ],
    );
    assert_eq!(read_by(&scenario, &account, "/companies/scroll").await, ended(2, PageError::Repeated));
}

#[tokio::test]
async fn short_list_reports_its_missing_records() {
    let scenario = Scenario::new().await;
    let front = Front::start(&scenario, &[]).await;
    let account = connect_through(&scenario, &front).await;
    let short = |announced, came| Some(Shortfall { announced, came });
    for (name, totals, shortfall) in [
        ("whole", [Some(3), Some(3)], None),
        ("short", [Some(5), Some(5)], short(5, 3)),
        ("shrinks", [Some(5), Some(3)], None),
        ("grows", [Some(3), Some(5)], None),
        ("shrinks-and-is-short", [Some(9), Some(4)], short(4, 3)),
        ("more", [Some(2), Some(2)], None),
        ("once", [Some(5), None], short(5, 3)),
        ("untold", [None, None], None),
    ] {
        let (first, second) = (format!("/{name}"), format!("/{name}?page=2"));
        let [one, two] = totals;
        answer_pages(
            &front,
            &[
                (&first, json!({ "data": [{}, {}], "total_count": one, "pages": { "next": { "page": 2 } } })),
                (&second, json!({ "data": [{}], "total_count": two, "pages": { "next": null } })),
            ],
        );
        assert_eq!(read_by(&scenario, &account, &first).await, (2, None, shortfall), "{name}");
        assert_eq!(
            read_by(&scenario, &account, &second).await,
            (1, None, None),
            "{name}: not from its start"
        );
        let mut one_page = asking(&scenario, &account, &first, false).await;
        one_page.next(|_| ()).await.unwrap().unwrap();
        assert_eq!(one_page.shortfall(), None, "{name}: nobody asked for more");
    }
}

#[tokio::test]
async fn refusal_is_explained_and_keeps_the_providers_body() {
    let scenario = Scenario::new().await;
    let account = connected(&scenario, NORTHWIND).await;
    scenario.switch("missing_permissions", ["read_tags"]).await;
    for (refusal, status) in [("unauthorized", 401), ("forbidden", 403)] {
        scenario.switch("permission_refusal", refusal).await;
        let refused = refused(&scenario, &account, "/tags").await;
        assert_eq!(refused.problem.code(), Code::CodeRejected, "{refusal}");
        let expected = (ReadRefusal::NotAllowed, Some("Read tags".to_string()));
        assert_eq!(read_refused(&refused.problem), expected, "{refusal}");
        assert_eq!(refused.head.unwrap().status, status);
        assert!(refused.body.unwrap().line().contains(r#""type":"error.list""#));
    }
    for (path, status, code, provider_code) in [
        ("/contacts/814", 404, Code::NotFound, "not_found"),
        ("/nothing/here", 404, Code::NotFound, "not_found"),
        ("/contacts?per_page=9000", 400, Code::Usage, "parameter_invalid"),
        ("/contacts?starting_after=x", 400, Code::Usage, "client_error"),
        ("/data_attributes?model=x", 422, Code::Usage, "parameter_invalid"),
    ] {
        let refused = refused(&scenario, &account, path).await;
        assert_eq!((refused.head.unwrap().status, refused.problem.code()), (status, code), "{path}");
        assert_eq!(refused.problem.provider_code(), ProviderCode::new(provider_code).as_ref(), "{path}");
        assert!(refused.body.is_some(), "{path}");
    }
    scenario.switch("plan", "restricted").await;
    let restricted = refused(&scenario, &account, "/conversations").await.problem;
    assert_eq!(restricted.code(), Code::CodeRejected);
    assert_eq!(read_refused(&restricted), (ReadRefusal::NotInPlan, None));
    scenario.switch("plan", "full").await;

    scenario.connector.remote().uninstall(&account.id).await.unwrap();
    for path in ["/tags", "/me"] {
        let dead = refused(&scenario, &account, path).await;
        assert_eq!(dead.problem.code(), Code::CodeRejected, "{path}");
        assert_eq!(read_refused(&dead.problem), (ReadRefusal::Dead, None), "{path}");
    }
}

/// Returns the refusal of a read, and the permission that the app lacks.
fn read_refused(problem: &Problem) -> (ReadRefusal, Option<String>) {
    match problem {
        Problem::Provider(ProviderProblem::ReadRefused { refusal, permission, .. }) => {
            (*refusal, permission.clone())
        }
        other => panic!("the read should have been refused, but {other:?}"),
    }
}

// A 401 may mean a dead token or a missing permission. If `/me` is silent, no problem asks for a reconnect.
#[tokio::test]
async fn ambiguous_401_is_settled_by_me_or_left_open() {
    let scenario = Scenario::new().await;
    const UNAUTHORIZED: &str = r#"{"type":"error.list","errors":[{"code":"unauthorized"}]}"#;
    let answers =
        [("/tags", "401 Unauthorized", UNAUTHORIZED), ("/brands", "401 Unauthorized", UNAUTHORIZED)];
    let front = Front::start(&scenario, Box::leak(Box::new(answers))).await;
    let account = connect_through(&scenario, &front).await;
    for (path, permission) in [("/tags", Some("Read tags".to_string())), ("/brands", None)] {
        let problem = refused(&scenario, &account, path).await.problem;
        assert_eq!(problem.code(), Code::CodeRejected);
        let (host, refusal) = (front.host(), ReadRefusal::NotAllowed);
        let code = ProviderCode::new("unauthorized");
        assert_eq!(problem, ProviderProblem::ReadRefused { host, refusal, permission, code }.into());
    }
    scenario.switch("me", "error").await;
    let problem = refused(&scenario, &account, "/tags").await.problem;
    assert_eq!(problem.code(), Code::CodeRejected);
    assert_ne!(read_refused(&problem).0, ReadRefusal::Dead, "the problem asks for no reconnect");
    let status = scenario.account(&account.id).await.status;
    assert_eq!(status, account.status, "a question changes nothing of the account");
}

#[tokio::test]
async fn provider_errors_are_named_without_non_json_bodies() {
    let scenario = Scenario::new().await;
    let account = connected(&scenario, NORTHWIND).await;
    for (reads, code, has_body) in [
        ("error", Code::ProviderUnreachable, true),
        ("unavailable", Code::ProviderUnreachable, true),
        ("html", Code::ProviderUnreachable, false),
        ("no_body", Code::ProviderUnreadable, false),
        ("broken_off", Code::ProviderUnreachable, false),
    ] {
        scenario.switch("reads", reads).await;
        let refused = refused(&scenario, &account, "/tags").await;
        assert_eq!((refused.problem.code(), refused.body.is_some()), (code, has_body), "{reads}");
        assert_eq!(refused.head.is_none(), reads == "broken_off", "{reads}");
    }
    let moved =
        Front::start(&scenario, &[("/x", "302 Found\r\nlocation: https://evil.example/", "{}")]).await;
    let account = connect_through(&scenario, &moved).await;
    let problem = refused(&scenario, &account, "/x").await.problem;
    assert_eq!(problem.code(), Code::ProviderUnreadable);
    let (host, status) = (moved.host(), 302);
    assert_eq!(problem, ProviderProblem::Redirected { host, status, code: None }.into());
}

#[tokio::test]
async fn answer_that_repeats_the_token_is_not_shown() {
    let scenario = Scenario::new().await;
    let front = Front::start(
        &scenario,
        &[
            ("/echo", "200 OK", r#"{"x":"{request}"}"#),
            ("/refuses", "400 No", r#"{"errors":["{request}"]}"#),
            ("/links", "302 Found\r\nlocation: /?token={secrets}", "{}"),
        ],
    )
    .await;
    let account = connect_through(&scenario, &front).await;
    for path in ["/echo", "/refuses", "/links"] {
        let refused = refused(&scenario, &account, path).await;
        assert_eq!(refused.problem.code(), Code::ProviderUnreadable);
        assert_eq!(refused.problem, ProviderProblem::RepeatedToken { host: front.host() }.into());
        assert!(refused.head.is_none() && refused.body.is_none(), "nothing of it is handed on");
    }
}

#[tokio::test]
async fn used_up_rate_limit_is_waited_for_and_reported() {
    let scenario = Scenario::new().await;
    let account = connected(&scenario, NORTHWIND).await;
    scenario.switch("rate_limit", 2).await;
    let mut asking = asking(&scenario, &account, "/contacts?per_page=40", true).await;
    let (mut waited, mut contacts) = (Vec::new(), 0);
    while let Some(page) = asking.next(|wait| waited.push(wait.long)).await {
        contacts += body(&page.unwrap())["data"].as_array().unwrap().len();
        if contacts >= 120 {
            break;
        }
    }
    assert_eq!(contacts, 120, "three pages, of which a window has room for two");
    assert!(!waited.is_empty() && waited.iter().all(|pause| *pause <= Duration::from_secs(11)), "{waited:?}");
    let requests = scenario.requests().await;
    let too_many = requests.iter().filter(|request| request["status"] == 429).count();
    assert!(
        too_many <= 1,
        "a window that is used up is left alone, but for one that others used up: {too_many}"
    );
}

#[tokio::test]
async fn answer_of_8_megabytes_passes_and_of_33_does_not() {
    let scenario = Scenario::new().await;
    let of = |megabytes: usize| -> &'static str {
        Box::leak(format!(r#"{{"x":"{}"}}"#, "y".repeat(megabytes << 20)).into_boxed_str())
    };
    let answers = Box::leak(Box::new([("/large", "200 OK", of(8)), ("/too-large", "200 OK", of(33))]));
    let front = Front::start(&scenario, answers).await;
    let account = connect_through(&scenario, &front).await;
    let page = ask(&scenario, &account, "/large").await.unwrap();
    assert!(page.body.line().len() > 8 << 20);
    let problem = refused(&scenario, &account, "/too-large").await.problem;
    assert_eq!(problem.code(), Code::ProviderUnreadable);
    assert_eq!(problem, ProviderProblem::TooLarge { host: front.host(), megabytes: 32 }.into());
}

#[tokio::test]
async fn disabled_or_keyless_account_sends_nothing() {
    let scenario = Scenario::new().await;
    let account = connected(&scenario, NORTHWIND).await;
    let path = || ApiPath::new("/me").unwrap();
    let asked = scenario.requests().await.len();
    let code = |asking: Result<Asking, Problem>| asking.err().map(|problem| problem.code());
    let keyless = scenario.process_without_key().await;
    assert_eq!(code(keyless.remote().ask_api(&account.id, path(), false).await), Some(Code::KeyMissing));
    scenario.connector.accounts().set_disabled(&account.id, true).await.unwrap();
    let disabled = scenario.connector.remote().ask_api(&account.id, path(), false).await;
    assert_eq!(code(disabled), Some(Code::Usage));
    let nobody = AccountId::new("nobody");
    assert_eq!(code(scenario.connector.remote().ask_api(&nobody, path(), false).await), Some(Code::NotFound));
    let unknown = scenario.connector.accounts().resolve("nobody").await.unwrap_err();
    assert_eq!(unknown, AccountProblem::NotFound.into());
    assert_eq!(scenario.requests().await.len(), asked);
}

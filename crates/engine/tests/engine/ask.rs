use std::collections::HashSet;
use std::time::Duration;

use serde_json::{Value, json};
use switchhook_engine::contract::Account;
use switchhook_engine::core::{
    AccountId, AccountProblem, ApiPath, Code, PageError, Problem, ProviderCode, ProviderProblem, ReadRefusal,
    Unreadable,
};
use switchhook_engine::{Asking, Head, Page, RefusedPage, Shortfall};

use crate::figures::{KESTREL, NORTHWIND, connected, through};
use crate::front::{Front, Reply};
use crate::scenario::Scenario;

async fn asking(scenario: &Scenario, account: &Account, path: &str, follows: bool) -> Asking {
    scenario.connector.remote().ask_api(&account.id, ApiPath::new(path).unwrap(), follows).await.unwrap()
}

/// The first answer to a path.
async fn ask(scenario: &Scenario, account: &Account, path: &str) -> Result<Page, Box<RefusedPage>> {
    asking(scenario, account, path, false).await.next(|_| ()).await.unwrap()
}

async fn refused(scenario: &Scenario, account: &Account, path: &str) -> RefusedPage {
    *ask(scenario, account, path).await.unwrap_err()
}

/// Every page, and what ended them.
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

/// The problem of a next page that leads nowhere.
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
async fn one_question_is_one_page_with_its_head() {
    let scenario = Scenario::new().await;
    let account = connected(&scenario, NORTHWIND).await;
    let mut asking = asking(&scenario, &account, "/contacts?per_page=3", false).await;
    let page = asking.next(|_| ()).await.unwrap().unwrap();
    let contacts = body(&page);
    assert_eq!(contacts["data"].as_array().unwrap().len(), 3, "the query is sent too");
    assert!(contacts["pages"]["next"]["starting_after"].is_string(), "there would be more");
    assert!(asking.next(|_| ()).await.is_none(), "and nobody asked for it");
    assert_eq!((page.head.protocol, page.head.status, page.head.reason), ("HTTP/1.1", 200, "OK"));
    assert_eq!(header(&page.head, "intercom-version"), None);
    assert_eq!(header(&page.head, "x-ratelimit-limit"), Some("1666"));
    assert!(header(&page.head, "x-request-id").is_some());
}

#[tokio::test]
async fn every_page_is_followed_to_the_last_whatever_way_names_it() {
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
async fn a_next_page_that_is_an_address_is_followed_on_the_same_host_only() {
    let scenario = Scenario::new().await;
    let account = connected(&scenario, NORTHWIND).await;
    let (contacts, _) = all(&scenario, &account, "/contacts?per_page=150").await;
    let several = contacts
        .iter()
        .flat_map(|page| page["data"].as_array().unwrap())
        .find(|contact| contact["companies"]["total_count"].as_u64().is_some_and(|count| count > 1));
    let id = several.expect("somebody is in two companies")["id"].as_str().unwrap().to_string();
    let path = format!("/contacts/{id}/companies?per_page=1");
    let (pages, end) = all(&scenario, &account, &path).await;
    assert!(pages[0]["pages"]["next"].is_string(), "an address: {}", pages[0]["pages"]);
    assert_eq!(end, None);
    assert_eq!(pages[0]["total_count"], pages.len());

    // The same answers through another door: the address in them is not that of the door.
    let front = Front::of(&scenario, &[]).await;
    let account = through(&scenario, &front).await;
    let (pages, end) = all(&scenario, &account, &path).await;
    assert_eq!(pages.len(), 1, "what came is given");
    let end = end.expect("and then it is said why no more comes");
    assert_eq!(end.code(), Code::ProviderUnreadable);
    assert_eq!(end, leads_nowhere(front.host(), PageError::Elsewhere));
    assert_eq!(front.counted().0, 1);
}

#[tokio::test]
async fn pages_that_lead_round_in_a_circle_end_with_an_error() {
    let scenario = Scenario::new().await;
    let account = connected(&scenario, NORTHWIND).await;
    scenario.switch("reads", "repeated_cursor").await;
    let (pages, end) = all(&scenario, &account, "/contacts?per_page=5").await;
    assert_eq!(pages.len(), 2, "the second one names itself");
    let end = end.unwrap();
    assert_eq!(end.code(), Code::ProviderUnreadable);
    assert_eq!(end, leads_nowhere(scenario.host(), PageError::Repeated));
}

/// From now on these paths are answered with these pages, within a rate limit that holds nobody up.
fn lists(front: &Front, pages: &[(&str, Value)]) {
    for (path, page) in pages {
        let reply = Reply::of("200 OK", page.to_string());
        front.answer(path, reply.with("x-ratelimit-limit: 1666").with("x-ratelimit-remaining: 1665"));
    }
}

/// Reads every page; answers how many came, what ended them, and what is missing.
async fn read_by(
    scenario: &Scenario,
    account: &Account,
    path: &str,
) -> (usize, Option<Problem>, Option<Shortfall>) {
    let (mut asking, mut pages) = (asking(scenario, account, path, true).await, 0);
    while let Some(page) = asking.next(|_| ()).await {
        match page {
            // The longest list of these tests is shorter.
            Ok(_) if pages > 60 => panic!("{path} never ends"),
            Ok(_) => pages += 1,
            Err(refused) => return (pages, Some(refused.problem), asking.shortfall()),
        }
    }
    (pages, None, asking.shortfall())
}

#[tokio::test]
async fn each_next_page_asks_the_first_question() {
    let scenario = Scenario::new().await;
    let front = Front::of(&scenario, &[]).await;
    let account = through(&scenario, &front).await;
    let next = format!("{}/companies?per_page=1&page=2", front.address);
    lists(
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
async fn pages_without_an_end_end_with_an_error() {
    let scenario = Scenario::new().await;
    let front = Front::of(&scenario, &[]).await;
    let account = through(&scenario, &front).await;
    let after = |cursor: &str, data: Value| json!({ "data": data, "pages": { "next": { "starting_after": cursor } } });
    let ended = |pages, why| (pages, Some(leads_nowhere(front.host(), why)), None);
    // Each page is empty and names another cursor.
    lists(&front, &[("/empty", after("0", json!([])))]);
    for page in 0..30 {
        let path = format!("/empty?starting_after={page}");
        lists(&front, &[(&path, after(&(page + 1).to_string(), json!([])))]);
    }
    assert_eq!(read_by(&scenario, &account, "/empty").await, ended(25, PageError::Empty));
    // Some empty pages are no reason to stop.
    let end = json!({ "data": [{ "id": "a" }], "pages": { "next": null } });
    lists(&front, &[("/empty?starting_after=20", end)]);
    assert_eq!(read_by(&scenario, &account, "/empty").await, (22, None, None));
    // The cursor changes, and the records do not.
    let records = || json!([{ "id": "a" }, { "id": "b" }]);
    lists(&front, &[("/same", after("1", records())), ("/same?starting_after=1", after("2", records()))]);
    assert_eq!(read_by(&scenario, &account, "/same").await, ended(1, PageError::Repeated));
    // The cursors lead round in a circle.
    lists(
        &front,
        &[
            ("/circle", after("1", json!([{ "id": "a" }]))),
            ("/circle?starting_after=1", after("2", json!([{ "id": "b" }]))),
            ("/circle?starting_after=2", after("1", json!([{ "id": "c" }]))),
        ],
    );
    assert_eq!(read_by(&scenario, &account, "/circle").await, ended(3, PageError::Repeated));
    // A scroll brings the page before the last one again.
    let scrolled = |id: &str, next: &str| json!({ "data": [{ "id": id }], "scroll_param": next });
    lists(
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
async fn a_list_that_ends_before_what_it_announced_tells_what_is_missing() {
    let scenario = Scenario::new().await;
    let front = Front::of(&scenario, &[]).await;
    let account = through(&scenario, &front).await;
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
        lists(
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
async fn a_refusal_says_what_it_means_and_keeps_the_providers_own_words() {
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

/// What a refused read says of the token, and the permission that the app lacks for it.
fn read_refused(problem: &Problem) -> (ReadRefusal, Option<String>) {
    match problem {
        Problem::Provider(ProviderProblem::ReadRefused { refusal, permission, .. }) => {
            (*refusal, permission.clone())
        }
        other => panic!("the read should have been refused, but {other:?}"),
    }
}

#[tokio::test]
async fn a_401_that_could_mean_either_is_settled_by_me_and_left_open_where_that_is_silent() {
    let scenario = Scenario::new().await;
    const UNAUTHORIZED: &str = r#"{"type":"error.list","errors":[{"code":"unauthorized"}]}"#;
    let answers =
        [("/tags", "401 Unauthorized", UNAUTHORIZED), ("/brands", "401 Unauthorized", UNAUTHORIZED)];
    let front = Front::of(&scenario, Box::leak(Box::new(answers))).await;
    let account = through(&scenario, &front).await;
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
    assert_ne!(read_refused(&problem).0, ReadRefusal::Dead, "nobody is told to reconnect");
    let status = scenario.account(&account.id).await.status;
    assert_eq!(status, account.status, "a question changes nothing of the account");
}

#[tokio::test]
async fn trouble_at_the_provider_is_named_and_what_is_no_json_is_not_shown() {
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
    let moved = Front::of(&scenario, &[("/x", "302 Found\r\nlocation: https://evil.example/", "{}")]).await;
    let account = through(&scenario, &moved).await;
    let problem = refused(&scenario, &account, "/x").await.problem;
    assert_eq!(problem.code(), Code::ProviderUnreadable);
    let (host, status) = (moved.host(), 302);
    assert_eq!(problem, ProviderProblem::Redirected { host, status, code: None }.into());
}

#[tokio::test]
async fn an_answer_that_repeats_the_token_is_not_shown() {
    let scenario = Scenario::new().await;
    let front = Front::of(
        &scenario,
        &[
            ("/echo", "200 OK", r#"{"x":"{request}"}"#),
            ("/refuses", "400 No", r#"{"errors":["{request}"]}"#),
            ("/links", "302 Found\r\nlocation: /?token={secrets}", "{}"),
        ],
    )
    .await;
    let account = through(&scenario, &front).await;
    for path in ["/echo", "/refuses", "/links"] {
        let refused = refused(&scenario, &account, path).await;
        assert_eq!(refused.problem.code(), Code::ProviderUnreadable);
        assert_eq!(refused.problem, ProviderProblem::RepeatedToken { host: front.host() }.into());
        assert!(refused.head.is_none() && refused.body.is_none(), "nothing of it is handed on");
    }
}

#[tokio::test]
async fn a_full_rate_limit_is_waited_for_and_said() {
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
async fn an_answer_may_be_large_and_not_too_large() {
    let scenario = Scenario::new().await;
    let of = |megabytes: usize| -> &'static str {
        Box::leak(format!(r#"{{"x":"{}"}}"#, "y".repeat(megabytes << 20)).into_boxed_str())
    };
    let answers = Box::leak(Box::new([("/large", "200 OK", of(8)), ("/too-large", "200 OK", of(33))]));
    let front = Front::of(&scenario, answers).await;
    let account = through(&scenario, &front).await;
    let page = ask(&scenario, &account, "/large").await.unwrap();
    assert!(page.body.line().len() > 8 << 20);
    let problem = refused(&scenario, &account, "/too-large").await.problem;
    assert_eq!(problem.code(), Code::ProviderUnreadable);
    assert_eq!(problem, ProviderProblem::TooLarge { host: front.host(), megabytes: 32 }.into());
}

#[tokio::test]
async fn an_account_that_is_disabled_or_without_a_key_asks_nothing() {
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

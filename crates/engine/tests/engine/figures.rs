use std::time::{Duration, Instant};

use serde_json::{Value, json};
use switchhook_engine::contract::{Account, AccountDetail, Figure};
use switchhook_engine::core::{
    AccountId, AccountProblem, ApiRefusal, Code, DeepLink, FigureError, Problem, ProviderCode,
    ProviderProblem, Status, Unreadable,
};

use crate::front::{Front, Instead};
use crate::scenario::{Scenario, ended, is_rate_limited};

pub(crate) const NORTHWIND: &str = "nw7k2p0q";
const FIELDNOTE: &str = "fn2e6m0p";
pub(crate) const KESTREL: &str = "ka9h3u2g";

fn counts(detail: &AccountDetail) -> Vec<Option<u32>> {
    detail.figures.iter().map(|figure| figure.count).collect()
}

fn figure<'a>(detail: &'a AccountDetail, name: &str) -> &'a Figure {
    detail.figures.iter().find(|figure| figure.name.code() == name).unwrap()
}

async fn read(scenario: &Scenario, account: &Account) -> AccountDetail {
    scenario.read(&account.id).await.unwrap()
}

pub(crate) async fn connected(scenario: &Scenario, workspace: &str) -> Account {
    let begun = scenario.begin("Acme").await;
    let link = scenario.consent(&begun, "authorize", Some(workspace)).await;
    ended(scenario.connector.attempts().receive(DeepLink::new(link)).await.unwrap()).unwrap().account
}

/// Connects an account whose API lies behind a front.
pub(crate) async fn connect_through(scenario: &Scenario, front: &Front) -> Account {
    scenario.register_with_api("Front", &front.address).await;
    let account = scenario.connect("Front").await.unwrap().account;
    front.counted();
    account
}

#[tokio::test]
async fn figures_equal_the_counted_records() {
    let scenario = Scenario::new().await;
    let account = connected(&scenario, NORTHWIND).await;
    let unread = scenario.detail(&account.id).await;
    assert_eq!(counts(&unread), [None; 15], "an unread figure is not zero");
    assert!(unread.headroom.is_none() && !unread.reading);

    let detail = read(&scenario, &account).await;
    let by_hand = scenario.count_by_hand(NORTHWIND).await;
    assert!(by_hand.iter().all(|count| *count > 0), "no figure is zero: {by_hand:?}");
    assert_eq!(counts(&detail), by_hand.map(Some));
    assert!(
        detail
            .figures
            .iter()
            .all(|figure| figure.as_of.is_some() && figure.missing.is_none() && figure.trouble.is_none())
    );
    let headroom = detail.headroom.unwrap();
    assert_eq!(headroom.limit, 1_666);
    assert!((1_600..1_666).contains(&headroom.remaining), "{headroom:?}");

    let empty = connected(&scenario, FIELDNOTE).await;
    let alone = [0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0].map(Some);
    assert_eq!(counts(&read(&scenario, &empty).await), alone, "nothing but the teammate");
    let huge = connected(&scenario, KESTREL).await;
    assert_eq!(figure(&read(&scenario, &huge).await, "contacts").count, Some(10_000));
}

#[tokio::test]
async fn list_shows_open_conversations_once_counted() {
    let scenario = Scenario::new().await;
    let account = connected(&scenario, NORTHWIND).await;
    let other = connected(&scenario, FIELDNOTE).await;
    let shown = async |account: &Account| {
        let overview = scenario.connector.view().overview().await.unwrap();
        overview.accounts.into_iter().find(|card| card.id == account.id).unwrap().open
    };
    assert_eq!(shown(&account).await, None, "an unread figure is not zero");

    let detail = read(&scenario, &account).await;
    assert_eq!(shown(&account).await, figure(&detail, "conversations_open").count);
    assert_eq!(shown(&other).await, None, "no account has another account's count");
    read(&scenario, &other).await;
    assert_eq!(shown(&other).await, Some(0));

    // a count that is no longer given stays
    scenario.switch("missing_permissions", json!(["read_conversations"])).await;
    read(&scenario, &account).await;
    assert!(shown(&account).await.is_some_and(|open| open > 0));
}

#[tokio::test]
async fn figures_appear_to_followers_as_they_arrive() {
    let scenario = Scenario::new().await;
    let account = scenario.connect("Acme").await.unwrap().account;
    scenario.switch("latency_ms", 200).await;
    let mut changes = scenario.connector.follow();
    let mut seen: Vec<(usize, bool)> = Vec::new();
    let reading = scenario.read(&account.id);
    tokio::pin!(reading);
    let done = loop {
        tokio::select! {
            done = &mut reading => break done.unwrap(),
            changed = changes.changed() => {
                changed.unwrap();
                let now = scenario.detail(&account.id).await;
                seen.push((counts(&now).into_iter().flatten().count(), now.reading));
            }
        }
    };
    assert_eq!(counts(&done).into_iter().flatten().count(), 15);
    assert!(!done.reading);
    assert_eq!(seen[0], (0, true), "the followers see that the round began");
    assert!(seen.is_sorted_by_key(|(known, _)| *known), "{seen:?}");
    assert!(seen.iter().any(|(known, reading)| (1..=4).contains(known) && *reading), "{seen:?}");
    assert!(seen.iter().any(|(known, reading)| (5..15).contains(known) && *reading), "{seen:?}");
    // the loop may have taken the last change, which may have been the end
    while seen.last().is_none_or(|(_, reading)| *reading) {
        changes.changed().await.unwrap();
        let now = scenario.detail(&account.id).await;
        seen.push((counts(&now).into_iter().flatten().count(), now.reading));
    }
    assert_eq!(seen.last(), Some(&(15, false)), "the followers see that the round ended");
}

// Each figure is requested once. A later call starts a new round.
#[tokio::test]
async fn two_calls_share_a_round_of_four_requests_at_a_time() {
    let scenario = Scenario::new().await;
    let front = Front::start(&scenario, &[]).await;
    let account = connect_through(&scenario, &front).await;
    scenario.switch("latency_ms", 100).await;
    let (one, two) = tokio::join!(read(&scenario, &account), read(&scenario, &account));
    let (asked, most) = front.counted();
    // 15 figures, one search for the longest wait, one for long waits, two for ratings, and 58 for days.
    assert!((77..=15 + 20 + 1 + 2 + 58).contains(&asked), "each once: {asked}");
    assert_eq!(most, 4, "never more than four under way");
    assert_eq!(counts(&one), counts(&two));
    assert!(!one.reading && !two.reading && counts(&two).iter().all(Option::is_some));
    read(&scenario, &account).await;
    let again = front.counted().0;
    assert!((19..=39).contains(&again), "the next call asks anew, but for the days: {again}");
}

#[tokio::test]
async fn abandoned_round_lets_the_next_begin() {
    let scenario = Scenario::new().await;
    let account = scenario.connect("Acme").await.unwrap().account;
    scenario.switch("latency_ms", 1_000).await;
    let given_up = tokio::time::timeout(Duration::from_millis(200), read(&scenario, &account)).await;
    assert!(given_up.is_err());
    assert!(!scenario.detail(&account.id).await.reading);
    scenario.switch("latency_ms", 0).await;
    assert!(counts(&read(&scenario, &account).await).iter().all(Option::is_some));
}

// The provider refuses with 401 or 403.
#[tokio::test]
async fn missing_permission_is_named_and_costs_no_other_figure() {
    let scenario = Scenario::new().await;
    let account = scenario.connect("Acme").await.unwrap().account;
    let everything = [
        ("read_conversations", "Read conversations", 5),
        ("read_users", "Read and list users and companies", 2),
        ("read_admins", "Read admins", 2),
        ("read_tags", "Read tags", 1),
        ("read_articles_scope", "Read and List articles", 1),
        ("read_tickets", "Read tickets", 4),
    ];
    for refusal in ["unauthorized", "forbidden"] {
        scenario.switch("permission_refusal", refusal).await;
        for (name, label, takes) in everything {
            scenario.switch("missing_permissions", [name]).await;
            let detail = read(&scenario, &account).await;
            let missing = detail.figures.iter().filter(|figure| figure.missing.is_some());
            let labels: Vec<_> = missing.map(|figure| figure.missing.unwrap()).collect();
            assert_eq!(labels, vec![label; takes], "{refusal}");
            assert!(detail.figures.iter().all(|figure| figure.trouble.is_none()), "{refusal} {name}");
        }
    }
    scenario.switch("missing_permissions", ["read_tags"]).await;
    let tags = figure(&read(&scenario, &account).await, "tags").clone();
    assert!(tags.count.is_some() && tags.as_of.is_some(), "the last count stays after the permission went");
    scenario.switch("missing_permissions", [""; 0]).await;
    assert!(
        figure(&read(&scenario, &account).await, "tags").missing.is_none(),
        "the permission was granted again"
    );
    let status = scenario.account(&account.id).await.status;
    assert_eq!(status, Status::Connected, "the account is no worse for it");
}

#[tokio::test]
async fn unnamed_refusal_is_a_missing_permission_of_a_live_token() {
    const REFUSED: &str =
        r#"{"type":"error.list","errors":[{"code":"unauthorized","message":"Access Token Invalid"}]}"#;
    let scenario = Scenario::new().await;
    let front = Front::start(&scenario, &[("/tags", "401 Unauthorized", REFUSED)]).await;
    let account = connect_through(&scenario, &front).await;
    let detail = read(&scenario, &account).await;
    assert_eq!(figure(&detail, "tags").missing, Some("Read tags"));
    assert_eq!(counts(&detail).iter().flatten().count(), 14);
    assert_eq!(scenario.account(&account.id).await.status, Status::Limited);
}

// `/me` neither confirms nor denies that the token lives.
#[tokio::test]
async fn unclear_refusal_is_settled_by_the_other_answers() {
    const REFUSED: &str =
        r#"{"type":"error.list","errors":[{"code":"unauthorized","message":"Access Token Invalid"}]}"#;
    let scenario = Scenario::new().await;
    let front = Front::start(&scenario, &[("/tags", "401 Unauthorized", REFUSED)]).await;
    let account = connect_through(&scenario, &front).await;
    for me in ["error", "unavailable", "html"] {
        scenario.switch("me", me).await;
        let detail = read(&scenario, &account).await;
        let tags = figure(&detail, "tags");
        assert_eq!(tags.missing, Some("Read tags"), "{me}: {tags:?}");
        assert_eq!(counts(&detail).iter().flatten().count(), 14, "{me}");
        let status = scenario.account(&account.id).await.status;
        assert_eq!(status, Status::Limited, "{me}");
    }
}

#[tokio::test]
async fn plan_limit_is_distinguished_from_a_missing_permission() {
    let scenario = Scenario::new().await;
    let account = scenario.connect("Acme").await.unwrap().account;
    scenario.switch("plan", "restricted").await;
    let detail = read(&scenario, &account).await;
    for name in [
        "conversations_open",
        "conversations_unassigned",
        "conversations_all_open",
        "conversations_snoozed",
        "conversations_closed",
    ] {
        let figure = figure(&detail, name);
        let trouble = figure.trouble.as_ref().unwrap();
        let code = ProviderCode::new("api_plan_restricted");
        assert_eq!(trouble.provider_code, code);
        let (host, refusal) = (scenario.host(), ApiRefusal::NotInPlan);
        assert_eq!(trouble.problem, ProviderProblem::Refused { host, refusal, code }.into());
        assert!(figure.missing.is_none() && figure.count.is_none());
    }
    assert_eq!(counts(&detail).iter().flatten().count(), 10);
}

#[tokio::test]
async fn used_up_window_delays_but_completes_the_round() {
    let scenario = Scenario::new().await;
    let account = scenario.connect("Acme").await.unwrap().account;
    scenario.switch("rate_limit", 6).await;
    let detail = read(&scenario, &account).await;
    assert_eq!(counts(&detail).iter().flatten().count(), 15, "{detail:?}");
    let refused = scenario.requests().await.into_iter().filter(|request| request["status"] == 429).count();
    assert!(refused <= 4, "no request was repeated before the window's end: {refused}");
    assert_eq!(detail.headroom.unwrap().limit, 6);
}

#[tokio::test]
async fn round_ends_after_thirty_seconds_with_unread_figures() {
    // both at once, since each takes as long as a round may
    tokio::join!(with_a_limit_of_one(), with_answers_that_take_eleven_seconds());
}

async fn with_answers_that_take_eleven_seconds() {
    let scenario = Scenario::new().await;
    let account = scenario.connect("Acme").await.unwrap().account;
    scenario.switch("latency_ms", 11_000).await;
    let started = Instant::now();
    let detail = read(&scenario, &account).await;
    assert!(started.elapsed() < Duration::from_secs(33), "{:?}", started.elapsed());
    assert_eq!(counts(&detail).iter().flatten().count(), 8, "two times four");
    for figure in &detail.figures[8..] {
        let trouble = figure.trouble.as_ref().unwrap();
        assert_eq!(trouble.code, Code::ProviderUnreachable);
        assert_eq!(trouble.problem, ProviderProblem::RoundLate { host: scenario.host(), seconds: 30 }.into());
    }
}

async fn with_a_limit_of_one() {
    let scenario = Scenario::new().await;
    let account = scenario.connect("Acme").await.unwrap().account;
    scenario.switch("rate_limit", 1).await;
    let started = Instant::now();
    let detail = read(&scenario, &account).await;
    assert!(started.elapsed() < Duration::from_secs(33), "{:?}", started.elapsed());
    let known = counts(&detail).iter().flatten().count();
    assert!((2..=4).contains(&known), "one a window: {known}");
    for figure in &detail.figures {
        let trouble = figure.trouble.as_ref();
        assert_ne!(figure.count.is_some(), trouble.is_some(), "{figure:?}");
        if let Some(trouble) = trouble {
            assert_eq!(trouble.code, Code::ProviderUnreachable);
            assert!(is_rate_limited(&trouble.problem), "{trouble:?}");
        }
    }
    let requests = scenario.requests().await;
    let refused: Vec<u64> = requests
        .iter()
        .filter(|request| request["status"] == 429)
        .map(|request| request["at"].as_u64().unwrap() / 10)
        .collect();
    for window in &refused {
        let in_it = refused.iter().filter(|other| *other == window).count();
        assert!(in_it <= 4, "a refused request waits for the window's end: {refused:?}");
    }
}

#[tokio::test]
async fn window_that_ends_too_late_is_not_waited_for() {
    const FULL: &[Instead] = &[("/conversations/search", "429 Too Many Requests\r\nretry-after: 3600", "{}")];
    let scenario = Scenario::new().await;
    let front = Front::start(&scenario, FULL).await;
    let account = connect_through(&scenario, &front).await;
    let started = Instant::now();
    let after = read(&scenario, &account).await;
    assert!(started.elapsed() < Duration::from_secs(5), "{:?}", started.elapsed());
    let told: Vec<_> = after.figures.iter().filter_map(|figure| figure.trouble.as_ref()).collect();
    assert_eq!(told.len(), 15, "four were asked for, and none after them: {told:?}");
    let tells_when = |problem: &Problem| match problem {
        Problem::Provider(ProviderProblem::HeldBack { seconds, .. }) => *seconds > 0,
        Problem::Provider(ProviderProblem::RateLimited { seconds, .. }) => seconds.is_some_and(|s| s > 0),
        _ => false,
    };
    assert!(told.iter().all(|trouble| tells_when(&trouble.problem)), "{told:?}");
}

#[tokio::test]
async fn dead_token_stops_the_round_and_needs_a_reconnect() {
    for how in ["unauthorized", "token_revoked", "token_not_found", "token_suspended"] {
        let scenario = Scenario::new().await;
        let front = Front::start(&scenario, &[]).await;
        let account = connect_through(&scenario, &front).await;
        let before = read(&scenario, &account).await;
        scenario.control("uninstall", &json!({ "workspace": NORTHWIND })).await;
        scenario.switch("dead_token", how).await;
        front.counted();
        let after = read(&scenario, &account).await;
        assert!(front.counted().0 <= 8, "four were under way, and four questions settled it");
        let status = scenario.account(&account.id).await.status;
        assert_eq!(status, Status::NeedsReconnect, "{how}");
        assert_eq!(counts(&after), counts(&before), "the last counts stay");
        assert!(after.figures.iter().all(|figure| figure.missing.is_none() && figure.trouble.is_none()));
    }
}

// The figures keep their times.
#[tokio::test]
async fn unreachable_host_is_named_and_figures_stay() {
    let scenario = Scenario::new().await;
    let front = Front::start(&scenario, &[]).await;
    let host = front.host();
    let account = connect_through(&scenario, &front).await;
    let before = read(&scenario, &account).await;
    front.shut().await;
    tokio::time::sleep(Duration::from_millis(1_100)).await;
    let started = Instant::now();
    let after = read(&scenario, &account).await;
    assert!(started.elapsed() < Duration::from_secs(5), "{:?}", started.elapsed());
    for (before, after) in before.figures.iter().zip(&after.figures) {
        assert_eq!((before.count, &before.as_of), (after.count, &after.as_of));
        let trouble = after.trouble.as_ref().unwrap();
        assert_eq!(trouble.code, Code::ProviderUnreachable);
        assert_eq!(trouble.problem, ProviderProblem::NotReached { host: host.clone() }.into());
    }
    assert_eq!(scenario.account(&account.id).await.status, Status::Connected);
}

#[tokio::test]
async fn unreadable_answer_is_a_problem_and_never_a_count() {
    let scenario = Scenario::new().await;
    let account = scenario.connect("Acme").await.unwrap().account;
    let before = read(&scenario, &account).await;
    for (reads, code) in [
        ("html", Code::ProviderUnreachable),
        ("error", Code::ProviderUnreachable),
        ("unavailable", Code::ProviderUnreachable),
        ("no_body", Code::ProviderUnreadable),
        ("broken_off", Code::ProviderUnreachable),
    ] {
        scenario.switch("reads", reads).await;
        let after = read(&scenario, &account).await;
        assert_eq!(counts(&after), counts(&before), "{reads}");
        for figure in &after.figures {
            let trouble = figure.trouble.as_ref().unwrap();
            assert_eq!(trouble.code, code, "{reads}");
            let words = format!("{} {:?}", trouble.report(), trouble.problem);
            assert!(!words.contains("went wrong") && !words.contains("told to fail"), "no body: {words}");
        }
    }
    scenario.switch("reads", "answer").await;
    let mended = read(&scenario, &account).await;
    assert!(mended.figures.iter().all(|figure| figure.trouble.is_none()));
}

#[tokio::test]
async fn unreadable_answer_of_one_resource_costs_one_figure() {
    let scenario = Scenario::new().await;
    let instead = &[
        ("/contacts?per_page=1", "200 OK", r#"{"type":"list","data":[],"total_count":"many"}"#),
        ("/tags", "200 OK", r#"{"type":"list","data":[{}],"pages":{"next":{"starting_after":"x"}}}"#),
        ("/teams", "404 Not Found", "{}"),
        ("/admins", "307 Temporary Redirect", "{}"),
    ];
    let front = Front::start(&scenario, instead).await;
    let account = connect_through(&scenario, &front).await;
    let detail = read(&scenario, &account).await;
    let host = front.host();
    let unreadable = |why| ProviderProblem::Unreadable { host: host.clone(), why, code: None };
    for (name, problem) in [
        ("contacts", unreadable(Unreadable::Figure(FigureError::NoCount))),
        ("tags", unreadable(Unreadable::Figure(FigureError::OnePage))),
        ("teams", unreadable(Unreadable::Status(404))),
        ("teammates", ProviderProblem::Redirected { host: host.clone(), status: 307, code: None }),
    ] {
        let figure = figure(&detail, name);
        let trouble = figure.trouble.as_ref().unwrap();
        assert_eq!((trouble.code, figure.count), (Code::ProviderUnreadable, None), "{name}");
        assert_eq!(trouble.problem, problem.into(), "{name}");
    }
    assert_eq!(counts(&detail).iter().flatten().count(), 7);
}

#[tokio::test]
async fn stopped_sandbox_is_named_on_each_figure() {
    let scenario = Scenario::new().await;
    let (home, about) = (scenario.connector.home(), scenario.sandbox.description());
    switchhook_engine::sandbox::announce(home, &about.url).unwrap();
    let registration = scenario.connector.registrations().of_sandbox().await.unwrap();
    let account = scenario.connect(registration.id.as_str()).await.unwrap().account;
    let before = read(&scenario, &account).await;
    assert_eq!(counts(&before).iter().flatten().count(), 15);
    switchhook_engine::sandbox::announce(home, "http://127.0.0.1:9").unwrap();
    let after = read(&scenario, &account).await;
    assert_eq!(counts(&after), counts(&before));
    let stopped = ProviderProblem::SandboxStopped.into();
    assert!(after.figures.iter().all(|figure| figure.trouble.as_ref().unwrap().problem == stopped));
}

#[tokio::test]
async fn locked_database_fails_the_round() {
    let scenario = Scenario::new().await;
    let account = scenario.connect("Acme").await.unwrap().account;
    let blocker = scenario.hold_database();
    let release = async {
        tokio::time::sleep(Duration::from_secs(6)).await;
        drop(blocker);
    };
    let (failed, ()) = tokio::join!(scenario.connector.remote().read_figures(&account.id), release);
    assert_eq!(failed.unwrap_err().code(), Code::StoreFailed);
    assert_eq!(counts(&read(&scenario, &account).await).iter().flatten().count(), 15);
}

// Another process reads them than the one that stored them.
#[tokio::test]
async fn stored_figures_are_read_without_key_or_network() {
    let scenario = Scenario::new().await;
    let account = scenario.connect("Acme").await.unwrap().account;
    let read = read(&scenario, &account).await;
    let other = scenario.process_without_key().await;
    let asked = scenario.requests().await.len();
    let id = other.accounts().resolve(&account.name).await.unwrap();
    assert_eq!(id, account.id);
    let kept = other.view().account_detail(&id).await.unwrap();
    assert_eq!(json!(kept), json!(read));
    assert_eq!(scenario.requests().await.len(), asked, "no request was sent");
    assert_eq!(other.accounts().resolve("nobody").await.unwrap_err(), AccountProblem::NotFound.into());
    let nobody = AccountId::new("nobody");
    assert_eq!(other.view().account_detail(&nobody).await.unwrap_err().code(), Code::NotFound);
}

#[tokio::test]
async fn forget_removes_figures_rate_limit_and_raw_answer() {
    let scenario = Scenario::new().await;
    let account = scenario.connect("Acme").await.unwrap().account;
    read(&scenario, &account).await;
    let rows = || {
        let db = rusqlite::Connection::open(scenario.folder.path().join("switchhook.db")).unwrap();
        ["figure", "headroom", "me_answer", "waiting", "long_waits", "rating", "day_count", "figure_history"]
            .map(|table| {
                db.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get::<_, u32>(0))
                    .unwrap()
            })
    };
    assert_eq!(rows(), [15, 1, 1, 1, 1, 1, 58, 16]);
    scenario.connector.accounts().forget(&account.id).await.unwrap();
    assert_eq!(rows(), [0; 8]);
    assert_eq!(
        scenario.connector.view().account_detail(&account.id).await.unwrap_err().code(),
        Code::NotFound
    );
}

#[tokio::test]
async fn account_forgotten_during_a_round_stays_forgotten() {
    let scenario = Scenario::new().await;
    let account = scenario.connect("Acme").await.unwrap().account;
    scenario.switch("latency_ms", 300).await;
    let forget = async {
        tokio::time::sleep(Duration::from_millis(100)).await;
        scenario.connector.accounts().forget(&account.id).await.unwrap();
    };
    let (reading, ()) = tokio::join!(scenario.read(&account.id), forget);
    assert_eq!(reading.unwrap_err().code(), Code::NotFound);
    let asked = scenario.requests().await.iter().filter(|request| request["path"] != "/me").count();
    assert!(asked <= 6, "the rest was not asked for: {asked}");
}

#[tokio::test]
async fn raw_me_answer_is_stored_readable_with_its_time() {
    let scenario = Scenario::new().await;
    let account = scenario.connect("Acme").await.unwrap().account;
    let told = async || scenario.detail(&account.id).await.me.unwrap();
    let first = told().await;
    let shown: Value = serde_json::from_str(&first.json).unwrap();
    assert_eq!(shown, scenario.ask(NORTHWIND, "/me", None).await, "all of it, and nothing else");
    assert!(first.json.contains("\n  "), "indented: {}", first.json);
    tokio::time::sleep(Duration::from_millis(1_100)).await;
    scenario.connector.remote().check(&account.id).await.unwrap();
    let second = told().await;
    assert!(second.at > first.at && second.json == first.json);
    scenario.switch("me", "error").await;
    scenario.connector.remote().check(&account.id).await.unwrap();
    assert_eq!(told().await.at, second.at, "a failed `/me` removes nothing");
}

// It is neither checked nor are its figures read.
#[tokio::test]
async fn disabled_account_is_not_requested_and_keeps_its_data() {
    let scenario = Scenario::new().await;
    let front = Front::start(&scenario, &[]).await;
    let account = connect_through(&scenario, &front).await;
    let before = read(&scenario, &account).await;
    front.counted();
    let id = scenario.connector.accounts().resolve(&account.name).await.unwrap();
    assert_eq!(id, account.id);
    let disabled = scenario.connector.accounts().set_disabled(&id, true).await.unwrap();
    assert_eq!(disabled.status, Status::Disabled);
    assert_eq!(scenario.accounts().await[0].status, Status::Disabled);
    let keyless = scenario.process_without_key().await;
    assert_eq!(keyless.accounts().get(&account.id).await.unwrap().status, Status::Disabled);
    let refusals = [
        scenario.connector.remote().check(&account.id).await.unwrap_err(),
        scenario.connector.remote().read_figures(&account.id).await.unwrap_err(),
    ];
    for refusal in refusals {
        assert_eq!((refusal.code(), refusal), (Code::Usage, AccountProblem::Disabled.into()));
    }
    assert_eq!(front.counted().0, 0, "no request was sent");
    let kept = scenario.detail(&account.id).await;
    assert_eq!(counts(&kept), counts(&before), "the stored figures can be read");
    let enabled = scenario.connector.accounts().set_disabled(&account.id, false).await.unwrap();
    assert_eq!(enabled.status, Status::Connected, "as before");
    assert_eq!(scenario.checked_status(&account.id).await, Status::Connected, "its token opens");
}

#[tokio::test]
async fn enabled_account_regains_its_status() {
    let scenario = Scenario::new().await;
    let account = scenario.connect("Acme").await.unwrap().account;
    scenario.connector.remote().uninstall(&account.id).await.unwrap();
    let set = async |disabled| {
        scenario.connector.accounts().set_disabled(&account.id, disabled).await.unwrap().status
    };
    assert_eq!(set(true).await, Status::Disabled);
    assert_eq!(set(true).await, Status::Disabled, "twice is once");
    assert_eq!(set(false).await, Status::NeedsReconnect);
    assert_eq!(set(false).await, Status::NeedsReconnect);
}

#[tokio::test]
async fn connect_and_reconnect_enable_a_disabled_account() {
    let scenario = Scenario::new().await;
    let account = scenario.connect("Acme").await.unwrap().account;
    scenario.connector.accounts().set_disabled(&account.id, true).await.unwrap();
    assert_eq!(scenario.connect("Acme").await.unwrap().account.status, Status::Connected);
    scenario.connector.accounts().set_disabled(&account.id, true).await.unwrap();
    let begun = scenario.begin_reconnect(&account.id).await;
    let link = scenario.authorized(&begun).await;
    let again = ended(scenario.connector.attempts().receive(link).await.unwrap()).unwrap().account;
    assert_eq!((again.id, again.status), (account.id, Status::Connected));
}

#[tokio::test]
async fn account_disabled_during_requests_stays_disabled() {
    let scenario = Scenario::new().await;
    let front = Front::start(&scenario, &[]).await;
    let account = connect_through(&scenario, &front).await;
    scenario.switch("latency_ms", 300).await;
    let disable = async {
        tokio::time::sleep(Duration::from_millis(100)).await;
        scenario.connector.accounts().set_disabled(&account.id, true).await.unwrap();
    };
    let (checked, read, ()) =
        tokio::join!(scenario.connector.remote().check(&account.id), scenario.read(&account.id), disable);
    assert_eq!(checked.unwrap().account.status, Status::Disabled);
    assert_eq!(counts(&read.unwrap()), [None; 15], "later answers were not stored");
    assert!(front.counted().0 <= 5, "no further request was sent");
    assert_eq!(scenario.account(&account.id).await.status, Status::Disabled);
}

#[tokio::test]
async fn settings_name_vault_folder_version_and_channel() {
    let scenario = Scenario::new().await;
    let settings = scenario.connector.view().settings();
    assert_eq!((settings.vault, settings.channel), ("session", "development"));
    assert_eq!(settings.data_folder, scenario.folder.path().display().to_string());
    assert_eq!(settings.version, env!("CARGO_PKG_VERSION"));
}

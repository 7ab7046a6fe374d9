//! The open conversations of an account by team and teammate.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use serde_json::{Value, json};
use switchhook_engine::OwnToken;
use switchhook_engine::contract::{TeamLoad, WorkingHours};
use switchhook_engine::core::{
    AccessToken, AccountId, Code, Problem, ProviderProblem, ReadRefusal, Region, Status,
};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use crate::figures::connected;
use crate::front::{Front, Reply};
use crate::scenario::Scenario;

const NORTHWIND: &str = "nw7k2p0q";
/// The workspace with the most conversations.
const HUGE: &str = "ka9h3u2g";

async fn load(scenario: &Scenario, id: &AccountId) -> TeamLoad {
    scenario.connector.view().team_load(id).await.unwrap()
}

async fn read(scenario: &Scenario, id: &AccountId) -> TeamLoad {
    scenario.connector.remote().read_team(id).await.unwrap();
    load(scenario, id).await
}

/// Returns the open conversations of a workspace for a person, by the records themselves and not by a search.
async fn open_by_hand(scenario: &Scenario, workspace: &str) -> Vec<Value> {
    let mut all = scenario.all(workspace, "/conversations", "conversations").await;
    all.retain(|each| {
        let state = each["ai_agent"]["resolution_state"].as_str();
        let went_to_a_person = matches!(state, Some("escalated" | "negative_feedback" | "procedure_handoff"));
        let is_fins =
            each["ai_agent_participated"] == true && each["admin_assignee_id"] == 0 && !went_to_a_person;
        each["state"] == "open" && !is_fins
    });
    all
}

/// Returns the numbers of conversations by an id. An id of 0 stands for nobody.
fn counted(all: &[Value], field: &str) -> BTreeMap<Option<String>, u32> {
    let mut counts = BTreeMap::new();
    for each in all {
        let id = each[field].as_u64().filter(|id| *id > 0).map(|id| id.to_string());
        *counts.entry(id).or_default() += 1;
    }
    counts
}

/// Compares a load with the records of its workspace.
async fn assert_is_true(scenario: &Scenario, workspace: &str, load: &TeamLoad) {
    let all = open_by_hand(scenario, workspace).await;
    let names = |list: Vec<Value>| -> BTreeMap<String, Value> {
        list.into_iter().map(|each| (each["id"].as_str().unwrap().to_owned(), each)).collect()
    };
    let teams = names(scenario.all(workspace, "/teams", "teams").await);
    let admins = names(scenario.all(workspace, "/admins", "admins").await);
    assert_eq!((load.known as usize, load.total as usize), (all.len(), all.len()));

    let of_teams = counted(&all, "team_assignee_id");
    let ids: BTreeSet<_> = teams.keys().cloned().map(Some).chain(of_teams.keys().cloned()).collect();
    assert_eq!(load.teams.iter().map(|team| team.id.clone()).collect::<BTreeSet<_>>(), ids);
    for team in &load.teams {
        assert_eq!(team.open, of_teams.get(&team.id).copied().unwrap_or(0), "{team:?}");
        assert_eq!(team.name.as_deref(), team.id.as_ref().map(|id| teams[id]["name"].as_str().unwrap()));
        let own = |each: &&Value| {
            each["team_assignee_id"].as_u64().filter(|id| *id > 0).map(|id| id.to_string()) == team.id
        };
        let unassigned = all.iter().filter(own).filter(|each| each["admin_assignee_id"] == 0).count();
        assert_eq!(team.unassigned as usize, unassigned, "{team:?}");
        let longest = all.iter().filter(own).filter_map(|each| each["waiting_since"].as_u64()).min();
        assert_eq!(team.wait.as_ref().map(|wait| wait.since.clone()), longest.map(rfc3339), "{team:?}");
    }
    assert!(load.teams.is_sorted_by_key(|team| std::cmp::Reverse(team.open)));

    let of_admins = counted(&all, "admin_assignee_id");
    let seated = admins.iter().filter(|(_, admin)| admin["has_inbox_seat"] == true).map(|(id, _)| id.clone());
    let ids: BTreeSet<_> = seated.chain(of_admins.keys().flatten().cloned()).collect();
    assert_eq!(load.teammates.iter().map(|row| row.id.clone()).collect::<BTreeSet<_>>(), ids);
    for row in &load.teammates {
        assert_eq!(row.open, of_admins.get(&Some(row.id.clone())).copied().unwrap_or(0), "{row:?}");
        let admin = admins.get(&row.id);
        assert_eq!(row.name.as_deref(), admin.and_then(|admin| admin["name"].as_str()), "{row:?}");
        assert_eq!(row.away, admin.is_some_and(|admin| admin["away_mode_enabled"] == true), "{row:?}");
    }

    let mut waits: Vec<_> = all.iter().filter_map(|each| each["waiting_since"].as_u64()).collect();
    waits.sort_unstable();
    let longest: Vec<_> = load.longest.iter().map(|row| row.wait.since.clone()).collect();
    assert_eq!(longest, waits.into_iter().take(10).map(rfc3339).collect::<Vec<_>>());
}

fn rfc3339(seconds: u64) -> String {
    let seconds = i64::try_from(seconds).unwrap();
    switchhook_engine::rfc3339(switchhook_engine::core::Timestamp::from_millis(seconds * 1000))
}

#[tokio::test]
async fn load_is_what_the_records_say() {
    let scenario = Scenario::new().await;
    let account = connected(&scenario, NORTHWIND).await;
    let before = load(&scenario, &account.id).await;
    assert!(before.as_of.is_none() && before.teams.is_empty() && !before.reading, "{before:?}");
    let after = read(&scenario, &account.id).await;
    assert!(after.as_of.is_some() && after.known > 0 && !after.longest.is_empty());
    assert_is_true(&scenario, NORTHWIND, &after).await;
    let files = String::from_utf8_lossy(&scenario.files()).into_owned();
    let contacts = scenario.all(NORTHWIND, "/contacts", "data").await;
    let email = contacts[0]["email"].as_str().unwrap();
    assert!(!files.contains(email), "nothing of a customer is stored");
}

#[tokio::test]
async fn large_workspace_is_read_within_forty_calls() {
    let scenario = Scenario::new().await;
    let account = connected(&scenario, HUGE).await;
    let before = scenario.requests().await.len();
    let load = read(&scenario, &account.id).await;
    let calls = scenario.requests().await.len() - before;
    let pages = (load.known as usize).div_ceil(150);
    assert_eq!(calls, 2 + pages, "each page once, and {calls} calls");
    assert!(pages > 1 && calls <= 40, "{pages} pages");
    assert_is_true(&scenario, HUGE, &load).await;
}

#[tokio::test]
async fn wait_is_working_time_once_hours_are_known() {
    let scenario = Scenario::new().await;
    let account = connected(&scenario, NORTHWIND).await;
    let calendar = read(&scenario, &account.id).await;
    let day = 24 * 60;
    assert!(calendar.longest.iter().all(|row| row.wait.is_long == (row.wait.minutes > day)), "{calendar:?}");
    let accounts = scenario.connector.accounts();
    let hours = WorkingHours::proposed("Europe/Dublin".into());
    accounts.set_working_hours(&account.id, Some(hours)).await.unwrap();
    let working = load(&scenario, &account.id).await;
    let minutes = |load: &TeamLoad| -> Vec<u32> { load.longest.iter().map(|row| row.wait.minutes).collect() };
    let (less, more) = (minutes(&working), minutes(&calendar));
    assert!(less.iter().zip(&more).all(|(less, more)| less <= more) && less != more, "{less:?} {more:?}");
    assert!(working.longest.iter().all(|row| row.wait.is_long == (row.wait.minutes > 480)), "{working:?}");
}

#[tokio::test]
async fn days_and_fin_are_counted_from_the_stored_days() {
    let scenario = Scenario::new().await;
    let account = connected(&scenario, NORTHWIND).await;
    let id = &account.id;
    let zone = jiff::tz::TimeZone::get("Pacific/Kiritimati").unwrap();
    let today = jiff::Timestamp::now().to_zoned(zone).date();
    let day = today.since(jiff::civil::date(1970, 1, 1)).unwrap().get_days();
    let hours = WorkingHours::proposed("Pacific/Kiritimati".into());
    scenario.connector.accounts().set_working_hours(id, Some(hours)).await.unwrap();
    let keep = |name: &str, ago: i32, count: u32| {
        scenario
            .alter(&format!("INSERT INTO day_count VALUES ('{id}', '{name}', {}, {count}, 0)", day - ago));
    };
    for weeks in 0..5 {
        keep("new_conversations", 1 + weeks * 7, 10 + weeks as u32);
    }
    keep("new_conversations", 0, 99);
    for ago in 1..7 {
        for (name, count) in
            [("fin_took_part", 4), ("fin_resolved", 3), ("fin_handed_over", 2), ("fin_negative", 1)]
        {
            keep(name, ago, count);
        }
    }
    let found = load(&scenario, id).await;
    let days: Vec<_> = found.days.iter().map(|day| (day.day.clone(), day.count, day.usual)).collect();
    let date = |ago: i32| today.checked_sub(jiff::Span::new().days(ago)).unwrap().to_string();
    assert_eq!(
        days,
        [
            (date(29), 14, None),
            (date(22), 13, None),
            (date(15), 12, None),
            (date(8), 11, Some(13)),
            (date(1), 10, Some(13)),
        ]
    );
    let fin = found.fin_yesterday.unwrap();
    assert_eq!((fin.took_part, fin.resolved, fin.handed_over, fin.negative), (4, 3, 2, 1));
    assert!(found.fin_week.is_none(), "the seventh day is not counted yet");
    for name in ["fin_took_part", "fin_resolved", "fin_handed_over", "fin_negative"] {
        keep(name, 7, 10);
    }
    let week = load(&scenario, id).await.fin_week.unwrap();
    assert_eq!((week.took_part, week.resolved, week.handed_over, week.negative), (34, 28, 22, 16));
}

#[tokio::test]
async fn two_looks_share_a_reading_that_the_window_sees() {
    let scenario = Scenario::new().await;
    let (front, account) = Front::start_with_account(&scenario).await;
    front.counted();
    scenario.switch("latency_ms", 200).await;
    let seen = async {
        tokio::time::sleep(Duration::from_millis(100)).await;
        load(&scenario, &account.id).await.reading
    };
    let remote = scenario.connector.remote();
    let (one, two, seen) = tokio::join!(remote.read_team(&account.id), remote.read_team(&account.id), seen);
    one.unwrap();
    two.unwrap();
    assert_eq!((front.counted(), seen), ((3, 1), true));
    assert!(!load(&scenario, &account.id).await.reading);
}

#[tokio::test]
async fn provider_that_fails_is_an_error_and_the_load_stays() {
    let scenario = Scenario::new().await;
    let (front, account) = Front::start_with_account(&scenario).await;
    let before = read(&scenario, &account.id).await.as_of;
    let read = async || scenario.connector.remote().read_team(&account.id).await;
    for path in ["/teams", "/admins", "/conversations/search"] {
        front.forward_all();
        front.answer(path, Reply::of("503 Service Unavailable", "{}"));
        assert_eq!(read().await.unwrap_err().code(), Code::ProviderUnreachable, "{path}");
        front.answer(path, Reply::of("200 OK", "{}"));
        assert_eq!(read().await.unwrap_err().code(), Code::ProviderUnreadable, "{path}");
        assert_eq!(load(&scenario, &account.id).await.as_of, before, "{path}");
    }
    let status = scenario.account(&account.id).await.status;
    assert_eq!(status, Status::Connected, "that says nothing of the token");
}

#[tokio::test]
async fn missing_permission_of_the_team_is_named() {
    let scenario = Scenario::new().await;
    let account = scenario.connect("Acme").await.unwrap().account;
    for refusal in ["unauthorized", "forbidden"] {
        scenario.switch("permission_refusal", refusal).await;
        for (name, label) in [("read_admins", "Read admins"), ("read_conversations", "Read conversations")] {
            scenario.switch("missing_permissions", [name]).await;
            let problem = scenario.connector.remote().read_team(&account.id).await.unwrap_err();
            let Problem::Provider(ProviderProblem::ReadRefused { refusal: found, permission, .. }) = &problem
            else {
                panic!("{refusal} {name}: {problem:?}");
            };
            assert_eq!((*found, permission.as_deref()), (ReadRefusal::NotAllowed, Some(label)), "{refusal}");
        }
    }
    assert_eq!(scenario.account(&account.id).await.status, Status::Connected);
}

#[tokio::test]
async fn dead_token_of_a_team_marks_the_account() {
    let scenario = Scenario::new().await;
    let account = scenario.connect("Acme").await.unwrap().account;
    scenario.control("uninstall", &json!({ "workspace": NORTHWIND })).await;
    let problem = scenario.connector.remote().read_team(&account.id).await.unwrap_err();
    assert_eq!(problem.code(), Code::CodeRejected);
    assert_eq!(scenario.account(&account.id).await.status, Status::NeedsReconnect);
    scenario.connector.accounts().set_disabled(&account.id, true).await.unwrap();
    let problem = scenario.connector.remote().read_team(&account.id).await.unwrap_err();
    assert_eq!(problem.code(), Code::Usage, "a disabled account is not read");
}

/// A provider whose search never ends, and that fails each second time.
async fn endless(stream: &mut TcpStream, counts: &AtomicUsize) {
    let mut request = vec![0; 16 * 1024];
    let read = stream.read(&mut request).await.unwrap();
    let text = String::from_utf8_lossy(&request[..read]).into_owned();
    let count = counts.fetch_add(1, Ordering::SeqCst);
    let page: Vec<_> = (0..150)
        .map(|n| json!({ "id": (count * 1_000 + n).to_string(), "waiting_since": 1_700_000_000 }))
        .collect();
    let body = match text.split(' ').nth(1).unwrap() {
        "/me" => json!({ "type": "admin", "id": "7", "app": { "id_code": "w1" } }),
        "/teams" => json!({ "teams": [] }),
        "/admins" => json!({ "admins": [] }),
        _ => json!({ "total_count": 9_000, "conversations": page,
            "pages": { "next": { "starting_after": count.to_string() } } }),
    };
    let fails = count % 2 == 1 && text.starts_with("POST");
    let status = if fails { "503 Service Unavailable" } else { "200 OK" };
    let body = body.to_string();
    let head = format!("HTTP/1.1 {status}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n", body.len());
    let _ = stream.write_all(head.as_bytes()).await;
    let _ = stream.write_all(body.as_bytes()).await;
    let _ = stream.shutdown().await;
}

#[tokio::test]
async fn endless_search_ends_after_forty_calls_with_a_part() {
    let scenario = Scenario::new().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let counts = Arc::<AtomicUsize>::default();
    let counted = Arc::clone(&counts);
    let serving = tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            endless(&mut stream, &counted).await;
        }
    });
    let own = OwnToken {
        region: Some(Region::Us),
        api_base: Some(address),
        ..OwnToken::new(AccessToken::new("token".into()).unwrap())
    };
    let id = scenario.connector.own_tokens().add(own).await.unwrap().account.id;
    counts.store(0, Ordering::SeqCst);
    let load = read(&scenario, &id).await;
    let calls = counts.load(Ordering::SeqCst);
    assert!((34..=40).contains(&calls), "{calls} calls");
    assert_eq!(load.total, 9_000);
    assert!((1_500..=3_000).contains(&load.known), "{} of {calls} calls", load.known);
    serving.abort();
}

#[tokio::test]
async fn page_of_large_conversations_is_read() {
    let scenario = Scenario::new().await;
    let (front, account) = Front::start_with_account(&scenario).await;
    let text = "x".repeat(20_000);
    let all: Vec<_> = (1..=150).map(|n| json!({ "id": n.to_string(), "source": { "body": text } })).collect();
    let page = json!({ "total_count": 150, "conversations": all });
    front.answer("/conversations/search", Reply::of("200 OK", page.to_string()));
    assert_eq!(read(&scenario, &account.id).await.known, 150, "three megabytes");
}

#[tokio::test]
async fn page_that_leads_to_itself_is_read_once_more() {
    let scenario = Scenario::new().await;
    let (front, account) = Front::start_with_account(&scenario).await;
    let page = |all: Value| {
        let next = json!({ "next": { "starting_after": "again" } });
        Reply::of("200 OK", json!({ "total_count": 7, "conversations": all, "pages": next }).to_string())
    };
    for (all, known, calls) in [(json!([{ "id": "1" }]), 1, 4), (json!([]), 0, 3)] {
        front.answer("/conversations/search", page(all));
        front.counted();
        let load = read(&scenario, &account.id).await;
        assert_eq!((load.known, load.total, front.counted().0), (known, 7, calls));
    }
}

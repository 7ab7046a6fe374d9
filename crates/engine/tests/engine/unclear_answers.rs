//! Answers without an identity or with another account's, merges of accounts, and rate limits.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::json;
use switchhook_engine::contract::Checked;
use switchhook_engine::core::{
    AccessToken, AccountProblem, Answered, ApiPath, ApiRefusal, Code, Figure, JsonTextError, Problem,
    ProviderCode, ProviderProblem, Region, Status, Unreadable, WorkspaceId,
};
use switchhook_engine::{OwnToken, Wait};
use tokio::sync::mpsc;

use crate::front::{Front, Reply};
use crate::scenario::{LUMEN, Scenario, dead, is_rate_limited};

const REVOKED: &str = r#"{"type":"error.list","errors":[{"code":"token_revoked","message":"x"}]}"#;
const UNCLEAR: &str =
    r#"{"type":"error.list","errors":[{"code":"unauthorized","message":"Access Token Invalid"}]}"#;
const TOO_MANY: &str = r#"{"type":"error.list","errors":[{"code":"rate_limit_exceeded","message":"x"}]}"#;

/// Returns an answer of `/me` with these ids.
fn me(workspace: &str, admin: &str, region: Option<&str>) -> String {
    let app = json!({ "id_code": workspace, "name": "Somewhere", "region": region });
    json!({ "type": "admin", "id": admin, "name": "Somebody", "app": app }).to_string()
}

/// Returns the problem that [`REVOKED`] means at this front.
fn revoked(front: &Front) -> Problem {
    dead(front.host(), "token_revoked").into()
}

/// Returns the identity that answered and the known one.
fn identities(problem: Problem) -> (Answered, Answered) {
    match problem {
        Problem::Account(AccountProblem::Another { came, known }) => (*came, *known),
        other => panic!("another account should have answered, but {other:?}"),
    }
}

// The check says that the answer held no identity. An earlier problem does not vanish by it.
#[tokio::test]
async fn me_200_without_identity_leaves_the_account_unchanged() {
    for body in ["{}", r#"{"login":"required"}"#, r#"{"id":"814"}"#] {
        let scenario = Scenario::new().await;
        let (front, before) = Front::start_with_account(&scenario).await;
        front.answer("/me", Reply::of("200 OK", body));
        let Checked { account, trouble, untold, .. } =
            scenario.connector.remote().check(&before.id).await.unwrap();
        assert_eq!((account.status, trouble.is_none()), (Status::Connected, true), "{body}");
        assert_eq!(account.checked_at, before.checked_at, "{body}: nobody has answered for it");
        assert_eq!(account.workspace.name, before.workspace.name, "{body}");
        assert_eq!(untold.unwrap().problem, AccountProblem::Unidentified.into(), "{body}");
        // an earlier finding does not improve by this answer
        front.answer("/me", Reply::of("401 Unauthorized", REVOKED));
        scenario.connector.remote().check(&before.id).await.unwrap();
        front.answer("/me", Reply::of("200 OK", body));
        let Checked { account, trouble, untold, .. } =
            scenario.connector.remote().check_in_full(&before.id).await.unwrap();
        assert_eq!(account.status, Status::NeedsReconnect, "{body}");
        assert_eq!(trouble.unwrap().report.problem, revoked(&front), "{body}");
        assert!(untold.is_some(), "{body}");
    }
}

#[tokio::test]
async fn refusal_with_status_200_is_a_refusal() {
    type Means = fn(String) -> Problem;
    const CASES: [(&str, Status, Means); 5] = [
        (REVOKED, Status::NeedsReconnect, |host| dead(host, "token_revoked").into()),
        // every other request is answered, so the token is not dead
        (UNCLEAR, Status::Limited, |host| AccountProblem::MissingIdentityPermission { host }.into()),
        (r#"{"errors":[{"code":"api_plan_restricted"}]}"#, Status::Limited, |host| {
            let code = ProviderCode::new("api_plan_restricted");
            ProviderProblem::Refused { host, refusal: ApiRefusal::NotInPlan, code }.into()
        }),
        (r#"{"errors":[{"code":"server_error"}]}"#, Status::Unreachable, |host| {
            let code = ProviderCode::new("server_error");
            ProviderProblem::Unreadable { host, why: Unreadable::Error, code }.into()
        }),
        (r#"{"error":"login_required"}"#, Status::Unreachable, |host| {
            let code = ProviderCode::new("login_required");
            ProviderProblem::Unreadable { host, why: Unreadable::Error, code }.into()
        }),
    ];
    for (body, status, means) in CASES {
        let scenario = Scenario::new().await;
        let (front, account) = Front::start_with_account(&scenario).await;
        front.answer("/me", Reply::of("200 OK", body));
        let Checked { account, trouble, .. } = scenario.connector.remote().check(&account.id).await.unwrap();
        assert_eq!(account.status, status, "{body}");
        assert_eq!(trouble.unwrap().report.problem, means(front.host()), "{body}");
    }
}

// The token answers for another workspace, teammate or region. The account needs a reconnect, and its figures are not
// read.
#[tokio::test]
async fn answer_of_another_account_is_not_stored() {
    for who in ["workspace", "teammate", "region"] {
        let scenario = Scenario::new().await;
        let (front, before) = Front::start_with_account(&scenario).await;
        let (workspace_id, admin_id) =
            (before.workspace.id.clone().unwrap(), before.admin.id.clone().unwrap());
        let answer = match who {
            "workspace" => me(LUMEN, &admin_id, Some("US")),
            "teammate" => me(workspace_id.as_str(), "999", Some("US")),
            _ => me(workspace_id.as_str(), &admin_id, Some("EU")),
        };
        front.answer("/me", Reply::of("200 OK", answer));
        let Checked { account, trouble, .. } =
            scenario.connector.remote().check_in_full(&before.id).await.unwrap();
        assert_eq!(account.status, Status::NeedsReconnect, "{who}");
        let report = trouble.unwrap().report;
        assert_eq!(report.code, Code::WrongWorkspace, "{who}");
        let (came, known) = identities(report.problem);
        let named = (came.workspace.as_deref(), came.admin.as_deref());
        assert_eq!(named, (Some("Somewhere"), Some("Somebody")), "{who}");
        assert_eq!(known.workspace, before.workspace.name, "{who}");
        assert_eq!(account.workspace.name, before.workspace.name, "{who}");
        assert_eq!(
            (account.workspace.id, account.admin.id),
            (Some(workspace_id.clone()), Some(admin_id.clone())),
            "{who}"
        );
        // both have the same names, so the ids distinguish them
        let named_alike = me(workspace_id.as_str(), "999", Some("US"))
            .replace("Somewhere", before.workspace.name.as_deref().unwrap())
            .replace("Somebody", before.admin.name.as_deref().unwrap());
        front.answer("/me", Reply::of("200 OK", named_alike));
        let trouble = scenario.connector.remote().check(&before.id).await.unwrap().trouble.unwrap();
        let (came, known) = identities(trouble.report.problem);
        assert_eq!(came.ids, Some(format!("{workspace_id}, us, 999")), "{who}");
        assert_eq!(known.ids, Some(format!("{workspace_id}, us, {admin_id}")), "{who}");
        front.counted();
        let detail = scenario.read(&before.id).await.unwrap();
        assert_eq!(front.counted().0, 0, "{who}: the other one's figures are not this one's");
        assert!(detail.figures.iter().all(|figure| figure.count.is_none() && figure.trouble.is_some()));
        front.forward_all();
        let again = scenario.connector.remote().check(&before.id).await.unwrap();
        assert_eq!((again.account.status, again.trouble.is_none()), (Status::Connected, true), "{who}");
    }
}

#[tokio::test]
async fn account_of_a_known_workspace_takes_no_other_workspace() {
    let scenario = Scenario::new().await;
    let front = Front::start(&scenario, &[]).await;
    scenario.register_with_api("Behind", &front.address).await;
    front.answer("/me", Reply::of("200 OK", r#"{"app":{"id_code":"w1","name":"The first"}}"#));
    let account = scenario.connect("Behind").await.unwrap().account;
    assert_eq!(
        (account.status, account.workspace.id.as_ref().map(WorkspaceId::as_str)),
        (Status::Unverified, Some("w1"))
    );
    for body in [me("w2", "7", Some("US")), r#"{"app":{"id_code":"w2","name":"Somewhere"}}"#.into()] {
        front.answer("/me", Reply::of("200 OK", body.clone()));
        let Checked { account, trouble, .. } = scenario.connector.remote().check(&account.id).await.unwrap();
        assert_eq!(
            (account.status, account.workspace.id.as_ref().map(WorkspaceId::as_str)),
            (Status::NeedsReconnect, Some("w1"))
        );
        let report = trouble.unwrap().report;
        assert_eq!(report.code, Code::WrongWorkspace, "{body}");
        let (came, known) = identities(report.problem);
        let named = (came.workspace.as_deref(), known.workspace.as_deref());
        assert_eq!(named, (Some("Somewhere"), Some("The first")), "{body}");
    }
    front.answer("/me", Reply::of("200 OK", me("w1", "7", Some("US"))));
    let checked = scenario.connector.remote().check(&account.id).await.unwrap().account;
    assert_eq!((checked.id, checked.status), (account.id, Status::Connected));
}

#[tokio::test]
async fn names_may_change_and_a_region_may_arrive_later() {
    let scenario = Scenario::new().await;
    let front = Front::start(&scenario, &[]).await;
    scenario.register_with_api("Behind", &front.address).await;
    front.answer("/me", Reply::of("200 OK", me("w1", "7", None)));
    let account = scenario.connect("Behind").await.unwrap().account;
    assert_eq!((account.status, account.workspace.region), (Status::Connected, None));
    for region in [Some("US"), None, Some("US")] {
        front.answer("/me", Reply::of("200 OK", me("w1", "7", region).replace("Somewhere", "Renamed")));
        let checked = scenario.connector.remote().check(&account.id).await.unwrap().account;
        assert_eq!(
            (checked.status, checked.workspace.region),
            (Status::Connected, Some(Region::Us)),
            "{region:?}"
        );
        assert_eq!(checked.workspace.name.as_deref(), Some("Renamed"));
    }
    let again = scenario.connect("Behind").await.unwrap().account;
    assert_eq!(again.id, account.id, "with its region it is the same one");
    front.answer("/me", Reply::of("200 OK", me("w1", "7", Some("AU"))));
    let moved = scenario.connector.remote().check(&account.id).await.unwrap().account;
    assert_eq!(moved.status, Status::NeedsReconnect);
}

// Two accounts turn out to have one identity.
#[tokio::test]
async fn merged_account_is_disabled_if_the_newer_was() {
    let scenario = Scenario::new().await;
    scenario.switch("me", "error").await;
    let older = scenario.connect("Acme").await.unwrap().account;
    scenario.switch("me", "answer").await;
    let newer = scenario.connect("Acme").await.unwrap().account;
    scenario.connector.accounts().set_disabled(&newer.id, true).await.unwrap();
    let merged = scenario.connector.remote().check_in_full(&older.id).await.unwrap().account;
    assert_eq!((&merged.id, merged.status), (&older.id, Status::Disabled));
    let enabled = scenario.connector.accounts().set_disabled(&older.id, false).await.unwrap();
    assert_eq!(enabled.status, Status::Connected, "with the token that proved itself");
}

// Two accounts turn out to have one identity.
#[tokio::test]
async fn merged_account_keeps_the_newest_figures() {
    let scenario = Scenario::new().await;
    scenario.switch("me", "error").await;
    let older = scenario.connect("Acme").await.unwrap().account;
    scenario.switch("me", "answer").await;
    let newer = scenario.connect("Acme").await.unwrap().account;
    scenario.switch("missing_permissions", json!(["read_tags"])).await;
    scenario.read(&older.id).await.unwrap();
    scenario.switch("missing_permissions", json!([])).await;
    let read = scenario.read(&newer.id).await.unwrap();
    let merged = scenario.connector.remote().check(&older.id).await.unwrap().account;
    assert_eq!((&merged.id, merged.status), (&older.id, Status::Connected), "no permission lacks any more");
    let kept = scenario.detail(&older.id).await;
    for (kept, read) in kept.figures.iter().zip(&read.figures) {
        assert_eq!(
            (kept.count, &kept.as_of, kept.missing),
            (read.count, &read.as_of, None),
            "{:?}",
            kept.name
        );
    }
    assert!(kept.headroom.is_some() && kept.me.is_some());
}

#[tokio::test]
async fn every_2xx_status_is_a_success_for_each_call() {
    for status in ["201 Created", "202 Accepted", "203 Non-Authoritative Information", "206 Partial Content"]
    {
        let scenario = Scenario::new().await;
        let (front, account) = Front::start_with_account(&scenario).await;
        let (id, remote) = (&account.id, scenario.connector.remote());
        let workspace = account.workspace.id.as_ref().map(WorkspaceId::as_str).unwrap();
        let renamed = me(workspace, account.admin.id.as_deref().unwrap(), Some("US"));
        front.answer("/me", Reply::of(status, renamed));
        front.answer("/tags", Reply::of(status, r#"{"data":[{}]}"#));
        let Checked { account, untold, unread, .. } = remote.check_in_full(id).await.unwrap();
        assert_eq!((untold.is_none(), unread.is_none()), (true, true), "{status}");
        assert_eq!(account.workspace.name.as_deref(), Some("Somewhere"), "{status}");
        let path = ApiPath::new("/tags").unwrap();
        let page = remote.ask_api(id, path, false).await.unwrap().next(|_| ()).await.unwrap().unwrap();
        assert_eq!(page.body.line(), r#"{"data":[{}]}"#, "{status}");
        front.answer("/auth/uninstall", Reply::of(status, "{}"));
        let uninstalled = remote.uninstall(id).await.unwrap().account;
        assert_eq!(uninstalled.status, Status::NeedsReconnect, "{status}");
    }
}

#[tokio::test]
async fn status_204_is_unreadable_where_a_body_is_needed() {
    let scenario = Scenario::new().await;
    let (front, account) = Front::start_with_account(&scenario).await;
    let (id, remote) = (&account.id, scenario.connector.remote());
    let nothing = || Reply::of("204 No Content", "");
    let unreadable = |why| Problem::from(ProviderProblem::Unreadable { host: front.host(), why, code: None });
    front.answer("/tags", nothing());
    let unread = remote.check_in_full(id).await.unwrap().unread.unwrap().problem;
    let why = Box::new(unreadable(Unreadable::Empty));
    assert_eq!(unread, Problem::FiguresUnread { figures: vec![Figure::Tags], why });
    let path = ApiPath::new("/tags").unwrap();
    let refused = remote.ask_api(id, path, false).await.unwrap().next(|_| ()).await.unwrap().unwrap_err();
    assert_eq!(refused.problem, unreadable(Unreadable::Text(JsonTextError::Empty)));
    front.answer("/me", nothing());
    let trouble = remote.check(id).await.unwrap().trouble.unwrap();
    assert_eq!(trouble.report.problem, unreadable(Unreadable::Empty));
    front.answer("/auth/uninstall", nothing());
    let uninstalled = remote.uninstall(id).await.unwrap().account;
    assert_eq!(uninstalled.status, Status::NeedsReconnect, "nothing more is needed there");
}

#[tokio::test]
async fn rate_limit_is_not_an_outage() {
    let scenario = Scenario::new().await;
    let (front, account) = Front::start_with_account(&scenario).await;
    let id = &account.id;
    front.answer("/me", Reply::of("429 Too Many Requests", TOO_MANY).with("retry-after: 120"));
    // the first check asks and is refused, the second knows the limit beforehand
    for is_asked in [true, false] {
        let Checked { account, trouble, untold, .. } =
            scenario.connector.remote().check_in_full(id).await.unwrap();
        assert_eq!((account.status, trouble.is_none()), (Status::Connected, true));
        let problem = untold.unwrap().problem;
        assert!(is_rate_limited(&problem), "{problem:?}");
        let told = ProviderProblem::RateLimited {
            host: front.host(),
            status: 429,
            seconds: Some(120),
            code: ProviderCode::new("rate_limit_exceeded"),
        };
        assert_eq!(problem == told.into(), is_asked, "{problem:?}");
    }
    // a known status stays: another process found the token dead
    let other = scenario.second_process().await;
    front.answer("/me", Reply::of("401 Unauthorized", REVOKED));
    assert_eq!(other.remote().check(id).await.unwrap().account.status, Status::NeedsReconnect);
    let Checked { account, trouble, untold, .. } = scenario.connector.remote().check(id).await.unwrap();
    assert_eq!(account.status, Status::NeedsReconnect);
    assert_eq!((trouble.unwrap().report.problem, untold.is_some()), (revoked(&front), true));
}

#[tokio::test]
async fn slow_429_is_not_an_outage() {
    let scenario = Scenario::new().await;
    let (front, account) = Front::start_with_account(&scenario).await;
    // two such answers take longer than the deadline
    let slowly = Reply::of("429 Too Many Requests", TOO_MANY).with("retry-after: 0");
    front.answer("/me", slowly.after(Duration::from_secs(11)));
    let Checked { account, trouble, untold, .. } =
        scenario.connector.remote().check(&account.id).await.unwrap();
    assert_eq!((account.status, trouble.is_none()), (Status::Connected, true));
    let problem = untold.unwrap().problem;
    assert!(is_rate_limited(&problem), "{problem:?}");
}

// `/me` is refused with an ambiguous 401, and the requests that would settle it meet a rate limit.
#[tokio::test]
async fn rate_limited_probe_of_a_refusal_is_not_an_outage() {
    let scenario = Scenario::new().await;
    let (front, account) = Front::start_with_account(&scenario).await;
    front.answer("*", Reply::of("429 Too Many Requests", TOO_MANY).with("retry-after: 120"));
    front.answer("/me", Reply::of("401 Unauthorized", UNCLEAR));
    let Checked { account, untold, .. } = scenario.connector.remote().check(&account.id).await.unwrap();
    assert_eq!((account.status, untold.is_some()), (Status::Connected, true));
}

#[tokio::test]
async fn full_check_reports_unread_figures_and_why() {
    let scenario = Scenario::new().await;
    let (front, account) = Front::start_with_account(&scenario).await;
    let Checked { unread, .. } = scenario.connector.remote().check_in_full(&account.id).await.unwrap();
    assert!(unread.is_none(), "all were");
    front.answer("/tags", Reply::of("404 Not Found", "{}"));
    let Checked { account, unread, .. } =
        scenario.connector.remote().check_in_full(&account.id).await.unwrap();
    let why = ProviderProblem::Unreadable { host: front.host(), why: Unreadable::Status(404), code: None };
    let (figures, why) = (vec![Figure::Tags], Box::new(why.into()));
    assert_eq!(unread.unwrap().problem, Problem::FiguresUnread { figures, why });
    assert_eq!(account.status, Status::Connected);
    let whole = me(
        account.workspace.id.as_ref().map(WorkspaceId::as_str).unwrap(),
        account.admin.id.as_deref().unwrap(),
        Some("US"),
    );
    front.answer("/me", Reply::of("200 OK", whole));
    front.answer("*", Reply::of("500 Internal Server Error", "x"));
    let Checked { account, trouble, unread, .. } =
        scenario.connector.remote().check_in_full(&account.id).await.unwrap();
    assert_eq!((account.status, trouble.is_none()), (Status::Connected, true));
    let Problem::FiguresUnread { figures, why } = unread.unwrap().problem else { panic!("of figures") };
    assert!(figures.is_empty(), "all of them: {figures:?}");
    let is_unavailable = matches!(*why, Problem::Provider(ProviderProblem::Unavailable { .. }));
    assert!(is_unavailable, "{why:?}");
}

#[tokio::test]
async fn account_forgotten_during_a_check_is_named() {
    let scenario = Scenario::new().await;
    let (front, account) = Front::start_with_account(&scenario).await;
    front.answer("/me", Reply::of("404 Not Found", "{}").after(Duration::from_secs(1)));
    let (connector, id) = (scenario.connector.clone(), account.id.clone());
    let checking = tokio::spawn(async move { connector.remote().check_in_full(&id).await });
    tokio::time::sleep(Duration::from_millis(300)).await;
    scenario.connector.accounts().forget(&account.id).await.unwrap();
    let problem = checking.await.unwrap().unwrap_err();
    assert_eq!(problem.code(), Code::NotFound);
    assert_eq!(problem, AccountProblem::ForgottenInCheck { name: account.name }.into());
}

#[tokio::test]
async fn requests_that_settle_refusals_keep_the_concurrency_limit() {
    let scenario = Scenario::new().await;
    let front = Front::start(&scenario, &[]).await;
    front.answer("/me", Reply::of("403 Forbidden", "{}"));
    let ids = front.add_accounts(&scenario, 100).await;
    front.answer("/me", Reply::of("401 Unauthorized", UNCLEAR));
    front.answer("*", Reply::of("401 Unauthorized", UNCLEAR).after(Duration::from_secs(1)));
    front.counted();
    let (told, mut checked) = mpsc::channel(100);
    scenario.connector.remote().check_each(ids, told).await.unwrap();
    let mut dead = 0;
    while let Ok(Checked { account, .. }) = checked.try_recv() {
        dead += usize::from(account.status == Status::NeedsReconnect);
    }
    assert_eq!(dead, 100);
    let (all, most) = front.counted();
    assert_eq!(all, 400, "each once by /me and three times more");
    assert!((32..=64).contains(&most), "{most} at once");
}

#[tokio::test]
async fn used_up_limit_is_waited_for_by_the_providers_clock() {
    let scenario = Scenario::new().await;
    let (front, account) = Front::start_with_account(&scenario).await;
    let day = Duration::from_secs(24 * 60 * 60);
    for (theirs, now) in [("tomorrow", SystemTime::now() + day), ("yesterday", SystemTime::now() - day)] {
        let reset = now.duration_since(UNIX_EPOCH).unwrap().as_secs() + 2;
        let used_up = Reply::of("200 OK", r#"{"pages":{"next":"/tags?page=2"}}"#)
            .with(&format!("date: {}", httpdate::fmt_http_date(now)))
            .with("x-ratelimit-limit: 5")
            .with("x-ratelimit-remaining: 0")
            .with(&format!("x-ratelimit-reset: {reset}"));
        front.answer("/tags", used_up);
        front.answer("/tags?page=2", Reply::of("200 OK", "{}"));
        let path = ApiPath::new("/tags").unwrap();
        let mut asking = scenario.connector.remote().ask_api(&account.id, path, true).await.unwrap();
        let mut waited = Vec::new();
        while let Some(page) = asking.next(|wait| waited.push(wait)).await {
            page.unwrap();
        }
        // part of the two seconds has passed, and one second is added, since the header counts whole seconds
        let [Wait { long, is_told: true }] = waited[..] else {
            panic!("the server's clock shows {theirs}: {waited:?}")
        };
        let (least, most) = (Duration::from_secs(2), Duration::from_secs(3));
        assert!((least..=most).contains(&long), "the server's clock shows {theirs}: {long:?}");
    }
}

// Without a usable time from the provider, the wait is ten seconds.
#[tokio::test]
async fn wait_is_the_providers_or_else_intercoms_window() {
    let scenario = Scenario::new().await;
    let front = Front::start(&scenario, &[]).await;
    let ahead = SystemTime::now() + Duration::from_secs(300);
    let seconds = ahead.duration_since(UNIX_EPOCH).unwrap().as_secs();
    // the server's clock shows these dates, and each end lies five seconds ahead
    let (date, then) =
        (httpdate::fmt_http_date(ahead), httpdate::fmt_http_date(ahead + Duration::from_secs(5)));
    for (header, told) in [
        (String::new(), None),
        ("retry-after: -1".into(), None),
        ("retry-after: soon".into(), None),
        ("retry-after: Sun, 06 Nov 1994 08:49:37 GMT".into(), None),
        ("retry-after: Sunday, 06-Nov-94 08:49:37 GMT".into(), None),
        ("x-ratelimit-reset: 1000000000".into(), None),
        (format!("x-ratelimit-reset: {}000", seconds + 5), None),
        ("retry-after: 4.2".into(), Some(5)),
        (format!("retry-after: {then}"), Some(5)),
        (format!("retry-after: -1\r\nx-ratelimit-reset: {}", seconds + 5), Some(5)),
    ] {
        front.answer("/me", Reply::of("403 Forbidden", "{}"));
        let own = OwnToken {
            token: AccessToken::new("token".into()).unwrap(),
            region: Some(Region::Us),
            api_base: Some(front.address.clone()),
            name: None,
            tags: Vec::new(),
            replaces: None,
        };
        let account = scenario.connector.own_tokens().add(own).await.unwrap().account;
        let limited = Reply::of("429 Too Many Requests", TOO_MANY).with(&format!("date: {date}"));
        front.answer("/tags", if header.is_empty() { limited } else { limited.with(&header) });
        let path = ApiPath::new("/tags").unwrap();
        let mut asking = scenario.connector.remote().ask_api(&account.id, path, false).await.unwrap();
        let mut waited = Vec::new();
        let asked = tokio::time::timeout(Duration::from_secs(1), asking.next(|wait| waited.push(wait)));
        assert!(asked.await.is_err(), "{header}: it is not given up");
        let [Wait { long, is_told }] = waited[..] else { panic!("{header}: {waited:?}") };
        // one second is added to a time that the provider gives
        let awaited = Duration::from_secs(told.map_or(10, |seconds| seconds + 1));
        let (least, is_awaited) = (awaited.saturating_sub(Duration::from_millis(500)), told.is_some());
        assert_eq!(((least..=awaited).contains(&long), is_told), (true, is_awaited), "{header}: {long:?}");
    }
}

#[tokio::test]
async fn limit_without_an_end_is_retried_within_the_callers_time() {
    let scenario = Scenario::new().await;
    let (front, account) = Front::start_with_account(&scenario).await;
    let added = Front::start(&scenario, &[]).await;
    for front in [&front, &added] {
        front.answer("/me", Reply::of("429 Too Many Requests", TOO_MANY));
    }
    let own = OwnToken {
        token: AccessToken::new("token".into()).unwrap(),
        region: Some(Region::Us),
        api_base: Some(added.address.clone()),
        name: None,
        tags: Vec::new(),
        replaces: None,
    };
    let check = scenario.connector.remote();
    let own_tokens = scenario.connector.own_tokens();
    let relents = async {
        tokio::time::sleep(Duration::from_secs(2)).await;
        front.forward_all();
        added.answer("/me", Reply::of("200 OK", me("w1", "7", Some("US"))));
    };
    let (checked, added, ()) = tokio::join!(check.check(&account.id), own_tokens.add(own), relents);
    let Checked { account, untold, .. } = checked.unwrap();
    assert_eq!((account.status, untold.is_none()), (Status::Connected, true));
    assert_eq!(added.unwrap().account.status, Status::Connected);
}

#[tokio::test]
async fn past_reset_time_counts_as_no_time() {
    let scenario = Scenario::new().await;
    let (front, account) = Front::start_with_account(&scenario).await;
    let past = Reply::of("429 Too Many Requests", TOO_MANY).with("x-ratelimit-reset: 1000000000");
    front.answer("/tags", past);
    let path = ApiPath::new("/tags").unwrap();
    let mut asking = scenario.connector.remote().ask_api(&account.id, path, false).await.unwrap();
    let mut waited = Vec::new();
    let asked = tokio::time::timeout(Duration::from_secs(3), asking.next(|wait: Wait| waited.push(wait)));
    assert!(asked.await.is_err(), "the request is tried again");
    assert!(!waited.is_empty() && waited.iter().all(|wait| !wait.is_told), "{waited:?}");
}

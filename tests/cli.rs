//! The command line as a contract: what scripts do with it while no app runs, against a sandbox over real HTTP and the
//! session's real keyring.
//!
//! `desktop/app_and_cli.rs` tests it beside the running app.
#![expect(clippy::expect_used, reason = "a journey ends at the first surprise, with a sentence")]

use std::fs;
use std::io::Write as _;
use std::process::Stdio;

use serde_json::{Value, json};
use switchhook_journeys::cli::{self, Answer};
use switchhook_journeys::home::Home;
use switchhook_journeys::link::{parameter, recognizable};
use switchhook_journeys::sandbox::Sandbox;
use switchhook_journeys::{CALLBACK, built, consent, http, storage};

/// Makes a home with a sandbox and its registration.
fn registered() -> (Home, Sandbox) {
    let home = Home::new();
    let sandbox = Sandbox::start(&home);
    let added = sandbox.register(&home, "trial", CALLBACK);
    assert_eq!(added.status, 0, "the sandbox's own client can be registered: {}", added.all);
    (home, sandbox)
}

/// Connects by commands alone: `connect` waits, the consent is given, and `receive` brings the link.
fn connect(home: &Home, more: &[&str]) -> (Value, String) {
    let waiting = cli::start(home, &[&["connect", "trial", "--no-browser"], more].concat());
    let begun = waiting.line();
    let link = consent::authorize(url(&begun));
    let received = cli::run(home, &["receive", &link]);
    assert_eq!(received.status, 0, "a link we asked for is taken: {}", received.all);
    let code = parameter(&link, "code");
    assert!(!received.all.contains(recognizable(&code)), "not even the most verbose log shows a code");
    let told = waiting.line();
    assert_eq!(received.lines.last(), Some(&told), "both commands report the same");
    assert_eq!(waiting.end(), 0);
    (told, link)
}

fn url(begun: &Value) -> &str {
    begun["authorization_url"].as_str().expect("the first line carries the address to open")
}

fn id(account: &Value) -> &str {
    account["id"].as_str().expect("ids are strings")
}

#[test]
fn seeded_sandbox_is_reproducible_and_touches_no_home() {
    let seen = |seed: &str| {
        let home = Home::new();
        let running = cli::start(&home, &["sandbox", "--seed", seed]);
        let about = running.line();
        let ours = std::fs::read_dir(home.files()).map(Iterator::count).unwrap_or_default();
        assert_eq!(ours, 0, "no file of ours is made");
        let url = about["url"].as_str().expect("the sandbox shows its address");
        let owners = http::post_json(&format!("{url}/_control/tokens"), &json!({"workspace": "nw7k2p0q"}));
        let query = json!({"query": {"field": "role", "operator": "=", "value": "lead"}});
        let token: Value = serde_json::from_str(&owners.body).expect("a token comes as JSON");
        let token = token["access_token"].as_str().expect("there is one");
        let found = http::post_json_as(&format!("{url}/contacts/search"), token, &query).body;
        let found: Value = serde_json::from_str(&found).expect("an answer is JSON");
        let names: Vec<String> = found["data"]
            .as_array()
            .expect("there are leads")
            .iter()
            .map(|each| format!("{} {}", each["id"], each["name"]))
            .collect();
        (about["client_id"].clone(), about["client_secret"].clone(), token.to_owned(), names)
    };
    let demo = seen("demo");
    assert_eq!(seen("demo"), demo);
    let other = seen("other");
    assert!(other.0 != demo.0 && other.1 != demo.1 && other.2 != demo.2 && other.3 != demo.3);
}

#[test]
fn scripts_connect_use_and_forget_an_account() {
    let (home, sandbox) = registered();
    let registrations = cli::run(&home, &["registration", "list"]);
    assert_eq!(registrations.document()[0]["name"], "trial");

    let (connected, link) = connect(&home, &["--name", "Our workspace", "--tag", "client"]);
    assert_eq!(connected["outcome"], "connected");
    let account = &connected["account"];
    assert_eq!(account["name"], "Our workspace", "a name given at the start is kept");
    assert_eq!(account["tags"], json!(["client"]));
    assert_eq!(account["status"], "connected");
    assert_eq!(
        account["workspace"]["name"], "Northwind Support",
        "the workspace is named as Intercom names it"
    );
    for key in
        ["id", "name", "tags", "status", "workspace", "admin", "registration", "connected_at", "checked_at"]
    {
        assert!(account.get(key).is_some(), "{key} is always present: {account}");
    }

    let listed = cli::run(&home, &["list"]);
    assert_eq!(listed.document().as_array().map(Vec::len), Some(1));
    assert_eq!(listed.document()[0]["id"], account["id"]);
    assert_eq!(
        cli::run(&home, &["show", "Our workspace"]).document()["id"],
        account["id"],
        "a unique name is as good as an id"
    );

    let renamed = cli::run(&home, &["rename", id(account), "Northwind (US)"]);
    assert_eq!(renamed.document()["name"], "Northwind (US)");
    let tagged = cli::run(&home, &["tag", id(account), "--add", "us-team", "--remove", "client"]);
    assert_eq!(tagged.document()["tags"], json!(["us-team"]));
    for (words, found) in [
        (["list", "--search", "northwind"], 1),
        (["list", "--search", "nobody"], 0),
        (["list", "--tag", "us-team"], 1),
        (["list", "--tag", "client"], 0),
    ] {
        let answer = cli::run(&home, &words);
        assert_eq!(answer.document().as_array().map(Vec::len), Some(found), "{words:?}");
    }

    let checked = cli::run(&home, &["check", id(account)]);
    assert_eq!(checked.document()["status"], "connected", "the stored token still works: {}", checked.all);
    assert!(checked.document()["checked_at"].is_string(), "a check leaves its time");

    let code = parameter(&link, "code");
    for secret in [code.as_str(), sandbox.about("client_secret")] {
        let holding = storage::files_holding(&home, secret);
        assert!(holding.is_empty(), "neither files nor logs hold a secret: {holding:?}");
    }

    let unsure = cli::run(&home, &["forget", id(account)]);
    assert_eq!(
        unsure.status, 2,
        "without a terminal nothing is asked, so forgetting takes --yes: {}",
        unsure.all
    );
    let forgotten = cli::run(&home, &["forget", id(account), "--yes"]);
    assert_eq!(forgotten.document(), &json!({ "removed": account["id"] }));
    assert_eq!(cli::run(&home, &["list"]).document(), &json!([]));
    assert_eq!(cli::run(&home, &["show", id(account)]).refusal(), (40, "not_found"));

    let removed = cli::run(&home, &["registration", "remove", "trial"]);
    assert_eq!(removed.document(), &json!({ "removed": registrations.document()[0]["id"], "accounts": [] }));
}

// Disabling needs no key, and the token is kept.
#[test]
fn disabled_account_rests_until_enabled_or_connected_again() {
    let (home, _sandbox) = registered();
    let (connected, _) = connect(&home, &["--name", "Ours"]);
    let disabled = cli::run(&home, &["disable", "Ours"]);
    assert_eq!(disabled.document()["status"], "disabled");
    assert_eq!(cli::run(&home, &["list"]).document()[0]["status"], "disabled");
    let refused = cli::run(&home, &["check", "Ours"]);
    assert_eq!(refused.refusal(), (2, "usage"));
    assert!(refused.words().contains("Enable the account first"), "{}", refused.words());
    assert_eq!(cli::run(&home, &["enable", "Ours"]).document()["status"], "connected");
    assert_eq!(cli::run(&home, &["check", "Ours"]).document()["status"], "connected", "its token was kept");

    let keyless = cli::run_without_a_keyring(&home, &["disable", id(&connected["account"])]);
    assert_eq!(keyless.document()["status"], "disabled", "disabling takes no key");
    let (again, _) = connect(&home, &[]);
    assert_eq!(again["account"]["status"], "connected", "connecting an account enables it");
    assert_eq!(cli::run(&home, &["disable", "nobody"]).refusal(), (40, "not_found"));
}

#[test]
fn history_lists_each_count_that_was_read() {
    let (home, _sandbox) = registered();
    connect(&home, &["--name", "Ours"]);
    let history = |more: &[&str]| cli::run(&home, &[&["history", "Ours"], more].concat()).document().clone();
    assert_eq!(history(&[]), json!([]), "nothing was read yet");
    cli::run(&home, &["check", "Ours"]);
    let first = history(&[]);
    let figures: Vec<_> = first.as_array().expect("a list").iter().map(|each| &each["figure"]).collect();
    assert_eq!(figures.len(), 16, "each figure has a count, and the longest wait: {first}");
    storage::alter(&home, "UPDATE figure_history SET at = at - 90000000, hour = hour - 25");
    cli::run(&home, &["check", "Ours"]);
    let tags = history(&["--figure", "tags"]);
    assert_eq!(tags.as_array().map(Vec::len), Some(2), "a day later the count is kept again: {tags}");
    assert_eq!([&tags[0]["value"], &tags[1]["value"]], [&json!(12); 2]);
    assert_eq!(
        history(&["--figure", "tags", "--since", "1d"]),
        json!([tags[1]]),
        "the older count is left out"
    );
    for wrong in [["--since", "yesterday"], ["--figure", "money"]] {
        let refused = cli::run(&home, &[&["history", "Ours"], &wrong[..]].concat());
        assert_eq!(refused.refusal(), (2, "usage"), "{}", refused.all);
    }
    let text = cli::stdout_of(&home, &["history", "Ours", "--figure", "tags"]);
    assert!(text.contains("Time") && text.contains("tags") && text.contains("12"), "{text}");
}

#[test]
fn today_tells_which_account_needs_a_person() {
    let (home, sandbox) = registered();
    assert!(cli::stdout_of(&home, &["today"]).contains("There are no accounts in use."));
    connect(&home, &["--name", "Ours"]);
    cli::run(&home, &["check", "Ours"]);
    let today = || cli::run(&home, &["today"]).document().clone();
    let first = today();
    let waiting = &first["needs"][0];
    assert_eq!((&waiting["name"], &waiting["need"]["kind"]), (&json!("Ours"), &json!("waiting")), "{first}");
    let text = cli::stdout_of(&home, &["today"]);
    let sentence =
        format!("Ours has {} conversations that wait longer than 24 h (", waiting["need"]["count"]);
    assert!(text.starts_with(&sentence) && text.contains("Longest wait"), "{text}");
    let read = cli::run(&home, &["today", "--read"]);
    assert_eq!(read.document()["accounts"][0]["open"], first["accounts"][0]["open"]);
    let table = cli::stdout_of(&home, &["today", "--csv"]);
    let row: Vec<_> = table.lines().nth(1).expect("a row").split(',').collect();
    assert_eq!((row[0], row[4]), ("Ours", &*first["accounts"][0]["open"].to_string()), "{table}");
    let waits = cli::run(&home, &["history", "Ours", "--figure", "longest_wait"]).document().clone();
    assert_eq!(waits[0]["conversation"], first["accounts"][0]["wait"]["conversation"], "{waits}");

    storage::alter(
        &home,
        "UPDATE figure_history SET at = at - 90000000, hour = hour - 25, count = count + 5",
    );
    sandbox.uninstall("nw7k2p0q");
    cli::run(&home, &["check", "Ours"]);
    let dead = today();
    assert_eq!(dead["needs"][0]["need"]["kind"], "reconnect", "{dead}");
    assert_eq!(dead["accounts"][0]["open_change"]["by"], -5, "{dead}");
    let text = cli::stdout_of(&home, &["today"]);
    assert!(text.starts_with("Ours has not worked since 20") && text.contains(" -5 since "), "{text}");
}

#[test]
fn api_command_reads_without_showing_the_token() {
    let home = Home::new();
    let sandbox = Sandbox::start(&home);
    let token = sandbox.own_token();
    let words = ["connect", "--token-stdin", "--api-base", sandbox.about("api_base"), "--name", "Ours"];
    assert_eq!(cli::run_with_input(&home, &words, &token).status, 0);
    let api = |words: &[&str]| {
        let answer = cli::run(&home, &[&["api"], words, &["--account", "Ours"]].concat());
        assert!(!answer.all.contains(&token), "the token is never shown: {}", answer.all);
        answer
    };

    let me = api(&["GET", "/me"]);
    assert_eq!(me.document()["app"]["id_code"], "nw7k2p0q", "the body as it came");
    let page = api(&["get", "/contacts?per_page=7", "--include"]);
    let page = page.document();
    assert_eq!((&page["status"], page["body"]["data"].as_array().map(Vec::len)), (&json!(200), Some(7)));
    assert_eq!(page["headers"]["x-ratelimit-limit"], "1666");

    let pages = api(&["GET", "/contacts?per_page=50", "--paginate"]);
    assert_eq!(pages.status, 0, "{}", pages.all);
    let total = pages.lines[0]["total_count"].as_u64().expect("a list tells its total");
    let contacts = pages.lines.iter().flat_map(|page| page["data"].as_array().into_iter().flatten());
    assert_eq!(contacts.count() as u64, total, "a line a page, to the last one");
    assert!(pages.lines.len() > 1);

    let missing = api(&["GET", "/contacts/814"]);
    assert_eq!(missing.refusal(), (40, "not_found"));
    let told = &missing.lines[0];
    assert_eq!((&told["status"], &told["error"]["provider_code"]), (&json!(404), &json!("not_found")));
    assert_eq!(told["body"]["errors"][0]["message"], "User Not Found", "Intercom's own words");
    sandbox.switch(&json!({ "missing_permissions": ["read_tags"] }));
    let refused = api(&["GET", "/tags"]);
    assert_eq!(refused.refusal(), (21, "code_rejected"));
    assert!(refused.words().contains("“Read tags”"), "{}", refused.words());
    sandbox.switch(&json!({ "missing_permissions": [], "reads": "repeated_cursor" }));
    let circle = api(&["GET", "/contacts?per_page=50", "--paginate"]);
    assert_eq!((circle.refusal(), circle.lines.len()), ((23, "provider_unreadable"), 3), "{}", circle.all);

    assert_eq!(api(&["POST", "/contacts"]).refusal(), (2, "usage"));
    for path in [
        "//evil.example/me",
        "/../me",
        "/%2e%2e/me",
        "/..%3f",
        "/..%00/me",
        "https://evil.example/me",
        "/@evil",
        "me",
        "/me#x",
    ] {
        let refused = cli::run_without_a_keyring(&home, &["api", "GET", path, "--account", "Ours"]);
        assert_eq!(refused.refusal(), (2, "usage"), "{path}: reported before the keyring is asked");
    }
    assert_eq!(cli::run(&home, &["disable", "Ours"]).status, 0);
    assert_eq!(api(&["GET", "/me"]).refusal(), (2, "usage"));
    assert_eq!(cli::run(&home, &["enable", "Ours"]).status, 0);
    drop(sandbox);
    let silent = api(&["GET", "/me"]);
    assert_eq!(silent.refusal(), (22, "provider_unreachable"));
    assert_eq!((&silent.lines[0]["status"], &silent.lines[0]["body"]), (&Value::Null, &Value::Null));
    assert!(storage::files_holding(&home, &token).is_empty(), "the token is still stored sealed");
}

#[test]
fn foreign_text_moves_no_cursor_and_breaks_no_line() {
    let (home, _sandbox) = registered();
    let (told, _) = connect(&home, &[]);
    let id = told["account"]["id"].as_str().expect("an account has an id");
    let listed = cli::run(&home, &["registration", "list"]);
    let app = listed.document()[0]["id"].as_str().expect("a registration has an id").to_owned();
    let moves_nothing = |words: &[&str], marks_it: bool| {
        for json in [&[][..], &["--json"]] {
            let written = cli::output_of(&home, &[words, json].concat());
            let moves = |c: char| (c.is_control() && c != '\n') || matches!(c, '\u{202e}' | '\u{2028}');
            assert_eq!(written.find(moves), None, "{words:?}: {written:?}");
            assert!(!written.lines().any(|line| line.starts_with("forged")), "{words:?}: {written:?}");
            let is_marked = written.contains('\u{fffd}');
            assert!(
                is_marked || !marks_it || !json.is_empty() || written.is_empty(),
                "{words:?}: {written:?}"
            );
        }
    };

    let odd = "char(27) || '[2J' || char(155, 7, 8238, 8232, 13, 10) || 'forged'";
    let elsewhere = "token_endpoint = 'https://elsewhere.example/token'";
    storage::alter(&home, &format!("UPDATE registration SET name = name || {odd}, {elsewhere}"));
    // the registration's secret does not open under its changed row
    moves_nothing(&["connect", &app, "--no-browser", "--timeout", "1"], true);

    storage::alter(
        &home,
        &format!(
            "UPDATE account SET name = 'Odd' || {odd}, workspace_name = {odd}, admin_name = {odd}, admin_email = {odd};
             INSERT INTO account_tag SELECT id, {odd} FROM account;
             UPDATE registration SET redirect_uri = {odd}, api_base = {odd}"
        ),
    );
    let typed = "Odd\u{1b}[2J\u{9b}\u{7}\u{202e}\r\u{2028}forged";
    let folder = home.path().join("odd\u{1b}[2J\u{9b}");
    fs::create_dir(&folder).expect("a folder may be called anything");
    for (words, marks_it) in [
        (&["list"][..], true),
        (&["show", id], true),
        (&["check", id], false),
        (&["check", "--all"], false),
        (&["disable", id], true),
        (&["check", "--all"], true),
        (&["registration", "list"], true),
        (&["show", typed], false),
        (&["api", "GET", typed, "--account", id], false),
        (&["connect", typed], false),
        (&["sandbox", "--port", typed], true),
        (&["receive", typed], false),
        (&["registration", "add", "x", "--client-id", "x", "--secret-stdin", "--api-base", typed], false),
        (&["sandbox", "--redirect-uri", typed, "--port", "1"], false),
        (&["tag", id, "--add", typed], false),
        (&["manual", typed], true),
        (&["manual", folder.to_str().expect("a name that is text")], true),
    ] {
        moves_nothing(words, marks_it);
    }
    let asked = cli::type_at_a_terminal(&home, &["forget", id], "[y/N]", "n");
    let moves = |c: char| matches!(c, '\u{1b}' | '\u{9b}' | '\u{7}' | '\u{202e}' | '\u{2028}');
    assert_eq!(asked.find(moves), None, "{asked:?}");
    assert!(!asked.lines().any(|line| line.starts_with("forged")), "{asked:?}");
    moves_nothing(&["forget", id, "--yes"], true);
}

#[test]
fn interrupted_pagination_ends_at_once() {
    let home = Home::new();
    let sandbox = Sandbox::start(&home);
    assert_eq!(sandbox.connect(&home, "Ours").status, 0);
    sandbox.switch(&json!({ "rate_limit": 1 }));
    let words = ["api", "GET", "/contacts?per_page=1", "--paginate", "--account", "Ours"];
    let mut reading = cli::start(&home, &words);
    assert!(reading.line()["data"].is_array());
    let asked = std::time::Instant::now();
    reading.interrupt();
    let mut last = reading.line();
    // a page may have arrived just before the interrupt
    while last["error"].is_null() {
        last = reading.line();
    }
    assert_eq!(last["error"]["code"], "cancelled");
    assert_eq!(reading.end(), 41);
    assert!(asked.elapsed().as_secs() < 3, "no window of the rate limit is waited for");
}

#[test]
fn same_workspace_connected_again_updates_its_account() {
    let (home, _sandbox) = registered();
    let (first, _) = connect(&home, &["--name", "Kept name"]);
    let (second, _) = connect(&home, &[]);
    assert_eq!(second["outcome"], "already_connected");
    assert_eq!(second["account"]["id"], first["account"]["id"], "the same identity is the same account");
    assert_eq!(second["account"]["name"], "Kept name", "connecting again does not undo a choice");
    assert_eq!(cli::run(&home, &["list"]).document().as_array().map(Vec::len), Some(1));
}

#[test]
fn foreign_links_are_refused_and_disturb_no_attempt() {
    let (home, _sandbox) = registered();
    let waiting = cli::start(&home, &["connect", "trial", "--no-browser"]);
    let link = consent::authorize(url(&waiting.line()));
    let state = parameter(&link, "state");
    let (_, escaped) = link.split_once("code=").expect("the link carries a code");
    let (code, _) = escaped.split_once('&').expect("the state comes after the code");

    let strangers = [
        ("https://example.com/".to_owned(), (10, "foreign")),
        (format!("mailto:{code}"), (10, "foreign")),
        (String::new(), (11, "malformed")),
        (format!("{CALLBACK}?state={state}"), (11, "malformed")),
        (format!("{CALLBACK}?code={code}&error=access_denied&state={state}"), (11, "malformed")),
        (format!("{CALLBACK}?code={code}&code={code}&state={state}"), (11, "malformed")),
        (format!("{CALLBACK}?code=&state={state}"), (11, "malformed")),
        (format!("{CALLBACK}?code={code}"), (12, "state_missing")),
        (
            format!("{CALLBACK}?code={code}&state={}", state.chars().rev().collect::<String>()),
            (13, "state_unknown"),
        ),
    ];
    for (stranger, refusal) in &strangers {
        let answer = cli::run_with_input(&home, &["receive", "-"], &format!("{stranger}\n"));
        assert_eq!(answer.refusal(), *refusal, "for {stranger:?}");
        assert!(
            !answer.all.contains(recognizable(code)),
            "a refusal repeats nothing of the link: {}",
            answer.all
        );
    }

    // after all these links, the right link still ends the attempt well
    assert_eq!(
        cli::run_with_input(&home, &["receive", "-"], &link).status,
        0,
        "the attempt was not disturbed"
    );
    assert_eq!(waiting.line()["outcome"], "connected");
    assert_eq!(waiting.end(), 0);
    assert_eq!(cli::run(&home, &["receive", &link]).refusal(), (14, "state_used"), "a link works once");
}

#[test]
fn denied_consent_ends_both_commands_with_denied() {
    let (home, _sandbox) = registered();
    let waiting = cli::start(&home, &["connect", "trial", "--no-browser"]);
    let link = consent::cancel(url(&waiting.line()));
    let received = cli::run(&home, &["receive", &link]);
    assert_eq!(received.refusal(), (20, "denied"));
    let told = waiting.line();
    assert_eq!(told["error"]["code"], "denied");
    assert_eq!(told["error"]["provider_code"], "access_denied", "the provider's own word is passed on");
    assert_eq!(waiting.end(), 20);
    assert_eq!(cli::run(&home, &["list"]).document(), &json!([]));
}

#[test]
fn interrupted_connect_cancels_its_attempt() {
    let (home, _sandbox) = registered();
    let mut waiting = cli::start(&home, &["connect", "trial", "--no-browser"]);
    let begun = waiting.line();
    waiting.interrupt();
    assert_eq!(waiting.line()["error"]["code"], "cancelled");
    assert_eq!(waiting.end(), 41);
    let late = consent::authorize(url(&begun));
    assert_eq!(
        cli::run(&home, &["receive", &late]).refusal(),
        (41, "cancelled"),
        "a late link gets its reason"
    );
    assert_eq!(cli::run(&home, &["list"]).document(), &json!([]));
}

#[test]
fn unanswered_attempt_expires() {
    let (home, _sandbox) = registered();
    let waiting = cli::start(&home, &["connect", "trial", "--no-browser", "--timeout", "1"]);
    let begun = waiting.line();
    assert_eq!(waiting.line()["error"]["code"], "state_expired");
    assert_eq!(waiting.end(), 15);
    let late = consent::authorize(url(&begun));
    assert_eq!(cli::run(&home, &["receive", &late]).refusal(), (15, "state_expired"));
}

#[test]
fn pasted_token_needs_no_registration() {
    let home = Home::new();
    let sandbox = Sandbox::start(&home);
    let token = sandbox.own_token();
    let words = ["connect", "--token-stdin", "--api-base", sandbox.about("api_base"), "--name", "By token"];
    let connected = cli::run_with_input(&home, &words, &format!("{token}\r\n"));
    assert_eq!(connected.status, 0, "a working token is taken: {}", connected.all);
    let account = &connected.lines.last().expect("it tells the outcome")["account"];
    assert_eq!((&account["name"], &account["registration"]), (&json!("By token"), &Value::Null));
    assert_eq!(cli::run(&home, &["check", "By token"]).document()["status"], "connected");
    assert!(!connected.all.contains(&token), "a token typed once is never shown again");
    assert!(storage::files_holding(&home, &token).is_empty(), "a token is stored sealed");

    let wrong = cli::run_with_input(&home, &words[..4], "dG9rOnRoaXMtaXMtbm8tdG9rZW4=\n");
    assert_eq!(wrong.refusal(), (21, "code_rejected"), "a token the provider does not know adds nothing");
    assert_eq!(cli::run(&home, &["list"]).document().as_array().map(Vec::len), Some(1));

    for (pasted, said) in [
        (format!("{token} {token}"), "a blank"),
        ("hello".into(), "is no access token"),
        ("b4c1d0a2-5f0e-4e57-9d0c-1f2a3b4c5d6e".into(), "an id or a client secret"),
        ("https://app.intercom.com/a/apps/nw7k2p0q".into(), "is an address"),
        (format!("INTERCOM_TOKEN={token}"), "a whole line"),
        (String::new(), "is empty"),
    ] {
        let refused = cli::run_with_input(&home, &words, &pasted);
        assert_eq!(refused.refusal(), (2, "usage"), "{said}: before any request");
        assert!(refused.words().contains(said), "{}", refused.words());
        assert!(!refused.all.contains(&token), "the secret is not repeated: {}", refused.all);
    }

    for tidied in
        [format!("Authorization: Bearer {token}\n"), format!("bearer {token}"), format!(" “{token}” ")]
    {
        let again = cli::run_with_input(&home, &words, &tidied);
        assert_eq!(
            (again.status, &again.document()["outcome"]),
            (0, &json!("already_connected")),
            "{tidied}"
        );
    }

    for more in [["--region", "eu"], ["--api-base", sandbox.about("api_base")]] {
        let refused = cli::run(&home, &[&["connect", "some-app", "--no-browser"][..], &more].concat());
        assert_eq!(refused.refusal(), (2, "usage"), "{more:?} belongs to a pasted token, and is not ignored");
        assert!(refused.words().contains(more[0]), "{}", refused.words());
    }
}

#[test]
fn list_of_tokens_into_a_full_disk_fails_and_keeps_its_accounts() {
    let home = Home::new();
    let sandbox = Sandbox::start(&home);
    let token = sandbox.token_for("nw7k2p0q");
    for format in [&[][..], &["--json"]] {
        let full = fs::OpenOptions::new().write(true).open("/dev/full").expect("Linux has a full disk");
        let mut command = home.command(built::cli());
        command.args(["connect", "--tokens-stdin", "--api-base", sandbox.about("api_base")]).args(format);
        let mut connecting = command.stdin(Stdio::piped()).stdout(full).spawn().expect("the command starts");
        connecting.stdin.take().expect("a pipe").write_all(token.as_bytes()).expect("the command reads");
        let status = connecting.wait().expect("the command ends");
        assert_eq!(status.code(), Some(33), "{format:?}");
    }
    let listed = cli::run(&home, &["list"]);
    assert_eq!(listed.document().as_array().map(Vec::len), Some(1));
}

#[test]
fn list_says_whether_nothing_matches_or_nothing_is_there() {
    let home = Home::new();
    let words = |words: &[&str]| {
        let mut command = home.command(built::cli());
        let output = command.args(words).output().expect("the command runs");
        String::from_utf8(output.stdout).expect("text")
    };
    assert!(words(&["list"]).contains("switchhook try"));
    for filter in ["--search", "--tag"] {
        assert_eq!(words(&["list", filter, "nothing"]), "No account matched.\n");
    }
}

#[test]
fn list_of_tokens_loses_no_line() {
    let home = Home::new();
    let sandbox = Sandbox::start(&home);
    let workspaces = ["nw7k2p0q", "lm5v0r6y", "hb8c4t1z"];
    let tokens = workspaces.map(|workspace| sandbox.token_for(workspace));
    let [northwind, lumen, harbour] = &tokens;
    let dead = "dG9rOnRoaXMtaXMtbm8tdG9rZW46MTow";
    let words = ["connect", "--tokens-stdin", "--api-base", sandbox.about("api_base")];
    let long = "x".repeat(201);
    let list = format!(
        "token,name,tag\n{northwind},\"Ours, first\",eu,vip\n\n{dead},Theirs\n{lumen}\nTOKEN={harbour}\n\
         {harbour},{long}\n{harbour},{lumen}\n"
    );
    let told = cli::run_with_input(&home, &words, &list);
    assert_eq!((told.status, told.lines.len()), (21, 1), "the first line that failed decides: {}", told.all);
    let document = &told.lines[0];
    assert_eq!((&document["connected"], &document["failed"]), (&json!(2), &json!(4)));
    let of = |line: &Value| (line["line"].as_u64(), line["error"]["code"].as_str().map(str::to_owned));
    let lines: Vec<_> = document["lines"].as_array().expect("there are lines").iter().map(of).collect();
    let failed = |code: &str| Some(code.to_owned());
    assert_eq!(
        lines,
        [
            (Some(2), None),
            (Some(4), failed("code_rejected")),
            (Some(5), None),
            (Some(6), failed("usage")),
            (Some(7), failed("usage")),
            // A second token is no name: names are stored and shown as they are.
            (Some(8), failed("usage"))
        ]
    );
    let first = &document["lines"][0]["connected"]["account"];
    assert_eq!((&first["name"], &first["tags"]), (&json!("Ours, first"), &json!(["eu", "vip"])));
    assert_eq!(document["lines"][2]["connected"]["account"]["name"], "Lumen Labs");

    let again = cli::run_with_input(&home, &words, &format!("{northwind}\n{lumen}\n{harbour}\n"));
    assert_eq!((again.status, &again.document()["connected"]), (0, &json!(3)));
    assert_eq!(cli::run(&home, &["list"]).document().as_array().map(Vec::len), Some(3));
    for token in tokens.iter().map(String::as_str).chain([dead]) {
        assert!(!told.all.contains(token) && !again.all.contains(token), "no token is shown");
        assert!(storage::files_holding(&home, token).is_empty(), "each token is stored sealed");
    }
    assert_eq!(cli::run_with_input(&home, &words, "token,name\n \n").refusal(), (2, "usage"));
}

#[test]
fn commands_that_try_prints_work_as_they_stand() {
    let home = Home::new();
    let mut ids = Vec::new();
    for (name, word) in [("Northwind Support", "\"Northwind Support\""), ("it's $(NOT) plain", "")] {
        let mut trying = cli::start(&home, &["try"]);
        let told = trying.line();
        let account = &told["account"];
        assert_eq!((&account["name"], &account["status"]), (&json!(name), &json!("connected")), "{told}");
        assert_eq!(account["workspace"]["id"], "nw7k2p0q");
        ids.push(id(account).to_owned());
        let commands: Vec<&str> =
            told["commands"].as_array().expect("commands").iter().filter_map(Value::as_str).collect();
        assert_eq!(commands.len(), 5, "{told}");
        let outputs: Vec<String> = commands.iter().map(|command| cli::typed(&home, command)).collect();
        let shown = if word.is_empty() { ids[0].as_str() } else { word };
        let of_account = [commands[1], commands[3], commands[4]];
        assert!(of_account.iter().all(|command| command.contains(shown)), "{commands:?}");
        assert!(outputs[0].contains(name) && outputs[2].contains(name), "{outputs:?}");
        assert!(outputs[3].contains("sample"), "{outputs:?}");
        assert_eq!(outputs[4].matches("\"type\":\"contact\"").count(), 3, "{}", outputs[4]);
        trying.interrupt();
        assert_eq!(trying.end(), 0);
        assert_eq!(cli::run(&home, &["rename", &ids[0], "it's $(NOT) plain"]).status, 0);
    }
    assert_eq!(ids[0], ids[1], "it stays one account");
}

#[test]
#[cfg(target_os = "linux")]
fn secret_typed_at_a_terminal_is_not_shown() {
    let home = Home::new();
    let sandbox = Sandbox::start(&home);
    let (token, base) = (sandbox.own_token(), sandbox.about("api_base"));
    let words = ["connect", "--token-stdin", "--api-base", base, "--name", "Typed"];
    let shown = cli::type_at_a_terminal(&home, &words, "The access token", &token);
    assert!(shown.contains("Typed is connected"), "no end of the input is waited for: {shown}");
    assert!(!shown.contains(&token), "the secret is not shown: {shown}");
    let words = ["registration", "add", "Typed", "--client-id", "x", "--secret-stdin"];
    let shown = cli::type_at_a_terminal(&home, &words, "The client secret", "a-typed-secret");
    assert!(shown.contains("Redirect URI") && !shown.contains("a-typed-secret"), "{shown}");
    let shown = cli::type_at_a_terminal(&home, &words, "The client secret", "");
    assert!(shown.contains("client secret is empty"), "{shown}");
}

#[test]
fn wrong_workspace_is_refused_before_a_browser_opens() {
    let (home, _sandbox) = registered();
    assert_eq!(cli::run(&home, &["registration", "edit", "trial", "--workspace", "lm5v0r6y"]).status, 0);
    for (workspace, said) in
        [("nw7k2p0q", "“lm5v0r6y”, and you asked for “nw7k2p0q”"), ("", "workspace's id")]
    {
        let refused = cli::run(&home, &["connect", "trial", "--no-browser", "--workspace", workspace]);
        assert_eq!((refused.refusal(), refused.lines.len()), ((2, "usage"), 1));
        assert!(refused.words().contains(said), "{}", refused.words());
    }
}

#[test]
fn pasted_address_of_a_failed_page_connects() {
    const PAGE: &str = "https://localhost:47115/callback";
    let home = Home::new();
    let sandbox = Sandbox::start(&home);
    assert_eq!(
        sandbox.register(&home, "trial", PAGE).status,
        0,
        "a page that nobody serves can be the way home"
    );
    let waiting = cli::start(&home, &["connect", "trial", "--no-browser"]);
    let pasted = consent::authorize(url(&waiting.line()));
    assert!(pasted.starts_with(PAGE), "the browser is sent to the registered page: {pasted}");
    let received = cli::run_with_input(&home, &["receive", "-"], &format!("{pasted}\n"));
    assert_eq!(
        received.lines.last().map(|line| &line["outcome"]),
        Some(&json!("connected")),
        "{}",
        received.all
    );
    assert_eq!(waiting.line()["outcome"], "connected");
}

#[test]
fn connect_fails_without_a_keyring_and_the_rest_works() {
    let (home, _sandbox) = registered();
    let (connected, _) = connect(&home, &[]);
    let refused = cli::run_without_a_keyring(&home, &["connect", "trial", "--no-browser"]);
    assert_eq!(
        refused.refusal(),
        (30, "vault_unavailable"),
        "reported before a browser opens, not after the consent is spent"
    );
    assert_eq!(refused.lines.len(), 1, "there is no address to open: {}", refused.all);
    let listed = cli::run_without_a_keyring(&home, &["list"]);
    assert_eq!(listed.document()[0]["id"], connected["account"]["id"], "reading takes no key");
    let renamed = cli::run_without_a_keyring(&home, &["rename", id(&connected["account"]), "Still ours"]);
    assert_eq!(renamed.document()["name"], "Still ours");
}

#[test]
fn unreachable_provider_is_reported_to_both_commands() {
    let (home, sandbox) = registered();
    let waiting = cli::start(&home, &["connect", "trial", "--no-browser"]);
    let link = consent::authorize(url(&waiting.line()));
    drop(sandbox);
    assert_eq!(cli::run(&home, &["receive", &link]).refusal(), (22, "provider_unreachable"));
    assert_eq!(waiting.line()["error"]["code"], "provider_unreachable");
    assert_eq!(waiting.end(), 22);
}

#[test]
fn wrong_arguments_are_usage_errors_in_json() {
    let home = Home::new();
    let is_usage = |answer: &Answer| {
        assert_eq!(answer.refusal().0, 2, "{}", answer.all);
    };
    is_usage(&cli::run(&home, &["no-such-command"]));
    is_usage(&cli::run(&home, &["connect"]));
    is_usage(&cli::run(
        &home,
        &["registration", "add", "trial", "--client-id", "x", "--redirect-uri", CALLBACK],
    ));
    let insecure =
        ["registration", "add", "trial", "--client-id", "x", "--secret-stdin", "--redirect-uri", CALLBACK];
    let far = [&insecure[..], &["--api-base", "http://example.com"]].concat();
    is_usage(&cli::run_with_input(&home, &far, "secret\n"));
    for words in [
        &["connect", "nobody", "--no-browser"][..],
        &["show", "nobody"],
        &["rename", "nobody", "x"],
        &["forget", "nobody", "--yes"],
    ] {
        assert_eq!(cli::run(&home, words).refusal(), (40, "not_found"), "{words:?}");
    }
    assert_eq!(cli::run(&home, &["list"]).document(), &json!([]), "an empty home has an empty list");
}

#[test]
fn scripts_add_edit_and_remove_a_registration() {
    let (home, sandbox) = registered();
    let (connected, _) = connect(&home, &["--name", "Northwind"]);
    let renamed =
        cli::run(&home, &["registration", "edit", "trial", "--name", "Ours", "--workspace", "nw7k2p0q"]);
    assert_eq!(renamed.document()["name"], "Ours");
    assert_eq!(renamed.document()["workspace"], "nw7k2p0q");
    assert_eq!(renamed.document()["redirect_uri"], CALLBACK, "the other fields stay");
    let account = cli::run(&home, &["show", id(&connected["account"])]);
    assert_eq!(account.document()["registration"], "Ours", "its accounts show the new name");
    let any = cli::run(&home, &["registration", "edit", "Ours", "--any-workspace"]);
    assert_eq!(any.document()["workspace"], Value::Null);

    let unsaid = cli::run(&home, &["registration", "edit", "Ours", "--client-id", "another"]);
    assert_eq!(unsaid.refusal(), (2, "usage"));
    assert!(unsaid.words().contains("--secret-stdin"), "{}", unsaid.words());
    let back = cli::run(&home, &["registration", "edit", "Ours", "--intercom-addresses"]);
    assert_eq!(back.refusal(), (2, "usage"), "another host takes the secret as well");
    let edit = ["registration", "edit", "Ours", "--client-id", "another", "--secret-stdin"];
    let another = cli::run_with_input(&home, &edit, "of-another-app");
    assert_eq!(another.document()["client_id"], "another");
    assert!(
        another.said.contains("can't be reconnected with this app: Northwind."),
        "the accounts of the old client id are named: {}",
        another.said
    );
    let edit = ["registration", "edit", "Ours", "--client-id", sandbox.about("client_id"), "--secret-stdin"];
    let back = cli::run_with_input(&home, &edit, sandbox.about("client_secret"));
    assert!(!back.said.contains("Northwind"), "the account belongs to this client id again: {}", back.said);
    let nothing = cli::run(&home, &["registration", "edit", "Ours"]);
    assert_eq!(nothing.refusal(), (2, "usage"), "an edit needs a change");
    let both = ["registration", "edit", "Ours", "--workspace", "x", "--any-workspace"];
    assert_eq!(cli::run(&home, &both).refusal(), (2, "usage"));

    let secret = ["registration", "secret", "Ours", "--secret-stdin"];
    assert_eq!(cli::run_with_input(&home, &secret, "of-another-app\n").status, 0);
    let refused = cli::start(&home, &["connect", "Ours", "--no-browser"]);
    let link = consent::authorize(url(&refused.line()));
    assert_eq!(
        cli::run(&home, &["receive", &link]).refusal(),
        (21, "code_rejected"),
        "the new secret is sent"
    );
    let back = cli::run_with_input(&home, &secret, &format!("{}\r\n", sandbox.about("client_secret")));
    assert_eq!(back.status, 0, "{}", back.all);
    for kept in ["of-another-app", sandbox.about("client_secret")] {
        assert!(storage::files_holding(&home, kept).is_empty(), "no file holds a secret");
    }

    let waiting = cli::start(&home, &["connect", "Ours", "--no-browser"]);
    waiting.line();
    let said = cli::stdout_of(&home, &["registration", "remove", "Ours"]);
    let told = waiting.line();
    assert_eq!(told["error"]["code"], "cancelled", "the waiting command reports the removal");
    assert_eq!(told["error"]["message"], "The app “Ours” was removed before its answer came.");
    assert_eq!(waiting.end(), 41);
    assert!(
        said.contains("removed the registration Ours") && said.contains("Northwind"),
        "the dependent account is named: {said}"
    );
    let account = cli::run(&home, &["check", "Northwind"]);
    assert_eq!(account.document()["status"], "connected", "the account stays, and works");
    assert_eq!(cli::run(&home, &["registration", "list"]).document(), &json!([]));
    assert_eq!(cli::run_with_input(&home, &secret, "x").refusal(), (40, "not_found"));
    assert_eq!(sandbox.register(&home, "Ours", CALLBACK).status, 0);
    let removed = cli::run(&home, &["registration", "remove", "Ours"]);
    assert_eq!(removed.document()["accounts"], json!(["Northwind"]), "the JSON names the accounts as well");

    for name in ["One", "Two"] {
        assert_eq!(sandbox.register(&home, name, CALLBACK).status, 0);
    }
    let removed = cli::run(&home, &["registration", "remove", "One"]);
    assert_eq!(
        removed.document()["accounts"],
        json!([]),
        "the same client can still be connected by the other"
    );
}

#[test]
fn mistaken_paste_is_named_and_never_repeated() {
    let (home, sandbox) = registered();
    let id = sandbox.about("client_id");
    let token = sandbox.own_token();
    let add = |client_id: &str, secret: &str| {
        let words = ["registration", "add", "Pasted", "--client-id", client_id, "--secret-stdin"];
        cli::run_with_input(&home, &words, secret)
    };
    for (client_id, secret, said) in [
        ("x", "", "client secret is empty"),
        ("x", "a-secret \n", "blank"),
        ("x", "\"a-quoted-secret\"", "quotation marks"),
        ("x", "INTERCOM_CLIENT_SECRET=a-secret", "a whole line"),
        ("x", &token, "access token"),
        ("the-same-twice", "the-same-twice", "the same"),
        ("x", id, "Swap the two"),
        (" x", "a-secret", "client id has a blank"),
        ("", "a-secret", "client id is empty"),
    ] {
        let refused = add(client_id, secret);
        assert_eq!(refused.refusal(), (2, "usage"), "{said}");
        assert!(refused.words().contains(said), "{said}: {}", refused.words());
        let repeated = secret.len() > 3 && refused.words().contains(secret);
        assert!(!repeated, "nothing that was pasted is repeated: {}", refused.words());
    }
    let exchanged = add(sandbox.about("client_secret"), "a-secret");
    assert_eq!(exchanged.refusal(), (2, "usage"));
    assert!(
        exchanged.words().contains("is the client secret of an app that Switchhook already has"),
        "{}",
        exchanged.words()
    );
    assert!(!exchanged.all.contains(sandbox.about("client_secret")), "the secret is not repeated");
    let added = add("x", "!#$%&'()*+,-./:;<=>?@[]^_`{|}~\n");
    assert_eq!(
        added.document()["redirect_uri"],
        "https://localhost:47115/callback",
        "the paste route by default"
    );
    assert_eq!(cli::run(&home, &["registration", "list"]).document().as_array().map(Vec::len), Some(2));
}

#[test]
fn registration_from_environment_names_missing_variables() {
    let home = Home::new();
    let add = ["registration", "add", "Tutorial", "--from-env"];
    let set = |variables: &[(&str, &str)]| cli::run_with_environment(&home, &add, variables, "");
    let (id, secret, app) =
        (("INTERCOM_CLIENT_ID", "x"), ("INTERCOM_CLIENT_SECRET", "a-tutorial-secret"), "INTERCOM_APP_ID");
    for (variables, said) in [
        (&[(app, "nw7k2p0q")][..], "INTERCOM_CLIENT_ID and INTERCOM_CLIENT_SECRET are missing"),
        (&[id, (app, "nw7k2p0q")], "INTERCOM_CLIENT_SECRET is missing"),
        (&[secret], "INTERCOM_CLIENT_ID is missing"),
        (&[id, ("INTERCOM_CLIENT_SECRET", "")], "INTERCOM_CLIENT_SECRET is missing or empty"),
        (&[id, ("INTERCOM_CLIENT_SECRET", "'a-tutorial-secret'")], "quotation marks"),
        (&[id, secret, (app, "\"nw7k2p0q\"")], "The workspace's id has quotation marks"),
        (&[id, secret, (app, "INTERCOM_APP_ID=nw7k2p0q")], "the workspace's id is a whole line"),
    ] {
        let refused = set(variables);
        assert_eq!(refused.refusal(), (2, "usage"), "{said}");
        assert!(refused.words().contains(said), "{said}: {}", refused.words());
    }
    let both = [&add[..], &["--client-id", "x"]].concat();
    assert_eq!(cli::run(&home, &both).refusal(), (2, "usage"), "either the environment or the command line");

    let added = set(&[id, secret, (app, "nw7k2p0q")]);
    assert_eq!(added.document()["client_id"], "x");
    assert_eq!(added.document()["workspace"], "nw7k2p0q");
    assert!(!added.said.contains("INTERCOM_APP_ID"), "nothing is missing: {}", added.said);
    assert!(storage::files_holding(&home, "a-tutorial-secret").is_empty(), "the secret lies sealed");
    assert_eq!(cli::run(&home, &["registration", "remove", "Tutorial"]).status, 0);
    let named = [&add[..], &["--workspace", "lm5v0r6y"]].concat();
    let named = cli::run_with_environment(&home, &named, &[id, secret, (app, "nw7k2p0q")], "");
    assert_eq!(named.document()["workspace"], "lm5v0r6y");
    assert!(named.said.contains("Switchhook ignores INTERCOM_APP_ID"), "{}", named.said);
    assert_eq!(cli::run(&home, &["registration", "remove", "Tutorial"]).status, 0);
    let any = set(&[id, secret, (app, " ")]);
    assert_eq!(any.document()["workspace"], Value::Null);
    assert!(
        any.said.contains("INTERCOM_APP_ID is not set"),
        "the output says that any workspace may answer: {}",
        any.said
    );
}

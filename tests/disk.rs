//! The disk fails: full, write-protected, damaged, or written by a newer program. Each case is reported, and nothing is lost.
#![expect(clippy::expect_used, reason = "a journey ends at the first surprise, with a sentence")]

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use serde_json::{Value, json};
use switchhook_journeys::cli::{self, Answer};
use switchhook_journeys::disk::{self, Disk};
use switchhook_journeys::home::Home;
use switchhook_journeys::sandbox::Sandbox;
use switchhook_journeys::{CALLBACK, built, consent, storage, wait};

/// The bytes of a database page.
const PAGE: usize = 4096;

/// Makes a home with a sandbox, its registration and an account.
fn connected() -> (Home, Sandbox) {
    let home = Home::new();
    let sandbox = Sandbox::start(&home);
    sandbox.switch(&json!({ "chooser": true }));
    assert_eq!(sandbox.register(&home, "trial", CALLBACK).status, 0, "the sandbox's client is registered");
    let received = cli::run(&home, &["receive", &link(&home, "nw7k2p0q")]);
    assert_eq!(received.document()["outcome"], "connected");
    (home, sandbox)
}

/// Begins an attempt, ends its command, and authorizes for a workspace. Returns the link.
fn link(home: &Home, workspace: &str) -> String {
    let waiting = cli::start(home, &["connect", "trial", "--no-browser"]);
    let begun = waiting.line();
    let url = begun["authorization_url"].as_str().unwrap_or_else(|| panic!("no address to open: {begun}"));
    consent::authorize_for(url, workspace)
}

fn assert_store_failed(answer: &Answer, sentence: &str) {
    assert_eq!(answer.refusal(), (33, "store_failed"), "{}", answer.all);
    let error = &answer.lines.last().expect("an error")["error"];
    let message = error["message"].as_str().expect("an error has a sentence");
    assert!(message.contains(sentence), "“{message}” should say: {sentence}");
}

/// Asserts that nothing was lost: the link still counts, and the stored token opens.
fn assert_nothing_lost(home: &Home, link: &str) {
    storage::assert_is_sound(home);
    assert_eq!(
        cli::run(home, &["receive", link]).document()["outcome"],
        "connected",
        "the link still counts"
    );
    assert_eq!(cli::run(home, &["check", "Northwind Support"]).document()["status"], "connected");
}

fn names(answer: &Answer) -> Vec<&str> {
    let accounts = answer.document().as_array().expect("a list");
    accounts.iter().map(|account| account["name"].as_str().expect("a name")).collect()
}

#[test]
fn full_disk_is_reported_and_loses_nothing() {
    if !disk::may_mount() {
        return;
    }
    let (original, _sandbox) = connected();
    let link = link(&original, "bl3x9d5m");
    let (home, disk) = Disk::with_files_of(&original);
    for words in [
        &["connect", "trial", "--no-browser"][..],
        &["receive", &link],
        &["rename", "Northwind Support", "Other"],
        &["forget", "Northwind Support", "--yes"],
    ] {
        // the last program to close the database frees the space of its log
        disk.fill();
        assert_store_failed(&cli::run(&home, words), "disk is full");
    }
    disk.free();
    assert_eq!(names(&cli::run(&home, &["list"])), ["Northwind Support"], "all is as it was");
    assert_nothing_lost(&home, &link);
}

#[test]
fn doctor_names_a_full_disk_until_there_is_room() {
    if !disk::may_mount() {
        return;
    }
    let (original, _sandbox) = connected();
    let (home, disk) = Disk::with_files_of(&original);
    disk.fill();
    let full = cli::run(&home, &["doctor", "--offline"]);
    assert_eq!((full.status, &cli::check(&full, "disk")["status"]), (44, &json!("error")), "{}", full.all);
    disk.free();
    let free = cli::run(&home, &["doctor", "--offline"]);
    assert_eq!((free.status, &cli::check(&free, "disk")["status"]), (0, &json!("warning")), "{}", free.all);
}

// Switchhook reserves space before it spends the code.
#[test]
fn disk_full_during_the_exchange_costs_no_token() {
    if !disk::may_mount() {
        return;
    }
    let (original, sandbox) = connected();
    let link = link(&original, "bl3x9d5m");
    let (home, disk) = Disk::with_files_of(&original);
    sandbox.switch(&json!({ "latency_ms": 2000 }));
    let receiving = cli::start(&home, &["receive", &link]);
    wait::until("the code to be exchanged", || (last_stage(&home) == "exchanging").then_some(()));
    disk.fill();
    assert_eq!(receiving.line()["outcome"], "connected", "room was made before the code was spent");
    assert_eq!(receiving.end(), 0);
    disk.free();
    storage::assert_is_sound(&home);
    assert_eq!(cli::run(&home, &["list"]).document().as_array().map(Vec::len), Some(2));
}

#[test]
fn write_protected_folder_is_reported_and_loses_nothing() {
    if !disk::may_mount() {
        return;
    }
    let (original, _sandbox) = connected();
    let link = link(&original, "bl3x9d5m");
    let (home, disk) = Disk::with_files_of(&original);
    disk.protect(true);
    assert_store_failed(&cli::run(&home, &["connect", "trial", "--no-browser"]), "can't write");
    assert_store_failed(&cli::run(&home, &["receive", &link]), "can't write");
    disk.protect(false);
    assert_nothing_lost(&home, &link);
}

// error numbers of Linux
const NO_LOCKS: u32 = 37;
const NOT_SUPPORTED: u32 = 95;
const NO_SUCH_CALL: u32 = 38;
const INVALID: u32 = 22;
const NO_DEVICE: u32 = 19;

#[test]
fn disk_without_locks_or_shared_memory_is_named_with_a_hint() {
    let locks = "can't lock files";
    for (calls, sentence) in [
        (format!("flock={NO_LOCKS}"), locks),
        (format!("flock={NOT_SUPPORTED},fcntl={NOT_SUPPORTED}"), locks),
        (format!("flock={NO_SUCH_CALL}"), locks),
        (format!("fcntl={NO_LOCKS}"), locks),
        (format!("fcntl={NOT_SUPPORTED}"), locks),
        (format!("fcntl={NO_SUCH_CALL}"), locks),
        (format!("fcntl={INVALID}"), locks),
        (format!("mmap={NO_DEVICE}"), "does not let programs share a file's memory"),
        (format!("mmap={INVALID}"), "does not let programs share a file's memory"),
    ] {
        // a new home, and one that was made on a disk with locks
        let made = Home::new();
        assert_eq!(cli::run(&made, &["list"]).status, 0);
        for home in [Home::new(), Home::copy_of(&made)] {
            let answer = cli::run_with_environment(
                &home,
                &["list"],
                &[("LD_PRELOAD", built::no_locks().as_os_str()), ("SWITCHHOOK_TEST_DISK", calls.as_ref())],
                "",
            );
            assert_store_failed(&answer, sentence);
            let error = &answer.lines[0]["error"];
            let named = home.files().display().to_string();
            assert!(
                error["message"].as_str().is_some_and(|message| message.contains(&named)),
                "{calls}: {error}"
            );
            assert!(
                error["hint"].as_str().is_some_and(|hint| hint.contains("SWITCHHOOK_HOME")),
                "{calls}: {error}"
            );
            assert!(answer.took < Duration::from_secs(8), "{calls}: {:?}", answer.took);
            let left = fs::read_dir(home.files()).expect("a folder").flatten();
            assert!(left.into_iter().all(|entry| !entry.file_name().to_string_lossy().starts_with("probe-")));
        }
        assert_eq!(cli::run(&made, &["list"]).status, 0, "{calls}: a disk that can is used");
    }
}

#[test]
fn busy_database_is_reported() {
    let (home, _sandbox) = connected();
    let holder = rusqlite::Connection::open(database(&home)).expect("it can be opened");
    holder.execute_batch("BEGIN IMMEDIATE").expect("it can be held");
    assert_store_failed(
        &cli::run(&home, &["rename", "Northwind Support", "Other"]),
        "keeps the database busy",
    );
}

#[test]
fn newer_database_is_left_unchanged() {
    let (home, _sandbox) = connected();
    let path = database(&home);
    let newer = rusqlite::Connection::open(&path).expect("it can be opened");
    newer.pragma_update(None, "user_version", 99).expect("it can be made newer");
    newer.close().expect("it can be closed");
    let before = fs::read(&path).expect("it can be read");
    for words in
        [&["list"][..], &["connect", "trial", "--no-browser"], &["forget", "Northwind Support", "--yes"]]
    {
        assert_store_failed(&cli::run(&home, words), "newer version of Switchhook");
    }
    assert!(fs::read(&path).expect("it can be read") == before, "not a byte of it was changed");
}

#[test]
fn damaged_database_is_reported_and_left_unchanged() {
    let (home, _sandbox) = connected();
    let path = database(&home);
    let whole = fs::read(&path).expect("it can be read");
    let noise = (0..whole.len() - PAGE).map(|at| (at * 31 % 251) as u8);
    for (damage, spoilt) in [
        ("another file in its place", vec![b'x'; whole.len()]),
        ("its second half is gone", whole[..whole.len() / 2].to_vec()),
        ("every page but the first is noise", whole[..PAGE].iter().copied().chain(noise).collect()),
    ] {
        fs::write(&path, &spoilt).expect("it can be spoilt");
        for words in [&["list"][..], &["connect", "trial", "--no-browser"]] {
            let answer = cli::run(&home, words);
            assert_eq!(answer.refusal(), (33, "store_failed"), "{damage}: {}", answer.all);
            let error = &answer.lines[0]["error"];
            assert_eq!(error["message"], "The database is damaged.", "{damage}: {error}");
            let named = path.to_str().expect("a path of a test is text");
            assert!(
                error["hint"].as_str().is_some_and(|hint| hint.contains(named)),
                "the whole path: {error}"
            );
        }
        assert!(fs::read(&path).expect("it can be read") == spoilt, "{damage}: it is not made worse");
    }
    fs::write(&path, &whole).expect("it can be put back");
    assert_eq!(
        cli::run(&home, &["check", "Northwind Support"]).document()["status"],
        "connected",
        "all is back"
    );
}

// The token is that of another account's row.
#[test]
fn swapped_token_needs_a_reconnect_of_its_account_alone() {
    let (home, _sandbox) = connected();
    assert_eq!(cli::run(&home, &["receive", &link(&home, "bl3x9d5m")]).status, 0);
    let spoil = rusqlite::Connection::open(database(&home)).expect("it can be opened");
    let sql = "UPDATE account SET token = (SELECT token FROM account WHERE workspace_id = 'bl3x9d5m') \
               WHERE workspace_id = 'nw7k2p0q'";
    assert_eq!(spoil.execute(sql, []).expect("it can be changed"), 1, "another row's token is not its own");
    spoil.close().expect("it can be closed");
    assert_eq!(cli::run(&home, &["check", "Northwind Support"]).document()["status"], "needs_reconnect");
    let others = cli::run(&home, &["list", "--search", "Brightline"]);
    let other = others.document()[0]["id"].as_str().expect("an id").to_owned();
    assert_eq!(cli::run(&home, &["check", &other]).document()["status"], "connected");
    let again: Value = cli::run(&home, &["receive", &link(&home, "nw7k2p0q")]).document().clone();
    assert_eq!(again["outcome"], "already_connected", "a reconnect renews the account");
    assert_eq!(again["account"]["status"], "connected");
}

fn database(home: &Home) -> PathBuf {
    home.files().join("switchhook.db")
}

fn last_stage(home: &Home) -> String {
    storage::database(home)
        .query_row("SELECT stage FROM attempt ORDER BY started_at DESC LIMIT 1", [], |row| row.get(0))
        .expect("there are attempts")
}

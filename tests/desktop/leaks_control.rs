//! The positive control of the leak hunt: it plants a leak in each sink and in each spelling, as a real leak would come.
//! The hunt's own code gathers and searches. A spelling that is not found here was never looked for there.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::process::CommandExt as _;
use std::process::{Command, Stdio};

use fantoccini::Locator;
use rusqlite::Connection;
use serde_json::{Value, json};
use switchhook_journeys::evidence::{Evidence, Place};
use switchhook_journeys::home::Home;
use switchhook_journeys::leaks::{Hunt, Plant, plants};
use switchhook_journeys::process::Running;
use switchhook_journeys::watch::Watch;
use switchhook_journeys::window::Window;
use switchhook_journeys::{built, cli, wait};

/// Joins all plants that are texts.
fn joined_texts(plants: &[Plant]) -> String {
    plants.iter().filter_map(Plant::text).collect::<Vec<_>>().join(" | ")
}

/// Asserts that the hunt finds each of these plants in this place.
fn assert_all_found(plants: &[Plant], evidence: &Evidence, place: &Place) {
    let missing = missing(plants, evidence, |its| its == place);
    assert!(missing.is_empty(), "the hunt misses these plants in {place}: {missing:?}");
}

fn missing<'p>(plants: &'p [Plant], evidence: &Evidence, is_there: impl Fn(&Place) -> bool) -> Vec<&'p str> {
    let hunt = Hunt::of(plants.iter().map(|plant| &plant.secret));
    let found = evidence.search(|_| &hunt).into_iter().filter(|(place, _)| is_there(place));
    let found: HashSet<_> = found.map(|(_, leak)| leak.secret).collect();
    plants.iter().map(|plant| &*plant.secret.name).filter(|name| !found.contains(*name)).collect()
}

fn only_texts(plants: Vec<Plant>) -> Vec<Plant> {
    let plants: Vec<_> = plants.into_iter().filter(|plant| plant.text().is_some()).collect();
    assert!(plants.len() >= 16, "only UTF-16 holds zero bytes");
    plants
}

#[test]
fn leak_on_either_output_of_the_command_line_is_found() {
    let home = Home::new();
    let (out, err) = (only_texts(plants("out")), only_texts(plants("err")));
    let told = cli::run(&home, &[&joined_texts(&out)]);
    assert_eq!(told.refusal().1, "usage", "an unknown command is repeated to the person");
    // without `--json` the words go to standard error
    let said =
        home.command(built::cli()).arg(joined_texts(&err)).stdout(Stdio::null()).stderr(home.log()).status();
    assert_eq!(said.expect("the command line can be run").code(), Some(2));
    let mut evidence = Evidence::default();
    evidence.take_files(&home);
    assert_all_found(&out, &evidence, &log());
    assert_all_found(&err, &evidence, &log());
}

#[test]
fn leak_in_the_database_or_its_write_ahead_log_is_found() {
    let home = Home::new();
    cli::run(&home, &["list"]);
    let path = home.files().join("switchhook.db");
    let (rows, beside) = (plants("row"), plants("shm"));
    let database = Connection::open(&path).expect("the database can be written");
    // a text column and a blob column
    database.execute_batch("CREATE TABLE planted (words TEXT, bytes BLOB)").expect("a table can be made");
    for plant in &rows {
        let row = (plant.text().unwrap_or_default(), &plant.spelled);
        database.execute("INSERT INTO planted VALUES (?1, ?2)", row).expect("a row can be written");
    }
    let mut evidence = Evidence::default();
    evidence.take_files(&home);
    assert_all_found(&rows, &evidence, &Place::File("switchhook/switchhook.db-wal".into()));
    // the last connection to close moves everything into the database file
    drop(database);
    fs::write(
        path.with_extension("db-shm"),
        beside.iter().map(|plant| &*plant.spelled).collect::<Vec<_>>().concat(),
    )
    .expect("a file can be written");
    let mut evidence = Evidence::default();
    evidence.take_files(&home);
    assert_all_found(&rows, &evidence, &Place::File("switchhook/switchhook.db".into()));
    assert_all_found(&beside, &evidence, &Place::File("switchhook/switchhook.db-shm".into()));
}

#[test]
fn leak_into_arguments_or_environment_is_found() {
    let home = Home::new();
    let (words, environment) = (plants("words"), only_texts(plants("environment")));
    let watch = Watch::start();
    // a spelling with zero bytes becomes several arguments, which end with them
    let letters =
        words.iter().flat_map(|plant| plant.spelled.split(|byte| *byte == 0).map(OsStr::from_bytes));
    let mut sleeper = Command::new("tail");
    // a name that no other process on the machine has
    sleeper.arg0("planted");
    sleeper.args(["-f", "/dev/null"]).args(letters).env("PLANTED", joined_texts(&environment));
    sleeper.current_dir(home.path()).stdout(Stdio::null()).stderr(Stdio::null());
    let running = Running::start(&mut sleeper);
    wait::until("the sleeper to be seen", || watch.has_seen("planted").then_some(()));
    drop(running);
    let mut evidence = Evidence::default();
    evidence.take_processes(watch);
    assert_all_found(&words, &evidence, &Place::Words("planted".into()));
    assert_all_found(&environment, &evidence, &Place::Environment("planted".into()));
}

#[tokio::test(flavor = "multi_thread")]
async fn leak_out_of_the_app_or_to_its_page_is_found() {
    let home = Home::new();
    let (said, answer, script) =
        (only_texts(plants("said")), only_texts(plants("answer")), only_texts(plants("script")));
    let (stored, shown, session) = (plants("stored"), plants("shown"), plants("session"));
    // GTK complains about it on the app's standard error
    let window = Window::open_traced(&home, &[("GTK_MODULES", &joined_texts(&said))]).await;
    window.page.element(Locator::Css("h1")).await;
    // the answer repeats an unknown command
    let invoke = "return await window.__TAURI_INTERNALS__.invoke(arguments[0])";
    let refused = window.page.wait_for(invoke, vec![json!(joined_texts(&answer))]).await;
    assert!(refused.as_str().is_some_and(|words| words.contains("not allowed")), "{refused}");
    // where the page can't fetch an answer, Tauri evaluates it as a script
    let without_fetch = format!("window.fetch = () => Promise.reject(new Error('not today')); {invoke}");
    let refused = window.page.wait_for(&without_fetch, vec![json!(joined_texts(&script))]).await;
    assert!(refused.as_str().is_some_and(|words| words.contains("not allowed")), "{refused}");
    let put = "for (const text of arguments[0]) localStorage.setItem(`planted ${text}`, text);
        for (const text of arguments[1]) document.body.append(text);
        for (const text of arguments[2]) sessionStorage.setItem(`planted ${text}`, text);";
    window.page.run(put, vec![as_page_text(&stored), as_page_text(&shown), as_page_text(&session)]).await;

    let mut evidence = Evidence::default();
    evidence.take_page(&window).await;
    // WebKit writes in its own time, into the file or its write-ahead log
    wait::until("the window's storage to be written", || {
        let mut written = Evidence::default();
        written.take_files(&home);
        let in_storage = |place: &Place| place.to_string().contains("webview/localstorage/");
        missing(&stored, &written, in_storage).is_empty().then_some(())
    });
    window.close(&home);
    evidence.take_files(&home);
    assert_all_found(&said, &evidence, &log());
    assert_all_found(&stored, &evidence, &Place::Page);
    assert_all_found(&shown, &evidence, &Place::Page);
    assert_all_found(&session, &evidence, &Place::Page);
    assert_all_found(&answer, &evidence, &trace());
    assert_all_found(&script, &evidence, &trace());
}

/// Returns the spellings as a page holds texts, with zero bytes as characters.
fn as_page_text(plants: &[Plant]) -> Value {
    plants
        .iter()
        .map(|plant| plant.spelled.iter().map(|byte| char::from(*byte)).collect::<String>())
        .collect()
}

fn log() -> Place {
    Place::File("programs.log".into())
}

fn trace() -> Place {
    Place::File("ipc.trace".into())
}

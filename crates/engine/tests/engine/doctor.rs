//! The Doctor: each check finds what a test breaks, and is well again once it is mended.
#![cfg(unix)]

use std::collections::BTreeMap;
use std::fs::{self, File, Permissions};
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use rusqlite::Connection;
use switchhook_engine::core::HealthStatus::{self, Error, Ok, Skipped, Warning};
use switchhook_engine::core::{HealthCheck, HealthReport};
use switchhook_engine::{
    Connector, Doctor, Home, Orders, SessionKeys, Surroundings, UncheckedHome, VaultMode,
};

use crate::scenario::{BRIDGE, PASTE, Scenario};

const OFFLINE: Orders = Orders { offline: true, fix: false, round_trip: false };
const FIX: Orders = Orders { offline: true, fix: true, round_trip: false };

fn doctor(folder: &Path) -> Doctor {
    let mode = VaultMode::Session(SessionKeys::default());
    Doctor::of(UncheckedHome::at(folder).unwrap(), mode, Surroundings::default())
}

async fn examined(folder: &Path, orders: Orders) -> HealthReport {
    doctor(folder).examine(orders).await
}

/// Examines a home on a desktop with a display and an app.
async fn on_desktop(folder: &Path, orders: Orders) -> HealthReport {
    let around = Surroundings { has_display: true, app: Some("/nowhere/switchhook-desktop".into()) };
    let mode = VaultMode::Session(SessionKeys::default());
    Doctor::of(UncheckedHome::at(folder).unwrap(), mode, around).examine(orders).await
}

/// Answers each request at once: with these heads in turn, and an empty object.
fn serve(listener: TcpListener, heads: &'static [&str]) {
    std::thread::spawn(move || {
        for (stream, head) in listener.incoming().zip(heads.iter().cycle()) {
            let mut stream = stream.unwrap();
            let _ = stream.read(&mut [0; 2048]);
            let _ = stream.write_all(format!("{head}\r\nconnection: close\r\n\r\n{{}}").as_bytes());
        }
    });
}

fn check(report: &HealthReport, id: &str) -> HealthCheck {
    report.checks.iter().find(|check| check.id == id).unwrap_or_else(|| panic!("{id}: {report:?}")).clone()
}

async fn status(folder: &Path, id: &str) -> HealthStatus {
    check(&examined(folder, OFFLINE).await, id).status
}

/// Makes a home with a database, and closes it.
async fn made(folder: &Path) {
    let home = Home::at(folder).unwrap();
    Connector::open(home, VaultMode::Session(SessionKeys::default())).await.unwrap();
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().mode() & 0o777
}

/// Returns each file and folder with its mode, the time of its change, and its bytes.
fn content(folder: &Path) -> BTreeMap<PathBuf, (u32, SystemTime, Vec<u8>)> {
    let mut content = BTreeMap::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).chain([folder]) {
            let changed = fs::metadata(&path).unwrap().modified().unwrap();
            let bytes = fs::read(&path).unwrap_or_default();
            if content.insert(path.clone(), (mode(&path), changed, bytes)).is_none() && path.is_dir() {
                folders.push(path);
            }
        }
    }
    content
}

/// Copies the files of a home that is in use: a killed process leaves the same.
fn killed(home: &Path, copy: &Path) {
    let database = Connection::open(home.join("switchhook.db")).unwrap();
    let account = "INSERT INTO account (id, name, kind, status, connected_at) VALUES ('a', 'A', 'sandbox', 'connected', 1)";
    database.execute_batch(&format!("PRAGMA wal_checkpoint; {account}")).unwrap();
    fs::create_dir_all(copy.join("sandbox")).unwrap();
    set_mode(copy, 0o700);
    set_mode(&copy.join("sandbox"), 0o700);
    for end in ["", "-wal", "-shm"] {
        let name = format!("switchhook.db{end}");
        fs::copy(home.join(&name), copy.join(name)).unwrap();
    }
}

#[tokio::test]
async fn look_at_home_of_killed_process_changes_nothing() {
    for (name, missing) in [("killed", &[][..]), ("restored", &["-shm"]), ("closed", &["-wal", "-shm"])] {
        let folder = tempfile::tempdir().unwrap();
        let (home, copy) = (folder.path().join("home"), folder.path().join(name));
        made(&home).await;
        killed(&home, &copy);
        missing.iter().for_each(|end| fs::remove_file(copy.join(format!("switchhook.db{end}"))).unwrap());
        fs::write(copy.join("sandbox/address"), "http://127.0.0.1:1").unwrap();
        set_mode(&copy.join("sandbox/address"), 0o644);
        set_mode(&copy.join("switchhook.db"), 0o644);
        let before = content(&copy);
        let report = on_desktop(&copy, OFFLINE).await;
        assert_eq!(check(&report, "database").status, Ok, "{report:?}");
        assert_eq!(content(&copy), before, "{name}");
        let expected = if name == "closed" { Skipped } else { Ok };
        assert_eq!(check(&report, "sandbox").status, expected, "the log holds the account: {report:?}");
    }
}

#[tokio::test]
async fn missing_home_is_healthy_and_stays_missing() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("a/home");
    for orders in [OFFLINE, FIX] {
        let report = examined(&home, orders).await;
        assert!(report.healthy, "{report:?}");
        assert_eq!(check(&report, "data_folder").status, Ok);
        assert_eq!(check(&report, "database").status, Skipped);
        assert!(!home.parent().unwrap().exists());
    }
}

#[tokio::test]
async fn look_changes_no_rights_and_the_repair_takes_them_away() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("home");
    made(&home).await;
    let database = home.join("switchhook.db");
    for (open, open_mode, expected) in [
        (&home, 0o755, Warning),
        (&home, 0o777, Error),
        (&database, 0o644, Warning),
        (&database, 0o666, Warning),
    ] {
        set_mode(open, open_mode);
        let report = examined(&home, OFFLINE).await;
        assert_eq!(check(&report, "data_folder").status, expected, "{report:?}");
        assert_eq!(report.healthy, expected != Error);
        assert_eq!(mode(open), open_mode, "a look changes nothing");
        let mended = examined(&home, FIX).await;
        let folder = check(&mended, "data_folder");
        assert_eq!(folder.status, Ok, "{mended:?}");
        assert!(folder.fixed.unwrap().contains(&open.display().to_string()), "{mended:?}");
        assert!(mended.healthy);
        assert_eq!(mode(open) & 0o077, 0);
        assert_eq!(check(&examined(&home, FIX).await, "data_folder").fixed, None, "nothing is left to mend");
    }
}

#[tokio::test]
async fn folder_with_files_of_others_keeps_its_rights() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("home");
    made(&home).await;
    fs::write(home.join("letter.txt"), "").unwrap();
    set_mode(&home, 0o755);
    let report = examined(&home, FIX).await;
    assert_eq!(check(&report, "data_folder").status, Ok, "Switchhook uses it as it is: {report:?}");
    assert_eq!(mode(&home), 0o755);
    set_mode(&home, 0o777);
    let report = examined(&home, FIX).await;
    let folder = check(&report, "data_folder");
    assert_eq!((folder.status, folder.fixed, folder.mendable), (Error, None, false));
    assert!(folder.hint.contains("holds other files"), "{}", folder.hint);
    assert_eq!(mode(&home), 0o777);
    fs::remove_file(home.join("letter.txt")).unwrap();
    assert!(examined(&home, FIX).await.healthy);
}

#[tokio::test]
async fn link_in_the_folder_is_an_error_until_it_is_gone() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("home");
    made(&home).await;
    let lock = home.join("vault.lock");
    let _ = fs::remove_file(&lock);
    symlink(folder.path().join("elsewhere"), &lock).unwrap();
    assert_eq!(status(&home, "data_folder").await, Error);
    assert!(!examined(&home, FIX).await.healthy, "a link may be anybody's");
    assert!(lock.is_symlink());
    fs::remove_file(&lock).unwrap();
    assert_eq!(status(&home, "data_folder").await, Ok);
}

#[tokio::test]
async fn damaged_database_is_an_error_until_it_is_restored() {
    let folder = tempfile::tempdir().unwrap();
    made(folder.path()).await;
    let database = folder.path().join("switchhook.db");
    assert_eq!(status(folder.path(), "database").await, Ok);
    let whole = fs::read(&database).unwrap();
    let mut page = whole.clone();
    page[4096..4096 * 3].fill(7);
    for damaged in [b"no database at all, but long enough for a head".repeat(8), page] {
        fs::write(&database, &damaged).unwrap();
        let report = examined(folder.path(), FIX).await;
        assert_eq!(check(&report, "database").status, Error, "{report:?}");
        assert_eq!(fs::read(&database).unwrap(), damaged, "no repair touches data");
        fs::write(&database, &whole).unwrap();
        assert_eq!(status(folder.path(), "database").await, Ok);
    }
}

#[tokio::test]
async fn database_of_newer_version_or_with_a_trigger_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    made(folder.path()).await;
    let run = |sql: &str| {
        Connection::open(folder.path().join("switchhook.db")).unwrap().execute_batch(sql).unwrap();
    };
    let version: u32 = Connection::open(folder.path().join("switchhook.db"))
        .unwrap()
        .pragma_query_value(None, "user_version", |row| row.get(0))
        .unwrap();
    for (broken, mended) in [
        ("PRAGMA user_version = 9999".to_owned(), format!("PRAGMA user_version = {version}")),
        (
            "CREATE TRIGGER t AFTER INSERT ON account BEGIN DELETE FROM account; END".to_owned(),
            "DROP TRIGGER t".to_owned(),
        ),
    ] {
        run(&broken);
        assert_eq!(status(folder.path(), "database").await, Error, "{broken}");
        run(&mended);
        assert_eq!(status(folder.path(), "database").await, Ok, "{mended}");
    }
    run(&format!("{UNDO_NEWEST}; PRAGMA user_version = {}", version - 1));
    let older = check(&examined(folder.path(), OFFLINE).await, "database");
    assert_eq!(older.status, Ok, "the next start updates it");
    assert!(older.message.contains(&format!("{}", version - 1)), "{older:?}");
}

/// Undoes the newest step of the schema.
const UNDO_NEWEST: &str = "ALTER TABLE rating DROP COLUMN newest";

#[tokio::test]
async fn database_of_older_version_names_each_road_in_use() {
    let scenario = Scenario::new().await;
    let folder = scenario.folder.path();
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    scenario.register("Loopback", &format!("http://{free}/callback")).await;
    scenario.register_with_api("Behind", &format!("http://{free}")).await;
    let ids = |report: &HealthReport| {
        report.checks.iter().map(|check| (check.id.clone(), check.status)).collect::<Vec<_>>()
    };
    let expected = ids(&on_desktop(folder, OFFLINE).await);
    assert!(expected.contains(&(format!("host:{free}"), Error)), "{expected:?}");
    assert!(expected.contains(&(format!("port:{}", free.port()), Ok)), "{expected:?}");
    let database = Connection::open(folder.join("switchhook.db")).unwrap();
    let version: u32 = database.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
    database.execute_batch(&format!("{UNDO_NEWEST}; PRAGMA user_version = {}", version - 1)).unwrap();
    assert_eq!(ids(&on_desktop(folder, OFFLINE).await), expected, "the same of an older database");
    let now: u32 = database.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
    assert_eq!(now, version - 1, "a look updates nothing");
}

#[tokio::test]
async fn unreadable_home_is_never_called_unused() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("home");
    made(&home).await;
    let database = Connection::open(home.join("switchhook.db")).unwrap();
    database.pragma_update(None, "user_version", 9999).unwrap();
    drop(database);
    let newer = on_desktop(&home, OFFLINE).await;
    set_mode(&home, 0o777);
    let refused = on_desktop(&home, OFFLINE).await;
    for report in [&newer, &refused] {
        for id in ["scheme", "browser", "instance"] {
            assert!(!check(report, id).message.contains("No Intercom app"), "{report:?}");
        }
        assert!(check(report, "sandbox").message.contains("can't read"), "{report:?}");
    }
    let database = check(&refused, "database");
    assert!(database.status == Skipped && database.message.contains("can't use"), "{database:?}");
}

#[tokio::test]
async fn report_shortens_the_folder_of_the_person() {
    let report = examined(&dirs::home_dir().unwrap().join("no such folder/home"), OFFLINE).await;
    assert!(check(&report, "data_folder").message.starts_with("~/no such folder"), "{report:?}");
}

#[tokio::test]
async fn host_in_use_that_does_not_answer_is_an_error() {
    let scenario = Scenario::new().await;
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    scenario.register_with_api("Behind", &address).await;
    let id = format!("host:{}", address.trim_start_matches("http://"));
    let report = examined(scenario.folder.path(), OFFLINE).await;
    assert_eq!(check(&report, &id).status, Error, "{report:?}");
    assert!(!report.healthy);
    assert_eq!(check(&report, &format!("host:{}", scenario.host())).status, Ok, "{report:?}");
    assert_eq!(check(&report, "host:api.intercom.io").status, Skipped, "the person asked for no network");

    let listener = TcpListener::bind(address.trim_start_matches("http://")).unwrap();
    let heads = &[
        "HTTP/1.1 404 Not Found\r\ncontent-length: 2",
        "HTTP/1.1 200 OK\r\ncontent-length: 2000000",
        "HTTP/1.1 200 OK\r\ncontent-encoding: gzip",
    ];
    serve(listener, heads);
    for head in heads {
        let report = examined(scenario.folder.path(), OFFLINE).await;
        assert_eq!(check(&report, &id).status, Ok, "any status is an answer: {head}: {report:?}");
    }
}

#[tokio::test]
async fn host_that_only_an_attempt_awaits_is_a_warning() {
    let scenario = Scenario::new().await;
    let (home, about) = (scenario.connector.home(), scenario.sandbox.description());
    switchhook_engine::sandbox::announce(home, &about.url).unwrap();
    let of_sandbox = scenario.connector.registrations().of_sandbox().await.unwrap();
    scenario.begin("Acme").await;
    scenario.begin(of_sandbox.id.as_str()).await;
    let folder = scenario.folder.path();
    let [own, sandbox] = ["http://127.0.0.1:9", "http://127.0.0.1:10"];
    let database = Connection::open(folder.join("switchhook.db")).unwrap();
    let sql = "UPDATE attempt SET token_endpoint = ?1 || '/token', api_base = ?1 WHERE kind = ?2";
    for (kind, address) in [("app", own), ("sandbox", sandbox)] {
        assert_eq!(database.execute(sql, [address, kind]).unwrap(), 1, "{kind}");
    }
    let report = examined(folder, OFFLINE).await;
    assert_eq!(check(&report, "host:127.0.0.1:9").status, Warning, "{report:?}");
    assert!(report.checks.iter().all(|check| check.id != "host:127.0.0.1:10"), "{report:?}");
}

#[tokio::test]
async fn token_endpoint_with_a_query_is_asked() {
    let scenario = Scenario::new().await;
    let other = "UPDATE registration SET token_endpoint = 'http://127.0.0.1:9/token?tenant=a'";
    Connection::open(scenario.folder.path().join("switchhook.db")).unwrap().execute(other, []).unwrap();
    assert_eq!(status(scenario.folder.path(), "host:127.0.0.1:9").await, Error);
}

#[tokio::test]
async fn clock_is_compared_with_the_time_that_a_host_states() {
    for (head, expected) in [
        (&["HTTP/1.1 401 No\r\ncontent-length: 2\r\ndate: Sun, 06 Nov 1994 08:49:37 GMT"], Warning),
        (&["HTTP/1.1 401 No\r\ncontent-length: 2\r\ndate: Sat, 06 Nov 2094 08:49:37 GMT"], Warning),
        (&["HTTP/1.1 401 No\r\ncontent-length: 2"], Skipped),
    ] {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let folder = tempfile::tempdir().unwrap();
        made(folder.path()).await;
        // A pinned account is the only use of any host.
        let sql = "INSERT INTO account (id, name, kind, status, connected_at, api_base) VALUES ('a', 'A', 'token', 'connected', 1, ?1)";
        let address = format!("http://{}", listener.local_addr().unwrap());
        serve(listener, head);
        Connection::open(folder.path().join("switchhook.db")).unwrap().execute(sql, [address]).unwrap();
        let report = examined(folder.path(), OFFLINE).await;
        assert_eq!(check(&report, "clock").status, expected, "{head:?}: {report:?}");
    }
    let scenario = Scenario::new().await;
    assert_eq!(status(scenario.folder.path(), "clock").await, Ok, "the sandbox states the time");
}

#[tokio::test]
async fn port_of_an_app_warns_while_another_program_has_it() {
    let scenario = Scenario::new().await;
    let holder = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = holder.local_addr().unwrap().port();
    scenario.register("Loopback", &format!("http://127.0.0.1:{port}/callback")).await;
    let id = format!("port:{port}");
    let folder = scenario.folder.path();
    let taken = check(&on_desktop(folder, OFFLINE).await, &id);
    assert_eq!(taken.status, Warning, "{taken:?}");
    assert_eq!(status(folder, &id).await, Skipped, "there is no app here");
    drop(holder);
    assert_eq!(check(&on_desktop(folder, OFFLINE).await, &id).status, Ok);
    let lock = File::create(folder.join(format!("owners/port-{port}-127.0.0.1.lock"))).unwrap();
    lock.lock().unwrap();
    let ours = check(&on_desktop(folder, OFFLINE).await, &id);
    assert!(ours.message.contains("listens there now"), "{ours:?}");
}

#[tokio::test]
async fn running_window_is_noticed_and_an_older_process_warns() {
    let scenario = Scenario::new().await;
    let folder = scenario.folder.path();
    let message = async || check(&on_desktop(folder, OFFLINE).await, "instance").message;
    assert!(message().await.contains("closed"));
    let window = File::create(folder.join("window.lock")).unwrap();
    window.lock().unwrap();
    assert!(message().await.contains("runs"));
    drop(window);
    assert!(message().await.contains("closed"));
    let path = folder.join("owners").join("0123456789ab4def0123456789abcdef");
    let older = File::create(&path).unwrap();
    older.lock().unwrap();
    assert_eq!(check(&on_desktop(folder, OFFLINE).await, "instance").status, Warning);
    drop(older);
    assert_eq!(check(&on_desktop(folder, OFFLINE).await, "instance").status, Ok);
}

#[tokio::test]
async fn foreign_server_at_the_address_of_the_sandbox_is_a_warning() {
    let folder = tempfile::tempdir().unwrap();
    made(folder.path()).await;
    assert_eq!(status(folder.path(), "sandbox").await, Skipped);
    let sql = "INSERT INTO account (id, name, kind, status, connected_at) VALUES ('a', 'A', 'sandbox', 'connected', 1)";
    Connection::open(folder.path().join("switchhook.db")).unwrap().execute(sql, []).unwrap();
    let stopped = check(&examined(folder.path(), OFFLINE).await, "sandbox");
    assert!(stopped.status == Ok && stopped.message.contains("stopped"), "{stopped:?}");
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    serve(listener, &["HTTP/1.1 200 OK\r\ncontent-length: 2"]);
    fs::create_dir_all(folder.path().join("sandbox")).unwrap();
    fs::write(folder.path().join("sandbox/address"), address).unwrap();
    set_mode(&folder.path().join("sandbox"), 0o700);
    set_mode(&folder.path().join("sandbox/address"), 0o600);
    assert_eq!(status(folder.path(), "sandbox").await, Warning);
    // The next sandbox writes its own address.
    let kept = check(&examined(folder.path(), FIX).await, "sandbox");
    assert!(kept.status == Warning && kept.fixed.is_none(), "{kept:?}");
}

#[tokio::test]
async fn desktop_is_skipped_without_registration_app_or_display() {
    let scenario = Scenario::new().await;
    let bare = tempfile::tempdir().unwrap();
    made(bare.path()).await;
    for id in ["scheme", "browser", "instance"] {
        assert_eq!(check(&on_desktop(bare.path(), OFFLINE).await, id).status, Skipped, "no registration");
        assert_eq!(status(scenario.folder.path(), id).await, Skipped, "no display");
    }
    let report = on_desktop(scenario.folder.path(), OFFLINE).await;
    assert_eq!(check(&report, "scheme").status, Skipped, "{PASTE} needs no scheme");
    assert_ne!(check(&report, "instance").status, Skipped);
    scenario.register("Bridged", BRIDGE).await;
    let bridge = check(&examined(scenario.folder.path(), OFFLINE).await, &format!("bridge:{BRIDGE}"));
    assert!(bridge.status == Skipped && bridge.message.contains("display"), "{bridge:?}");
}

#[tokio::test]
async fn report_holds_no_secret_and_no_name() {
    let scenario = Scenario::new().await;
    scenario.connect("Acme").await.unwrap();
    let report = format!("{:?}", on_desktop(scenario.folder.path(), OFFLINE).await);
    for private in [scenario.sandbox.description().client_secret.as_str(), "Acme", "Northwind"] {
        assert!(!report.contains(private), "{private}: {report}");
    }
}

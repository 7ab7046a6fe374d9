//! The Doctor: each check finds what a test breaks, and is well again once it is mended.
#![cfg(unix)]

use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};
use std::path::Path;

use rusqlite::Connection;
use switchhook_engine::core::HealthStatus::{self, Error, Ok, Skipped, Warning};
use switchhook_engine::core::{HealthCheck, HealthReport};
use switchhook_engine::{Connector, Doctor, Home, Orders, SessionKeys, UncheckedHome, VaultMode};

const OFFLINE: Orders = Orders { offline: true, fix: false };
const FIX: Orders = Orders { offline: true, fix: true };

fn doctor(folder: &Path) -> Doctor {
    Doctor::of(UncheckedHome::at(folder).unwrap(), VaultMode::Session(SessionKeys::default()))
}

async fn examined(folder: &Path, orders: Orders) -> HealthReport {
    doctor(folder).examine(orders).await
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
    assert_eq!((folder.status, folder.fixed), (Error, None));
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
    run(&format!("PRAGMA user_version = {}", version - 1));
    let older = check(&examined(folder.path(), OFFLINE).await, "database");
    assert_eq!(older.status, Ok, "the next start updates it");
    assert!(older.message.contains(&format!("{}", version - 1)), "{older:?}");
}

#[tokio::test]
async fn report_shortens_the_folder_of_the_person() {
    let report = examined(&dirs::home_dir().unwrap().join("no such folder/home"), OFFLINE).await;
    assert!(check(&report, "data_folder").message.starts_with("~/no such folder"), "{report:?}");
}

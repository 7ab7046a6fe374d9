//! The files of a home are private, wherever they come from.
#![cfg(unix)]

use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};

use switchhook_engine::core::{FileFault, Problem, StoreProblem};
use switchhook_engine::{Connector, Home, SessionKeys, VaultMode, sandbox};

async fn open(folder: &Path) -> Result<Connector, Problem> {
    Connector::open(Home::at(folder)?, VaultMode::Session(SessionKeys::default())).await
}

/// Returns the permissions of every file and folder of a home.
fn rights(folder: &Path) -> Vec<(PathBuf, u32)> {
    let mut found = vec![(folder.to_path_buf(), fs::metadata(folder).unwrap().mode() & 0o777)];
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(rights(&path));
        } else {
            found.push((path.clone(), fs::metadata(&path).unwrap().mode() & 0o777));
        }
    }
    found
}

fn is_open(rights: &[(PathBuf, u32)]) -> bool {
    rights.iter().all(|(_, rights)| rights & 0o044 == 0o044)
}

// Symbolic and hard links, to existing and missing targets.
#[tokio::test]
async fn link_in_place_of_a_file_is_refused_and_never_followed() {
    let names = [
        "switchhook.db",
        "switchhook.db-wal",
        "switchhook.db-shm",
        "switchhook.db-journal",
        "store.lock",
        "vault.lock",
        "window.lock",
        "window-state.json",
        "owners",
        "sandbox",
        "webview",
    ];
    for name in names {
        let folder = tempfile::tempdir().unwrap();
        let kept = folder.path().join("letter.txt");
        fs::write(&kept, "somebody's").unwrap();
        for (target, hard) in
            [(kept.clone(), false), (folder.path().join("missing"), false), (kept.clone(), true)]
        {
            let home = folder.path().join("home");
            fs::create_dir_all(&home).unwrap();
            let planted = home.join(name);
            if hard {
                fs::hard_link(&target, &planted).unwrap()
            } else {
                symlink(&target, &planted).unwrap()
            }
            let problem = open(&home).await.err().unwrap_or_else(|| panic!("{name} was taken"));
            let is_folder = ["owners", "sandbox", "webview"].contains(&name);
            let fault = match (hard, is_folder) {
                (true, true) => FileFault::OtherKind,
                (true, false) => FileFault::SecondName,
                (false, _) => FileFault::Link,
            };
            let refused = StoreProblem::FileRefused { file: planted.display().to_string(), fault };
            assert_eq!(problem, refused.into(), "{name}");
            assert_eq!(fs::read_to_string(&kept).unwrap(), "somebody's", "{name}");
            assert!(!folder.path().join("missing").exists(), "{name}: nothing was made through the link");
            fs::remove_dir_all(&home).unwrap();
        }
    }
}

#[tokio::test]
async fn world_readable_home_becomes_private_again() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("home");
    let connector = open(&home).await.unwrap();
    connector.open_vault().await.unwrap();
    sandbox::seed(connector.home()).unwrap();
    sandbox::announce(connector.home(), "http://127.0.0.1:1").unwrap();
    // the files of a running program, with the write-ahead log
    for (path, rights) in rights(&home) {
        fs::set_permissions(&path, Permissions::from_mode(rights | (rights >> 3 & 0o55) | 0o044)).unwrap();
    }
    fs::set_permissions(&home, Permissions::from_mode(0o755)).unwrap();
    for inner in ["owners", "sandbox"] {
        fs::set_permissions(home.join(inner), Permissions::from_mode(0o755)).unwrap();
    }
    let before = rights(&home);
    assert!(is_open(&before), "{before:?}");
    assert!(before.iter().any(|(path, _)| path.ends_with("switchhook.db-wal")), "{before:?}");
    let again = open(&home).await.unwrap();
    sandbox::seed(again.home()).unwrap();
    sandbox::announce(again.home(), "http://127.0.0.1:1").unwrap();
    // lock files of live processes keep their permissions; they are empty
    let left = rights(&home).into_iter().filter(|(path, _)| !path.parent().unwrap().ends_with("owners"));
    for (path, rights) in left {
        assert_eq!(rights & 0o077, 0, "{}", path.display());
    }
}

#[tokio::test]
async fn home_with_folders_of_a_wide_umask_opens() {
    for wide in [0o775, 0o777] {
        let folder = tempfile::tempdir().unwrap();
        let home = folder.path().join("home");
        drop(open(&home).await.unwrap());
        for inner in ["owners", "sandbox", "webview"] {
            fs::create_dir_all(home.join(inner)).unwrap();
            fs::set_permissions(home.join(inner), Permissions::from_mode(wide)).unwrap();
        }
        open(&home).await.unwrap();
        for inner in ["owners", "sandbox", "webview"] {
            assert_eq!(fs::metadata(home.join(inner)).unwrap().mode() & 0o7777, 0o700, "{inner} {wide:o}");
        }
    }
}

#[tokio::test]
async fn next_start_removes_disk_probes_of_a_killed_process() {
    let folder = tempfile::tempdir().unwrap();
    drop(open(folder.path()).await.unwrap());
    let left = folder.path().join(format!("probe-{}-wal", "a".repeat(32)));
    fs::File::create(&left).unwrap().set_modified(std::time::UNIX_EPOCH).unwrap();
    drop(open(folder.path()).await.unwrap());
    assert!(!left.exists());
}

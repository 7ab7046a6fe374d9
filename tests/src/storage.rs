//! What our programs left on disk, read from outside.

use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};

use crate::home::Home;
use crate::leaks::{Hunt, Secret};

/// The database, read only: a journey never writes what it judges.
pub fn database(home: &Home) -> Connection {
    let path = home.files().join("switchhook.db");
    Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).expect("the database can be read")
}

/// The files in this home that hold a secret, in whatever shape.
pub fn holding(home: &Home, secret: &str) -> Vec<PathBuf> {
    let hunt = Hunt::of([&Secret::new("the secret", secret)]);
    let mut files = files(home);
    files.retain(|path| fs::read(path).is_ok_and(|bytes| !hunt.search(&bytes).is_empty()));
    files
}

/// Every file in this home: our own files, the window's storage, our programs' log. Of the browser's folder only what
/// it and the programs it opened have said: what was in an address bar is in its history and its cache, and not ours.
pub fn files(home: &Home) -> Vec<PathBuf> {
    let browser = home.path().join("browser");
    let mut files = files_under(home.path());
    files.retain(|path| !path.starts_with(&browser) || *path == browser.join("browser.log"));
    files
}

fn files_under(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    entries
        .flatten()
        .flat_map(|entry| match entry.file_type() {
            Ok(kind) if kind.is_dir() => files_under(&entry.path()),
            Ok(kind) if kind.is_file() => vec![entry.path()],
            _ => Vec::new(),
        })
        .collect()
}

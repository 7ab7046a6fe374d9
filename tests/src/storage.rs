//! What our programs left on disk, read from outside.

use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};

use crate::home::Home;
use crate::link;

/// The database, read only: a journey never writes what it judges.
pub fn database(home: &Home) -> Connection {
    let path = home.files().join("switchhook.db");
    Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).expect("the database can be read")
}

/// The files in this home that hold a secret, however escaped: our own files, the window's storage, and our
/// programs' log. The browser's own folder is left out: what was in an address bar is in its history, and not ours.
pub fn holding(home: &Home, secret: &str) -> Vec<PathBuf> {
    let secret = link::recognizable(secret).as_bytes();
    let browser = home.path().join("browser");
    let mut files = files_under(home.path());
    files.retain(|path| {
        let ours = !path.starts_with(&browser);
        ours && fs::read(path).is_ok_and(|bytes| bytes.windows(secret.len()).any(|window| window == secret))
    });
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

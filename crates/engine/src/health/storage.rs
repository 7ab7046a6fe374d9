//! Looks at the data folder, the database and the disk.

use std::path::Path;

use rusqlite::Connection;
use switchhook_core::{
    DatabaseFacts, FolderFacts, HealthCheck, database_verdict, disk_verdict, folder_verdict,
};

use crate::host::home::Home;
use crate::host::unchecked_home::UncheckedHome;
use crate::store::look;

/// The content of the data folder.
pub(super) struct Stored {
    /// The home, where Switchhook would use its folder.
    pub(super) home: Option<Home>,
    /// A connection to read what the home holds. `None`: Switchhook can't read it.
    pub(super) database: Option<Connection>,
}

/// The id of the check of the data folder.
pub(super) const FOLDER: &str = "data_folder";

/// Looks at a home, and returns what it holds, with the checks.
pub(super) fn look(home: &UncheckedHome) -> (Stored, Vec<HealthCheck>) {
    let folder = home.folder();
    let (found, facts) = home.look();
    let (database, connection) = match (&found, &facts) {
        (Some(home), _) => look::look(home),
        (None, FolderFacts::Missing) => (DatabaseFacts::Missing, look::of_missing()),
        // A folder that Switchhook refuses may hold the database of another user.
        (None, _) => (DatabaseFacts::Unasked, None),
    };
    let path = folder.join("switchhook.db").display().to_string();
    let shown = folder.display().to_string();
    let checks = vec![
        HealthCheck::new(FOLDER, "Data folder", folder_verdict(&shown, facts)),
        HealthCheck::new("database", "Database", database_verdict(&path, database)),
        HealthCheck::new("disk", "Free space", disk_verdict(free(folder))),
    ];
    (Stored { home: found, database: connection }, checks)
}

/// Returns the free bytes on the disk of this folder, or of the nearest folder above that exists. `None`: the system does not
/// say.
#[cfg(unix)]
fn free(folder: &Path) -> Option<u64> {
    let told = folder.ancestors().find_map(|folder| rustix::fs::statvfs(folder).ok())?;
    told.f_bavail.checked_mul(told.f_frsize)
}

/// Returns `None`.
#[cfg(not(unix))]
const fn free(_folder: &Path) -> Option<u64> {
    None
}

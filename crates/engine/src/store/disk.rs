//! Whether a disk can carry a database. SQLite says "busy" where a disk can't lock, and little where it can't share memory.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::ffi;
use rusqlite::{Connection, Error};
use switchhook_core::DiskLack;

use crate::host::files::make_private_file;
use crate::host::folders::PROBE;

/// What the disk of this folder lacks; `None` where it lacks nothing, and where something else is in the way. It is found out
/// with a small database that nobody else knows: what is locked there is locked by nobody.
pub(super) fn lack(folder: &Path) -> Option<DiskLack> {
    let probe = Probe(folder.join(format!("{PROBE}{}", uuid::Uuid::new_v4().simple())));
    make_private_file(&probe.0).ok()?;
    let database = Connection::open(&probe.0).ok()?;
    database.busy_timeout(Duration::ZERO).ok()?;
    if let Err(error) = database.execute_batch("BEGIN EXCLUSIVE; COMMIT") {
        return of_lock(&error);
    }
    let mode = database.query_row("PRAGMA journal_mode = WAL", [], |row| row.get::<_, String>(0));
    let written = mode.and_then(|mode| {
        database.execute_batch("CREATE TABLE probe (one)")?;
        Ok(mode)
    });
    match written {
        Ok(mode) => (mode != "wal").then_some(DiskLack::SharedMemory),
        Err(error) => of_lock(&error).or_else(|| of_shared_memory(&error)),
    }
}

fn of_lock(error: &Error) -> Option<DiskLack> {
    const OF_LOCKS: [i32; 7] = [
        ffi::SQLITE_IOERR_LOCK,
        ffi::SQLITE_IOERR_RDLOCK,
        ffi::SQLITE_IOERR_UNLOCK,
        ffi::SQLITE_IOERR_CHECKRESERVEDLOCK,
        ffi::SQLITE_IOERR_SHMLOCK,
        ffi::SQLITE_PROTOCOL,
        ffi::SQLITE_PERM,
    ];
    let code = error.sqlite_error()?.extended_code;
    (is_of(code, ffi::SQLITE_BUSY) || OF_LOCKS.contains(&code)).then_some(DiskLack::Locks)
}

fn of_shared_memory(error: &Error) -> Option<DiskLack> {
    const OF_SHARED_MEMORY: [i32; 3] =
        [ffi::SQLITE_IOERR_SHMOPEN, ffi::SQLITE_IOERR_SHMSIZE, ffi::SQLITE_IOERR_SHMMAP];
    let code = error.sqlite_error()?.extended_code;
    // The database itself has been opened before.
    let is_it = is_of(code, ffi::SQLITE_CANTOPEN) || OF_SHARED_MEMORY.contains(&code);
    is_it.then_some(DiskLack::SharedMemory)
}

/// Whether this is a code of that kind; its low byte names it.
const fn is_of(code: i32, kind: i32) -> bool {
    code & 0xff == kind
}

/// The files of a database that go with it.
struct Probe(PathBuf);

impl Drop for Probe {
    fn drop(&mut self) {
        for end in ["", "-wal", "-shm", "-journal"] {
            let mut path = self.0.clone().into_os_string();
            path.push(end);
            let _ = fs::remove_file(path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_disk_of_this_computer_lacks_nothing_and_keeps_no_probe() {
        let folder = tempfile::tempdir().expect("a folder");
        assert_eq!(lack(folder.path()), None);
        assert_eq!(lack(&folder.path().join("missing")), None, "that is no fault of the disk's");
        assert_eq!(fs::read_dir(folder.path()).expect("there").count(), 0);
    }
}

//! Whether a disk can hold a database. SQLite reports a mere "busy" where a disk can't lock, and little
//! where it can't share memory.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use rusqlite::ffi;
use rusqlite::{Connection, Error};
use switchhook_core::DiskLack;

use crate::host::files::make_private_file;
use crate::host::names::PROBE;

/// The ends of the names of a database's files.
const ENDS: [&str; 4] = ["", "-wal", "-shm", "-journal"];

/// The age at which a probe counts as left over. A probe takes milliseconds, so a killed process left an
/// older one.
const LEFT_AFTER: Duration = Duration::from_secs(600);

/// The folders whose disks lack nothing. Where such a disk is busy, another program uses it.
static FIT: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

/// Removes the probes that killed processes left in this folder. Ignores failures.
pub(super) fn sweep(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten().filter(|entry| entry.file_name().to_str().is_some_and(is_of_probe)) {
        let is_left = entry.metadata().is_ok_and(|data| {
            let age = data.modified().ok().and_then(|made| made.elapsed().ok());
            data.is_file() && age.is_some_and(|age| age > LEFT_AFTER)
        });
        if is_left {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Whether a file of this name belongs to a probe.
fn is_of_probe(name: &str) -> bool {
    let Some((id, end)) = name.strip_prefix(PROBE).and_then(|rest| rest.split_at_checked(32)) else {
        return false;
    };
    id.bytes().all(|byte| byte.is_ascii_hexdigit()) && ENDS.contains(&end)
}

/// Returns what the disk of this folder lacks. `None` where it lacks nothing, and where something else
/// prevents the probe.
///
/// The probe is a small database that no other process knows. So a lock that fails there is the disk's
/// fault. A disk that lacks nothing is probed once in a process.
pub(super) fn lack(folder: &Path) -> Option<DiskLack> {
    let mut fit = FIT.lock().unwrap_or_else(PoisonError::into_inner);
    if fit.contains(folder) {
        return None;
    }
    let found = probe(folder)?;
    if found.is_none() {
        fit.insert(folder.to_owned());
    }
    found
}

/// Probes the disk, and returns what it lacks, if anything. The outer `None` stands for a probe that
/// something else prevented.
fn probe(folder: &Path) -> Option<Option<DiskLack>> {
    let probe = Probe(folder.join(format!("{PROBE}{}", uuid::Uuid::new_v4().simple())));
    make_private_file(&probe.0).ok()?;
    let database = Connection::open(&probe.0).ok()?;
    database.busy_timeout(Duration::ZERO).ok()?;
    if let Err(error) = database.execute_batch("BEGIN EXCLUSIVE; COMMIT") {
        return of_lock(&error).map(Some);
    }
    let mode = database.query_row("PRAGMA journal_mode = WAL", [], |row| row.get::<_, String>(0));
    let written = mode.and_then(|mode| {
        database.execute_batch("CREATE TABLE probe (one)")?;
        Ok(mode)
    });
    match written {
        Ok(mode) => Some((mode != "wal").then_some(DiskLack::SharedMemory)),
        Err(error) => of_lock(&error).or_else(|| of_shared_memory(&error)).map(Some),
    }
}

/// Returns [`DiskLack::Locks`] for an error of locking, otherwise `None`.
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

/// Returns [`DiskLack::SharedMemory`] for an error of shared memory, otherwise `None`.
fn of_shared_memory(error: &Error) -> Option<DiskLack> {
    const OF_SHARED_MEMORY: [i32; 3] =
        [ffi::SQLITE_IOERR_SHMOPEN, ffi::SQLITE_IOERR_SHMSIZE, ffi::SQLITE_IOERR_SHMMAP];
    let code = error.sqlite_error()?.extended_code;
    // The database itself was opened before, so this is the file of the shared memory.
    let is_it = is_of(code, ffi::SQLITE_CANTOPEN) || OF_SHARED_MEMORY.contains(&code);
    is_it.then_some(DiskLack::SharedMemory)
}

/// Whether an extended code of SQLite is of this kind, which its low byte names.
const fn is_of(code: i32, kind: i32) -> bool {
    code & 0xff == kind
}

/// The files of a probe's database. Dropping this value removes them.
struct Probe(PathBuf);

impl Drop for Probe {
    /// Removes the files. Ignores failures.
    fn drop(&mut self) {
        for end in ENDS {
            let mut path = self.0.clone().into_os_string();
            path.push(end);
            let _ = fs::remove_file(path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::SystemTime;

    #[test]
    fn disk_of_this_computer_lacks_nothing_and_keeps_no_probe() {
        let folder = tempfile::tempdir().expect("a folder");
        assert_eq!(lack(folder.path()), None);
        assert_eq!(lack(&folder.path().join("missing")), None, "a missing folder is no fault of the disk");
        assert_eq!(fs::read_dir(folder.path()).expect("there").count(), 0);
    }

    #[test]
    fn disk_that_lacks_nothing_is_probed_once() {
        let folder = tempfile::tempdir().expect("a folder");
        let long_ago = SystemTime::UNIX_EPOCH + Duration::from_secs(1);
        let is_probed = || {
            let handle = fs::File::open(folder.path()).expect("there");
            handle.set_modified(long_ago).expect("ours");
            assert_eq!(lack(folder.path()), None);
            // A probe changes its folder when it is made and when it is removed.
            fs::metadata(folder.path()).and_then(|data| data.modified()).expect("told") != long_ago
        };
        assert!(is_probed());
        assert!(!is_probed());
    }

    #[test]
    fn sweep_removes_old_probes_and_nothing_else() {
        let folder = tempfile::tempdir().expect("a folder");
        let id = "0123456789abcdef".repeat(2);
        let left = ENDS.map(|end| format!("{PROBE}{id}{end}"));
        let kept = [
            format!("{PROBE}{id}-letter"),
            format!("{PROBE}letter"),
            format!("{PROBE}{}", "é".repeat(16)),
            format!("{PROBE}{}-wal", "x".repeat(32)),
            "switchhook.db".to_owned(),
        ];
        let make = |name: &str, age: u64| {
            let file = fs::File::create(folder.path().join(name)).expect("made");
            file.set_modified(SystemTime::now() - Duration::from_secs(age)).expect("ours");
        };
        let young = format!("{PROBE}{}", "f".repeat(32));
        make(&young, 0);
        left.iter().chain(&kept).for_each(|name| make(name, 3600));
        sweep(folder.path());
        let is_there = |name: &String| folder.path().join(name).exists();
        assert_eq!(left.iter().find(|name| is_there(name)), None);
        assert_eq!(kept.iter().find(|name| !is_there(name)), None);
        assert!(is_there(&young), "another process may still use a young probe");
    }
}

//! Locks on files. The system releases them when the process ends, also by a crash.

use std::fs::{File, TryLockError};
use std::io::{self, ErrorKind};
use std::path::Path;
use std::time::{Duration, Instant};

use switchhook_core::{DiskLack, StoreProblem};

use super::files::{FileError, open_private};

/// The pause between two tries to lock a file.
const AGAIN_IN: Duration = Duration::from_millis(10);

/// Locks a file exclusively, and returns it. Creates it where it is missing. Blocks for at most `limit`.
///
/// Returns `None` when another process keeps the lock longer; a paused process keeps it too. Dropping the file releases the
/// lock. Fails as [`open_private`], with [`StoreProblem::DiskUnfit`] when the disk has no locks, and with the system's error
/// when the file can't be locked for another reason.
pub(crate) fn lock_within(path: &Path, limit: Duration) -> Result<Option<File>, FileError> {
    let file = open_private(path)?;
    let began = Instant::now();
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(Some(file)),
            Err(TryLockError::WouldBlock) if began.elapsed() < limit => std::thread::sleep(AGAIN_IN),
            Err(TryLockError::WouldBlock) => return Ok(None),
            Err(TryLockError::Error(error)) => return Err(not_locked(error, path)),
        }
    }
}

/// Locks an open file exclusively. Blocks until the lock is free. Fails with [`StoreProblem::DiskUnfit`] on a disk without
/// locks, else with the system's error.
///
/// `path` is the file's path, for the error.
pub(crate) fn lock(file: &File, path: &Path) -> Result<(), FileError> {
    file.lock().map_err(|error| not_locked(error, path))
}

/// Makes the error of a file that can't be locked: that of a disk without locks, else the system's own.
fn not_locked(error: io::Error, path: &Path) -> FileError {
    if !is_unable_to_lock(&error) {
        return error.into();
    }
    let folder = path.parent().unwrap_or(path).display().to_string();
    FileError::Known(StoreProblem::DiskUnfit { folder, lacks: DiskLack::Locks })
}

/// Whether an error means that the disk has no locks.
///
/// `InvalidInput` counts too: our call is valid, so that only the disk can reject it.
fn is_unable_to_lock(error: &io::Error) -> bool {
    #[cfg(unix)]
    let is_without_locks = rustix::io::Errno::from_io_error(error) == Some(rustix::io::Errno::NOLCK);
    #[cfg(not(unix))]
    let is_without_locks = false;
    is_without_locks || matches!(error.kind(), ErrorKind::Unsupported | ErrorKind::InvalidInput)
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use super::*;
    use rustix::io::Errno;

    #[test]
    fn disk_without_locks_differs_from_other_failures() {
        for (errno, is_the_disk) in [
            (Errno::NOLCK, true),
            (Errno::OPNOTSUPP, true),
            (Errno::NOTSUP, true),
            (Errno::NOSYS, true),
            (Errno::INVAL, true),
            (Errno::INTR, false),
            (Errno::BADF, false),
            (Errno::IO, false),
            (Errno::STALE, false),
        ] {
            let error = not_locked(errno.into(), Path::new("/home/maya/store.lock"));
            let folder = "/home/maya".into();
            let unfit = StoreProblem::DiskUnfit { folder, lacks: DiskLack::Locks };
            let problem = error.or(|why| StoreProblem::FolderReadOnly { folder: None, why });
            assert_eq!(problem == unfit, is_the_disk, "{errno:?}");
        }
    }
}

//! Locks on files, which a process keeps until it ends, however it does.

use std::fs::{File, TryLockError};
use std::io::{self, ErrorKind};
use std::path::Path;
use std::time::{Duration, Instant};

use switchhook_core::{DiskLack, StoreProblem};

use super::files::{FileError, open_private};

const AGAIN_IN: Duration = Duration::from_millis(10);

/// Takes a file's lock, made where it is missing, and blocks for it; `None` when another process keeps it
/// longer than `limit`. The system lets go of it when a process ends, however it does; one that was stopped
/// keeps it.
pub(crate) fn take_turn(path: &Path, limit: Duration) -> Result<Option<File>, FileError> {
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

/// Takes the lock of an open file, and waits for it.
pub(crate) fn lock(file: &File, path: &Path) -> Result<(), FileError> {
    file.lock().map_err(|error| not_locked(error, path))
}

fn not_locked(error: io::Error, path: &Path) -> FileError {
    if !is_unable_to_lock(&error) {
        return error.into();
    }
    let folder = path.parent().unwrap_or(path).display().to_string();
    FileError::Known(StoreProblem::DiskUnfit { folder, lacks: DiskLack::Locks })
}

/// Whether this is the word of a disk that has no locks, and not of one who has the lock. The call is a valid one, so that
/// only the disk can call it invalid.
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
    fn a_disk_without_locks_is_told_from_other_failures() {
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
            let said = error.or(|why| StoreProblem::FolderReadOnly { folder: None, why });
            assert_eq!(said == unfit, is_the_disk, "{errno:?}");
        }
    }
}

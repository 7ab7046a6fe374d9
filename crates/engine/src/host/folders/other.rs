//! Systems with access lists: the list of the person's own folder holds for new folders in it.

use std::io;
use std::path::{Path, PathBuf};

use super::FileError;

/// Creates a folder where it is missing, and returns its path as it is. Fails when the system can't make the folder.
pub(super) fn resolve(folder: &Path, create: impl Fn(&Path) -> io::Result<()>) -> Result<PathBuf, FileError> {
    if !folder.is_dir() {
        create(folder)?;
    }
    Ok(folder.to_path_buf())
}

/// Always succeeds.
pub(super) const fn check_ours(_folder: &Path) -> Result<(), FileError> {
    Ok(())
}

/// Always succeeds.
pub(super) const fn check_writers(_folder: &Path) -> Result<(), FileError> {
    Ok(())
}

/// Always `false`: this system has no sticky bit.
pub(super) const fn is_sticky(_folder: &Path) -> io::Result<bool> {
    Ok(false)
}

/// Does nothing.
pub(super) const fn close(_folder: &Path) -> io::Result<()> {
    Ok(())
}

//! The rights of a folder on Unix: owner, mode bits, links on the way.

use std::ffi::OsString;
use std::fs::{self, Metadata};
use std::io::{self, ErrorKind};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Component, Path, PathBuf};

use rustix::process::geteuid;
use switchhook_core::{FileFault, StoreProblem};

use super::{FileError, open_to_others};
use crate::host::files;

const GROUP_AND_OTHERS_WRITE: u32 = 0o022;
const OTHERS_WRITE: u32 = 0o002;
const STICKY: u32 = 0o1000;

/// Resolves the absolute path of a folder step by step, and calls `create` for a missing one. Returns the path without links.
///
/// Checks each step before it takes the step: in a folder that is open to others, any user may have planted the next
/// one. Fails with [`FileError::Known`] at a link or folder that another user could change. Fails with the system's
/// error at a link whose target is missing, and when the system refuses a step. Does not check the last folder itself.
pub(super) fn resolve(folder: &Path, create: impl Fn(&Path) -> io::Result<()>) -> Result<PathBuf, FileError> {
    let mut here = PathBuf::from("/");
    let mut ahead = steps(folder);
    while let Some(step) = ahead.pop() {
        if step == ".." {
            here.pop();
            continue;
        }
        check_above(&here)?;
        let next = here.join(step);
        match fs::symlink_metadata(&next) {
            Ok(data) if data.is_symlink() => {
                check_link(&here, &next, &data)?;
                // The target may be on a disk that is not mounted now: Switchhook creates nothing in its place.
                fs::metadata(&next)?;
                let target = fs::read_link(&next)?;
                if target.is_absolute() {
                    here = PathBuf::from("/");
                }
                ahead.extend(steps(&target));
            }
            Err(error) if error.kind() == ErrorKind::NotFound => {
                create(&next)?;
                here = next;
            }
            data => {
                data?;
                here = next;
            }
        }
    }
    Ok(here)
}

/// Returns the names and `..` of a path in reverse order.
fn steps(path: &Path) -> Vec<OsString> {
    let named = path.components().filter(|step| matches!(step, Component::Normal(_) | Component::ParentDir));
    named.rev().map(|step| step.as_os_str().to_owned()).collect()
}

/// Fails unless only we, the system or a group can take away our entries in a folder above the home. Fails also when the
/// folder can't be read.
///
/// A group may write in the folder: many systems give each person a group of their own. In a sticky folder only its
/// owner can take away our entries, so the owner must be us or the system.
fn check_above(folder: &Path) -> Result<(), FileError> {
    let data = fs::symlink_metadata(folder)?;
    if data.mode() & OTHERS_WRITE == 0 {
        return Ok(());
    }
    if data.mode() & STICKY == 0 {
        return Err(open_to_others(folder));
    }
    check_trusted(folder, &data)
}

/// Fails unless a link and the folder that holds it belong to us or to the system. Another user could change the target.
fn check_link(folder: &Path, link: &Path, data: &Metadata) -> Result<(), FileError> {
    check_trusted(folder, &fs::symlink_metadata(folder)?)?;
    if is_trusted(data)? {
        return Ok(());
    }
    let fault = FileFault::OfAnotherUser;
    Err(FileError::Known(StoreProblem::FileRefused { file: link.display().to_string(), fault }))
}

/// Fails with [`StoreProblem::FolderOfAnotherUser`] unless the folder belongs to us or to the system.
fn check_trusted(folder: &Path, data: &Metadata) -> Result<(), FileError> {
    if is_trusted(data)? { Ok(()) } else { Err(of_another_user(folder)) }
}

/// Whether a file or folder belongs to us or to the system. Fails when `/` can't be read.
///
/// In a container's user namespace, the outer root may have another number: that of the owner of `/`.
fn is_trusted(data: &Metadata) -> io::Result<bool> {
    let owner = data.uid();
    Ok(owner == geteuid().as_raw() || owner == 0 || owner == fs::symlink_metadata("/")?.uid())
}

/// Fails with [`FileError::Known`] unless the path is a folder of ours and no link. Fails with the system's error when the
/// path is missing or can't be read.
pub(super) fn check_ours(folder: &Path) -> Result<(), FileError> {
    let data = fs::symlink_metadata(folder)?;
    let fault = if data.is_symlink() { FileFault::Link } else { FileFault::OtherKind };
    if !data.is_dir() {
        let file = folder.display().to_string();
        return Err(FileError::Known(StoreProblem::FileRefused { file, fault }));
    }
    if data.uid() != geteuid().as_raw() {
        return Err(of_another_user(folder));
    }
    Ok(())
}

/// Fails with [`StoreProblem::FolderOpenToOthers`] when group or others can write in a folder. Fails with the system's
/// error when the folder is missing or can't be read.
pub(super) fn check_writers(folder: &Path) -> Result<(), FileError> {
    if fs::symlink_metadata(folder)?.mode() & GROUP_AND_OTHERS_WRITE != 0 {
        return Err(open_to_others(folder));
    }
    Ok(())
}

/// Whether a folder has the sticky bit: it is open to all users on purpose. Fails when it can't be read.
pub(super) fn is_sticky(folder: &Path) -> io::Result<bool> {
    Ok(fs::symlink_metadata(folder)?.mode() & STICKY != 0)
}

/// Removes the rights of other users from a folder. Succeeds on a disk that keeps no rights. Fails when the folder is
/// missing or can't be read, or when the system refuses for another reason than rights.
pub(super) fn close(folder: &Path) -> io::Result<()> {
    let set = |rights| fs::set_permissions(folder, rights);
    // `check_writers` finds whether others can still write.
    files::system::remove_rights_of_others(0o700, || fs::symlink_metadata(folder), set).map(drop)
}

/// Makes the error of a folder that belongs to another user.
fn of_another_user(folder: &Path) -> FileError {
    FileError::Known(StoreProblem::FolderOfAnotherUser { folder: folder.display().to_string() })
}

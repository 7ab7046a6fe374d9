//! The folders of a home: ours, and closed to everybody else.

use std::ffi::OsStr;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use switchhook_core::StoreProblem;

use super::files::FileError;

/// How the names of files begin that are there to try a disk.
pub(crate) const PROBE: &str = "probe-";

/// Makes the folder of a home where it is missing, and says where it really is. Links on the way to it are a person's own.
/// One in which others can write is refused, unless it is empty: they could put a file in our way, or take ours. One that
/// others can read is closed to them, unless other things lie in it: then every file of ours is private by itself.
pub(crate) fn make_home(folder: &Path) -> Result<PathBuf, FileError> {
    made(folder)?;
    let folder = system::resolved(folder)?;
    for above in folder.ancestors().skip(1) {
        system::check_above(above)?;
    }
    system::check_ours(&folder)?;
    if is_empty(&folder)? && !system::is_sticky(&folder)? {
        close_empty(&folder)?;
    } else {
        system::check_writers(&folder)?;
        if holds_ours_alone(&folder)? {
            system::close(&folder)?;
        }
    }
    Ok(folder)
}

/// Makes a folder inside a home, which only its owner can enter.
pub(crate) fn make_private(folder: &Path) -> Result<(), FileError> {
    made(folder)?;
    check_private(folder)
}

/// Checks a folder inside a home, where it is there, and closes it to everybody else. The library that made it may have left
/// it open; the home around it kept others out.
pub(crate) fn check_private(folder: &Path) -> Result<(), FileError> {
    if fs::symlink_metadata(folder).is_err_and(|error| error.kind() == ErrorKind::NotFound) {
        return Ok(());
    }
    system::check_ours(folder)?;
    system::close(folder)?;
    system::check_writers(folder)
}

/// A wide umask may have made it. Whoever was quicker, and put something in, finds it refused.
fn close_empty(folder: &Path) -> Result<(), FileError> {
    system::close(folder)?;
    system::check_writers(folder)?;
    if is_empty(folder)? { Ok(()) } else { Err(open_to_others(folder)) }
}

fn is_empty(folder: &Path) -> io::Result<bool> {
    Ok(fs::read_dir(folder)?.next().is_none())
}

fn open_to_others(folder: &Path) -> FileError {
    FileError::Known(StoreProblem::FolderOpenToOthers { folder: folder.display().to_string() })
}

fn made(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Whether everything in a home bears a name that Switchhook gives.
fn holds_ours_alone(folder: &Path) -> io::Result<bool> {
    for entry in fs::read_dir(folder)? {
        if !is_a_name_of_ours(&entry?.file_name()) {
            return Ok(false);
        }
    }
    Ok(true)
}

fn is_a_name_of_ours(name: &OsStr) -> bool {
    const NAMES: [&str; 8] = [
        "owners",
        "sandbox",
        "webview",
        "window-state.json",
        "room.tmp",
        "window.lock",
        "store.lock",
        "vault.lock",
    ];
    let name = name.to_string_lossy();
    NAMES.contains(&&*name) || ["switchhook.db", PROBE].iter().any(|begin| name.starts_with(begin))
}

#[cfg(unix)]
mod system {
    use std::fs::{self, Permissions};
    use std::io;
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
    use std::path::{Path, PathBuf};

    use rustix::process::geteuid;
    use switchhook_core::{FileFault, StoreProblem};

    use super::{FileError, open_to_others};

    const GROUP_AND_OTHERS_WRITE: u32 = 0o022;
    const OTHERS_WRITE: u32 = 0o002;
    const STICKY: u32 = 0o1000;

    pub(super) fn resolved(folder: &Path) -> io::Result<PathBuf> {
        fs::canonicalize(folder)
    }

    /// A group may own what lies above: many systems give each person a group of their own. In a sticky folder nobody can
    /// take away what is ours.
    pub(super) fn check_above(folder: &Path) -> Result<(), FileError> {
        let mode = fs::symlink_metadata(folder)?.mode();
        if mode & OTHERS_WRITE != 0 && mode & STICKY == 0 {
            return Err(open_to_others(folder));
        }
        Ok(())
    }

    /// Whether it is a real folder, and ours.
    pub(super) fn check_ours(folder: &Path) -> Result<(), FileError> {
        let data = fs::symlink_metadata(folder)?;
        let path = || folder.display().to_string();
        let fault = if data.is_symlink() { FileFault::Link } else { FileFault::OtherKind };
        if !data.is_dir() {
            return Err(FileError::Known(StoreProblem::FileRefused { file: path(), fault }));
        }
        if data.uid() != geteuid().as_raw() {
            return Err(FileError::Known(StoreProblem::FolderOfAnotherUser { folder: path() }));
        }
        Ok(())
    }

    /// Whether nobody else can write in it.
    pub(super) fn check_writers(folder: &Path) -> Result<(), FileError> {
        if fs::symlink_metadata(folder)?.mode() & GROUP_AND_OTHERS_WRITE != 0 {
            return Err(open_to_others(folder));
        }
        Ok(())
    }

    /// Whether it is open to everybody on purpose.
    pub(super) fn is_sticky(folder: &Path) -> io::Result<bool> {
        Ok(fs::symlink_metadata(folder)?.mode() & STICKY != 0)
    }

    pub(super) fn close(folder: &Path) -> io::Result<()> {
        let is_private = fs::symlink_metadata(folder)?.mode() & 0o077 == 0;
        if is_private { Ok(()) } else { fs::set_permissions(folder, Permissions::from_mode(0o700)) }
    }
}

/// Where rights are lists, those of the person's own folder hold for what is made in it.
#[cfg(not(unix))]
mod system {
    use std::io;
    use std::path::{Path, PathBuf};

    use super::FileError;

    pub(super) fn resolved(folder: &Path) -> io::Result<PathBuf> {
        Ok(folder.to_path_buf())
    }

    pub(super) const fn check_above(_folder: &Path) -> Result<(), FileError> {
        Ok(())
    }

    pub(super) const fn check_ours(_folder: &Path) -> Result<(), FileError> {
        Ok(())
    }

    pub(super) const fn check_writers(_folder: &Path) -> Result<(), FileError> {
        Ok(())
    }

    pub(super) const fn is_sticky(_folder: &Path) -> io::Result<bool> {
        Ok(false)
    }

    pub(super) const fn close(_folder: &Path) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};

    use switchhook_core::FileFault;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).expect("there").mode() & 0o7777
    }

    fn folder_with(parent: &Path, name: &str, mode: u32, files: &[&str]) -> PathBuf {
        let folder = parent.join(name);
        fs::create_dir(&folder).expect("made");
        for file in files {
            fs::write(folder.join(file), "").expect("written");
        }
        fs::set_permissions(&folder, fs::Permissions::from_mode(mode)).expect("ours");
        folder
    }

    fn refused(folder: &Path) -> StoreProblem {
        match make_home(folder) {
            Err(FileError::Known(problem)) => problem,
            other => panic!("{}: {other:?}", folder.display()),
        }
    }

    fn parent() -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = fs::canonicalize(folder.path()).expect("there");
        (folder, path)
    }

    #[test]
    fn a_home_that_others_can_read_is_closed_unless_other_things_lie_in_it() {
        let (_kept, parent) = parent();
        for (name, before, files, after) in [
            ("empty", 0o755, &[][..], 0o700),
            (
                "restored",
                0o755,
                &["switchhook.db", "switchhook.db-wal", "store.lock", "owners", "webview"],
                0o700,
            ),
            ("restored-for-the-group", 0o750, &["switchhook.db"], 0o700),
            ("shared", 0o755, &["switchhook.db", "letter.txt"], 0o755),
            ("private", 0o700, &["letter.txt"], 0o700),
        ] {
            let folder = folder_with(&parent, name, before, files);
            assert_eq!(make_home(&folder).expect(name), folder);
            assert_eq!(mode(&folder), after, "{name}");
        }
        let folder = parent.join("made/below");
        make_home(&folder).expect("made");
        assert_eq!((mode(&folder), mode(&parent.join("made"))), (0o700, 0o700));
    }

    #[test]
    fn a_home_that_others_can_write_is_refused_and_left_as_it_is() {
        let (_kept, parent) = parent();
        let used = &["switchhook.db", "owners"][..];
        for (name, rights, files) in [
            ("all", 0o777, used),
            ("group", 0o775, used),
            ("others", 0o702, used),
            ("letters", 0o775, &["letter.txt"][..]),
            // It is open to everybody on purpose.
            ("sticky", 0o1777, &[][..]),
        ] {
            let folder = folder_with(&parent, name, rights, files);
            assert_eq!(
                refused(&folder),
                StoreProblem::FolderOpenToOthers { folder: folder.display().to_string() }
            );
            assert_eq!(mode(&folder), rights, "{name}");
        }
    }

    #[test]
    fn a_folder_of_ours_that_a_wide_umask_made_is_closed() {
        let (_kept, parent) = parent();
        for rights in [0o775, 0o777, 0o770, 0o755] {
            let home = folder_with(&parent, &format!("home-{rights:o}"), rights, &[]);
            assert_eq!(make_home(&home).expect("an empty one"), home);
            assert_eq!(mode(&home), 0o700, "empty, {rights:o}");
            let inner = folder_with(&home, "webview", rights, &["storage"]);
            for close in [check_private, make_private] {
                fs::set_permissions(&inner, fs::Permissions::from_mode(rights)).expect("ours");
                close(&inner).expect("nobody else could reach it");
                assert_eq!(mode(&inner), 0o700, "inner, {rights:o}");
            }
        }
    }

    #[test]
    fn a_home_below_a_folder_that_others_can_write_is_refused_unless_they_can_take_nothing_away() {
        let (_kept, parent) = parent();
        for (name, rights, is_refused) in [
            ("open", 0o777, true),
            ("sticky", 0o1777, false),
            ("group", 0o775, false),
            ("plain", 0o755, false),
        ] {
            let above = folder_with(&parent, name, rights, &[]);
            let folder = above.join("home");
            if is_refused {
                assert_eq!(
                    refused(&folder),
                    StoreProblem::FolderOpenToOthers { folder: above.display().to_string() }
                );
            } else {
                make_home(&folder).expect(name);
            }
        }
    }

    #[test]
    fn a_home_by_a_link_is_the_folder_it_leads_to_and_one_inside_a_home_is_no_link() {
        let (_kept, parent) = parent();
        let folder = folder_with(&parent, "there", 0o755, &[]);
        let link = parent.join("here");
        symlink(&folder, &link).expect("linked");
        assert_eq!(make_home(&link).expect("a person's own link"), folder);
        assert_eq!(mode(&folder), 0o700);
        let Err(FileError::Known(problem)) = make_private(&link) else { panic!("a link inside a home") };
        let file = link.display().to_string();
        assert_eq!(problem, StoreProblem::FileRefused { file, fault: FileFault::Link });
    }

    #[test]
    fn a_home_of_another_user_is_refused() {
        // Only root can give a folder away.
        if !rustix::process::geteuid().is_root() {
            return;
        }
        let (_kept, parent) = parent();
        let folder = folder_with(&parent, "theirs", 0o700, &[]);
        std::os::unix::fs::chown(&folder, Some(65534), None).expect("given away");
        assert_eq!(
            refused(&folder),
            StoreProblem::FolderOfAnotherUser { folder: folder.display().to_string() }
        );
    }
}

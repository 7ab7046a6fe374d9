//! Creates and checks the folders of a home: they are ours, and closed to other users.

#[cfg(not(unix))]
#[path = "folders/other.rs"]
mod system;
#[cfg(unix)]
#[path = "folders/unix.rs"]
mod system;

use std::cell::Cell;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use switchhook_core::StoreProblem;

use super::files::{self, FileError};
use super::names::is_our_name;

/// Creates the folder of a home where it is missing, and returns its path with all links resolved. `folder` is an absolute
/// path.
///
/// Removes the rights of other users from a folder that is empty or holds files of Switchhook alone. In a folder with other
/// files each file of ours is private by itself.
///
/// Fails with [`FileError::Known`] for a folder of another user, and for a used folder in which others can write: they could
/// plant a file, or take one of ours. Fails likewise for a link or folder on the way that another user could change.
/// Fails with [`FileError::System`] when the system refuses a step.
pub(crate) fn make_home(folder: &Path) -> Result<PathBuf, FileError> {
    let folder = system::resolve(folder, create)?;
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

/// Returns the path of an existing home with all links resolved, and changes nothing. `None` where there is no folder.
///
/// Fails as [`make_home`], but for the rights of other users to the folder itself.
pub(super) fn find_home(folder: &Path) -> Result<Option<PathBuf>, FileError> {
    let is_missing = Cell::new(false);
    let refuse = |_: &Path| {
        is_missing.set(true);
        Err(ErrorKind::NotFound.into())
    };
    match system::resolve(folder, refuse) {
        Err(_) if is_missing.get() => Ok(None),
        found => {
            let folder = found?;
            system::check_ours(&folder)?;
            Ok(Some(folder))
        }
    }
}

/// Returns the mode of a folder of ours where other users have rights to it: `None` where they have none, or where the folder is
/// missing.
///
/// Fails as [`check_private`], but for the rights of other users.
pub(super) fn open_mode(folder: &Path) -> Result<Option<u32>, FileError> {
    if fs::symlink_metadata(folder).is_err_and(|error| error.kind() == ErrorKind::NotFound) {
        return Ok(None);
    }
    system::check_ours(folder)?;
    Ok(files::system::mode_for_others(&fs::symlink_metadata(folder)?))
}

/// Whether Switchhook may close this folder to other users: it is empty, or each name in it is one of ours. A sticky folder is
/// open on purpose.
///
/// Fails when the system can't list the folder.
pub(super) fn is_ours_to_close(folder: &Path) -> io::Result<bool> {
    Ok(!system::is_sticky(folder)? && holds_ours_alone(folder)?)
}

/// Whether [`make_home`] closes this folder before it uses the folder: nothing is in it.
///
/// Fails when the system can't list the folder.
pub(super) fn is_closed_when_used(folder: &Path) -> io::Result<bool> {
    Ok(!system::is_sticky(folder)? && is_empty(folder)?)
}

/// Removes the rights of other users from a folder. Fails with the system's error.
pub(super) fn close(folder: &Path) -> io::Result<()> {
    system::close(folder)
}

/// Creates a folder inside a home where it is missing, with mode 0700, and checks it as [`check_private`] does.
///
/// Fails as [`check_private`], and when the folder can't be made.
pub(crate) fn make_private(folder: &Path) -> Result<(), FileError> {
    create(folder)?;
    check_private(folder)
}

/// Checks a folder inside a home, and removes the rights of other users. Succeeds for a missing folder.
///
/// A library may have made the folder open; the home around it kept others out. Fails with [`FileError::Known`] when it is
/// no real folder of ours, or when others can still write in it, else with the system's error.
pub(crate) fn check_private(folder: &Path) -> Result<(), FileError> {
    if fs::symlink_metadata(folder).is_err_and(|error| error.kind() == ErrorKind::NotFound) {
        return Ok(());
    }
    system::check_ours(folder)?;
    system::close(folder)?;
    system::check_writers(folder)
}

/// Removes the rights of other users from an empty folder, which a wide umask may have left open.
///
/// Fails with [`StoreProblem::FolderOpenToOthers`] when others can still write in it, or when it is no longer empty: another
/// user may have planted something before. Fails with the system's error when the folder can't be read.
fn close_empty(folder: &Path) -> Result<(), FileError> {
    system::close(folder)?;
    system::check_writers(folder)?;
    if is_empty(folder)? { Ok(()) } else { Err(open_to_others(folder)) }
}

/// Whether a folder is empty. Fails when the system can't list it.
fn is_empty(folder: &Path) -> io::Result<bool> {
    Ok(fs::read_dir(folder)?.next().is_none())
}

/// Makes the error of a folder in which other users can write.
fn open_to_others(folder: &Path) -> FileError {
    FileError::Known(StoreProblem::FolderOpenToOthers { folder: folder.display().to_string() })
}

/// Creates a folder and missing ones above it, with mode 0700. Succeeds when the folder exists. Fails when the system can't
/// make one of them.
fn create(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Whether each name in a home is one that Switchhook gives. Fails when the system can't list the home.
fn holds_ours_alone(folder: &Path) -> io::Result<bool> {
    for entry in fs::read_dir(folder)? {
        if !is_our_name(&entry?.file_name()) {
            return Ok(false);
        }
    }
    Ok(true)
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};

    use switchhook_core::FileFault;

    use crate::host::files::tests::is_root;

    /// Returns the mode bits of a folder. Panics when it is missing.
    fn mode(path: &Path) -> u32 {
        fs::metadata(path).expect("there").mode() & 0o7777
    }

    /// Makes a folder with this mode and these empty files, and returns its path.
    fn folder_with(parent: &Path, name: &str, mode: u32, files: &[&str]) -> PathBuf {
        let folder = parent.join(name);
        fs::create_dir(&folder).expect("made");
        for file in files {
            fs::write(folder.join(file), "").expect("written");
        }
        fs::set_permissions(&folder, fs::Permissions::from_mode(mode)).expect("ours");
        folder
    }

    /// Returns the problem by which [`make_home`] refuses a folder. Panics when it does not.
    fn refused(folder: &Path) -> StoreProblem {
        match make_home(folder) {
            Err(FileError::Known(problem)) => problem,
            other => panic!("{}: {other:?}", folder.display()),
        }
    }

    /// Makes a temporary folder, and returns it with its path without links.
    fn parent() -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = fs::canonicalize(folder.path()).expect("there");
        (folder, path)
    }

    #[test]
    fn readable_home_is_closed_unless_it_holds_foreign_files() {
        const TRIP: &str = "round-trip-AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE";
        const TRIP_BACK: &str = "round-trip-AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE.back";
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
            ("with-trips", 0o755, &["round-trip.lock", TRIP, TRIP_BACK], 0o700),
            ("shared", 0o755, &["switchhook.db", "letter.txt"], 0o755),
            ("with-a-report", 0o755, &["switchhook.db", "round-trip.pdf"], 0o755),
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
    fn writable_home_is_refused_and_left_unchanged() {
        let (_kept, parent) = parent();
        let used = &["switchhook.db", "owners"][..];
        for (name, rights, files) in [
            ("all", 0o777, used),
            ("group", 0o775, used),
            ("others", 0o702, used),
            ("letters", 0o775, &["letter.txt"][..]),
            // The sticky bit: the folder is open to all users on purpose.
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
    fn folder_made_under_wide_umask_is_closed() {
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
    fn home_below_open_folder_is_refused_unless_sticky() {
        // In a sticky folder other users can take nothing of ours away.
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
    fn link_to_home_is_resolved_and_link_inside_home_is_refused() {
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
    fn link_that_others_could_plant_is_refused_and_nothing_made() {
        let (_kept, parent) = parent();
        let victim = folder_with(&parent, "project", 0o755, &[]);
        let open = folder_with(&parent, "open", 0o777, &[]);
        symlink(&victim, open.join("link")).expect("linked");
        symlink(open.join("link"), parent.join("first")).expect("linked");
        symlink("project/../open/link", parent.join("second")).expect("linked");
        for way in ["open/link", "open/link/below", "first", "second/below", "open/new/below"] {
            assert_eq!(
                refused(&parent.join(way)),
                StoreProblem::FolderOpenToOthers { folder: open.display().to_string() },
                "{way}"
            );
        }
        assert_eq!(fs::read_dir(&victim).expect("there").count(), 0);
        assert_eq!(fs::read_dir(&open).expect("there").count(), 1);
    }

    #[test]
    fn own_link_is_followed_from_any_place_to_any_target() {
        let (_kept, parent) = parent();
        let folder = folder_with(&parent, "project", 0o755, &[]);
        let sticky = folder_with(&parent, "sticky", 0o1777, &[]);
        symlink(&folder, sticky.join("whole")).expect("linked");
        symlink("../project", sticky.join("relative")).expect("linked");
        symlink("whole", sticky.join("twice")).expect("linked");
        for link in ["whole", "relative", "twice"] {
            for end in [".", "below/it", "new/../below"] {
                let expected = if end == "." { folder.clone() } else { folder.join(end) };
                let made = make_home(&sticky.join(link).join(end)).expect(link);
                assert_eq!(made, fs::canonicalize(expected).expect("made"), "{link} {end}");
            }
        }
        // The target may be on a disk that is not mounted now.
        let missing = parent.join("missing");
        symlink(&missing, parent.join("dangling")).expect("linked");
        symlink("circle", parent.join("circle")).expect("linked");
        for way in ["dangling", "dangling/below", "circle"] {
            assert!(matches!(make_home(&parent.join(way)), Err(FileError::System(_))), "{way}");
        }
        assert!(!missing.exists());
    }

    #[test]
    fn link_of_another_user_or_in_their_folder_is_refused() {
        if !is_root("only root can give a link away") {
            return;
        }
        let (_kept, parent) = parent();
        let give = |path: &Path| std::os::unix::fs::lchown(path, Some(65534), None).expect("given away");
        let folder = folder_with(&parent, "project", 0o755, &[]);
        let sticky = folder_with(&parent, "sticky", 0o1777, &[]);
        let theirs = sticky.join("theirs");
        symlink(&folder, &theirs).expect("linked");
        give(&theirs);
        let fault = FileFault::OfAnotherUser;
        let refusal = StoreProblem::FileRefused { file: theirs.display().to_string(), fault };
        assert_eq!(refused(&theirs), refusal);
        assert_eq!(refused(&theirs.join("below")), refusal);

        let their_folder = folder_with(&parent, "their-folder", 0o755, &[]);
        symlink(&folder, their_folder.join("ours")).expect("linked");
        let their_sticky = folder_with(&parent, "their-sticky", 0o1777, &["home"]);
        for (given, way) in [(&their_folder, "ours"), (&their_sticky, "home")] {
            give(given);
            let folder = given.display().to_string();
            assert_eq!(refused(&given.join(way)), StoreProblem::FolderOfAnotherUser { folder }, "{way}");
        }
        assert_eq!(fs::read_dir(&folder).expect("there").count(), 0);
        assert_eq!(mode(&folder), 0o755);
    }

    #[test]
    fn home_of_another_user_is_refused() {
        if !is_root("only root can give a folder away") {
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

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
    let folder = system::walked(folder)?;
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
    use std::ffi::OsString;
    use std::fs::{self, Metadata};
    use std::io::{self, ErrorKind};
    use std::os::unix::fs::MetadataExt as _;
    use std::path::{Component, Path, PathBuf};

    use rustix::process::geteuid;
    use switchhook_core::{FileFault, StoreProblem};

    use super::{FileError, made, open_to_others};
    use crate::host::files;

    const GROUP_AND_OTHERS_WRITE: u32 = 0o022;
    const OTHERS_WRITE: u32 = 0o002;
    const STICKY: u32 = 0o1000;

    /// Goes to a folder step by step and makes what is missing. Each step is looked at before it is taken: in a folder that is
    /// open to others, anybody can have put what lies there.
    pub(super) fn walked(folder: &Path) -> Result<PathBuf, FileError> {
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
                    // What it leads to may be on a disk that is not there now: nothing is made in its place.
                    fs::metadata(&next)?;
                    let target = fs::read_link(&next)?;
                    if target.is_absolute() {
                        here = PathBuf::from("/");
                    }
                    ahead.extend(steps(&target));
                }
                Err(error) if error.kind() == ErrorKind::NotFound => {
                    made(&next)?;
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

    /// The steps of a path, the first one last.
    fn steps(path: &Path) -> Vec<OsString> {
        let named =
            path.components().filter(|step| matches!(step, Component::Normal(_) | Component::ParentDir));
        named.rev().map(|step| step.as_os_str().to_owned()).collect()
    }

    /// A group may own what lies above: many systems give each person a group of their own. In a sticky folder only its owner
    /// can take away what is ours.
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

    /// Another user's link leads where they like, and later elsewhere; so does one in their folder.
    fn check_link(folder: &Path, link: &Path, data: &Metadata) -> Result<(), FileError> {
        check_trusted(folder, &fs::symlink_metadata(folder)?)?;
        if is_trusted(data)? {
            return Ok(());
        }
        let fault = FileFault::OfAnotherUser;
        Err(FileError::Known(StoreProblem::FileRefused { file: link.display().to_string(), fault }))
    }

    fn check_trusted(folder: &Path, data: &Metadata) -> Result<(), FileError> {
        if is_trusted(data)? { Ok(()) } else { Err(of_another_user(folder)) }
    }

    /// Whether it belongs to us or to the system. In a container's namespace, root of the outside may bear another number: the
    /// one that the topmost folder bears.
    fn is_trusted(data: &Metadata) -> io::Result<bool> {
        let owner = data.uid();
        Ok(owner == geteuid().as_raw() || owner == 0 || owner == fs::symlink_metadata("/")?.uid())
    }

    /// Whether it is a real folder, and ours.
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
        let set = |rights| fs::set_permissions(folder, rights);
        // Whether others can still write is looked at by itself.
        files::system::close(0o700, || fs::symlink_metadata(folder), set).map(drop)
    }

    fn of_another_user(folder: &Path) -> FileError {
        FileError::Known(StoreProblem::FolderOfAnotherUser { folder: folder.display().to_string() })
    }
}

/// Where rights are lists, those of the person's own folder hold for what is made in it.
#[cfg(not(unix))]
mod system {
    use std::io;
    use std::path::{Path, PathBuf};

    use super::{FileError, made};

    pub(super) fn walked(folder: &Path) -> Result<PathBuf, FileError> {
        made(folder)?;
        Ok(folder.to_path_buf())
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

    use crate::host::files::tests::is_root;

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
    fn a_link_on_the_way_is_refused_where_others_could_plant_it_and_nothing_is_made() {
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
    fn a_link_of_ours_is_followed_wherever_it_lies_and_leads() {
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
        // What it leads to may be on a disk that is not there now.
        let missing = parent.join("missing");
        symlink(&missing, parent.join("dangling")).expect("linked");
        symlink("circle", parent.join("circle")).expect("linked");
        for way in ["dangling", "dangling/below", "circle"] {
            assert!(matches!(make_home(&parent.join(way)), Err(FileError::System(_))), "{way}");
        }
        assert!(!missing.exists());
    }

    #[test]
    fn a_link_of_another_user_and_one_in_their_folder_is_refused() {
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
    fn a_home_of_another_user_is_refused() {
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

//! Opens, creates and checks the files of a home.
//!
//! Switchhook follows no link, creates each file exclusively, and uses only regular files of its own that no other user can
//! read. A home may have been open to others before, or come out of an archive. So Switchhook checks each file before use.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, ErrorKind, Read as _};
use std::path::Path;

use switchhook_core::{FileFault, StoreProblem};

/// Why a file or folder can't be used.
#[derive(Debug)]
pub(crate) enum FileError {
    /// Switchhook refused the file or folder, with this problem.
    Known(StoreProblem),
    /// The system failed, with this error.
    System(io::Error),
}

impl FileError {
    /// Returns the known problem, else the problem that `otherwise` makes of the system's reason.
    pub(crate) fn or(self, otherwise: impl FnOnce(String) -> StoreProblem) -> StoreProblem {
        match self {
            Self::Known(problem) => problem,
            Self::System(error) => otherwise(error.kind().to_string()),
        }
    }

    /// Whether the disk is full, or the person's quota is used up.
    pub(crate) fn is_out_of_room(&self) -> bool {
        matches!(self, Self::System(error) if matches!(error.kind(), ErrorKind::StorageFull | ErrorKind::QuotaExceeded))
    }
}

impl From<io::Error> for FileError {
    /// Returns [`FileError::System`].
    fn from(error: io::Error) -> Self {
        Self::System(error)
    }
}

/// How often Switchhook tries to open or create a file. Another process may create or remove it in between; none of ours
/// does so again and again.
const TRIES: u32 = 16;

/// Opens a file for reading and writing. Creates it with mode 0600 where it is missing.
///
/// Removes the rights of other users from an existing file. A disk that keeps no rights is no failure. Fails with
/// [`FileError::Known`] when the path is not a regular file of ours with one name, else with the system's error.
pub(crate) fn open_private(path: &Path) -> Result<File, FileError> {
    let mut last = io::Error::from(ErrorKind::NotFound);
    for _ in 0..TRIES {
        match create_new(path) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            created => return Ok(created?),
        }
        match open_existing(path, File::options().read(true).write(true)) {
            Err(FileError::System(error)) if error.kind() == ErrorKind::NotFound => last = error,
            opened => return opened,
        }
    }
    Err(last.into())
}

/// Reads a text file, at most its first `limit` bytes.
///
/// Fails as [`open_existing`], and when these bytes are not UTF-8.
pub(crate) fn read_private(path: &Path, limit: u64) -> Result<String, FileError> {
    text_of(&open_existing(path, File::options().read(true))?, limit)
}

/// Reads a text file as [`read_private`] does, and leaves the rights of other users.
///
/// Fails as [`read_private`].
pub(crate) fn read_unchanged(path: &Path, limit: u64) -> Result<String, FileError> {
    text_of(&open_checked(path, File::options().read(true))?, limit)
}

/// Fails with the system's error, and when the first `limit` bytes are not UTF-8.
fn text_of(file: &File, limit: u64) -> Result<String, FileError> {
    let mut text = String::new();
    file.take(limit).read_to_string(&mut text)?;
    Ok(text)
}

/// Creates a file with mode 0600 where it is missing, and checks an existing one as [`check_file`] does.
///
/// Never opens an existing file. SQLite's locks belong to the process, and closing any handle to a database releases them.
/// Fails as [`check_file`], and with the system's error when the file can't be made.
pub(crate) fn make_private_file(path: &Path) -> Result<(), FileError> {
    if check_file(path)? {
        return Ok(());
    }
    match create_new(path) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => check_file(path).map(drop),
        created => Ok(created.map(drop)?),
    }
}

/// Checks a file without opening it, and removes the rights of other users. Returns `false` when it is missing.
///
/// For files that a library opens by their path. Fails with [`FileError::Known`] when the path is not a regular file of ours
/// with one name, else with the system's error. A disk that keeps no rights is no failure.
pub(crate) fn check_file(path: &Path) -> Result<bool, FileError> {
    match fs::symlink_metadata(path) {
        Ok(data) => {
            system::check_metadata(path, &data)?;
            system::remove_rights_of_others(
                0o600,
                || fs::symlink_metadata(path),
                |rights| fs::set_permissions(path, rights),
            )?;
            Ok(true)
        }
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// Returns the mode of a file of ours where other users have rights to it: `None` where they have none, or where the file is
/// missing. Changes nothing.
///
/// Fails as [`check_file`].
pub(super) fn open_mode(path: &Path) -> Result<Option<u32>, FileError> {
    match fs::symlink_metadata(path) {
        Ok(data) => {
            system::check_metadata(path, &data)?;
            Ok(system::mode_for_others(&data))
        }
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Opens an existing file with these options, and removes the rights of other users.
///
/// Fails with [`FileError::Known`] when the path is not a regular file of ours with one name, else with the system's error.
/// Checks the path also before it opens the file, since opening a device or a pipe may have an effect.
pub(crate) fn open_existing(path: &Path, options: &mut OpenOptions) -> Result<File, FileError> {
    let file = open_checked(path, options)?;
    system::remove_rights_of_others(0o600, || file.metadata(), |rights| file.set_permissions(rights))?;
    Ok(file)
}

/// Opens an existing file as [`open_existing`] does, and leaves the rights of other users. Fails as [`open_existing`].
fn open_checked(path: &Path, options: &mut OpenOptions) -> Result<File, FileError> {
    system::check_metadata(path, &fs::symlink_metadata(path)?)?;
    let file = system::with_private_options(options).open(path)?;
    system::check_metadata(path, &file.metadata()?)?;
    Ok(file)
}

/// Opens an existing regular file of any owner and with any number of names, to look at its lock.
///
/// Fails with [`FileError::Known`] for a link and for a path that is no regular file, else with the system's error.
pub(crate) fn open_for_lock(path: &Path) -> Result<File, FileError> {
    check_kind(path, &fs::symlink_metadata(path)?)?;
    // Some network disks lock a file exclusively only when it is open for writing.
    let file = system::with_private_options(File::options().read(true).write(true)).open(path)?;
    check_kind(path, &file.metadata()?)?;
    Ok(file)
}

/// Fails with [`StoreProblem::FileRefused`] unless the metadata are of a regular file.
fn check_kind(path: &Path, data: &Metadata) -> Result<(), FileError> {
    if data.is_symlink() {
        return Err(refused(path, FileFault::Link));
    }
    if data.is_file() { Ok(()) } else { Err(refused(path, FileFault::OtherKind)) }
}

/// Returns the error of a file that Switchhook does not use.
fn refused(path: &Path, fault: FileFault) -> FileError {
    FileError::Known(StoreProblem::FileRefused { file: path.display().to_string(), fault })
}

/// Creates a file with mode 0600 and opens it. Fails with `AlreadyExists` when the path exists, else with the system's error.
pub(crate) fn create_new(path: &Path) -> io::Result<File> {
    system::with_private_options(File::options().read(true).write(true).create_new(true)).open(path)
}

#[cfg(unix)]
pub(super) mod system {
    use std::fs::{Metadata, OpenOptions, Permissions};
    use std::io::{self, ErrorKind};
    use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _};
    use std::path::Path;

    use rustix::fs::OFlags;
    use rustix::process::geteuid;
    use switchhook_core::FileFault;

    use super::{FileError, check_kind, refused};

    const GROUP_AND_OTHERS: u32 = 0o077;

    /// Adds options: mode 0600 for a new file, follow no link, and don't wait for the other end of a pipe.
    pub(super) fn with_private_options(options: &mut OpenOptions) -> &OpenOptions {
        let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK;
        options.mode(0o600).custom_flags(flags.bits().cast_signed())
    }

    /// Fails with [`switchhook_core::StoreProblem::FileRefused`] unless the metadata are of a regular file of ours with one name.
    pub(super) fn check_metadata(path: &Path, data: &Metadata) -> Result<(), FileError> {
        check_kind(path, data)?;
        let fault = if data.uid() != geteuid().as_raw() {
            FileFault::OfAnotherUser
        } else if data.nlink() > 1 {
            FileFault::SecondName
        } else {
            return Ok(());
        };
        Err(refused(path, fault))
    }

    /// Returns the mode where group or others have rights, else `None`.
    pub(in crate::host) fn mode_for_others(data: &Metadata) -> Option<u32> {
        (data.mode() & GROUP_AND_OTHERS != 0).then(|| data.mode() & 0o7777)
    }

    /// Removes all rights of group and others by `set`, and checks the result by `look`. `rights` is the new mode.
    ///
    /// Returns whether others have no rights now. `false`, and a line in the log, mean that the disk keeps no rights. Fails
    /// when `look` fails, or when `set` fails with another error than `PermissionDenied`.
    pub(in crate::host) fn remove_rights_of_others(
        rights: u32,
        look: impl Fn() -> io::Result<Metadata>,
        set: impl FnOnce(Permissions) -> io::Result<()>,
    ) -> io::Result<bool> {
        let is_private = || Ok::<_, io::Error>(look()?.mode() & GROUP_AND_OTHERS == 0);
        if is_private()? {
            return Ok(true);
        }
        match set(Permissions::from_mode(rights)) {
            // The file is ours, so it is the disk that denies permission.
            Err(error) if error.kind() != ErrorKind::PermissionDenied => return Err(error),
            _ => {}
        }
        let is_closed = is_private()?;
        if !is_closed {
            tracing::warn!(
                "other users may read what lies in the data folder: its disk does not take their rights away"
            );
        }
        Ok(is_closed)
    }
}

/// Systems with access lists: the list of the person's own folder holds for new files in it.
#[cfg(not(unix))]
pub(super) mod system {
    use std::fs::{Metadata, OpenOptions, Permissions};
    use std::io;
    use std::path::Path;

    use super::FileError;

    /// Returns the options as they are.
    pub(super) fn with_private_options(options: &mut OpenOptions) -> &OpenOptions {
        options
    }

    /// Fails with [`StoreProblem::FileRefused`] unless the metadata are of a regular file.
    pub(super) fn check_metadata(path: &Path, data: &Metadata) -> Result<(), FileError> {
        super::check_kind(path, data)
    }

    /// Returns `None`: access lists tell what others may do.
    pub(in crate::host) const fn mode_for_others(_data: &Metadata) -> Option<u32> {
        None
    }

    /// Returns `true`, and changes nothing.
    pub(super) fn remove_rights_of_others(
        _rights: u32,
        _look: impl Fn() -> io::Result<Metadata>,
        _set: impl FnOnce(Permissions) -> io::Result<()>,
    ) -> io::Result<bool> {
        Ok(true)
    }
}

#[cfg(unix)]
#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use std::io::Write as _;
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};

    use switchhook_core::FileFault;

    /// Returns the rights of a file. Panics when it is missing.
    fn mode(path: &Path) -> u32 {
        fs::metadata(path).expect("there").mode() & 0o777
    }

    /// Whether the test runs as root. If not, prints that the test skips a part, and why, to standard error.
    ///
    /// The test harness hides what `eprintln!` prints in a test that passes; a direct write stays.
    pub(in crate::host) fn is_root(why: &str) -> bool {
        let is_root = rustix::process::geteuid().is_root();
        if !is_root {
            let name = std::thread::current().name().unwrap_or_default().to_owned();
            let _ = writeln!(io::stderr(), "skipped: {name}: {why}");
        }
        is_root
    }

    #[test]
    fn disk_that_keeps_no_rights_is_detected() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = folder.path().join("store.lock");
        fs::write(&at, "").expect("written");
        let open = || fs::set_permissions(&at, fs::Permissions::from_mode(0o644)).expect("ours");
        let look = || fs::symlink_metadata(&at);
        open();
        // Four disks: one ignores the change, one denies permission, one is read-only, one keeps rights.
        assert_eq!(system::remove_rights_of_others(0o600, look, |_| Ok(())).ok(), Some(false));
        let refuses = |_| Err(ErrorKind::PermissionDenied.into());
        assert_eq!(system::remove_rights_of_others(0o600, look, refuses).ok(), Some(false));
        let can_not = |_| Err(ErrorKind::ReadOnlyFilesystem.into());
        let failed = system::remove_rights_of_others(0o600, look, can_not).expect_err("a failure");
        assert_eq!(failed.kind(), ErrorKind::ReadOnlyFilesystem);
        assert_eq!(
            system::remove_rights_of_others(0o600, look, |rights| fs::set_permissions(&at, rights)).ok(),
            Some(true)
        );
        assert_eq!(mode(&at), 0o600);
    }

    /// Another process may put a link or a pipe there between the check and the opening.
    #[test]
    fn opening_follows_no_link_and_waits_for_no_pipe() {
        let folder = tempfile::tempdir().expect("a folder");
        let [file, link, pipe] = ["file", "link", "pipe"].map(|name| folder.path().join(name));
        fs::write(&file, "").expect("written");
        symlink(&file, &link).expect("linked");
        let fifo = rustix::fs::FileType::Fifo;
        rustix::fs::mknodat(rustix::fs::CWD, &pipe, fifo, 0o600.into(), 0).expect("made");
        let open = |path: &Path| {
            let path = path.to_owned();
            let (sender, opened) = std::sync::mpsc::channel();
            std::thread::spawn(move || {
                sender.send(system::with_private_options(File::options().read(true)).open(path).map(drop))
            });
            opened.recv_timeout(std::time::Duration::from_secs(10)).expect("the opening returns")
        };
        let error = open(&link).expect_err("a link is not followed");
        assert_eq!(error.raw_os_error(), Some(rustix::io::Errno::LOOP.raw_os_error()));
        open(&pipe).expect("a pipe without a writer opens at once");
    }

    /// Plants something at the path `at`. A link leads to `kept`, or to a missing file beside it.
    type Planted = fn(at: &Path, kept: &Path);

    #[test]
    fn irregular_linked_or_shared_file_is_refused_at_once() {
        let planted: [(FileFault, Planted); 5] = [
            (FileFault::Link, |at, kept| symlink(kept, at).expect("linked")),
            (FileFault::Link, |at, kept| symlink(kept.with_extension("missing"), at).expect("linked")),
            (FileFault::SecondName, |at, kept| fs::hard_link(kept, at).expect("linked")),
            (FileFault::OtherKind, |at, _| fs::create_dir(at).expect("made")),
            (FileFault::OtherKind, |at, _| {
                let fifo = rustix::fs::FileType::Fifo;
                rustix::fs::mknodat(rustix::fs::CWD, at, fifo, 0o600.into(), 0).expect("made");
            }),
        ];
        for (fault, plant) in planted {
            let folder = tempfile::tempdir().expect("a folder");
            let (at, kept) = (folder.path().join("window.lock"), folder.path().join("letter.txt"));
            fs::write(&kept, "somebody's").expect("written");
            fs::set_permissions(&kept, fs::Permissions::from_mode(0o644)).expect("ours");
            plant(&at, &kept);
            let refused = [
                open_private(&at).map(drop),
                read_private(&at, 64).map(drop),
                make_private_file(&at),
                check_file(&at).map(drop),
            ];
            for (place, refused) in refused.into_iter().enumerate() {
                let Err(FileError::Known(problem)) = refused else {
                    panic!("{fault:?} {place}: {refused:?}")
                };
                let file = at.display().to_string();
                assert_eq!(problem, StoreProblem::FileRefused { file, fault }, "{place}");
            }
            assert_eq!(fs::read_to_string(&kept).expect("there"), "somebody's", "{fault:?}");
            assert_eq!(mode(&kept), 0o644, "{fault:?}");
            assert!(!kept.with_extension("missing").exists(), "nothing is made through a link");
        }
    }

    #[test]
    fn file_of_another_user_is_refused() {
        if !is_root("only root can give a file away") {
            return;
        }
        let folder = tempfile::tempdir().expect("a folder");
        let at = folder.path().join("store.lock");
        fs::write(&at, "").expect("written");
        std::os::unix::fs::chown(&at, Some(65534), None).expect("given away");
        for refused in [open_private(&at).map(drop), read_private(&at, 64).map(drop), make_private_file(&at)]
        {
            let fault = FileFault::OfAnotherUser;
            let file = at.display().to_string();
            assert!(
                matches!(&refused, Err(FileError::Known(problem)) if *problem == StoreProblem::FileRefused { file, fault }),
                "{refused:?}"
            );
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn check_of_database_releases_no_lock_of_this_process() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = folder.path().join("switchhook.db");
        make_private_file(&at).expect("made");
        let holder = rusqlite::Connection::open(&at).expect("opened");
        holder.execute_batch("BEGIN IMMEDIATE").expect("held");
        let inode = format!(":{} ", fs::metadata(&at).expect("there").ino());
        let is_locked = || {
            let locks = fs::read_to_string("/proc/locks").expect("Linux tells its locks");
            locks.lines().any(|lock| lock.contains("POSIX") && lock.contains(&inode))
        };
        assert!(is_locked(), "SQLite locks it");
        make_private_file(&at).expect("checked");
        check_file(&at).expect("checked");
        assert!(is_locked(), "and still does");
        drop(open_private(&at).expect("opened"));
        assert!(!is_locked(), "closing any handle would have let go of it");
    }

    #[test]
    fn file_is_private_when_made_and_after_each_use() {
        let folder = tempfile::tempdir().expect("a folder");
        let uses: [fn(&Path); 3] = [
            |at| drop(open_private(at).expect("opened")),
            |at| make_private_file(at).expect("made"),
            |at| assert!(check_file(at).expect("checked") || !at.exists()),
        ];
        for (number, used) in uses.into_iter().enumerate() {
            let at = folder.path().join(number.to_string());
            used(&at);
            assert!(number == 2 || mode(&at) == 0o600, "{number}: made");
            fs::write(&at, "kept").expect("written");
            fs::set_permissions(&at, fs::Permissions::from_mode(0o664)).expect("restored");
            used(&at);
            assert_eq!(mode(&at), 0o600, "{number}: restored");
            assert_eq!(fs::read_to_string(&at).expect("there"), "kept", "{number}");
        }
    }
}

//! The files of a home: opened without following links, made exclusively, and checked to be regular, ours and private.
//!
//! A home may have been open to others before, or come out of an archive: what lies in it is looked at before it is used.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Read as _};
use std::path::Path;

use switchhook_core::StoreProblem;

/// Why a file or folder can't be used.
#[derive(Debug)]
pub(crate) enum FileError {
    /// There is a sentence of its own for it.
    Known(StoreProblem),
    /// The system said so.
    System(io::Error),
}

impl FileError {
    /// The problem: the one that is known, or what is made of the system's word.
    pub(crate) fn or(self, otherwise: impl FnOnce(String) -> StoreProblem) -> StoreProblem {
        match self {
            Self::Known(problem) => problem,
            Self::System(error) => otherwise(error.kind().to_string()),
        }
    }

    pub(crate) fn is_out_of_room(&self) -> bool {
        matches!(self, Self::System(error) if matches!(error.kind(), ErrorKind::StorageFull | ErrorKind::QuotaExceeded))
    }
}

impl From<io::Error> for FileError {
    fn from(error: io::Error) -> Self {
        Self::System(error)
    }
}

/// Another process may make or remove the file between two looks; one that does so again and again is none of ours.
const TRIES: u32 = 16;

/// Opens a file for reading and writing, made with mode 0600 where it is missing.
pub(crate) fn open_private(path: &Path) -> Result<File, FileError> {
    let mut last = io::Error::from(ErrorKind::NotFound);
    for _ in 0..TRIES {
        match made(path) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            made => return Ok(made?),
        }
        match open_existing(path, File::options().read(true).write(true)) {
            Err(FileError::System(error)) if error.kind() == ErrorKind::NotFound => last = error,
            opened => return opened,
        }
    }
    Err(last.into())
}

/// Reads a small text of ours, at most `limit` bytes of it.
pub(crate) fn read_private(path: &Path, limit: u64) -> Result<String, FileError> {
    let mut text = String::new();
    open_existing(path, File::options().read(true))?.take(limit).read_to_string(&mut text)?;
    Ok(text)
}

/// Makes a file where it is missing, and checks one that is there without opening it: SQLite's locks are the process's, and
/// closing any handle to such a file lets go of them.
pub(crate) fn make_private_file(path: &Path) -> Result<(), FileError> {
    if check_file(path)? {
        return Ok(());
    }
    match made(path) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => check_file(path).map(drop),
        made => Ok(made.map(drop)?),
    }
}

/// Checks a file that somebody else opens by its path, and makes it private; `false` where it is missing.
pub(crate) fn check_file(path: &Path) -> Result<bool, FileError> {
    match fs::symlink_metadata(path) {
        Ok(data) => {
            system::check(path, &data)?;
            system::close(0o600, || fs::symlink_metadata(path), |rights| fs::set_permissions(path, rights))?;
            Ok(true)
        }
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// Opens a file that is there. It is looked at before too: opening a device or a pipe may do something.
pub(crate) fn open_existing(path: &Path, options: &mut OpenOptions) -> Result<File, FileError> {
    system::check(path, &fs::symlink_metadata(path)?)?;
    let file = system::private(options).open(path)?;
    system::check(path, &file.metadata()?)?;
    system::close(0o600, || file.metadata(), |rights| file.set_permissions(rights))?;
    Ok(file)
}

fn made(path: &Path) -> io::Result<File> {
    system::private(File::options().read(true).write(true).create_new(true)).open(path)
}

#[cfg(unix)]
pub(super) mod system {
    use std::fs::{Metadata, OpenOptions, Permissions};
    use std::io::{self, ErrorKind};
    use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _};
    use std::path::Path;

    use rustix::fs::OFlags;
    use rustix::process::geteuid;
    use switchhook_core::{FileFault, StoreProblem};

    use super::FileError;

    const GROUP_AND_OTHERS: u32 = 0o077;

    /// Follows no link, and waits for nobody at the other end of a pipe.
    pub(super) fn private(options: &mut OpenOptions) -> &OpenOptions {
        let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK;
        options.mode(0o600).custom_flags(flags.bits().cast_signed())
    }

    pub(super) fn check(path: &Path, data: &Metadata) -> Result<(), FileError> {
        let fault = if data.is_symlink() {
            FileFault::Link
        } else if !data.is_file() {
            FileFault::OtherKind
        } else if data.uid() != geteuid().as_raw() {
            FileFault::OfAnotherUser
        } else if data.nlink() > 1 {
            FileFault::SecondName
        } else {
            return Ok(());
        };
        Err(FileError::Known(StoreProblem::FileRefused { file: path.display().to_string(), fault }))
    }

    /// Takes all rights from everybody else, and looks whether they are gone: some disks keep no rights. `false` where others
    /// still have some.
    pub(in crate::host) fn close(
        rights: u32,
        look: impl Fn() -> io::Result<Metadata>,
        set: impl FnOnce(Permissions) -> io::Result<()>,
    ) -> io::Result<bool> {
        let is_private = || Ok::<_, io::Error>(look()?.mode() & GROUP_AND_OTHERS == 0);
        if is_private()? {
            return Ok(true);
        }
        match set(Permissions::from_mode(rights)) {
            // It is ours: the disk refuses, not an owner.
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

/// Where rights are lists, those of the person's own folder hold for what is made in it.
#[cfg(not(unix))]
mod system {
    use std::fs::{Metadata, OpenOptions, Permissions};
    use std::io;
    use std::path::Path;

    use switchhook_core::{FileFault, StoreProblem};

    use super::FileError;

    pub(super) fn private(options: &mut OpenOptions) -> &OpenOptions {
        options
    }

    pub(super) fn check(path: &Path, data: &Metadata) -> Result<(), FileError> {
        let fault = if data.is_symlink() {
            FileFault::Link
        } else if !data.is_file() {
            FileFault::OtherKind
        } else {
            return Ok(());
        };
        Err(FileError::Known(StoreProblem::FileRefused { file: path.display().to_string(), fault }))
    }

    pub(super) fn close(
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

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).expect("there").mode() & 0o777
    }

    /// Says aloud what a test leaves out where it is not root's: the harness keeps what is printed by a test that passes.
    pub(in crate::host) fn is_root(why: &str) -> bool {
        let is_root = rustix::process::geteuid().is_root();
        if !is_root {
            let name = std::thread::current().name().unwrap_or_default().to_owned();
            let _ = writeln!(io::stderr(), "skipped: {name}: {why}");
        }
        is_root
    }

    #[test]
    fn a_disk_that_keeps_no_rights_is_found_out() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = folder.path().join("store.lock");
        fs::write(&at, "").expect("written");
        let open = || fs::set_permissions(&at, fs::Permissions::from_mode(0o644)).expect("ours");
        let look = || fs::symlink_metadata(&at);
        open();
        // A disk that says nothing, one that refuses, one that can't be written, and one that keeps rights.
        assert_eq!(system::close(0o600, look, |_| Ok(())).ok(), Some(false));
        let refuses = |_| Err(ErrorKind::PermissionDenied.into());
        assert_eq!(system::close(0o600, look, refuses).ok(), Some(false));
        let can_not = |_| Err(ErrorKind::ReadOnlyFilesystem.into());
        let failed = system::close(0o600, look, can_not).expect_err("a failure");
        assert_eq!(failed.kind(), ErrorKind::ReadOnlyFilesystem);
        assert_eq!(system::close(0o600, look, |rights| fs::set_permissions(&at, rights)).ok(), Some(true));
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
                sender.send(system::private(File::options().read(true)).open(path).map(drop))
            });
            opened.recv_timeout(std::time::Duration::from_secs(10)).expect("the opening returns")
        };
        let error = open(&link).expect_err("a link is not followed");
        assert_eq!(error.raw_os_error(), Some(rustix::io::Errno::LOOP.raw_os_error()));
        open(&pipe).expect("a pipe without a writer opens at once");
    }

    /// Puts something at a path, and a file that somebody else keeps beside it.
    type Planted = fn(at: &Path, kept: &Path);

    #[test]
    fn what_is_not_a_file_of_ours_alone_is_neither_written_nor_waited_for() {
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
    fn a_file_of_another_user_is_refused() {
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
    fn a_look_at_the_database_lets_go_of_no_lock_of_this_process() {
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
    fn a_file_is_made_private_and_made_private_again() {
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

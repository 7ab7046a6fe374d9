//! Names each process, and finds out whether the process that drives an attempt is still alive.
//!
//! Each process locks a file of its own for as long as it lives. The system releases the lock when the process ends, also by
//! a crash. So the process of a file that can be locked is gone.

use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::file_locks::lock;
use super::files::{FileError, open_for_lock, open_private};
use super::folders::make_private;
use super::home::Home;

/// The index of the digit that states a UUID's version (RFC 9562 §4.2).
const VERSION_DIGIT: usize = 12;

/// This process's name and its locked file. Dropping it removes the file.
pub(crate) struct ProcessLock {
    /// The process's name, which attempts store as their owner: 32 hexadecimal digits.
    pub(crate) id: String,
    folder: PathBuf,
    _lock: File,
}

impl ProcessLock {
    /// Gives this process a name, locks its file, and removes the files of dead processes.
    ///
    /// Fails when the folder is not ours alone, or when the file can't be made or locked.
    pub(crate) fn announce(home: &Home) -> Result<Self, FileError> {
        let folder = home.owners();
        make_private(&folder)?;
        sweep(&folder);
        let id = new_name();
        let path = folder.join(&id);
        let file = open_private(&path)?;
        lock(&file, &path)?;
        Ok(Self { id, folder, _lock: file })
    }

    /// Whether the process of the name `id` is gone. `true` for a text that no process has as its name.
    ///
    /// `false` for this process, and when the system can't open the lock file.
    pub(crate) fn is_gone(&self, id: &str) -> bool {
        id != self.id && (!is_a_name(id) || is_free(&self.folder.join(id)))
    }
}

impl Drop for ProcessLock {
    /// Removes the file. Ignores a failure.
    fn drop(&mut self) {
        // The next process removes a file that stays.
        let _ = fs::remove_file(self.folder.join(&self.id));
    }
}

/// Returns a random UUID of version 8 as 32 hexadecimal digits. Earlier programs took random UUIDs of version 4.
fn new_name() -> String {
    let mut name = uuid::Uuid::new_v4().simple().to_string();
    name.replace_range(VERSION_DIGIT..=VERSION_DIGIT, "8");
    name
}

/// Whether an older program is running in this home, one that can't open secrets of version 2. `false` when the folder of
/// lock files can't be listed. A lock file that the system can't open counts as held.
pub(crate) fn is_any_older_alive(home: &Home) -> bool {
    let Ok(entries) = fs::read_dir(home.owners()) else { return false };
    let mut names = entries.flatten().filter_map(|entry| entry.file_name().into_string().ok());
    names.any(|name| {
        is_a_name(&name) && name.as_bytes()[VERSION_DIGIT] == b'4' && !is_free(&home.owners().join(name))
    })
}

/// Whether a text is a possible name of a process: 32 hexadecimal digits. Any other text could be a path that leads
/// elsewhere.
fn is_a_name(id: &str) -> bool {
    id.len() == 32 && id.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Whether no process holds this lock file: it can be locked, is missing, or is a link or no regular file, which no process of
/// ours locks.
///
/// `false` also when the system can't open it. A file of another user or with a second name may be the locked file of a living
/// process: a backup may link it, and `chown` takes no lock away.
fn is_free(path: &Path) -> bool {
    match open_for_lock(path) {
        Ok(file) => file.try_lock().is_ok(),
        Err(FileError::Known(_)) => true,
        Err(FileError::System(error)) => error.kind() == ErrorKind::NotFound,
    }
}

/// Removes the lock files of dead processes that are at least a minute old. Ignores failures.
fn sweep(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    // Files of any other name are not ours to remove.
    let ours = entries.flatten().filter(|entry| entry.file_name().to_str().is_some_and(is_a_name));
    for path in ours.map(|entry| entry.path()) {
        // A process makes its file a moment before it locks it, so a young file stays.
        let young = path
            .symlink_metadata()
            .and_then(|data| data.modified())
            .is_ok_and(|made| made.elapsed().is_ok_and(|age| age.as_secs() < 60));
        if !young && is_free(&path) {
            let _ = fs::remove_file(path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn owner_is_gone_once_its_lock_is_released() {
        let folder = tempfile::tempdir().expect("a folder");
        let home = Home::at(folder.path()).expect("a home");
        let me = ProcessLock::announce(&home).expect("me");
        let other = ProcessLock::announce(&home).expect("another");
        let id = other.id.clone();
        assert!(!me.is_gone(&me.id), "this process is alive");
        assert!(!me.is_gone(&id), "the other process is alive");
        drop(other);
        assert!(me.is_gone(&id), "the other process has ended");
    }

    #[test]
    fn sweep_removes_old_lock_files_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let (gone, letter) = (folder.path().join("a".repeat(32)), folder.path().join("letter.txt"));
        let young = folder.path().join("b".repeat(32));
        for path in [&gone, &letter, &young] {
            fs::write(path, "").expect("written");
        }
        for path in [&gone, &letter] {
            let an_hour_ago = std::time::SystemTime::now() - std::time::Duration::from_secs(3600);
            let file = File::options().write(true).open(path).expect("there");
            file.set_modified(an_hour_ago).expect("ours");
        }
        sweep(folder.path());
        assert!(!gone.exists(), "its process is gone");
        assert!(young.exists(), "it may not be locked yet");
        assert!(letter.exists(), "no process calls itself that");
    }

    #[test]
    fn living_owner_whose_lock_file_has_a_second_name_is_not_gone() {
        let folder = tempfile::tempdir().expect("a folder");
        let home = Home::at(folder.path()).expect("a home");
        let me = ProcessLock::announce(&home).expect("me");
        let other = ProcessLock::announce(&home).expect("another");
        let (id, file) = (other.id.clone(), home.owners().join(&other.id));
        fs::hard_link(&file, folder.path().join("backup")).expect("linked");
        assert!(!me.is_gone(&id), "it holds its lock");
        drop(other);
        fs::hard_link(folder.path().join("backup"), file).expect("linked");
        assert!(me.is_gone(&id), "its process has ended");
    }

    #[cfg(unix)]
    #[test]
    fn owner_that_no_process_can_be_is_gone_without_delay() {
        let folder = tempfile::tempdir().expect("a folder");
        let home = Home::at(folder.path()).expect("a home");
        let me = ProcessLock::announce(&home).expect("me");
        let id = |digit: char| digit.to_string().repeat(32);
        let fifo = rustix::fs::FileType::Fifo;
        rustix::fs::mknodat(rustix::fs::CWD, home.owners().join(id('f')), fifo, 0o600.into(), 0)
            .expect("made");
        fs::create_dir(home.owners().join(id('d'))).expect("made");
        // The link leads to a file that this process has locked.
        std::os::unix::fs::symlink(home.owners().join(&me.id), home.owners().join(id('a'))).expect("linked");
        let elsewhere = folder.path().join("held");
        let held = open_private(&elsewhere).expect("made");
        held.lock().expect("held");
        let elsewhere = elsewhere.display().to_string();
        for owner in [&id('f'), &id('d'), &id('a'), &id('0'), "", ".", "../held", &elsewhere, "a\0b"] {
            assert!(me.is_gone(owner), "{owner:?}");
        }
        assert!(!me.is_gone(&me.id));
        drop(ProcessLock::announce(&home).expect("another one, which sweeps"));
    }
}

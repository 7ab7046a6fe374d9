//! Which process drives an attempt, and whether it still lives.
//!
//! Every process holds a lock on a file of its own for as long as it lives; the system lets go of it
//! however the process ends, so a lock that can be taken belongs to nobody.

use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::files::{FileError, open_existing, open_private};
use super::folders::make_private;
use super::home::Home;
use super::turns::lock;

/// Where a UUID says of which version it is.
const VERSION_DIGIT: usize = 12;

/// This process, as attempts name it.
pub(crate) struct ProcessLock {
    pub(crate) id: String,
    folder: PathBuf,
    _lock: File,
}

impl ProcessLock {
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

    /// Whether the process that called itself `id` is gone.
    pub(crate) fn is_gone(&self, id: &str) -> bool {
        id != self.id && (!is_a_name(id) || is_free(&self.folder.join(id)))
    }
}

impl Drop for ProcessLock {
    fn drop(&mut self) {
        // A file left behind is swept by the next process.
        let _ = fs::remove_file(self.folder.join(&self.id));
    }
}

/// A random name. Its version digit is this program's own: earlier programs took plain random UUIDs, whose digit is 4.
fn new_name() -> String {
    let mut name = uuid::Uuid::new_v4().simple().to_string();
    name.replace_range(VERSION_DIGIT..=VERSION_DIGIT, "8");
    name
}

/// Whether a program lives in this home that can't open secrets of version 2.
pub(crate) fn is_any_older_alive(home: &Home) -> bool {
    let Ok(entries) = fs::read_dir(home.owners()) else { return false };
    let mut names = entries.flatten().filter_map(|entry| entry.file_name().into_string().ok());
    names.any(|name| {
        is_a_name(&name) && name.as_bytes()[VERSION_DIGIT] == b'4' && !is_free(&home.owners().join(name))
    })
}

/// No process of ours calls itself anything else; as a path, it could lead anywhere.
fn is_a_name(id: &str) -> bool {
    id.len() == 32 && id.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Whether nobody holds it: it can be locked, is missing, or is nothing that a process of ours holds.
fn is_free(path: &Path) -> bool {
    // For writing, since some network disks lock nothing else for one alone.
    match open_existing(path, File::options().read(true).write(true)) {
        Ok(file) => file.try_lock().is_ok(),
        Err(FileError::Known(_)) => true,
        Err(FileError::System(error)) => error.kind() == ErrorKind::NotFound,
    }
}

fn sweep(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    // Whatever else lies there is not ours to remove.
    let ours = entries.flatten().filter(|entry| entry.file_name().to_str().is_some_and(is_a_name));
    for path in ours.map(|entry| entry.path()) {
        // A file made a moment ago is not locked yet: leave the young ones.
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
    fn an_owner_is_gone_when_its_process_lets_go_of_the_lock() {
        let folder = tempfile::tempdir().expect("a folder");
        let home = Home::at(folder.path()).expect("a home");
        let me = ProcessLock::announce(&home).expect("me");
        let other = ProcessLock::announce(&home).expect("another");
        let id = other.id.clone();
        assert!(!me.is_gone(&me.id), "I am here");
        assert!(!me.is_gone(&id), "the other is here");
        drop(other);
        assert!(me.is_gone(&id), "the other has gone");
    }

    #[test]
    fn a_sweep_takes_old_owners_and_nothing_else() {
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

    #[cfg(unix)]
    #[test]
    fn an_owner_that_no_process_can_be_is_gone_and_holds_nobody_up() {
        let folder = tempfile::tempdir().expect("a folder");
        let home = Home::at(folder.path()).expect("a home");
        let me = ProcessLock::announce(&home).expect("me");
        let id = |digit: char| digit.to_string().repeat(32);
        let fifo = rustix::fs::FileType::Fifo;
        rustix::fs::mknodat(rustix::fs::CWD, home.owners().join(id('f')), fifo, 0o600.into(), 0)
            .expect("made");
        fs::create_dir(home.owners().join(id('d'))).expect("made");
        // The file that it leads to is held: by me.
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

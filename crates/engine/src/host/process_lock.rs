//! Which process drives an attempt, and whether it still lives.
//!
//! Every process holds a lock on a file of its own for as long as it lives; the system lets go of it
//! however the process ends, so a lock that can be taken belongs to nobody.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use crate::host::home::{Home, make_private, open_private};

/// This process, as attempts name it.
pub(crate) struct ProcessLock {
    pub(crate) id: String,
    folder: PathBuf,
    _lock: File,
}

impl ProcessLock {
    pub(crate) fn announce(home: &Home) -> io::Result<Self> {
        let folder = home.owners();
        make_private(&folder)?;
        sweep(&folder);
        let id = uuid::Uuid::new_v4().simple().to_string();
        let lock = open_private(&folder.join(&id))?;
        lock.lock()?;
        Ok(Self { id, folder, _lock: lock })
    }

    /// Whether the process that called itself `id` is gone.
    pub(crate) fn is_gone(&self, id: &str) -> bool {
        id != self.id && is_free(&self.folder.join(id))
    }
}

impl Drop for ProcessLock {
    fn drop(&mut self) {
        // A file left behind is swept by the next process.
        let _ = fs::remove_file(self.folder.join(&self.id));
    }
}

fn is_free(path: &Path) -> bool {
    File::open(path).is_ok_and(|file| file.try_lock().is_ok()) || !path.exists()
}

fn sweep(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.flatten().map(|entry| entry.path()) {
        // A file made a moment ago is not locked yet: leave the young ones.
        let young = path
            .metadata()
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
}

//! Where this computer's Switchhook keeps its files.

use std::fs::{self, TryLockError};
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use switchhook_core::{Channel, StoreProblem};

use super::files::{FileError, check_file, open_private};
use super::folders::{check_private, make_home};

/// The folder that holds everything of one Switchhook. Two homes share nothing.
#[derive(Clone, Debug)]
pub struct Home {
    folder: PathBuf,
}

impl Home {
    /// The folder that `SWITCHHOOK_HOME` names, or the system's data folder for this channel.
    ///
    /// # Errors
    /// `store_failed` when the folder can't be found or made.
    pub fn locate() -> Result<Self, StoreProblem> {
        let folder = match std::env::var_os("SWITCHHOOK_HOME").filter(|folder| !folder.is_empty()) {
            Some(folder) => PathBuf::from(folder),
            None => dirs::data_dir().ok_or(StoreProblem::NoFolder)?.join(Channel::current().identifier()),
        };
        Self::at(folder)
    }

    /// A home in this folder, made with mode 0700 where it is missing.
    ///
    /// # Errors
    /// `store_failed` when it can't be made, is not ours, or is open to others.
    pub fn at(folder: impl Into<PathBuf>) -> Result<Self, StoreProblem> {
        let folder = std::path::absolute(folder.into()).map_err(|_| StoreProblem::FolderPath)?;
        let home = Self { folder: make_home(&folder).map_err(|error| unusable(&folder, error))? };
        home.check().map_err(|error| unusable(&folder, error))?;
        Ok(home)
    }

    /// What lies here already is ours and private, whoever opens it: SQLite and the window's libraries open their files by
    /// their paths.
    fn check(&self) -> Result<(), FileError> {
        for name in ["", "-wal", "-shm", "-journal"] {
            check_file(&self.folder.join(format!("switchhook.db{name}")))?;
        }
        for path in [self.store_lock(), self.vault_lock(), self.window_lock(), self.window_state()] {
            check_file(&path)?;
        }
        [self.owners(), self.sandbox(), self.webview()].iter().try_for_each(|inner| check_private(inner))
    }

    /// The folder itself.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The same home, where files can be written in it. A full disk is no reason not to be: what is there can be read.
    ///
    /// # Errors
    /// `store_failed` when none can.
    pub fn writable(self) -> Result<Self, StoreProblem> {
        let unwritable =
            |why| StoreProblem::FolderReadOnly { folder: Some(self.folder.display().to_string()), why };
        match open_private(&self.window_lock()) {
            Err(error) if !error.is_out_of_room() => Err(error.or(unwritable)),
            _ => Ok(self),
        }
    }

    /// Where the window keeps its size and place.
    pub fn window_state(&self) -> PathBuf {
        self.folder.join("window-state.json")
    }

    /// Where the web view keeps its files.
    pub fn webview(&self) -> PathBuf {
        self.folder.join("webview")
    }

    /// Takes this home's window for this process, until it ends; `false` when another process has it.
    pub fn take_window(&self) -> bool {
        let lock = open_private(&self.window_lock());
        lock.map_or(true, |file| {
            // Where nothing can be locked, nobody has it.
            let is_free = !matches!(file.try_lock(), Err(TryLockError::WouldBlock));
            if is_free {
                // The system lets go of it when the process ends, however it does.
                std::mem::forget(file);
            }
            is_free
        })
    }

    /// Whether not even a small file finds room here.
    pub(crate) fn is_full(&self) -> bool {
        let path = self.folder.join("room.tmp");
        let written = open_private(&path).and_then(|mut file| Ok(file.write_all(&[0; 64 * 1024])?));
        let _ = fs::remove_file(&path);
        written.is_err_and(|error| error.is_out_of_room())
    }

    /// A short word for a home that `SWITCHHOOK_HOME` moved, for names that two homes must not share;
    /// none for the system's own.
    pub fn word(&self) -> Option<String> {
        use std::hash::{DefaultHasher, Hash as _, Hasher as _};
        std::env::var_os("SWITCHHOOK_HOME").filter(|folder| !folder.is_empty())?;
        let mut hasher = DefaultHasher::new();
        self.folder.hash(&mut hasher);
        Some(format!("h{:016x}", hasher.finish()))
    }

    fn window_lock(&self) -> PathBuf {
        self.folder.join("window.lock")
    }

    pub(crate) fn database(&self) -> PathBuf {
        self.folder.join("switchhook.db")
    }

    pub(crate) fn store_lock(&self) -> PathBuf {
        self.folder.join("store.lock")
    }

    pub(crate) fn vault_lock(&self) -> PathBuf {
        self.folder.join("vault.lock")
    }

    pub(crate) fn owners(&self) -> PathBuf {
        self.folder.join("owners")
    }

    pub(crate) fn sandbox(&self) -> PathBuf {
        self.folder.join("sandbox")
    }
}

/// What can't be closed on a disk that can't be written is told as that.
fn unusable(folder: &Path, error: FileError) -> StoreProblem {
    let named = folder.display().to_string();
    let is_read_only =
        matches!(&error, FileError::System(error) if error.kind() == ErrorKind::ReadOnlyFilesystem);
    error.or(|why| {
        if is_read_only {
            StoreProblem::FolderReadOnly { folder: Some(named), why }
        } else {
            StoreProblem::FolderUnusable { folder: named, why }
        }
    })
}

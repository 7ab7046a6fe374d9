//! The home: the folder in which one Switchhook keeps its files.

use std::fs;
use std::io::{ErrorKind, Write as _};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use switchhook_core::{Channel, DesktopProblem, DiskLack, Problem, StateHash, StoreProblem};

use super::browser::open_folder;
use super::file_locks::lock_within;
use super::files::{FileError, check_file, open_private};
use super::folders::{check_private, make_home};
use super::names::{CAME_BACK, ROUND_TRIP, ROUND_TRIP_LOCK};

/// The folder that holds all data of one Switchhook. Two homes share nothing.
#[derive(Clone, Debug)]
pub struct Home {
    folder: PathBuf,
}

impl Home {
    /// Returns the home that `SWITCHHOOK_HOME` names, else the one in the system's data folder for this channel. Creates it
    /// where it is missing.
    ///
    /// # Errors
    /// `store_failed` when the system names no data folder, or as [`Self::at`].
    pub fn locate() -> Result<Self, StoreProblem> {
        Self::at(named_folder()?)
    }

    /// Returns the home in this folder. Creates the folder, and missing ones above it, with mode 0700.
    ///
    /// # Errors
    /// `store_failed` in each of these cases:
    /// - The folder can't be made, belongs to another user, or others can write in it.
    /// - Another user could change a link or folder on the way to it.
    /// - A file or folder inside is not ours alone.
    pub fn at(folder: impl Into<PathBuf>) -> Result<Self, StoreProblem> {
        let folder = std::path::absolute(folder.into()).map_err(|_| StoreProblem::FolderPath)?;
        let home = Self { folder: make_home(&folder).map_err(|error| unusable(&folder, error))? };
        home.check_contents().map_err(|error| unusable(&folder, error))?;
        Ok(home)
    }

    /// Checks the files and folders that exist in the home, and removes the rights of other users from them.
    ///
    /// SQLite and the window's libraries later open them by their paths, without a check. Fails for one that is not ours
    /// alone, or that the system can't read.
    fn check_contents(&self) -> Result<(), FileError> {
        self.files().iter().try_for_each(|path| check_file(path).map(drop))?;
        self.folders().iter().try_for_each(|inner| check_private(inner))
    }

    /// Returns the paths of the files in the home that Switchhook checks before use.
    pub(super) fn files(&self) -> [PathBuf; 9] {
        let database = ["", "-wal", "-shm", "-journal"].map(|end| format!("switchhook.db{end}"));
        let [main, log, memory, journal] = database.map(|name| self.folder.join(name));
        let (locks, state) =
            ([self.store_lock(), self.vault_lock(), self.window_lock()], self.window_state());
        let [store, vault, window] = locks;
        [main, log, memory, journal, store, vault, window, state, self.round_trip_lock()]
    }

    /// Returns the paths of the folders in the home.
    pub(super) fn folders(&self) -> [PathBuf; 3] {
        [self.owners(), self.sandbox(), self.webview()]
    }

    /// Returns the home in this folder, unchecked. The caller has checked it.
    pub(super) const fn of_checked(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// Returns the path of the home, with all links resolved.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Opens the home in the system's file manager.
    ///
    /// # Errors
    /// `not_found` when no file manager could be asked.
    pub async fn open_folder(&self) -> Result<(), Problem> {
        let folder = self.folder.clone();
        let opened = tokio::task::spawn_blocking(move || open_folder(&folder)).await;
        let lost = || Err(DesktopProblem::NoFileManager { folder: self.folder.display().to_string() });
        Ok(opened.unwrap_or_else(|_| lost())?)
    }

    /// Returns this home when a file in it can be opened for writing, or when its disk is full: its data can still be read.
    ///
    /// # Errors
    /// `store_failed` when no file can be written.
    pub fn writable(self) -> Result<Self, StoreProblem> {
        match open_private(&self.window_lock()) {
            Err(error) if !error.is_out_of_room() => Err(error.or(|why| self.unwritable(why))),
            _ => Ok(self),
        }
    }

    /// Returns the problem that no file of the home can be written.
    fn unwritable(&self, why: String) -> StoreProblem {
        StoreProblem::FolderReadOnly { folder: Some(self.folder.display().to_string()), why }
    }

    /// Returns the path of the file in which the window keeps its size and place.
    pub fn window_state(&self) -> PathBuf {
        self.folder.join("window-state.json")
    }

    /// Returns the path of the folder in which the web view keeps its files.
    pub fn webview(&self) -> PathBuf {
        self.folder.join("webview")
    }

    /// Locks this home's window for this process until it ends. Returns `false` when another process has the lock.
    ///
    /// Returns `true` also where there can be no lock: on a disk without locks, and on a full disk without room for the lock
    /// file. The data can still be read there.
    ///
    /// # Errors
    /// `store_failed` when the lock file can't be opened or locked for another reason: another process may have the lock.
    pub fn take_window(&self) -> Result<bool, StoreProblem> {
        match lock_within(&self.window_lock(), Duration::ZERO) {
            Ok(Some(file)) => {
                // The system releases the lock when the process ends, also by a crash.
                std::mem::forget(file);
                Ok(true)
            }
            Ok(None) => Ok(false),
            Err(FileError::Known(StoreProblem::DiskUnfit { lacks: DiskLack::Locks, .. })) => Ok(true),
            Err(error) if error.is_out_of_room() => Ok(true),
            Err(error) => Err(error.or(|why| self.unwritable(why))),
        }
    }

    /// Whether the disk has no room for a file of 64 KiB. `false` when the file can't be written for another reason.
    pub(crate) fn is_full(&self) -> bool {
        let path = self.folder.join("room.tmp");
        let written = open_private(&path).and_then(|mut file| Ok(file.write_all(&[0; 64 * 1024])?));
        let _ = fs::remove_file(&path);
        written.is_err_and(|error| error.is_out_of_room())
    }

    /// Returns `h` and 16 hexadecimal digits, a hash of the path, for names that two homes must not share.
    ///
    /// Returns `None` when `SWITCHHOOK_HOME` is not set: the system's data folder has only one home.
    pub fn name_suffix(&self) -> Option<String> {
        use std::hash::{DefaultHasher, Hash as _, Hasher as _};
        std::env::var_os("SWITCHHOOK_HOME").filter(|folder| !folder.is_empty())?;
        let mut hasher = DefaultHasher::new();
        self.folder.hash(&mut hasher);
        Some(format!("h{:016x}", hasher.finish()))
    }

    /// Returns the path of the lock file for the window.
    pub(crate) fn window_lock(&self) -> PathBuf {
        self.folder.join("window.lock")
    }

    /// Returns the path of the database.
    pub(crate) fn database(&self) -> PathBuf {
        self.folder.join("switchhook.db")
    }

    /// Returns the path of the lock file for writing to the database.
    pub(crate) fn store_lock(&self) -> PathBuf {
        self.folder.join("store.lock")
    }

    /// Returns the path of the lock file for making the master key.
    pub(crate) fn vault_lock(&self) -> PathBuf {
        self.folder.join("vault.lock")
    }

    /// Returns the path of the folder that holds one lock file for each running process.
    pub(crate) fn owners(&self) -> PathBuf {
        self.folder.join("owners")
    }

    /// Returns the path of the file that the process locks that listens on this socket for the browser.
    pub(crate) fn socket_lock(&self, socket: SocketAddr) -> PathBuf {
        // Windows has no colons in names.
        let host = socket.ip().to_string().replace(':', "_");
        self.owners().join(format!("port-{}-{host}.lock", socket.port()))
    }

    /// Returns the path of the file that a process locks while it makes round trips.
    pub(crate) fn round_trip_lock(&self) -> PathBuf {
        self.folder.join(ROUND_TRIP_LOCK)
    }

    /// Returns the path of the mark of the round trip whose nonce has this hash.
    pub(crate) fn round_trip(&self, hash: &StateHash) -> PathBuf {
        self.folder.join(format!("{ROUND_TRIP}{}", URL_SAFE_NO_PAD.encode(hash.as_bytes())))
    }

    /// Returns the path of the file for the link of that round trip that came back.
    pub(crate) fn round_trip_back(&self, hash: &StateHash) -> PathBuf {
        let mut path = self.round_trip(hash).into_os_string();
        path.push(CAME_BACK);
        path.into()
    }

    /// Returns the path of the folder in which the sandbox keeps its files.
    pub(crate) fn sandbox(&self) -> PathBuf {
        self.folder.join("sandbox")
    }
}

/// Returns the folder that `SWITCHHOOK_HOME` names, else the one in the system's data folder for this channel.
///
/// # Errors
/// [`StoreProblem::NoFolder`] when the system names no data folder.
pub(super) fn named_folder() -> Result<PathBuf, StoreProblem> {
    match std::env::var_os("SWITCHHOOK_HOME").filter(|folder| !folder.is_empty()) {
        Some(folder) => Ok(PathBuf::from(folder)),
        None => Ok(dirs::data_dir().ok_or(StoreProblem::NoFolder)?.join(Channel::current().identifier())),
    }
}

/// Makes the problem of a home that can't be used. On a read-only disk it is [`StoreProblem::FolderReadOnly`].
pub(super) fn unusable(folder: &Path, error: FileError) -> StoreProblem {
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

#[cfg(test)]
mod tests {
    use super::*;
    use switchhook_core::FileFault;

    #[test]
    fn window_is_taken_once_and_never_without_its_lock_file() {
        let folder = tempfile::tempdir().expect("a folder");
        let home = Home::at(folder.path()).expect("a home");
        let held = open_private(&home.window_lock()).expect("made");
        held.lock().expect("held");
        assert_eq!(home.take_window(), Ok(false), "another process has the lock");
        drop(held);
        assert_eq!(home.take_window(), Ok(true));
        assert_eq!(home.take_window(), Ok(false), "this process keeps it");

        fs::remove_file(home.window_lock()).expect("there");
        fs::create_dir(home.window_lock()).expect("made");
        let file = home.window_lock().display().to_string();
        let refused = StoreProblem::FileRefused { file, fault: FileFault::OtherKind };
        assert_eq!(home.take_window(), Err(refused), "nobody knows whether another process has the window");
    }
}

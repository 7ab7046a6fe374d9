//! Where this computer's Switchhook keeps its files.

use std::fs::{self, TryLockError};
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use switchhook_core::{Channel, StoreProblem};

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
    /// `store_failed` when it can't be made.
    pub fn at(folder: impl Into<PathBuf>) -> Result<Self, StoreProblem> {
        let folder = std::path::absolute(folder.into()).map_err(|_| StoreProblem::FolderPath)?;
        make_private(&folder).map_err(|error| StoreProblem::FolderUnusable {
            folder: folder.display().to_string(),
            why: error.kind().to_string(),
        })?;
        Ok(Self { folder })
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
        match open_private(&self.window_lock()) {
            Err(error) if !is_out_of_room(&error) => Err(StoreProblem::FolderReadOnly {
                folder: Some(self.folder.display().to_string()),
                why: error.kind().to_string(),
            }),
            _ => Ok(self),
        }
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
        let written = open_private(&path).and_then(|mut file| file.write_all(&[0; 64 * 1024]));
        let _ = fs::remove_file(&path);
        written.is_err_and(|error| is_out_of_room(&error))
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

fn is_out_of_room(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::StorageFull | ErrorKind::QuotaExceeded)
}

/// Makes a folder that only its owner can enter. One that is there is closed to others only while it is
/// empty: a person may have named a folder that is not ours alone, and every file of ours is private by
/// itself.
pub(crate) fn make_private(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::{DirBuilderExt as _, PermissionsExt as _};
        builder.mode(0o700).create(folder)?;
        let is_open = fs::metadata(folder)?.permissions().mode() & 0o077 != 0;
        if is_open && fs::read_dir(folder)?.next().is_none() {
            fs::set_permissions(folder, fs::Permissions::from_mode(0o700))?;
        }
        Ok(())
    }
    #[cfg(not(unix))]
    builder.create(folder)
}

/// Opens a file for writing, made with mode 0600 where it is missing.
pub(crate) fn open_private(path: &Path) -> io::Result<fs::File> {
    let mut options = fs::OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    options.open(path)
}

/// Takes a file's lock, made where it is missing, and blocks for it; `None` when another process keeps it
/// longer than `limit`. The system lets go of it when a process ends, however it does; one that was stopped
/// keeps it.
pub(crate) fn take_turn(path: &Path, limit: Duration) -> io::Result<Option<fs::File>> {
    let file = open_private(path)?;
    let began = Instant::now();
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(Some(file)),
            Err(TryLockError::WouldBlock) if began.elapsed() < limit => std::thread::sleep(AGAIN_IN),
            Err(TryLockError::WouldBlock) => return Ok(None),
            Err(TryLockError::Error(error)) => return Err(error),
        }
    }
}

const AGAIN_IN: Duration = Duration::from_millis(10);

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt as _;

    #[test]
    fn a_folder_that_others_use_too_is_left_as_it_is_and_ours_is_closed() {
        let parent = tempfile::tempdir().expect("a folder");
        let mode = |path: &Path| fs::metadata(path).expect("there").permissions().mode() & 0o777;
        let ours = parent.path().join("ours");
        Home::at(&ours).expect("made");
        assert_eq!(mode(&ours), 0o700, "made by us");
        let empty = parent.path().join("empty");
        let shared = parent.path().join("shared");
        for folder in [&empty, &shared] {
            fs::create_dir(folder).expect("made");
            fs::set_permissions(folder, fs::Permissions::from_mode(0o755)).expect("open");
        }
        fs::write(shared.join("letter.txt"), "somebody's").expect("written");
        Home::at(&empty).expect("taken over");
        Home::at(&shared).expect("used");
        assert_eq!(mode(&empty), 0o700, "nothing was in it");
        assert_eq!(mode(&shared), 0o755, "others may live there");
        let file = shared.join("secret");
        open_private(&file).expect("made");
        assert_eq!(mode(&file), 0o600, "a file of ours is private by itself");
    }
}

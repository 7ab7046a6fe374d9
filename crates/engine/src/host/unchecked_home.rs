//! A home that Switchhook looks at before it uses it. A look changes nothing: no folder, no rights, no file.

use std::io;
use std::path::{Path, PathBuf};

#[cfg(unix)]
use rustix::fs::{Access, AtFlags, CWD, accessat};
use switchhook_core::{FolderFacts, StoreProblem};

use super::files::{self, FileError};
use super::folders::{self, find_home, is_closed_when_used, is_ours_to_close};
use super::home::{Home, named_folder, unusable};

/// The rights of group and others to write.
const OTHERS_WRITE: u32 = 0o022;

/// The folder of a home that may be missing, or open to others.
#[derive(Clone, Debug)]
pub struct UncheckedHome(PathBuf);

impl UncheckedHome {
    /// Returns the home that [`Home::locate`] opens. Makes no folder.
    ///
    /// # Errors
    /// `store_failed` when the system names no data folder.
    pub fn locate() -> Result<Self, StoreProblem> {
        Self::at(named_folder()?)
    }

    /// Returns the home in this folder. Makes no folder.
    ///
    /// # Errors
    /// `store_failed` when the folder has no absolute path.
    pub fn at(folder: impl Into<PathBuf>) -> Result<Self, StoreProblem> {
        std::path::absolute(folder.into()).map(Self).map_err(|_| StoreProblem::FolderPath)
    }

    /// Returns the folder's path.
    pub(crate) fn folder(&self) -> &Path {
        &self.0
    }

    /// Returns what others may do in the folder, and the home where Switchhook would use it as it is.
    ///
    /// A folder in which Switchhook can't write holds a home: its data can still be read.
    pub(crate) fn look(&self) -> (Option<Home>, FolderFacts) {
        match self.found() {
            Ok(None) => {
                let nearest = self.0.ancestors().find(|folder| folder.exists());
                (None, nearest.and_then(|folder| self.unwritable(folder)).unwrap_or(FolderFacts::Missing))
            }
            Ok(Some((_, Openness { is_writable: true, is_shared, .. }))) => {
                (None, FolderFacts::WritableByOthers { is_shared })
            }
            Ok(Some((home, Openness { paths, .. }))) => {
                let named = paths.iter().map(|(path, mode)| format!("{} ({mode:04o})", path.display()));
                let facts = self.unwritable(home.folder()).unwrap_or_else(|| match paths.is_empty() {
                    true => FolderFacts::Private,
                    false => FolderFacts::OpenToOthers(named.collect()),
                });
                (Some(home), facts)
            }
            Err(error) => (None, FolderFacts::Refused(unusable(&self.0, error))),
        }
    }

    /// Returns the facts of a home for which Switchhook can't write in `folder`. `None` where it can.
    fn unwritable(&self, folder: &Path) -> Option<FolderFacts> {
        let why = check_writable(folder).err()?.kind().to_string();
        let folder = Some(self.0.display().to_string());
        Some(FolderFacts::Refused(StoreProblem::FolderReadOnly { folder, why }))
    }

    /// Removes the rights of other users from the folder and from the files of Switchhook in it. Leaves a folder alone that holds
    /// other files. Returns the paths that others had rights to and now have none. A disk may keep no rights.
    ///
    /// # Errors
    /// `store_failed` where Switchhook refuses the folder or a file, or where the system does.
    pub(crate) fn close(&self) -> Result<Vec<PathBuf>, StoreProblem> {
        self.close_found().map_err(|error| unusable(&self.0, error))
    }

    /// Fails as [`Self::close`].
    fn close_found(&self) -> Result<Vec<PathBuf>, FileError> {
        let Some((home, found)) = self.found()? else { return Ok(Vec::new()) };
        let mut open: Vec<PathBuf> = found.paths.into_iter().map(|(path, _)| path).collect();
        if found.is_writable && !found.is_shared {
            open.insert(0, home.folder().to_path_buf());
        }
        let mut closed = Vec::new();
        for path in open {
            let mode = if path.is_dir() {
                folders::close(&path)?;
                folders::open_mode(&path)?
            } else {
                files::check_file(&path)?;
                files::open_mode(&path)?
            };
            if mode.is_none() {
                closed.push(path);
            }
        }
        Ok(closed)
    }

    /// Returns the home, and what in it is open to others. `None` where there is no folder.
    ///
    /// Fails where Switchhook refuses the folder or a file in it, or where the system does.
    fn found(&self) -> Result<Option<(Home, Openness)>, FileError> {
        let Some(folder) = find_home(&self.0)? else { return Ok(None) };
        let mut found = Openness::default();
        if let Some(mode) = folders::open_mode(&folder)? {
            found.is_writable = mode & OTHERS_WRITE != 0 && !is_closed_when_used(&folder)?;
            found.is_shared = !is_ours_to_close(&folder)?;
            if !found.is_writable && !found.is_shared {
                found.paths.push((folder.clone(), mode));
            }
        }
        let home = Home::of_checked(folder);
        for path in home.folders() {
            found.paths.extend(folders::open_mode(&path)?.map(|mode| (path, mode)));
        }
        for path in home.files() {
            found.paths.extend(files::open_mode(&path)?.map(|mode| (path, mode)));
        }
        Ok(Some((home, found)))
    }
}

/// Fails where this process can't make files in a folder. Makes none.
#[cfg(unix)]
fn check_writable(folder: &Path) -> io::Result<()> {
    let rights = Access::WRITE_OK | Access::EXEC_OK;
    Ok(accessat(CWD, folder, rights, AtFlags::EACCESS)?)
}

/// Succeeds: access lists tell who may write.
#[cfg(not(unix))]
const fn check_writable(_folder: &Path) -> io::Result<()> {
    Ok(())
}

impl From<&Home> for UncheckedHome {
    /// Returns the same folder, to look at it again.
    fn from(home: &Home) -> Self {
        Self(home.folder().to_path_buf())
    }
}

/// The parts of a home that are open to others.
#[derive(Default)]
struct Openness {
    /// Whether others can write in the folder itself, so that Switchhook refuses it.
    is_writable: bool,
    /// Whether the folder, open to others, is not for Switchhook alone.
    is_shared: bool,
    /// The other open files and folders, with their modes.
    paths: Vec<(PathBuf, u32)>,
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use std::fs::{self, Permissions};
    use std::os::unix::fs::PermissionsExt as _;

    use rustix::process::geteuid;

    use super::*;

    #[test]
    fn folder_without_rights_to_write_is_refused() {
        if geteuid().is_root() {
            // Root may write in spite of the rights.
            return;
        }
        let parent = tempfile::tempdir().expect("a folder");
        let folder = parent.path().join("home");
        fs::create_dir(&folder).expect("made");
        let look = |at: &Path| UncheckedHome::at(at).expect("an absolute path").look();
        let missing = folder.join("missing/home");
        for (rights, is_refused) in [(0o500, true), (0o700, false)] {
            fs::set_permissions(&folder, Permissions::from_mode(rights)).expect("ours");
            for at in [&folder, &missing] {
                let (home, facts) = look(at);
                let is_it = matches!(facts, FolderFacts::Refused(StoreProblem::FolderReadOnly { .. }));
                assert_eq!(is_it, is_refused, "{rights:o} {at:?}: {facts:?}");
                assert_eq!(home.is_some(), at == &folder, "its data can still be read");
            }
        }
    }
}

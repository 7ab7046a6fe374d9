//! Writes the folder with the bridge page that a person deploys.

use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use switchhook_core::{BRIDGE_FILES, BRIDGE_SHA256, BRIDGE_VERSION, BridgeFile};

use crate::contract::BridgeFolder;

/// Why a folder does not hold the bridge page.
#[derive(Debug)]
pub enum BridgeNotWritten {
    /// The folder has other files of these names. Nothing was written.
    Foreign(Vec<&'static str>),
    /// A file can't be read or written.
    Failed {
        /// The file or folder.
        path: PathBuf,
        /// The answer of the operating system.
        why: ErrorKind,
    },
}

/// Writes the bridge page, and the files that hosts read beside it. Makes missing folders. Keeps files that are equal already.
///
/// # Errors
/// [`BridgeNotWritten`]. Overwrites no file.
pub fn write_bridge(folder: &Path) -> Result<BridgeFolder, BridgeNotWritten> {
    let (mut missing, mut foreign) = (Vec::new(), Vec::new());
    for file in BRIDGE_FILES {
        let path = folder.join(file.path);
        match fs::read(&path) {
            Ok(content) if content == file.text.as_bytes() => {}
            Ok(_) => foreign.push(file.path),
            Err(error) if error.kind() == ErrorKind::NotFound => missing.push(file),
            Err(error) => return Err(failed(path)(error)),
        }
    }
    if !foreign.is_empty() {
        return Err(BridgeNotWritten::Foreign(foreign));
    }
    make(folder).map_err(failed(folder.into()))?;
    for file in missing {
        write(folder, file).map_err(failed(folder.join(file.path)))?;
    }
    Ok(BridgeFolder {
        folder: folder.into(),
        version: BRIDGE_VERSION,
        sha256: BRIDGE_SHA256,
        files: BRIDGE_FILES.iter().map(|file| file.path).collect(),
    })
}

fn failed(path: PathBuf) -> impl FnOnce(io::Error) -> BridgeNotWritten {
    move |error| BridgeNotWritten::Failed { path, why: error.kind() }
}

fn write(folder: &Path, file: BridgeFile) -> io::Result<()> {
    let path = folder.join(file.path);
    path.parent().map_or(Ok(()), make)?;
    let mut written = OpenOptions::new().write(true).create_new(true).open(&path)?;
    written.write_all(file.text.as_bytes())?;
    let_all_read(&path, 0o644)
}

/// Makes a folder and its missing parents.
fn make(folder: &Path) -> io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    folder.parent().filter(|parent| !parent.as_os_str().is_empty()).map_or(Ok(()), make)?;
    fs::create_dir(folder)?;
    let_all_read(folder, 0o755)
}

/// Lets everybody read. Other files of this program are private, and a web server of another user reads these.
#[cfg(unix)]
fn let_all_read(path: &Path, mode: u32) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(mode))
}

#[cfg(not(unix))]
const fn let_all_read(_path: &Path, _mode: u32) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn content(folder: &Path, name: &str) -> String {
        fs::read_to_string(folder.join(name)).expect(name)
    }

    #[test]
    fn folder_gets_all_files_and_a_second_call_changes_none() {
        let root = tempfile::tempdir().expect("a folder");
        let folder = root.path().join("sites/bridge");
        let written = write_bridge(&folder).expect("written");
        assert_eq!(written.files[0], "index.html");
        for file in BRIDGE_FILES {
            assert_eq!(content(&folder, file.path), file.text, "{}", file.path);
        }
        fs::remove_file(folder.join("_headers")).expect("removed");
        assert_eq!(write_bridge(&folder).expect("written again"), written);
        assert_eq!(content(&folder, "_headers"), BRIDGE_FILES[1].text, "what is missing comes back");
    }

    #[test]
    fn foreign_file_stays_and_stops_all_writing() {
        let root = tempfile::tempdir().expect("a folder");
        fs::write(root.path().join("netlify.toml"), "[build]").expect("written");
        let Err(BridgeNotWritten::Foreign(files)) = write_bridge(root.path()) else {
            panic!("it is foreign")
        };
        assert_eq!(files, ["netlify.toml"]);
        assert_eq!(content(root.path(), "netlify.toml"), "[build]");
        assert!(!root.path().join("index.html").exists());
    }

    #[test]
    fn file_in_place_of_the_folder_is_named() {
        let root = tempfile::tempdir().expect("a folder");
        let file = root.path().join("file");
        fs::write(&file, "").expect("written");
        assert!(matches!(write_bridge(&file), Err(BridgeNotWritten::Failed { .. })));
    }

    #[cfg(unix)]
    #[test]
    fn web_server_of_another_user_may_read_the_files() {
        use std::os::unix::fs::MetadataExt as _;
        let root = tempfile::tempdir().expect("a folder");
        let folder = root.path().join("bridge");
        write_bridge(&folder).expect("written");
        for (path, mode) in [("", 0o755), ("index.html", 0o644), (".github/workflows", 0o755)] {
            let found = folder.join(path).metadata().expect("there").mode();
            assert_eq!(found & 0o777, mode, "{path}");
        }
    }
}

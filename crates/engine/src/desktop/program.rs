//! The path of this program, as desktop entries name it.

use std::env;
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

static THIS: OnceLock<Option<PathBuf>> = OnceLock::new();

/// Notes the path of this program at the start, before an upgrade can replace the file.
pub fn note_own_path() {
    let _ = this_program();
}

/// Returns the path that an entry has to name. For an AppImage, this is the image's file, since the unpacked program exists
/// only while it runs.
pub fn this_program() -> Option<PathBuf> {
    let image = || env::var_os("APPIMAGE").map(PathBuf::from).filter(|image| image.is_file());
    THIS.get_or_init(|| image().or_else(|| env::current_exe().ok().map(without_deleted))).clone()
}

/// Removes the suffix " (deleted)", which Linux adds to the path of a replaced file. The path then names the upgraded program.
fn without_deleted(program: PathBuf) -> PathBuf {
    if program.exists() {
        return program;
    }
    let plain = program.as_os_str().as_bytes().strip_suffix(b" (deleted)").map(OsStr::from_bytes);
    match plain.map(PathBuf::from) {
        Some(plain) if plain.is_file() => plain,
        _ => program,
    }
}

/// A program that an entry names, compared with this program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Program {
    /// The path leads to this program.
    This,
    /// The path leads to another program.
    Another,
    /// The path leads nowhere.
    Missing,
}

/// Compares two programs by their canonical paths. A name without a folder is looked up in `PATH`.
pub fn compared(this: &Path, other: &Path) -> Program {
    let found = if other.is_absolute() { Some(other.to_owned()) } else { in_path(other) };
    match found.and_then(|path| path.canonicalize().ok()) {
        Some(path) if this.canonicalize().is_ok_and(|this| this == path) => Program::This,
        Some(_) => Program::Another,
        None => Program::Missing,
    }
}

/// Whether a program of this name is in `PATH`.
pub(super) fn is_in_path(name: &str) -> bool {
    in_path(Path::new(name)).is_some()
}

fn in_path(name: &Path) -> Option<PathBuf> {
    env::split_paths(&env::var_os("PATH")?).map(|folder| folder.join(name)).find(|path| path.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn replaced_program_is_found_at_its_old_path() {
        let folder = tempfile::tempdir().unwrap();
        for file in ["upgraded", "odd", "odd (deleted)"] {
            fs::write(folder.path().join(file), "").unwrap();
        }
        for (reported, expected) in [
            ("upgraded", "upgraded"),
            ("upgraded (deleted)", "upgraded"),
            ("upgraded (deleted) (deleted)", "upgraded (deleted) (deleted)"),
            ("removed (deleted)", "removed (deleted)"),
            ("odd (deleted)", "odd (deleted)"),
        ] {
            assert_eq!(
                without_deleted(folder.path().join(reported)),
                folder.path().join(expected),
                "{reported}"
            );
        }
    }

    #[test]
    fn programs_are_compared_by_canonical_path() {
        let folder = tempfile::tempdir().unwrap();
        let (this, link) = (folder.path().join("this"), folder.path().join("link"));
        fs::write(&this, "").unwrap();
        std::os::unix::fs::symlink(&this, &link).unwrap();
        assert_eq!(compared(&this, &link), Program::This);
        assert_eq!(compared(&this, Path::new("sh")), Program::Another, "found as a shell finds it");
        assert_eq!(compared(&this, &folder.path().join("gone")), Program::Missing);
    }
}

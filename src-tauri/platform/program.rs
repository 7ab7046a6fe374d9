//! This program as entries of the desktop name it.

use std::env;
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

static THIS: OnceLock<Option<PathBuf>> = OnceLock::new();

/// Takes note of where this program lies, while it certainly lies there: an upgrade replaces the file of one that runs.
pub(crate) fn take_note() {
    let _ = this_program();
}

/// What an entry has to name: of an AppImage its file, and not the program that is unpacked for as long as it runs.
pub(crate) fn this_program() -> Option<PathBuf> {
    let image = || env::var_os("APPIMAGE").map(PathBuf::from).filter(|image| image.is_file());
    THIS.get_or_init(|| image().or_else(|| env::current_exe().ok().map(in_its_place))).clone()
}

/// The system says so of a program whose file was replaced; what lies in its place is the upgraded one.
fn in_its_place(program: PathBuf) -> PathBuf {
    if program.exists() {
        return program;
    }
    let plain = program.as_os_str().as_bytes().strip_suffix(b" (deleted)").map(OsStr::from_bytes);
    match plain.map(PathBuf::from) {
        Some(plain) if plain.is_file() => plain,
        _ => program,
    }
}

/// A program that an entry names, beside this one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Program {
    This,
    Another,
    Missing,
}

pub(crate) fn compared(this: &Path, other: &Path) -> Program {
    let found = if other.is_absolute() { Some(other.to_owned()) } else { in_path(other) };
    match found.and_then(|path| path.canonicalize().ok()) {
        Some(path) if this.canonicalize().is_ok_and(|this| this == path) => Program::This,
        Some(_) => Program::Another,
        None => Program::Missing,
    }
}

fn in_path(name: &Path) -> Option<PathBuf> {
    env::split_paths(&env::var_os("PATH")?).map(|folder| folder.join(name)).find(|path| path.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn a_program_that_was_replaced_is_what_lies_in_its_place() {
        let folder = tempfile::tempdir().unwrap();
        for file in ["upgraded", "odd", "odd (deleted)"] {
            fs::write(folder.path().join(file), "").unwrap();
        }
        for (said, expected) in [
            ("upgraded", "upgraded"),
            ("upgraded (deleted)", "upgraded"),
            ("upgraded (deleted) (deleted)", "upgraded (deleted) (deleted)"),
            ("removed (deleted)", "removed (deleted)"),
            ("odd (deleted)", "odd (deleted)"),
        ] {
            assert_eq!(in_its_place(folder.path().join(said)), folder.path().join(expected), "{said}");
        }
    }

    #[test]
    fn a_program_is_the_same_by_whatever_name() {
        let folder = tempfile::tempdir().unwrap();
        let (this, link) = (folder.path().join("this"), folder.path().join("link"));
        fs::write(&this, "").unwrap();
        std::os::unix::fs::symlink(&this, &link).unwrap();
        assert_eq!(compared(&this, &link), Program::This);
        assert_eq!(compared(&this, Path::new("sh")), Program::Another, "found as a shell finds it");
        assert_eq!(compared(&this, &folder.path().join("gone")), Program::Missing);
    }
}

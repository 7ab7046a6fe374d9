//! This program as entries of the desktop name it.

use std::env;
use std::path::{Path, PathBuf};

/// What an entry has to name: of an AppImage its file, and not the program that is unpacked for as long as it runs.
pub(crate) fn this_program() -> Option<PathBuf> {
    env::var_os("APPIMAGE")
        .map(PathBuf::from)
        .filter(|image| image.is_file())
        .or_else(|| env::current_exe().ok())
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

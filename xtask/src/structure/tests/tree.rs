//! Small workspaces in temporary folders, and the faults that the check finds there.

use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{env, fs, process};

use crate::structure::Sources;

/// A temporary folder, which the drop removes.
struct Tree(PathBuf);

/// Returns the faults of a workspace with these files, a crate `a` and a crate `engine`.
pub(super) fn faults(files: &[(&str, &str)]) -> Vec<String> {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let tree = Tree(env::temp_dir().join(format!("switchhook-structure-{}-{number}", process::id())));
    // A killed run may have left a folder with this name.
    let _ = fs::remove_dir_all(&tree.0);
    let workspace = "[workspace]\nmembers = [\"crates/a\", \"crates/engine\"]\n";
    for (path, text) in [
        ("Cargo.toml", workspace),
        ("crates/a/Cargo.toml", "[package]\nname = \"a\"\n"),
        ("crates/engine/Cargo.toml", "[package]\nname = \"switchhook-engine\"\n"),
    ]
    .iter()
    .chain(files)
    {
        let path = tree.0.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    Sources::read(&tree.0).unwrap().faults()
}

/// Asserts that a crate `a` with these files has one fault, which names each file in `named`.
pub(super) fn circle_of(files: &[(&str, &str)], named: &[&str]) {
    let below: Vec<(String, &str)> =
        files.iter().map(|(path, text)| (format!("crates/a/src/{path}"), *text)).collect();
    let files: Vec<(&str, &str)> = below.iter().map(|(path, text)| (path.as_str(), *text)).collect();
    let faults = faults(&files);
    assert_eq!(faults.len(), 1, "one circle: {faults:?}");
    assert!(faults[0].starts_with(&format!("{} files import each other", named.len())), "{}", faults[0]);
    for name in named {
        assert!(faults[0].contains(&format!("    crates/a/src/{name} → ")), "{name} in {}", faults[0]);
    }
}

/// Asserts that a crate `a` with these files has no fault.
pub(super) fn clean(files: &[(&str, &str)]) {
    let below: Vec<(String, &str)> =
        files.iter().map(|(path, text)| (format!("crates/a/src/{path}"), *text)).collect();
    let files: Vec<(&str, &str)> = below.iter().map(|(path, text)| (path.as_str(), *text)).collect();
    assert_eq!(faults(&files), Vec::<String>::new());
}

impl Drop for Tree {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

//! A workspace of a few lines in a temporary folder, and the faults that the check finds there.

use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{env, fs, process};

use crate::structure::Sources;

/// The folder goes with it.
struct Tree(PathBuf);

/// What the check says of a workspace with these files; a crate `a` is there anyway.
pub(super) fn faults(files: &[(&str, &str)]) -> Vec<String> {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let tree = Tree(env::temp_dir().join(format!("switchhook-structure-{}-{number}", process::id())));
    // one that was killed may have had the same number
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

/// The one fault of a workspace whose crate `a` has these files; each must be named in it.
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

/// The same for a crate `a` that must be clean.
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

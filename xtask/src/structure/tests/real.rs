//! The real workspace. A check that reads nothing would always be green.

use crate::cargo::root;
use crate::structure::Sources;

#[test]
fn check_sees_the_files_of_the_workspace() {
    let Sources { graph, methods } = Sources::read(&root()).unwrap();
    let count = |end: &str| graph.files.keys().filter(|path| path.ends_with(end)).count();
    assert!(count(".rs") > 200, "{} Rust files", count(".rs"));
    assert!(count(".ts") > 50, "{} files of TypeScript", count(".ts"));
    assert!(count(".svelte") > 50, "{} components", count(".svelte"));
    for file in [
        "crates/core/src/lib.rs",
        "src-tauri/main.rs",
        "tests/cli.rs",
        "tests/src/home.rs",
        "tests/desktop/screens/main.rs",
    ] {
        assert!(graph.files.contains_key(file), "{file} is seen");
    }
    assert!(methods.most().is_some_and(|(_, count)| count > 5), "public methods are seen");
}

#[test]
fn check_sees_known_imports() {
    let graph = Sources::read(&root()).unwrap().graph;
    for (from, to) in [
        ("xtask/src/structure.rs", "xtask/src/cargo.rs"),
        ("xtask/src/main.rs", "xtask/src/run.rs"),
        ("ui/main.ts", "ui/App.svelte"),
        ("ui/App.svelte", "ui/state/desk.svelte.ts"),
    ] {
        assert!(graph.arrows_from(from).any(|file| file == to), "{from} imports {to}");
    }
    // The name comes through another crate's re-export. The arrow leads to the file that defines it, not to core's root.
    let mut from_core =
        graph.arrows_from("crates/cli/src/exit.rs").filter(|file| file.starts_with("crates/core/"));
    assert!(from_core.any(|file| file != "crates/core/src/lib.rs"), "re-exports are followed");
}

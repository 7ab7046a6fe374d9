//! Programs of others, from npm: Intercom's SDK and axe. `cargo xtask test` installs them.

use std::fs;
use std::path::PathBuf;

/// Returns the folder of the scripts that use these programs.
pub fn folder() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/peers"))
}

/// Returns the source of axe, to run in a page.
pub fn axe() -> String {
    let path = folder().join("node_modules/axe-core/axe.min.js");
    fs::read_to_string(&path).unwrap_or_else(|error| {
        panic!("{}: {error}; `cargo xtask test` installs what the journeys need", path.display())
    })
}

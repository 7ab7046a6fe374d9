//! Programs of others, from npm: Intercom's own SDK and axe. `cargo xtask test` installs them.

use std::fs;
use std::path::PathBuf;

/// Where the programs that use them lie.
pub fn folder() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/peers"))
}

/// axe, to be run in a page.
pub fn axe() -> String {
    let path = folder().join("node_modules/axe-core/axe.min.js");
    fs::read_to_string(&path).unwrap_or_else(|error| {
        panic!("{}: {error}; `cargo xtask test` installs what the journeys need", path.display())
    })
}

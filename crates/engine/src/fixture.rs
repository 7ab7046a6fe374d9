//! Copies of an older version's home, for tests that open its sealed secrets. `tests/fixtures/README.md` lists its contents.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use serde_json::Value;
use sha2::{Digest as _, Sha256};
use tempfile::TempDir;

use crate::context::Context;
use crate::host::home::Home;
use crate::vault::sealing::MasterKey;
use crate::vault::{SessionKeys, VaultMode};

/// A copy of the older version's home. The vault is not open.
pub(crate) struct ClosedHome {
    pub(crate) context: Arc<Context>,
    _folder: TempDir,
}

/// A copy of the older version's home, with the vault open.
pub(crate) struct OlderHome {
    pub(crate) context: Arc<Context>,
    pub(crate) key: Arc<MasterKey>,
    _closed: ClosedHome,
}

impl ClosedHome {
    /// Copies the older version's home to a temporary folder and opens it without its key. Panics on failure.
    pub(crate) async fn copy() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let copy = folder.path().join("switchhook.db");
        std::fs::copy(database(), copy).expect("copied");
        let entry = read("before_problems_key.json");
        let text = |name: &str| entry[name].as_str().expect("a text").to_owned();
        let keys = SessionKeys::of([(text("user"), text("value"))]);
        let home = Home::at(folder.path()).expect("a home");
        let context = Context::open(home, VaultMode::Session(keys)).await.expect("opened");
        Self { context, _folder: folder }
    }
}

impl OlderHome {
    /// Copies the older version's home, opens it and its vault. Panics on failure.
    pub(crate) async fn open() -> Self {
        let closed = ClosedHome::copy().await;
        let context = Arc::clone(&closed.context);
        let key = context.vault.key().await.expect("the key");
        Self { context, key, _closed: closed }
    }
}

/// Returns the path of the database that the older version left.
pub(crate) fn database() -> PathBuf {
    path("before_problems.db")
}

/// Returns the SHA-256 sums of the sealed texts of one kind, by the id of their row; `None` for a text that did not open.
///
/// `secrets` is a key of `before_problems_shown.json`. Panics when the file lacks it.
pub(crate) fn sums_of(secrets: &str) -> BTreeMap<String, Option<String>> {
    let shown = read("before_problems_shown.json");
    serde_json::from_value(shown[secrets].clone()).expect("sums")
}

/// Returns the SHA-256 of a text, in lower-case hexadecimal digits.
pub(crate) fn sum(text: &str) -> String {
    Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Reads a file of the fixtures as JSON. Panics when it is missing or is no JSON.
fn read(name: &str) -> Value {
    let text = std::fs::read_to_string(path(name)).expect("read");
    serde_json::from_str(&text).expect("JSON")
}

/// Returns the path of a file of the fixtures.
fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name)
}

//! A home of an older version, for tests of what it sealed. `tests/fixtures/README.md` says what it holds.

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

/// A copy of that home, whose key was not asked for.
pub(crate) struct ClosedHome {
    pub(crate) context: Arc<Context>,
    _folder: TempDir,
}

/// A copy of that home, opened with its key.
pub(crate) struct OlderHome {
    pub(crate) context: Arc<Context>,
    pub(crate) key: Arc<MasterKey>,
    _closed: ClosedHome,
}

impl ClosedHome {
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
    pub(crate) async fn open() -> Self {
        let closed = ClosedHome::copy().await;
        let context = Arc::clone(&closed.context);
        let key = context.vault.key().await.expect("the key");
        Self { context, key, _closed: closed }
    }
}

/// The database of that home, as the older version left it.
pub(crate) fn database() -> PathBuf {
    path("before_problems.db")
}

/// The sums of the texts that were sealed there, by their rows; none where a text did not open.
pub(crate) fn sums_of(secrets: &str) -> BTreeMap<String, Option<String>> {
    let shown = read("before_problems_shown.json");
    serde_json::from_value(shown[secrets].clone()).expect("sums")
}

/// The SHA-256 of a text, in hex.
pub(crate) fn sum(text: &str) -> String {
    Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn read(name: &str) -> Value {
    let text = std::fs::read_to_string(path(name)).expect("read");
    serde_json::from_str(&text).expect("JSON")
}

fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name)
}

//! Looks at the keyring.

use std::path::Path;

use switchhook_core::{HealthCheck, keyring_verdict};

use crate::vault::VaultMode;
use crate::vault::look::{NeededKey, look};

/// Returns the check of the keyring. `is_open`: this process has the key open.
pub(super) async fn check(mode: &VaultMode, needed: NeededKey, is_open: bool, folder: &Path) -> HealthCheck {
    let facts = look(mode, needed, is_open, folder).await;
    HealthCheck::new("keyring", "Keyring", keyring_verdict(facts))
}

//! A look at the keyring. It makes no key, opens no vault, and asks no person.

use std::path::Path;

use rusqlite::Connection;
use switchhook_core::{KeyringFacts, VaultProblem};

use super::keyring::{ASKS_BY_ITSELF, Keyring};
use super::{VaultMode, VaultRow, entry_name, is_any_sealed};

/// The key that a database needs.
pub(crate) enum NeededKey {
    /// The database can't be read.
    Unknown,
    /// The database holds no sealed secret.
    None,
    /// The database holds sealed secrets, and no longer names their key.
    Forgotten,
    /// The database names its key.
    Named(NamedKey),
}

/// The row that names a key.
pub(crate) struct NamedKey(VaultRow);

impl NeededKey {
    /// Returns the key that a database needs.
    pub(crate) fn of(database: Option<&Connection>) -> Self {
        let Some(database) = database else { return Self::Unknown };
        match VaultRow::read(database) {
            Ok(Some(row)) => Self::Named(NamedKey(row)),
            Ok(None) if is_any_sealed(database).unwrap_or_default() => Self::Forgotten,
            Ok(None) => Self::None,
            Err(_) => Self::Unknown,
        }
    }
}

/// Returns what the keyring is, and whether it holds the key that the database of this folder needs.
///
/// `is_open`: this process has the right key open.
pub(crate) async fn look(mode: &VaultMode, needed: NeededKey, is_open: bool, folder: &Path) -> KeyringFacts {
    if matches!(mode, VaultMode::Session(_)) {
        return KeyringFacts::Session;
    }
    let is_forgotten = matches!(needed, NeededKey::Forgotten);
    let looked = look_into(&Keyring::default(), mode, needed, folder).await;
    match looked {
        Ok(KeyringFacts::Locked { .. }) => KeyringFacts::Locked { is_open },
        Err(VaultProblem::KeyGone { .. }) if is_open && is_forgotten => KeyringFacts::Forgotten,
        // The open key proved itself, so the entry is at fault.
        Err(VaultProblem::KeyGone { .. } | VaultProblem::OtherKey { .. }) if is_open => KeyringFacts::Differs,
        looked => looked.unwrap_or_else(KeyringFacts::Failed),
    }
}

/// Returns what the keyring is to a process that has no key open.
///
/// Fails with the problem that opening the vault would meet.
async fn look_into(
    keyring: &Keyring,
    mode: &VaultMode,
    needed: NeededKey,
    folder: &Path,
) -> Result<KeyringFacts, VaultProblem> {
    let folder = folder.display().to_string();
    keyring.exists().await?;
    if keyring.is_locked().await? {
        return Ok(KeyringFacts::Locked { is_open: false });
    }
    let row = match needed {
        NeededKey::Named(NamedKey(row)) => row,
        NeededKey::Unknown => return Ok(KeyringFacts::Unasked),
        NeededKey::None => return Ok(KeyringFacts::Keyless),
        NeededKey::Forgotten => return Err(VaultProblem::KeyGone { folder }),
    };
    if row.mode != mode.code() {
        return Err(VaultProblem::OtherMode);
    }
    if ASKS_BY_ITSELF {
        return Ok(KeyringFacts::Unread);
    }
    let entry = entry_name(&row.vault_id, &row.key_id);
    // The keyring crate asks the person to unlock each entry that it finds, in any keyring.
    if keyring.is_entry_locked(&entry).await? {
        return Ok(KeyringFacts::Locked { is_open: false });
    }
    match keyring.read_unlocked(&entry, &|| {}).await? {
        None => Err(VaultProblem::KeyGone { folder }),
        Some(value) if row.key_in(&value).is_none() => Err(VaultProblem::OtherKey { folder }),
        Some(_) => Ok(KeyringFacts::Equal),
    }
}

//! The vault: where the master key lives, and how it is made, once, and never again.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rusqlite::OptionalExtension as _;
use switchhook_core::{Code, ErrorReport};
use tokio::sync::Mutex;
use zeroize::Zeroizing;

use crate::crash;
use crate::home::{Home, open_private};
use crate::keyring::{self, OnLocked};
use crate::sealing::{KEY_ID_LEN, MasterKey, Row};
use crate::store::Store;

/// Where the master key is kept.
#[derive(Clone)]
pub enum VaultMode {
    /// One entry of the system's keyring.
    OsKeyring,
    /// Memory only: gone with the program.
    Session(SessionKeys),
}

/// The keys of a session: what a keyring would hold, in memory. Clones share it, as two processes share
/// a keyring.
#[derive(Clone, Default)]
pub struct SessionKeys(Arc<std::sync::Mutex<HashMap<String, Zeroizing<String>>>>);

impl VaultMode {
    pub(crate) const fn code(&self) -> &'static str {
        match self {
            Self::OsKeyring => "os_keyring",
            Self::Session(_) => "session",
        }
    }

    async fn read(
        &self,
        user: &str,
        waiting: &OnLocked<'_>,
    ) -> Result<Option<Zeroizing<String>>, ErrorReport> {
        match self {
            Self::OsKeyring => keyring::read(user, waiting).await,
            Self::Session(keys) => {
                Ok(keys.0.lock().unwrap_or_else(PoisonError::into_inner).get(user).cloned())
            }
        }
    }

    async fn write(
        &self,
        user: &str,
        value: Zeroizing<String>,
        waiting: &OnLocked<'_>,
    ) -> Result<(), ErrorReport> {
        match self {
            Self::OsKeyring => keyring::write(user, value, waiting).await,
            Self::Session(keys) => {
                keys.0.lock().unwrap_or_else(PoisonError::into_inner).insert(user.to_string(), value);
                Ok(())
            }
        }
    }
}

/// The way to the master key. Loads it at the first use and keeps it; a failure is tried anew.
pub(crate) struct Vault {
    pub(crate) mode: VaultMode,
    home: Home,
    store: Store,
    key: Mutex<Option<Arc<MasterKey>>>,
}

/// The vault's row: which key the secrets of this database are sealed with.
struct Named {
    vault_id: String,
    key_id: [u8; KEY_ID_LEN],
    mode: String,
    check: Vec<u8>,
}

const CHECKED: &[u8] = b"switchhook";
const CHECK: Row<'static> = Row { kind: "vault/check", id: "", client_id: "", origins: &[] };

impl Vault {
    pub(crate) fn new(mode: VaultMode, home: Home, store: Store) -> Self {
        Self { mode, home, store, key: Mutex::new(None) }
    }

    /// The key that opens what is stored, loaded and verified. A vault that was never made is made now.
    /// `waiting` is told when a person is asked to unlock the keyring first.
    pub(crate) async fn key(&self, waiting: impl Fn() + Send + Sync) -> Result<Arc<MasterKey>, ErrorReport> {
        let mut held = self.key.lock().await;
        if let Some(key) = held.as_ref() {
            return Ok(Arc::clone(key));
        }
        let named = self.named().await?;
        let key = Arc::new(match named {
            Some(named) => self.load(&named, &waiting).await?,
            None => self.make(&waiting).await?,
        });
        *held = Some(Arc::clone(&key));
        tracing::debug!(mode = self.mode.code(), "the vault is open");
        Ok(key)
    }

    async fn named(&self) -> Result<Option<Named>, ErrorReport> {
        self.store
            .read(|db| {
                let sql = "SELECT vault_id, key_id, mode, check_blob FROM vault";
                db.query_row(sql, [], |row| {
                    Ok(Named {
                        vault_id: row.get(0)?,
                        key_id: row.get(1)?,
                        mode: row.get(2)?,
                        check: row.get(3)?,
                    })
                })
                .optional()
            })
            .await
    }

    async fn load(&self, named: &Named, waiting: &OnLocked<'_>) -> Result<MasterKey, ErrorReport> {
        if named.mode != self.mode.code() {
            return Err(ErrorReport::new(Code::KeyMissing)
                .saying("The stored tokens were sealed in another mode of the vault."));
        }
        let value = self.mode.read(&user(&named.vault_id, &named.key_id), waiting).await?;
        let bytes = value.and_then(|value| read_entry(&value, &named.key_id)).ok_or(Code::KeyMissing)?;
        let key = MasterKey::new(named.vault_id.clone(), named.key_id, bytes);
        let opened = key.open(&CHECK, &named.check).map_err(|_| Code::KeyMissing)?;
        if opened.as_slice() == CHECKED { Ok(key) } else { Err(Code::KeyMissing.into()) }
    }

    /// Makes the vault under a file lock: two first runs at once must not make two keys.
    async fn make(&self, waiting: &OnLocked<'_>) -> Result<MasterKey, ErrorReport> {
        let path = self.home.vault_lock();
        let lock = tokio::task::spawn_blocking(move || {
            let file = open_private(&path)?;
            file.lock()?;
            Ok::<_, std::io::Error>(file)
        });
        let _lock = lock.await.ok().and_then(Result::ok).ok_or(Code::StoreFailed)?;
        if let Some(named) = self.named().await? {
            return self.load(&named, waiting).await;
        }
        let key = fresh_key()?;
        let user = user(&key.vault_id, &key.key_id);
        let value = write_entry(&key);
        self.mode.write(&user, value.clone(), waiting).await?;
        // Some keyrings take a value and lose it; only what reads back equal is relied on.
        if self.mode.read(&user, waiting).await? != Some(value) {
            return Err(ErrorReport::new(Code::VaultUnavailable)
                .saying("The system's keyring does not give back what it was given."));
        }
        crash::point("key-kept");
        let check = key.seal(&CHECK, CHECKED).map_err(|_| Code::StoreFailed)?;
        let (vault_id, key_id, mode) = (key.vault_id.clone(), key.key_id, self.mode.code());
        self.store
            .write(move |db| {
                db.execute(
                    "INSERT INTO vault (one, vault_id, key_id, mode, check_blob) VALUES (1, ?1, ?2, ?3, ?4)",
                    (vault_id, key_id, mode, check),
                )
            })
            .await?;
        crash::point("vault-made");
        Ok(key)
    }
}

fn fresh_key() -> Result<MasterKey, ErrorReport> {
    let mut key = Zeroizing::new([0; 32]);
    let mut key_id = [0; KEY_ID_LEN];
    let no_randomness =
        |_| ErrorReport::new(Code::VaultUnavailable).saying("The system gives no randomness.");
    getrandom::fill(key.as_mut_slice()).map_err(no_randomness)?;
    getrandom::fill(&mut key_id).map_err(no_randomness)?;
    Ok(MasterKey::new(uuid::Uuid::new_v4().simple().to_string(), key_id, key))
}

fn user(vault_id: &str, key_id: &[u8; KEY_ID_LEN]) -> String {
    format!("{vault_id}/{}", URL_SAFE_NO_PAD.encode(key_id))
}

/// One ASCII line without an end: some keyrings break on a newline, KWallet takes only text.
fn write_entry(key: &MasterKey) -> Zeroizing<String> {
    let secret = Zeroizing::new(URL_SAFE_NO_PAD.encode(key.expose()));
    Zeroizing::new(format!("swk1.{}.{}", URL_SAFE_NO_PAD.encode(key.key_id), secret.as_str()))
}

fn read_entry(value: &str, key_id: &[u8; KEY_ID_LEN]) -> Option<Zeroizing<[u8; 32]>> {
    let (id, secret) = value.strip_prefix("swk1.")?.split_once('.')?;
    if URL_SAFE_NO_PAD.decode(id).ok()?.as_slice() != key_id {
        return None;
    }
    let bytes = Zeroizing::new(URL_SAFE_NO_PAD.decode(secret).ok()?);
    bytes.as_slice().try_into().ok().map(Zeroizing::new)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_reads_back_as_the_key_it_was_written_from_and_only_under_its_id() {
        let key = fresh_key().expect("randomness");
        let value = write_entry(&key);
        assert!(value.is_ascii() && !value.contains('\n'), "one ASCII line");
        let read = read_entry(&value, &key.key_id).expect("its own entry");
        assert_eq!(read.as_slice(), key.expose().as_slice());
        assert!(read_entry(&value, &[0; KEY_ID_LEN]).is_none(), "another key's id");
        for damaged in ["", "swk1.", "swk2.a.b", &value[..value.len() - 4]] {
            assert!(read_entry(damaged, &key.key_id).is_none(), "damaged");
        }
    }
}

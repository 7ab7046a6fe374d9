//! The vault: where the master key lives, and how it is made, once, and never again.

use std::collections::HashMap;
use std::fs::File;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rusqlite::OptionalExtension as _;
use switchhook_core::{Code, Problem, StoreProblem, VaultProblem};
use tokio::sync::{Notify, watch};
use zeroize::Zeroizing;

use crate::host::home::Home;
use crate::host::kill_points;
use crate::host::process_lock::is_any_older_alive;
use crate::host::turns::take_turn;
use crate::store::changes::Changes;
use crate::store::connection::Store;
use crate::store::{accounts, attempts, registrations};
use crate::vault::binding::Binding;
use crate::vault::keyring::{Keyring, OnLocked};
use crate::vault::sealing::{KEY_ID_LEN, MasterKey};

pub(crate) mod account_token;
pub(crate) mod attempt_secrets;
mod binding;
pub(crate) mod keyring;
pub(crate) mod registration_secret;
pub(crate) mod sealing;
mod upgrade;

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
pub struct SessionKeys(Arc<Mutex<HashMap<String, Zeroizing<String>>>>);

impl SessionKeys {
    /// Keys that are known already, each by the name of its entry: for a test that opens a home of an older version.
    #[doc(hidden)]
    pub fn of(entries: impl IntoIterator<Item = (String, String)>) -> Self {
        let held = entries.into_iter().map(|(user, value)| (user, Zeroizing::new(value))).collect();
        Self(Arc::new(Mutex::new(held)))
    }
}

impl VaultMode {
    pub(crate) const fn code(&self) -> &'static str {
        match self {
            Self::OsKeyring => "os_keyring",
            Self::Session(_) => "session",
        }
    }
}

/// What is known of the vault, for whoever shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum VaultState {
    /// Open, or not needed yet.
    #[default]
    Well,
    /// A person is asked to unlock the keyring, now.
    Waiting(Problem),
    /// It did not open when it was last needed.
    Shut(Problem),
}

impl VaultState {
    /// The words for the person; none while all is well.
    pub const fn problem(&self) -> Option<&Problem> {
        match self {
            Self::Well => None,
            Self::Waiting(error) | Self::Shut(error) => Some(error),
        }
    }
}

type Opened = Result<Arc<MasterKey>, Problem>;

/// The way to the master key. Loads it at the first use and keeps it; a failure is tried anew by whoever
/// needs it next.
pub(crate) struct Vault {
    pub(crate) mode: VaultMode,
    home: Home,
    store: Store,
    changes: Changes,
    keyring: Keyring,
    key: Mutex<Key>,
    state: watch::Sender<VaultState>,
    given_up: Notify,
}

enum Key {
    Unknown,
    /// Being loaded or made, in a task of its own: whoever needs it meanwhile waits for the same answer, and
    /// a person is asked once.
    Opening(watch::Receiver<Option<Opened>>),
    Open(Arc<MasterKey>),
}

/// The vault's row: which key the secrets of this database are sealed with.
struct Named {
    vault_id: String,
    key_id: [u8; KEY_ID_LEN],
    mode: String,
    check: Vec<u8>,
}

const CHECKED: &[u8] = b"switchhook";

/// A first run takes a moment once the keyring is unlocked; one that takes longer has stopped.
const TURN_IN: Duration = Duration::from_secs(10);

impl Vault {
    pub(crate) fn new(mode: VaultMode, home: Home, store: Store, changes: Changes) -> Self {
        Self {
            mode,
            home,
            store,
            changes,
            keyring: Keyring::default(),
            key: Mutex::new(Key::Unknown),
            state: watch::Sender::default(),
            given_up: Notify::new(),
        }
    }

    /// The key that opens what is stored, loaded and verified. A vault that was never made is made now.
    pub(crate) async fn key(self: &Arc<Self>) -> Opened {
        let mut opening = match &mut *self.held() {
            Key::Open(key) => return Ok(Arc::clone(key)),
            // One whose task is gone without an answer is none.
            Key::Opening(opening) if opening.has_changed().is_ok() => opening.clone(),
            key => {
                let (answer, opening) = watch::channel(None);
                *key = Key::Opening(opening.clone());
                tokio::spawn(Arc::clone(self).answer(answer));
                opening
            }
        };
        let opened = opening.wait_for(Option::is_some).await;
        opened.ok().and_then(|opened| opened.clone()).unwrap_or_else(|| Err(VaultProblem::Absent.into()))
    }

    /// Whether the key is in memory: then using it asks nobody.
    pub(crate) fn is_open(&self) -> bool {
        matches!(*self.held(), Key::Open(_))
    }

    /// Whether the key that opens the stored tokens was looked for and is gone. Nothing is written then, since another keyring
    /// may have it.
    pub(crate) fn is_key_missing(&self) -> bool {
        let is_missing = |problem: &Problem| problem.code() == Code::KeyMissing;
        self.state.borrow().problem().is_some_and(is_missing)
    }

    /// Whether the key was asked for and did not come.
    pub(crate) fn is_shut(&self) -> bool {
        *self.state.borrow() != VaultState::Well
    }

    /// What is known of the vault, and every change of it.
    pub(crate) fn state(&self) -> watch::Receiver<VaultState> {
        self.state.subscribe()
    }

    /// Stops waiting for a person who is asked to unlock the keyring.
    pub(crate) fn give_up(&self) {
        if matches!(*self.state.borrow(), VaultState::Waiting(_)) {
            self.given_up.notify_waiters();
        }
    }

    async fn answer(self: Arc<Self>, answer: watch::Sender<Option<Opened>>) {
        let opened = tokio::select! {
            opened = self.open() => opened.map(Arc::new),
            () = self.given_up.notified() => Err(VaultProblem::StillLocked.into()),
        };
        *self.held() = opened.as_ref().map_or(Key::Unknown, |key| Key::Open(Arc::clone(key)));
        self.show(match &opened {
            Ok(_) => VaultState::Well,
            Err(error) => VaultState::Shut(error.clone()),
        });
        tracing::debug!(mode = self.mode.code(), open = opened.is_ok(), "the vault was asked for its key");
        answer.send_replace(Some(opened));
    }

    async fn open(&self) -> Result<MasterKey, Problem> {
        let waiting = || self.show(VaultState::Waiting(VaultProblem::Waiting.into()));
        match self.named().await? {
            Some(named) => self.load(&named, &waiting).await,
            None => self.make(&waiting).await,
        }
    }

    /// Refuses to make a vault where something is sealed already: then its row was deleted, and a new key opens nothing.
    async fn must_be_first(&self) -> Result<(), Problem> {
        let is_any_sealed = |db: &rusqlite::Connection| {
            Ok(registrations::is_any_sealed(db)?
                || accounts::is_any_sealed(db)?
                || attempts::is_any_sealed(db)?)
        };
        match self.store.read(is_any_sealed).await? {
            true => Err(VaultProblem::KeyGone { folder: self.home.folder().display().to_string() }.into()),
            false => Ok(()),
        }
    }

    fn show(&self, state: VaultState) {
        let changed = self.state.send_if_modified(|held| {
            let changed = *held != state;
            *held = state;
            changed
        });
        if changed {
            self.changes.announce();
        }
    }

    fn held(&self) -> MutexGuard<'_, Key> {
        self.key.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn named(&self) -> Result<Option<Named>, Problem> {
        let read = |db: &rusqlite::Connection| {
            let sql = "SELECT vault_id, key_id, mode, check_blob FROM vault";
            db.query_row(sql, [], |row| {
                Ok(Named {
                    vault_id: row.get("vault_id")?,
                    key_id: row.get("key_id")?,
                    mode: row.get("mode")?,
                    check: row.get("check_blob")?,
                })
            })
            .optional()
        };
        Ok(self.store.read(read).await?)
    }

    async fn load(&self, named: &Named, waiting: &OnLocked<'_>) -> Result<MasterKey, Problem> {
        if named.mode != self.mode.code() {
            return Err(VaultProblem::OtherMode.into());
        }
        let folder = || self.home.folder().display().to_string();
        let value = self.read(&user(&named.vault_id, &named.key_id), waiting).await?;
        let value = value.ok_or_else(|| VaultProblem::KeyGone { folder: folder() })?;
        let wrong = || VaultProblem::OtherKey { folder: folder() };
        let bytes = read_entry(&value, &named.key_id).ok_or_else(wrong)?;
        let key = MasterKey::new(named.vault_id.clone(), named.key_id, bytes);
        let is_older = upgrade::is_older(&named.check);
        let binding = check_binding(self.mode.code());
        let opened = match is_older {
            true => upgrade::open_check(&key, &binding, &named.check),
            false => key.open(&binding, &named.check),
        };
        if opened.map_err(|_| wrong())?.as_slice() != CHECKED {
            return Err(wrong().into());
        }
        if is_older { self.upgrade(key).await } else { Ok(key) }
    }

    /// Seals all secrets anew, and then the check, which tells that it is done.
    async fn upgrade(&self, key: MasterKey) -> Result<MasterKey, Problem> {
        if is_any_older_alive(&self.home) {
            return Err(VaultProblem::OlderRunning.into());
        }
        let binding = check_binding(self.mode.code());
        let key = self
            .store
            .write(move |db| {
                // Another process may have done it meanwhile.
                let check: Vec<u8> = db.query_row("SELECT check_blob FROM vault", [], |row| row.get(0))?;
                if upgrade::is_older(&check) {
                    upgrade::reseal(db, &key)?;
                    db.execute("UPDATE vault SET check_blob = ?1", [key.seal(&binding, CHECKED)?])?;
                }
                Ok(key)
            })
            .await?;
        // What was sealed before is still sealed: the maintenance erases it later.
        let _ = self.store.erase_deleted().await;
        Ok(key)
    }

    /// Makes the vault. Two first runs at once must not make two keys, so they take turns; a person is asked
    /// to unlock the keyring before, since nobody should wait for somebody else's question.
    async fn make(&self, waiting: &OnLocked<'_>) -> Result<MasterKey, Problem> {
        if matches!(self.mode, VaultMode::OsKeyring) {
            self.keyring.ready(waiting).await?;
        }
        let _turn = turn(self.home.vault_lock(), TURN_IN).await?;
        if let Some(named) = self.named().await? {
            return self.load(&named, waiting).await;
        }
        self.must_be_first().await?;
        let key = fresh_key()?;
        let user = user(&key.vault_id, &key.key_id);
        let value = write_entry(&key);
        self.write(&user, value.clone(), waiting).await?;
        // Some keyrings take a value and lose it; only what reads back equal is relied on.
        if self.read(&user, waiting).await? != Some(value) {
            return Err(VaultProblem::Forgetful.into());
        }
        kill_points::point("key-kept");
        let check = key.seal(&check_binding(self.mode.code()), CHECKED).map_err(|_| StoreProblem::Failed)?;
        let (vault_id, key_id, mode) = (key.vault_id.clone(), key.key_id, self.mode.code());
        self.store
            .write(move |db| {
                db.execute(
                    "INSERT INTO vault (one, vault_id, key_id, mode, check_blob) VALUES (1, ?1, ?2, ?3, ?4)",
                    (vault_id, key_id, mode, check),
                )
            })
            .await?;
        kill_points::point("vault-made");
        Ok(key)
    }

    async fn read(&self, user: &str, waiting: &OnLocked<'_>) -> Result<Option<Zeroizing<String>>, Problem> {
        match &self.mode {
            VaultMode::OsKeyring => Ok(self.keyring.read(user, waiting).await?),
            VaultMode::Session(keys) => {
                Ok(keys.0.lock().unwrap_or_else(PoisonError::into_inner).get(user).cloned())
            }
        }
    }

    async fn write(
        &self,
        user: &str,
        value: Zeroizing<String>,
        waiting: &OnLocked<'_>,
    ) -> Result<(), Problem> {
        match &self.mode {
            VaultMode::OsKeyring => Ok(self.keyring.write(user, value, waiting).await?),
            VaultMode::Session(keys) => {
                keys.0.lock().unwrap_or_else(PoisonError::into_inner).insert(user.to_string(), value);
                Ok(())
            }
        }
    }
}

fn check_binding(mode: &str) -> Binding {
    Binding::of("vault/check").text("mode", mode).done()
}

/// The file lock of first runs. The system lets go of it when a process ends, however it does.
async fn turn(path: PathBuf, limit: Duration) -> Result<File, Problem> {
    let taken = tokio::task::spawn_blocking(move || take_turn(&path, limit)).await;
    let taken =
        taken.map_err(|_| StoreProblem::Failed)?.map_err(|error| error.or(|_| StoreProblem::Failed))?;
    taken.ok_or_else(|| VaultProblem::MadeElsewhere.into())
}

fn fresh_key() -> Result<MasterKey, VaultProblem> {
    let mut key = Zeroizing::new([0; 32]);
    let mut key_id = [0; KEY_ID_LEN];
    getrandom::fill(key.as_mut_slice()).map_err(|_| VaultProblem::NoRandomness)?;
    getrandom::fill(&mut key_id).map_err(|_| VaultProblem::NoRandomness)?;
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

    #[tokio::test]
    async fn a_first_run_that_stopped_holds_up_the_next_for_its_time_only() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("vault.lock");
        let moment = Duration::from_millis(50);
        let stopped = turn(path.clone(), moment).await.expect("the first comes at once");
        let next = tokio::time::timeout(Duration::from_secs(10), turn(path.clone(), moment));
        let refused = next.await.expect("given up in its time").expect_err("it is held");
        assert_eq!(refused, VaultProblem::MadeElsewhere.into());
        drop(stopped);
        assert!(turn(path, moment).await.is_ok(), "whoever ends lets go of it");
    }

    #[tokio::test]
    async fn many_who_need_the_key_at_once_wait_for_one_answer() {
        let folder = tempfile::tempdir().expect("a folder");
        let home = Home::at(folder.path()).expect("a home");
        let changes = Changes::new();
        let store = Store::open(&home, changes.clone()).expect("a store");
        let mode = VaultMode::Session(SessionKeys::default());
        let vault = Arc::new(Vault::new(mode, home, store, changes));
        let first = vault.key();
        let second = vault.key();
        let (first, second) = tokio::join!(first, second);
        let (first, second) = (first.expect("made"), second.expect("the same"));
        assert!(Arc::ptr_eq(&first, &second), "one opening serves both");
    }

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

//! The vault: where the master key lives, and how Switchhook makes it once.

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

use crate::host::file_locks::lock_within;
use crate::host::home::Home;
use crate::host::kill_points;
use crate::host::process_lock::is_any_older_alive;
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
pub(crate) mod look;
pub(crate) mod registration_secret;
pub(crate) mod sealing;
#[cfg(test)]
mod tests;
mod upgrade;

/// Where the master key lives.
#[derive(Clone)]
pub enum VaultMode {
    /// One entry of the system's keyring.
    OsKeyring,
    /// Memory alone. The key is gone when the program ends.
    Session(SessionKeys),
}

/// The keys of a session, in memory instead of a keyring. Clones share the keys, as processes share a
/// keyring.
#[derive(Clone, Default)]
pub struct SessionKeys(Arc<Mutex<HashMap<String, Zeroizing<String>>>>);

impl SessionKeys {
    /// Returns known keys, each by the name of its entry. A test opens the home of an older version with
    /// them.
    #[doc(hidden)]
    pub fn of(entries: impl IntoIterator<Item = (String, String)>) -> Self {
        let held = entries.into_iter().map(|(user, value)| (user, Zeroizing::new(value))).collect();
        Self(Arc::new(Mutex::new(held)))
    }
}

impl VaultMode {
    /// Returns the word for this mode in the database and in the window.
    pub(crate) const fn code(&self) -> &'static str {
        match self {
            Self::OsKeyring => "os_keyring",
            Self::Session(_) => "session",
        }
    }
}

/// The state of the vault, for display.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum VaultState {
    /// The vault is open, or nothing needed it yet.
    #[default]
    Well,
    /// The keyring could not be reached at the last test. It is tested again soon.
    Unreached(Problem),
    /// The system asks a person to unlock the keyring now.
    Waiting(Problem),
    /// The vault did not open when Switchhook last needed it.
    Shut(Problem),
}

impl VaultState {
    /// Returns why the vault is not open. `None` in [`Self::Well`].
    pub const fn problem(&self) -> Option<&Problem> {
        match self {
            Self::Well => None,
            Self::Unreached(error) | Self::Waiting(error) | Self::Shut(error) => Some(error),
        }
    }
}

/// The outcome of opening the vault.
type Opened = Result<Arc<MasterKey>, Problem>;

/// Loads the master key at its first use and keeps it in memory. After a failure, the next use tries again.
pub(crate) struct Vault {
    pub(crate) mode: VaultMode,
    home: Home,
    store: Store,
    changes: Changes,
    keyring: Keyring,
    key: Mutex<Key>,
    state: watch::Sender<VaultState>,
    /// Ends the wait for a person who is asked to unlock the keyring.
    given_up: Notify,
}

/// How far the key is.
enum Key {
    /// No task is loading the key.
    Unknown,
    /// A task of its own loads or makes the key. Other callers wait for its answer, so a person is asked
    /// once.
    Opening(watch::Receiver<Option<Opened>>),
    /// The key is in memory.
    Open(Arc<MasterKey>),
}

/// The vault's row. It names the key that seals the secrets of this database.
struct VaultRow {
    vault_id: String,
    key_id: [u8; KEY_ID_LEN],
    mode: String,
    /// [`CHECK_TEXT`], sealed with the key.
    check: Vec<u8>,
}

impl VaultRow {
    /// Returns the vault's row. `None` where the vault was never made.
    ///
    /// # Errors
    /// A failure of the database.
    fn read(db: &rusqlite::Connection) -> rusqlite::Result<Option<Self>> {
        let sql = "SELECT vault_id, key_id, mode, check_blob FROM vault";
        db.query_row(sql, [], |row| {
            Ok(Self {
                vault_id: row.get("vault_id")?,
                key_id: row.get("key_id")?,
                mode: row.get("mode")?,
                check: row.get("check_blob")?,
            })
        })
        .optional()
    }

    /// Returns the key in an entry. `None` where the entry holds another key, or no key.
    fn key_in(&self, value: &str) -> Option<MasterKey> {
        let bytes = read_entry(value, &self.key_id)?;
        let key = MasterKey::new(self.vault_id.clone(), self.key_id, bytes);
        let binding = check_binding(&self.mode);
        let opened = match upgrade::is_older(&self.check) {
            true => upgrade::open_check(&key, &binding, &self.check),
            false => key.open(&binding, &self.check),
        };
        (opened.ok()?.as_slice() == CHECK_TEXT).then_some(key)
    }
}

/// Whether the database holds any sealed secret.
///
/// # Errors
/// A failure of the database.
fn is_any_sealed(db: &rusqlite::Connection) -> rusqlite::Result<bool> {
    Ok(registrations::is_any_sealed(db)? || accounts::is_any_sealed(db)? || attempts::is_any_sealed(db)?)
}

/// The text that proves the key: the vault's row holds it sealed.
const CHECK_TEXT: &[u8] = b"switchhook";

/// The pause before a keyring that could not be reached is tested again.
const TEST_AGAIN_IN: Duration = Duration::from_secs(5);
/// The longest wait for another first run. It takes a moment once the keyring is unlocked, so a longer one
/// has stopped.
const TURN_IN: Duration = Duration::from_secs(10);

impl Vault {
    /// Returns a vault that has not looked for its key yet.
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

    /// Returns the master key, loaded and verified. Makes the vault where the home has none.
    ///
    /// # Errors
    /// - `vault_unavailable` where the keyring fails, where another process makes the vault for too long, or
    ///   while an older version runs.
    /// - `vault_locked` where a person does not unlock the keyring.
    /// - `key_missing` where the key is gone, is another one, or belongs to another mode.
    /// - `store_failed`.
    pub(crate) async fn key(self: &Arc<Self>) -> Opened {
        let mut opening = match &mut *self.lock_key() {
            Key::Open(key) => return Ok(Arc::clone(key)),
            // A task that ended without an answer does not count.
            Key::Opening(opening) if opening.has_changed().is_ok() => opening.clone(),
            key => {
                let (answer, opening) = watch::channel(None);
                *key = Key::Opening(opening.clone());
                tokio::spawn(Arc::clone(self).run_opening(answer));
                opening
            }
        };
        let opened = opening.wait_for(Option::is_some).await;
        opened.ok().and_then(|opened| opened.clone()).unwrap_or_else(|| Err(VaultProblem::Absent.into()))
    }

    /// Tests whether the keyring can be reached, until it can or the vault is open, and sets the state by each
    /// test. A keyring may start after Switchhook. Asks no person: a locked keyring is no problem before it is
    /// needed.
    pub(crate) async fn test(&self) {
        if matches!(self.mode, VaultMode::OsKeyring) {
            self.test_by(|| self.keyring.exists(), TEST_AGAIN_IN).await;
        }
    }

    /// Repeats a test until it succeeds or the vault is open, with this pause.
    async fn test_by<T: Future<Output = Result<(), VaultProblem>>>(
        &self,
        test: impl Fn() -> T,
        pause: Duration,
    ) {
        loop {
            let tested = test().await;
            let is_reached = tested.is_ok();
            self.set_tested(tested);
            if is_reached || self.is_open() {
                return;
            }
            tokio::time::sleep(pause).await;
        }
    }

    /// Sets the state by the outcome of a test. A use of the vault that failed for another reason counts before
    /// a failed test. A use that could not reach the keyring either is over once a later test succeeds.
    fn set_tested(&self, tested: Result<(), VaultProblem>) {
        let key = self.lock_key();
        let held = self.state.borrow().clone();
        match (tested, held) {
            (Err(problem), VaultState::Well | VaultState::Unreached(_)) if matches!(*key, Key::Unknown) => {
                self.set_state(VaultState::Unreached(problem.into()));
            }
            (Err(problem), VaultState::Shut(held)) if held.code() == Code::VaultUnavailable => {
                self.set_state(VaultState::Unreached(problem.into()));
            }
            (Ok(()), VaultState::Unreached(_)) => self.set_state(VaultState::Well),
            _ => {}
        }
    }

    /// Whether the key is in memory. Then [`Self::key`] asks no person.
    pub(crate) fn is_open(&self) -> bool {
        matches!(*self.lock_key(), Key::Open(_))
    }

    /// Whether [`Self::key`] asks no person now: the key is in memory, or the keyring is unlocked. `false` where the keyring does
    /// not answer.
    pub(crate) async fn opens_unasked(&self) -> bool {
        self.is_open() || matches!(self.mode, VaultMode::OsKeyring) && self.keyring.is_unlocked().await
    }

    /// Whether the last try found no key that opens the stored tokens. The database does not record that,
    /// since another keyring may hold the key.
    pub(crate) fn is_key_missing(&self) -> bool {
        let is_missing = |problem: &Problem| problem.code() == Code::KeyMissing;
        self.state.borrow().problem().is_some_and(is_missing)
    }

    /// Whether the vault waits for a person, or did not open at the last try. A failed test does not count.
    pub(crate) fn is_shut(&self) -> bool {
        matches!(*self.state.borrow(), VaultState::Waiting(_) | VaultState::Shut(_))
    }

    /// Returns a receiver of the vault's state and of every change.
    pub(crate) fn state(&self) -> watch::Receiver<VaultState> {
        self.state.subscribe()
    }

    /// Ends the wait for a person who is asked to unlock the keyring: [`Self::key`] fails with
    /// `vault_locked`. Does nothing while no person is asked.
    pub(crate) fn give_up(&self) {
        if matches!(*self.state.borrow(), VaultState::Waiting(_)) {
            self.given_up.notify_waiters();
        }
    }

    /// Opens the vault, keeps the outcome, and sends it to all callers that wait.
    async fn run_opening(self: Arc<Self>, answer: watch::Sender<Option<Opened>>) {
        let opened = tokio::select! {
            opened = self.open() => opened.map(Arc::new),
            () = self.given_up.notified() => Err(VaultProblem::StillLocked.into()),
        };
        *self.lock_key() = opened.as_ref().map_or(Key::Unknown, |key| Key::Open(Arc::clone(key)));
        self.set_state(match &opened {
            Ok(_) => VaultState::Well,
            Err(error) => VaultState::Shut(error.clone()),
        });
        tracing::debug!(mode = self.mode.code(), open = opened.is_ok(), "tried to open the vault");
        answer.send_replace(Some(opened));
    }

    /// Loads the key that the vault's row names. Makes the vault where there is no row. Returns the key.
    ///
    /// # Errors
    /// As [`Self::load`] and [`Self::make`].
    async fn open(&self) -> Result<MasterKey, Problem> {
        let waiting = || self.set_state(VaultState::Waiting(VaultProblem::Waiting.into()));
        match self.stored_row().await? {
            Some(named) => self.load(&named, &waiting).await,
            None => self.make(&waiting).await,
        }
    }

    /// Refuses to make a vault where the database holds a sealed secret. Then the vault's row was deleted,
    /// and a new key would open nothing.
    ///
    /// # Errors
    /// [`VaultProblem::KeyGone`], `store_failed`.
    async fn refuse_where_secrets_exist(&self) -> Result<(), Problem> {
        match self.store.read(is_any_sealed).await? {
            true => Err(VaultProblem::KeyGone { folder: self.home.folder().display().to_string() }.into()),
            false => Ok(()),
        }
    }

    /// Sets the state, and announces it where it changed.
    fn set_state(&self, state: VaultState) {
        let changed = self.state.send_if_modified(|held| {
            let changed = *held != state;
            *held = state;
            changed
        });
        if changed {
            self.changes.announce();
        }
    }

    /// Locks the key.
    fn lock_key(&self) -> MutexGuard<'_, Key> {
        self.key.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the vault's row. `None` where the vault was never made.
    ///
    /// # Errors
    /// `store_failed`.
    async fn stored_row(&self) -> Result<Option<VaultRow>, Problem> {
        Ok(self.store.read(VaultRow::read).await?)
    }

    /// Reads the key that the vault's row names, and verifies it. Upgrades the secrets where an older
    /// version wrote the row. Returns the key.
    ///
    /// # Errors
    /// `key_missing` where the key is gone, is another one, or belongs to another mode. `vault_unavailable`
    /// or `vault_locked` by the keyring. `vault_unavailable` for an upgrade while a program of an older
    /// version runs. `store_failed`.
    async fn load(&self, named: &VaultRow, waiting: &OnLocked<'_>) -> Result<MasterKey, Problem> {
        if named.mode != self.mode.code() {
            return Err(VaultProblem::OtherMode.into());
        }
        let folder = || self.home.folder().display().to_string();
        let value = self.read(&entry_name(&named.vault_id, &named.key_id), waiting).await?;
        let value = value.ok_or_else(|| VaultProblem::KeyGone { folder: folder() })?;
        let key = named.key_in(&value).ok_or_else(|| VaultProblem::OtherKey { folder: folder() })?;
        if upgrade::is_older(&named.check) { self.upgrade(key).await } else { Ok(key) }
    }

    /// Seals all secrets anew, and then the check, which marks the upgrade as done. Returns the key.
    ///
    /// # Errors
    /// [`VaultProblem::OlderRunning`] while a program of an older version runs, `store_failed`.
    async fn upgrade(&self, key: MasterKey) -> Result<MasterKey, Problem> {
        if is_any_older_alive(&self.home) {
            return Err(VaultProblem::OlderRunning.into());
        }
        let binding = check_binding(self.mode.code());
        let key = self
            .store
            .write(move |db| {
                // Another process may have upgraded the vault meanwhile.
                let check: Vec<u8> = db.query_row("SELECT check_blob FROM vault", [], |row| row.get(0))?;
                if upgrade::is_older(&check) {
                    upgrade::reseal(db, &key)?;
                    db.execute("UPDATE vault SET check_blob = ?1", [key.seal(&binding, CHECK_TEXT)?])?;
                }
                Ok(key)
            })
            .await?;
        // The old blobs are still sealed. Maintenance erases them later where this fails.
        let _ = self.store.erase_deleted().await;
        Ok(key)
    }

    /// Makes the vault: a new key that the keyring holds and the database names. Returns the key.
    ///
    /// Two first runs at once must not make two keys, so they take turns. A person unlocks the keyring
    /// before the turn, so that no run waits for another run's question.
    ///
    /// # Errors
    /// `vault_unavailable` where the keyring fails or loses the key, where another run takes too long, or where
    /// the system gives no randomness. `vault_locked` where a person does not unlock the keyring. `key_missing` where secrets exist without
    /// a vault. `store_failed`.
    async fn make(&self, waiting: &OnLocked<'_>) -> Result<MasterKey, Problem> {
        if matches!(self.mode, VaultMode::OsKeyring) {
            self.keyring.ready(waiting).await?;
        }
        let _turn = first_run_turn(self.home.vault_lock(), TURN_IN).await?;
        if let Some(named) = self.stored_row().await? {
            return self.load(&named, waiting).await;
        }
        self.refuse_where_secrets_exist().await?;
        let key = fresh_key()?;
        let user = entry_name(&key.vault_id, &key.key_id);
        let value = write_entry(&key);
        self.write(&user, value.clone(), waiting).await?;
        // Some keyrings accept a value and lose it. So only a value that reads back equal counts.
        if self.read(&user, waiting).await? != Some(value) {
            return Err(VaultProblem::Forgetful.into());
        }
        kill_points::point("key-kept");
        let check =
            key.seal(&check_binding(self.mode.code()), CHECK_TEXT).map_err(|_| StoreProblem::Failed)?;
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

    /// Reads an entry of the keyring or of the session. `None` where there is none. Calls `waiting` when a
    /// person must unlock the keyring.
    ///
    /// # Errors
    /// `vault_unavailable` or `vault_locked`, by the keyring.
    async fn read(&self, user: &str, waiting: &OnLocked<'_>) -> Result<Option<Zeroizing<String>>, Problem> {
        match &self.mode {
            VaultMode::OsKeyring => Ok(self.keyring.read(user, waiting).await?),
            VaultMode::Session(keys) => {
                Ok(keys.0.lock().unwrap_or_else(PoisonError::into_inner).get(user).cloned())
            }
        }
    }

    /// Writes an entry of the keyring or of the session. Calls `waiting` when a person must unlock the
    /// keyring.
    ///
    /// # Errors
    /// `vault_unavailable` or `vault_locked`, by the keyring.
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

/// Returns the binding of the vault's check.
fn check_binding(mode: &str) -> Binding {
    Binding::of("vault/check").text("mode", mode).done()
}

/// Takes the file lock of first runs, and returns the file that holds it. The system releases the lock when
/// a process ends in any way.
///
/// # Errors
/// [`VaultProblem::MadeElsewhere`] where another process holds the lock for `limit`, `store_failed`.
async fn first_run_turn(path: PathBuf, limit: Duration) -> Result<File, Problem> {
    let taken = tokio::task::spawn_blocking(move || lock_within(&path, limit)).await;
    let taken =
        taken.map_err(|_| StoreProblem::Failed)?.map_err(|error| error.or(|_| StoreProblem::Failed))?;
    taken.ok_or_else(|| VaultProblem::MadeElsewhere.into())
}

/// Returns a random key with new ids.
///
/// # Errors
/// [`VaultProblem::NoRandomness`] where the system gives none.
fn fresh_key() -> Result<MasterKey, VaultProblem> {
    let mut key = Zeroizing::new([0; 32]);
    let mut key_id = [0; KEY_ID_LEN];
    getrandom::fill(key.as_mut_slice()).map_err(|_| VaultProblem::NoRandomness)?;
    getrandom::fill(&mut key_id).map_err(|_| VaultProblem::NoRandomness)?;
    Ok(MasterKey::new(uuid::Uuid::new_v4().simple().to_string(), key_id, key))
}

/// Returns the name of a key's entry in the keyring.
fn entry_name(vault_id: &str, key_id: &[u8; KEY_ID_LEN]) -> String {
    format!("{vault_id}/{}", URL_SAFE_NO_PAD.encode(key_id))
}

/// Returns the text of a key's entry: one line of ASCII without a line end. Some keyrings break on a
/// newline; KWallet takes text alone.
fn write_entry(key: &MasterKey) -> Zeroizing<String> {
    let secret = Zeroizing::new(URL_SAFE_NO_PAD.encode(key.expose()));
    Zeroizing::new(format!("swk1.{}.{}", URL_SAFE_NO_PAD.encode(key.key_id), secret.as_str()))
}

/// Returns the key in the text of an entry. `None` where the text is damaged or belongs to another key.
fn read_entry(value: &str, key_id: &[u8; KEY_ID_LEN]) -> Option<Zeroizing<[u8; 32]>> {
    let (id, secret) = value.strip_prefix("swk1.")?.split_once('.')?;
    if URL_SAFE_NO_PAD.decode(id).ok()?.as_slice() != key_id {
        return None;
    }
    let bytes = Zeroizing::new(URL_SAFE_NO_PAD.decode(secret).ok()?);
    bytes.as_slice().try_into().ok().map(Zeroizing::new)
}

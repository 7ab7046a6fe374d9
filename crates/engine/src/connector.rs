//! The verbs: begin, receive, cancel, check, reconnect, forget, uninstall. Shells call these and show
//! what comes back.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use switchhook_core::{Code, ErrorReport};
use tokio::sync::watch;
use url::Url;

use crate::changes::Changes;
use crate::home::Home;
use crate::http::Http;
use crate::owner::Owner;
use crate::sealing::MasterKey;
use crate::store::Store;
use crate::vault::{Vault, VaultMode};

mod accounts;
mod attempts;
mod begin;
mod drive;
mod own_token;
mod receive;
mod registrations;
mod show;

pub use accounts::TagChange;
pub use begin::{Begun, ConnectRequest};
pub use own_token::OwnToken;
pub use receive::Received;
pub use registrations::NewRegistration;

/// One home's connector; clones share everything.
#[derive(Clone)]
pub struct Connector {
    inner: Arc<Inner>,
}

struct Inner {
    home: Home,
    store: Store,
    changes: Changes,
    vault: Vault,
    http: Http,
    owner: Owner,
    /// Authorization URLs of attempts begun here: they carry the state, so they live in memory only.
    links: Mutex<HashMap<String, Url>>,
    /// Attempts whose token the store refused to take, kept until it does.
    unsaved: Mutex<HashMap<String, drive::Drive>>,
    /// Why the vault could not be opened when it was last needed.
    vault_error: Mutex<Option<ErrorReport>>,
    /// How many token requests are under way: their codes are spent, so the program must not end now.
    answering: AtomicUsize,
}

impl Connector {
    /// Opens a home: its database is made or migrated. Neither keyring nor network is touched;
    /// [`Self::resume`] is the next step.
    ///
    /// # Errors
    /// `store_failed` when the home can't be used.
    pub async fn open(home: Home, mode: VaultMode) -> Result<Self, ErrorReport> {
        let changes = Changes::new();
        let (opened, store) = {
            let (home, changes) = (home.clone(), changes.clone());
            let open = move || {
                let store = Store::open(&home, changes)?;
                let owner = Owner::announce(&home).map_err(|error| {
                    ErrorReport::new(Code::StoreFailed)
                        .saying(format!("The data folder can't be written: {}.", error.kind()))
                })?;
                Ok::<_, ErrorReport>((owner, store))
            };
            tokio::task::spawn_blocking(open).await.map_err(|_| Code::StoreFailed)??
        };
        let inner = Inner {
            vault: Vault::new(mode, home.clone(), store.clone()),
            home,
            store,
            changes,
            http: Http::default(),
            owner: opened,
            links: Mutex::default(),
            unsaved: Mutex::default(),
            vault_error: Mutex::default(),
            answering: AtomicUsize::default(),
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// A number that grows with every change, other processes' included (within 250 ms).
    pub fn follow(&self) -> watch::Receiver<u64> {
        self.inner.changes.follow(&self.inner.home)
    }

    /// The home this connector works in.
    pub fn home(&self) -> &Home {
        &self.inner.home
    }

    /// Whether a provider is answering a code: ending the program now would lose it. It takes 20 seconds
    /// at most.
    pub fn is_answering(&self) -> bool {
        self.inner.answering.load(Ordering::Relaxed) > 0
    }

    /// The master key, verified. That the key of stored tokens is gone is written to every account.
    async fn key(&self) -> Result<Arc<MasterKey>, ErrorReport> {
        let key = self.inner.vault.key().await;
        let error = key.as_ref().err().cloned();
        if error.as_ref().is_some_and(|error| error.code == Code::KeyMissing) {
            let sql = "UPDATE account SET status = 'needs_reconnect' WHERE status != 'needs_reconnect'";
            self.store().write(|db| db.execute(sql, [])).await?;
        }
        let changed = {
            let mut held = self.inner.vault_error.lock().unwrap_or_else(PoisonError::into_inner);
            let changed = *held != error;
            *held = error;
            changed
        };
        if changed {
            self.inner.changes.announce();
        }
        key
    }

    fn store(&self) -> &Store {
        &self.inner.store
    }
}

/// A `usage` report with words of its own.
fn usage(message: impl Into<String>, hint: impl Into<String>) -> ErrorReport {
    ErrorReport::new(Code::Usage).saying(message).hinting(hint)
}

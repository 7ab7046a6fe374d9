//! The verbs: begin, receive, cancel, check, reconnect, read figures, ask, disable, forget, uninstall. Shells call these and
//! show what comes back.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex};
use std::time::Instant;

use switchhook_core::{Code, ErrorReport};
use tokio::sync::watch;
use url::Url;

use crate::host::home::Home;
use crate::host::process_lock::Owner;
use crate::intercom::http::Http;
use crate::store::changes::Changes;
use crate::store::{Store, disk_full};
use crate::vault::sealing::MasterKey;
use crate::vault::{Vault, VaultMode, VaultState};

/// One home's connector; clones share everything.
#[derive(Clone)]
pub struct Connector {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) home: Home,
    pub(crate) store: Store,
    pub(crate) changes: Changes,
    pub(crate) vault: Arc<Vault>,
    pub(crate) http: Http,
    pub(crate) owner: Owner,
    /// Authorization URLs of attempts begun here: they carry the state, so they live in memory only.
    pub(crate) links: Mutex<HashMap<String, Url>>,
    /// Those of them that no browser could be asked to open, when that was last tried.
    pub(crate) unopened: Mutex<HashSet<String>>,
    /// Attempts whose token the store refused to take, kept until it does; none while it is offered again.
    pub(crate) unsaved: Mutex<HashMap<String, Option<crate::connect::driver::Drive>>>,
    /// Attempts that a task of this process drives, and whether ending the program would lose what they came back with.
    pub(crate) driven: watch::Sender<HashMap<String, bool>>,
    /// Accounts whose figures this process asks for, and how those who join wait for the end.
    pub(crate) reading: Mutex<HashMap<String, crate::remote::figure_rounds::Ended>>,
    /// Held while delivered links are opened.
    pub(crate) delivered: Arc<tokio::sync::Mutex<()>>,
    /// Attempts that failed for the vault or the store, and when they are tried again.
    pub(crate) postponed: Mutex<HashMap<String, Instant>>,
    pub(crate) strays: crate::connect::strays::Strays,
    /// The provider's rate limits, as far as they are known.
    pub(crate) gate: crate::intercom::rate_limit::Gate,
}

impl Connector {
    /// Opens a home: its database is made or migrated. Neither keyring nor network is touched;
    /// [`Self::resume`] or [`Self::tend`] finishes what a stopped program left.
    ///
    /// # Errors
    /// `store_failed` when the home can't be used.
    pub async fn open(home: Home, mode: VaultMode) -> Result<Self, ErrorReport> {
        let changes = Changes::new();
        let (opened, store) = {
            let (full, home, changes) = (home.clone(), home.clone(), changes.clone());
            let open = move || {
                let store = Store::open(&home, changes)?;
                let owner = Owner::announce(&home).map_err(|error| {
                    ErrorReport::new(Code::StoreFailed)
                        .saying(format!("The data folder can't be written: {}.", error.kind()))
                })?;
                Ok::<_, ErrorReport>((owner, store))
            };
            // SQLite says of a full disk only that something did not work.
            let open = move || open().map_err(|report| if full.is_full() { disk_full() } else { report });
            tokio::task::spawn_blocking(open).await.map_err(|_| Code::StoreFailed)??
        };
        let inner = Inner {
            vault: Arc::new(Vault::new(mode, home.clone(), store.clone(), changes.clone())),
            home,
            store,
            changes,
            http: Http::default(),
            owner: opened,
            links: Mutex::default(),
            unopened: Mutex::default(),
            unsaved: Mutex::default(),
            driven: watch::Sender::default(),
            reading: Mutex::default(),
            delivered: Arc::default(),
            postponed: Mutex::default(),
            strays: crate::connect::strays::Strays::default(),
            gate: crate::intercom::rate_limit::Gate::default(),
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

    /// The master key, verified.
    pub(crate) async fn key(&self) -> Result<Arc<MasterKey>, ErrorReport> {
        self.inner.vault.key().await
    }

    /// Opens the vault now, so that a person who mended their keyring sees that it works.
    ///
    /// # Errors
    /// The vault's code.
    pub async fn open_vault(&self) -> Result<(), ErrorReport> {
        self.key().await.map(drop)
    }

    /// Stops waiting for a keyring that asks to be unlocked: whoever needed it is told that it is locked.
    pub fn stop_waiting(&self) {
        self.inner.vault.give_up();
    }

    /// What is known of the vault, and every change of it.
    pub fn vault(&self) -> watch::Receiver<VaultState> {
        self.inner.vault.state()
    }

    /// The key that opens the stored tokens was looked for and is gone: until it is back, every account
    /// needs a reconnect. Nothing is written, since another keyring may have it.
    pub(crate) fn is_key_missing(&self) -> bool {
        self.vault().borrow().error().is_some_and(|error| error.code == Code::KeyMissing)
    }

    pub(crate) fn store(&self) -> &Store {
        &self.inner.store
    }
}

/// A `usage` report with words of its own.
pub(crate) fn usage(message: impl Into<String>, hint: impl Into<String>) -> ErrorReport {
    ErrorReport::new(Code::Usage).saying(message).hinting(hint)
}

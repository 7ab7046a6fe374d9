//! The means that each room of the engine may use. They do nothing by themselves.

use std::sync::Arc;

use switchhook_core::{Problem, StoreProblem};

use crate::host::home::Home;
use crate::host::process_lock::ProcessLock;
use crate::intercom::http::Http;
use crate::intercom::rate_limit::RateLimiter;
use crate::store::changes::Changes;
use crate::store::connection::Store;
use crate::vault::{Vault, VaultMode};

/// The store, vault, HTTP client and locks of one home, opened by this process.
pub(crate) struct Context {
    pub(crate) home: Home,
    pub(crate) store: Store,
    pub(crate) changes: Changes,
    pub(crate) vault: Arc<Vault>,
    pub(crate) http: Http,
    pub(crate) limits: RateLimiter,
    /// Shows other processes that this one is alive.
    pub(crate) process: ProcessLock,
}

impl Context {
    /// Opens a home: creates its database, or migrates it to this version, and takes this process's lock. Uses neither
    /// keyring nor network.
    ///
    /// # Errors
    /// `store_failed` when the home can't be used; [`StoreProblem::DiskFull`] when its disk is full.
    pub(crate) async fn open(home: Home, mode: VaultMode) -> Result<Arc<Self>, Problem> {
        let changes = Changes::new();
        let (process, store) = {
            let (full, home, changes) = (home.clone(), home.clone(), changes.clone());
            let open = move || {
                let store = Store::open(&home, changes)?;
                let unwritable = |why| StoreProblem::FolderReadOnly { folder: None, why };
                let process = ProcessLock::announce(&home).map_err(|error| error.or(unwritable))?;
                Ok::<_, StoreProblem>((process, store))
            };
            // SQLite reports a full disk only as a general failure.
            let open = move || {
                open().map_err(|problem| if full.is_full() { StoreProblem::DiskFull } else { problem })
            };
            tokio::task::spawn_blocking(open).await.map_err(|_| StoreProblem::Failed)??
        };
        Ok(Arc::new(Self {
            vault: Arc::new(Vault::new(mode, home.clone(), store.clone(), changes.clone())),
            home,
            store,
            changes,
            http: Http::default(),
            limits: RateLimiter::default(),
            process,
        }))
    }
}

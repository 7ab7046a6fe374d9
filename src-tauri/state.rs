//! The state that the commands share: the connector, the sandbox, and the page's last reading.

use std::sync::PoisonError;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use switchhook_engine::contract::{Failure, News, Overview};
use switchhook_engine::core::{AccountId, AttemptId, Problem, RegistrationId};
use switchhook_engine::{ConnectRequest, Connector, DeltaState, Doctor, Home, VaultMode};
use tokio::sync::{Notify, OnceCell};

use crate::sandbox::OwnSandbox;

/// How long to wait before another try to open the home.
pub(crate) const RETRY_AFTER: Duration = Duration::from_secs(2);

/// The result of a command, as the window gets it.
pub(crate) type Answer<T> = Result<T, Failure>;

/// The program's state.
pub(crate) struct Desktop {
    home: Home,
    connector: OnceCell<Connector>,
    sandbox: OwnSandbox,
    /// The number of changes when the page last began to read.
    read: AtomicU64,
    /// The overview that the page has, to send only the differences.
    sent: std::sync::Mutex<DeltaState>,
    /// Notified when the window should close and stays open.
    stays: Notify,
}

impl Desktop {
    pub(crate) fn new(home: Home) -> Self {
        Self {
            home,
            connector: OnceCell::new(),
            sandbox: OwnSandbox::default(),
            read: AtomicU64::new(0),
            sent: std::sync::Mutex::default(),
            stays: Notify::new(),
        }
    }

    /// Notes that the page begins to read, and that its reading includes this number of changes.
    pub(crate) fn reads(&self, changes: u64) {
        self.read.store(changes, Ordering::SeqCst);
    }

    /// Returns the parts of the overview that are new to a page with the reading of revision `has`.
    pub(crate) fn news(&self, overview: Overview, has: Option<u32>) -> News {
        self.sent.lock().unwrap_or_else(PoisonError::into_inner).news(overview, has)
    }

    /// Whether something has changed since the page last began to read.
    pub(crate) fn is_behind(&self, changes: u64) -> bool {
        self.read.load(Ordering::SeqCst) != changes
    }

    /// Wakes [`Self::stayed`]: the window should close, and stays open.
    pub(crate) fn stay(&self) {
        self.stays.notify_one();
    }

    /// Returns when the window should close, and stays open because a token is not stored.
    pub(crate) async fn stayed(&self) {
        self.stays.notified().await;
    }

    /// Returns the connector, and opens it at the first call. A later call tries again after a failure.
    pub(crate) async fn connector(&self) -> Result<&Connector, Problem> {
        self.connector.get_or_try_init(|| Connector::open(self.home.clone(), VaultMode::OsKeyring)).await
    }

    /// Returns the handle that examines the home, also where it can't be opened.
    pub(crate) async fn doctor(&self) -> Doctor {
        self.connector().await.map_or_else(|_| Doctor::of_unopened(&self.home), Connector::doctor)
    }

    /// Returns the connector if it is open.
    pub(crate) fn opened(&self) -> Option<&Connector> {
        self.connector.get()
    }

    /// Begins an attempt and opens the browser. Where no browser opens, the attempt goes on: the page says so and offers to
    /// copy the link.
    pub(crate) async fn begin(&self, request: ConnectRequest) -> Result<AttemptId, Problem> {
        let attempts = self.connector().await?.attempts();
        let attempt = attempts.begin(request).await?.attempt;
        if let Err(problem) = attempts.open_consent(&attempt).await {
            tracing::warn!(code = problem.code().as_str(), "no browser could be opened");
        }
        Ok(attempt)
    }

    /// Returns the registration of the running sandbox, and starts a sandbox where none runs.
    pub(crate) async fn sandbox_registration(&self) -> Result<RegistrationId, Problem> {
        self.sandbox.registration(self.connector().await?, &self.home).await
    }

    /// Returns the connector. For a sandbox account, starts a sandbox first where none runs, so that requests can reach it.
    pub(crate) async fn wake_sandbox_of(&self, account: &AccountId) -> Result<&Connector, Problem> {
        let connector = self.connector().await?;
        if connector.accounts().is_any_of_sandbox(std::slice::from_ref(account)).await? {
            self.sandbox_registration().await?;
        }
        Ok(connector)
    }
}

//! The state holds what the commands share: the connector, opened in the background, and what the page was told.

use std::sync::PoisonError;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use switchhook_engine::contract::{Failure, News, Overview};
use switchhook_engine::core::{AccountId, AttemptId, Problem, RegistrationId};
use switchhook_engine::{ConnectRequest, Connector, DeltaState, Home, VaultMode};
use tokio::sync::{Notify, OnceCell};

use crate::sandbox::OwnSandbox;

/// How soon a home that could not be opened is tried again.
pub(crate) const AGAIN_IN: Duration = Duration::from_secs(2);

/// What a command answers the window.
pub(crate) type Answer<T> = Result<T, Failure>;

/// The state of the program.
pub(crate) struct Desktop {
    home: Home,
    connector: OnceCell<Connector>,
    sandbox: OwnSandbox,
    /// The count of changes when the page last began to read.
    read: AtomicU64,
    /// What the page was told.
    told: std::sync::Mutex<DeltaState>,
    /// The window was to be closed, and stayed.
    stays: Notify,
}

impl Desktop {
    pub(crate) fn new(home: Home) -> Self {
        Self {
            home,
            connector: OnceCell::new(),
            sandbox: OwnSandbox::default(),
            read: AtomicU64::new(0),
            told: std::sync::Mutex::default(),
            stays: Notify::new(),
        }
    }

    /// The page begins to read, and so many changes are in what it reads.
    pub(crate) fn reads(&self, changes: u64) {
        self.read.store(changes, Ordering::SeqCst);
    }

    /// What of it is new to a page that has the reading of that revision.
    pub(crate) fn news(&self, overview: Overview, has: Option<u32>) -> News {
        self.told.lock().unwrap_or_else(PoisonError::into_inner).news(overview, has)
    }

    /// Whether something has changed since the page last began to read.
    pub(crate) fn is_behind(&self, changes: u64) -> bool {
        self.read.load(Ordering::SeqCst) != changes
    }

    /// The window was to be closed, and stays: whoever waits for that is told.
    pub(crate) fn stay(&self) {
        self.stays.notify_one();
    }

    /// Returns when the window was to be closed, and stays for the sake of a token that is not stored.
    pub(crate) async fn stayed(&self) {
        self.stays.notified().await;
    }

    /// The connector; a failure to open is tried anew by whoever asks next.
    pub(crate) async fn connector(&self) -> Result<&Connector, Problem> {
        self.connector.get_or_try_init(|| Connector::open(self.home.clone(), VaultMode::OsKeyring)).await
    }

    /// The connector, where it is open by now.
    pub(crate) fn opened(&self) -> Option<&Connector> {
        self.connector.get()
    }

    /// Begins an attempt and asks the browser to open. That no browser could be asked ends nothing: the
    /// attempt says so, and its link can be copied.
    pub(crate) async fn begin(&self, request: ConnectRequest) -> Result<AttemptId, Problem> {
        let attempts = self.connector().await?.attempts();
        let attempt = attempts.begin(request).await?.attempt;
        if let Err(problem) = attempts.open_consent(&attempt).await {
            tracing::warn!(code = problem.code().as_str(), "no browser could be asked");
        }
        Ok(attempt)
    }

    /// The registration of the running sandbox; one is started where none runs.
    pub(crate) async fn sandbox_registration(&self) -> Result<RegistrationId, Problem> {
        self.sandbox.registration(self.connector().await?, &self.home).await
    }

    /// A sandbox account needs a running sandbox to be asked about.
    pub(crate) async fn wake_sandbox_of(&self, account: &AccountId) -> Result<&Connector, Problem> {
        let connector = self.connector().await?;
        if connector.accounts().is_any_of_sandbox(std::slice::from_ref(account)).await? {
            self.sandbox_registration().await?;
        }
        Ok(connector)
    }
}

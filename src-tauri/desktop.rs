//! What the commands share: the connector, opened in the background, and the sandbox, started when
//! somebody wants to try it.

use std::time::Duration;

use switchhook_engine::core::{Code, DeepLink, ErrorReport, RegistrationKind};
use switchhook_engine::{ConnectRequest, Connector, Home, Received, VaultMode, sandbox};
use switchhook_sandbox::{Options, Sandbox, Seed};
use tauri::{AppHandle, Manager as _, RunEvent, Runtime, async_runtime};
use tokio::sync::{Mutex, OnceCell};

use crate::deep_link::Launch;
use crate::window;

/// The state of the program.
pub(crate) struct Desktop {
    home: Home,
    connector: OnceCell<Connector>,
    sandbox: Mutex<Option<Sandbox>>,
}

impl Desktop {
    pub(crate) fn new(home: Home) -> Self {
        Self { home, connector: OnceCell::new(), sandbox: Mutex::new(None) }
    }

    pub(crate) fn home(&self) -> &Home {
        &self.home
    }

    /// The connector; a failure to open is tried anew by whoever asks next.
    pub(crate) async fn connector(&self) -> Result<&Connector, ErrorReport> {
        self.connector.get_or_try_init(|| Connector::open(self.home.clone(), VaultMode::OsKeyring)).await
    }

    /// Begins an attempt and asks the browser to open. That no browser could be asked ends nothing: the
    /// link can be copied.
    pub(crate) async fn begin(&self, request: ConnectRequest) -> Result<String, ErrorReport> {
        let connector = self.connector().await?;
        let attempt = connector.begin(request).await?.attempt;
        if let Err(error) = connector.open_consent(&attempt) {
            tracing::warn!(code = error.code.as_str(), "no browser could be asked");
        }
        Ok(attempt)
    }

    /// The registration of the running sandbox; one is started where none runs.
    pub(crate) async fn sandbox_registration(&self) -> Result<String, ErrorReport> {
        let connector = self.connector().await?;
        let mut own = self.sandbox.lock().await;
        if let Ok(registration) = connector.sandbox_registration().await {
            return Ok(registration.id);
        }
        let options =
            Options { seed: Seed::from_bytes(sandbox::seed(&self.home)?), port: None, redirect_uris: vec![] };
        let started = switchhook_sandbox::start(options).await.map_err(|error| {
            ErrorReport::new(Code::ProviderUnreachable).saying(format!("The sandbox can't start: {error}."))
        })?;
        sandbox::announce(&self.home, &started.description().url)?;
        *own = Some(started);
        Ok(connector.sandbox_registration().await?.id)
    }

    /// A sandbox account needs a running sandbox to be asked about.
    pub(crate) async fn wake_sandbox_of(&self, account: &str) -> Result<&Connector, ErrorReport> {
        let connector = self.connector().await?;
        if connector.kind_of(account).await? == RegistrationKind::Sandbox {
            self.sandbox_registration().await?;
        }
        Ok(connector)
    }
}

/// Opens the connector, takes the link this process was started with, and looks after attempts.
pub(crate) fn begin<R: Runtime>(app: &AppHandle<R>, launch: Launch) {
    if let Launch::Link(link) = launch {
        receive(app, link);
    }
    let app = app.clone();
    async_runtime::spawn(async move {
        let opened = async {
            let connector = app.state::<Desktop>().inner().connector().await?.clone();
            connector.resume().await?;
            Ok::<_, ErrorReport>(connector)
        };
        match opened.await {
            Ok(connector) => connector.tend().await,
            Err(error) => tracing::error!(code = error.code.as_str(), "the home could not be opened"),
        }
    });
}

/// Hands a link to the connector. Only one that matched an attempt raises the window.
pub(crate) fn receive<R: Runtime>(app: &AppHandle<R>, link: DeepLink) {
    let app = app.clone();
    async_runtime::spawn(async move {
        let desktop = app.state::<Desktop>();
        let received = match desktop.connector().await {
            Ok(connector) => connector.receive(link).await,
            Err(error) => Err(error),
        };
        match received {
            Ok(Received::Ended(_) | Received::Undecided) => window::raise(&app),
            Ok(Received::Delivered) => {}
            Err(error) => tracing::info!(code = error.code.as_str(), "a link was refused"),
        }
    });
}

/// The provider is answering: its code is spent, so the program stays until the token is stored.
pub(crate) fn on_event<R: Runtime>(app: &AppHandle<R>, event: RunEvent) {
    let RunEvent::ExitRequested { api, .. } = event else { return };
    let desktop = app.state::<Desktop>();
    let answering = |desktop: &Desktop| desktop.connector.get().is_some_and(Connector::is_answering);
    if !answering(&desktop) {
        return;
    }
    api.prevent_exit();
    let app = app.clone();
    async_runtime::spawn(async move {
        while answering(&app.state::<Desktop>()) {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        app.exit(0);
    });
}

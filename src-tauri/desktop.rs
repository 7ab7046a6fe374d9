//! What the commands share: the connector, opened in the background, and the sandbox, started when
//! somebody wants to try it.

use std::sync::PoisonError;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use switchhook_engine::contract::{Checked, News, Overview, Presence};
use switchhook_engine::core::{Code, ErrorReport, RegistrationKind};
use switchhook_engine::{ConnectRequest, Connector, Home, Told, VaultMode, sandbox};
use switchhook_sandbox::{Options, Sandbox, Seed};
use tauri::{AppHandle, Manager as _, RunEvent, Runtime, WindowEvent, async_runtime};
use tokio::sync::{Mutex, Notify, OnceCell, mpsc};

use crate::links::launch::Launch;
use crate::links::receive::receive;
use crate::presence::login;
use crate::presence::tray::{self, Icon};
use crate::window;

/// How soon a home that could not be opened is tried again.
const AGAIN_IN: Duration = Duration::from_secs(2);

/// How long is waited for a tray to take our icon.
const DRAWN_IN: Duration = Duration::from_secs(3);

/// How long a desktop that has just begun may take to show its tray.
const TRAY_COMES_IN: Duration = Duration::from_secs(10);

/// The state of the program.
pub(crate) struct Desktop {
    home: Home,
    connector: OnceCell<Connector>,
    sandbox: Mutex<Option<Sandbox>>,
    /// The count of changes when the page last began to read.
    read: AtomicU64,
    /// What the page was told.
    told: std::sync::Mutex<Told>,
    /// Ends the check of many accounts that is under way.
    stop_checking: Notify,
    /// The window was to be closed, and stayed.
    stays: Notify,
    /// The icon in the tray, where a person wants one.
    icon: Icon,
}

impl Desktop {
    pub(crate) fn new(home: Home) -> Self {
        Self {
            home,
            connector: OnceCell::new(),
            sandbox: Mutex::new(None),
            read: AtomicU64::new(0),
            told: std::sync::Mutex::default(),
            stop_checking: Notify::new(),
            stays: Notify::new(),
            icon: Icon::default(),
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

    /// Returns when the window was to be closed, and stays for the sake of a token that is not stored.
    pub(crate) async fn stayed(&self) {
        self.stays.notified().await;
    }

    /// The connector; a failure to open is tried anew by whoever asks next.
    pub(crate) async fn connector(&self) -> Result<&Connector, ErrorReport> {
        self.connector.get_or_try_init(|| Connector::open(self.home.clone(), VaultMode::OsKeyring)).await
    }

    /// Begins an attempt and asks the browser to open. That no browser could be asked ends nothing: the
    /// attempt says so, and its link can be copied.
    pub(crate) async fn begin(&self, request: ConnectRequest) -> Result<String, ErrorReport> {
        let connector = self.connector().await?;
        let attempt = connector.begin(request).await?.attempt;
        if let Err(error) = connector.open_consent(&attempt).await {
            tracing::warn!(code = error.code.as_str(), "no browser could be asked");
        }
        Ok(attempt)
    }

    /// How the program stays at hand.
    pub(crate) async fn presence(&self) -> Result<Presence, ErrorReport> {
        let wants_tray = self.wants_tray().await?;
        let (tray_shown, login) = tokio::join!(tray::has_host(), async_runtime::spawn_blocking(login::is_on));
        let login = login.unwrap_or_default();
        Ok(Presence { tray: tray::IS_KNOWN.then_some(wants_tray), tray_shown, login })
    }

    async fn wants_tray(&self) -> Result<bool, ErrorReport> {
        self.connector().await?.wants_tray().await
    }

    /// Keeps whether an icon in the tray is wanted, and puts it there or takes it away.
    pub(crate) async fn set_tray<R: Runtime>(&self, app: &AppHandle<R>, on: bool) -> Result<(), ErrorReport> {
        self.connector().await?.set_wants_tray(on).await?;
        self.draw_icon(app, on).await;
        Ok(())
    }

    async fn draw_icon<R: Runtime>(&self, app: &AppHandle<R>, on: bool) {
        if !on {
            self.icon.take();
            return;
        }
        let app = app.clone();
        // A tray that does not answer holds up nobody, and is handed the icon when it does.
        let drawn = async_runtime::spawn(async move { app.state::<Self>().icon.put(&app).await });
        if tokio::time::timeout(DRAWN_IN, drawn).await.is_err() {
            tracing::warn!("the tray does not answer");
        }
    }

    /// The registration of the running sandbox; one is started where none runs.
    pub(crate) async fn sandbox_registration(&self) -> Result<String, ErrorReport> {
        let connector = self.connector().await?;
        let mut own = self.sandbox.lock().await;
        if let Ok(registration) = connector.sandbox_registration().await {
            return Ok(registration.id);
        }
        let options = Options {
            seed: Seed::from_bytes(sandbox::seed(&self.home)?),
            port: None,
            redirect_uris: vec![],
            app_name: None,
        };
        let started = switchhook_sandbox::start(options).await.map_err(|error| {
            ErrorReport::new(Code::ProviderUnreachable).saying(format!("The sandbox can't start: {error}."))
        })?;
        sandbox::announce(&self.home, &started.description().url)?;
        *own = Some(started);
        Ok(connector.sandbox_registration().await?.id)
    }

    /// Checks many accounts and tells how many were, until `told` says that nobody listens, or it is stopped. Answers the ids
    /// of those of which nothing was learnt.
    pub(crate) async fn check_each(
        &self,
        accounts: Vec<String>,
        told: impl Fn(u32) -> bool,
    ) -> Result<Vec<String>, ErrorReport> {
        // Before anything is waited for: it may be stopped while the sandbox still starts.
        let stopped = self.stop_checking.notified();
        tokio::pin!(stopped);
        stopped.as_mut().enable();
        let connector = self.connector().await?;
        if connector.is_any_of_sandbox(&accounts).await? {
            self.sandbox_registration().await?;
        }
        let (send, checked) = mpsc::channel(64);
        let mut untold = Vec::new();
        // Whoever stops it takes the receiver along: that is what ends the asking.
        let counting = async {
            let mut count = 0;
            let mut checked = checked;
            while let Some(Checked { account, untold: why, .. }) = checked.recv().await {
                count += 1;
                untold.extend(why.map(|_| account.id));
                if !told(count) {
                    break;
                }
            }
        };
        let (outcome, ()) = tokio::join!(connector.check_each(accounts, send), async {
            tokio::select! {
                () = counting => {}
                () = stopped => {}
            }
        });
        outcome.map(|()| untold)
    }

    /// Ends the check of many accounts that is under way; what was answered until then is kept.
    pub(crate) fn stop_checking(&self) {
        self.stop_checking.notify_waiters();
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
    let is_hidden = matches!(launch, Launch::Hidden);
    if let Launch::Link(link) = launch {
        receive(app, link);
    }
    let app = app.clone();
    let handle = app.clone();
    async_runtime::spawn(async move { stay_at_hand(&handle, is_hidden).await });
    async_runtime::spawn(async move {
        loop {
            match tend(&app.state::<Desktop>()).await {
                Ok(()) => return,
                Err(error) => tracing::error!(code = error.code.as_str(), "the home could not be opened"),
            }
            tokio::time::sleep(AGAIN_IN).await;
        }
    });
}

/// Puts the icon into the tray where one is wanted. A program that was started without a window shows it, minimized, where
/// there is no icon to call it by: the desktop's own tray may come up after us.
async fn stay_at_hand<R: Runtime>(app: &AppHandle<R>, is_hidden: bool) {
    let desktop = app.state::<Desktop>();
    let mut is_callable = !is_hidden;
    let wanted = loop {
        match desktop.wants_tray().await {
            Ok(wanted) => break wanted,
            // The home can't be read yet, which the window says meanwhile.
            Err(_) if !is_callable => {
                window::show_minimized(app);
                is_callable = true;
            }
            Err(_) => {}
        }
        tokio::time::sleep(AGAIN_IN).await;
    };
    let began = Instant::now();
    if wanted {
        desktop.draw_icon(app, true).await;
    }
    if is_callable {
        return;
    }
    while wanted && !desktop.icon.is_shown() && began.elapsed() < TRAY_COMES_IN {
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    if !desktop.icon.is_shown() {
        window::show_minimized(app);
    }
}

/// A hidden window goes among those that can be called up where the tray does not answer: its icon may be dead.
async fn stay_callable<R: Runtime>(app: &AppHandle<R>) {
    if tray::has_host().await.is_none() && !window::is_shown(app) {
        window::show_minimized(app);
    }
}

async fn tend(desktop: &Desktop) -> Result<(), ErrorReport> {
    let connector = desktop.connector().await?;
    connector.adopt_awaiting().await?;
    tokio::join!(connector.tend(), connector.check_in_background());
    Ok(())
}

/// Ending the program waits for what would be lost: the window hides until the provider has answered and that is stored, and
/// stays until a token is stored or discarded.
pub(crate) fn on_event<R: Runtime>(app: &AppHandle<R>, event: RunEvent) {
    match event {
        // With an icon in the tray the program goes on, and with it what is under way; a token that is not stored is shown.
        RunEvent::WindowEvent { event: WindowEvent::CloseRequested { api, .. }, .. }
            if app.state::<Desktop>().icon.is_shown() && (is_at_stake(app) || !must_stay(app)) =>
        {
            api.prevent_close();
            window::hide(app);
            let app = app.clone();
            async_runtime::spawn(async move {
                stay_callable(&app).await;
                until_settled(&app).await;
                if must_stay(&app) {
                    stay(&app);
                }
            });
        }
        RunEvent::WindowEvent { event: WindowEvent::CloseRequested { api, .. }, .. } if must_stay(app) => {
            api.prevent_close();
            end_later(app);
        }
        // The system's own Quit, where there is one; `exit` of ours has a code.
        RunEvent::ExitRequested { code: None, api, .. } if must_stay(app) => {
            api.prevent_exit();
            end_later(app);
        }
        // Plugins have done theirs by now, and Tauri does the rest here.
        #[cfg(target_os = "linux")]
        RunEvent::Exit => {
            app.cleanup_before_exit();
            crate::platform::farewell::end();
        }
        _ => {}
    }
}

/// Ends the program as its window's close button does without an icon in the tray.
pub(crate) fn end<R: Runtime>(app: &AppHandle<R>) {
    if must_stay(app) { end_later(app) } else { app.exit(0) }
}

fn must_stay<R: Runtime>(app: &AppHandle<R>) -> bool {
    app.state::<Desktop>().connector.get().is_some_and(|connector| connector.may_quit().is_err())
}

fn is_at_stake<R: Runtime>(app: &AppHandle<R>) -> bool {
    app.state::<Desktop>().connector.get().is_some_and(Connector::is_at_stake)
}

fn end_later<R: Runtime>(app: &AppHandle<R>) {
    if !is_at_stake(app) {
        stay(app);
        return;
    }
    window::hide(app);
    let app = app.clone();
    async_runtime::spawn(async move {
        until_settled(&app).await;
        // A person who called the window back meanwhile wants to go on.
        if must_stay(&app) {
            stay(&app);
        } else if !window::is_shown(&app) {
            app.exit(0);
        }
    });
}

async fn until_settled<R: Runtime>(app: &AppHandle<R>) {
    while is_at_stake(app) {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// A token is not stored: the page shows its card, with what can be done.
fn stay<R: Runtime>(app: &AppHandle<R>) {
    app.state::<Desktop>().stays.notify_one();
    window::raise(app);
}

/// The system asks the program to end (logout, `kill`): the same path as the window's close button.
#[cfg(unix)]
pub(crate) fn end_on_signals<R: Runtime>(app: &AppHandle<R>) {
    use tokio::signal::unix::{SignalKind, signal};
    let app = app.clone();
    async_runtime::spawn(async move {
        let Ok(mut terminate) = signal(SignalKind::terminate()) else { return };
        while terminate.recv().await.is_some() {
            end(&app);
        }
    });
}

#[cfg(not(unix))]
pub(crate) fn end_on_signals<R: Runtime>(_app: &AppHandle<R>) {}

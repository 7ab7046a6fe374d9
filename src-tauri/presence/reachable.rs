//! Keeps the program reachable: by its tray icon, or by a minimized window where the desktop shows no tray.

use std::time::{Duration, Instant};

use switchhook_engine::contract::Presence;
use switchhook_engine::core::Problem;
use tauri::{AppHandle, Manager as _, Runtime, async_runtime};

use crate::presence::login;
use crate::presence::tray::{self, Icon};
use crate::state::{Desktop, RETRY_AFTER};
use crate::window;

/// How long to wait for the tray to take the icon.
const DRAWN_IN: Duration = Duration::from_secs(3);

/// How long a desktop that has just started may take to show its tray.
const TRAY_COMES_IN: Duration = Duration::from_secs(10);

/// Returns whether a tray icon is wanted and shown, and whether the program starts at login.
///
/// # Errors
/// `store_failed` where the home can't be opened or the database fails.
pub(crate) async fn presence(desktop: &Desktop) -> Result<Presence, Problem> {
    let wants_tray = wants_tray(desktop).await?;
    let (tray_shown, login) = tokio::join!(tray::has_host(), async_runtime::spawn_blocking(login::is_on));
    let login = login.unwrap_or_default();
    Ok(Presence { tray: tray::IS_KNOWN.then_some(wants_tray), tray_shown, login })
}

async fn wants_tray(desktop: &Desktop) -> Result<bool, Problem> {
    desktop.connector().await?.preferences().wants_tray().await
}

/// Stores whether a tray icon is wanted, and shows or removes it.
///
/// # Errors
/// `store_failed` where the home can't be opened or the database fails.
pub(crate) async fn set_tray<R: Runtime>(app: &AppHandle<R>, on: bool) -> Result<(), Problem> {
    app.state::<Desktop>().connector().await?.preferences().set_wants_tray(on).await?;
    draw_icon(app, on).await;
    Ok(())
}

async fn draw_icon<R: Runtime>(app: &AppHandle<R>, on: bool) {
    if !on {
        app.state::<Icon>().remove();
        return;
    }
    let app = app.clone();
    // A silent tray must not delay the caller. The task goes on and shows the icon once the tray answers.
    let drawn = async_runtime::spawn(async move { app.state::<Icon>().put(&app).await });
    if tokio::time::timeout(DRAWN_IN, drawn).await.is_err() {
        tracing::warn!("the tray does not answer");
    }
}

/// Shows the tray icon if it is wanted. A program that started hidden shows its window minimized where no icon appears. The
/// wait allows for a desktop that starts its tray after this program.
pub(crate) async fn keep_reachable<R: Runtime>(app: &AppHandle<R>, is_hidden: bool) {
    let (desktop, icon) = (app.state::<Desktop>(), app.state::<Icon>());
    let mut is_reachable = !is_hidden;
    let wanted = loop {
        match wants_tray(&desktop).await {
            Ok(wanted) => break wanted,
            // The home can't be read yet. The window shows that problem.
            Err(_) if !is_reachable => {
                window::show_minimized(app);
                is_reachable = true;
            }
            Err(_) => {}
        }
        tokio::time::sleep(RETRY_AFTER).await;
    };
    let began = Instant::now();
    if wanted {
        draw_icon(app, true).await;
    }
    if is_reachable {
        return;
    }
    while wanted && !icon.is_shown() && began.elapsed() < TRAY_COMES_IN {
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    if !icon.is_shown() {
        window::show_minimized(app);
    }
}

/// Shows a hidden window minimized where the tray does not answer, since its icon may not react.
pub(crate) async fn show_where_tray_is_silent<R: Runtime>(app: &AppHandle<R>) {
    if tray::has_host().await.is_none() && !window::is_shown(app) {
        window::show_minimized(app);
    }
}

//! The program stays at hand by its icon in the tray, or by a minimized window where the desktop shows none.

use std::time::{Duration, Instant};

use switchhook_engine::contract::Presence;
use switchhook_engine::core::Problem;
use tauri::{AppHandle, Manager as _, Runtime, async_runtime};

use crate::presence::login;
use crate::presence::tray::{self, Icon};
use crate::state::{AGAIN_IN, Desktop};
use crate::window;

/// How long is waited for a tray to take our icon.
const DRAWN_IN: Duration = Duration::from_secs(3);

/// How long a desktop that has just begun may take to show its tray.
const TRAY_COMES_IN: Duration = Duration::from_secs(10);

/// How the program stays at hand.
pub(crate) async fn presence(desktop: &Desktop) -> Result<Presence, Problem> {
    let wants_tray = wants_tray(desktop).await?;
    let (tray_shown, login) = tokio::join!(tray::has_host(), async_runtime::spawn_blocking(login::is_on));
    let login = login.unwrap_or_default();
    Ok(Presence { tray: tray::IS_KNOWN.then_some(wants_tray), tray_shown, login })
}

async fn wants_tray(desktop: &Desktop) -> Result<bool, Problem> {
    desktop.connector().await?.preferences().wants_tray().await
}

/// Keeps whether an icon in the tray is wanted, and puts it there or takes it away.
pub(crate) async fn set_tray<R: Runtime>(app: &AppHandle<R>, on: bool) -> Result<(), Problem> {
    app.state::<Desktop>().connector().await?.preferences().set_wants_tray(on).await?;
    draw_icon(app, on).await;
    Ok(())
}

async fn draw_icon<R: Runtime>(app: &AppHandle<R>, on: bool) {
    if !on {
        app.state::<Icon>().take();
        return;
    }
    let app = app.clone();
    // A tray that does not answer holds up nobody, and is handed the icon when it does.
    let drawn = async_runtime::spawn(async move { app.state::<Icon>().put(&app).await });
    if tokio::time::timeout(DRAWN_IN, drawn).await.is_err() {
        tracing::warn!("the tray does not answer");
    }
}

/// Puts the icon into the tray where one is wanted. A program that was started without a window shows it, minimized, where
/// there is no icon to call it by: the desktop's own tray may come up after us.
pub(crate) async fn stay_at_hand<R: Runtime>(app: &AppHandle<R>, is_hidden: bool) {
    let (desktop, icon) = (app.state::<Desktop>(), app.state::<Icon>());
    let mut is_callable = !is_hidden;
    let wanted = loop {
        match wants_tray(&desktop).await {
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
        draw_icon(app, true).await;
    }
    if is_callable {
        return;
    }
    while wanted && !icon.is_shown() && began.elapsed() < TRAY_COMES_IN {
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    if !icon.is_shown() {
        window::show_minimized(app);
    }
}

/// A hidden window goes among those that can be called up where the tray does not answer: its icon may be dead.
pub(crate) async fn stay_callable<R: Runtime>(app: &AppHandle<R>) {
    if tray::has_host().await.is_none() && !window::is_shown(app) {
        window::show_minimized(app);
    }
}

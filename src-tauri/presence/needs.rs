//! Notifications about accounts that need a person. Off until the person turns them on.

use std::time::Duration;

use switchhook_engine::contract::AccountNeed;
use switchhook_engine::core::plain;
use switchhook_engine::{clock_time, sentence};
use tauri::{AppHandle, Manager as _, Runtime};
use tokio::time::{sleep, timeout};

use super::notice::Notice;
use crate::state::Desktop;

/// How long changes are collected. A reading of an account makes many.
const COLLECT_FOR: Duration = Duration::from_secs(5);
/// How often Switchhook looks without a change: working hours begin, and a wait grows.
const LOOK_EVERY: Duration = Duration::from_secs(10 * 60);

/// Notifies the person for as long as it is polled. Never returns.
pub(crate) async fn notify<R: Runtime>(app: &AppHandle<R>) {
    let desktop = app.state::<Desktop>();
    let Ok(connector) = desktop.connector().await else { return };
    let mut changes = connector.follow();
    loop {
        let _ = timeout(LOOK_EVERY, changes.changed()).await;
        sleep(COLLECT_FOR).await;
        changes.mark_unchanged();
        match connector.view().take_notices().await {
            Ok(needs) => {
                for need in needs {
                    let notice = notice_of(&need);
                    let app = app.clone();
                    tauri::async_runtime::spawn(async move { notice.send_unless_focused(app).await });
                }
            }
            Err(error) => tracing::warn!(code = error.code().as_str(), "the needs could not be read"),
        }
    }
}

fn notice_of(need: &AccountNeed) -> Notice {
    Notice::of_need(&plain(&need.name), &plain(&sentence(need, clock_time)))
}

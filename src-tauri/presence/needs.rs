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
/// The most notifications at a time. More needs become one.
const MOST_AT_ONCE: usize = 3;
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
                for notice in notices_of(&needs) {
                    let app = app.clone();
                    tauri::async_runtime::spawn(async move { notice.send_unless_focused(app).await });
                }
            }
            Err(error) => tracing::warn!(code = error.code().as_str(), "the needs could not be read"),
        }
    }
}

/// Returns a notification for each need, or one for many.
fn notices_of(needs: &[AccountNeed]) -> Vec<Notice> {
    if needs.len() > MOST_AT_ONCE {
        return vec![Notice::of_many_needs(needs.len())];
    }
    let of_one =
        |need: &AccountNeed| Notice::of_need(&plain(&need.name), &plain(&sentence(need, clock_time)));
    needs.iter().map(of_one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use switchhook_engine::core::{AccountId, Need};

    #[test]
    fn many_needs_become_one_notification() {
        let need = |name: &str| AccountNeed {
            account: AccountId::new(name),
            name: name.into(),
            need: Need::Reconnect,
            since: None,
        };
        let names = ["Acme", "Birch", "Cobalt", "Delta"];
        assert_eq!(notices_of(&[need("Acme"), need("Birch"), need("Cobalt")]).len(), 3);
        assert_eq!(notices_of(&names.map(need)), [Notice::of_many_needs(4)]);
    }
}

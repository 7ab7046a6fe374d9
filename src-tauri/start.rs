//! Starts the tasks that run beside the window: the connector's maintenance, the first link and the tray icon.

use switchhook_engine::core::Problem;
use tauri::{AppHandle, Manager as _, Runtime, async_runtime};

use crate::links::launch::Launch;
use crate::links::receive::{receive, show_browser_results};
use crate::presence::needs;
use crate::presence::reachable::keep_reachable;
use crate::state::{Desktop, RETRY_AFTER};

/// Receives the link of this process, and starts the tray icon and maintenance.
pub(crate) fn begin<R: Runtime>(app: &AppHandle<R>, launch: Launch) {
    let is_hidden = matches!(launch, Launch::Hidden);
    if let Launch::Link(link) = launch {
        receive(app, link);
    }
    let app = app.clone();
    let handle = app.clone();
    async_runtime::spawn(async move { keep_reachable(&handle, is_hidden).await });
    let notifier = app.clone();
    async_runtime::spawn(async move { needs::notify(&notifier).await });
    async_runtime::spawn(async move {
        loop {
            match run_maintenance(&app).await {
                Ok(()) => return,
                Err(error) => tracing::error!(code = error.code().as_str(), "the home could not be opened"),
            }
            tokio::time::sleep(RETRY_AFTER).await;
        }
    });
}

async fn run_maintenance<R: Runtime>(app: &AppHandle<R>) -> Result<(), Problem> {
    let desktop = app.state::<Desktop>();
    let connector = desktop.connector().await?;
    connector.lifetime().adopt_awaiting().await?;
    let (lifetime, remote) = (connector.lifetime(), connector.remote());
    tokio::join!(
        show_browser_results(app, connector),
        connector.test_vault(),
        lifetime.run_maintenance(),
        remote.check_in_background(),
        remote.read_each_morning()
    );
    Ok(())
}

//! The start sets going what runs beside the window: the connector, the first link and the icon in the tray.

use switchhook_engine::core::Problem;
use tauri::{AppHandle, Manager as _, Runtime, async_runtime};

use crate::links::launch::Launch;
use crate::links::receive::receive;
use crate::presence::at_hand::stay_at_hand;
use crate::state::{AGAIN_IN, Desktop};

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
            match run_maintenance(&app.state::<Desktop>()).await {
                Ok(()) => return,
                Err(error) => tracing::error!(code = error.code().as_str(), "the home could not be opened"),
            }
            tokio::time::sleep(AGAIN_IN).await;
        }
    });
}

async fn run_maintenance(desktop: &Desktop) -> Result<(), Problem> {
    let connector = desktop.connector().await?;
    connector.lifetime().adopt_awaiting().await?;
    tokio::join!(connector.lifetime().run_maintenance(), connector.remote().check_in_background());
    Ok(())
}

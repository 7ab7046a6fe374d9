//! The events of window and system hide the window, keep the program or end it.

use tauri::{AppHandle, Manager as _, RunEvent, Runtime, WindowEvent, async_runtime};

use crate::presence::at_hand::stay_callable;
use crate::presence::tray::Icon;
use crate::quit::{end_later, must_stay, stay, until_settled, would_lose_answer};
use crate::window;

/// Ending the program waits for what would be lost: the window hides until the provider has answered and that is stored, and
/// stays until a token is stored or discarded.
pub(crate) fn on_event<R: Runtime>(app: &AppHandle<R>, event: RunEvent) {
    match event {
        // With an icon in the tray the program goes on, and with it what is under way; a token that is not stored is shown.
        RunEvent::WindowEvent { event: WindowEvent::CloseRequested { api, .. }, .. }
            if app.state::<Icon>().is_shown() && (would_lose_answer(app) || !must_stay(app)) =>
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

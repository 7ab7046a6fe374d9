//! Handles events of the window and the system: hides the window, keeps the program running, or ends it.

use tauri::{AppHandle, Manager as _, RunEvent, Runtime, WindowEvent, async_runtime};

use crate::presence::reachable::show_where_tray_is_silent;
use crate::presence::tray::Icon;
use crate::quit::{end_later, must_stay, stay, until_settled, would_lose_answer};
use crate::window;

/// Handles a close or quit request. While a provider answers, the window hides until Switchhook has stored the answer. While a
/// token is not stored, the window stays until the token is stored or discarded.
pub(crate) fn on_event<R: Runtime>(app: &AppHandle<R>, event: RunEvent) {
    match event {
        // With a tray icon, the program and its attempts go on. The window comes back if a token is not stored.
        RunEvent::WindowEvent { event: WindowEvent::CloseRequested { api, .. }, .. }
            if app.state::<Icon>().is_shown() && (would_lose_answer(app) || !must_stay(app)) =>
        {
            api.prevent_close();
            window::hide(app);
            let app = app.clone();
            async_runtime::spawn(async move {
                show_where_tray_is_silent(&app).await;
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
        // The system's own Quit, where there is one. Our own call of `exit` has a code.
        RunEvent::ExitRequested { code: None, api, .. } if must_stay(app) => {
            api.prevent_exit();
            end_later(app);
        }
        // The plugins have cleaned up before this event. Tauri cleans up here.
        #[cfg(target_os = "linux")]
        RunEvent::Exit => {
            app.cleanup_before_exit();
            crate::platform::exit::end();
        }
        _ => {}
    }
}

//! Finds and changes the program that opens links of this build's scheme. A package registers an installed app. A development
//! build registers itself, unless a person chose another program.

use switchhook_engine::contract::LinkHandler;
use switchhook_engine::core::DesktopProblem;
use tauri::{AppHandle, Runtime, async_runtime};

/// Returns the program that opens links. A development build registers itself first where it finds no program, or another
/// copy of itself.
pub(crate) async fn handler<R: Runtime>(app: &AppHandle<R>) -> LinkHandler {
    let app = app.clone();
    // The call runs system tools, which takes a while.
    let asked = async_runtime::spawn_blocking(move || system::handler(&app)).await;
    asked.unwrap_or(LinkHandler::Unknown)
}

/// Makes this program open the links, and returns the program that opens them then.
///
/// # Errors
/// `not_found` where the system's tools are missing or do not answer, `store_failed` where the choice can't be kept.
pub(crate) async fn claim<R: Runtime>(app: &AppHandle<R>) -> Result<LinkHandler, DesktopProblem> {
    let app = app.clone();
    let claimed = async_runtime::spawn_blocking(move || system::claim(&app)).await;
    claimed.unwrap_or(Err(DesktopProblem::LinksRefused))
}

#[cfg(target_os = "linux")]
mod system {
    use switchhook_engine::desktop::program::this_program;
    use switchhook_engine::desktop::scheme;

    use super::{AppHandle, DesktopProblem, LinkHandler, Runtime};

    pub(super) fn handler<R: Runtime>(_app: &AppHandle<R>) -> LinkHandler {
        this_program().map_or(LinkHandler::Unknown, |program| scheme::handler(&program))
    }

    pub(super) fn claim<R: Runtime>(_app: &AppHandle<R>) -> Result<LinkHandler, DesktopProblem> {
        scheme::claim(&this_program().ok_or(DesktopProblem::ProgramNotNamable)?)
    }
}

/// Windows registers one program for each scheme. On macOS only a bundle can handle a scheme, and no API names that bundle.
#[cfg(not(target_os = "linux"))]
mod system {
    use switchhook_engine::core::{Channel, Code};
    use tauri_plugin_deep_link::DeepLinkExt as _;

    use super::{AppHandle, DesktopProblem, LinkHandler, Runtime};

    pub(super) fn handler<R: Runtime>(app: &AppHandle<R>) -> LinkHandler {
        match app.deep_link().is_registered(Channel::current().identifier()) {
            Ok(true) => LinkHandler::Ours,
            Ok(false) if cfg!(debug_assertions) => claim(app).unwrap_or(LinkHandler::Nobody),
            Ok(false) => LinkHandler::Nobody,
            Err(_) => LinkHandler::Unknown,
        }
    }

    pub(super) fn claim<R: Runtime>(app: &AppHandle<R>) -> Result<LinkHandler, DesktopProblem> {
        app.deep_link()
            .register(Channel::current().identifier())
            .map(|()| LinkHandler::Ours)
            .map_err(|_| DesktopProblem::LinksRefused)
    }
}

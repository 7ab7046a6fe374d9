//! The Tauri context: the configuration of this build.

use switchhook_engine::core::Channel;
use tauri::{Context, Runtime};

/// Returns the configuration of this build's channel. A development build never takes the links, files or single-instance
/// name of an installed one.
pub(crate) fn context<R: Runtime>() -> Context<R> {
    let mut context = tauri::generate_context!();
    let config = context.config_mut();
    config.identifier = Channel::current().identifier().into();
    // The plugin would send the whole link to the page. This program reads links from argv instead. macOS delivers links as
    // system events, so it keeps the plugin.
    if !cfg!(target_os = "macos") {
        config.plugins.0.remove("deep-link");
    }
    context
}

//! The context is the configuration that this program runs by.

use switchhook_engine::core::Channel;
use tauri::{Context, Runtime};

/// The configuration of this build's channel, so that a development build never takes an installed
/// one's links, files or single-instance name.
pub(crate) fn context<R: Runtime>() -> Context<R> {
    let mut context = tauri::generate_context!();
    let config = context.config_mut();
    config.identifier = Channel::current().identifier().into();
    // The plugin would broadcast the whole link to the page. Links are read from argv by us; macOS, where
    // they come as an event of the system, keeps it.
    if !cfg!(target_os = "macos") {
        config.plugins.0.remove("deep-link");
    }
    context
}

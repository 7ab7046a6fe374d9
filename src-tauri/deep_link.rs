//! Links, from argv of this process or of a second one. They go to the connector as they came, and
//! never to the page.

use std::ffi::OsString;

use switchhook_engine::core::{Channel, DeepLink};
use tauri::{AppHandle, Runtime};
use tauri_plugin_deep_link::DeepLinkExt as _;

use crate::desktop;
use crate::window;

/// How this process was started.
pub(crate) enum Launch {
    /// By a person.
    Plain,
    /// By a link.
    Link(DeepLink),
}

/// An argument is no text, so it is no link either.
pub(crate) struct NotText;

impl Launch {
    /// A link is the only argument there is, and no option; the parser judges whether it is one.
    pub(crate) fn from_args(args: impl Iterator<Item = OsString>) -> Result<Self, NotText> {
        let mut args: Vec<String> =
            args.skip(1).map(|arg| arg.into_string().map_err(|_| NotText)).collect::<Result<_, _>>()?;
        Ok(match args.pop() {
            Some(link) if args.is_empty() && !link.starts_with('-') => Self::Link(DeepLink::new(link)),
            _ => Self::Plain,
        })
    }

    /// The link, if there is one.
    pub(crate) const fn link(&self) -> Option<&DeepLink> {
        match self {
            Self::Plain => None,
            Self::Link(link) => Some(link),
        }
    }
}

/// A second process was started: it hands over its argv and ends.
pub(crate) fn on_second_instance<R: Runtime>(app: &AppHandle<R>, argv: Vec<String>, _cwd: String) {
    match Launch::from_args(argv.into_iter().map(OsString::from)) {
        Ok(Launch::Link(link)) => desktop::receive(app, link),
        // A person clicked the icon.
        Ok(Launch::Plain) | Err(NotText) => window::raise(app),
    }
}

/// Makes this development build the system's handler of its own scheme; an installed one is registered
/// by its package. On macOS only a bundle can be, and links come as an event.
pub(crate) fn register<R: Runtime>(app: &AppHandle<R>) {
    if cfg!(target_os = "macos") {
        let handle = app.clone();
        app.deep_link().on_open_url(move |event| {
            for url in event.urls() {
                desktop::receive(&handle, DeepLink::new(url.as_str()));
            }
        });
    } else if cfg!(debug_assertions) {
        let handle = app.clone();
        // It runs programs of the system, which takes a while.
        std::thread::spawn(move || {
            if let Err(error) = handle.deep_link().register(Channel::current().identifier()) {
                tracing::warn!(%error, "links of this development build are not registered");
            }
        });
    }
}

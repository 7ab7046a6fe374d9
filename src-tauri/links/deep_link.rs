//! Links, from argv of this process or of a second one. They go to the connector as they came, and
//! never to the page.

use std::ffi::OsString;

use switchhook_engine::core::DeepLink;
use tauri::{AppHandle, Runtime, async_runtime};
use tauri_plugin_deep_link::DeepLinkExt as _;

use crate::desktop;
use crate::links::scheme;
use crate::message;
use crate::presence::login;
use crate::presence::notice::Notice;
use crate::window;

/// How this process was started.
pub(crate) enum Launch {
    /// By a person.
    Plain,
    /// By a link.
    Link(DeepLink),
    /// By the desktop at login, to be there without a window.
    Hidden,
    /// By another process of ours, to say what it has no window for.
    Say,
}

/// An argument is no text, so it is no link either.
pub(crate) struct NotText;

impl Launch {
    /// A link is the only argument there is, and no option; the parser judges whether it is one.
    pub(crate) fn from_args(args: impl Iterator<Item = OsString>) -> Result<Self, NotText> {
        let mut args: Vec<String> =
            args.skip(1).map(|arg| arg.into_string().map_err(|_| NotText)).collect::<Result<_, _>>()?;
        Ok(match args.pop() {
            Some(word) if args.is_empty() && word == message::SAY => Self::Say,
            Some(word) if args.is_empty() && word == login::HIDDEN => Self::Hidden,
            Some(link) if args.is_empty() && !link.starts_with('-') => Self::Link(DeepLink::new(link)),
            _ => Self::Plain,
        })
    }

    /// The link, if there is one.
    pub(crate) const fn link(&self) -> Option<&DeepLink> {
        match self {
            Self::Plain | Self::Hidden | Self::Say => None,
            Self::Link(link) => Some(link),
        }
    }
}

/// A second process was started: it hands over its argv and ends.
pub(crate) fn on_second_instance<R: Runtime>(app: &AppHandle<R>, argv: Vec<String>, _cwd: String) {
    match Launch::from_args(argv.into_iter().map(OsString::from)) {
        Ok(Launch::Link(link)) => desktop::receive(app, link),
        // It is there already.
        Ok(Launch::Hidden) => {}
        // A person clicked the icon.
        Ok(Launch::Plain | Launch::Say) | Err(NotText) => {
            window::raise(app);
            async_runtime::spawn(Notice::runs_already().unless_looked_at(app.clone()));
        }
    }
}

/// Where links come from otherwise than by argv: on macOS, as an event. A development build is made the handler of its
/// own scheme; on Linux and Windows an installed one is by its package, on macOS only a bundle can be.
pub(crate) fn listen<R: Runtime>(app: &AppHandle<R>) {
    let app = app.clone();
    if cfg!(target_os = "macos") {
        let handle = app.clone();
        app.deep_link().on_open_url(move |event| {
            for url in event.urls() {
                desktop::receive(&handle, DeepLink::new(url.as_str()));
            }
        });
    } else if cfg!(debug_assertions) {
        async_runtime::spawn(async move { scheme::handler(&app).await });
    }
}

//! Reads from argv how this process was started.

use std::ffi::OsString;

use switchhook_engine::core::DeepLink;

use crate::message;
use crate::presence::login;

/// How this process was started.
pub(crate) enum Launch {
    /// By a person.
    Plain,
    /// By a link.
    Link(DeepLink),
    /// By the desktop at login, without a visible window.
    Hidden,
    /// By another Switchhook process, to show its message.
    ShowMessage,
}

/// An argument is not valid UTF-8, so it is no link.
pub(crate) struct NotText;

impl Launch {
    /// Reads the arguments. A single argument that is no option counts as a link; the link parser checks it later.
    ///
    /// # Errors
    /// [`NotText`] where an argument is not valid UTF-8.
    pub(crate) fn from_args(args: impl Iterator<Item = OsString>) -> Result<Self, NotText> {
        let mut args: Vec<String> =
            args.skip(1).map(|arg| arg.into_string().map_err(|_| NotText)).collect::<Result<_, _>>()?;
        Ok(match args.pop() {
            Some(word) if args.is_empty() && word == message::SHOW_MESSAGE => Self::ShowMessage,
            Some(word) if args.is_empty() && word == login::HIDDEN => Self::Hidden,
            Some(link) if args.is_empty() && !link.starts_with('-') => Self::Link(DeepLink::new(link)),
            _ => Self::Plain,
        })
    }

    /// Returns the link, if the process was started by one.
    pub(crate) const fn link(&self) -> Option<&DeepLink> {
        match self {
            Self::Plain | Self::Hidden | Self::ShowMessage => None,
            Self::Link(link) => Some(link),
        }
    }
}

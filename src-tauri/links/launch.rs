//! The launch tells how this process was started, from the arguments it was given.

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

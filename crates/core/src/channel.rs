//! The kind of build. A development build shares nothing with an installed one.

/// A kind of build. The two kinds differ in every name that the system sees: application identifier, data folder, deep-link
/// scheme, keyring entries and single-instance lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Channel {
    /// The build that people install.
    Release,
    /// The build that `cargo build` makes, with `debug_assertions`.
    Development,
}

/// The publisher of Switchhook must own the domain that this name reverses (RFC 8252 §7.1).
const IDENTIFIER: &str = "app.switchhook";
const DEVELOPMENT_IDENTIFIER: &str = "app.switchhook.dev";

impl Channel {
    /// Returns the channel of this build.
    pub const fn current() -> Self {
        if cfg!(debug_assertions) { Self::Development } else { Self::Release }
    }

    /// Returns the word for JSON.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Release => "release",
            Self::Development => "development",
        }
    }

    /// Returns the one name for application identifier, data folder and deep-link scheme.
    pub const fn identifier(self) -> &'static str {
        match self {
            Self::Release => IDENTIFIER,
            Self::Development => DEVELOPMENT_IDENTIFIER,
        }
    }

    /// Returns the letter of this channel inside a `state`, by which the bridge page chooses the scheme.
    pub const fn letter(self) -> char {
        match self {
            Self::Release => 'r',
            Self::Development => 'd',
        }
    }

    /// Returns the direct callback of this channel, e.g. `app.switchhook:/callback`.
    pub const fn callback(self) -> &'static str {
        match self {
            Self::Release => "app.switchhook:/callback",
            Self::Development => "app.switchhook.dev:/callback",
        }
    }

    /// Returns the address of a link by which a program finds out whether links reach it.
    pub const fn round_trip(self) -> &'static str {
        match self {
            Self::Release => "app.switchhook:/doctor",
            Self::Development => "app.switchhook.dev:/doctor",
        }
    }

    /// Returns the address that the bridge page opens with an encrypted answer.
    pub const fn sealed(self) -> &'static str {
        match self {
            Self::Release => "app.switchhook:/sealed",
            Self::Development => "app.switchhook.dev:/sealed",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn channel_addresses_begin_with_its_identifier() {
        for channel in [Channel::Release, Channel::Development] {
            for address in [channel.callback(), channel.sealed(), channel.round_trip()] {
                let rest = address.strip_prefix(channel.identifier()).expect("own scheme");
                assert!(rest.starts_with(":/"), "{address} is scheme, colon, one slash");
            }
        }
    }
}

//! Which build this is. A development build shares nothing with an installed one.

/// The two kinds of build, kept apart in every name the system sees: application identifier, data
/// folder, deep-link scheme, keyring entries and single-instance lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Channel {
    /// What people install.
    Release,
    /// What `cargo build` makes (`debug_assertions` on).
    Development,
}

/// Whoever publishes Switchhook must own the domain this name reverses (RFC 8252 §7.1).
const IDENTIFIER: &str = "app.switchhook";
const DEVELOPMENT_IDENTIFIER: &str = "app.switchhook.dev";

impl Channel {
    /// The channel of this very build.
    pub const fn current() -> Self {
        if cfg!(debug_assertions) { Self::Development } else { Self::Release }
    }

    /// The word used in JSON.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Release => "release",
            Self::Development => "development",
        }
    }

    /// Application identifier, data folder name and deep-link scheme: one name for all three.
    pub const fn identifier(self) -> &'static str {
        match self {
            Self::Release => IDENTIFIER,
            Self::Development => DEVELOPMENT_IDENTIFIER,
        }
    }

    /// The letter that a `state` carries, so that the bridge page knows which scheme to open.
    pub const fn letter(self) -> char {
        match self {
            Self::Release => 'r',
            Self::Development => 'd',
        }
    }

    /// The direct callback of this channel, e.g. `app.switchhook:/callback`.
    pub const fn callback(self) -> &'static str {
        match self {
            Self::Release => "app.switchhook:/callback",
            Self::Development => "app.switchhook.dev:/callback",
        }
    }

    /// The address the bridge page opens with a sealed answer.
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
    fn every_address_of_a_channel_begins_with_its_identifier() {
        for channel in [Channel::Release, Channel::Development] {
            for address in [channel.callback(), channel.sealed()] {
                let rest = address.strip_prefix(channel.identifier()).expect("own scheme");
                assert!(rest.starts_with(":/"), "{address} is scheme, colon, one slash");
            }
        }
    }
}

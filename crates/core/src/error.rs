//! What went wrong, in the form every shell shows: a stable code, a sentence, a hint.

use alloc::string::{String, ToString};

use serde::{Deserialize, Serialize};

use crate::ProviderCode;

/// The stable codes. Scripts branch on them, the command line exits by them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// The call itself is wrong.
    Usage,
    /// A link to an address that is not ours.
    Foreign,
    /// Not a URL of ours, or our state with a broken answer.
    Malformed,
    /// A link of ours without `state`.
    StateMissing,
    /// A `state` nobody here waits for.
    StateUnknown,
    /// A `state` that has had its answer.
    StateUsed,
    /// A `state` that waited too long.
    StateExpired,
    /// A sealed link that does not open.
    SealedInvalid,
    /// An open answer where only a sealed one is taken.
    Unsealed,
    /// The person or the provider refused.
    Denied,
    /// The provider refused the code or the token.
    CodeRejected,
    /// The provider could not be reached, or is in trouble.
    ProviderUnreachable,
    /// The provider's answer can't be read.
    ProviderUnreadable,
    /// There is no keyring, or it does not answer.
    VaultUnavailable,
    /// The keyring stayed locked.
    VaultLocked,
    /// The keyring answers, but our key is gone from it.
    KeyMissing,
    /// The database can't be read or written.
    StoreFailed,
    /// Nothing of that name.
    NotFound,
    /// The person cancelled.
    Cancelled,
    /// The program ended while the provider was answering.
    Interrupted,
    /// Another workspace, or another teammate, answered than the awaited one.
    WrongWorkspace,
}

impl Code {
    /// The code as it is printed: `state_unknown`.
    pub const fn as_str(self) -> &'static str {
        self.texts().0
    }

    /// Code, what happened, what to do.
    const fn texts(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Usage => ("usage", "That call can't be understood.", "See `switchhook --help`."),
            Self::Foreign => (
                "foreign",
                "This link goes to an address that is not Switchhook's.",
                "Paste the whole address of the page that your browser landed on.",
            ),
            Self::Malformed => (
                "malformed",
                "This is not a complete answer from Intercom.",
                "Paste the whole address of the page that your browser ended on, to its very end.",
            ),
            Self::StateMissing => (
                "state_missing",
                "This link carries no state, so nothing tells whom it is for.",
                "Paste the whole address, or start the connection again.",
            ),
            Self::StateUnknown => (
                "state_unknown",
                "This link belongs to no connection attempt of this computer.",
                "Start the connection again, and finish it in the page that opens.",
            ),
            Self::StateUsed => (
                "state_used",
                "This link was used already.",
                "Nothing is wrong if the account is connected; otherwise start again.",
            ),
            Self::StateExpired => (
                "state_expired",
                "The attempt waited too long for its answer.",
                "Start the connection again, and finish it in the page that opens.",
            ),
            Self::SealedInvalid => (
                "sealed_invalid",
                "This sealed link does not open for the attempt it names.",
                "Start the connection again. If it comes back, the bridge page may have been changed.",
            ),
            Self::Unsealed => (
                "unsealed",
                "This attempt takes only an answer that its bridge page has sealed.",
                "Finish in the page that opened, or paste the address of the bridge page.",
            ),
            Self::Denied => (
                "denied",
                "Access was not given.",
                "Nothing was stored. Start again when you are ready to authorize.",
            ),
            Self::CodeRejected => (
                "code_rejected",
                "The sign-in worked, but its code was refused.",
                "Most often the client secret was replaced in the Developer Hub, or the code was older than five minutes. Try again.",
            ),
            Self::ProviderUnreachable => (
                "provider_unreachable",
                "The provider could not be reached.",
                "Check the network and try again; nothing that was stored is lost.",
            ),
            Self::ProviderUnreadable => (
                "provider_unreadable",
                "The provider's answer can't be read.",
                "Check the addresses that were given: something other than Intercom may have answered, such as a network that asks you to sign in.",
            ),
            Self::VaultUnavailable => (
                "vault_unavailable",
                "The system's keyring is not there, so a token could not be kept safe.",
                "Start a keyring (GNOME Keyring, KWallet, KeePassXC) and try again. Nothing was opened or stored.",
            ),
            Self::VaultLocked => {
                ("vault_locked", "The system's keyring is locked.", "Unlock it and try again.")
            }
            Self::KeyMissing => (
                "key_missing",
                "The keyring no longer holds the key that opens the stored tokens.",
                "Restore the keyring, or connect each account again after resetting Switchhook's data folder. Names and tags are kept until then.",
            ),
            Self::StoreFailed => (
                "store_failed",
                "The database could not be read or written.",
                "Check that the data folder is writable and the disk is not full, then try again.",
            ),
            Self::NotFound => {
                ("not_found", "There is nothing of that name.", "See `switchhook list` for what there is.")
            }
            Self::Cancelled => ("cancelled", "The attempt was cancelled.", "Start again whenever you like."),
            Self::Interrupted => (
                "interrupted",
                "Switchhook was stopped while the provider was answering; the consent may be used up.",
                "Connect again.",
            ),
            Self::WrongWorkspace => (
                "wrong_workspace",
                "Another workspace answered than the awaited one.",
                "Sign in to the awaited one in your browser, or open the link in a private window, and start again.",
            ),
        }
    }
}

/// An error as every shell shows it. It never holds a secret or a provider's body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErrorReport {
    /// What a script branches on.
    pub code: Code,
    /// What happened, in a sentence.
    pub message: String,
    /// What to do.
    pub hint: String,
    /// The provider's own error code, where it sent one.
    pub provider_code: Option<String>,
}

impl ErrorReport {
    /// The report with the code's own words.
    pub fn new(code: Code) -> Self {
        let (_, message, hint) = code.texts();
        Self { code, message: message.to_string(), hint: hint.to_string(), provider_code: None }
    }

    /// The same with a sentence that says more than the code's own.
    #[must_use]
    pub fn saying(mut self, message: impl Into<String>) -> Self {
        self.message = message.into();
        self
    }

    /// The same with a hint that fits better than the code's own.
    #[must_use]
    pub fn hinting(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }

    /// The same with the provider's own code.
    #[must_use]
    pub fn from_provider(mut self, code: Option<&ProviderCode>) -> Self {
        self.provider_code = code.map(|code| code.as_str().to_string());
        self
    }
}

impl From<Code> for ErrorReport {
    fn from(code: Code) -> Self {
        Self::new(code)
    }
}

impl core::fmt::Display for ErrorReport {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "{} {}", self.message, self.hint)
    }
}

impl core::error::Error for ErrorReport {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_printed_code_and_the_serialised_one_are_the_same() {
        for code in [
            Code::Usage,
            Code::StateUnknown,
            Code::VaultUnavailable,
            Code::ProviderUnreadable,
            Code::KeyMissing,
        ] {
            let json = serde_json::to_value(code).expect("a plain enum");
            assert_eq!(json, code.as_str(), "{code:?}");
        }
    }
}

//! The words for a code, where nothing more is known.

use crate::Code;

/// What happened, and what to do.
pub(super) const fn words(code: Code) -> (&'static str, &'static str) {
    match code {
        Code::Usage => ("That call can't be understood.", "See `switchhook --help`."),
        Code::Foreign => (
            "This link goes to an address that is not Switchhook's.",
            "Paste the whole address of the page that your browser landed on.",
        ),
        Code::Malformed => (
            "This is not a complete answer from Intercom.",
            "Paste the whole address of the page that your browser ended on, to its very end.",
        ),
        Code::StateMissing => (
            "This link carries no state, so nothing tells whom it is for.",
            "Paste the whole address, or start the connection again.",
        ),
        Code::StateUnknown => (
            "This link belongs to no connection attempt of this computer.",
            "Start the connection again, and finish it in the page that opens.",
        ),
        Code::StateUsed => (
            "This link was used already.",
            "Nothing is wrong if the account is connected; otherwise start again.",
        ),
        Code::StateExpired => (
            "The attempt waited too long for its answer.",
            "Start the connection again, and finish it in the page that opens.",
        ),
        Code::SealedInvalid => (
            "This sealed link does not open for the attempt it names.",
            "Start the connection again. If it comes back, the bridge page may have been changed.",
        ),
        Code::Unsealed => (
            "This attempt takes only an answer that its bridge page has sealed.",
            "Finish in the page that opened, or paste the address of the bridge page.",
        ),
        Code::Denied => {
            ("Access was not given.", "Nothing was stored. Start again when you are ready to authorize.")
        }
        Code::CodeRejected => (
            "The sign-in worked, but its code was refused.",
            "Most often the client secret was replaced in the Developer Hub, or the code was older than five minutes. Try again.",
        ),
        Code::ProviderUnreachable => (
            "The provider could not be reached.",
            "Check the network and try again; nothing that was stored is lost.",
        ),
        Code::ProviderUnreadable => (
            "The provider's answer can't be read.",
            "Check the addresses that were given: something other than Intercom may have answered, such as a network that asks you to sign in.",
        ),
        Code::VaultUnavailable => (
            "The system's keyring is not there, so a token could not be kept safe.",
            "Start a keyring (GNOME Keyring, KWallet, KeePassXC) and try again. Nothing was opened or stored.",
        ),
        Code::VaultLocked => ("The system's keyring is locked.", "Unlock it and try again."),
        Code::KeyMissing => (
            "The keyring no longer holds the key that opens the stored tokens.",
            "Restore the keyring, or connect each account again after resetting Switchhook's data folder. Names and tags are kept until then.",
        ),
        Code::StoreFailed => (
            "The database could not be read or written.",
            "Check that the data folder is writable and the disk is not full, then try again.",
        ),
        Code::NotFound => ("There is nothing of that name.", "See `switchhook list` for what there is."),
        Code::Cancelled => ("The attempt was cancelled.", "Start again whenever you like."),
        Code::Interrupted => (
            "Switchhook was stopped while the provider was answering; the consent may be used up.",
            "Connect again.",
        ),
        Code::WrongWorkspace => (
            "Another workspace answered than the awaited one.",
            "Sign in to the awaited one in your browser, or open the link in a private window, and start again.",
        ),
    }
}

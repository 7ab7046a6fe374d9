//! The command line's words for a code without further facts.

use crate::Code;

/// Returns the message (what happened) and the hint (what to do) of a code.
pub(super) const fn words(code: Code) -> (&'static str, &'static str) {
    match code {
        Code::Usage => ("Switchhook can't understand this call.", "See `switchhook --help`."),
        Code::Foreign => (
            "This link goes to an address that is not Switchhook's.",
            "Paste the whole address of the last page in your browser.",
        ),
        Code::Malformed => (
            "This is not a complete answer from Intercom.",
            "Paste the whole address of the last page in your browser, to its very end.",
        ),
        Code::StateMissing => (
            "This link has no `state`, so Switchhook can't tell which attempt it belongs to.",
            "Paste the whole address, or start the connection again.",
        ),
        Code::StateUnknown => (
            "This link belongs to no connection attempt on this computer.",
            "Start the connection again, and finish it in the page that opens.",
        ),
        Code::StateUsed => (
            "Switchhook has already used this link.",
            "Check whether the account is connected. If it is not, start the connection again.",
        ),
        Code::StateExpired => (
            "The attempt expired before its answer came.",
            "Start the connection again, and finish it in the page that opens.",
        ),
        Code::SealedInvalid => (
            "Switchhook can't decrypt this link for the attempt that it names.",
            "Start the connection again. If this happens again, check whether the bridge page was changed.",
        ),
        Code::Unsealed => (
            "This attempt accepts only an answer that its bridge page encrypted.",
            "Finish in the page that opened, or paste the address of the bridge page.",
        ),
        Code::Denied => (
            "Access was declined in the browser.",
            "Start again when you are ready to authorize. Nothing was stored.",
        ),
        Code::CodeRejected => (
            "The sign-in worked, but the provider refused its code.",
            "Connect again, and finish within five minutes. If this happens again, copy the client secret from the Developer Hub again.",
        ),
        Code::ProviderUnreachable => (
            "Switchhook could not reach the provider.",
            "Check the network and try again. Nothing that was stored is lost.",
        ),
        Code::ProviderUnreadable => (
            "Switchhook can't read the provider's answer.",
            "Check the addresses that you gave. Something other than Intercom may have answered, such as a network that asks you to sign in.",
        ),
        Code::VaultUnavailable => (
            "Switchhook found no keyring on this system, so it can't keep a token safe.",
            "Start a keyring (GNOME Keyring, KWallet, KeePassXC) and try again. Nothing was decrypted or stored.",
        ),
        Code::VaultLocked => ("The system's keyring is locked.", "Unlock it and try again."),
        Code::KeyMissing => (
            "The keyring no longer holds the key that decrypts the stored tokens.",
            "Restore the keyring. If you can't, reset Switchhook's data folder and connect each account again. Names and tags are kept until then.",
        ),
        Code::StoreFailed => (
            "Switchhook could not read or write the database.",
            "Check that the data folder is writable and the disk is not full, then try again.",
        ),
        Code::NotFound => {
            ("Switchhook finds nothing with that name or id.", "Run `switchhook list` to see the accounts.")
        }
        Code::Cancelled => ("The attempt was cancelled.", "Start again when you like."),
        Code::Interrupted => (
            "Switchhook stopped while the provider was answering. The consent may be used up.",
            "Connect again.",
        ),
        Code::WrongWorkspace => (
            "Another workspace answered than the expected one.",
            "Sign in to the expected workspace in your browser, or open the link in a private window. Then start again.",
        ),
        Code::Unhealthy => {
            ("Switchhook found something that would not work.", "See what the check names, and mend it.")
        }
    }
}

//! The command line's words for problems of the vault.

use alloc::format;
use alloc::string::String;

use super::sentence::{Words, of_code, with_hint_of};
use crate::{Code, VaultProblem};

pub(super) fn words(problem: &VaultProblem) -> Words {
    match problem {
        VaultProblem::Absent => of_code(problem.code()),
        VaultProblem::Silent => Words::new(
            "The system's keyring does not answer.",
            "Try again in a moment: the keyring may be busy. If it stays silent, restart its program, or log out and in. \
             Nothing was decrypted or stored.",
        ),
        VaultProblem::Refused => Words::new(
            "The system's keyring answered, but did not do what Switchhook asked.",
            "Try again. If this happens again, restart the keyring's program, or log out and in.",
        ),
        VaultProblem::Ambiguous => Words::new(
            "The system's keyring holds Switchhook's key more than once.",
            "Remove the entry that you don't want from the keyring, and try again.",
        ),
        VaultProblem::NoCollection => Words::new(
            "The keyring's program runs, but it has no keyring that can keep a key.",
            "Create a keyring and make it the default (in GNOME: Passwords and Keys), then try again. Nothing \
             was decrypted or stored.",
        ),
        VaultProblem::NoBus => Words::new(
            "There is no session bus here, so Switchhook can't reach the system's keyring.",
            "Use Switchhook in a desktop session. Over SSH, start it under dbus-run-session with a keyring. \
             Nothing was decrypted or stored.",
        ),
        VaultProblem::Forgetful => Words::new(
            "The system's keyring does not return the key that Switchhook stored in it.",
            "Restart the keyring's program, or use another one, and try again. Nothing was stored.",
        ),
        VaultProblem::NoRandomness => {
            Words::new("The system gives no random bytes.", "Restart the computer and try again.")
        }
        VaultProblem::MadeElsewhere => Words::new(
            "Another Switchhook process is making the vault of this home and does not finish.",
            "End that process and try again. Nothing was decrypted or stored.",
        ),
        VaultProblem::OlderRunning => Words::new(
            "An earlier version of Switchhook still runs. It could not decrypt the tokens after this version starts. Nothing was changed.",
            "Quit the earlier version, then start Switchhook again.",
        ),
        VaultProblem::Waiting => Words::new(
            "Your keyring waits for its password.",
            "Type the password in the window that the keyring opened. It waits two minutes.",
        ),
        VaultProblem::NotUnlocked => Words::new(
            "The system's keyring was not unlocked within two minutes.",
            "Try again and type the keyring's password. Its window may be behind another one.",
        ),
        VaultProblem::StillLocked => Words::new(
            "The system's keyring is still locked.",
            "Try again and type the password when the keyring asks. If no window asks, as over SSH, unlock it on the \
             desktop first.",
        ),
        VaultProblem::OtherMode => {
            with_hint_of(Code::KeyMissing, "The stored tokens were encrypted in another mode of the vault.")
        }
        VaultProblem::KeyGone { folder } => Words { hint: restore(folder), ..of_code(Code::KeyMissing) },
        VaultProblem::OtherKey { folder } => {
            Words::new("The keyring's entry is not the key that decrypts the stored tokens.", restore(folder))
        }
    }
}

fn restore(folder: &str) -> String {
    format!(
        "Restore the keyring and try again. If you can't, move the data folder {folder} away and connect each \
         account again. Names and tags are kept until then."
    )
}

//! The words for problems of the vault.

use alloc::format;
use alloc::string::String;

use super::sentence::{Words, of_code, saying};
use crate::{Code, VaultProblem};

pub(super) fn words(problem: &VaultProblem) -> Words {
    match problem {
        VaultProblem::Absent => of_code(problem.code()),
        VaultProblem::Silent => Words::new(
            "The system's keyring does not answer.",
            "It may be busy: try again in a moment. If it stays silent, restart its program, or log out and in. \
             Nothing was opened or stored.",
        ),
        VaultProblem::Refused => Words::new(
            "The system's keyring answers, but did not do what was asked.",
            "Try again; if it stays so, restart its program, or log out and in.",
        ),
        VaultProblem::Ambiguous => Words::new(
            "The system's keyring holds Switchhook's key more than once.",
            "Remove the entry that is not wanted from the keyring and try again.",
        ),
        VaultProblem::NoCollection => Words::new(
            "The keyring's program runs, but there is no keyring in it to keep a key.",
            "Create one and make it the default (in GNOME: Passwords and Keys), then try again. Nothing \
             was opened or stored.",
        ),
        VaultProblem::NoBus => Words::new(
            "There is no session bus here, so the system's keyring can't be reached.",
            "Use Switchhook where you are logged in to a desktop; over SSH, start it under dbus-run-session \
             with a keyring. Nothing was opened or stored.",
        ),
        VaultProblem::Forgetful => Words::new(
            "The system's keyring does not give back what it was given.",
            "Restart the keyring's program, or use another one, and try again. Nothing was stored.",
        ),
        VaultProblem::NoRandomness => saying(Code::VaultUnavailable, "The system gives no randomness."),
        VaultProblem::MadeElsewhere => Words::new(
            "Another Switchhook is making the vault of this home, and does not finish.",
            "End it and try again. Nothing was opened or stored.",
        ),
        VaultProblem::OlderRunning => Words::new(
            "An earlier version of Switchhook still runs. It could not open the tokens any more.",
            "Quit it, then start Switchhook again. Nothing was changed.",
        ),
        VaultProblem::Waiting => Words::new(
            "Your keyring is waiting to be unlocked.",
            "Type its password in the window it has opened; it waits two minutes.",
        ),
        VaultProblem::NotUnlocked => Words::new(
            "The system's keyring was not unlocked within two minutes.",
            "Try again and type its password; its window may be behind another one.",
        ),
        VaultProblem::StillLocked => Words::new(
            "The system's keyring is still locked.",
            "Try again and type its password when it asks. Where no window asks, as over SSH, unlock it on the \
             desktop first.",
        ),
        VaultProblem::OtherMode => {
            saying(Code::KeyMissing, "The stored tokens were sealed in another mode of the vault.")
        }
        VaultProblem::KeyGone { folder } => Words { hint: restore(folder), ..of_code(Code::KeyMissing) },
        VaultProblem::OtherKey { folder } => {
            Words::new("The keyring's entry is not the key that opens the stored tokens.", restore(folder))
        }
    }
}

fn restore(folder: &str) -> String {
    format!(
        "Put the keyring back as it was and try again. Where that can't be, move the data folder {folder} aside \
         and connect each account anew; names and tags are kept until then."
    )
}

//! Judges the keyring.

use super::check::{HealthStatus, Verdict};
use crate::{Problem, VaultProblem};

/// The keyring, as it was found. To find this, Switchhook asks no person and makes no key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyringFacts {
    /// The key is in memory alone.
    Session,
    /// The keyring does not answer, or has no entry that opens the database.
    Failed(VaultProblem),
    /// The keyring, or the entry that opens the database, is locked.
    Locked {
        /// Whether this process has the key open.
        is_open: bool,
    },
    /// The keyring answers. The home has no key yet.
    Keyless,
    /// The keyring answers. The database does not say which key it needs.
    Unasked,
    /// The system may ask a person before it shows the entry, so Switchhook did not read it.
    Unread,
    /// The entry holds the key that opens the database.
    Equal,
    /// The entry holds another key than the open one.
    Differs,
    /// The database no longer names the open key.
    Forgotten,
}

/// Judges the keyring.
pub fn keyring_verdict(facts: KeyringFacts) -> Verdict {
    match facts {
        KeyringFacts::Session => Verdict::ok("The key is in memory, until you quit."),
        KeyringFacts::Failed(problem) => {
            Verdict::of_problem(HealthStatus::Error, Problem::from(problem).report())
        }
        KeyringFacts::Locked { is_open: true } => {
            Verdict::ok("It is locked. This Switchhook has the key open and needs no unlocking.")
        }
        KeyringFacts::Locked { is_open: false } => Verdict::warning(
            "The keyring is locked. Switchhook asks you to unlock it before it connects or reads.",
            "Unlock your keyring.",
        ),
        KeyringFacts::Keyless => Verdict::ok("It answers. Switchhook has not stored a key yet."),
        KeyringFacts::Unasked => Verdict::ok("It answers. The database does not say which key it needs."),
        KeyringFacts::Unread => Verdict::skipped("The system may ask you before it shows the key."),
        KeyringFacts::Equal => Verdict::ok("It holds the key that opens your tokens."),
        KeyringFacts::Differs => Verdict::error(
            "The keyring's entry is no longer the key that this Switchhook has open.",
            "Do not quit. Restore the entry `app.switchhook` from a backup of your keyring first.",
        ),
        KeyringFacts::Forgotten => Verdict::error(
            "The database no longer names the key that this Switchhook has open.",
            "Quit Switchhook, and restore the data folder from a backup.",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use HealthStatus::{Error, Ok, Skipped, Warning};

    #[test]
    fn locked_keyring_warns_and_missing_one_is_an_error() {
        for (facts, status) in [
            (KeyringFacts::Session, Ok),
            (KeyringFacts::Failed(VaultProblem::Absent), Error),
            (KeyringFacts::Locked { is_open: false }, Warning),
            (KeyringFacts::Locked { is_open: true }, Ok),
            (KeyringFacts::Keyless, Ok),
            (KeyringFacts::Unasked, Ok),
            (KeyringFacts::Unread, Skipped),
            (KeyringFacts::Equal, Ok),
            (KeyringFacts::Differs, Error),
            (KeyringFacts::Forgotten, Error),
        ] {
            assert_eq!(keyring_verdict(facts.clone()).status, status, "{facts:?}");
        }
    }
}

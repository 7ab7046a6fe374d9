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
    /// The keyring is locked.
    Locked,
    /// The keyring answers. The home has no key yet.
    Keyless,
    /// The keyring answers. The database does not say which key it needs.
    Unasked,
    /// The entry holds the key that opens the database.
    Equal,
    /// The entry holds another key than the open one.
    Differs,
}

/// Judges the keyring.
pub fn keyring_verdict(facts: KeyringFacts) -> Verdict {
    match facts {
        KeyringFacts::Session => Verdict::ok("The key is in memory, until you quit."),
        KeyringFacts::Failed(problem) => {
            Verdict::of_problem(HealthStatus::Error, Problem::from(problem).report())
        }
        KeyringFacts::Locked => Verdict::warning(
            "The keyring is locked. Switchhook asks you to unlock it before it connects or reads.",
            "Unlock your keyring.",
        ),
        KeyringFacts::Keyless => Verdict::ok("It answers. Switchhook has not stored a key yet."),
        KeyringFacts::Unasked => Verdict::ok("It answers. The database does not say which key it needs."),
        KeyringFacts::Equal => Verdict::ok("It holds the key that opens your tokens."),
        KeyringFacts::Differs => Verdict::error(
            "The keyring's entry is no longer the key that this Switchhook has open.",
            "Do not quit. Restore the entry `app.switchhook` from a backup of your keyring first.",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use HealthStatus::{Error, Ok, Warning};

    #[test]
    fn locked_keyring_warns_and_missing_one_is_an_error() {
        for (facts, status) in [
            (KeyringFacts::Session, Ok),
            (KeyringFacts::Failed(VaultProblem::Absent), Error),
            (KeyringFacts::Locked, Warning),
            (KeyringFacts::Keyless, Ok),
            (KeyringFacts::Unasked, Ok),
            (KeyringFacts::Equal, Ok),
            (KeyringFacts::Differs, Error),
        ] {
            assert_eq!(keyring_verdict(facts.clone()).status, status, "{facts:?}");
        }
    }
}

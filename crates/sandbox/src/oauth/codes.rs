//! Authorization codes that wait for their exchange (RFC 6749 section 4.1.2).
//!
//! Intercom's codes live about five minutes. The sandbox keeps codes in memory, so a restart forgets them.
//! A code is bound to its principal and not to a redirect URI, because Intercom's documented exchange
//! names no redirect URI.
//!
//! Not here: how the sandbox draws a code (`intercom.rs`).

use std::collections::HashMap;

use super::token::Principal;

/// The lifetime of a code, in seconds of the sandbox's clock.
pub(crate) const LIFETIME: u64 = 5 * 60;

/// The largest number of waiting codes. A further code pushes out the oldest, so that memory stays bounded.
const CAPACITY: usize = 1_000;

/// The codes waiting to be exchanged.
#[derive(Default)]
pub(crate) struct Codes {
    waiting: HashMap<String, Waiting>,
    /// The number of codes issued in this run.
    issued: u64,
}

struct Waiting {
    number: u64,
    issued: Issued,
    expires_at: u64,
}

/// The facts that a code stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Issued {
    pub(crate) principal: Principal,
    /// The `code_challenge` that the exchange must prove (RFC 7636 section 4.2), if PKCE is on.
    pub(crate) challenge: Option<String>,
}

impl Codes {
    /// Stores `code`, valid for [`LIFETIME`] from `now` (Unix seconds).
    pub(crate) fn issue(&mut self, code: String, issued: Issued, now: u64) {
        self.waiting.retain(|_, waiting| waiting.expires_at > now);
        if self.waiting.len() >= CAPACITY {
            let oldest = self.waiting.iter().min_by_key(|(_, waiting)| waiting.number);
            if let Some(oldest) = oldest.map(|(code, _)| code.clone()) {
                self.waiting.remove(&oldest);
            }
        }
        self.issued += 1;
        let waiting = Waiting { number: self.issued, issued, expires_at: now + LIFETIME };
        self.waiting.insert(code, waiting);
    }

    /// Returns the facts of `code`, or `None` if the code is unknown, used or expired.
    pub(crate) fn find(&self, code: &str, now: u64) -> Option<&Issued> {
        self.waiting.get(code).filter(|waiting| waiting.expires_at > now).map(|waiting| &waiting.issued)
    }

    /// Removes `code` after its exchange.
    pub(crate) fn spend(&mut self, code: &str) {
        self.waiting.remove(code);
    }

    /// Removes every code of `principal`.
    pub(crate) fn withdraw(&mut self, principal: &Principal) {
        self.waiting.retain(|_, waiting| waiting.issued.principal != *principal);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::workspaces::WORKSPACES;

    const START: u64 = 1_000;

    fn issued(place: usize) -> Issued {
        let principal = Principal { app: 0, workspace: &WORKSPACES[place], teammate: 0 };
        Issued { principal, challenge: None }
    }

    #[test]
    fn code_works_for_five_minutes_or_until_its_exchange() {
        for (age, works) in [(0, true), (LIFETIME - 1, true), (LIFETIME, false), (LIFETIME + 1, false)] {
            let mut codes = Codes::default();
            codes.issue("a".to_owned(), issued(0), START);
            assert_eq!(codes.find("a", START + age).is_some(), works, "{age}");
            codes.spend("a");
            assert_eq!(codes.find("a", START), None, "{age}");
        }
        assert_eq!(Codes::default().find("never given", START), None);
    }

    #[test]
    fn withdrawal_removes_the_codes_of_one_principal() {
        let mut codes = Codes::default();
        codes.issue("a".to_owned(), issued(0), START);
        codes.issue("b".to_owned(), issued(1), START);
        codes.withdraw(&issued(0).principal);
        assert_eq!(codes.find("a", START), None);
        assert_eq!(codes.find("b", START), Some(&issued(1)));
    }

    #[test]
    fn new_code_pushes_out_the_oldest_at_capacity() {
        let mut codes = Codes::default();
        for n in 0..=CAPACITY as u64 {
            codes.issue(n.to_string(), issued(0), START);
        }
        assert_eq!(codes.waiting.len(), CAPACITY);
        assert_eq!(codes.find("0", START), None);
        assert!(codes.find("1", START).is_some());
    }
}

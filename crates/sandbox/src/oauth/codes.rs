//! Authorization codes that were handed out and not yet used (RFC 6749 section 4.1.2).
//!
//! Intercom's live about five minutes. They are kept in memory: a restart forgets them, as their owner would
//! within minutes. A code is bound to the app and to whom it acts for, and not to a redirect URI: an
//! exchange never names one (Intercom's documented request has none). Not here: how a code is drawn
//! (`intercom.rs`).

use std::collections::HashMap;

use super::token::Principal;

/// How long a code can be exchanged, in seconds of the pretend Intercom's clock.
pub(crate) const LIFETIME: u64 = 5 * 60;

/// More waiting codes than this push out the oldest, so that a loop of consents can't fill memory.
const CAPACITY: usize = 1_000;

/// The codes waiting to be exchanged.
#[derive(Default)]
pub(crate) struct Codes {
    waiting: HashMap<String, Waiting>,
    /// How many were ever issued.
    issued: u64,
}

struct Waiting {
    number: u64,
    issued: Issued,
    expires_at: u64,
}

/// What a code stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Issued {
    pub(crate) principal: Principal,
    /// The `code_challenge` that the exchange must prove (RFC 7636 section 4.2), where one counts.
    pub(crate) challenge: Option<String>,
}

impl Codes {
    /// Remembers `code` from `now` on, in Unix seconds.
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

    /// What `code` stands for, or `None` when it is unknown, used or expired.
    pub(crate) fn find(&self, code: &str, now: u64) -> Option<&Issued> {
        self.waiting.get(code).filter(|waiting| waiting.expires_at > now).map(|waiting| &waiting.issued)
    }

    /// Uses `code` up.
    pub(crate) fn spend(&mut self, code: &str) {
        self.waiting.remove(code);
    }

    /// Forgets every code of `principal`.
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
    fn a_code_works_for_five_minutes_and_until_it_is_spent() {
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
    fn a_withdrawal_takes_the_codes_of_one_principal() {
        let mut codes = Codes::default();
        codes.issue("a".to_owned(), issued(0), START);
        codes.issue("b".to_owned(), issued(1), START);
        codes.withdraw(&issued(0).principal);
        assert_eq!(codes.find("a", START), None);
        assert_eq!(codes.find("b", START), Some(&issued(1)));
    }

    #[test]
    fn the_oldest_codes_make_room() {
        let mut codes = Codes::default();
        for n in 0..=CAPACITY as u64 {
            codes.issue(n.to_string(), issued(0), START);
        }
        assert_eq!(codes.waiting.len(), CAPACITY);
        assert_eq!(codes.find("0", START), None);
        assert!(codes.find("1", START).is_some());
    }
}

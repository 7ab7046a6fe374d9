//! Authorization codes that were handed out and not yet used (RFC 6749 section 4.1.2).
//!
//! Intercom's live about five minutes. They are kept in memory: a restart forgets them, as their owner would
//! within minutes. A code is bound to the app and to whom it acts for, and not to a redirect URI: an
//! exchange never names one (Intercom's documented request has none). Not here: how a code is drawn
//! (`intercom.rs`).

use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

use crate::token::Principal;

/// How long a code can be exchanged.
pub(crate) const LIFETIME: Duration = Duration::from_secs(5 * 60);

/// More waiting codes than this push out the oldest, so that a loop of consents can't fill memory.
const CAPACITY: usize = 1_000;

/// The codes waiting to be exchanged.
#[derive(Default)]
pub(crate) struct Codes(HashMap<String, Waiting>);

struct Waiting {
    issued: Issued,
    expires_at: Instant,
}

/// What a code stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Issued {
    pub(crate) principal: Principal,
    /// The `code_challenge` that the exchange must prove (RFC 7636 section 4.2), where one counts.
    pub(crate) challenge: Option<String>,
}

impl Codes {
    /// Remembers `code` from `now` on.
    pub(crate) fn issue(&mut self, code: String, issued: Issued, now: Instant) {
        self.0.retain(|_, waiting| waiting.expires_at > now);
        if self.0.len() >= CAPACITY {
            let oldest = self.0.iter().min_by_key(|(_, waiting)| waiting.expires_at);
            if let Some(oldest) = oldest.map(|(code, _)| code.clone()) {
                self.0.remove(&oldest);
            }
        }
        self.0.insert(code, Waiting { issued, expires_at: now + LIFETIME });
    }

    /// What `code` stands for, or `None` when it is unknown, used or expired.
    pub(crate) fn find(&self, code: &str, now: Instant) -> Option<&Issued> {
        self.0.get(code).filter(|waiting| waiting.expires_at > now).map(|waiting| &waiting.issued)
    }

    /// Uses `code` up.
    pub(crate) fn spend(&mut self, code: &str) {
        self.0.remove(code);
    }

    /// Forgets every code of `principal`.
    pub(crate) fn withdraw(&mut self, principal: &Principal) {
        self.0.retain(|_, waiting| waiting.issued.principal != *principal);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspaces::WORKSPACES;

    const SECOND: Duration = Duration::from_secs(1);

    fn issued(place: usize) -> Issued {
        let principal = Principal { app: 0, workspace: &WORKSPACES[place], teammate: 0 };
        Issued { principal, challenge: None }
    }

    #[test]
    fn a_code_works_for_five_minutes_and_until_it_is_spent() {
        let start = Instant::now();
        for (age, works) in
            [(Duration::ZERO, true), (LIFETIME - SECOND, true), (LIFETIME, false), (LIFETIME + SECOND, false)]
        {
            let mut codes = Codes::default();
            codes.issue("a".to_owned(), issued(0), start);
            assert_eq!(codes.find("a", start + age).is_some(), works, "{age:?}");
            codes.spend("a");
            assert_eq!(codes.find("a", start), None, "{age:?}");
        }
        assert_eq!(Codes::default().find("never given", start), None);
    }

    #[test]
    fn a_withdrawal_takes_the_codes_of_one_principal() {
        let start = Instant::now();
        let mut codes = Codes::default();
        codes.issue("a".to_owned(), issued(0), start);
        codes.issue("b".to_owned(), issued(1), start);
        codes.withdraw(&issued(0).principal);
        assert_eq!(codes.find("a", start), None);
        assert_eq!(codes.find("b", start), Some(&issued(1)));
    }

    #[test]
    fn the_oldest_codes_make_room() {
        let start = Instant::now();
        let mut codes = Codes::default();
        for n in 0..=CAPACITY as u64 {
            codes.issue(n.to_string(), issued(0), start + Duration::from_millis(n));
        }
        assert_eq!(codes.0.len(), CAPACITY);
        assert_eq!(codes.find("0", start), None);
        assert!(codes.find("1", start).is_some());
    }
}

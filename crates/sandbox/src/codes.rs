//! Authorization codes that were handed out and not yet used (RFC 6749 section 4.1.2).
//!
//! Intercom's live about five minutes; a code works once. They are kept in memory: a restart
//! forgets them, as their owner would within minutes. The sandbox has one client and an
//! exchange never names its redirect URI (Intercom's documented request has none), so the
//! workspace is all that a code is bound to. Not here: how a code is drawn (`intercom.rs`).

use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

use crate::workspaces::Workspace;

/// How long a code can be exchanged.
pub(crate) const LIFETIME: Duration = Duration::from_secs(5 * 60);

/// More waiting codes than this push out the oldest, so that a loop of consents can't fill memory.
const CAPACITY: usize = 1_000;

/// The codes waiting to be exchanged.
#[derive(Default)]
pub(crate) struct Codes(HashMap<String, Waiting>);

struct Waiting {
    workspace: &'static Workspace,
    expires_at: Instant,
}

impl Codes {
    /// Remembers `code` for `workspace` from `now` on.
    pub(crate) fn issue(&mut self, code: String, workspace: &'static Workspace, now: Instant) {
        self.0.retain(|_, waiting| waiting.expires_at > now);
        if self.0.len() >= CAPACITY {
            let oldest = self.0.iter().min_by_key(|(_, waiting)| waiting.expires_at);
            if let Some(oldest) = oldest.map(|(code, _)| code.clone()) {
                self.0.remove(&oldest);
            }
        }
        self.0.insert(code, Waiting { workspace, expires_at: now + LIFETIME });
    }

    /// Uses `code` up: its workspace, or `None` when it is unknown, used or expired.
    pub(crate) fn redeem(&mut self, code: &str, now: Instant) -> Option<&'static Workspace> {
        let waiting = self.0.remove(code)?;
        (waiting.expires_at > now).then_some(waiting.workspace)
    }

    /// Forgets every code of `workspace`.
    pub(crate) fn withdraw(&mut self, workspace: &Workspace) {
        self.0.retain(|_, waiting| waiting.workspace != workspace);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspaces::WORKSPACES;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn a_code_works_once_and_for_five_minutes() {
        let (start, workspace) = (Instant::now(), &WORKSPACES[0]);
        for (age, works) in
            [(Duration::ZERO, true), (LIFETIME - SECOND, true), (LIFETIME, false), (LIFETIME + SECOND, false)]
        {
            let mut codes = Codes::default();
            codes.issue("c=".into(), workspace, start);
            assert_eq!(codes.redeem("other=", start + age), None);
            assert_eq!(codes.redeem("c=", start + age).is_some(), works, "{age:?}");
            assert_eq!(codes.redeem("c=", start + age), None, "a second time");
        }
    }

    #[test]
    fn expired_codes_are_swept_by_the_next() {
        let (start, mut codes) = (Instant::now(), Codes::default());
        codes.issue("old=".into(), &WORKSPACES[0], start);
        codes.issue("new=".into(), &WORKSPACES[0], start + LIFETIME);
        assert_eq!(codes.0.keys().collect::<Vec<_>>(), ["new="]);
    }

    #[test]
    fn the_oldest_code_makes_room_when_too_many_wait() {
        let (start, mut codes) = (Instant::now(), Codes::default());
        for n in 0..=CAPACITY as u64 {
            codes.issue(n.to_string(), &WORKSPACES[0], start + Duration::from_millis(n));
        }
        assert_eq!(codes.0.len(), CAPACITY);
        assert_eq!(codes.redeem("0", start), None);
        assert!(codes.redeem("1", start).is_some());
    }

    #[test]
    fn withdrawing_takes_the_codes_of_one_workspace() {
        let (start, mut codes) = (Instant::now(), Codes::default());
        codes.issue("a".into(), &WORKSPACES[0], start);
        codes.issue("b".into(), &WORKSPACES[1], start);
        codes.withdraw(&WORKSPACES[0]);
        assert_eq!(codes.redeem("a", start), None);
        assert!(codes.redeem("b", start).is_some());
    }
}

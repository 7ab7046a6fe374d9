//! Overviews for a window that has an earlier one: of thousands of accounts, only those that changed.

use std::collections::HashMap;
use std::hash::{BuildHasher as _, Hasher, RandomState};
use std::io;

use switchhook_core::AccountId;

use crate::contract::{AccountCard, News, Overview};

/// The last overview that one window got.
#[derive(Default)]
pub struct DeltaState {
    /// The number of that overview.
    revision: u32,
    /// The digest of each account in that overview. Whole accounts would take several times the memory.
    accounts: HashMap<AccountId, u64>,
    digests: RandomState,
}

impl DeltaState {
    /// Returns what changed since the last overview, and remembers this one. Returns all of it where `has`,
    /// the revision that the window has, is not the last one. Accounts keep their order; removed ones come in
    /// no order.
    pub fn news(&mut self, mut overview: Overview, has: Option<u32>) -> News {
        let is_whole = has != Some(self.revision);
        self.revision = self.revision.wrapping_add(1);
        let now = HashMap::with_capacity(overview.accounts.len());
        let mut before = std::mem::replace(&mut self.accounts, now);
        overview.accounts.retain(|card| {
            let digest = self.digest(card);
            self.accounts.insert(card.id.clone(), digest);
            before.remove(&card.id) != Some(digest) || is_whole
        });
        let gone = if is_whole { Vec::new() } else { before.into_keys().collect() };
        News { revision: self.revision, is_whole, gone, overview }
    }

    /// Returns a digest of all that the window gets of an account.
    fn digest(&self, card: &AccountCard) -> u64 {
        let mut hashing = Hashing(self.digests.build_hasher());
        let written = serde_json::to_writer(&mut hashing, card);
        debug_assert!(written.is_ok(), "a card is JSON, and hashing can't fail");
        hashing.0.finish()
    }
}

/// Hashes what is written to it.
struct Hashing<H>(H);

impl<H: Hasher> io::Write for Hashing<H> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::Vault;
    use switchhook_core::{RegistrationKind, Status};

    fn card(id: &str, name: &str) -> AccountCard {
        AccountCard {
            id: AccountId::new(id),
            name: name.into(),
            tags: Vec::new(),
            status: Status::Connected,
            workspace_id: None,
            workspace_name: None,
            region: None,
            teammate: None,
            email: None,
            registration: None,
            connected_at: String::new(),
            checked_at: None,
            kind: RegistrationKind::App,
            trouble: None,
            open: None,
            open_as_of: None,
            open_failed: false,
        }
    }

    fn overview(accounts: &[(&str, &str)]) -> Overview {
        Overview {
            accounts: accounts.iter().map(|(id, name)| card(id, name)).collect(),
            attempts: Vec::new(),
            registrations: Vec::new(),
            vault: Vault { mode: "os_keyring", error: None, waiting: false },
            version: "0",
        }
    }

    fn ids(news: &News) -> Vec<&str> {
        news.overview.accounts.iter().map(|card| card.id.as_str()).collect()
    }

    #[test]
    fn window_with_last_revision_gets_the_changes() {
        let mut state = DeltaState::default();
        let first = state.news(overview(&[("a", "A"), ("b", "B"), ("c", "C")]), None);
        assert_eq!((first.is_whole, ids(&first)), (true, vec!["a", "b", "c"]));
        let second = state.news(overview(&[("a", "A"), ("b", "B2"), ("d", "D")]), Some(first.revision));
        assert_eq!(
            (second.is_whole, ids(&second), second.gone.clone()),
            (false, vec!["b", "d"], vec![AccountId::new("c")])
        );
        let third = state.news(overview(&[("a", "A"), ("b", "B2"), ("d", "D")]), Some(second.revision));
        assert_eq!((third.is_whole, ids(&third), third.gone.len()), (false, vec![], 0));
    }

    #[test]
    fn window_with_other_revision_or_none_gets_everything() {
        let mut state = DeltaState::default();
        let first = state.news(overview(&[("a", "A")]), Some(0));
        assert!(!first.is_whole, "a window without an overview passes `None`, and never revision 0");
        for has in [None, Some(first.revision + 9), Some(0)] {
            let again = state.news(overview(&[("a", "A"), ("b", "B")]), has);
            assert_eq!((again.is_whole, ids(&again), again.gone.len()), (true, vec!["a", "b"], 0), "{has:?}");
        }
    }
}

//! Reads which roads the accounts, registrations and waiting attempts of a home use.

use std::collections::BTreeSet;

use rusqlite::Connection;
use switchhook_core::{
    Channel, Endpoint, LoopbackAddress, Provider, RedirectUri, Region, RegistrationKind, ReturnRoute,
    Timestamp,
};

use crate::store::accounts::{self, AccountAddress};
use crate::store::attempts;
use crate::store::registrations;

/// The roads that something of a home uses.
#[derive(Clone, Default)]
pub(super) struct Uses {
    /// Whether the home can't be read. Each road may be in use then.
    pub(super) are_unknown: bool,
    /// The addresses to which Switchhook sends requests of accounts and registrations.
    pub(super) endpoints: Vec<Endpoint>,
    /// The addresses to which Switchhook sends requests once a waiting attempt has its answer.
    pub(super) awaited: Vec<Endpoint>,
    /// The addresses at which browsers return.
    pub(super) redirect_uris: Vec<RedirectUri>,
    /// Whether an account belongs to the sandbox.
    pub(super) has_sandbox: bool,
}

impl Uses {
    /// Reads what a home uses. A row that can't be read uses nothing. `None`: the database can't be read.
    pub(super) fn of(database: Option<&Connection>, now: Timestamp) -> Self {
        let read = database.and_then(|db| Self::read(db, now).ok());
        read.unwrap_or_else(|| Self { are_unknown: true, ..Self::default() })
    }

    /// Fails where the database does.
    fn read(db: &Connection, now: Timestamp) -> rusqlite::Result<Self> {
        let mut uses = Self::default();
        for account in accounts::addresses(db)? {
            uses.add_account(&account);
        }
        let mut returns = BTreeSet::new();
        for row in registrations::all(db)? {
            // The sandbox names its own addresses.
            if row.kind != RegistrationKind::Sandbox {
                uses.endpoints.extend(row.token_endpoint.as_deref().and_then(exact));
                uses.endpoints.extend(row.api_base.as_deref().and_then(prefix));
            }
            returns.insert(row.redirect_uri);
        }
        for row in attempts::awaiting(db)?.into_iter().filter(|row| row.expires_at > now) {
            if row.kind != RegistrationKind::Sandbox {
                uses.awaited.extend(exact(&row.token_endpoint));
                uses.awaited.extend(prefix(&row.api_base));
            }
            returns.insert(row.redirect_uri);
        }
        let channel = Channel::current();
        uses.redirect_uris = returns.iter().filter_map(|uri| RedirectUri::new(uri, channel).ok()).collect();
        Ok(uses)
    }

    /// Whether a registration or an attempt may return in any way.
    pub(super) fn returns(&self) -> bool {
        self.are_unknown || !self.redirect_uris.is_empty()
    }

    /// Whether a registration or an attempt may return by any of these routes.
    pub(super) fn returns_by(&self, routes: &[ReturnRoute]) -> bool {
        let is_by = |uri: &RedirectUri| routes.contains(&ReturnRoute::of(uri, Channel::current()));
        self.are_unknown || self.redirect_uris.iter().any(is_by)
    }

    /// Returns the addresses of bridge pages.
    pub(super) fn bridges(&self) -> Vec<String> {
        let is_bridge = |uri: &&RedirectUri| ReturnRoute::of(uri, Channel::current()) == ReturnRoute::Bridge;
        self.redirect_uris.iter().filter(is_bridge).map(|uri| uri.as_str().to_owned()).collect()
    }

    /// Returns the addresses at which Switchhook listens.
    pub(super) fn loopback(&self) -> Vec<LoopbackAddress> {
        self.redirect_uris.iter().filter_map(LoopbackAddress::of).collect()
    }

    fn add_account(&mut self, account: &AccountAddress) {
        match Provider::of(account.kind, account.api_base.as_deref()) {
            Some(Provider::Sandbox) => self.has_sandbox = true,
            Some(Provider::Pinned(endpoint)) => self.endpoints.push(endpoint),
            Some(Provider::Intercom) => {
                let region = account.region.unwrap_or(Region::Us);
                self.endpoints.extend(prefix(Provider::intercom_api(region)));
            }
            None => {}
        }
    }
}

/// Returns an address that requests have as it is.
fn exact(text: &str) -> Option<Endpoint> {
    Endpoint::new(text).ok()
}

/// Returns an address that begins the addresses of requests.
fn prefix(text: &str) -> Option<Endpoint> {
    Endpoint::prefix(text).ok()
}

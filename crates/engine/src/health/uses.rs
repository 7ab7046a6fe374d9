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
    /// The addresses to which Switchhook sends requests.
    pub(super) endpoints: Vec<Endpoint>,
    /// The addresses at which browsers return.
    pub(super) redirect_uris: Vec<RedirectUri>,
    /// Whether an account belongs to the sandbox.
    pub(super) has_sandbox: bool,
}

impl Uses {
    /// Reads what a home uses. A row that can't be read uses nothing.
    pub(super) fn of(database: Option<&Connection>, now: Timestamp) -> Self {
        let mut uses = Self::default();
        let Some(db) = database else { return uses };
        for account in accounts::addresses(db).unwrap_or_default() {
            uses.add_account(&account);
        }
        let mut returns = BTreeSet::new();
        for row in registrations::all(db).unwrap_or_default() {
            // The sandbox names its own addresses.
            if row.kind != RegistrationKind::Sandbox {
                uses.add_endpoints(&[row.token_endpoint.as_deref(), row.api_base.as_deref()]);
            }
            returns.insert(row.redirect_uri);
        }
        for row in attempts::awaiting(db).unwrap_or_default() {
            if row.expires_at > now {
                uses.add_endpoints(&[Some(&row.token_endpoint), Some(&row.api_base)]);
                returns.insert(row.redirect_uri);
            }
        }
        let channel = Channel::current();
        uses.redirect_uris = returns.iter().filter_map(|uri| RedirectUri::new(uri, channel).ok()).collect();
        uses
    }

    /// Whether a registration or an attempt returns by any of these routes.
    pub(super) fn returns_by(&self, routes: &[ReturnRoute]) -> bool {
        self.redirect_uris.iter().any(|uri| routes.contains(&ReturnRoute::of(uri, Channel::current())))
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
                self.add_endpoints(&[Some(Provider::intercom_api(region))]);
            }
            None => {}
        }
    }

    fn add_endpoints(&mut self, texts: &[Option<&str>]) {
        self.endpoints.extend(texts.iter().flatten().filter_map(|text| Endpoint::prefix(text).ok()));
    }
}

//! Rows in the shapes that leave the process.

use std::collections::HashSet;
use std::sync::PoisonError;

use switchhook_core::{
    Channel, Code, Endpoint, ErrorReport, RedirectUri, Region, RegistrationKind, ReturnRoute, Status,
};

use crate::connector::Connector;
use crate::contract::{
    Account, AccountCard, Admin, Attempt, AttemptStage, Checked, Overview, Registration, Settings, Trouble,
    Vault, Workspace,
};
use crate::host::clock::{now, rfc3339, seconds_rfc3339};
use crate::store::accounts::{self, AccountRow};
use crate::store::attempts::{self, AttemptRow};
use crate::store::figures;
use crate::store::registrations::{self, RegistrationRow};
use crate::vault::VaultState;

impl Connector {
    /// All that a window draws, in one read.
    ///
    /// # Errors
    /// `store_failed`.
    pub async fn overview(&self) -> Result<Overview, ErrorReport> {
        let (accounts, mut open, attempts, registrations) = self
            .store()
            .read(|db| {
                let open = figures::open(db)?;
                let attempts = attempts::on_show(db, now())?;
                Ok((accounts::all(db, None, None)?, open, attempts, registrations::all(db)?))
            })
            .await?;
        let state = self.vault().borrow().clone();
        Ok(Overview {
            accounts: accounts
                .into_iter()
                .map(|row| {
                    let kind = row.kind;
                    let Checked { account, trouble, .. } = self.shown_with_trouble(row);
                    let open = open.remove(&account.id);
                    AccountCard { account, kind, trouble, open }
                })
                .collect(),
            attempts: self.shown_attempts(&attempts),
            registrations: registrations.iter().map(registration).collect(),
            vault: Vault {
                mode: self.inner.vault.mode.code(),
                error: state.error().cloned(),
                waiting: matches!(state, VaultState::Waiting(_)),
            },
            version: env!("CARGO_PKG_VERSION"),
        })
    }
}

impl Connector {
    /// Attempts that are under way, keep a token, or have ended within a day and were not put away.
    ///
    /// # Errors
    /// `store_failed`.
    pub async fn attempts(&self) -> Result<Vec<Attempt>, ErrorReport> {
        let rows = self.store().read(|db| attempts::on_show(db, now())).await?;
        Ok(self.shown_attempts(&rows))
    }

    /// One attempt, whatever became of it.
    ///
    /// # Errors
    /// `not_found`, `store_failed`.
    pub async fn attempt(&self, attempt: &str) -> Result<Attempt, ErrorReport> {
        let row = self.attempt_row(attempt).await?;
        self.shown_attempts(&[row]).pop().ok_or_else(|| Code::NotFound.into())
    }

    fn shown_attempts(&self, rows: &[AttemptRow]) -> Vec<Attempt> {
        let unsaved: HashSet<String> = {
            let held = self.inner.unsaved.lock().unwrap_or_else(PoisonError::into_inner);
            held.keys().cloned().collect()
        };
        let known: HashSet<String> = {
            let held = self.inner.links.lock().unwrap_or_else(PoisonError::into_inner);
            held.keys().cloned().collect()
        };
        let unopened = self.inner.unopened.lock().unwrap_or_else(PoisonError::into_inner).clone();
        rows.iter()
            .map(|row| Attempt {
                no_browser: unopened.contains(&row.id) && row.stage == AttemptStage::Awaiting,
                ..attempt(row, unsaved.contains(&row.id), known.contains(&row.id))
            })
            .collect()
    }

    /// Facts of this program and this home.
    pub fn settings(&self) -> Settings {
        Settings {
            vault: self.inner.vault.mode.code(),
            data_folder: self.inner.home.folder().display().to_string(),
            version: env!("CARGO_PKG_VERSION"),
            channel: Channel::current().code(),
        }
    }

    /// The same with what is wrong with it. Of a disabled one nobody asks, and where no token opens at all, that is said
    /// elsewhere.
    pub(crate) fn shown_with_trouble(&self, mut row: AccountRow) -> Checked {
        let trouble = row.trouble.take().filter(|_| !row.disabled && !self.is_key_missing());
        let trouble = trouble.map(|(report, since)| Trouble { report, since: rfc3339(since) });
        Checked { account: self.shown(row), trouble, untold: None, unread: None }
    }

    /// An account as it is shown: a disabled one as that, one whose token can't be opened now as one that needs a
    /// reconnect, whatever a check found last.
    pub(crate) fn shown(&self, row: AccountRow) -> Account {
        let disabled = row.disabled;
        let account = account(row);
        match (disabled, self.is_key_missing()) {
            (true, _) => Account { status: Status::Disabled, ..account },
            (false, true) => Account { status: Status::NeedsReconnect, ..account },
            (false, false) => account,
        }
    }
}

fn account(row: AccountRow) -> Account {
    Account {
        id: row.id,
        name: row.name,
        tags: row.tags,
        status: row.status,
        workspace: Workspace {
            id: row.workspace.id,
            name: row.workspace.name,
            region: row.workspace.region,
            timezone: row.workspace.timezone,
            created_at: row.workspace.created_at.and_then(seconds_rfc3339),
        },
        admin: Admin {
            id: row.admin.id,
            name: row.admin.name,
            email: row.admin.email,
            email_verified: row.admin.email_verified,
        },
        registration: row.registration,
        connected_at: rfc3339(row.connected_at),
        checked_at: row.checked_at.map(rfc3339),
    }
}

pub(crate) fn registration(row: &RegistrationRow) -> Registration {
    Registration {
        id: row.id.clone(),
        name: row.name.clone(),
        kind: row.kind,
        client_id: row.client_id.clone(),
        redirect_uri: row.redirect_uri.clone(),
        return_route: route(&row.redirect_uri),
        region: row.region.parse().unwrap_or(Region::Us),
        authorization_endpoint: row.authorization_endpoint.clone(),
        token_endpoint: row.token_endpoint.clone(),
        api_base: row.api_base.clone(),
        workspace: row.workspace.clone(),
        created_at: rfc3339(row.created_at),
    }
}

fn attempt(row: &AttemptRow, unsaved: bool, can_reopen: bool) -> Attempt {
    Attempt {
        id: row.id.clone(),
        stage: if unsaved { AttemptStage::Unsaved } else { row.stage },
        registration: row.registration.clone(),
        registration_id: row.registration_id.clone(),
        sandbox: row.kind == RegistrationKind::Sandbox,
        host: Endpoint::new(&row.authorization_endpoint).map(|endpoint| endpoint.host()).unwrap_or_default(),
        return_route: route(&row.redirect_uri),
        started_at: rfc3339(row.started_at),
        expires_at: rfc3339(row.expires_at),
        claimed_at: row.claimed_at.map(rfc3339),
        strays: row.strays,
        empty_return: row.empty_return,
        no_browser: false,
        can_reopen: can_reopen && row.stage == AttemptStage::Awaiting,
        reconnects: row.reconnects.clone(),
        workspace: row.workspace.clone(),
        answered: row.answered.clone(),
        account_id: row.account_id.clone(),
        // Why it is not stored lives in memory, as the token does.
        error: if unsaved { Some(crate::connect::decide::unsaved()) } else { row.error.clone() },
    }
}

fn route(redirect_uri: &str) -> ReturnRoute {
    let channel = Channel::current();
    RedirectUri::new(redirect_uri, channel).map_or(ReturnRoute::Bridge, |uri| ReturnRoute::of(&uri, channel))
}

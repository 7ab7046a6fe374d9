//! Pages of Intercom and of the sandbox for the browser: their addresses, and opening them.

use switchhook_core::{
    AccountId, AccountProblem, DesktopProblem, Endpoint, Problem, Provider, Region, RegistrationKind,
};

use super::room::Remote;
use crate::accounts::manage::row;
use crate::host::browser;
use crate::intercom::sandbox;
use crate::store::account_rows::AccountRow;

impl Remote {
    /// Returns the page where people use an account's workspace. For a sandbox account, returns the hub of
    /// the running sandbox.
    ///
    /// # Errors
    /// `not_found` for an unknown account, and for one without a page: region or workspace is unknown, or the
    /// API's address is a person's own. `provider_unreachable` or `provider_unreadable` where no sandbox
    /// answers, `store_failed`.
    pub async fn workspace_page(&self, id: &AccountId) -> Result<Endpoint, Problem> {
        let row = row(&self.context, id).await?;
        if row.kind == RegistrationKind::Sandbox {
            return Ok(sandbox::ask(&self.context.home, &self.context.http).await?.hub);
        }
        intercom_page(&row).ok_or_else(|| AccountProblem::NoPage.into())
    }

    /// Returns the page of a conversation in the inbox of an account's workspace. For a sandbox account, returns the hub of the
    /// running sandbox, which has no pages of conversations.
    ///
    /// # Errors
    /// As [`Self::workspace_page`]. `not_found` too for an id that no conversation has.
    pub async fn conversation_page(&self, id: &AccountId, conversation: &str) -> Result<Endpoint, Problem> {
        let row = row(&self.context, id).await?;
        if row.kind == RegistrationKind::Sandbox {
            return self.workspace_page(id).await;
        }
        let page = || match Provider::of(row.kind, row.api_base.as_deref())? {
            Provider::Intercom => {
                Provider::conversation_page(row.workspace.region?, row.workspace.id.as_ref()?, conversation)
            }
            Provider::Sandbox | Provider::Pinned(_) => None,
        };
        page().ok_or_else(|| AccountProblem::NoPage.into())
    }

    /// Asks the system browser to open [`Self::conversation_page`].
    ///
    /// # Errors
    /// As [`Self::conversation_page`]. `not_found` too when no browser could be asked.
    pub async fn open_conversation(&self, id: &AccountId, conversation: &str) -> Result<(), Problem> {
        open(self.conversation_page(id, conversation).await?).await
    }

    /// Asks the system browser to open [`Self::workspace_page`].
    ///
    /// # Errors
    /// `not_found` for an unknown account or page, and when no browser could be asked.
    /// `provider_unreachable` or `provider_unreadable` where no sandbox answers, `store_failed`.
    pub async fn open_workspace(&self, id: &AccountId) -> Result<(), Problem> {
        open(self.workspace_page(id).await?).await
    }
}

/// Asks the system browser to open the Developer Hub of a region.
///
/// # Errors
/// `not_found` when no browser could be asked.
pub async fn open_developer_hub(region: Region) -> Result<(), Problem> {
    let hub = Provider::developer_hub(region).map_err(|_| DesktopProblem::NotHere)?;
    open(hub).await
}

/// Asks the system browser to open a page. A failure after the browser took the request is only logged.
///
/// # Errors
/// `not_found` when no browser could be asked.
async fn open(page: Endpoint) -> Result<(), Problem> {
    let opened = tokio::task::spawn_blocking(move || {
        // A person who sees no page looks at the control that they pressed. No attempt could show the
        // failure.
        browser::open(page.url(), || tracing::warn!("no browser has opened a page"))
    })
    .await;
    Ok(opened.unwrap_or(Err(DesktopProblem::NoBrowser))?)
}

/// Whether [`Remote::workspace_page`] knows a page of the account. `true` for an account of the sandbox, also
/// while no sandbox runs.
pub(crate) fn has_page(row: &AccountRow) -> bool {
    row.kind == RegistrationKind::Sandbox || intercom_page(row).is_some()
}

/// Returns Intercom's page of an account's workspace. `None` where region or workspace is unknown, and for
/// an API at an address of the person's own: that may be anywhere.
fn intercom_page(row: &AccountRow) -> Option<Endpoint> {
    match Provider::of(row.kind, row.api_base.as_deref())? {
        Provider::Intercom => Provider::workspace_page(row.workspace.region?, row.workspace.id.as_ref()?),
        Provider::Sandbox | Provider::Pinned(_) => None,
    }
}

//! Pages of Intercom and of the sandbox, for the browser: which there are, and opening them.

use switchhook_core::{Code, Endpoint, ErrorReport, Provider, Region, RegistrationKind};

use crate::accounts::manage::provider;
use crate::connector::Connector;
use crate::host::browser;
use crate::store::accounts::AccountRow;

impl Connector {
    /// The page where people use an account's workspace; of a sandbox account the hub of the running sandbox.
    ///
    /// # Errors
    /// As [`Self::account`], `not_found` where there is none that is known, and `provider_unreachable` when the sandbox
    /// is not running.
    pub async fn workspace_page(&self, id_or_name: &str) -> Result<Endpoint, ErrorReport> {
        let row = self.account_row(id_or_name).await?;
        if row.kind == RegistrationKind::Sandbox {
            return Ok(crate::intercom::sandbox::ask(&self.inner.home, &self.inner.http).await?.hub);
        }
        intercoms_page(&row).ok_or_else(|| {
            ErrorReport::new(Code::NotFound)
                .saying("Where this account's workspace is opened is not known.")
                .hinting("Open Intercom in your browser, and choose the workspace there.")
        })
    }

    /// Asks the system browser to open [`Self::workspace_page`].
    ///
    /// # Errors
    /// As that, and `not_found` when no browser could be asked.
    pub async fn open_workspace(&self, id_or_name: &str) -> Result<(), ErrorReport> {
        open(self.workspace_page(id_or_name).await?).await
    }
}

/// Asks the system browser to open the Developer Hub of a region.
///
/// # Errors
/// `not_found` when no browser could be asked.
pub async fn open_developer_hub(region: Region) -> Result<(), ErrorReport> {
    let hub = Provider::developer_hub(region).map_err(|_| ErrorReport::from(Code::NotFound))?;
    open(hub).await
}

async fn open(page: Endpoint) -> Result<(), ErrorReport> {
    let opened = tokio::task::spawn_blocking(move || {
        // A person who sees no page looks at what they pressed: there is no attempt that could say it.
        browser::open(page.url(), || tracing::warn!("no browser has opened a page"))
    })
    .await;
    opened.unwrap_or_else(|_| Err(Code::NotFound.into()))
}

/// Whether [`Connector::workspace_page`] knows one.
pub(crate) fn has_page(row: &AccountRow) -> bool {
    row.kind == RegistrationKind::Sandbox || intercoms_page(row).is_some()
}

/// Addresses of a person's own may be anywhere: only Intercom's own are followed to a page.
fn intercoms_page(row: &AccountRow) -> Option<Endpoint> {
    match provider(row.kind, row.api_base.as_deref())? {
        Provider::Intercom => Provider::workspace_page(row.workspace.region?, row.workspace.id.as_deref()?),
        Provider::Sandbox | Provider::Pinned(_) => None,
    }
}

//! An account's figures: what is kept of them, and a round that asks for all.

use switchhook_core::{ErrorReport, Figure, Headroom, Status};

use super::Connector;
use super::accounts::must_be_in_use;
use super::reading::{Reading, join};
use super::round::{Asked, Round, Stop};
use crate::clock::rfc3339;
use crate::contract::{self, AccountDetail, MeAnswer};
use crate::store::accounts::{self, AccountRow};
use crate::store::figures;

impl Connector {
    /// What is kept of an account beside its card: figures, headroom, the last answer of `/me`. Neither vault
    /// nor network is touched.
    ///
    /// # Errors
    /// As [`Self::account`].
    pub async fn account_detail(&self, id_or_name: &str) -> Result<AccountDetail, ErrorReport> {
        let id = self.account_row(id_or_name).await?.id;
        let account = id.clone();
        let (rows, headroom, me) = self
            .store()
            .read(move |db| {
                Ok((
                    figures::all(db, &account)?,
                    figures::headroom(db, &account)?,
                    accounts::me(db, &account)?,
                ))
            })
            .await?;
        let figure = |name: Figure| {
            let row = rows.iter().find(|row| row.name == name.code());
            contract::Figure {
                name,
                count: row.and_then(|row| row.count),
                as_of: row.and_then(|row| row.counted_at).map(rfc3339),
                missing: row.is_some_and(|row| row.missing).then(|| name.permission()),
                trouble: row.and_then(|row| row.trouble.clone()),
            }
        };
        Ok(AccountDetail {
            figures: Figure::ALL.into_iter().map(figure).collect(),
            reading: self.is_reading(&id),
            headroom: headroom.map(|(Headroom { limit, remaining }, at)| contract::Headroom {
                limit,
                remaining,
                as_of: rfc3339(at),
            }),
            me: me.map(|(json, at)| MeAnswer { json, at: rfc3339(at) }),
            id,
        })
    }

    /// Asks the provider for all figures of an account and keeps each as soon as it comes; returns when all were
    /// asked for, within 30 seconds. While a round of the account is under way here, a second call waits for it.
    ///
    /// # Errors
    /// As [`Self::account`], `usage` for a disabled account, and a vault code. That the provider refuses or is
    /// out of reach is no error: each figure says it, and of a dead token the account's status.
    pub async fn read_figures(&self, id_or_name: &str) -> Result<AccountDetail, ErrorReport> {
        let row = self.account_row(id_or_name).await?;
        must_be_in_use(&row)?;
        let id = row.id.clone();
        match Reading::begin(self, &id) {
            Ok(reading) => {
                let outcome = self.read_all(row).await;
                reading.end(&outcome);
                outcome?;
            }
            Err(under_way) => join(under_way).await?,
        }
        self.account_detail(&id).await
    }

    async fn read_all(&self, row: AccountRow) -> Result<(), ErrorReport> {
        let Some(token) = self.token(&row).await? else {
            return self.set_status(row, Status::NeedsReconnect, false).await.map(drop);
        };
        let round = Round::new(self, row.clone());
        match self.api_base(&row).await {
            Ok(api_base) => round.ask_all(&Asked { api_base, token }).await,
            Err(report) => round.stop(Stop::OutOfReach(report)),
        }
        round.end().await
    }
}

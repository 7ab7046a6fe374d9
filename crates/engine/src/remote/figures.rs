//! An account's figures: what is kept of them, and a round that asks for all.

use rusqlite::Transaction;
use switchhook_core::{Code, ErrorReport, Figure, Headroom, Permission};

use crate::accounts::manage::must_be_in_use;
use crate::connector::Connector;
use crate::contract::{self, AccountDetail, MeAnswer};
use crate::host::clock::{now, rfc3339};
use crate::intercom::rate_limit::Counted;
use crate::remote::check::unreadable;
use crate::remote::figure_round::{Round, Stop};
use crate::remote::figure_rounds::{Reading, join};
use crate::remote::pages::has_page;
use crate::remote::probe::Asked;
use crate::store::accounts::{self, AccountRow};
use crate::store::figures;

/// What to do about a missing permission.
pub(crate) const ADD_IT: &str = "Add it to the app in the Developer Hub (Configure › Authentication), check again, and reconnect the account if it is still missing.";

impl Connector {
    /// What is kept of an account beside its card: figures, headroom, the last answer of `/me`. Neither vault
    /// nor network is touched.
    ///
    /// # Errors
    /// As [`Self::account`].
    pub async fn account_detail(&self, id_or_name: &str) -> Result<AccountDetail, ErrorReport> {
        let row = self.account_row(id_or_name).await?;
        let has_page = has_page(&row);
        let AccountRow { id, trouble, .. } = row;
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
            has_page,
            lacks: trouble.map(|(report, _)| named_in(&report)).unwrap_or_default(),
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
            return self.needs_reconnect(row, unreadable(), now(), false).await.map(drop);
        };
        let round = Round::new(self, row.clone());
        // A token of another account would count for this one what is that one's.
        if let Some((report, _)) =
            row.trouble.clone().filter(|(report, _)| report.code == Code::WrongWorkspace)
        {
            round.stop(Stop::OutOfReach(report));
            return round.end().await;
        }
        match self.api_base(&row).await {
            Ok(api_base) => round.ask_all(&Asked { api_base, token, counted: Counted::of(&row) }).await,
            Err(report) => round.stop(Stop::OutOfReach(report)),
        }
        round.end().await
    }
}

/// Figures that the app may not read limit their account, by name, for as long as its token lives.
pub(crate) fn set_limited(db: &Transaction<'_>, account: &str) -> rusqlite::Result<()> {
    let missing = figures::missing(db, account)?;
    let lacks: Vec<Figure> =
        Figure::ALL.into_iter().filter(|figure| missing.iter().any(|name| name == figure.code())).collect();
    accounts::set_limited(db, account, lacking(&lacks).as_ref(), now()).map(drop)
}

/// The permissions that a trouble names: what it stands in is written here and in the check, and kept as words.
fn named_in(trouble: &ErrorReport) -> Vec<&'static str> {
    if trouble.hint != ADD_IT {
        return Vec::new();
    }
    let labels = Permission::all().into_iter().map(|permission| permission.label);
    labels.filter(|label| trouble.message.contains(&format!("“{label}”"))).collect()
}

/// The words for figures that the app may not read: each permission, and what it is for.
fn lacking(figures: &[Figure]) -> Option<ErrorReport> {
    let mut permissions: Vec<&str> = figures.iter().map(|figure| figure.permission()).collect();
    permissions.dedup();
    let wanted = |permission: &str| {
        let of_it = figures.iter().filter(|figure| figure.permission() == permission);
        let things: Vec<&str> = of_it.map(|figure| figure.label()).collect();
        format!("“{permission}” (for {})", things.join(", "))
    };
    let named: Vec<String> = permissions.iter().map(|permission| wanted(permission)).collect();
    (!named.is_empty()).then(|| {
        ErrorReport::new(Code::CodeRejected)
            .saying(format!("The token lives, but its app lacks {}.", named.join(" and ")))
            .hinting(ADD_IT)
    })
}

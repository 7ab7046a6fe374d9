//! The details of an account that its card leaves out.

use switchhook_core::{self as core, AccountId, Problem};

use super::overview::View;
use crate::accounts::manage::row;
use crate::accounts::shown::account;
use crate::contract::{Account, AccountDetail, Figure, Headroom, MeAnswer, Waiting};
use crate::host::clock::rfc3339;
use crate::remote::pages::has_page;
use crate::store::waiting::{self, WaitingRow};
use crate::store::{figures, me_answers};

impl View {
    /// Returns the details of an account that its card leaves out: figures, rate limit, and the last answer
    /// of `/me`. A figure that was never asked for has no count.
    ///
    /// # Errors
    /// `not_found`, `store_failed`.
    pub async fn account_detail(&self, id: &AccountId) -> Result<AccountDetail, Problem> {
        let mut row = row(&self.context, id).await?;
        let of = id.clone();
        let read = move |db: &rusqlite::Connection| {
            let (headroom, waits) = (figures::headroom(db, &of)?, waiting::of(db, &of)?);
            Ok((figures::all(db, &of)?, waits, headroom, me_answers::of(db, &of)?))
        };
        let (rows, waits, headroom, me) = self.context.store.read(read).await?;
        let figure = |name: core::Figure| {
            let row = rows.iter().find(|row| row.name == name.code());
            Figure {
                name,
                count: row.and_then(|row| row.count),
                as_of: row.and_then(|row| row.counted_at).map(rfc3339),
                missing: row.is_some_and(|row| row.missing).then(|| name.permission()),
                trouble: row.and_then(|row| row.trouble.clone()).map(Into::into),
            }
        };
        let has_page = has_page(&row);
        let lacks = row.trouble.take().map(|(problem, _)| problem.missing_permissions()).unwrap_or_default();
        let Account { id, workspace, admin, .. } = account(row, self.context.vault.is_key_missing());
        Ok(AccountDetail {
            figures: core::Figure::ALL.into_iter().map(figure).collect(),
            waiting: waits.map(waiting_shown).unwrap_or_default(),
            reading: self.remote.is_reading(&id),
            has_page,
            workspace,
            admin,
            lacks,
            headroom: headroom.map(|(core::Headroom { limit, remaining }, at)| Headroom {
                limit,
                remaining,
                as_of: rfc3339(at),
            }),
            me: me.map(|(json, at)| MeAnswer { json, at: rfc3339(at) }),
            id,
        })
    }
}

/// Returns the conversation that waits longest in the shape that leaves the process.
fn waiting_shown(row: WaitingRow) -> Waiting {
    let WaitingRow { longest, read_at, missing, trouble } = row;
    let (since, conversation_id) =
        longest.map(|longest| (rfc3339(longest.since), longest.conversation)).unzip();
    Waiting {
        since,
        conversation_id,
        as_of: read_at.map(rfc3339),
        missing: missing.then(|| core::Figure::ConversationsOpen.permission()),
        trouble: trouble.map(Into::into),
    }
}

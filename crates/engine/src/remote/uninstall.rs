//! Uninstalling: what it would end, what it ended, and what is only said of a token that was dead before.

use switchhook_core::{Code, ErrorReport, Status};
use tokio::sync::mpsc;
use tokio::time::timeout;

use crate::connector::Connector;
use crate::contract::{Checked, Dying, Trouble};
use crate::host::clock::{now, rfc3339};
use crate::intercom::api::{self, Uninstalled};
use crate::intercom::http::ANSWER_IN;
use crate::store::accounts::{self, AccountRow};

impl Connector {
    /// The names of the other accounts that an uninstall of this one ends: surely those of the same app in the same
    /// workspace; of an own token nobody knows the app, so between one and any other account of its workspace it is maybe.
    ///
    /// # Errors
    /// As [`Self::account`].
    pub async fn die_together(&self, id_or_name: &str) -> Result<Dying, ErrorReport> {
        let row = self.account_row(id_or_name).await?;
        let (surely, maybe) = self.others_of(&row).await?;
        let names = |rows: Vec<AccountRow>| rows.into_iter().map(|row| row.name).collect();
        Ok(Dying { surely: names(surely), maybe: names(maybe) })
    }

    /// Asks the provider to remove the app from the account's workspace: every connection of that app
    /// to it ends. The account, and those that surely die with it, stay here as ones that need a reconnect; those that may
    /// have died are checked. A token that was dead before could ask for nothing: then only its own account needs a
    /// reconnect, the trouble says that the app may still be there, and all the others are checked. Where the answer was
    /// lost, or told nothing, all of them are checked: if the account turns out to be dead, its trouble says that the app may
    /// be gone. What got a new token meanwhile is checked in any case.
    ///
    /// # Errors
    /// As [`Self::account`], a vault code, `code_rejected` when the token is not allowed to, `provider_unreadable` or
    /// `provider_unreachable`, which say so where the app may have been uninstalled all the same.
    pub async fn uninstall(&self, id_or_name: &str) -> Result<Checked, ErrorReport> {
        let row = self.account_row(id_or_name).await?;
        let token = self.token(&row).await?.ok_or_else(|| {
            ErrorReport::new(Code::KeyMissing)
                .saying("This account's token can't be read, so it can't ask.")
                .hinting("Reconnect the account, then uninstall it.")
        })?;
        let api_base = self.api_base(&row).await?;
        // Read before, so that one that is connected meanwhile is told from those that died.
        let (surely, _) = self.others_of(&row).await?;
        let answer = api::uninstall(&self.inner.http, &api_base, &token).await;
        let id = row.id.clone();
        match answer.map_err(|failure| failure.report)? {
            Uninstalled::Removed => {
                let marked = self.mark_dead([vec![row.clone()], surely].concat(), uninstalled()).await?;
                self.check_in_doubt(row, &marked).await;
            }
            Uninstalled::AlreadyRefused(why) => {
                let marked = self.mark_dead(vec![row.clone()], dead_before(&why)).await?;
                self.check_in_doubt(row, &marked).await;
            }
            Uninstalled::Unheard(why) => {
                let was_dead = row.status == Status::NeedsReconnect;
                self.check_in_doubt(row, &[]).await;
                let row = self.account_row(&id).await?;
                if was_dead || row.status != Status::NeedsReconnect {
                    return Err(unheard(&why));
                }
                let died = row.trouble.clone().map_or_else(|| why.clone(), |(report, _)| report);
                self.mark_dead(vec![row], dead_unheard(&died)).await?;
            }
        }
        let row = self.account_row(&id).await?;
        // Told of a disabled one too: somebody has just asked.
        let trouble = row.trouble.clone().map(|(report, since)| Trouble { report, since: rfc3339(since) });
        Ok(Checked { account: self.shown(row), trouble, untold: None, unread: None })
    }

    /// Other accounts that surely, and that maybe, are of the same app in the same workspace.
    async fn others_of(&self, row: &AccountRow) -> Result<(Vec<AccountRow>, Vec<AccountRow>), ErrorReport> {
        let row = row.clone();
        let read = move |db: &rusqlite::Connection| {
            Ok((accounts::of_same_app(db, &row)?, accounts::of_perhaps_same_app(db, &row)?))
        };
        self.store().read(read).await
    }

    /// Their tokens are dead; one that has got another token meanwhile is left as it is. Answers the ids of those that are
    /// marked.
    async fn mark_dead(&self, rows: Vec<AccountRow>, why: ErrorReport) -> Result<Vec<String>, ErrorReport> {
        self.store()
            .write(move |db| {
                let mut marked = Vec::new();
                for row in rows {
                    if accounts::holds(db, &row)? {
                        let status = Status::NeedsReconnect;
                        accounts::set_status(db, &row.id, status, Some(now()), Some(&why), now())?;
                        marked.push(row.id);
                    }
                }
                Ok(marked)
            })
            .await
    }

    /// Asks whether the account, and all that may die with it by now, still live, but for those that are marked: one that got
    /// a new token meanwhile may have got it before the app went. Disabled ones too: a person has just acted on them. The
    /// uninstall is over by then, so what can't be learnt fails nothing and is not waited for long.
    async fn check_in_doubt(&self, row: AccountRow, marked: &[String]) {
        if let Err(report) = self.check_all_but(row, marked).await {
            tracing::warn!(code = report.code.as_str(), "what an uninstall may have ended was not checked");
        }
    }

    async fn check_all_but(&self, row: AccountRow, marked: &[String]) -> Result<(), ErrorReport> {
        let (surely, maybe) = self.others_of(&row).await?;
        let mut rows = [vec![row], surely, maybe].concat();
        rows.retain(|row| !marked.contains(&row.id));
        if rows.is_empty() {
            return Ok(());
        }
        let (told, mut checked) = mpsc::channel(1);
        // The receiver goes when its time is up, and that ends the checks.
        let listening = timeout(ANSWER_IN, async move { while checked.recv().await.is_some() {} });
        let ids = rows.into_iter().map(|row| row.id).collect();
        let (outcome, _) = tokio::join!(self.check_even_disabled(ids, told), listening);
        outcome
    }
}

/// The words for a token that died with its app.
fn uninstalled() -> ErrorReport {
    ErrorReport::new(Code::CodeRejected)
        .saying("The app was uninstalled from this workspace, and its token died with it.")
        .hinting("Reconnect the account to install the app again, or forget it.")
}

/// The words for an uninstall whose answer was lost, or told nothing; `why` says how.
fn unheard(why: &ErrorReport) -> ErrorReport {
    let message = format!("{} The app may have been uninstalled all the same.", why.message);
    ErrorReport { message, ..why.clone() }.hinting(
        "The account, and those that may have ended with it, were asked just now as far as they could be: see how they stand. If the token still works, uninstall again.",
    )
}

/// The words for a token that is dead since an uninstall whose answer was lost, or told nothing; `why` says how it died.
fn dead_unheard(why: &ErrorReport) -> ErrorReport {
    let message = format!(
        "{} No answer told what came of its uninstall, so the app may have been uninstalled.",
        why.message
    );
    ErrorReport { message, ..why.clone() }
        .hinting("Reconnect the account to install the app again, or forget it.")
}

/// The words for a token that could not ask; `why` says how it died.
fn dead_before(why: &ErrorReport) -> ErrorReport {
    ErrorReport {
        message: format!(
            "{} It was dead before, so it could not ask for the uninstall: the app may still be installed in this workspace.",
            why.message
        ),
        ..why.clone()
    }
    .hinting("Reconnect the account and uninstall it then, or remove the app at Intercom. If it is gone already, forget the account.")
}

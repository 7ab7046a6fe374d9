//! The accounts that need a person today, and the board of all accounts.

use std::collections::BTreeSet;

use switchhook_core::{
    self as core, AccountId, Count, Figure, NeedFacts, Needed, Problem, RegistrationKind, Timestamp, change,
    course, most_urgent, needs,
};

use super::overview::View;
use crate::accounts::shown::account;
use crate::contract::{Account, AccountNeed, BoardRow, Change, MorningReading, Today};
use crate::host::clock::{now, rfc3339};
use crate::store::account_rows::AccountRow;
use crate::store::figures::OpenConversations;
use crate::store::put_off::PutOff;
use crate::store::{accounts, figures, history, put_off};

impl View {
    /// Returns the needs and the board of all accounts that are in use, by name, sandbox accounts last. Reading them touches
    /// neither keyring nor network. Leaves out damaged rows.
    ///
    /// # Errors
    /// `store_failed`.
    pub async fn today(&self) -> Result<Today, Problem> {
        let now = now();
        let read = move |db: &rusqlite::Connection| {
            let put_off = put_off::all(db, now)?;
            let history = history::of_month(db, Figure::ConversationsOpen, now)?;
            Ok((
                accounts::all(db, None, None)?,
                figures::open(db)?,
                figures::all_missing(db)?,
                history,
                put_off,
            ))
        };
        let (mut rows, mut open, mut missing, mut history, put_off) = self.context.store.read(read).await?;
        rows.retain(|row| !row.disabled);
        rows.sort_by_key(|row| row.kind == RegistrationKind::Sandbox);
        let is_key_missing = self.context.vault.is_key_missing();
        let mut all_needs = Vec::new();
        let mut board = Vec::with_capacity(rows.len());
        for row in rows {
            all_needs.extend(needs_of(&row, missing.remove(&row.id).unwrap_or_default()));
            let (open, history) = (open.remove(&row.id).unwrap_or_default(), history.remove(&row.id));
            board.push(board_row(row, open, &history.unwrap_or_default(), is_key_missing, now));
        }
        let all = all_needs.len();
        all_needs.retain(|each| !put_off.contains(&as_put_off(each)));
        let put_off = all - all_needs.len();
        let (urgent, other_needs) = most_urgent(all_needs);
        let needs = urgent.into_iter().map(account_need).collect();
        Ok(Today {
            needs,
            other_needs,
            put_off,
            accounts: board,
            morning: MorningReading::Unasked,
            next_reading: None,
        })
    }
}

/// Returns the needs of an account. `missing` are the figures for which the app lacks a permission.
fn needs_of(row: &AccountRow, missing: Vec<String>) -> Vec<Needed<(AccountId, String)>> {
    let (problem, since) = row.trouble.clone().unzip();
    let mut lacks = problem.map(|problem| problem.missing_permissions()).unwrap_or_default();
    let of_figures: BTreeSet<_> = Figure::ALL
        .iter()
        .filter(|figure| missing.iter().any(|name| name == figure.code()))
        .map(|figure| figure.permission())
        .collect();
    lacks.extend(of_figures.into_iter().map(str::to_owned));
    lacks.sort();
    lacks.dedup();
    let facts = NeedFacts {
        status: row.status,
        status_since: since,
        lacks: &lacks,
        long_waits: None,
        ratings: None,
        yesterday: 0,
        new_conversations: &[],
        hand_overs: &[],
        thresholds: core::Thresholds { low_ratings: 1, busy_percent: 150, hand_over_percent: 150 },
    };
    let needed = |(need, since)| Needed { account: (row.id.clone(), row.name.clone()), need, since };
    needs(facts).into_iter().map(needed).collect()
}

/// Returns a need as the database compares it.
fn as_put_off(Needed { account: (account, _), need, since }: &Needed<(AccountId, String)>) -> PutOff {
    PutOff::of(account.clone(), need, since.map(rfc3339))
}

fn account_need(
    Needed { account: (account, name), need, since }: Needed<(AccountId, String)>,
) -> AccountNeed {
    AccountNeed { account, name, need, since: since.map(rfc3339) }
}

fn board_row(
    row: AccountRow,
    open: OpenConversations,
    history: &[Count],
    is_key_missing: bool,
    now: Timestamp,
) -> BoardRow {
    let kind = row.kind;
    let newest = open.count.zip(open.counted_at).map(|(count, at)| Count { count, at });
    let changed = newest.and_then(|newest| change(history, newest, now));
    let Account { id, name, tags, status, .. } = account(row, is_key_missing);
    BoardRow {
        id,
        name,
        tags,
        kind,
        status,
        open: open.count,
        unassigned: None,
        with_fin: None,
        wait: None,
        wait_as_of: None,
        ratings: None,
        tickets: None,
        has_hours: false,
        open_as_of: open.counted_at.map(rfc3339),
        open_failed: open.failed,
        open_change: changed.map(|core::Change { by, since }| Change { by, since: rfc3339(since) }),
        open_course: course(history, now).to_vec(),
    }
}

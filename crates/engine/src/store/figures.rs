//! Figures as rows, and the rate limits that their answers stated.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension as _, Transaction, params};
use switchhook_core::{AccountId, Figure, Headroom, Problem, Timestamp};

use super::{columns, history};

/// One row of `figure`.
pub(crate) struct FigureRow {
    pub(crate) name: String,
    /// The last count. `None` where the figure was never counted.
    pub(crate) count: Option<u32>,
    pub(crate) counted_at: Option<Timestamp>,
    /// Whether the app lacks the permission.
    pub(crate) missing: bool,
    /// Why the last question brought no count.
    pub(crate) trouble: Option<Problem>,
}

/// The open conversations of an account, as the list shows them.
#[derive(Default)]
pub(crate) struct OpenConversations {
    /// The last count. `None` where they were never counted.
    pub(crate) count: Option<u32>,
    pub(crate) counted_at: Option<Timestamp>,
    /// Whether the last question brought no count. Then the count is that of an earlier question.
    pub(crate) failed: bool,
}

/// How a question for a figure ended.
pub(crate) enum FigureAnswer {
    /// The provider counted.
    Count(u32),
    /// The app lacks the permission.
    Missing,
    /// There was no count, for this reason.
    Trouble(Problem),
}

/// Stores how a question of `asked` ended at `at`, and a count in the history, too. An earlier count stays until there is a
/// new one. Changes nothing where a later question was answered. Returns how many rows changed.
///
/// # Errors
/// A failure of the database, or an account that is not there.
pub(crate) fn set(
    db: &Transaction<'_>,
    account: &AccountId,
    figure: Figure,
    found: &FigureAnswer,
    asked: Timestamp,
    at: Timestamp,
) -> rusqlite::Result<usize> {
    let (count, missing, trouble) = match found {
        FigureAnswer::Count(count) => (Some(count), false, None),
        FigureAnswer::Missing => (None, true, None),
        FigureAnswer::Trouble(problem) => (None, false, Some(columns::written(problem))),
    };
    let changed = db.prepare_cached(
        "INSERT INTO figure (account_id, name, count, counted_at, missing, trouble, asked_at) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) \
         ON CONFLICT (account_id, name) DO UPDATE SET count = coalesce(excluded.count, count), \
         counted_at = coalesce(excluded.counted_at, counted_at), missing = excluded.missing, trouble = excluded.trouble, \
         asked_at = excluded.asked_at WHERE asked_at <= excluded.asked_at OR asked_at > ?8",
    )?
    .execute(params![
        account.as_str(),
        figure.code(),
        count,
        count.map(|_| at.as_millis()),
        missing,
        trouble,
        asked.as_millis(),
        at.as_millis()
    ])?;
    if let (Some(count), 1..) = (count, changed) {
        history::keep(db, account, figure, *count, at)?;
    }
    Ok(changed)
}

/// Returns the names of the figures for which the app lacks a permission, in no order, but for damaged rows.
///
/// # Errors
/// A failure of the database.
pub(crate) fn missing(db: &Connection, account: &AccountId) -> rusqlite::Result<Vec<String>> {
    let sql = "SELECT name FROM figure WHERE account_id = ?1 AND missing";
    columns::readable(db.prepare_cached(sql)?.query([account.as_str()])?, |row| row.get(0))
}

/// Returns the names of the figures for which the apps of all accounts lack a permission, but for damaged rows.
///
/// # Errors
/// A failure of the database.
pub(crate) fn all_missing(db: &Connection) -> rusqlite::Result<HashMap<AccountId, Vec<String>>> {
    let mut select = db.prepare_cached("SELECT account_id, name FROM figure WHERE missing")?;
    let rows = columns::readable(select.query([])?, |row| {
        Ok((AccountId::new(row.get::<_, String>("account_id")?), row.get("name")?))
    })?;
    let mut missing: HashMap<_, Vec<_>> = HashMap::new();
    rows.into_iter().for_each(|(account, name)| missing.entry(account).or_default().push(name));
    Ok(missing)
}

/// Returns how many conversations are open in each account, by the last count. Leaves out accounts that were
/// never asked, and damaged rows.
///
/// # Errors
/// A failure of the database.
pub(crate) fn open(db: &Connection) -> rusqlite::Result<HashMap<AccountId, OpenConversations>> {
    let name = Figure::ConversationsOpen.code();
    let sql = format!(
        "SELECT account_id, count, counted_at, missing OR trouble IS NOT NULL AS failed \
         FROM figure INDEXED BY figure_open WHERE name = '{name}'"
    );
    let mut select = db.prepare_cached(&sql)?;
    let counts = columns::readable(select.query([])?, |row| {
        let open = OpenConversations {
            count: row.get("count")?,
            counted_at: columns::moment(row, "counted_at")?,
            failed: row.get("failed")?,
        };
        Ok((AccountId::new(row.get::<_, String>("account_id")?), open))
    });
    Ok(counts?.into_iter().collect())
}

/// The last counts of an account's figures by name, and when the provider gave each.
pub(crate) type Counts = HashMap<String, (u32, Timestamp)>;

/// Returns the last counts of these figures of all accounts. Leaves out figures that were never counted, and damaged rows.
///
/// # Errors
/// A failure of the database.
pub(crate) fn counts(db: &Connection, figures: &[Figure]) -> rusqlite::Result<HashMap<AccountId, Counts>> {
    let names: Vec<_> = figures.iter().map(|figure| figure.code()).collect();
    let sql = "SELECT account_id, figure.name, count, counted_at FROM account CROSS JOIN json_each(?1) AS wanted \
               CROSS JOIN figure ON account_id = account.id AND figure.name = wanted.value \
               WHERE count IS NOT NULL AND counted_at IS NOT NULL";
    let mut select = db.prepare_cached(sql)?;
    let rows =
        columns::readable(select.query([serde_json::to_string(&names).unwrap_or_default()])?, |row| {
            let at = Timestamp::from_millis(row.get("counted_at")?);
            Ok((
                AccountId::new(row.get::<_, String>("account_id")?),
                row.get("name")?,
                (row.get("count")?, at),
            ))
        })?;
    let mut counts: HashMap<_, Counts> = HashMap::new();
    for (account, name, count) in rows {
        counts.entry(account).or_default().insert(name, count);
    }
    Ok(counts)
}

/// Returns the figures of an account, in no order. Leaves out those that were never asked for, and damaged
/// rows.
///
/// # Errors
/// A failure of the database.
pub(crate) fn all(db: &Connection, account: &AccountId) -> rusqlite::Result<Vec<FigureRow>> {
    let sql = "SELECT name, count, counted_at, missing, trouble FROM figure WHERE account_id = ?1";
    columns::readable(db.prepare_cached(sql)?.query([account.as_str()])?, |row| {
        Ok(FigureRow {
            name: row.get("name")?,
            count: row.get("count")?,
            counted_at: columns::moment(row, "counted_at")?,
            missing: row.get("missing")?,
            trouble: columns::problem(row, "trouble")?,
        })
    })
}

/// Copies figures and rate limit from one account to another, where they are newer. The two turned out to be
/// the same account. Of each figure, the last count and the end of the last question are compared apart.
///
/// # Errors
/// A failure of the database.
pub(crate) fn take_over(
    db: &Transaction<'_>,
    from: &AccountId,
    to: &AccountId,
    now: Timestamp,
) -> rusqlite::Result<()> {
    let [counted, asked, stated] = ["counted_at", "asked_at", "at"].map(is_newer);
    let figures = format!(
        "INSERT INTO figure (account_id, name, count, counted_at, missing, trouble, asked_at) \
         SELECT ?2, name, count, counted_at, missing, trouble, asked_at FROM figure WHERE account_id = ?1 \
         ON CONFLICT (account_id, name) DO UPDATE SET \
         count = CASE WHEN {counted} THEN excluded.count ELSE count END, \
         counted_at = CASE WHEN {counted} THEN excluded.counted_at ELSE counted_at END, \
         missing = CASE WHEN {asked} THEN excluded.missing ELSE missing END, \
         trouble = CASE WHEN {asked} THEN excluded.trouble ELSE trouble END, \
         asked_at = CASE WHEN {asked} THEN excluded.asked_at ELSE asked_at END"
    );
    db.execute(&figures, params![from.as_str(), to.as_str(), now.as_millis()])?;
    let headroom = format!(
        "INSERT INTO headroom (account_id, total, remaining, at) \
         SELECT ?2, total, remaining, at FROM headroom WHERE account_id = ?1 \
         ON CONFLICT (account_id) DO UPDATE SET total = excluded.total, remaining = excluded.remaining, at = excluded.at \
         WHERE {stated}"
    );
    db.execute(&headroom, params![from.as_str(), to.as_str(), now.as_millis()]).map(drop)
}

/// Returns the SQL condition that a copied row is newer than the stored one by this column. `?3` must be
/// now.
///
/// A time of the future was written before the clock was set back, so it is older than all others. Null is
/// older still.
pub(super) fn is_newer(stamp: &str) -> String {
    let age = |stamp: &str| format!("CASE WHEN {stamp} > ?3 THEN 0 ELSE coalesce({stamp}, -1) END");
    format!("({} > {})", age(&format!("excluded.{stamp}")), age(stamp))
}

/// Stores the rate limit of an account, stated at `at`. Returns how many rows changed.
///
/// # Errors
/// A failure of the database, or an account that is not there.
pub(crate) fn set_headroom(
    db: &Transaction<'_>,
    account: &AccountId,
    headroom: Headroom,
    at: Timestamp,
) -> rusqlite::Result<usize> {
    db.prepare_cached(
        "INSERT INTO headroom (account_id, total, remaining, at) VALUES (?1, ?2, ?3, ?4) \
         ON CONFLICT (account_id) DO UPDATE SET total = excluded.total, remaining = excluded.remaining, at = excluded.at",
    )?
    .execute(params![account.as_str(), headroom.limit, headroom.remaining, at.as_millis()])
}

/// Returns the rate limit that an answer stated last, and when. `None` where none did.
///
/// # Errors
/// A failure of the database, or a damaged row.
pub(crate) fn headroom(
    db: &Connection,
    account: &AccountId,
) -> rusqlite::Result<Option<(Headroom, Timestamp)>> {
    let sql = "SELECT total, remaining, at FROM headroom WHERE account_id = ?1";
    db.query_row(sql, [account.as_str()], |row| {
        let headroom = Headroom { limit: row.get("total")?, remaining: row.get("remaining")? };
        Ok((headroom, Timestamp::from_millis(row.get("at")?)))
    })
    .optional()
}

//! The accounts that need a person today, and the board of all accounts.

use std::collections::{BTreeSet, HashMap, HashSet};

use rusqlite::Connection;
use switchhook_core::{
    self as core, AccountId, Count, DayCount, DayFigure, Figure, LongWaits, NeedFacts, Needed, Problem,
    Ratings, RegistrationKind, Status, Timestamp, by_urgency, change, course, most_urgent, needs,
};

use super::overview::View;
use crate::accounts::rhythm::zone_of;
use crate::accounts::shown::account;
use crate::contract::{
    Account, AccountNeed, AccountThresholds, BoardRow, Change, OpenTickets, RatingCounts, Today, Wait,
    WorkingHours,
};
use crate::host::clock::{now, rfc3339};
use crate::host::working_time::{day_of, minutes_between};
use crate::remote::morning;
use crate::store::account_rows::AccountRow;
use crate::store::figures::{Counts, OpenConversations};
use crate::store::long_waits::LongWaitsRow;
use crate::store::put_off::PutOff;
use crate::store::waiting::WaitingRow;
use crate::store::{
    accounts, day_counts, figures, history, long_waits, preferences, put_off, ratings, rhythm, waiting,
};

/// The weeks of counts that the usual of a weekday needs, in days.
const USUAL_DAYS: i32 = 58;
/// The milliseconds after which a count of long waits says nothing of now.
const LONG_WAITS_FOR: i64 = 24 * 3_600_000;
/// The most milliseconds between two counts of one reading.
const ONE_READING: i64 = 60_000;

/// All accounts, as the database holds them.
struct Stored {
    rows: Vec<AccountRow>,
    open: HashMap<AccountId, OpenConversations>,
    counts: HashMap<AccountId, Counts>,
    missing: HashMap<AccountId, Vec<String>>,
    history: HashMap<AccountId, Vec<Count>>,
    waits: HashMap<AccountId, WaitingRow>,
    long_waits: HashMap<AccountId, LongWaitsRow>,
    ratings: HashMap<AccountId, Ratings>,
    new_conversations: HashMap<AccountId, Vec<DayCount>>,
    hand_overs: HashMap<AccountId, Vec<DayCount>>,
    rhythms: HashMap<AccountId, (Option<WorkingHours>, AccountThresholds)>,
    put_off: HashSet<PutOff>,
}

/// One account, as the database holds it.
struct Known {
    row: AccountRow,
    open: OpenConversations,
    counts: Counts,
    missing: Vec<String>,
    history: Vec<Count>,
    wait: Option<WaitingRow>,
    long_waits: Option<LongWaitsRow>,
    ratings: Option<Ratings>,
    new_conversations: Vec<DayCount>,
    hand_overs: Vec<DayCount>,
    hours: Option<WorkingHours>,
    thresholds: AccountThresholds,
    /// The account's time zone.
    zone: String,
    /// Yesterday in that zone, counted from 1970-01-01.
    yesterday: i32,
}

/// The needs that *Today* names; it counts the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShownNeeds {
    /// The most urgent ones, as many as a person reads at a glance.
    MostUrgent,
    /// All of them.
    All,
}

impl View {
    /// Returns the needs and the board of all accounts that are in use, by name, sandbox accounts last. Reading them touches
    /// neither keyring nor network. Leaves out damaged rows.
    ///
    /// # Errors
    /// `store_failed`.
    pub async fn today(&self, shown: ShownNeeds) -> Result<Today, Problem> {
        let now = now();
        let read = move |db: &Connection| Ok((Stored::read(db, now)?, preferences::morning(db)?));
        let (mut stored, morning) = self.context.store.read(read).await?;
        let mut rows = std::mem::take(&mut stored.rows);
        rows.retain(|row| !row.disabled);
        rows.sort_by_key(|row| row.kind == RegistrationKind::Sandbox);
        let is_key_missing = self.context.vault.is_key_missing();
        let (mut all_needs, mut unknown) = (Vec::new(), 0);
        let mut board = Vec::with_capacity(rows.len());
        for row in rows {
            let known = stored.take(row, now);
            all_needs.extend(known.needs(now));
            unknown += usize::from(known.is_unknown(now));
            board.push(known.board_row(is_key_missing, now));
        }
        let all = all_needs.len();
        all_needs.retain(|each| !stored.put_off.contains(&as_put_off(each)));
        let put_off = all - all_needs.len();
        let (urgent, other_needs) = match shown {
            ShownNeeds::MostUrgent => most_urgent(all_needs),
            ShownNeeds::All => {
                by_urgency(&mut all_needs);
                (all_needs, 0)
            }
        };
        let needs = urgent.into_iter().map(account_need).collect();
        let next_reading = morning::next_reading(morning, now).map(rfc3339);
        Ok(Today { needs, other_needs, put_off, unknown, accounts: board, morning, next_reading })
    }
}

impl View {
    /// Returns the needs of all accounts but those of the sandbox, the most urgent first. Leaves out those that were put off.
    ///
    /// # Errors
    /// `store_failed`.
    pub(super) async fn all_needs(&self, now: Timestamp) -> Result<Vec<AccountNeed>, Problem> {
        let mut stored = self.context.store.read(move |db| Stored::read(db, now)).await?;
        let rows = std::mem::take(&mut stored.rows).into_iter();
        let in_use = rows.filter(|row| !row.disabled && row.kind != RegistrationKind::Sandbox);
        let mut needs: Vec<_> = in_use.flat_map(|row| stored.take(row, now).needs(now)).collect();
        needs.retain(|each| !stored.put_off.contains(&as_put_off(each)));
        by_urgency(&mut needs);
        Ok(needs.into_iter().map(account_need).collect())
    }
}

impl Stored {
    fn read(db: &Connection, now: Timestamp) -> rusqlite::Result<Self> {
        // A day's number differs by at most one between time zones.
        let since = day_of("UTC", now) - USUAL_DAYS;
        Ok(Self {
            rows: accounts::all(db, None, None)?,
            open: figures::open(db)?,
            counts: figures::counts(db, &BOARD)?,
            missing: figures::all_missing(db)?,
            history: history::of_month(db, Figure::ConversationsOpen, now)?,
            waits: waiting::all(db)?,
            long_waits: long_waits::all(db)?,
            ratings: ratings::all(db)?,
            new_conversations: day_counts::all(db, DayFigure::NewConversations, since)?,
            hand_overs: day_counts::all(db, DayFigure::FinHandedOver, since)?,
            rhythms: rhythm::all(db)?,
            put_off: put_off::all(db, now)?,
        })
    }

    /// Takes out what is known of an account.
    fn take(&mut self, row: AccountRow, now: Timestamp) -> Known {
        let id = &row.id;
        let (hours, thresholds) = self.rhythms.remove(id).unwrap_or_default();
        let zone = zone_of(&row, hours.as_ref());
        Known {
            open: self.open.remove(id).unwrap_or_default(),
            counts: self.counts.remove(id).unwrap_or_default(),
            missing: self.missing.remove(id).unwrap_or_default(),
            history: self.history.remove(id).unwrap_or_default(),
            wait: self.waits.remove(id),
            long_waits: self.long_waits.remove(id),
            ratings: self.ratings.remove(id),
            new_conversations: self.new_conversations.remove(id).unwrap_or_default(),
            hand_overs: self.hand_overs.remove(id).unwrap_or_default(),
            hours,
            thresholds,
            yesterday: day_of(&zone, now) - 1,
            zone,
            row,
        }
    }
}

/// The figures that the board shows beside the open conversations.
const BOARD: [Figure; 5] = [
    Figure::ConversationsUnassigned,
    Figure::ConversationsAllOpen,
    Figure::TicketsCustomer,
    Figure::TicketsBackOffice,
    Figure::TicketsTracker,
];

impl Known {
    /// Returns the needs of the account, the most urgent first.
    fn needs(&self, now: Timestamp) -> Vec<Needed<(AccountId, String)>> {
        let row = &self.row;
        let (problem, since) = row.trouble.clone().unzip();
        let mut lacks = problem.map(|problem| problem.missing_permissions()).unwrap_or_default();
        let of_figures: BTreeSet<_> = Figure::ALL
            .iter()
            .filter(|figure| self.missing.iter().any(|name| name == figure.code()))
            .map(|figure| figure.permission())
            .collect();
        lacks.extend(of_figures.into_iter().map(str::to_owned));
        lacks.sort();
        lacks.dedup();
        let facts = NeedFacts {
            status: row.status,
            status_since: since,
            lacks: &lacks,
            long_waits: self.long_waits(now),
            ratings: self.ratings(now),
            yesterday: self.yesterday,
            new_conversations: &self.new_conversations,
            hand_overs: &self.hand_overs,
            thresholds: self.thresholds,
        };
        let needed = |(need, since)| Needed { account: (row.id.clone(), row.name.clone()), need, since };
        needs(facts).into_iter().map(needed).collect()
    }

    /// Whether nothing says how long conversations wait now. A dead token and a missing permission have sentences of their own.
    fn is_unknown(&self, now: Timestamp) -> bool {
        self.row.status != Status::NeedsReconnect
            && !self.wait.as_ref().is_some_and(|wait| wait.missing)
            && self.long_waits(now).is_none()
    }

    /// Returns how many conversations waited too long. `None` where the count is old, or was made for another threshold.
    fn long_waits(&self, now: Timestamp) -> Option<LongWaits> {
        let found = self.long_waits.as_ref()?;
        let hours = self.hours.as_ref().and_then(|hours| serde_json::to_string(hours).ok());
        let is_of_now = (0..LONG_WAITS_FOR).contains(&now.since(found.at));
        let is_asked =
            found.minutes == self.thresholds.wait_minutes(self.hours.as_ref()) && found.hours == hours;
        let LongWaitsRow { count, minutes, at, .. } = *found;
        (is_of_now && is_asked).then_some(LongWaits { count, minutes, working: hours.is_some(), at })
    }

    /// Returns the ratings since yesterday. `None` where they were read before today.
    fn ratings(&self, now: Timestamp) -> Option<Ratings> {
        self.ratings
            .filter(|ratings| ratings.at <= now && day_of(&self.zone, ratings.since) == self.yesterday)
    }

    /// Returns the longest wait as it was when the provider named it: the conversation may have got its answer since.
    fn wait(&self, now: Timestamp) -> Option<Wait> {
        let row = self.wait.as_ref()?;
        let longest = row.longest.as_ref()?;
        let until = row.read_at.map_or(now, |read| read.min(now));
        let minutes = minutes_between(self.hours.as_ref(), longest.since, until);
        Some(Wait {
            conversation: longest.conversation.clone(),
            since: rfc3339(longest.since),
            minutes,
            is_long: minutes > self.thresholds.wait_minutes(self.hours.as_ref()),
        })
    }

    fn tickets(&self) -> Option<OpenTickets> {
        let [customer, back_office, tracker] =
            Figure::OPEN_TICKETS.map(|figure| self.counts.get(figure.code()).copied());
        let (customer, back_office, tracker) = (customer?, back_office?, tracker?);
        let as_of = rfc3339(customer.1.min(back_office.1).min(tracker.1));
        Some(OpenTickets { customer: customer.0, back_office: back_office.0, tracker: tracker.0, as_of })
    }

    fn board_row(self, is_key_missing: bool, now: Timestamp) -> BoardRow {
        let newest = self.open.count.zip(self.open.counted_at).map(|(count, at)| Count { count, at });
        let changed = newest.and_then(|newest| change(&self.history, newest, now));
        // A later check may have counted the open ones alone.
        let is_of_reading =
            |at: &Timestamp| self.open.counted_at.is_some_and(|open| open.since(*at).abs() <= ONE_READING);
        let count = |figure: Figure| {
            self.counts.get(figure.code()).filter(|(_, at)| is_of_reading(at)).map(|(count, _)| *count)
        };
        let all_open = count(Figure::ConversationsAllOpen);
        let (wait, tickets, ratings) = (self.wait(now), self.tickets(), self.ratings(now));
        let kind = self.row.kind;
        let (unassigned, open) = (count(Figure::ConversationsUnassigned), self.open);
        let Account { id, name, tags, status, .. } = account(self.row, is_key_missing);
        BoardRow {
            id,
            name,
            tags,
            kind,
            status,
            open: open.count,
            unassigned,
            // A conversation may have ended between the two counts.
            with_fin: all_open.zip(open.count).map(|(all, open)| all.saturating_sub(open)),
            open_as_of: open.counted_at.map(rfc3339),
            open_failed: open.failed,
            open_change: changed.map(|core::Change { by, since }| Change { by, since: rfc3339(since) }),
            open_course: course(&self.history, now).to_vec(),
            wait,
            wait_as_of: self.wait.as_ref().and_then(|wait| wait.read_at).map(rfc3339),
            ratings: ratings.map(|Ratings { rated, low, with_remark, since, at }| RatingCounts {
                since: rfc3339(since),
                rated,
                low,
                with_remark,
                as_of: rfc3339(at),
            }),
            tickets,
            has_hours: self.hours.is_some(),
        }
    }
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

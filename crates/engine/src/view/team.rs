//! The open conversations of one account by team and teammate.

use std::ops::RangeInclusive;

use switchhook_core::{
    self as core, AccountId, DayCount, DayFigure, LongestWait, LowRating, Problem, Ratings, Timestamp,
    WorkingHours, usual,
};

use super::overview::View;
use crate::accounts::manage::row;
use crate::accounts::rhythm::zone_of;
use crate::contract::{
    DayRow, FinCounts, LongestRow, LowRatingRow, LowRatingsRow, TeamLoad, TeamRow, TeammateRow, Wait,
};
use crate::host::clock::{now, rfc3339};
use crate::host::working_time::{date_text, day_of, minutes_between};
use crate::store::{day_counts, ratings, rhythm, team_load};

/// The days whose new conversations are shown.
const DAYS: i32 = 30;
/// The days of a week.
const WEEK: i32 = 7;

impl View {
    /// Returns the open conversations of an account by team and teammate, as they were when somebody looked last, and the counts
    /// of the last days. Reading them touches neither keyring nor network.
    ///
    /// # Errors
    /// `not_found`, `store_failed`.
    pub async fn team_load(&self, id: &AccountId) -> Result<TeamLoad, Problem> {
        self.team_load_at(id, now()).await
    }

    async fn team_load_at(&self, id: &AccountId, now: Timestamp) -> Result<TeamLoad, Problem> {
        let row = row(&self.context, id).await?;
        let of = id.clone();
        let read = move |db: &rusqlite::Connection| {
            Ok((rhythm::of(db, &of)?, team_load::of(db, &of)?, Days::read(db, &of)?, ratings::of(db, &of)?))
        };
        let ((hours, thresholds), stored, days, ratings) = self.context.store.read(read).await?;
        let (load, at) = stored.unzip();
        let core::Load { teams, teammates, longest, known, total } = load.unwrap_or_default();
        let clock = Clock { now, long: thresholds.wait_minutes(hours.as_ref()), hours: hours.as_ref() };
        let zone = zone_of(&row, hours.as_ref());
        let yesterday = day_of(&zone, now) - 1;
        let ratings =
            ratings.filter(|(ratings, _)| ratings.at <= now && day_of(&zone, ratings.since) == yesterday);
        Ok(TeamLoad {
            as_of: at.map(rfc3339),
            teams: teams.into_iter().map(|team| clock.team(team)).collect(),
            teammates: teammates.into_iter().map(|teammate| clock.teammate(teammate)).collect(),
            longest: longest.into_iter().map(|row| clock.longest(row)).collect(),
            low_ratings: ratings.map(|(ratings, newest)| low_ratings(ratings, newest)),
            known,
            total,
            days: days.rows(yesterday),
            fin_yesterday: days.fin(yesterday..=yesterday),
            fin_week: days.fin(yesterday - WEEK + 1..=yesterday),
            reading: self.remote.is_reading_team(id),
        })
    }
}

fn low_ratings(Ratings { low, since, at, .. }: Ratings, newest: Vec<LowRating>) -> LowRatingsRow {
    let row = |LowRating { conversation, score, has_remark, at }| LowRatingRow {
        conversation,
        score,
        has_remark,
        at: at.map(rfc3339),
    };
    LowRatingsRow {
        since: rfc3339(since),
        as_of: rfc3339(at),
        low,
        newest: newest.into_iter().map(row).collect(),
    }
}

/// How long a wait is now, and from when on it is long.
struct Clock<'a> {
    now: Timestamp,
    hours: Option<&'a WorkingHours>,
    long: u32,
}

impl Clock<'_> {
    fn team(&self, team: core::LoadOfTeam) -> TeamRow {
        let core::LoadOfTeam { id, name, open, unassigned, longest } = team;
        TeamRow { id, name, open, unassigned, wait: longest.map(|wait| self.wait(wait)) }
    }

    fn teammate(&self, teammate: core::LoadOfTeammate) -> TeammateRow {
        let core::LoadOfTeammate { id, name, away, open, longest } = teammate;
        TeammateRow { id, name, away, open, wait: longest.map(|wait| self.wait(wait)) }
    }

    fn longest(&self, row: core::LongWait) -> LongestRow {
        let core::LongWait { wait, team, teammate } = row;
        LongestRow { wait: self.wait(wait), team, teammate }
    }

    fn wait(&self, LongestWait { since, conversation }: LongestWait) -> Wait {
        let minutes = minutes_between(self.hours, since, self.now);
        Wait { conversation, since: rfc3339(since), minutes, is_long: minutes > self.long }
    }
}

/// The counts of an account's days.
struct Days {
    new: Vec<DayCount>,
    took_part: Vec<DayCount>,
    resolved: Vec<DayCount>,
    handed_over: Vec<DayCount>,
    negative: Vec<DayCount>,
}

impl Days {
    fn read(db: &rusqlite::Connection, account: &AccountId) -> rusqlite::Result<Self> {
        let of = |figure| day_counts::of(db, account, figure);
        Ok(Self {
            new: of(DayFigure::NewConversations)?,
            took_part: of(DayFigure::FinTookPart)?,
            resolved: of(DayFigure::FinResolved)?,
            handed_over: of(DayFigure::FinHandedOver)?,
            negative: of(DayFigure::FinNegative)?,
        })
    }

    /// Returns the new conversations of each known day of a month.
    fn rows(&self, yesterday: i32) -> Vec<DayRow> {
        let shown = yesterday - DAYS + 1..=yesterday;
        let known = self.new.iter().filter(|each| shown.contains(&each.day));
        known
            .map(|DayCount { day, count }| DayRow {
                day: date_text(*day),
                count: *count,
                usual: usual(&self.new, *day),
            })
            .collect()
    }

    /// Returns what Fin did on these days. `None` where one of them was not counted.
    fn fin(&self, days: RangeInclusive<i32>) -> Option<FinCounts> {
        let sum = |counts: &[DayCount]| {
            let counts: Vec<u32> =
                counts.iter().filter(|each| days.contains(&each.day)).map(|each| each.count).collect();
            (counts.len() == days.clone().count()).then(|| counts.iter().sum())
        };
        Some(FinCounts {
            took_part: sum(&self.took_part)?,
            resolved: sum(&self.resolved)?,
            handed_over: sum(&self.handed_over)?,
            negative: sum(&self.negative)?,
        })
    }
}

//! Time zones, days in them, and the time in which a team works.

use jiff::civil::{Date, DateTime, Weekday};
use jiff::tz::{self, TimeZone};
use jiff::{Span, Timestamp as Moment, ToSpan as _};
use switchhook_core::{LocalMinute, Timestamp, WorkingHours};

/// The milliseconds of a minute.
const MINUTE: i64 = 60_000;
/// How many days before a moment are looked at, about eleven years. An older wait counts as one of that length.
const MOST_DAYS: i32 = 4_000;
/// The parts of the world after which zones that people choose are named. Other names are old, or abbreviations.
const PARTS: [&str; 10] = [
    "Africa",
    "America",
    "Antarctica",
    "Arctic",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
];

/// Returns the time zones from which a person chooses, by name.
pub(crate) fn zones() -> Vec<String> {
    let is_place = |name: &str| name.split_once('/').is_some_and(|(part, _)| PARTS.contains(&part));
    let mut zones: Vec<String> = tz::db().available().map(|name| name.as_str().to_owned()).collect();
    zones.retain(|name| name == "UTC" || is_place(name));
    zones.sort();
    zones
}

/// Whether this computer knows a time zone of this name.
pub(crate) fn is_zone(name: &str) -> bool {
    TimeZone::get(name).is_ok()
}

/// Returns the name of this computer's time zone, or `UTC` where it has no name.
pub(crate) fn zone_of_this_computer() -> String {
    TimeZone::system().iana_name().unwrap_or("UTC").to_owned()
}

/// Returns the working minutes between two moments; all minutes without hours. 0 where `to` is not after `from`.
pub(crate) fn minutes_between(hours: Option<&WorkingHours>, from: Timestamp, to: Timestamp) -> u32 {
    let millis = match hours {
        None => to.since(from),
        Some(hours) => Shifts::before(hours, to)
            .take_while(|shift| shift.end > from)
            .map(|shift| shift.end.since(shift.start.max(from)))
            .sum(),
    };
    u32::try_from(millis.max(0) / MINUTE).unwrap_or(u32::MAX)
}

/// Returns the latest moment since which so many working minutes passed; of all minutes without hours.
///
/// Where not so many passed in eleven years, returns the beginning of those.
pub(crate) fn moment_before(hours: Option<&WorkingHours>, now: Timestamp, minutes: u32) -> Timestamp {
    let mut left = i64::from(minutes) * MINUTE;
    let minus =
        |moment: Timestamp, millis: i64| Timestamp::from_millis(moment.as_millis().saturating_sub(millis));
    let Some(hours) = hours.filter(|_| left > 0) else { return minus(now, left) };
    for shift in Shifts::before(hours, now) {
        let long = shift.end.since(shift.start);
        if left <= long {
            return minus(shift.end, left);
        }
        left -= long;
    }
    now.plus_seconds(-i64::from(MOST_DAYS) * 86_400)
}

/// Whether the team works at a moment. Without hours, each moment counts.
pub(crate) fn is_working(hours: Option<&WorkingHours>, moment: Timestamp) -> bool {
    let next = Timestamp::from_millis(moment.as_millis().saturating_add(1));
    hours.is_none_or(|hours| Shifts::before(hours, next).next().is_some_and(|shift| shift.end == next))
}

/// Returns the day of a moment in a time zone, counted from 1970-01-01. This computer's zone stands for an unknown one.
pub(crate) fn day_of(zone: &str, moment: Timestamp) -> i32 {
    number(date_of(&zone_named(zone), moment))
}

/// Returns the beginning of a day in a time zone, and that of the next day. This computer's zone stands for an unknown one.
pub(crate) fn day_bounds(zone: &str, day: i32) -> (Timestamp, Timestamp) {
    let zone = zone_named(zone);
    let midnight = |day: i32| moment_of(&zone, date(day), 0);
    (midnight(day), midnight(day.saturating_add(1)))
}

/// Returns the day of a moment in a time zone, and the minute of that day.
pub(crate) fn local_minute(zone: &str, moment: Timestamp) -> LocalMinute {
    let time = datetime_of(&zone_named(zone), moment);
    LocalMinute {
        day: number(time.date()),
        minute: u16::from(time.hour().unsigned_abs()) * 60 + u16::from(time.minute().unsigned_abs()),
    }
}

/// Returns the moment of a minute of a day in a time zone.
pub(crate) fn moment_at(zone: &str, LocalMinute { day, minute }: LocalMinute) -> Timestamp {
    moment_of(&zone_named(zone), date(day), minute.into())
}

/// Returns a day's date: `2026-11-30`.
pub fn date_text(day: i32) -> String {
    date(day).to_string()
}

/// The time of a team's work on one day, or the part of it before a moment.
#[derive(Clone, Copy, Debug)]
struct Shift {
    start: Timestamp,
    end: Timestamp,
}

/// The shifts before a moment, the latest first. None overlaps another, and none is empty.
struct Shifts<'a> {
    hours: &'a WorkingHours,
    zone: TimeZone,
    /// The day of the next shift.
    date: Date,
    /// How many days are still looked at.
    left: i32,
    /// The beginning of the shift before, and at first the moment.
    until: Timestamp,
}

impl<'a> Shifts<'a> {
    /// Returns the shifts before a moment. Of the latest, only the part before the moment.
    fn before(hours: &'a WorkingHours, moment: Timestamp) -> Self {
        let zone = zone_named(&hours.zone);
        let date = date_of(&zone, moment);
        Self { hours, zone, date, left: MOST_DAYS, until: moment }
    }
}

impl Iterator for Shifts<'_> {
    type Item = Shift;

    fn next(&mut self) -> Option<Shift> {
        while self.left > 0 {
            let date = self.date;
            self.left -= 1;
            self.date = date.yesterday().ok()?;
            if !self.hours.days[usize::from(weekday(date))] {
                continue;
            }
            let (from, to) = (i64::from(self.hours.from), i64::from(self.hours.to));
            let (last, to) = match (to > from, to) {
                // The 1,440th minute is the next midnight.
                (true, 1_440) => (date.tomorrow().ok()?, 0),
                (true, to) => (date, to),
                (false, to) => (date.tomorrow().ok()?, to),
            };
            let start = moment_of(&self.zone, date, from);
            // Where clocks skip a day, two dates have the same moments.
            let end = moment_of(&self.zone, last, to).min(self.until);
            if start < end {
                self.until = start;
                return Some(Shift { start, end });
            }
        }
        None
    }
}

/// Returns the zone of this name, or this computer's.
fn zone_named(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap_or_else(|_| TimeZone::system())
}

fn date_of(zone: &TimeZone, moment: Timestamp) -> Date {
    datetime_of(zone, moment).date()
}

/// Returns the date and time of a moment. The first or last where the moment is out of range.
fn datetime_of(zone: &TimeZone, moment: Timestamp) -> DateTime {
    let far = if moment.as_millis() < 0 { Moment::MIN } else { Moment::MAX };
    let moment = Moment::from_millisecond(moment.as_millis()).unwrap_or(far);
    zone.to_datetime(moment)
}

/// Returns the moment of a minute of a day. A minute that the clocks skip is as much later, and of two the first counts.
fn moment_of(zone: &TimeZone, date: Date, minute: i64) -> Timestamp {
    let midnight = date.at(0, 0, 0, 0);
    let moment = midnight.checked_add(minute.minutes()).and_then(|time| zone.to_timestamp(time));
    let far = if date.year() < 1970 { Moment::MIN } else { Moment::MAX };
    Timestamp::from_millis(moment.unwrap_or(far).as_millisecond())
}

/// Returns the number of a weekday; 0 for Monday.
fn weekday(date: Date) -> u8 {
    Weekday::to_monday_zero_offset(date.weekday()).unsigned_abs()
}

/// Returns the date of a day that is counted from 1970-01-01.
fn date(day: i32) -> Date {
    let far = if day < 0 { Date::MIN } else { Date::MAX };
    let days = Span::new().try_days(day).and_then(|days| Date::constant(1970, 1, 1).checked_add(days));
    days.unwrap_or(far)
}

/// Returns the days from 1970-01-01 to a date.
fn number(date: Date) -> i32 {
    date.since(Date::constant(1970, 1, 1)).map_or(0, |span| span.get_days())
}

#[cfg(test)]
mod tests;

//! Tests of working time.

use proptest::prelude::*;

use super::*;

/// Monday to Friday, 9 to 17.
fn office(zone: &str) -> WorkingHours {
    WorkingHours::proposed(zone.to_owned())
}

fn daily(from: u16, to: u16, zone: &str) -> WorkingHours {
    WorkingHours { days: [true; 7], from, to, zone: zone.to_owned() }
}

fn at(text: &str) -> Timestamp {
    Timestamp::from_millis(text.parse::<Moment>().expect("a moment").as_millisecond())
}

fn text(moment: Timestamp) -> String {
    Moment::from_millisecond(moment.as_millis()).expect("in range").to_string()
}

#[test]
fn weekend_and_nights_are_no_working_time() {
    let dublin = office("Europe/Dublin");
    for (from, to, minutes) in [
        ("2026-11-27T17:00Z", "2026-11-30T09:30Z", 30),
        ("2026-11-27T16:59Z", "2026-11-30T09:30Z", 31),
        ("2026-11-27T20:00Z", "2026-11-29T23:00Z", 0),
        ("2026-11-30T03:00Z", "2026-11-30T23:00Z", 480),
        ("2026-11-30T10:00Z", "2026-11-30T10:00Z", 0),
        ("2026-11-30T11:00Z", "2026-11-30T10:00Z", 0),
        // 52 weeks of five days
        ("2025-12-01T09:00Z", "2026-11-30T09:00Z", 52 * 5 * 480),
    ] {
        assert_eq!(minutes_between(Some(&dublin), at(from), at(to)), minutes, "{from} to {to}");
    }
    assert_eq!(minutes_between(None, at("2026-11-27T17:00Z"), at("2026-11-30T09:30Z")), 3_870);
}

#[test]
fn change_of_the_clocks_changes_a_shift() {
    let (new_york, nights) = (office("America/New_York"), daily(1_320, 360, "America/New_York"));
    // Clocks go forward on 2026-03-08 and back on 2026-11-01, both at 2:00.
    for (hours, from, to, minutes) in [
        (&new_york, "2026-03-06T22:00Z", "2026-03-09T13:30Z", 30),
        (&new_york, "2026-10-30T21:00Z", "2026-11-02T14:30Z", 30),
        (&nights, "2026-03-07T12:00Z", "2026-03-08T18:00Z", 7 * 60),
        (&nights, "2026-10-31T12:00Z", "2026-11-01T18:00Z", 9 * 60),
        (&daily(0, 1_440, "America/New_York"), "2026-03-08T05:00Z", "2026-03-09T04:00Z", 23 * 60),
        (&daily(0, 0, "America/New_York"), "2026-11-01T04:00Z", "2026-11-02T05:00Z", 25 * 60),
        // The shift begins and ends within the hour that is skipped.
        (&daily(125, 150, "America/New_York"), "2026-03-08T05:00Z", "2026-03-08T20:00Z", 25),
        // The shift begins within the skipped hour, and ends when that is over.
        (&daily(150, 180, "America/New_York"), "2026-03-08T05:00Z", "2026-03-08T20:00Z", 0),
    ] {
        assert_eq!(minutes_between(Some(hours), at(from), at(to)), minutes, "{from} to {to}");
    }
}

#[test]
fn shift_may_end_after_midnight() {
    let nights =
        WorkingHours { days: [false, false, false, false, true, false, false], ..daily(1_320, 360, "UTC") };
    for (from, to, minutes) in [
        ("2026-11-27T12:00Z", "2026-11-28T12:00Z", 480),
        ("2026-11-28T01:00Z", "2026-11-28T02:00Z", 60),
        ("2026-11-28T21:00Z", "2026-11-29T23:00Z", 0),
        ("2026-11-27T01:00Z", "2026-11-27T06:00Z", 0),
    ] {
        assert_eq!(minutes_between(Some(&nights), at(from), at(to)), minutes, "{from} to {to}");
    }
    for (moment, works) in [
        ("2026-11-27T21:59:59Z", false),
        ("2026-11-27T22:00Z", true),
        ("2026-11-28T05:59:59Z", true),
        ("2026-11-28T06:00Z", false),
    ] {
        assert_eq!(is_working(Some(&nights), at(moment)), works, "{moment}");
    }
    assert!(is_working(None, at("2026-11-28T06:00Z")));
}

#[test]
fn each_side_of_the_date_line_has_its_own_day() {
    let (east, west) = ("Pacific/Kiritimati", "Pacific/Pago_Pago");
    let moment = at("2026-11-30T10:30Z");
    assert_eq!(date_text(day_of(east, moment)), "2026-12-01");
    assert_eq!(date_text(day_of(west, moment)), "2026-11-29");
    let days = [east, west].map(|zone| day_bounds(zone, day_of("UTC", moment)));
    let days = days.map(|(start, end)| (text(start), text(end)));
    assert_eq!(days[0], ("2026-11-29T10:00:00Z".into(), "2026-11-30T10:00:00Z".into()));
    assert_eq!(days[1], ("2026-11-30T11:00:00Z".into(), "2026-12-01T11:00:00Z".into()));
    // Tuesday there, and Sunday here.
    let (from, to) = (at("2026-11-30T19:00Z"), at("2026-11-30T20:00Z"));
    assert_eq!(minutes_between(Some(&office(east)), from, to), 60);
    assert_eq!(minutes_between(Some(&office(west)), at("2026-11-29T20:00Z"), at("2026-11-30T02:00Z")), 0);
}

#[test]
fn day_that_a_place_skipped_counts_once() {
    // Samoa had no 2011-12-30.
    let apia = daily(540, 1_020, "Pacific/Apia");
    assert_eq!(minutes_between(Some(&apia), at("2011-12-30T00:00Z"), at("2012-01-01T09:00Z")), 180 + 2 * 480);
    let (start, end) = day_bounds("Pacific/Apia", day_of("UTC", at("2011-12-30T00:00Z")));
    assert_eq!((text(start), start), ("2011-12-30T10:00:00Z".into(), end));
}

#[test]
fn day_of_a_changed_clock_has_other_hours() {
    for (day, hours) in [("2026-03-08T12:00Z", 23), ("2026-03-09T12:00Z", 24), ("2026-11-01T12:00Z", 25)] {
        let (start, end) = day_bounds("America/New_York", day_of("America/New_York", at(day)));
        assert_eq!(end.since(start) / 3_600_000, hours, "{day}");
    }
    // Clocks in Cairo went forward at midnight.
    let (start, _) = day_bounds("Africa/Cairo", day_of("UTC", at("2026-04-24T12:00Z")));
    assert_eq!(text(start), "2026-04-23T22:00:00Z");
}

#[test]
fn minute_of_a_day_follows_the_clocks() {
    let zone = "America/New_York";
    for (moment, day, minute) in [
        ("2026-03-07T13:45:00Z", "2026-03-07", 525),
        ("2026-03-08T12:44:59Z", "2026-03-08", 524),
        ("2026-03-08T12:45:00Z", "2026-03-08", 525),
        ("2026-11-01T13:45:00Z", "2026-11-01", 525),
        ("2026-11-01T03:59:00Z", "2026-10-31", 1_439),
    ] {
        let found = local_minute(zone, at(moment));
        assert_eq!((date_text(found.day).as_str(), found.minute), (day, minute), "{moment}");
        let seconds = at(moment).as_millis() / 1000 % 60;
        assert_eq!(moment_at(zone, found).plus_seconds(seconds), at(moment), "{moment}");
    }
}

#[test]
fn unknown_zone_is_this_computers() {
    let here = zone_of_this_computer();
    for unknown in ["", "Atlantis/City", "../../etc/hostname", "Pacific Time (US & Canada)"] {
        assert!(!is_zone(unknown), "{unknown}");
        let moment = at("2026-11-30T10:30Z");
        assert_eq!(day_of(unknown, moment), day_of(&here, moment), "{unknown}");
    }
    let zones = zones();
    assert!(zones.iter().all(|zone| is_zone(zone)) && zones.len() > 300, "{} zones", zones.len());
    for known in ["UTC", "Europe/Dublin", "America/Los_Angeles", "America/Argentina/Ushuaia"] {
        assert!(zones.iter().any(|zone| zone == known), "{known}");
    }
    assert!(!zones.iter().any(|zone| zone.starts_with("posix/") || zone.starts_with("Etc/")));
}

#[test]
fn threshold_reaches_over_the_weekend() {
    let dublin = office("Europe/Dublin");
    for (minutes, moment) in [
        (0, "2026-11-30T09:30:00Z"),
        (30, "2026-11-30T09:00:00Z"),
        (31, "2026-11-27T16:59:00Z"),
        (480, "2026-11-27T09:30:00Z"),
        (480 * 5, "2026-11-23T09:30:00Z"),
    ] {
        assert_eq!(text(moment_before(Some(&dublin), at("2026-11-30T09:30Z"), minutes)), moment, "{minutes}");
    }
    assert_eq!(text(moment_before(None, at("2026-11-30T09:30Z"), 1_440)), "2026-11-29T09:30:00Z");
}

#[test]
fn nonsense_neither_panics_nor_takes_long() {
    let never = WorkingHours { days: [false; 7], ..office("UTC") };
    let (first, last) = (Timestamp::from_millis(i64::MIN), Timestamp::from_millis(i64::MAX));
    let now = at("2026-11-30T09:30Z");
    assert_eq!(minutes_between(Some(&never), first, now), 0);
    assert_eq!(minutes_between(None, first, last), u32::MAX);
    assert!(moment_before(Some(&never), now, 1) < at("2016-01-01T00:00Z"));
    let capped = minutes_between(Some(&daily(0, 0, "UTC")), first, now);
    assert!((3_990 * 1_440..=4_000 * 1_440).contains(&capped), "{capped}");
    for moment in [first, last] {
        let hours = office("Pacific/Kiritimati");
        let _ = (minutes_between(Some(&hours), now, moment), minutes_between(Some(&hours), moment, now));
        let _ = (moment_before(Some(&hours), moment, u32::MAX), is_working(Some(&hours), moment));
        let _ = day_of("Pacific/Pago_Pago", moment);
    }
    for day in [i32::MIN, i32::MAX] {
        let (start, end) = day_bounds("Europe/Dublin", day);
        assert!(start <= end && !date_text(day).is_empty());
    }
}

fn hours() -> impl Strategy<Value = WorkingHours> {
    let zones =
        ["UTC", "America/New_York", "Europe/Dublin", "Pacific/Apia", "Australia/Lord_Howe", "Asia/Kathmandu"];
    (any::<[bool; 7]>(), 0_u16..1_440, 0_u16..=1_440, proptest::sample::select(zones.to_vec())).prop_map(
        |(mut days, from, to, zone)| {
            days[0] = true;
            WorkingHours { days, from, to, zone: zone.to_owned() }
        },
    )
}

/// Returns a moment of the years 2009 to 2026, a minute or more before the next.
fn minute() -> impl Strategy<Value = i64> {
    20_500_000_i64..29_900_000
}

proptest! {
    #[test]
    fn minutes_of_two_times_add_up(hours in hours(), from in minute(), first in 0_i64..40_000, second in 0_i64..40_000) {
        let moments = [from, from + first, from + first + second].map(|minute| Timestamp::from_millis(minute * MINUTE));
        let hours = Some(&hours);
        let parts = minutes_between(hours, moments[0], moments[1]) + minutes_between(hours, moments[1], moments[2]);
        let whole = minutes_between(hours, moments[0], moments[2]);
        prop_assert_eq!(whole, parts);
        prop_assert!(i64::from(whole) <= first + second);
    }

    #[test]
    fn minutes_are_those_in_which_the_team_works(hours in hours(), from in minute(), long in 0_i64..4_000) {
        let moment = |minute: i64| Timestamp::from_millis(minute * MINUTE);
        let counted = (from..from + long).filter(|minute| is_working(Some(&hours), moment(*minute))).count();
        let minutes = minutes_between(Some(&hours), moment(from), moment(from + long));
        prop_assert_eq!(minutes as usize, counted);
    }

    #[test]
    fn moment_of_a_threshold_inverts_the_minutes(hours in hours(), now in minute(), minutes in 0_u32..40_000) {
        let now = Timestamp::from_millis(now * MINUTE);
        // The least is one shift a week.
        let minutes = minutes.min(hours.minutes_of_a_day() * 500);
        let since = moment_before(Some(&hours), now, minutes);
        prop_assert_eq!(minutes_between(Some(&hours), since, now), minutes);
        let later = since.plus_seconds(60);
        prop_assert!(minutes == 0 || minutes_between(Some(&hours), later, now) < minutes);
    }
}

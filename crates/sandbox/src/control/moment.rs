//! The time from which the dates of records count back: the option `now` and the switch `now`.
//!
//! The time stands. Only a person or a script moves it.

use std::{
    fmt,
    str::FromStr,
    time::{SystemTime, UNIX_EPOCH},
};

use jiff::Timestamp;

/// The last second of the year 9998. A planned date may lie 300 days later, and the calendar ends with 9999.
const LAST: i64 = 253_370_764_799;

/// A time from 1970 to 9998, to the second.
///
/// A text is read as RFC 3339 (`2026-10-25T00:30:00Z`) or as Unix seconds, and written as RFC 3339 in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment(Timestamp);

/// A text is no [`Moment`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0} is no time from 1970-01-01T00:00:00Z to 9998-12-31T23:59:59Z (RFC 3339 or Unix seconds)")]
pub struct NoMoment(pub(crate) String);

impl Moment {
    /// Returns the computer's time, or the nearest time that a `Moment` can be.
    pub(crate) fn of_computer() -> Self {
        let seconds = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
        let seconds = i64::try_from(seconds).unwrap_or(LAST).min(LAST);
        Self::at(seconds).unwrap_or(Self(Timestamp::UNIX_EPOCH))
    }

    /// Returns the Unix seconds.
    pub(crate) fn seconds(self) -> u64 {
        self.0.as_second().unsigned_abs()
    }

    /// Returns the time of these Unix seconds, if it lies in the years of a `Moment`.
    pub(crate) fn at(seconds: i64) -> Option<Self> {
        let timestamp = Timestamp::from_second(seconds).ok()?;
        (0..=LAST).contains(&seconds).then_some(Self(timestamp))
    }
}

impl FromStr for Moment {
    type Err = NoMoment;

    fn from_str(text: &str) -> Result<Self, NoMoment> {
        let text = text.trim();
        let seconds = match text.parse() {
            Ok(seconds) => Some(seconds),
            Err(_) => text
                .parse::<Timestamp>()
                .ok()
                .filter(|at| *at >= Timestamp::UNIX_EPOCH)
                .map(Timestamp::as_second),
        };
        seconds.and_then(Self::at).ok_or_else(|| NoMoment(format!("{text:?}")))
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{super::setting::Setting, *};

    #[test]
    fn moment_is_read_from_rfc_3339_and_from_unix_seconds() {
        // date -u -d 2026-10-25T00:30:00Z +%s
        let expected = Moment::at(1_792_888_200);
        for given in [
            json!("2026-10-25T00:30:00Z"),
            json!("2026-10-25T02:30:00.9+02:00"),
            json!("1792888200"),
            json!(1_792_888_200),
        ] {
            assert_eq!(Moment::read(&given).ok(), expected, "{given}");
        }
        assert_eq!(expected.unwrap().value(), json!("2026-10-25T00:30:00Z"));
        assert_eq!(expected.unwrap().seconds(), 1_792_888_200);
        for (edge, seconds) in [("1970-01-01T00:00:00Z", 0), ("9998-12-31T23:59:59Z", LAST)] {
            assert_eq!(edge.parse().ok(), Moment::at(seconds), "{edge}");
        }
    }

    #[test]
    fn text_that_is_no_time_of_those_years_is_refused() {
        for given in [
            json!("9999-01-01T00:00:00Z"),
            json!(LAST + 1),
            json!("253370764800"),
            json!("1969-12-31T23:59:59.5Z"),
            json!(-1),
            json!(i64::MAX),
            json!(u64::MAX),
            json!(1.5),
            json!("2026-10-25"),
            json!("2026-10-25T00:30:00"),
            json!("2026-02-30T00:00:00Z"),
            json!(""),
            json!(null),
            json!([1]),
        ] {
            let refused = Moment::read(&given).unwrap_err().to_string();
            assert!(refused.starts_with(&format!("{given} is no time from 1970")), "{refused}");
        }
    }
}

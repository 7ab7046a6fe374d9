//! How the values of columns are read and written.

use rusqlite::{Error, Row, Rows};
use switchhook_core::{OlderReport, Problem, RegistrationKind, Status, Timestamp};

/// Returns the rows that can be read, in the query's order. A damaged row hides no other row: it is left out,
/// the log says so, and it stays in the database unchanged.
///
/// # Errors
/// A failure of the database.
pub(super) fn readable<T>(
    mut rows: Rows<'_>,
    read: impl Fn(&Row<'_>) -> rusqlite::Result<T>,
) -> rusqlite::Result<Vec<T>> {
    let (mut found, mut damaged) = (Vec::new(), 0_u32);
    while let Some(row) = rows.next()? {
        match read(row) {
            Ok(value) => found.push(value),
            Err(error) if is_damage(&error) => damaged += 1,
            Err(error) => return Err(error),
        }
    }
    if damaged > 0 {
        tracing::warn!(damaged, "rows of the database can't be read, and are left out");
    }
    Ok(found)
}

/// Whether a value is at fault, rather than the database or the query.
fn is_damage(error: &Error) -> bool {
    matches!(
        error,
        Error::FromSqlConversionFailure(..)
            | Error::IntegralValueOutOfRange(..)
            | Error::InvalidColumnType(..)
            | Error::Utf8Error(..)
    )
}

/// Returns the kind with this code. An unknown code reads as an own token, the most careful choice.
pub(super) fn kind(code: &str) -> RegistrationKind {
    [RegistrationKind::App, RegistrationKind::Sandbox]
        .into_iter()
        .find(|kind| kind.code() == code)
        .unwrap_or(RegistrationKind::Token)
}

/// Returns the status with this code. An unknown code reads as *needs reconnect*, the most careful choice.
pub(super) fn status(code: &str) -> Status {
    [Status::Connected, Status::Limited, Status::Unreachable, Status::Unverified]
        .into_iter()
        .find(|status| status.code() == code)
        .unwrap_or(Status::NeedsReconnect)
}

/// Returns a problem as its column holds it: JSON.
pub(super) fn written(problem: &Problem) -> String {
    serde_json::to_string(problem).unwrap_or_default()
}

/// Returns the problem in a column. `None` for null, and for text that can't be read.
///
/// # Errors
/// A column that is missing or holds no text.
pub(super) fn problem(row: &Row<'_>, column: &str) -> rusqlite::Result<Option<Problem>> {
    Ok(row.get_ref(column)?.as_str_or_null()?.and_then(read_problem))
}

/// Reads a problem as this version writes it, or as older versions did. `None` for other texts.
///
/// A program of an older version may still run after an upgrade, and write in its own way.
pub(super) fn read_problem(text: &str) -> Option<Problem> {
    let older = || serde_json::from_str::<OlderReport>(text).ok().map(|report| report.problem());
    serde_json::from_str(text).ok().or_else(older)
}

/// Returns the time in a column, which counts milliseconds. `None` for null.
///
/// # Errors
/// A column that is missing or holds no number.
pub(super) fn moment(row: &Row<'_>, column: &str) -> rusqlite::Result<Option<Timestamp>> {
    Ok(row.get::<_, Option<i64>>(column)?.map(Timestamp::from_millis))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn problem_is_read_as_this_and_older_versions_write_it() {
        let problem = Problem::from(switchhook_core::AttemptProblem::Expired);
        assert_eq!(read_problem(&written(&problem)), Some(problem.clone()));
        let older = r#"{
            "code": "state_expired",
            "message": "The attempt waited too long for its answer.",
            "hint": "Start the connection again, and finish it in the page that opens.",
            "provider_code": null
        }"#;
        assert_eq!(read_problem(older), Some(problem));
        assert_eq!(read_problem("{}"), None);
    }
}

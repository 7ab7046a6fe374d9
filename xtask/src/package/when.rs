//! The only time in a package.

use std::process::Command;

use crate::cargo::root;
use crate::step::{Stop, answer};

/// The time of the packed commit.
pub(super) struct When {
    /// Unix seconds.
    pub(super) seconds: String,
    /// The day, such as `2026-11-26`.
    pub(super) day: String,
    /// The time, such as `Thu, 26 Nov 2026 02:19:04 +0000`.
    pub(super) moment: String,
}

impl When {
    /// Reads the time of the current commit from git.
    pub(super) fn of_the_commit() -> Result<Self, Stop> {
        let commit = |format: &str| {
            let mut git = Command::new("git");
            git.current_dir(root()).env("TZ", "UTC").env("LC_ALL", "C");
            git.args([
                "log",
                "-1",
                "--date=format-local:%a, %d %b %Y %H:%M:%S +0000",
                &format!("--format={format}"),
            ]);
            answer(&mut git)
        };
        let day = |moment: &str| {
            let mut date = Command::new("date");
            answer(date.args(["--utc", "--date", moment, "+%F"]))
        };
        let (seconds, moment) = (commit("%ct")?, commit("%cd")?);
        Ok(Self { day: day(&moment)?, seconds, moment })
    }
}

//! The one time that a package may name.

use std::process::Command;

use crate::cargo::root;
use crate::step::{Stop, answer};

/// The time of the commit that is packed.
pub(super) struct When {
    /// Seconds since 1970.
    pub(super) seconds: String,
    /// As in `2026-11-26`.
    pub(super) day: String,
    /// As in `Thu, 26 Nov 2026 02:19:04 +0000`.
    pub(super) moment: String,
}

impl When {
    /// Asks git.
    pub(super) fn of_the_commit() -> Result<Self, Stop> {
        let told = |format: &str| {
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
        let (seconds, moment) = (told("%ct")?, told("%cd")?);
        Ok(Self { day: day(&moment)?, seconds, moment })
    }
}

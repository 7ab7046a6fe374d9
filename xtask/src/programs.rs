//! The programs that journeys and persons use.

use std::process::Command;

use crate::cargo::{built, cargo};
use crate::step::{self, Stop};

/// Builds them. One call, so that cargo settles the features of both at once.
pub(crate) fn build() -> Result<(), Stop> {
    let mut build = cargo(&["build", "--package", "switchhook-cli", "--package", "switchhook-desktop"]);
    step::shown("Build of the command line and the app (a first one takes minutes)", &mut build)
}

/// Tells a journey where the built programs are.
pub(crate) fn hand_over(journey: &mut Command) -> Result<(), Stop> {
    journey.env("SWITCHHOOK_CLI_BIN", built("switchhook")?);
    journey.env("SWITCHHOOK_DESKTOP_BIN", built("switchhook-desktop")?);
    Ok(())
}

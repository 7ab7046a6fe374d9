//! The built programs that journeys and people use.

use std::process::Command;

use crate::cargo::{built, cargo};
use crate::step::{self, Stop};

/// Builds both programs. One call makes cargo resolve their features together.
pub(crate) fn build() -> Result<(), Stop> {
    let mut build = cargo(&["build", "--package", "switchhook-cli", "--package", "switchhook-desktop"]);
    step::shown("Build of the command line and the app (the first build takes minutes)", &mut build)
}

/// Sets the paths of the built programs in the journey's environment.
pub(crate) fn hand_over(journey: &mut Command) -> Result<(), Stop> {
    journey.env("SWITCHHOOK_CLI_BIN", built("switchhook")?);
    journey.env("SWITCHHOOK_DESKTOP_BIN", built("switchhook-desktop")?);
    Ok(())
}

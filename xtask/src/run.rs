//! `cargo xtask run`: the app, from nothing, with its sandbox at hand.
//!
//! Without a display a scripted person uses it instead: the same code as the desktop journey (see `tests/`).

use std::process::{Command, ExitCode};

use crate::cargo::{built, cargo};
use crate::session::Session;
use crate::step::{self, Stop};
use crate::{programs, say, setup, ui};

/// Sets up, builds, opens.
pub(crate) fn run() -> ExitCode {
    let display = !Session::is_needed();
    let outcome = prepare(display).and_then(|()| if display { open() } else { let_a_person_try() });
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(stop) => {
            say::trouble(&stop.to_string());
            ExitCode::FAILURE
        }
    }
}

fn prepare(display: bool) -> Result<(), Stop> {
    if display {
        setup::ensure(&[setup::BUILD, setup::RUN])?;
    } else {
        setup::ensure(&[setup::BUILD, setup::RUN, setup::SESSION])?;
    }
    ui::packages()?;
    ui::page()?;
    programs::build()
}

fn open() -> Result<(), Stop> {
    if cfg!(target_os = "macos") {
        say::line(
            "macOS gives links only to a bundled app: here, choose \"Paste the address\" after authorizing.",
        );
    }
    if cfg!(windows) {
        say::line("On Windows this was never tried; WebView2 and the build tools are not installed for you.");
    }
    say::line("\nOpening Switchhook. To try it: Connect account → Try it with the sandbox.");
    step::shown("Switchhook", &mut Command::new(built("switchhook-desktop")?))
}

fn let_a_person_try() -> Result<(), Stop> {
    say::line("\nThere is no display here: a virtual one, and a scripted person who connects an account.");
    step::shown(
        "Build of the scripted person",
        &mut cargo(&["build", "--package", "switchhook-journeys", "--bins"]),
    )?;
    let session = Session::start()?;
    let mut person = Command::new(built("switchhook-person")?);
    programs::hand_over(&mut person)?;
    step::shown("A person connects an account", Session::enter(Some(&session), &mut person))
}

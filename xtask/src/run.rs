//! `cargo xtask run`: installs what is missing, builds the app and opens it.
//!
//! Without a display, a scripted person uses the app, with the code of the desktop journey (see `tests/`).

use std::process::{Command, ExitCode};

use crate::cargo::{built, cargo};
use crate::session::Session;
use crate::step::{self, Stop};
use crate::{programs, say, setup, ui};

/// Runs the task `run`.
pub(crate) fn run() -> ExitCode {
    let display = !Session::is_needed();
    let outcome = prepare(display).and_then(|()| if display { open() } else { run_scripted_person() });
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(stop) => {
            say::error(&stop.to_string());
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
            "macOS hands links only to a bundled app. After you authorize, choose \"Paste the address\".",
        );
    }
    if cfg!(windows) {
        say::line("Nobody has tried this task on Windows. Install WebView2 and the build tools yourself.");
    }
    say::line("\nOpening Switchhook. To try it: Connect account → Try it with the sandbox.");
    step::shown("Switchhook", &mut Command::new(built("switchhook-desktop")?))
}

fn run_scripted_person() -> Result<(), Stop> {
    say::line("\nThis computer has no display. A scripted person connects an account on a virtual display.");
    step::shown(
        "Build of the scripted person",
        &mut cargo(&["build", "--package", "switchhook-journeys", "--bins"]),
    )?;
    let session = Session::start()?;
    let mut person = Command::new(built("switchhook-person")?);
    programs::hand_over(&mut person)?;
    step::shown("Scripted person connects an account", Session::enter(Some(&session), &mut person))
}

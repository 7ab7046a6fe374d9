//! `cargo xtask bench [--write]`: measures the design's budgets on the released programs.

use std::env::consts::EXE_SUFFIX;
use std::path::PathBuf;
use std::process::ExitCode;

use crate::cargo::{self, cargo, root, target};
use crate::session::Session;
use crate::step::{self, Stop};
use crate::{say, setup, ui};

/// Builds the programs, measures them and prints the figures. Fails if a budget is missed. `write` stores the figures in the
/// documentation.
pub(crate) fn bench(write: bool) -> ExitCode {
    match prepare().and_then(|()| measure(write)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(stop) => {
            say::error(&stop.to_string());
            ExitCode::FAILURE
        }
    }
}

fn prepare() -> Result<(), Stop> {
    setup::ensure(&[setup::BUILD, setup::RUN, setup::SESSION])?;
    ui::packages()?;
    ui::page()?;
    let programs =
        ["--package", "switchhook-cli", "--package", "switchhook-desktop", "--package", "switchhook-bare"];
    step::shown(
        "Build of the released programs and of a bare window (the first build takes many minutes)",
        &mut cargo::released(&programs),
    )
}

fn measure(write: bool) -> Result<(), Stop> {
    // The benchmark's own speed does not count, so it uses the journeys' build profile.
    let mut bench =
        cargo(&["bench", "--profile", "dev", "--package", "switchhook-journeys", "--bench", "budgets"]);
    bench.env("SWITCHHOOK_CLI_BIN", released("switchhook")?);
    bench.env("SWITCHHOOK_DESKTOP_BIN", released("switchhook-desktop")?);
    bench.env("SWITCHHOOK_BARE_BIN", released("switchhook-bare")?);
    if write {
        bench.env("SWITCHHOOK_BENCH_WRITE", root().join("docs/performance.md"));
    }
    let session = Session::start()?;
    step::shown("Budgets", Session::enter(Some(&session), &mut bench))
}

fn released(name: &str) -> Result<PathBuf, Stop> {
    let program = target()?.join("release").join(format!("{name}{EXE_SUFFIX}"));
    if program.is_file() {
        Ok(program)
    } else {
        Err(Stop(format!("cargo did not build {}", program.display())))
    }
}

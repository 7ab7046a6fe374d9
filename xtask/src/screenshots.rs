//! `cargo xtask screenshots`: pictures of every screen and state of the real app in both themes, with the sandbox's data.
//!
//! A screen at the window's usual width comes at three more widths. The task copies the pictures that the README shows into
//! `docs/pictures`.

use std::fs;
use std::process::ExitCode;

use crate::cargo::{cargo, root, target};
use crate::ledger::Ledger;
use crate::session::Session;
use crate::step::Stop;
use crate::tally::Tally;
use crate::{npm, programs, say, setup, ui};

/// Takes every picture.
pub(crate) fn screenshots() -> ExitCode {
    let mut ledger = Ledger::default();
    let ready = setup::ensure(&[setup::BUILD, setup::RUN, setup::SESSION])
        .and_then(|()| ui::packages())
        .and_then(|()| npm::packages("tests/peers", "Peers of the journeys"))
        .and_then(|()| ui::page())
        .and_then(|()| programs::build());
    if ledger.outcome(ready) {
        let mut walk = cargo(&["test", "--package", "switchhook-journeys", "--test", "screens"]);
        walk.args(["--", "--test-threads=1"]).env("SWITCHHOOK_EVERY_WIDTH", "1");
        match Session::start().and_then(|session| programs::hand_over(&mut walk).map(|()| session)) {
            Ok(session) => {
                let walk = Session::enter(Some(&session), &mut walk);
                ledger.tests("Pictures and checks of every screen", walk, Tally::of_cargo);
            }
            Err(stop) => ledger.fail(&stop),
        }
        ledger.outcome(keep());
    }
    ledger.close()
}

/// Copies the pictures that the README names.
fn keep() -> Result<(), Stop> {
    let taken = target()?.join("journeys/screens");
    let readme =
        fs::read_to_string(root().join("README.md")).map_err(|error| Stop(format!("README: {error}")))?;
    let named = readme.split("docs/pictures/").skip(1).filter_map(|rest| rest.split_once(".png"));
    for name in named.map(|(name, _)| format!("{name}.png")) {
        let kept = root().join("docs/pictures").join(&name);
        fs::create_dir_all(root().join("docs/pictures"))
            .and_then(|()| fs::copy(taken.join(&name), kept))
            .map_err(|error| Stop(format!("{name}: {error}")))?;
    }
    say::line(&format!("All pictures: {}", taken.display()));
    Ok(())
}

//! `cargo xtask dev`: opens the app while a person works on it.
//!
//! The window shows a change of the page at once. A change of Rust builds and opens the app again. Tauri's own tool
//! (`tauri dev`) does both. `packaging/bundler` has this tool already, so the UI needs no further package.

use std::process::{Command, ExitCode};

use crate::cargo::{clean, root, target};
use crate::session::Session;
use crate::step::{self, Stop};
use crate::{npm, say, setup, ui};

/// The folder of the tool and its packages.
const TOOL: &str = "packaging/bundler";

/// The configuration of the page's server on Linux, which makes the server end with the tool.
///
/// If the app ends at the same moment, the tool itself sometimes leaves the server running.
const SERVER: &str = r#"{"build":{"beforeDevCommand":{"cwd":"ui",
    "script":"exec setpriv --pdeathsig TERM -- node node_modules/vite/bin/vite.js"}}}"#;

/// Installs what is missing, and runs the app until the person ends it.
pub(crate) fn dev() -> ExitCode {
    match prepare().and_then(|()| open()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(stop) => {
            say::error(&stop.to_string());
            ExitCode::FAILURE
        }
    }
}

fn prepare() -> Result<(), Stop> {
    setup::ensure(&[setup::BUILD, setup::RUN])?;
    if Session::is_needed() {
        setup::ensure(&[setup::SESSION])?;
    }
    ui::packages()?;
    npm::packages(TOOL, "Tauri's own tool")
}

fn open() -> Result<(), Stop> {
    let session = if Session::is_needed() { Some(Session::start()?) } else { None };
    let home = target()?.join("dev-home");
    say::line(&format!("\nOpening Switchhook with the home {}. Press Ctrl-C to end it.", home.display()));
    say::line("To try it: Connect account → Try it with the sandbox.");
    if let Some(session) = &session {
        let display = session.display();
        say::line(&format!(
            "This computer has no display, so the window opens on the virtual display {display}. To take a picture: \
             import -display {display} -window root picture.png"
        ));
    }
    let mut tool = tool();
    tool.current_dir(root()).env("SWITCHHOOK_HOME", home);
    clean(&mut tool);
    step::shown("Switchhook", Session::enter(session.as_ref(), &mut tool))
}

/// Returns the command of the tool.
///
/// An interrupted tool ends the programs that it started. On Linux, every end of this program interrupts the tool.
/// Elsewhere, only the terminal does.
fn tool() -> Command {
    let script = root().join(TOOL).join("node_modules/@tauri-apps/cli/tauri.js");
    if cfg!(target_os = "linux") {
        let mut tool = Command::new("setpriv");
        tool.args(["--pdeathsig", "INT", "--", "node"]).arg(script).args(["dev", "--config", SERVER]);
        tool
    } else {
        let mut tool = Command::new("node");
        tool.arg(script).arg("dev");
        tool
    }
}

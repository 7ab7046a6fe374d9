//! `cargo xtask dev`: the app while a person works on it. A change of the page shows at once; a change of Rust builds and opens
//! the app anew.
//!
//! Tauri's own tool does both (`tauri dev`). It is a package of `packaging/bundler` already, so the UI needs no other one.

use std::process::{Command, ExitCode};

use crate::cargo::{clean, root, target};
use crate::session::Session;
use crate::step::{self, Stop};
use crate::{npm, say, setup, ui};

/// Where the tool lies, with its packages.
const TOOL: &str = "packaging/bundler";

/// The page's server on Linux, where it ends with the tool. The tool itself forgets it now and then, when the app ends in the
/// same moment.
const SERVER: &str = r#"{"build":{"beforeDevCommand":{"cwd":"ui",
    "script":"exec setpriv --pdeathsig TERM -- node node_modules/vite/bin/vite.js"}}}"#;

/// Sets up, and opens until the person ends it.
pub(crate) fn dev() -> ExitCode {
    match prepare().and_then(|()| open()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(stop) => {
            say::trouble(&stop.to_string());
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
    say::line(&format!("\nOpening Switchhook with the home {}. Ctrl-C ends it.", home.display()));
    say::line("To try it: Connect account → Try it with the sandbox.");
    if let Some(session) = &session {
        let display = session.display();
        say::line(&format!(
            "There is no display here: the window opens on a virtual one, {display}. A picture of it: \
             import -display {display} -window root picture.png"
        ));
    }
    let mut tool = tool();
    tool.current_dir(root()).env("SWITCHHOOK_HOME", home);
    clean(&mut tool);
    step::shown("Switchhook at work", Session::enter(session.as_ref(), &mut tool))
}

/// The tool ends what it has started when it is interrupted. On Linux, the end of this program interrupts it, however this
/// program ends; elsewhere, only the terminal does.
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

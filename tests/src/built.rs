//! The programs under test, built beforehand, and the place for what they leave to look at.

use std::env;
use std::fs;
use std::path::PathBuf;

/// The command line.
pub fn cli() -> PathBuf {
    program("SWITCHHOOK_CLI_BIN")
}

/// The app.
pub fn desktop() -> PathBuf {
    program("SWITCHHOOK_DESKTOP_BIN")
}

/// What writes down everything that the window is handed: cargo builds it along with the journeys.
pub fn tracer() -> PathBuf {
    library("trace_ipc")
}

/// What makes every disk of a program one that can't do some things, built along with the journeys as well.
pub fn no_locks() -> PathBuf {
    library("no_locks")
}

fn library(name: &str) -> PathBuf {
    let own = env::current_exe().expect("a journey knows where it is");
    let built = own.ancestors().nth(2).expect("cargo puts tests two folders deep");
    let library =
        built.join("examples").join(format!("{}{name}{}", env::consts::DLL_PREFIX, env::consts::DLL_SUFFIX));
    assert!(library.is_file(), "{} is not there: build the journeys with `--examples`", library.display());
    library
}

/// A path for a picture, in the `journeys` folder of cargo's target folder, or where the person who runs them says.
pub fn picture(name: &str) -> PathBuf {
    let folder = env::var_os("SWITCHHOOK_PICTURES").map_or_else(
        || {
            let program = cli();
            let target = program.ancestors().nth(2).expect("cargo puts programs two folders deep");
            target.join("journeys")
        },
        PathBuf::from,
    );
    fs::create_dir_all(&folder).expect("the folder for pictures can be made");
    folder.join(format!("{name}.png"))
}

/// A journey does not build what it drives, or it could silently drive something old.
fn program(variable: &str) -> PathBuf {
    env::var_os(variable).map(PathBuf::from).unwrap_or_else(|| {
        panic!("{variable} is not set: use `cargo xtask test`, which builds the programs and brings up a private desktop for them")
    })
}

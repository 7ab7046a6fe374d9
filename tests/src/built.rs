//! The programs under test, which cargo has built beforehand, and the folder for pictures.

use std::env;
use std::fs;
use std::path::PathBuf;

/// Returns the path of the command line.
pub fn cli() -> PathBuf {
    program("SWITCHHOOK_CLI_BIN")
}

/// Returns the path of the app.
pub fn desktop() -> PathBuf {
    program("SWITCHHOOK_DESKTOP_BIN")
}

/// Returns the path of the library that records IPC messages. Cargo builds it along with the journeys.
pub fn tracer() -> PathBuf {
    library("trace_ipc")
}

/// Returns the path of the library that takes away abilities of disks. Cargo builds it along with the journeys.
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

/// Returns a path for a picture: in the folder that `SWITCHHOOK_PICTURES` names, else in `journeys` of cargo's target folder.
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

/// Returns the path in this variable. A journey does not build the program itself, so it can't drive an old one unnoticed.
fn program(variable: &str) -> PathBuf {
    env::var_os(variable).map(PathBuf::from).unwrap_or_else(|| {
        panic!("{variable} is not set: use `cargo xtask test`, which builds the programs and brings up a private desktop for them")
    })
}

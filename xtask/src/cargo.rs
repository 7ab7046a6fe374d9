//! Cargo commands from within `cargo run`, and the places of the repository and of built programs.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::step::Stop;

/// Returns the root of the repository in which a person runs `cargo xtask`.
///
/// The environment of the run decides, not that of the build. Several checkouts may share one target folder, and so this
/// program.
pub(crate) fn root() -> PathBuf {
    let built = || env!("CARGO_MANIFEST_DIR").into();
    let here = env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(built);
    Path::new(&here).parent().map(Path::to_path_buf).unwrap_or_default()
}

/// Returns a cargo command, as a person would run it in the root.
pub(crate) fn cargo(words: &[&str]) -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    clean(command.current_dir(root()).args(words));
    command
}

/// Removes the variables that `cargo run` sets for *this* package.
///
/// Some build scripts, such as ring's, watch these variables. They would compile half of the tree again at each change
/// from `cargo build` to `cargo xtask`.
pub(crate) fn clean(command: &mut Command) {
    for (name, _) in env::vars_os() {
        let is_of_this_package = name.to_str().is_some_and(|name| {
            name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_") || name == "CARGO_BIN_NAME"
        });
        if is_of_this_package {
            command.env_remove(name);
        }
    }
}

/// Returns the cargo command that builds the programs of a release.
///
/// The programs do not name the folder of the dependencies' sources. So their bytes do not depend on it, and they reveal
/// no home folder.
pub(crate) fn released(words: &[&str]) -> Command {
    let home = env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| env::home_dir().map(|home| home.join(".cargo"))).unwrap_or_default();
    let flags = format!("build.rustflags=[\"--remap-path-prefix={}=/cargo\"]", home.display());
    let mut build = cargo(&["build", "--locked", "--release", "--config", &flags]);
    build.args(words);
    build
}

/// Returns the path of a built program, which lies beside this program. Fails if the program is missing.
pub(crate) fn built(name: &str) -> Result<PathBuf, Stop> {
    let program = own()?.with_file_name(format!("{name}{}", env::consts::EXE_SUFFIX));
    if program.is_file() {
        Ok(program)
    } else {
        Err(Stop(format!("cargo did not build {}", program.display())))
    }
}

/// Returns the target folder, which contains this program two levels deep.
pub(crate) fn target() -> Result<PathBuf, Stop> {
    let own = own()?;
    let target = own.ancestors().nth(2).map(Path::to_path_buf);
    target.ok_or_else(|| Stop(format!("{} is not in a target folder", own.display())))
}

fn own() -> Result<PathBuf, Stop> {
    env::current_exe().map_err(|error| Stop(format!("xtask cannot find its own path: {error}")))
}

//! Calling cargo from within `cargo run`, and where things lie.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::step::Stop;

/// The root of the repository that `cargo xtask` was called in. Asked of the call and not of the build: several
/// checkouts may share one target folder, and with it this program.
pub(crate) fn root() -> PathBuf {
    let built = || env!("CARGO_MANIFEST_DIR").into();
    let here = env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(built);
    Path::new(&here).parent().map(Path::to_path_buf).unwrap_or_default()
}

/// Cargo, as a person would call it in the root.
pub(crate) fn cargo(words: &[&str]) -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    clean(command.current_dir(root()).args(words));
    command
}

/// Takes away what `cargo run` leaves of *this* package in the environment. Build scripts watch some of it (ring's does), and
/// would compile half the tree anew each time one goes from `cargo build` to `cargo xtask`.
pub(crate) fn clean(command: &mut Command) {
    for (name, _) in env::vars_os() {
        let ours = name.to_str().is_some_and(|name| {
            name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_") || name == "CARGO_BIN_NAME"
        });
        if ours {
            command.env_remove(name);
        }
    }
}

/// Cargo, building what people install: the same bytes wherever the sources of others lie, and nobody's home is named in
/// them.
pub(crate) fn released(words: &[&str]) -> Command {
    let home = env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| env::home_dir().map(|home| home.join(".cargo"))).unwrap_or_default();
    let flags = format!("build.rustflags=[\"--remap-path-prefix={}=/cargo\"]", home.display());
    let mut build = cargo(&["build", "--locked", "--release", "--config", &flags]);
    build.args(words);
    build
}

/// A program that cargo has built: it lies beside this one, wherever the target folder is.
pub(crate) fn built(name: &str) -> Result<PathBuf, Stop> {
    let program = own()?.with_file_name(format!("{name}{}", env::consts::EXE_SUFFIX));
    if program.is_file() {
        Ok(program)
    } else {
        Err(Stop(format!("{} should have been built, and is not there", program.display())))
    }
}

/// The target folder, which this program lies two folders deep in.
pub(crate) fn target() -> Result<PathBuf, Stop> {
    let own = own()?;
    let target = own.ancestors().nth(2).map(Path::to_path_buf);
    target.ok_or_else(|| Stop(format!("{} lies in no target folder", own.display())))
}

fn own() -> Result<PathBuf, Stop> {
    env::current_exe().map_err(|error| Stop(format!("where am I? {error}")))
}

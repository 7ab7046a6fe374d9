//! `cargo xtask package`: what people install on Linux. One tree of files, packed twice.
//!
//! What each file is for, and what of a package differs between two builds of the same commit, is in
//! `docs/packaging.md`.

mod deb;
mod lint;
mod programs;
mod rpm;
mod tree;
mod when;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use crate::cargo::target;
use crate::step::{self, Stop, answer};
use crate::{say, setup};
use lint::size;
use programs::VERSION;
use when::When;

/// Builds the released programs, packs them, and has Debian's own tools judge the result.
pub(crate) fn package(full: bool) -> ExitCode {
    let packed = setup::ensure(&[setup::BUILD, setup::RUN, setup::PACKAGE]).and_then(|()| make(full));
    match packed {
        Ok(packages) => {
            for package in packages {
                say::line(&format!("{}: {}", package.display(), size(&package)));
            }
            say::line(
                "No AppImage was made: its tools are no Debian packages but come from elsewhere (docs/packaging.md).",
            );
            ExitCode::SUCCESS
        }
        Err(stop) => {
            say::trouble(&stop.to_string());
            ExitCode::FAILURE
        }
    }
}

/// The packages of this version, judged; `full` takes minutes more and makes the programs smaller.
pub(crate) fn make(full: bool) -> Result<Vec<PathBuf>, Stop> {
    let programs = programs::build(full)?;
    let when = When::of_the_commit()?;
    let folder = folder()?;
    // what an earlier version left must not be taken for this one's
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).map_err(|error| Stop(format!("{}: {error}", folder.display())))?;
    let pack = || {
        let deb =
            deb::pack(&tree::stage(tree::Kind::Deb, &programs, &when, &folder)?, VERSION, &when, &folder)?;
        let rpm =
            rpm::pack(&tree::stage(tree::Kind::Rpm, &programs, &when, &folder)?, VERSION, &when, &folder)?;
        Ok(vec![deb, rpm])
    };
    let packages = step::timed("Packages (.deb, .rpm)", pack)?;
    lint::judge(&packages, &folder)?;
    write_sums(&packages, &folder)?;
    Ok(packages)
}

/// By which whoever gets a package by another way can tell that it is this one.
fn write_sums(packages: &[PathBuf], folder: &Path) -> Result<(), Stop> {
    let names = packages.iter().filter_map(|package| package.file_name());
    let sums = answer(Command::new("sha256sum").current_dir(folder).args(names))?;
    let file = folder.join("SHA256SUMS");
    fs::write(&file, format!("{sums}\n")).map_err(|error| Stop(format!("{}: {error}", file.display())))
}

/// The same programs, told to be an earlier version: what a person had installed before.
pub(crate) fn make_earlier(version: &str) -> Result<PathBuf, Stop> {
    let (when, folder) = (When::of_the_commit()?, folder()?.join("earlier"));
    fs::create_dir_all(&folder).map_err(|error| Stop(format!("{}: {error}", folder.display())))?;
    deb::pack(&tree::stage(tree::Kind::Deb, &programs::built()?, &when, &folder)?, version, &when, &folder)
}

/// Where packages are left.
pub(crate) fn folder() -> Result<PathBuf, Stop> {
    Ok(target()?.join("package"))
}

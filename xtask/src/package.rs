//! `cargo xtask package`: makes the packages for Linux, from one tree of files for each format.
//!
//! `docs/packaging.md` explains each file, and the differences between two builds of a commit.

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

/// Builds the released programs, packs them, and checks the packages.
pub(crate) fn package(full: bool) -> ExitCode {
    let packed = setup::ensure(&[setup::BUILD, setup::RUN, setup::PACKAGE]).and_then(|()| make(full));
    match packed {
        Ok(packages) => {
            for package in packages {
                say::line(&format!("{}: {}", package.display(), size(&package)));
            }
            say::line(
                "This task makes no AppImage, since Debian has no packages of its tools (docs/packaging.md).",
            );
            ExitCode::SUCCESS
        }
        Err(stop) => {
            say::error(&stop.to_string());
            ExitCode::FAILURE
        }
    }
}

/// Makes the packages of this version, checks them, and returns their paths.
///
/// `full` links the programs as a release does, which makes them smaller and takes minutes more.
pub(crate) fn make(full: bool) -> Result<Vec<PathBuf>, Stop> {
    let programs = programs::build(full)?;
    let when = When::of_the_commit()?;
    let folder = folder()?;
    // Nobody must take an earlier version's packages for this version's.
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

/// Writes the checksums, with which a person can check a copy of a package.
fn write_sums(packages: &[PathBuf], folder: &Path) -> Result<(), Stop> {
    let names = packages.iter().filter_map(|package| package.file_name());
    let sums = answer(Command::new("sha256sum").current_dir(folder).args(names))?;
    let file = folder.join("SHA256SUMS");
    fs::write(&file, format!("{sums}\n")).map_err(|error| Stop(format!("{}: {error}", file.display())))
}

/// Packs the built programs under an earlier version, for a test of the upgrade.
pub(crate) fn make_earlier(version: &str) -> Result<PathBuf, Stop> {
    let (when, folder) = (When::of_the_commit()?, folder()?.join("earlier"));
    fs::create_dir_all(&folder).map_err(|error| Stop(format!("{}: {error}", folder.display())))?;
    deb::pack(&tree::stage(tree::Kind::Deb, &programs::built()?, &when, &folder)?, version, &when, &folder)
}

/// Returns the folder of the packages.
pub(crate) fn folder() -> Result<PathBuf, Stop> {
    Ok(target()?.join("package"))
}

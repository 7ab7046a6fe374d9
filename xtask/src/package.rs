//! `cargo xtask package`: what people install on Linux. One tree of files, packed twice.
//!
//! What each file is for, and what of a package differs between two builds of the same commit, is in
//! `docs/packaging.md`.

mod deb;
mod lint;
mod rpm;
mod tree;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use crate::cargo::{self, root, target};
use crate::step::{self, Stop, answer};
use crate::{say, setup, ui};

/// The version of every package of the workspace.
const VERSION: &str = env!("CARGO_PKG_VERSION");

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
    let programs = programs(full)?;
    let when = commit_time()?;
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
    let (when, folder) = (commit_time()?, folder()?.join("earlier"));
    fs::create_dir_all(&folder).map_err(|error| Stop(format!("{}: {error}", folder.display())))?;
    deb::pack(&tree::stage(tree::Kind::Deb, &built()?, &when, &folder)?, version, &when, &folder)
}

/// Where packages are left.
pub(crate) fn folder() -> Result<PathBuf, Stop> {
    Ok(target()?.join("package"))
}

/// The two programs as they are shipped.
struct Programs {
    cli: PathBuf,
    desktop: PathBuf,
}

fn programs(full: bool) -> Result<Programs, Stop> {
    ui::packages()?;
    ui::page()?;
    let mut build = cargo::released(&["--package", "switchhook-cli", "--package", "switchhook-desktop"]);
    if full {
        build.env("CARGO_PROFILE_RELEASE_LTO", "fat");
    }
    step::shown("Build of the released programs (a first one takes many minutes)", &mut build)?;
    built()
}

fn built() -> Result<Programs, Stop> {
    let folder = target()?.join("release");
    Ok(Programs { cli: folder.join("switchhook"), desktop: folder.join("switchhook-desktop") })
}

/// When what is packed was committed: the one time that a package may name.
struct When {
    /// Seconds since 1970.
    seconds: String,
    /// As in `2026-11-26`.
    day: String,
    /// As in `Thu, 26 Nov 2026 02:19:04 +0000`.
    moment: String,
}

fn commit_time() -> Result<When, Stop> {
    let told = |format: &str| {
        let mut git = Command::new("git");
        git.current_dir(root()).env("TZ", "UTC").env("LC_ALL", "C");
        git.args([
            "log",
            "-1",
            "--date=format-local:%a, %d %b %Y %H:%M:%S +0000",
            &format!("--format={format}"),
        ]);
        answer(&mut git)
    };
    let day = |moment: &str| {
        let mut date = Command::new("date");
        answer(date.args(["--utc", "--date", moment, "+%F"]))
    };
    let (seconds, moment) = (told("%ct")?, told("%cd")?);
    Ok(When { day: day(&moment)?, seconds, moment })
}

fn size(file: &Path) -> String {
    let bytes = fs::metadata(file).map_or(0, |about| about.len());
    // in hundredths of a megabyte
    let hundredths = bytes / 10_000;
    format!("{}.{:02} MB", hundredths / 100, hundredths % 100)
}

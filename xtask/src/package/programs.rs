//! The programs in a package.

use std::path::PathBuf;

use crate::cargo::{self, target};
use crate::step::{self, Stop};
use crate::ui;

/// The version of every package of the workspace.
pub(super) const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The paths of the two released programs.
pub(super) struct Programs {
    pub(super) cli: PathBuf,
    pub(super) desktop: PathBuf,
}

/// Builds the released programs. `full` links them as a release does, which makes them smaller and takes minutes more.
pub(super) fn build(full: bool) -> Result<Programs, Stop> {
    ui::packages()?;
    ui::page()?;
    let mut build = cargo::released(&["--package", "switchhook-cli", "--package", "switchhook-desktop"]);
    if full {
        build.env("CARGO_PROFILE_RELEASE_LTO", "fat");
    }
    step::shown("Build of the released programs (the first build takes many minutes)", &mut build)?;
    built()
}

/// Returns the paths of the released programs, which an earlier step must have built.
pub(super) fn built() -> Result<Programs, Stop> {
    let folder = target()?.join("release");
    Ok(Programs { cli: folder.join("switchhook"), desktop: folder.join("switchhook-desktop") })
}

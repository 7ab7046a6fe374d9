//! The programs that a package holds.

use std::path::PathBuf;

use crate::cargo::{self, target};
use crate::step::{self, Stop};
use crate::ui;

/// The version of every package of the workspace.
pub(super) const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The two programs as they are shipped.
pub(super) struct Programs {
    pub(super) cli: PathBuf,
    pub(super) desktop: PathBuf,
}

/// Builds them; `full` takes minutes more and makes them smaller.
pub(super) fn build(full: bool) -> Result<Programs, Stop> {
    ui::packages()?;
    ui::page()?;
    let mut build = cargo::released(&["--package", "switchhook-cli", "--package", "switchhook-desktop"]);
    if full {
        build.env("CARGO_PROFILE_RELEASE_LTO", "fat");
    }
    step::shown("Build of the released programs (a first one takes many minutes)", &mut build)?;
    built()
}

/// Those that were built before.
pub(super) fn built() -> Result<Programs, Stop> {
    let folder = target()?.join("release");
    Ok(Programs { cli: folder.join("switchhook"), desktop: folder.join("switchhook-desktop") })
}

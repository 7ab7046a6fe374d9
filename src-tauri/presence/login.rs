//! The start at login: an entry of our own in `~/.config/autostart`, which turning it off deletes.
//!
//! Tauri's plugin for it brings a second copy of `dirs` and knows no channels. The entry holds no `SWITCHHOOK_HOME`: it starts the
//! program with the system's own home.

use switchhook_engine::core::DesktopProblem;

/// The word that it is started with then.
pub(crate) const HIDDEN: &str = "--hidden";

/// Whether it is on; none where this system has another way.
pub(crate) fn is_on() -> Option<bool> {
    system::is_on()
}

/// Turns it on or off.
///
/// # Errors
/// `store_failed` where the entry can't be written or removed.
pub(crate) fn set(on: bool) -> Result<(), DesktopProblem> {
    system::set(on)
}

#[cfg(target_os = "linux")]
mod system {
    use std::env;
    use std::fs;
    use std::io::ErrorKind;
    use std::path::PathBuf;

    use switchhook_engine::core::{Channel, DesktopProblem};

    use super::HIDDEN;
    use crate::platform::entry;
    use crate::platform::program::{Program, compared, this_program};

    pub(super) fn is_on() -> Option<bool> {
        let program = this_program()?;
        let text = fs::read_to_string(folder()?.join(id())).unwrap_or_default();
        let found = entry::read(&text).filter(|entry| !entry.is_off);
        Some(found.is_some_and(|entry| compared(&program, &entry.program) == Program::This))
    }

    pub(super) fn set(on: bool) -> Result<(), DesktopProblem> {
        let folder = folder().ok_or(DesktopProblem::ProgramNotNamable)?;
        if on {
            let program = this_program().ok_or(DesktopProblem::ProgramNotNamable)?;
            let text = entry::at_login(&program, HIDDEN, Channel::current().identifier());
            return entry::write(&folder, &id(), &text.ok_or(DesktopProblem::ProgramNotNamable)?);
        }
        match fs::remove_file(folder.join(id())) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(DesktopProblem::EntryNotRemoved {
                file: folder.join(id()).display().to_string(),
                why: error.kind().to_string(),
            }),
            _ => Ok(()),
        }
    }

    /// The folder of the Desktop Application Autostart Specification.
    fn folder() -> Option<PathBuf> {
        let named = env::var_os("XDG_CONFIG_HOME").map(PathBuf::from).filter(|path| path.is_absolute());
        let folder = named.or_else(|| Some(PathBuf::from(env::var_os("HOME")?).join(".config")))?;
        Some(folder.join("autostart"))
    }

    fn id() -> String {
        format!("{}.desktop", Channel::current().identifier())
    }
}

#[cfg(not(target_os = "linux"))]
mod system {
    use switchhook_engine::core::DesktopProblem;

    pub(super) const fn is_on() -> Option<bool> {
        None
    }

    pub(super) fn set(_on: bool) -> Result<(), DesktopProblem> {
        Err(DesktopProblem::NotHere)
    }
}

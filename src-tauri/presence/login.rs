//! Start at login, by a desktop entry in `~/.config/autostart`. Turning it off deletes the entry.
//!
//! Tauri's autostart plugin brings a second copy of `dirs` and knows no channels. The entry sets no `SWITCHHOOK_HOME`, so it
//! starts the program with the default home.

use switchhook_engine::core::DesktopProblem;

/// The argument of a start at login: the program starts without a visible window.
pub(crate) const HIDDEN: &str = "--hidden";

/// Whether start at login is on. `None` where this program can't tell on this system.
pub(crate) fn is_on() -> Option<bool> {
    system::is_on()
}

/// Turns start at login on or off.
///
/// # Errors
/// `store_failed` where the entry can't be written or removed, `not_found` where this system has no such entries.
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
    use switchhook_engine::desktop::entry;
    use switchhook_engine::desktop::program::{Program, compared, this_program};

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

    /// Returns the person's autostart folder (Desktop Application Autostart Specification).
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

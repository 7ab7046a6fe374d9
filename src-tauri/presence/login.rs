//! Whether the desktop starts this program when a person logs in: by an entry of its own, and by nothing where it is off.

use switchhook_engine::core::ErrorReport;

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
pub(crate) fn set(on: bool) -> Result<(), ErrorReport> {
    system::set(on)
}

#[cfg(target_os = "linux")]
mod system {
    use std::env;
    use std::fs;
    use std::io::ErrorKind;
    use std::path::PathBuf;

    use switchhook_engine::core::{Channel, Code, ErrorReport};

    use super::HIDDEN;
    use crate::platform::entry::{self, unnamable};
    use crate::platform::program::{Program, compared, this_program};

    pub(super) fn is_on() -> Option<bool> {
        let program = this_program()?;
        let text = fs::read_to_string(folder()?.join(id())).unwrap_or_default();
        let found = entry::read(&text).filter(|entry| !entry.is_off);
        Some(found.is_some_and(|entry| compared(&program, &entry.program) == Program::This))
    }

    pub(super) fn set(on: bool) -> Result<(), ErrorReport> {
        let folder = folder().ok_or_else(unnamable)?;
        if on {
            let program = this_program().ok_or_else(unnamable)?;
            let text = entry::at_login(&program, HIDDEN, Channel::current().identifier());
            return entry::write(&folder, &id(), &text.ok_or_else(unnamable)?);
        }
        match fs::remove_file(folder.join(id())) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(ErrorReport::new(Code::StoreFailed)
                .saying(format!(
                    "The entry {} can’t be removed: {}.",
                    folder.join(id()).display(),
                    error.kind()
                ))),
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
    use switchhook_engine::core::{Code, ErrorReport};

    pub(super) const fn is_on() -> Option<bool> {
        None
    }

    pub(super) fn set(_on: bool) -> Result<(), ErrorReport> {
        Err(Code::NotFound.into())
    }
}

//! Mends what is safe to mend. Deletes no data.

use std::path::Path;

use switchhook_core::HealthCheck;

use super::desktop::SCHEME;
use super::storage::FOLDER;
use crate::host::unchecked_home::UncheckedHome;

/// A repair: the id of its check, and the sentence that says what it did.
pub(super) type Mended = (&'static str, String);

/// Mends what these checks found. Returns what it did. A repair that fails did nothing: the check stays as it is.
pub(super) fn mend(checks: &[HealthCheck], home: &UncheckedHome, app: Option<&Path>) -> Vec<Mended> {
    let is_mendable = |id: &str| checks.iter().any(|check| check.id == id && check.mendable);
    let mut mended = Vec::new();
    if is_mendable(FOLDER) {
        mended.extend(close(home).map(|did| (FOLDER, did)));
    }
    if is_mendable(SCHEME) {
        mended.extend(app.and_then(claim).map(|did| (SCHEME, did)));
    }
    mended
}

/// Takes away the rights of other users to the home.
fn close(home: &UncheckedHome) -> Option<String> {
    let closed = home.close().ok().filter(|closed| !closed.is_empty())?;
    let closed: Vec<String> = closed.iter().map(|path| path.display().to_string()).collect();
    Some(format!("Switchhook took the rights of other users to {} away.", closed.join(", ")))
}

/// Makes the app open the links.
#[cfg(target_os = "linux")]
fn claim(app: &Path) -> Option<String> {
    crate::desktop::scheme::claim(app).ok().map(|_| "Switchhook made links open this Switchhook.".into())
}

#[cfg(not(target_os = "linux"))]
fn claim(_app: &Path) -> Option<String> {
    None
}

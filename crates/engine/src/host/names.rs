//! The names that Switchhook gives to files and folders of a home.

use std::ffi::OsStr;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// The beginning of the names of files by which Switchhook tests a disk.
pub(crate) const PROBE: &str = "probe-";

/// The beginning of the names of the files of a round trip. The hash of its nonce follows, as base64url.
pub(crate) const ROUND_TRIP: &str = "round-trip-";

/// The end of the name of the file that holds a link of a round trip that came back.
pub(crate) const CAME_BACK: &str = ".back";

/// The name of the file that a process locks while it makes round trips.
pub(crate) const ROUND_TRIP_LOCK: &str = "round-trip.lock";

/// Whether Switchhook gives this name to a file or folder of a home. Each name counts that begins as that of the database or of a
/// probe.
pub(super) fn is_our_name(name: &OsStr) -> bool {
    const NAMES: [&str; 9] = [
        "owners",
        "sandbox",
        "webview",
        "window-state.json",
        "room.tmp",
        "window.lock",
        "store.lock",
        "vault.lock",
        ROUND_TRIP_LOCK,
    ];
    let name = name.to_string_lossy();
    NAMES.contains(&&*name)
        || is_of_round_trip(&name)
        || ["switchhook.db", PROBE].iter().any(|begin| name.starts_with(begin))
}

/// Whether this is the name of a file of a round trip: of its mark, or of its link that came back.
pub(crate) fn is_of_round_trip(name: &str) -> bool {
    let hash = name.strip_prefix(ROUND_TRIP).map(|rest| rest.strip_suffix(CAME_BACK).unwrap_or(rest));
    hash.and_then(|hash| URL_SAFE_NO_PAD.decode(hash).ok()).is_some_and(|bytes| bytes.len() == 32)
}

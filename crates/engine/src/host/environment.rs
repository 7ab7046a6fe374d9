//! What other programs of the system are handed of our environment.

use std::ffi::OsStr;
use std::process::Command;

/// Beginnings of names: what chooses our libraries, and what a person set for `--from-env`, a client secret among it.
const OURS: [&str; 3] = ["LD_", "DYLD_", "INTERCOM_"];

/// Variables of an AppImage, a snap or our own window.
const OURS_TO_THE_LETTER: [&str; 5] =
    ["WEBKIT_DISABLE_DMABUF_RENDERER", "GTK_PATH", "GIO_MODULE_DIR", "GDK_PIXBUF_MODULE_FILE", "PYTHONHOME"];

/// Takes from a command for another program what is for this one alone. `SWITCHHOOK_HOME` stays: a browser hands it to the
/// Switchhook that it starts for a link.
pub fn without_ours(command: &mut Command) -> &mut Command {
    for (name, _) in std::env::vars_os().filter(|(name, _)| is_ours(name)) {
        command.env_remove(name);
    }
    command
}

fn is_ours(name: &OsStr) -> bool {
    let bytes = name.as_encoded_bytes();
    OURS.iter().any(|start| bytes.starts_with(start.as_bytes()))
        || OURS_TO_THE_LETTER.iter().any(|ours| name == *ours)
}

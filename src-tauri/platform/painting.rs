//! Chooses WebKit's renderer before WebKit starts.

use std::fs;
use std::path::Path;

/// Turns WebKit's accelerated renderer off where there is no GPU, or where NVIDIA's own driver runs.
///
/// Without a GPU, that renderer uses OpenGL in software: the first paint takes longer and memory grows by a third
/// (docs/performance.md). With NVIDIA's driver, windows stay blank. A variable that the person set stays.
#[expect(unsafe_code, reason = "the environment is set before there is a second thread")]
pub(crate) fn prepare() {
    const RENDERER: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";
    if std::env::var_os(RENDERER).is_none() && !accelerates(Path::new("/")) {
        // SAFETY: called from `run` before any thread is started.
        unsafe { std::env::set_var(RENDERER, "1") };
    }
}

/// Whether there is a GPU without known problems in WebKit's renderer. Reads file names alone, since opening a device could
/// wake a GPU up.
fn accelerates(root: &Path) -> bool {
    if root.join("proc/driver/nvidia/version").exists() {
        return false;
    }
    let Ok(devices) = fs::read_dir(root.join("dev/dri")) else { return false };
    devices.flatten().any(|device| device.file_name().as_encoded_bytes().starts_with(b"renderD"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gpu_is_used_unless_known_for_blank_windows() {
        let computer = tempfile::tempdir().unwrap();
        let make = |path: &str| {
            let path = computer.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "").unwrap();
        };
        assert!(!accelerates(computer.path()), "no device at all");
        make("dev/dri/card0");
        assert!(!accelerates(computer.path()), "a screen, and nothing that draws for it");
        make("dev/dri/renderD128");
        assert!(accelerates(computer.path()));
        make("proc/driver/nvidia/version");
        assert!(!accelerates(computer.path()), "its windows stay blank");
    }
}

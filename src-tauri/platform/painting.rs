//! How WebKit paints, decided before it is started.

use std::fs;
use std::path::Path;

/// Without a GPU, WebKit's accelerated renderer goes through OpenGL in software: that takes longer to the first paint and a
/// third more memory (docs/performance.md). With NVIDIA's own driver it leaves windows blank. There it is turned off; what
/// a person has set stands.
#[expect(unsafe_code, reason = "the environment is set before there is a second thread")]
pub(crate) fn prepare() {
    const RENDERER: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";
    if std::env::var_os(RENDERER).is_none() && !accelerates(Path::new("/")) {
        // SAFETY: called from `run` before any thread is started.
        unsafe { std::env::set_var(RENDERER, "1") };
    }
}

/// Whether there is a GPU that WebKit's renderer is known to do well with. Nothing is opened: that could wake one up.
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
    fn a_gpu_is_used_unless_it_is_known_for_blank_windows() {
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

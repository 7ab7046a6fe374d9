//! A small disk for a home. A test can fill it or write-protect it.
//!
//! The test mounts it in a mount namespace, which it enters by running itself again with `unshare`. Nothing outside sees the
//! disk, and nothing is left when the test ends.

use std::env;
use std::fs::{self, File};
use std::io::Write;
use std::path::PathBuf;
use std::process::Command;
use std::thread;

use crate::folder;
use crate::home::Home;

const INSIDE: &str = "SWITCHHOOK_TEST_NAMESPACE";

/// Whether this test may mount. If it may not, this function runs the test again in a namespace where it may, to its end.
pub fn may_mount() -> bool {
    if env::var_os(INSIDE).is_some() {
        return true;
    }
    let name = thread::current().name().expect("tests run in threads that are named after them").to_owned();
    let is_root = Command::new("id").arg("-u").output().is_ok_and(|id| id.stdout.trim_ascii() == b"0");
    let mut inside = Command::new("unshare");
    inside.args(["--mount", "--propagation", "private"]);
    if !is_root {
        // under the user's own number, since the session bus checks it
        inside.args(["--map-current-user", "--keep-caps"]);
    }
    inside.arg(env::current_exe().expect("a test knows its own file"));
    let ran = inside.args(["--exact", &name, "--nocapture"]).env(INSIDE, "1").output();
    let ran = ran.expect("unshare can be run");
    let said = String::from_utf8_lossy(&ran.stdout);
    let went_well = ran.status.success() && said.contains("1 passed");
    assert!(went_well, "{name}, where it may mount: {said}{}", String::from_utf8_lossy(&ran.stderr));
    false
}

/// A disk of a megabyte and a half under the files of a home.
pub struct Disk {
    folder: PathBuf,
}

impl Disk {
    /// Makes a home on a disk of its own, with a copy of another home's files.
    pub fn with_files_of(original: &Home) -> (Home, Self) {
        let home = Home::new();
        let disk = Self { folder: home.files() };
        fs::create_dir_all(&disk.folder).expect("a folder can be made");
        disk.mount(&["-t", "tmpfs", "-o", "size=1536k,mode=700", "switchhook-test"]);
        folder::copy(&original.files(), &disk.folder);
        (home, disk)
    }

    /// Fills the disk to the last byte. Call it again after a program has freed some.
    pub fn fill(&self) {
        let mut filler =
            File::options().create(true).append(true).open(self.filler()).expect("a file can be made");
        for size in [64 * 1024, 4096, 1] {
            while filler.write_all(&vec![0; size]).is_ok() {}
        }
    }

    /// Frees the space again.
    pub fn free(&self) {
        fs::remove_file(self.filler()).expect("the filler can be removed");
    }

    /// Makes the disk read-only, or writable again.
    pub fn protect(&self, protected: bool) {
        self.mount(&["-o", if protected { "remount,ro" } else { "remount,rw" }]);
    }

    fn mount(&self, words: &[&str]) {
        let mounted = Command::new("mount").args(words).arg(&self.folder).status().expect("mount can be run");
        assert!(mounted.success(), "mount {words:?}");
    }

    fn filler(&self) -> PathBuf {
        self.folder.join("filler")
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        // lazily: programs that still run in the home end after this
        let _ = Command::new("umount").arg("--lazy").arg(&self.folder).status();
    }
}

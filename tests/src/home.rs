//! A private home for each journey. A journey reads nothing of the real user's home and leaves nothing behind.

use std::env;
use std::ffi::OsStr;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;

use tempfile::TempDir;

use crate::keyring::Bus;
use crate::{SCHEME, built, folder, process, wait};

/// The home folder of a person who has never started the app.
pub struct Home {
    folder: TempDir,
    /// The address of a bus other than the session's.
    bus: Option<String>,
    /// Whether the programs choose the place of their files themselves, as released programs do.
    released: bool,
}

impl Home {
    /// Makes a home for development builds.
    pub fn new() -> Self {
        Self::under(&env::temp_dir())
    }

    /// Makes a home for installed released programs, without `SWITCHHOOK_HOME`.
    pub fn for_released_programs() -> Self {
        let mut home = Self::new();
        home.released = true;
        home
    }

    /// Makes a home in memory, for a journey whose many programs would wait for the disk.
    pub fn in_memory() -> Self {
        let memory = Path::new("/dev/shm");
        if memory.is_dir() { Self::under(memory) } else { Self::new() }
    }

    fn under(place: &Path) -> Self {
        let folder = tempfile::Builder::new()
            .prefix("switchhook-journey-")
            .tempdir_in(place)
            .expect("a temporary folder can be made");
        let home = Self { folder, bus: None, released: false };
        for part in [".config", ".local/share/applications", "tmp"] {
            fs::create_dir_all(home.path().join(part)).expect("a folder can be made in a fresh home");
        }
        home
    }

    /// Makes another home with a copy of this home's files. Both use the same vault, whose key the keyring holds.
    pub fn copy_of(other: &Self) -> Self {
        let home = Self::new();
        folder::copy(&other.files(), &home.files());
        home
    }

    /// Moves the home to this bus, with or without a keyring on it.
    #[must_use]
    pub fn on(mut self, bus: &Bus) -> Self {
        self.bus = Some(bus.address());
        self
    }

    /// Returns the home's folder.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Returns the folder in which the programs keep their files.
    pub fn files(&self) -> PathBuf {
        self.path().join(if self.released { ".local/share/app.switchhook" } else { "switchhook" })
    }

    /// Returns the link scheme of the programs in this home.
    pub fn scheme(&self) -> &'static str {
        if self.released { "app.switchhook" } else { SCHEME }
    }

    /// Makes the programs trust this certificate authority and no other.
    pub fn trust(&self, pem: &str) {
        fs::write(self.authority(), pem).expect("a certificate can be written");
    }

    fn authority(&self) -> PathBuf {
        self.path().join("authority.pem")
    }

    /// Opens the log for all output of the programs. Journeys search it for secrets.
    pub fn log(&self) -> File {
        let log = File::options().create(true).append(true).open(self.path().join("programs.log"));
        log.expect("a log can be written in a fresh home")
    }

    /// Waits until the programs' log holds these words.
    pub fn wait_for_log(&self, words: &str) {
        wait::until(&format!("the log to say “{words}”"), || {
            let said = fs::read_to_string(self.path().join("programs.log")).ok()?;
            said.contains(words).then_some(())
        });
    }

    /// Makes a program the default browser and file manager of this home. The desktop starts it with the address or the folder.
    pub fn set_default_browser(&self, program: &Path) {
        let entry = format!(
            "[Desktop Entry]\nType=Application\nName=Journey Browser\nExec={} %u\nMimeType=x-scheme-handler/http;x-scheme-handler/https;inode/directory;\n",
            program.display()
        );
        fs::write(self.path().join(".local/share/applications/journey-browser.desktop"), entry)
            .expect("an entry can be written");
        let defaults = "[Default Applications]\nx-scheme-handler/http=journey-browser.desktop\nx-scheme-handler/https=journey-browser.desktop\ninode/directory=journey-browser.desktop\n";
        fs::write(self.path().join(".config/mimeapps.list"), defaults).expect("defaults can be written");
        self.tell_the_bus();
    }

    /// Makes the services that the bus starts use this home. Chromium hands links to such a service, the desktop portal, where it
    /// is installed.
    fn tell_the_bus(&self) {
        let mut call = self.command("gdbus");
        let variables = call.get_envs().filter_map(|(name, value)| Some((name.to_str()?, value?.to_str()?)));
        let variables: Vec<String> = variables.map(|(name, value)| format!("'{name}': '{value}'")).collect();
        let variables = format!("{{{}}}", variables.join(", "));
        call.args([
            "call",
            "--session",
            "--dest",
            "org.freedesktop.DBus",
            "--object-path",
            "/org/freedesktop/DBus",
        ]);
        call.args(["--method", "org.freedesktop.DBus.UpdateActivationEnvironment", &variables]);
        let told = call.stdout(Stdio::null()).status().expect("gdbus can be run");
        assert!(told.success(), "the bus takes variables for the services that it starts");
    }

    /// Turns off the desktop's animations.
    pub fn disable_animations(&self) {
        let folder = self.path().join(".config/gtk-3.0");
        fs::create_dir_all(&folder).expect("a folder can be made in a fresh home");
        fs::write(folder.join("settings.ini"), "[Settings]\ngtk-enable-animations=false\n")
            .expect("settings can be written");
    }

    /// Removes every browser from this home's desktop: the installed ones and the journey's own.
    pub fn remove_browsers(&self) {
        let entries = fs::read_dir("/usr/share/applications").expect("there are entries").flatten();
        let browsers: String = entries
            .filter(|entry| {
                fs::read_to_string(entry.path()).is_ok_and(|text| text.contains("x-scheme-handler/http"))
            })
            .map(|entry| entry.file_name().display().to_string())
            .chain(["journey-browser.desktop".to_owned()])
            .map(|id| format!("{id};"))
            .collect();
        let removed =
            ["http", "https"].map(|scheme| format!("x-scheme-handler/{scheme}={browsers}\n")).concat();
        let text = format!("[Removed Associations]\n{removed}text/html={browsers}\n");
        fs::write(self.path().join(".config/mimeapps.list"), text).expect("associations can be written");
    }

    /// Returns a command that runs in this home.
    pub fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        command
            .env("HOME", self.path())
            .env("TMPDIR", self.path().join("tmp"))
            .env("SWITCHHOOK_LOG", "trace");
        if self.released {
            command.env_remove("SWITCHHOOK_HOME");
        } else {
            command.env("SWITCHHOOK_HOME", self.files());
        }
        let authority = self.authority();
        if authority.exists() {
            command.env("SSL_CERT_FILE", authority);
        }
        // these variables would lead to the real user's folders or proxy
        for variable in [
            "XDG_CONFIG_HOME",
            "XDG_DATA_HOME",
            "XDG_CACHE_HOME",
            "XDG_STATE_HOME",
            "HTTPS_PROXY",
            "https_proxy",
            "ALL_PROXY",
            "all_proxy",
            "NO_PROXY",
            "no_proxy",
        ] {
            command.env_remove(variable);
        }
        if let Some(address) = &self.bus {
            command.env("DBUS_SESSION_BUS_ADDRESS", address);
        }
        command.current_dir(self.path());
        command
    }
}

impl Home {
    /// Saves the screen and the programs' log beside the pictures of journeys that succeeded.
    fn save_evidence(&self) {
        let name = format!("failed-{}", thread::current().name().unwrap_or("journey"));
        let picture = built::picture(&name);
        // nothing may fail here: a second panic would hide the first
        let _ = Command::new("import").args(["-window", "root"]).arg(&picture).status();
        let _ = fs::copy(self.path().join("programs.log"), picture.with_extension("log"));
    }
}

impl Default for Home {
    fn default() -> Self {
        Self::new()
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        if thread::panicking() {
            self.save_evidence();
        }
        // a process that is ending may still write a file or start another process
        wait::until("everything in a home to end", || {
            (!process::end_all_in(self.path())).then(|| fs::remove_dir_all(self.path()).ok())?
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn processes_end_with_their_home() {
        let home = Home::new();
        let path = home.path().to_owned();
        // the shell ends and leaves the sleeper: no handle leads to it any more
        let started = home.command("sh").args(["-c", "sleep 600 & :"]).status().expect("a shell can be run");
        assert!(started.success());
        // between fork and exec a process shows no environment
        let asleep = || process::runs_in(&path, Path::new("sleep")).then_some(());
        wait::until("the sleeper to live here", asleep);
        assert!(process::end_all_in(&path), "the sleeper lives here, so that the next line means something");
        let again = home.command("sh").args(["-c", "sleep 600 & :"]).status().expect("a shell can be run");
        assert!(again.success());
        wait::until("the second sleeper to live here", asleep);
        drop(home);
        assert!(!process::end_all_in(&path), "the home has taken its sleeper along");
        assert!(!path.exists());
    }
}

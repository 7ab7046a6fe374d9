//! A private desktop without a screen: display, session bus, unlocked keyring, window manager.
//!
//! It ends with this program on every path. `Drop` ends it in order; and if this program dies without getting that
//! far, the kernel ends the display and the bus (`setpriv --pdeathsig`), and everything in a desktop ends with those.

use std::env;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::Duration;

use crate::say;
use crate::step::{Stop, timed};

/// The keyring holds nothing but what one run puts there, in a folder that goes with it.
const KEYRING: &str = "[D-BUS Service]\nName=org.freedesktop.secrets\n\
    Exec=/bin/sh -c \"printf 'a throw-away keyring' | exec gnome-keyring-daemon --foreground --unlock --components=secrets\"\n";

/// A running desktop.
pub(crate) struct Session {
    folder: PathBuf,
    surroundings: Vec<(&'static str, String)>,
    /// In the order of their start; they end the other way round.
    children: Vec<Child>,
}

impl Session {
    /// The word by which this program is called for a session of its own.
    pub(crate) const COMMAND: &str = "in-session";

    /// Whether a window has no other place here.
    pub(crate) fn is_needed() -> bool {
        cfg!(target_os = "linux")
            && ["DISPLAY", "WAYLAND_DISPLAY"].iter().all(|name| env::var_os(name).is_none())
    }

    /// The name of its display.
    pub(crate) fn display(&self) -> &str {
        let display = self.surroundings.iter().find(|(name, _)| *name == "DISPLAY");
        display.map_or("", |(_, display)| display)
    }

    /// Runs one program in a session that is there for it alone.
    pub(crate) fn around(words: &[String]) -> ExitCode {
        let Some((program, rest)) = words.split_first() else { return ExitCode::from(2) };
        let ran = Self::start().and_then(|session| {
            let mut command = Command::new(program);
            let status = Self::enter(Some(&session), command.args(rest)).status();
            status.map_err(|error| Stop(format!("{program}: {error}")))
        });
        match ran {
            Ok(status) if status.success() => ExitCode::SUCCESS,
            Ok(_) => ExitCode::FAILURE,
            Err(stop) => {
                say::trouble(&stop.to_string());
                ExitCode::FAILURE
            }
        }
    }

    /// Starts it; everything answers when this returns.
    pub(crate) fn start() -> Result<Self, Stop> {
        timed("Private desktop (display, bus, keyring, window manager)", Self::quietly)
    }

    /// As [`Self::start`], and prints nothing.
    pub(crate) fn quietly() -> Result<Self, Stop> {
        let mut session = Self { folder: private_folder()?, surroundings: Vec::new(), children: Vec::new() };
        let folder = session.folder.display().to_string();
        session.surroundings = vec![
            ("XDG_RUNTIME_DIR", folder.clone()),
            // xdg-open then goes by `gio`, as on a real desktop, instead of its own parser of desktop entries
            ("XDG_CURRENT_DESKTOP", "GNOME".to_owned()),
            ("XDG_SESSION_TYPE", "x11".to_owned()),
            ("GDK_BACKEND", "x11".to_owned()),
            ("NO_AT_BRIDGE", "1".to_owned()),
            ("LC_ALL", "C.UTF-8".to_owned()),
        ];

        // the server finds a free number itself and says which
        let number = session.spawn_and_listen(&[
            "Xvfb",
            "-displayfd",
            "1",
            "-screen",
            "0",
            "1280x900x24",
            "-nolisten",
            "tcp",
        ])?;
        session.surroundings.push(("DISPLAY", format!(":{number}")));
        session.keep_a_keyring()?;
        let bus = format!("--address=unix:path={folder}/bus");
        let address =
            session.spawn_and_listen(&["dbus-daemon", "--session", "--nofork", "--print-address=1", &bus])?;
        session.surroundings.push(("DBUS_SESSION_BUS_ADDRESS", address));
        session.wake_keyring()?;
        // A window that is mapped before the window manager runs may never get the keyboard.
        session.spawn_and_listen(&["openbox", "--startup", "echo ready"])?;
        Ok(session)
    }

    /// Puts a command into the session, if there is one.
    pub(crate) fn enter<'c>(session: Option<&Self>, command: &'c mut Command) -> &'c mut Command {
        if let Some(session) = session {
            command.envs(session.surroundings.iter().map(|(name, value)| (name, value)));
            // or GTK would find the person's own screen
            command.env_remove("WAYLAND_DISPLAY").env_remove("XAUTHORITY");
        }
        command
    }

    /// The bus starts the keyring, unlocked, whenever somebody needs it: gnome-keyring 42 now and then ends by an assertion
    /// of its own when several programs use it at once, and must not take the rest of the run along.
    fn keep_a_keyring(&self) -> Result<(), Stop> {
        // The bus looks here before it looks where the system says how a keyring is started: locked.
        let services = self.folder.join("dbus-1/services");
        private(&services)
            .and_then(|()| fs::write(services.join("org.freedesktop.secrets.service"), KEYRING))
            .map_err(|error| Stop(format!("{}: {error}", services.display())))
    }

    fn wake_keyring(&self) -> Result<(), Stop> {
        let name = "org.freedesktop.secrets";
        let mut wait = Command::new("gdbus");
        wait.args(["wait", "--session", "--activate", name, "--timeout", "20", name]);
        match Self::enter(Some(self), &mut wait).status() {
            Ok(status) if status.success() => Ok(()),
            _ => Err(self.failed("dbus-daemon")),
        }
    }

    /// Starts a program that tells one line about itself once it is ready.
    fn spawn_and_listen(&mut self, words: &[&str]) -> Result<String, Stop> {
        let (program, rest) = words.split_first().ok_or_else(|| Stop("no program named".to_owned()))?;
        let mut line = String::new();
        if let Some(stdout) = self.spawn(program, rest)?.stdout.take() {
            BufReader::new(stdout)
                .read_line(&mut line)
                .map_err(|error| Stop(format!("{program}: {error}")))?;
        }
        let line = line.trim();
        if line.is_empty() { Err(self.failed(program)) } else { Ok(line.to_owned()) }
    }

    fn spawn(&mut self, program: &str, words: &[&str]) -> Result<&mut Child, Stop> {
        let trouble = |error: std::io::Error| Stop(format!("{program} could not be started: {error}"));
        let log = File::create(log_of(&self.folder, program)).map_err(trouble)?;
        let mut command = Command::new("setpriv");
        command.args(["--pdeathsig", "TERM", "--", program]).args(words);
        // its own home: the keyring's files must not meet the person's, and a desktop's settings not this one
        command.env("HOME", &self.folder).env_remove("XDG_DATA_HOME").env_remove("XDG_CONFIG_HOME");
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(log);
        let child = Self::enter(Some(self), &mut command).spawn().map_err(trouble)?;
        let place = self.children.len();
        self.children.push(child);
        Ok(&mut self.children[place])
    }

    fn failed(&self, program: &str) -> Stop {
        let log = fs::read_to_string(log_of(&self.folder, program)).unwrap_or_default();
        Stop(format!("{program} did not come up: {}", log.trim()))
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        for child in self.children.iter_mut().rev() {
            end(child);
        }
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// Asks first, so that sockets and locks are taken away, and insists after a while. There is nobody left here to
/// report a failure to.
fn end(child: &mut Child) {
    let _ = Command::new("kill").arg(child.id().to_string()).status();
    for _ in 0..100 {
        if !matches!(child.try_wait(), Ok(None)) {
            return;
        }
        thread::sleep(Duration::from_millis(20));
    }
    let _ = child.kill();
    let _ = child.wait();
}

fn log_of(folder: &Path, program: &str) -> PathBuf {
    folder.join(format!("{program}.log"))
}

/// A folder only we can read, as the session bus and its clients demand.
fn private_folder() -> Result<PathBuf, Stop> {
    static STARTED: AtomicU32 = AtomicU32::new(0);
    let number = STARTED.fetch_add(1, Ordering::Relaxed);
    let folder = env::temp_dir().join(format!("switchhook-session-{}-{number}", std::process::id()));
    // one that was killed may have had the same number
    let _ = fs::remove_dir_all(&folder);
    private(&folder).map_err(|error| Stop(format!("{}: {error}", folder.display())))?;
    Ok(folder)
}

fn private(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(folder)
}

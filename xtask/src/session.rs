//! A private desktop without a screen: display, session bus, unlocked keyring, window manager.
//!
//! The desktop always ends with this program. `Drop` ends its programs in order. If a signal kills this program, the
//! kernel ends the display and the bus (`setpriv --pdeathsig`). All other programs of the desktop end with those.

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

/// The bus's entry for the keyring. The keyring has only the secrets of one run, in a folder that the drop removes.
const KEYRING: &str = "[D-BUS Service]\nName=org.freedesktop.secrets\n\
    Exec=/bin/sh -c \"printf 'a throw-away keyring' | exec gnome-keyring-daemon --foreground --unlock --components=secrets\"\n";

/// A running desktop.
pub(crate) struct Session {
    folder: PathBuf,
    surroundings: Vec<(&'static str, String)>,
    /// The programs of the desktop, in the order of their start. They end in reverse order.
    children: Vec<Child>,
}

impl Session {
    /// The command that makes this program run another one in a private session.
    pub(crate) const COMMAND: &str = "in-session";

    /// Whether this computer has no display for a window.
    pub(crate) fn is_needed() -> bool {
        cfg!(target_os = "linux")
            && ["DISPLAY", "WAYLAND_DISPLAY"].iter().all(|name| env::var_os(name).is_none())
    }

    /// Returns the name of the session's display.
    pub(crate) fn display(&self) -> &str {
        let display = self.surroundings.iter().find(|(name, _)| *name == "DISPLAY");
        display.map_or("", |(_, display)| display)
    }

    /// Runs one program in its own session. `words` are the program and its arguments.
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
                say::error(&stop.to_string());
                ExitCode::FAILURE
            }
        }
    }

    /// Starts a session. All its programs are ready when this function returns.
    pub(crate) fn start() -> Result<Self, Stop> {
        timed("Private desktop (display, bus, keyring, window manager)", Self::quietly)
    }

    /// Starts a session like [`Self::start`], without any output.
    pub(crate) fn quietly() -> Result<Self, Stop> {
        let mut session = Self { folder: private_folder()?, surroundings: Vec::new(), children: Vec::new() };
        let folder = session.folder.display().to_string();
        session.surroundings = vec![
            ("XDG_RUNTIME_DIR", folder.clone()),
            // With this, xdg-open uses `gio`, as on a real desktop, and not its own parser of desktop entries.
            ("XDG_CURRENT_DESKTOP", "GNOME".to_owned()),
            ("XDG_SESSION_TYPE", "x11".to_owned()),
            ("GDK_BACKEND", "x11".to_owned()),
            ("NO_AT_BRIDGE", "1".to_owned()),
            ("LC_ALL", "C.UTF-8".to_owned()),
        ];

        // The server finds a free number and prints it.
        let number = session.spawn_and_listen(&[
            "Xvfb",
            "-displayfd",
            "1",
            "-screen",
            "0",
            "1680x1000x24",
            "-nolisten",
            "tcp",
        ])?;
        session.surroundings.push(("DISPLAY", format!(":{number}")));
        session.register_keyring()?;
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
            // With these, GTK would find the person's own screen.
            command.env_remove("WAYLAND_DISPLAY").env_remove("XAUTHORITY");
        }
        command
    }

    /// Makes the bus start an unlocked keyring whenever a program needs one.
    ///
    /// With several programs at once, gnome-keyring 42 sometimes ends by an assertion. The rest of the run must survive
    /// that.
    fn register_keyring(&self) -> Result<(), Stop> {
        // The bus reads this entry before the system's own, which starts a locked keyring.
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

    /// Starts a program that prints one line when it is ready, and returns that line.
    fn spawn_and_listen(&mut self, words: &[&str]) -> Result<String, Stop> {
        let (program, rest) =
            words.split_first().ok_or_else(|| Stop("the command names no program".to_owned()))?;
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
        let stop = |error: std::io::Error| Stop(format!("cannot start {program}: {error}"));
        let log = File::create(log_of(&self.folder, program)).map_err(stop)?;
        let mut command = Command::new("setpriv");
        command.args(["--pdeathsig", "TERM", "--", program]).args(words);
        // With its own home, the session shares neither the person's keyring nor the desktop's settings.
        command.env("HOME", &self.folder).env_remove("XDG_DATA_HOME").env_remove("XDG_CONFIG_HOME");
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(log);
        let child = Self::enter(Some(self), &mut command).spawn().map_err(stop)?;
        let place = self.children.len();
        self.children.push(child);
        Ok(&mut self.children[place])
    }

    fn failed(&self, program: &str) -> Stop {
        let log = fs::read_to_string(log_of(&self.folder, program)).unwrap_or_default();
        Stop(format!("{program} did not start: {}", log.trim()))
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

/// Ends a program: asks first, so that it removes its sockets and locks, and kills it after two seconds.
///
/// At this point, no caller could use an error.
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

/// Makes a folder that only this user can read, as the session bus and its clients demand.
fn private_folder() -> Result<PathBuf, Stop> {
    static STARTED: AtomicU32 = AtomicU32::new(0);
    let number = STARTED.fetch_add(1, Ordering::Relaxed);
    let folder = env::temp_dir().join(format!("switchhook-session-{}-{number}", std::process::id()));
    // A killed run may have left a folder with this name.
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

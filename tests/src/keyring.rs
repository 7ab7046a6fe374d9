//! A session bus of a journey's own, with the keyring that the journey wants on it: real gnome-keyring, locked,
//! stopped, emptied; or nothing; or a socket that never says a word.
//!
//! What a person does with a keyring's question is done by the keyboard: it is a real window on the screen.

use std::collections::HashMap;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::UnixListener;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::thread;

use secret_service::EncryptionType;
use secret_service::blocking::SecretService;
use tempfile::TempDir;

use crate::process::Running;
use crate::{SCHEME, screen, wait};

const PASSWORD: &str = "a throw-away keyring";

/// The keyring's own question, as its window is titled.
const QUESTION: &str = "^Unlock Login Keyring$";

/// A bus, or the place of one, and what is on it.
pub struct Bus {
    folder: TempDir,
    keyring: Option<Running>,
    daemon: Option<Running>,
}

impl Bus {
    /// An address at which nobody listens yet.
    pub fn missing() -> Self {
        let folder = tempfile::Builder::new().prefix("switchhook-bus-").tempdir();
        let bus = Self { folder: folder.expect("a folder can be made"), keyring: None, daemon: None };
        fs::set_permissions(bus.folder.path(), fs::Permissions::from_mode(0o700)).expect("it is ours");
        bus
    }

    /// A bus on which nobody keeps secrets, and where nobody can be started to.
    pub fn without_a_keyring() -> Self {
        let mut bus = Self::missing();
        bus.start();
        bus
    }

    /// A bus with a keyring that is unlocked.
    pub fn with_a_keyring() -> Self {
        let mut bus = Self::without_a_keyring();
        bus.start_keyring();
        bus
    }

    /// What programs are told in `DBUS_SESSION_BUS_ADDRESS`.
    pub fn address(&self) -> String {
        format!("unix:path={}", self.socket().display())
    }

    /// Starts the bus. Of all that a desktop would start on demand there is only the window that asks for passwords.
    pub fn start(&mut self) {
        let (services, configuration) =
            (self.folder.path().join("services"), self.folder.path().join("bus.conf"));
        let prompter = "org.gnome.keyring.SystemPrompter";
        fs::create_dir_all(&services).expect("a folder can be made");
        fs::write(
            services.join(format!("{prompter}.service")),
            format!("[D-BUS Service]\nName={prompter}\nExec=/usr/libexec/gcr-prompter\n"),
        )
        .expect("a service can be described");
        let text = format!(
            "<!DOCTYPE busconfig PUBLIC \"-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN\" \
             \"http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd\">\n<busconfig><type>session</type>\
             <listen>{}</listen><servicedir>{}</servicedir><policy context=\"default\">\
             <allow send_destination=\"*\"/><allow receive_sender=\"*\"/><allow own=\"*\"/></policy></busconfig>",
            self.address(),
            services.display()
        );
        fs::write(&configuration, text).expect("a bus can be described");
        let mut daemon = self.command("dbus-daemon");
        daemon
            .arg("--nofork")
            .arg("--print-address=1")
            .arg(format!("--config-file={}", configuration.display()));
        let mut daemon = Running::start(daemon.stdout(Stdio::piped()));
        let stdout = daemon.child().stdout.take().expect("its output was asked for");
        let mut line = String::new();
        BufReader::new(stdout).read_line(&mut line).expect("the bus tells when it is ready");
        assert!(line.contains("unix:path"), "the bus tells its address, not \"{line}\"");
        self.daemon = Some(daemon);
    }

    /// Starts the keyring as a login does: unlocked by the person's password, made at the first time.
    pub fn start_keyring(&mut self) {
        self.start_keyring_with(&["--unlock"], PASSWORD);
    }

    /// Starts the keyring's program alone, as on a desktop whose login knows nothing of it: there is no keyring in it.
    pub fn start_empty_keyring(&mut self) {
        self.start_keyring_with(&[], "");
    }

    fn start_keyring_with(&mut self, words: &[&str], password: &str) {
        let mut daemon = self.command("gnome-keyring-daemon");
        daemon.args(["--foreground", "--components=secrets"]).args(words);
        let mut daemon = Running::start(daemon.stdin(Stdio::piped()).stdout(Stdio::null()));
        let mut stdin = daemon.child().stdin.take().expect("its input was asked for");
        stdin.write_all(password.as_bytes()).expect("it reads its password");
        drop(stdin);
        self.keyring = Some(daemon);
        wait::until("the keyring on the bus", || self.service().ok().map(drop));
    }

    /// Starts the keyring's program again where it has ended by itself; says whether it had.
    pub fn revive(&mut self) -> bool {
        let ended =
            |keyring: &mut Running| keyring.child().try_wait().expect("a child can be asked").is_some();
        let has_ended = self.keyring.as_mut().is_none_or(ended);
        if has_ended {
            self.start_keyring();
        }
        has_ended
    }

    /// What the programs of this bus have said.
    pub fn said(&self) -> String {
        fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }

    /// Ends the keyring's program, as a crash would.
    pub fn end_keyring(&mut self) {
        self.keyring = None;
    }

    /// Stops the keyring's program in its tracks: it stays on the bus and says nothing more.
    pub fn hang(&mut self) {
        self.signal("-STOP");
    }

    /// Lets it go on.
    pub fn cure(&mut self) {
        self.signal("-CONT");
    }

    fn signal(&mut self, signal: &str) {
        let id = self.keyring.as_mut().expect("there is a keyring").child().id().to_string();
        let sent = Command::new("kill").args([signal, &id]).status().expect("kill can be run");
        assert!(sent.success(), "the keyring lives");
    }

    /// Locks the keyring, as a screen lock or an idle time does.
    pub fn lock(&self) {
        let service = self.service().expect("the keyring answers");
        service.get_default_collection().expect("there is one").lock().expect("it can be locked");
    }

    /// Our entries: the name of each and what it holds.
    pub fn entries(&self) -> HashMap<String, Vec<u8>> {
        let service = self.service().expect("the keyring answers");
        let found = service.search_items(HashMap::from([("service", SCHEME)])).expect("it can be searched");
        assert!(found.locked.is_empty(), "it is unlocked when a journey looks into it");
        let read = |item: &secret_service::blocking::Item<'_>| {
            let user = item.get_attributes().expect("an entry has a name").remove("username");
            (user.expect("an entry of ours is named"), item.get_secret().expect("an entry can be read"))
        };
        found.unlocked.iter().map(read).collect()
    }

    /// Our only entry.
    pub fn entry(&self) -> (String, Vec<u8>) {
        let entries = self.entries();
        assert_eq!(entries.len(), 1, "there is exactly one entry: {:?}", entries.keys());
        entries.into_iter().next().expect("there is one")
    }

    /// Takes an entry away.
    pub fn remove(&self, user: &str) {
        let service = self.service().expect("the keyring answers");
        let named = HashMap::from([("service", SCHEME), ("username", user)]);
        let found = service.search_items(named).expect("it can be searched");
        for item in &found.unlocked {
            item.delete().expect("an entry can be deleted");
        }
    }

    /// Puts an entry there, in place of what was.
    pub fn put(&self, user: &str, value: &[u8]) {
        let service = self.service().expect("the keyring answers");
        let collection = service.get_default_collection().expect("there is one");
        let named = HashMap::from([("service", SCHEME), ("username", user)]);
        collection.create_item("put by hand", named, value, true, "text/plain").expect("it takes an entry");
    }

    fn service(&self) -> Result<SecretService<'static>, secret_service::Error> {
        let bus = zbus::blocking::connection::Builder::address(self.address().as_str())?.build()?;
        SecretService::connect_with_existing(EncryptionType::Plain, bus)
    }

    fn socket(&self) -> PathBuf {
        self.folder.path().join("bus")
    }

    /// A program of this bus, with a home of its own: keyrings lie there, and last as long as the bus.
    fn command(&self, program: &str) -> Command {
        let log = fs::File::options().create(true).append(true).open(self.folder.path().join("log"));
        let mut command = Command::new(program);
        command
            .env("HOME", self.folder.path())
            .env("XDG_RUNTIME_DIR", self.folder.path())
            .env("DBUS_SESSION_BUS_ADDRESS", self.address())
            .env_remove("XDG_DATA_HOME")
            .stderr(log.expect("a log can be written"));
        command
    }

    /// A socket in place of the bus, which takes every caller and never says a word.
    pub fn deaf() -> Self {
        let bus = Self::missing();
        let listener = UnixListener::bind(bus.socket()).expect("a socket can be made");
        // ends with the journeys: nobody else could close it before those who wait have given up
        thread::spawn(move || listener.incoming().flatten().collect::<Vec<_>>());
        bus
    }
}

/// Types the password into the keyring's question.
pub fn unlocks() {
    screen::answers(QUESTION, PASSWORD);
}

/// Sends the keyring's question away.
pub fn dismisses() {
    screen::dismisses(QUESTION);
}

/// Whether the keyring asks a person now.
pub fn asks() -> bool {
    screen::shows(QUESTION)
}

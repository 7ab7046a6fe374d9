//! A session bus for one journey, with the keyring that the journey wants: gnome-keyring unlocked, locked, stopped or
//! emptied; none; or a socket that never answers.
//!
//! The keyring's question is a real window on the screen. Journeys answer it by the keyboard.

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

/// The title of the keyring's question.
const QUESTION: &str = "^Unlock Login Keyring$";

/// A bus, or the address of one, and the programs on it.
pub struct Bus {
    folder: TempDir,
    keyring: Option<Running>,
    daemon: Option<Running>,
}

impl Bus {
    /// Returns a bus address at which nothing listens yet.
    pub fn missing() -> Self {
        let folder = tempfile::Builder::new().prefix("switchhook-bus-").tempdir();
        let bus = Self { folder: folder.expect("a folder can be made"), keyring: None, daemon: None };
        fs::set_permissions(bus.folder.path(), fs::Permissions::from_mode(0o700)).expect("it is ours");
        bus
    }

    /// Starts a bus without a keyring. It can't start one on demand either.
    pub fn without_a_keyring() -> Self {
        let mut bus = Self::missing();
        bus.start();
        bus
    }

    /// Starts a bus with an unlocked keyring.
    pub fn with_a_keyring() -> Self {
        let mut bus = Self::without_a_keyring();
        bus.start_keyring();
        bus
    }

    /// Returns the value for `DBUS_SESSION_BUS_ADDRESS`.
    pub fn address(&self) -> String {
        format!("unix:path={}", self.socket().display())
    }

    /// Starts the bus. Of the services that a desktop starts on demand, only the password prompt is there.
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

    /// Starts the keyring as a login does: unlocked by the person's password. The first start makes it.
    pub fn start_keyring(&mut self) {
        self.start_keyring_with(&["--unlock"], PASSWORD);
    }

    /// Starts the keyring's program alone, without a keyring in it, as on a desktop whose login does not unlock one.
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

    /// Starts the keyring's program again if it has ended. Returns whether it had.
    pub fn restart_keyring_if_ended(&mut self) -> bool {
        let ended =
            |keyring: &mut Running| keyring.child().try_wait().expect("a child can be asked").is_some();
        let has_ended = self.keyring.as_mut().is_none_or(ended);
        if has_ended {
            self.start_keyring();
        }
        has_ended
    }

    /// Returns the log of the programs on this bus.
    pub fn log(&self) -> String {
        fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }

    /// Kills the keyring's program.
    pub fn end_keyring(&mut self) {
        self.keyring = None;
    }

    /// Stops the keyring's program with `SIGSTOP`: it stays on the bus and does not answer.
    pub fn suspend_keyring(&mut self) {
        self.signal("-STOP");
    }

    /// Lets the keyring's program go on.
    pub fn resume_keyring(&mut self) {
        self.signal("-CONT");
    }

    fn signal(&mut self, signal: &str) {
        let id = self.keyring.as_mut().expect("there is a keyring").child().id().to_string();
        let sent = Command::new("kill").args([signal, &id]).status().expect("kill can be run");
        assert!(sent.success(), "the keyring lives");
    }

    /// Locks the keyring, as a screen lock does.
    pub fn lock(&self) {
        let service = self.service().expect("the keyring answers");
        service.get_default_collection().expect("there is one").lock().expect("it can be locked");
    }

    /// Makes the keyring's unlocked collection of this session the default, and locks the collection that was the default.
    pub fn lock_behind_another_default(&self) {
        let bus = self.connection().expect("the bus answers");
        let session = zbus::zvariant::ObjectPath::from_static_str_unchecked(
            "/org/freedesktop/secrets/collection/session",
        );
        let (name, path) = ("org.freedesktop.secrets", "/org/freedesktop/secrets");
        let service = self.service().expect("the keyring answers");
        let old = service.get_default_collection().expect("there is one");
        bus.call_method(
            Some(name),
            path,
            Some("org.freedesktop.Secret.Service"),
            "SetAlias",
            &("default", session),
        )
        .expect("there is a collection of the session");
        old.lock().expect("it can be locked");
    }

    /// Returns the names and values of Switchhook's entries.
    pub fn entries(&self) -> HashMap<String, Vec<u8>> {
        let service = self.service().expect("the keyring answers");
        let found = service.search_items(HashMap::from([("service", SCHEME)])).expect("it can be searched");
        assert!(found.locked.is_empty(), "the keyring is unlocked when a journey reads it");
        let read = |item: &secret_service::blocking::Item<'_>| {
            let user = item.get_attributes().expect("an entry has a name").remove("username");
            (user.expect("an entry of ours is named"), item.get_secret().expect("an entry can be read"))
        };
        found.unlocked.iter().map(read).collect()
    }

    /// Returns Switchhook's only entry.
    pub fn entry(&self) -> (String, Vec<u8>) {
        let entries = self.entries();
        assert_eq!(entries.len(), 1, "there is exactly one entry: {:?}", entries.keys());
        entries.into_iter().next().expect("there is one")
    }

    /// Removes an entry.
    pub fn remove(&self, user: &str) {
        let service = self.service().expect("the keyring answers");
        let named = HashMap::from([("service", SCHEME), ("username", user)]);
        let found = service.search_items(named).expect("it can be searched");
        for item in &found.unlocked {
            item.delete().expect("an entry can be deleted");
        }
    }

    /// Writes an entry, in place of an older one.
    pub fn put(&self, user: &str, value: &[u8]) {
        let service = self.service().expect("the keyring answers");
        let collection = service.get_default_collection().expect("there is one");
        let named = HashMap::from([("service", SCHEME), ("username", user)]);
        collection.create_item("put by hand", named, value, true, "text/plain").expect("it takes an entry");
    }

    fn service(&self) -> Result<SecretService<'static>, secret_service::Error> {
        SecretService::connect_with_existing(EncryptionType::Plain, self.connection()?)
    }

    fn connection(&self) -> zbus::Result<zbus::blocking::Connection> {
        zbus::blocking::connection::Builder::address(self.address().as_str())?.build()
    }

    fn socket(&self) -> PathBuf {
        self.folder.path().join("bus")
    }

    /// Returns a program of this bus. Its home is the bus's folder, where keyrings last as long as the bus.
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

    /// Makes a socket in place of the bus. It accepts every caller and never answers.
    pub fn silent() -> Self {
        let bus = Self::missing();
        let listener = UnixListener::bind(bus.socket()).expect("a socket can be made");
        // the thread ends with the journeys: a closed socket would spare the callers their wait
        thread::spawn(move || listener.incoming().flatten().collect::<Vec<_>>());
        bus
    }
}

/// Types the password into the keyring's question.
pub fn unlock() {
    screen::answer(QUESTION, PASSWORD);
}

/// Dismisses the keyring's question.
pub fn dismiss() {
    screen::dismiss(QUESTION);
}

/// Whether the keyring's question is on the screen.
pub fn is_asking() -> bool {
    screen::shows(QUESTION)
}

//! The programs crash, by a real signal: no core dump holds a token, a key or a secret, and what they make is private.
//!
//! The system is told to write dumps of any size; `prlimit` is the system's own tool for that. Where the system writes none at
//! all, or hands them to a program, the control at the end says so by failing.

#![expect(clippy::expect_used, reason = "a journey ends at the first surprise, with a sentence")]

use std::fs;
use std::os::unix::process::ExitStatusExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus};

use aho_corasick::AhoCorasick;
use serde_json::json;
use switchhook_journeys::home::Home;
use switchhook_journeys::process::Running;
use switchhook_journeys::sandbox::Sandbox;
use switchhook_journeys::wire::Wire;
use switchhook_journeys::{CALLBACK, built, cli, consent, master_key, process, storage, wait};

/// What `/proc/PID/coredump_filter` says where a process's own memory is dumped.
const OWN_MEMORY: &str = "0x1";

const NONE: [PathBuf; 0] = [];

/// A home with a sandbox that takes its time, and the link of an attempt.
struct Connecting {
    home: Home,
    sandbox: Sandbox,
    wire: Wire,
    link: String,
}

impl Connecting {
    fn new() -> Self {
        let home = Home::new();
        let sandbox = Sandbox::start(&home);
        let wire = Wire::before(&sandbox, &home);
        let [token_endpoint, api_base] =
            ["token_endpoint", "api_base"].map(|name| wire.instead_of(&sandbox, sandbox.about(name)));
        let added = sandbox.register_at(&home, "trial", CALLBACK, &token_endpoint, &api_base);
        assert_eq!(added.status, 0, "{}", added.all);
        let waiting = cli::start(&home, &["connect", "trial", "--no-browser"]);
        let begun = waiting.line();
        let link = consent::authorize(begun["authorization_url"].as_str().expect("an address to open"));
        sandbox.switch(&json!({ "latency_ms": 3000 }));
        Self { home, sandbox, wire, link }
    }

    /// Starts a program with the link, and waits until it holds a token that `/me` is being asked with.
    fn holds_a_token(&self, command: &mut Command) -> Running {
        command.stdout(self.home.log()).stderr(self.home.log());
        let running = Running::start(command);
        wait::until("the token to be there", || {
            let stage = "SELECT count(*) FROM attempt WHERE stage = 'identifying' AND token IS NOT NULL";
            let there: u32 = storage::database(&self.home).query_row(stage, [], |row| row.get(0)).ok()?;
            (there == 1).then_some(())
        });
        running
    }

    /// What a dump must not hold.
    fn secrets(&self) -> Vec<Vec<u8>> {
        let tokens = self.wire.tokens();
        assert!(!tokens.is_empty(), "a token was handed out");
        let texts = tokens.into_iter().chain([self.sandbox.about("client_secret").to_owned()]);
        texts.map(String::into_bytes).chain([master_key::of(&self.home)]).collect()
    }

    fn how_many_in(&self, dump: &Path) -> usize {
        let secrets = AhoCorasick::new(self.secrets()).expect("a few secrets are few");
        secrets.find_iter(&fs::read(dump).expect("a dump can be read")).count()
    }
}

fn cli_with(connecting: &Connecting) -> Command {
    let mut command = connecting.home.command(built::cli());
    command.args(["receive", &connecting.link]);
    command
}

fn window_with(connecting: &Connecting) -> Command {
    let mut command = connecting.home.command(built::desktop());
    command.arg(&connecting.link);
    command
}

/// Has the system dump all of a running process, as far as its limit of size goes.
fn unlimit(process: u32) {
    let set = Command::new("prlimit").args(["--pid", &process.to_string(), "--core=unlimited:"]).status();
    assert!(set.expect("prlimit can be run").success(), "a limit can be raised again");
}

/// The same for a program that is to be started.
fn unlimited(command: &Command) -> Command {
    let mut unlimited = Command::new("prlimit");
    unlimited.args(["--core=unlimited:", "--"]).arg(command.get_program()).args(command.get_args());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => unlimited.env(name, value),
            None => unlimited.env_remove(name),
        };
    }
    unlimited.current_dir(command.get_current_dir().expect("it starts in its home"));
    unlimited
}

fn crash(mut running: Running) -> ExitStatus {
    let id = running.child().id().to_string();
    send_crash(&id);
    let status = wait::until("it to crash", || running.child().try_wait().expect("a child can be asked"));
    assert_eq!(status.signal(), Some(6), "it crashed");
    status
}

/// By `abort`'s signal: Rust catches the first one of a bad address, and waits for it to come again.
fn send_crash(id: &str) {
    let sent = Command::new("kill").args(["-ABRT", id]).status().expect("kill can be run");
    assert!(sent.success(), "it runs");
}

/// The dumps that lie where a program was started.
fn dumps(home: &Home) -> Vec<PathBuf> {
    let files = fs::read_dir(home.path()).expect("a home").flatten().map(|entry| entry.path());
    files
        .filter(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("core")))
        .collect()
}

fn of_process(id: &str, file: &str) -> String {
    fs::read_to_string(format!("/proc/{id}/{file}")).unwrap_or_else(|error| panic!("{file} of {id}: {error}"))
}

fn has_begun(id: &str) {
    wait::until("the program to begin", || {
        of_process(id, "status").contains("\nUmask:\t0077\n").then_some(())
    });
}

/// Its umask, its limit of dumps, and the memory that goes into them.
fn is_private(id: &str) {
    assert!(of_process(id, "status").contains("\nUmask:\t0077\n"), "the umask of {id}");
    let limits = of_process(id, "limits");
    let core = limits.lines().find(|line| line.starts_with("Max core file size")).expect("it has a limit");
    assert_eq!(core.split_whitespace().nth(4), Some("1"), "{id}: {core}");
    assert_eq!(of_process(id, "coredump_filter").trim(), "00000000", "{id}");
}

#[test]
fn a_crash_of_the_command_line_writes_no_dump_whatever_the_limit() {
    let connecting = Connecting::new();
    let mut running = connecting.holds_a_token(&mut unlimited(&cli_with(&connecting)));
    let id = running.child().id();
    is_private(&id.to_string());
    unlimit(id);
    assert!(!crash(running).core_dumped(), "it refuses dumps by itself");
    assert_eq!(dumps(&connecting.home), NONE);
    writes_dumps_of_others(&connecting.home);
}

#[test]
fn a_crash_of_the_window_writes_no_dump_and_no_memory_where_somebody_raises_the_limit() {
    let connecting = Connecting::new();
    let running = connecting.holds_a_token(&mut unlimited(&window_with(&connecting)));
    assert!(!crash(running).core_dumped(), "the limit is one byte");
    assert_eq!(dumps(&connecting.home), NONE);

    let connecting = Connecting::new();
    let mut running = connecting.holds_a_token(&mut window_with(&connecting));
    unlimit(running.child().id());
    assert!(crash(running).core_dumped(), "a dump was asked for");
    let [dump] = &*dumps(&connecting.home) else { panic!("the system writes dumps elsewhere") };
    let size = fs::metadata(dump).expect("there").len();
    assert!(size < 1 << 20, "no memory is in it: {size} bytes");
    assert_eq!(connecting.how_many_in(dump), 0, "nor a secret");

    // The control: the same with memory, where they are found.
    let connecting = Connecting::new();
    let mut running = connecting.holds_a_token(&mut window_with(&connecting));
    let id = running.child().id();
    unlimit(id);
    fs::write(format!("/proc/{id}/coredump_filter"), OWN_MEMORY).expect("it is ours");
    assert!(crash(running).core_dumped(), "a dump was asked for");
    let [dump] = &*dumps(&connecting.home) else { panic!("the system writes dumps elsewhere") };
    let token = connecting.wire.tokens().pop().expect("a token was handed out");
    // Most of it is holes, which grep passes over.
    let found =
        Command::new("grep").args(["--text", "--quiet", "--fixed-strings", &token]).arg(dump).status();
    assert!(found.expect("grep can be run").success(), "there the token is found");
}

#[test]
fn a_crash_of_what_draws_the_page_writes_no_dump() {
    let home = Home::new();
    let command = home.command(built::desktop());
    let mut window = unlimited(&command);
    let mut running = Running::start(window.stdout(home.log()).stderr(home.log()));
    has_begun(&running.child().id().to_string());
    let drawing = wait::until("WebKit's processes", || {
        let found = process::all_in(home.path(), "WebKitWebProcess");
        (!found.is_empty()).then_some(found)
    });
    is_private(&running.child().id().to_string());
    for id in drawing {
        is_private(&id);
        send_crash(&id);
        wait::until("it to be gone", || (!Path::new(&format!("/proc/{id}/exe")).exists()).then_some(()));
    }
    assert_eq!(dumps(&home), NONE);
    writes_dumps_of_others(&home);
}

/// The control: another program that crashes here leaves a dump.
fn writes_dumps_of_others(home: &Home) {
    let mut sleeper = home.command("sleep");
    let mut running = Running::start(&mut unlimited(sleeper.arg("600")));
    let id = running.child().id().to_string();
    wait::until("the sleeper", || (of_process(&id, "comm").trim() == "sleep").then_some(()));
    assert!(
        crash(running).core_dumped(),
        "this system writes no dump of anything, so that nothing is shown here"
    );
    let [_] = &*dumps(home) else {
        panic!("this system writes dumps elsewhere, so that nothing is shown here")
    };
}

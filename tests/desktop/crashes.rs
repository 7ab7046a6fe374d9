//! The programs crash by a real signal. No core dump holds memory, and the files they make are private.
//!
//! `prlimit`, the system's own tool, allows dumps of any size. If the system writes no dumps, or hands them to a program, the
//! control at the end fails and says so.

#![expect(clippy::expect_used, reason = "a journey ends at the first surprise, with a sentence")]

use std::fs;
use std::os::unix::process::ExitStatusExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus};

use serde_json::json;
use switchhook_journeys::home::Home;
use switchhook_journeys::process::Running;
use switchhook_journeys::relay::Relay;
use switchhook_journeys::sandbox::Sandbox;
use switchhook_journeys::{CALLBACK, built, cli, consent, process, storage, wait};

/// The `/proc/PID/coredump_filter` that dumps a process's own memory.
const OWN_MEMORY: &str = "0x1";

const NONE: [PathBuf; 0] = [];

/// A home with a slow sandbox, and the link of an attempt.
struct Connecting {
    home: Home,
    _sandbox: Sandbox,
    relay: Relay,
    link: String,
}

impl Connecting {
    fn new() -> Self {
        let home = Home::new();
        let sandbox = Sandbox::start(&home);
        let relay = Relay::start(&sandbox, &home);
        relay.register(&sandbox, &home, "trial", CALLBACK);
        let waiting = cli::start(&home, &["connect", "trial", "--no-browser"]);
        let begun = waiting.line();
        let link = consent::authorize(begun["authorization_url"].as_str().expect("an address to open"));
        sandbox.switch(&json!({ "latency_ms": 3000 }));
        Self { home, _sandbox: sandbox, relay, link }
    }

    /// Starts a program with the link, and waits until it holds a token and asks `/me`.
    fn start_until_token(&self, command: &mut Command) -> Running {
        command.stdout(self.home.log()).stderr(self.home.log());
        let running = Running::start(command);
        wait::until("the token to be there", || {
            let stage = "SELECT count(*) FROM attempt WHERE stage = 'identifying' AND token IS NOT NULL";
            let there: u32 = storage::database(&self.home).query_row(stage, [], |row| row.get(0)).ok()?;
            (there == 1).then_some(())
        });
        running
    }
}

/// Returns the addresses of the memory that a dump holds: its `LOAD` segments that are not empty. The registers of its threads
/// are notes, and no memory.
fn dumped_memory(dump: &Path) -> Vec<u64> {
    let listed = Command::new("readelf").args(["--segments", "--wide"]).arg(dump).output();
    let text = listed.expect("readelf comes with the C compiler").stdout;
    let text = String::from_utf8(text).expect("a list is text");
    // Type, offset, virtual address, physical address, size in the file, size in memory.
    let columns = |line: &str| line.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let segments: Vec<_> =
        text.lines().map(columns).filter(|of| of.first().is_some_and(|of| of == "LOAD")).collect();
    assert!(!segments.is_empty(), "a dump lists the process's memory: {text}");
    segments.iter().filter(|of| number(&of[4]) > 0).map(|of| number(&of[2])).collect()
}

/// Returns the addresses of the pages that Linux itself maps into a process, such as `[vdso]`. Each dump holds some of them.
fn kernel_pages(process: u32) -> Vec<u64> {
    let maps = proc_file(&process.to_string(), "maps");
    let of_kernel = maps.lines().filter(|line| line.contains(" [v"));
    of_kernel.map(|line| number(line.split('-').next().expect("an address"))).collect()
}

fn number(hexadecimal: &str) -> u64 {
    u64::from_str_radix(hexadecimal.trim_start_matches("0x"), 16).expect("hexadecimal digits")
}

fn cli_command(connecting: &Connecting) -> Command {
    let mut command = connecting.home.command(built::cli());
    command.args(["receive", &connecting.link]);
    command
}

fn window_command(connecting: &Connecting) -> Command {
    let mut command = connecting.home.command(built::desktop());
    command.arg(&connecting.link);
    command
}

/// Removes the size limit of a running process's dumps.
fn unlimit(process: u32) {
    let set = Command::new("prlimit").args(["--pid", &process.to_string(), "--core=unlimited:"]).status();
    assert!(set.expect("prlimit can be run").success(), "a limit can be raised again");
}

/// Returns the command, started without a size limit of dumps.
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
    let status =
        wait::until("the program to crash", || running.child().try_wait().expect("a child can be asked"));
    assert_eq!(status.signal(), Some(6), "the signal is that of `abort`");
    status
}

/// Sends the signal of `abort`. Rust catches the first `SIGSEGV` and waits for the next.
fn send_crash(id: &str) {
    let sent = Command::new("kill").args(["-ABRT", id]).status().expect("kill can be run");
    assert!(sent.success(), "it runs");
}

/// Returns the dumps in the folder where a program was started.
fn dumps(home: &Home) -> Vec<PathBuf> {
    let files = fs::read_dir(home.path()).expect("a home").flatten().map(|entry| entry.path());
    files
        .filter(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("core")))
        .collect()
}

fn proc_file(id: &str, file: &str) -> String {
    fs::read_to_string(format!("/proc/{id}/{file}")).unwrap_or_else(|error| panic!("{file} of {id}: {error}"))
}

fn wait_until_begun(id: &str) {
    wait::until("the program to begin", || {
        proc_file(id, "status").contains("\nUmask:\t0077\n").then_some(())
    });
}

/// Asserts the process's umask, its limit of dumps, and the memory that goes into them.
fn assert_private(id: &str) {
    assert!(proc_file(id, "status").contains("\nUmask:\t0077\n"), "the umask of {id}");
    let limits = proc_file(id, "limits");
    let core = limits.lines().find(|line| line.starts_with("Max core file size")).expect("it has a limit");
    assert_eq!(core.split_whitespace().nth(4), Some("1"), "{id}: {core}");
    assert_eq!(proc_file(id, "coredump_filter").trim(), "00000000", "{id}");
}

#[test]
fn command_line_crash_writes_no_dump_at_any_limit() {
    let connecting = Connecting::new();
    let mut running = connecting.start_until_token(&mut unlimited(&cli_command(&connecting)));
    let id = running.child().id();
    assert_private(&id.to_string());
    unlimit(id);
    assert!(!crash(running).core_dumped(), "the command line refuses dumps by itself");
    assert_eq!(dumps(&connecting.home), NONE);
    assert_others_are_dumped(&connecting.home);
}

// Under the program's own limit there is no dump at all.
#[test]
fn window_crash_writes_no_memory_at_a_raised_limit() {
    let connecting = Connecting::new();
    let running = connecting.start_until_token(&mut unlimited(&window_command(&connecting)));
    assert!(!crash(running).core_dumped(), "the limit is one byte");
    assert_eq!(dumps(&connecting.home), NONE);

    let connecting = Connecting::new();
    let mut running = connecting.start_until_token(&mut window_command(&connecting));
    let id = running.child().id();
    unlimit(id);
    let kernel_pages = kernel_pages(id);
    assert!(crash(running).core_dumped(), "a dump was asked for");
    let [dump] = &*dumps(&connecting.home) else { panic!("the system writes dumps elsewhere") };
    let of_ours: Vec<u64> = dumped_memory(dump).into_iter().filter(|at| !kernel_pages.contains(at)).collect();
    assert!(of_ours.is_empty(), "the dump holds no memory of the program: {of_ours:x?}");

    // the control: a dump with memory holds the token
    let connecting = Connecting::new();
    let mut running = connecting.start_until_token(&mut window_command(&connecting));
    let id = running.child().id();
    unlimit(id);
    fs::write(format!("/proc/{id}/coredump_filter"), OWN_MEMORY).expect("it is ours");
    assert!(crash(running).core_dumped(), "a dump was asked for");
    let [dump] = &*dumps(&connecting.home) else { panic!("the system writes dumps elsewhere") };
    assert!(dumped_memory(dump).len() > 9, "the dump holds memory");
    let token = connecting.relay.tokens().pop().expect("a token was handed out");
    // most of the dump is holes, which grep skips
    let found =
        Command::new("grep").args(["--text", "--quiet", "--fixed-strings", &token]).arg(dump).status();
    assert!(found.expect("grep can be run").success(), "there the token is found");
}

#[test]
fn web_process_crash_writes_no_dump() {
    let home = Home::new();
    let command = home.command(built::desktop());
    let mut window = unlimited(&command);
    let mut running = Running::start(window.stdout(home.log()).stderr(home.log()));
    wait_until_begun(&running.child().id().to_string());
    let drawing = wait::until("WebKit's processes", || {
        let found = process::ids_by_name(home.path(), "WebKitWebProcess");
        (!found.is_empty()).then_some(found)
    });
    assert_private(&running.child().id().to_string());
    for id in drawing {
        assert_private(&id);
        send_crash(&id);
        wait::until("the process to be gone", || {
            (!Path::new(&format!("/proc/{id}/exe")).exists()).then_some(())
        });
    }
    assert_eq!(dumps(&home), NONE);
    assert_others_are_dumped(&home);
}

/// Asserts the control: another program that crashes here leaves a dump.
fn assert_others_are_dumped(home: &Home) {
    let mut sleeper = home.command("sleep");
    let mut running = Running::start(&mut unlimited(sleeper.arg("600")));
    let id = running.child().id().to_string();
    wait::until("the sleeper", || (proc_file(&id, "comm").trim() == "sleep").then_some(()));
    assert!(
        crash(running).core_dumped(),
        "this system writes no dump of anything, so that nothing is shown here"
    );
    let [_] = &*dumps(home) else {
        panic!("this system writes dumps elsewhere, so that nothing is shown here")
    };
}

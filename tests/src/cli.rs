//! Runs the command line as a script does: `--json`, exit status, standard input.

use std::env;
use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read, Seek, Write};
use std::process::{Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::built;
use crate::home::Home;
use crate::process::Running;
use crate::wait::PATIENCE;

/// The result of a command.
#[derive(Debug)]
pub struct Answer {
    /// The exit status.
    pub status: i32,
    /// Each line of standard output. With `--json` every line is a document.
    pub lines: Vec<Value>,
    /// Standard error: words for a person, and the log.
    pub said: String,
    /// Standard output and standard error, to check what must *not* be in them.
    pub all: String,
    /// How long the command took.
    pub took: Duration,
}

impl Answer {
    /// Returns the one document of a command that succeeded.
    pub fn document(&self) -> &Value {
        assert_eq!(self.status, 0, "the command should have gone well: {}", self.all);
        assert_eq!(self.lines.len(), 1, "one document was promised: {}", self.all);
        &self.lines[0]
    }

    /// Returns the exit status and the error's code.
    pub fn refusal(&self) -> (i32, &str) {
        let error = self
            .lines
            .last()
            .and_then(|line| line.get("error"))
            .unwrap_or_else(|| panic!("no error in {}", self.all));
        (self.status, error["code"].as_str().expect("an error has a code"))
    }

    /// Returns the error's message and hint.
    pub fn words(&self) -> String {
        let error = &self.lines.last().unwrap_or(&Value::Null)["error"];
        format!(
            "{} {}",
            error["message"].as_str().unwrap_or_default(),
            error["hint"].as_str().unwrap_or_default()
        )
    }
}

/// Returns the check of this id in a report of `doctor`.
pub fn check<'a>(answer: &'a Answer, id: &str) -> &'a Value {
    let checks = answer.lines[0]["checks"].as_array().expect("a report has checks");
    checks.iter().find(|check| check["id"] == id).unwrap_or_else(|| panic!("{id}: {}", answer.all))
}

/// Runs a command to its end.
pub fn run(home: &Home, words: &[&str]) -> Answer {
    run_with_input(home, words, "")
}

/// Runs a command to its end, with a secret or a link on standard input.
pub fn run_with_input(home: &Home, words: &[&str], input: &str) -> Answer {
    finish(home, command(home, words), input)
}

/// Runs a command to its end with more variables in its environment. Values need not be UTF-8.
pub fn run_with_environment(
    home: &Home,
    words: &[&str],
    environment: &[(&str, impl AsRef<OsStr>)],
    input: &str,
) -> Answer {
    let mut command = command(home, words);
    command.envs(environment.iter().map(|(name, value)| (name, value)));
    finish(home, command, input)
}

/// Returns what a command writes for a person to standard output. It must succeed.
pub fn stdout_of(home: &Home, words: &[&str]) -> String {
    let output = home.command(built::cli()).args(words).output().expect("the command line can be run");
    assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("its output is UTF-8")
}

/// Returns the standard output of a successful line in a shell.
pub fn typed(home: &Home, line: &str) -> String {
    let program = built::cli();
    let folder = program.parent().expect("a program lies in a folder");
    let path = env::var_os("PATH").unwrap_or_default();
    let path = env::join_paths([folder.to_owned()].into_iter().chain(env::split_paths(&path)));
    let mut shell = home.command("sh");
    shell.args(["-c", line]).env("PATH", path.expect("a folder without a colon"));
    let output = shell.output().expect("a shell can be run");
    assert!(output.status.success(), "{line}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("its output is UTF-8")
}

/// Returns what a command writes to standard output and standard error, whether it succeeds or fails.
pub fn output_of(home: &Home, words: &[&str]) -> String {
    let output = home.command(built::cli()).args(words).output().expect("the command line can be run");
    String::from_utf8([output.stdout, output.stderr].concat()).expect("its output is UTF-8")
}

/// Runs a command in a terminal and types `line` once it asks `question`. Returns all that the terminal showed.
pub fn type_at_a_terminal(home: &Home, words: &[&str], question: &str, line: &str) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("'{word}'")).collect();
    let program = format!("'{}' {}", built::cli().display(), quoted.join(" "));
    let mut command = home.command("script");
    command.args(["--quiet", "--flush", "--command", &program, "/dev/null"]).env("SWITCHHOOK_LOG", "off");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(home.log());
    let mut running = Running::start(&mut command);
    let mut stdin = running.child().stdin.take().expect("its input was asked for");
    let mut stdout = running.child().stdout.take().expect("its output was asked for");
    let mut shown = Vec::new();
    let mut chunk = [0; 1024];
    while !String::from_utf8_lossy(&shown).contains(question) {
        let read = stdout.read(&mut chunk).expect("a terminal can be read");
        assert!(read > 0, "the command never asked: {}", String::from_utf8_lossy(&shown));
        shown.extend_from_slice(&chunk[..read]);
    }
    // the command writes the question just before it turns the echo off
    thread::sleep(Duration::from_millis(200));
    stdin.write_all(format!("{line}\n").as_bytes()).expect("a terminal can be typed at");
    stdout.read_to_end(&mut shown).expect("a terminal can be read");
    running.child().wait().expect("a child can be waited for");
    String::from_utf8_lossy(&shown).into_owned()
}

/// The result of a command, and its memory.
pub struct Measured {
    /// The result.
    pub answer: Answer,
    /// The most memory that the command held, in kilobytes.
    pub peak: u64,
}

/// Runs a command to its end and calls `meanwhile` again and again. Panics if the command takes longer than `within`.
pub fn run_measured(
    home: &Home,
    words: &[&str],
    input: &str,
    within: Duration,
    mut meanwhile: impl FnMut(),
) -> Measured {
    // files, since a pipe that nobody reads holds up its writer
    let file = || tempfile::tempfile().expect("a temporary file can be made");
    let (mut stdin, mut stdout, mut stderr) = (file(), file(), file());
    stdin.write_all(input.as_bytes()).and_then(|()| stdin.rewind()).expect("a file can be written");
    let handed = |file: &File| file.try_clone().expect("a file can be handed on");
    let mut command = command(home, words);
    command.stdin(stdin).stdout(handed(&stdout)).stderr(handed(&stderr));
    let began = Instant::now();
    let mut running = Running::start(&mut command);
    let (mut peak, id) = (0, running.child().id());
    let status = loop {
        peak = peak.max(peak_of(id).unwrap_or_default());
        if let Some(status) = running.child().try_wait().expect("a child can be asked") {
            break status;
        }
        assert!(began.elapsed() < within, "{words:?} should have ended within {} s", within.as_secs());
        meanwhile();
        thread::sleep(Duration::from_millis(5));
    };
    let took = began.elapsed();
    Measured { answer: answer(status, &written(&mut stdout), &written(&mut stderr), took), peak }
}

/// Returns the peak memory of a process in kilobytes, or nothing once it has ended.
fn peak_of(process: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    peak.trim().strip_suffix(" kB")?.parse().ok()
}

fn written(file: &mut File) -> Vec<u8> {
    let mut bytes = Vec::new();
    file.rewind().and_then(|()| file.read_to_end(&mut bytes)).expect("a file can be read");
    bytes
}

/// Runs a command without a session bus, so that it reaches no keyring.
pub fn run_without_a_keyring(home: &Home, words: &[&str]) -> Answer {
    let mut command = command(home, words);
    command.env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent").env_remove("XDG_RUNTIME_DIR");
    finish(home, command, "")
}

/// Starts a command that writes lines while it runs.
pub fn start(home: &Home, words: &[&str]) -> Conversation {
    let mut command = command(home, words);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(home.log());
    let mut running = Running::start(&mut command);
    let stdout = running.child().stdout.take().expect("its output was asked for");
    let (tell, lines) = mpsc::channel();
    // the sandbox's first line shows its client secret, which must not be in a log
    let mut log = (words.first() != Some(&"sandbox")).then(|| home.log());
    thread::spawn(move || {
        BufReader::new(stdout).lines().map_while(Result::ok).try_for_each(|line| {
            log.as_mut().map_or(Ok(()), |log| writeln!(log, "{line}")).expect("a log can be written");
            tell.send(line)
        })
    });
    Conversation { running, lines }
}

/// A running command.
pub struct Conversation {
    running: Running,
    lines: Receiver<String>,
}

impl Conversation {
    /// Returns the next line of standard output; waits for it.
    pub fn line(&self) -> Value {
        let line = self.lines.recv_timeout(PATIENCE).expect("a line was promised and none came");
        serde_json::from_str(&line).unwrap_or_else(|error| panic!("`{line}` is no JSON: {error}"))
    }

    /// Waits until the command ends by itself and returns its exit status.
    pub fn end(self) -> i32 {
        self.running.end()
    }

    /// Waits until the command ends well by itself, and returns that moment to the microsecond.
    pub fn ended(mut self) -> Instant {
        let status = self.running.child().wait().expect("a child can be waited for");
        let now = Instant::now();
        assert!(status.success(), "the command should have gone well: {status}");
        now
    }

    /// Sends the interrupt of Ctrl-C.
    pub fn interrupt(&mut self) {
        let id = self.running.child().id().to_string();
        let sent = Command::new("kill").args(["-INT", &id]).status().expect("kill can be run");
        assert!(sent.success(), "the command still runs, so it can be interrupted");
    }
}

fn command(home: &Home, words: &[&str]) -> Command {
    let mut command = home.command(built::cli());
    command.args(words).arg("--json");
    command
}

fn finish(home: &Home, mut command: Command, input: &str) -> Answer {
    let began = Instant::now();
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the command line can be run");
    // a command that reads no input may have ended before its input is written
    let _ = child.stdin.take().expect("its input was asked for").write_all(input.as_bytes());
    let output = child.wait_with_output().expect("its output can be read");
    let took = began.elapsed();
    let said = home.log().write_all(&[&*output.stdout, &*output.stderr].concat());
    said.expect("a log can be written");
    answer(output.status, &output.stdout, &output.stderr, took)
}

fn answer(status: ExitStatus, stdout: &[u8], stderr: &[u8], took: Duration) -> Answer {
    let stdout = str::from_utf8(stdout).expect("its output is UTF-8");
    let lines = stdout
        .lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("`{line}` is no JSON: {error}")))
        .collect();
    let said = String::from_utf8_lossy(stderr).into_owned();
    let all = format!("{stdout}{said}");
    Answer { status: status.code().expect("it ended by itself, not by a signal"), lines, said, all, took }
}

//! Asks the system to open a page in the browser, or a folder in the file manager. No other file does. The URL is https, or
//! http on loopback, and this program built it.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use switchhook_core::{DesktopProblem, Endpoint};
use url::Url;

use super::environment::for_the_person;

/// How long Switchhook waits for an opener, the system's program that opens a page. Most that can't open it fail by then.
const REFUSES_IN: Duration = Duration::from_millis(400);

/// How long Switchhook watches an opener that still runs: some fail late. A later end may be that of the browser itself.
const REFUSES_LATE_IN: Duration = Duration::from_secs(10);

/// Asks the system browser to open this page. Blocks for at most 400 ms for each opener that the system has.
///
/// `Ok` means that an opener took the request. Calls `late` when that opener fails within the next 10 seconds.
///
/// # Errors
/// [`DesktopProblem::NoBrowser`] when no opener takes the request, or when the URL is neither https nor on loopback.
pub(crate) fn open(url: &Url, late: impl FnOnce() + Send + 'static) -> Result<(), DesktopProblem> {
    // Every address that Switchhook calls passes this check. Here it reads the text that the opener gets.
    if Endpoint::new(url.as_str()).is_err() {
        return Err(DesktopProblem::NoBrowser);
    }
    if run_openers(open::commands(url.as_str()), late) { Ok(()) } else { Err(DesktopProblem::NoBrowser) }
}

/// Asks the system to open a link of Switchhook's own scheme. Blocks for at most 400 ms for each opener that the system has.
///
/// `Ok` means that an opener took the request. Calls `late` when that opener fails within the next 10 seconds.
///
/// # Errors
/// [`DesktopProblem::NoBrowser`] when no opener takes the request.
pub(crate) fn open_own_link(link: &str, late: impl FnOnce() + Send + 'static) -> Result<(), DesktopProblem> {
    if run_openers(open::commands(link), late) { Ok(()) } else { Err(DesktopProblem::NoBrowser) }
}

/// Asks the system's file manager to open this folder. Blocks for at most 400 ms for each opener that the system has.
///
/// # Errors
/// [`DesktopProblem::NoFileManager`] when no opener takes the request.
pub(super) fn open_folder(folder: &Path) -> Result<(), DesktopProblem> {
    let late = || tracing::warn!("no file manager has opened the data folder");
    if run_openers(open::commands(folder), late) {
        return Ok(());
    }
    Err(DesktopProblem::NoFileManager { folder: folder.display().to_string() })
}

/// Runs one opener after another until one succeeds or still runs after [`REFUSES_IN`].
///
/// Calls `late` when an opener that still ran fails within [`REFUSES_LATE_IN`]. Returns `false` when every opener fails or is
/// missing.
fn run_openers(openers: Vec<Command>, late: impl FnOnce() + Send + 'static) -> bool {
    for opener in openers {
        let mut opener = for_the_person(opener);
        opener.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let Ok(mut child) = opener.spawn() else { continue };
        match exited_well(&mut child, REFUSES_IN) {
            Some(true) => return true,
            Some(false) => {}
            // Some openers live as long as the browser that they start.
            None => {
                std::thread::spawn(move || {
                    if exited_well(&mut child, REFUSES_LATE_IN) == Some(false) {
                        late();
                    }
                    // Waiting for the opener leaves no zombie process and delays no caller.
                    let _ = child.wait();
                });
                return true;
            }
        }
    }
    false
}

/// Whether an opener ended with success within `limit`; `None` when it still runs. Blocks until either.
fn exited_well(child: &mut Child, limit: Duration) -> Option<bool> {
    let began = Instant::now();
    while began.elapsed() < limit {
        match child.try_wait() {
            Ok(Some(status)) => return Some(status.success()),
            Ok(None) => std::thread::sleep(Duration::from_millis(20)),
            Err(_) => return Some(false),
        }
    }
    None
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::sync::mpsc::channel;

    #[test]
    fn next_opener_runs_after_refusal_and_late_refusal_is_reported() {
        let shell = |script: &str| {
            let mut command = Command::new("sh");
            command.args(["-c", script]);
            command
        };
        let missing = || Command::new("/nowhere/opener");
        for (openers, is_asked, refuses_late) in [
            (vec![shell("exit 0")], true, false),
            (vec![missing(), shell("exit 1"), shell("exit 0")], true, false),
            (vec![shell("exit 1"), missing()], false, false),
            (vec![], false, false),
            (vec![shell("sleep 1; exit 0"), shell("exit 1")], true, false),
            (vec![shell("sleep 1; exit 3"), shell("exit 0")], true, true),
        ] {
            let (report, reported) = channel();
            let what = format!("{openers:?}");
            assert_eq!(run_openers(openers, move || report.send(()).expect("heard")), is_asked, "{what}");
            // `recv` fails once the sender is dropped: then nothing reports a late refusal.
            assert_eq!(reported.recv().is_ok(), refuses_late, "{what}");
        }
    }

    #[test]
    fn opener_inherits_no_variable_of_this_program() {
        // This test starts itself again, with all variables set.
        if let Some(file) = std::env::var_os("TEST_ENVIRONMENT_FILE") {
            let mut opener = Command::new("sh");
            opener.args(["-c", "env > \"$TEST_ENVIRONMENT_FILE\""]).current_dir(std::env::temp_dir());
            assert!(run_openers(vec![opener], || {}), "{file:?}");
            return;
        }
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("environment");
        let kept = ["SWITCHHOOK_HOME", "DISPLAY", "XDG_CURRENT_DESKTOP", "LDX", "MY_INTERCOM_APP"];
        let taken = [
            "LD_LIBRARY_PATH",
            "LD_PRELOAD",
            "LD_AUDIT",
            "LD_DEBUG_OUTPUT",
            "DYLD_INSERT_LIBRARIES",
            "INTERCOM_CLIENT_SECRET",
            "INTERCOM_CLIENT_ID",
            "INTERCOM_TOKEN",
            "WEBKIT_DISABLE_DMABUF_RENDERER",
            "GTK_PATH",
        ];
        let this_test = std::thread::current().name().expect("a test has a name").to_owned();
        let mut program = Command::new(std::env::current_exe().expect("a program"));
        program.args(["--exact", &this_test]).env("TEST_ENVIRONMENT_FILE", &file);
        for name in kept.iter().chain(&taken) {
            program.env(name, "");
        }
        assert!(program.output().expect("it runs").status.success());
        let found = std::fs::read_to_string(&file).expect("what the opener has seen");
        let has = |name: &str| found.lines().any(|line| line.starts_with(&format!("{name}=")));
        assert_eq!(kept.iter().find(|name| !has(name)), None, "{found}");
        assert_eq!(taken.iter().find(|name| has(name)), None, "{found}");
    }
}

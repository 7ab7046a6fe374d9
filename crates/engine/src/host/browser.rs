//! The one place that asks the system to open a page: https, or http on loopback, and only URLs that
//! this program built.

use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use switchhook_core::{DesktopProblem, Endpoint};
use url::Url;

use super::environment::for_the_person;

/// How long an opener is waited for. Most that can't open a page say so by then.
const REFUSES_IN: Duration = Duration::from_millis(400);

/// How long one that went on is listened to: some find out late. After that, it may be the browser itself that ends.
const REFUSES_LATE_IN: Duration = Duration::from_secs(10);

/// Asks the system browser to open this page. That it was asked is all one can know; `late` is called should the opener
/// say afterwards that it could not. Blocks for a moment.
pub(crate) fn open(url: &Url, late: impl FnOnce() + Send + 'static) -> Result<(), DesktopProblem> {
    // The same check as for every address we call, on the text that is handed over.
    if Endpoint::new(url.as_str()).is_err() {
        return Err(DesktopProblem::NoBrowser);
    }
    asked(open::commands(url.as_str()), late)
}

/// Runs one opener after another until one does not refuse.
fn asked(openers: Vec<Command>, late: impl FnOnce() + Send + 'static) -> Result<(), DesktopProblem> {
    for opener in openers {
        let mut opener = for_the_person(opener);
        opener.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let Ok(mut child) = opener.spawn() else { continue };
        match ended_well(&mut child, REFUSES_IN) {
            Some(true) => return Ok(()),
            Some(false) => {}
            // Some live as long as the browser that they start.
            None => {
                std::thread::spawn(move || {
                    if ended_well(&mut child, REFUSES_LATE_IN) == Some(false) {
                        late();
                    }
                    // Waiting for it keeps no zombie and holds nobody up.
                    let _ = child.wait();
                });
                return Ok(());
            }
        }
    }
    Err(DesktopProblem::NoBrowser)
}

/// How an opener ended, if it does so in time.
fn ended_well(child: &mut Child, limit: Duration) -> Option<bool> {
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
    fn an_opener_that_refuses_is_followed_by_the_next_and_one_that_refuses_late_is_told() {
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
            let (tell, told) = channel();
            let what = format!("{openers:?}");
            assert_eq!(asked(openers, move || tell.send(()).expect("heard")).is_ok(), is_asked, "{what}");
            // Whoever can't tell any more has let go of its end.
            assert_eq!(told.recv().is_ok(), refuses_late, "{what}");
        }
    }

    #[test]
    fn an_opener_is_handed_nothing_that_is_for_this_program_alone() {
        // This test runs once more as a program that has all of it.
        if let Some(file) = std::env::var_os("TEST_ENVIRONMENT_FILE") {
            let mut opener = Command::new("sh");
            opener.args(["-c", "env > \"$TEST_ENVIRONMENT_FILE\""]).current_dir(std::env::temp_dir());
            assert!(asked(vec![opener], || {}).is_ok(), "{file:?}");
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

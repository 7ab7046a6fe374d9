//! The one place that asks the system to open a page: https, or http on loopback, and only URLs that
//! this program built.

use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use switchhook_core::{DesktopProblem, Endpoint};
use url::Url;

use super::environment::without_ours;
#[cfg(unix)]
use crate::host::private_process::umask_before;

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
        let mut opener = with_the_persons_rights(opener);
        opener.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let Ok(mut child) = without_ours(&mut opener).spawn() else { continue };
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

/// A browser that this starts goes on for days: what a person downloads there is made with the rights of their own choice, and
/// not with ours. Nothing but the process itself can set them, so that a shell does it first.
#[cfg(unix)]
fn with_the_persons_rights(opener: Command) -> Command {
    match umask_before() {
        Some(umask) => with_umask(&opener, umask),
        None => opener,
    }
}

#[cfg(unix)]
fn with_umask(opener: &Command, umask: u32) -> Command {
    let mut shell = Command::new("/bin/sh");
    let script = r#"umask "$0" && exec "$@""#;
    shell.args(["-c", script]).arg(format!("{umask:04o}")).arg(opener.get_program()).args(opener.get_args());
    for (name, value) in opener.get_envs() {
        match value {
            Some(value) => shell.env(name, value),
            None => shell.env_remove(name),
        };
    }
    shell
}

#[cfg(not(unix))]
const fn with_the_persons_rights(opener: Command) -> Command {
    opener
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
    fn an_opener_makes_files_with_the_rights_that_the_person_chose() {
        for (umask, told) in [(0o022, "0022"), (0o002, "0002"), (0, "0000"), (0o077, "0077")] {
            let mut opener = Command::new("sh");
            opener
                .args(["-c", r#"printf '%s|' "$(umask)" "$1" "$2" "$MARK""#, "sh", "a b", "$(c);'d"])
                .env("MARK", "m");
            let output = with_umask(&opener, umask).output().expect("run");
            assert_eq!(String::from_utf8_lossy(&output.stdout), format!("{told}|a b|$(c);'d|m|"));
        }
        let missing = with_umask(&Command::new("/nowhere/opener"), 0o022).stderr(Stdio::null()).status();
        assert!(!missing.expect("the shell is there").success(), "a missing opener refuses");
    }

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

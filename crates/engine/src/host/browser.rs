//! The one place that asks the system to open a page: https, or http on loopback, and only URLs that
//! this program built.

use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use switchhook_core::{DesktopProblem, Endpoint};
use url::Url;

/// Variables of an AppImage, a snap or our own window that are not for the browser they are handed to.
const FOREIGN: [&str; 7] = [
    "WEBKIT_DISABLE_DMABUF_RENDERER",
    "LD_LIBRARY_PATH",
    "LD_PRELOAD",
    "GTK_PATH",
    "GIO_MODULE_DIR",
    "GDK_PIXBUF_MODULE_FILE",
    "PYTHONHOME",
];

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
    for mut opener in openers {
        FOREIGN.iter().for_each(|name| {
            opener.env_remove(name);
        });
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
}

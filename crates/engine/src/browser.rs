//! The one place that asks the system to open a page: https, or http on loopback, and only URLs that
//! this program built.

use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use switchhook_core::{Code, Endpoint, ErrorReport};
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

/// How long an opener may take to say that it can't.
const REFUSES_IN: Duration = Duration::from_millis(400);

/// Asks the system browser to open this page. That it was asked is all one can know. Blocks for a moment.
pub(crate) fn open(url: &Url) -> Result<(), ErrorReport> {
    // The same check as for every address we call, on the text that is handed over.
    if Endpoint::new(url.as_str()).is_err() {
        return Err(not_opened());
    }
    let opened = open::commands(url.as_str()).into_iter().any(|mut command| {
        FOREIGN.iter().for_each(|name| {
            command.env_remove(name);
        });
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command.spawn().is_ok_and(took)
    });
    if opened { Ok(()) } else { Err(not_opened()) }
}

/// Whether an opener ended well, or goes on: some live as long as the browser they start.
fn took(mut child: Child) -> bool {
    let asked = Instant::now();
    while asked.elapsed() < REFUSES_IN {
        match child.try_wait() {
            Ok(Some(status)) => return status.success(),
            Ok(None) => std::thread::sleep(Duration::from_millis(20)),
            Err(_) => return false,
        }
    }
    // Waiting for it keeps no zombie and holds nobody up.
    std::thread::spawn(move || child.wait());
    true
}

fn not_opened() -> ErrorReport {
    ErrorReport::new(Code::NotFound)
        .saying("No browser could be asked to open the page.")
        .hinting("Copy the link and open it in a browser yourself.")
}

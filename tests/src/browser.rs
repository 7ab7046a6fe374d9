//! The system browser of a journey: real Chromium, made the default in the journey's home, so that the app opens it
//! by the same road as on any desktop (xdg-open, gio, desktop entry).
//!
//! Two things are prepared, as a person may have done: the answer "always allow" to the browser's question whether
//! the site may open the app, and a log of network events, from which a journey learns the code it then searches for.

use std::fs::{self, File};
use std::net::TcpStream;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::json;

use crate::home::Home;
use crate::wait;
use crate::webdriver::{Page, free_port};

/// A default browser that waits to be opened.
pub struct Browser {
    /// The scheme whose links it opens without a question.
    scheme: &'static str,
    port: u16,
    folder: PathBuf,
}

impl Browser {
    /// Makes Chromium the default browser of this home.
    pub fn install(home: &Home) -> Self {
        let browser = Self { scheme: home.scheme(), port: free_port(), folder: home.path().join("browser") };
        fs::create_dir_all(&browser.folder).expect("a folder can be made in a fresh home");
        let program = browser.folder.join("open");
        fs::write(&program, browser.script()).expect("a script can be written");
        fs::set_permissions(&program, fs::Permissions::from_mode(0o700))
            .expect("a script can be made to run");
        home.make_browser(&program);
        browser
    }

    /// Opens an address as the desktop would: for links that a person copies out of a terminal.
    pub fn open(home: &Home, url: &str) {
        let opened = home.command("xdg-open").arg(url).status().expect("xdg-open can be run");
        assert!(opened.success(), "the desktop opens an address in the default browser");
    }

    /// Takes over the browser once somebody has opened it.
    pub async fn attach(&self) -> Page {
        wait::until("the browser to be opened", || TcpStream::connect(("127.0.0.1", self.port)).ok());
        let capabilities =
            json!({ "goog:chromeOptions": { "debuggerAddress": format!("127.0.0.1:{}", self.port) } });
        let said = File::create(self.folder.join("driver.log")).expect("a log can be written");
        Page::open(Command::new("chromedriver").stdout(said), &capabilities).await
    }

    /// The links that sites sent this browser to, for the scheme of the app: read from its own log of the network.
    pub fn links(&self) -> Vec<String> {
        let log = fs::read(self.log()).unwrap_or_default();
        let log = String::from_utf8_lossy(&log);
        let start = format!("{}:/", self.scheme);
        log.match_indices(&start)
            .map(|(place, _)| log[place..].split(['"', '\\']).next().unwrap_or_default().to_owned())
            .filter(|link| link.contains("state="))
            .collect()
    }

    fn log(&self) -> PathBuf {
        self.folder.join("network.json")
    }

    /// The address opened first names the origin that may open the app, so the permission is written on the way.
    /// Without a sandbox, since that can't be had as root, and only our own pages are visited.
    fn script(&self) -> String {
        let profile = self.folder.join("profile");
        let preferences = profile.join("Default/Preferences");
        format!(
            "#!/bin/sh\nset -eu\n\
             if [ ! -e {preferences} ]; then\n\
             \u{20} mkdir -p {folder}\n\
             \u{20} origin=$(printf %s \"$1\" | cut -d/ -f1-3)\n\
             \u{20} printf '{{\"protocol_handler\":{{\"allowed_origin_protocol_pairs\":{{\"%s\":{{\"{scheme}\":true}}}}}}}}' \"$origin\" > {preferences}\n\
             fi\n\
             exec chromium --no-sandbox --no-first-run --no-default-browser-check --disable-gpu --password-store=basic \\\n\
             \u{20} --user-data-dir={profile} --remote-debugging-port={port} \\\n\
             \u{20} --log-net-log={log} --net-log-capture-mode=Everything \"$@\" > {said} 2>&1\n",
            preferences = preferences.display(),
            scheme = self.scheme,
            folder = preferences.parent().unwrap_or(Path::new(".")).display(),
            profile = profile.display(),
            port = self.port,
            log = self.log().display(),
            said = self.folder.join("browser.log").display(),
        )
    }
}

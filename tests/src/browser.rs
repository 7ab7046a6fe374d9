//! The system browser of a journey: Chromium, made the default of the home. The app opens it as on any desktop, by
//! xdg-open, gio and a desktop entry.
//!
//! Two things are prepared. The browser's permission for the site to open the app is granted. A log of network events lets
//! a journey find the code that it then searches for.

use std::fs::{self, File};
use std::net::TcpStream;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::json;

use crate::bridge_host::{BridgeHost, NAME as BRIDGE};
use crate::consent_host::ConsentHost;
use crate::home::Home;
use crate::wait;
use crate::webdriver::{Page, free_port};

/// A default browser that waits for an address to open.
pub struct Browser {
    /// The scheme whose links the browser opens without a question.
    scheme: &'static str,
    port: u16,
    folder: PathBuf,
    /// The origin of a bridge page, which may open the app, too.
    bridge: Option<String>,
    /// Arguments that lead to the bridge page.
    arguments: String,
}

impl Browser {
    /// Makes Chromium the default browser of this home.
    pub fn install(home: &Home) -> Self {
        Self::install_for(home, None, "")
    }

    /// Makes Chromium the default browser of this home. It finds and trusts the host of the bridge page.
    pub fn install_with_bridge(home: &Home, host: &BridgeHost) -> Self {
        Self::install_for(home, Some(host), &quoted(&BridgeHost::chromium(&[host])))
    }

    /// Makes Chromium the default browser of this home. It finds and trusts Intercom's consent page and the host of the bridge page.
    pub fn install_with_intercom(home: &Home, consent: &ConsentHost, host: &BridgeHost) -> Self {
        let arguments = [
            format!("--host-resolver-rules=MAP {BRIDGE} 127.0.0.1, {}", consent.rule()),
            format!("--ignore-certificate-errors-spki-list={},{}", host.key(), consent.key()),
            // the app hands its own proxy on to the browser
            "--no-proxy-server".to_owned(),
        ];
        Self::install_for(home, Some(host), &quoted(&arguments))
    }

    fn install_for(home: &Home, host: Option<&BridgeHost>, arguments: &str) -> Self {
        let browser = Self {
            scheme: home.scheme(),
            port: free_port(),
            folder: home.path().join("browser"),
            bridge: host.map(|host| host.url().trim_end_matches('/').to_owned()),
            arguments: arguments.to_owned(),
        };
        fs::create_dir_all(&browser.folder).expect("a folder can be made in a fresh home");
        let program = browser.folder.join("open");
        fs::write(&program, browser.script()).expect("a script can be written");
        fs::set_permissions(&program, fs::Permissions::from_mode(0o700))
            .expect("a script can be made to run");
        home.set_default_browser(&program);
        browser
    }

    /// Opens an address in the default browser, as the desktop does for a link that a person copies from a terminal.
    pub fn open(home: &Home, url: &str) {
        let opened = home.command("xdg-open").arg(url).status().expect("xdg-open can be run");
        assert!(opened.success(), "the desktop opens an address in the default browser");
    }

    /// Attaches a driver to the browser; waits until something has opened it.
    pub async fn attach(&self) -> Page {
        wait::until("the browser to be opened", || TcpStream::connect(("127.0.0.1", self.port)).ok());
        let capabilities =
            json!({ "goog:chromeOptions": { "debuggerAddress": format!("127.0.0.1:{}", self.port) } });
        let said = File::create(self.folder.join("driver.log")).expect("a log can be written");
        Page::open(Command::new("chromedriver").stdout(said), &capabilities).await
    }

    /// Returns the links of the app's scheme to which sites sent this browser, from its log of network events.
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

    /// Returns the script that starts Chromium. It grants the permission to the origin of the first address.
    /// Chromium runs without its sandbox, which root can't have: the journeys visit their own pages alone.
    fn script(&self) -> String {
        let profile = self.folder.join("profile");
        let preferences = profile.join("Default/Preferences");
        format!(
            "#!/bin/sh\nset -eu\n\
             if [ ! -e {preferences} ]; then\n\
             \u{20} mkdir -p {folder}\n\
             \u{20} origin=$(printf %s \"$1\" | cut -d/ -f1-3)\n\
             \u{20} printf '{{\"protocol_handler\":{{\"allowed_origin_protocol_pairs\":{{\"%s\":{{\"{scheme}\":true}}{bridge}}}}}}}' \"$origin\" > {preferences}\n\
             fi\n\
             exec chromium --no-sandbox --no-first-run --no-default-browser-check --disable-gpu --password-store=basic \\\n\
             \u{20} --user-data-dir={profile} --remote-debugging-port={port} \\\n\
             \u{20} --log-net-log={log} --net-log-capture-mode=Everything {arguments} \"$@\" > {said} 2>&1\n",
            preferences = preferences.display(),
            scheme = self.scheme,
            bridge = self
                .bridge
                .as_ref()
                .map(|origin| format!(",\"{origin}\":{{\"{}\":true}}", self.scheme))
                .unwrap_or_default(),
            arguments = self.arguments,
            folder = preferences.parent().unwrap_or(Path::new(".")).display(),
            profile = profile.display(),
            port = self.port,
            log = self.log().display(),
            said = self.folder.join("browser.log").display(),
        )
    }
}

/// Returns arguments for the shell.
fn quoted(arguments: &[String]) -> String {
    format!("'{}'", arguments.join("' '"))
}

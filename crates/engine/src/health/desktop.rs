//! Looks at the way back to this program: scheme, browser, window, ports, sandbox.

use std::env;
use std::fs::TryLockError;
use std::io::ErrorKind;
use std::net::TcpListener;
use std::path::{Path, PathBuf};

use switchhook_core::{
    DesktopNeed, HealthCheck, InstanceFacts, LoopbackAddress, PortFacts, ProviderProblem, ReturnRoute,
    SandboxFacts, SchemeFacts, Verdict, browser_verdict, instance_verdict, port_verdict, sandbox_verdict,
    scheme_verdict,
};

use super::uses::Uses;
use crate::contract::LinkHandler;
use crate::host::files::open_for_lock;
use crate::host::home::Home;
use crate::host::local_server::{is_no_such_address, sockets};
use crate::host::process_lock::is_any_older_alive;
use crate::intercom::http::Http;
use crate::intercom::sandbox;

/// The desktop that a program runs on.
#[derive(Clone, Debug, Default)]
pub struct Surroundings {
    /// Whether there is a display.
    pub has_display: bool,
    /// The program that opens links; `None` where the app is not installed.
    pub app: Option<PathBuf>,
}

impl Surroundings {
    /// Returns the surroundings of the command line: the app lies beside it.
    pub fn of_command_line() -> Self {
        let name = format!("switchhook-desktop{}", env::consts::EXE_SUFFIX);
        let beside = env::current_exe().ok().map(|program| program.with_file_name(name));
        Self { has_display: has_display(), app: beside.filter(|program| program.is_file()) }
    }

    /// Returns the surroundings of the app itself.
    pub(crate) fn of_app() -> Self {
        #[cfg(target_os = "linux")]
        let app = crate::desktop::program::this_program();
        #[cfg(not(target_os = "linux"))]
        let app = env::current_exe().ok();
        Self { has_display: has_display(), app }
    }

    /// Returns the verdict of a check that nothing here needs.
    pub(super) fn skips(&self, is_used: bool) -> Option<Verdict> {
        DesktopNeed { has_display: self.has_display, has_app: self.app.is_some(), is_used }.skips()
    }
}

/// Whether there is a display. Other systems than Linux always have one.
fn has_display() -> bool {
    let is_set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || is_set("DISPLAY") || is_set("WAYLAND_DISPLAY")
}

/// The id of the check of the scheme.
pub(super) const SCHEME: &str = "scheme";

/// Returns the checks of scheme, browser, window and ports. Blocks while system tools run.
pub(super) fn checks(around: &Surroundings, uses: &Uses, home: Option<&Home>) -> Vec<HealthCheck> {
    let by_link = uses.returns_by(&[ReturnRoute::Direct, ReturnRoute::Bridge]);
    let any = uses.returns();
    let scheme = || around.app.as_deref().map_or_else(unasked, scheme);
    let instance = || instance_verdict(home.map_or(InstanceFacts::None, instance));
    let mut checks = vec![
        HealthCheck::new(SCHEME, "Links", around.skips(by_link).unwrap_or_else(scheme)),
        HealthCheck::new("browser", "Browser", around.skips(any).unwrap_or_else(browser)),
        HealthCheck::new("instance", "Running window", around.skips(any).unwrap_or_else(instance)),
    ];
    for address in uses.loopback() {
        let port = address.port;
        let verdict = around.skips(true).unwrap_or_else(|| port_verdict(port, facts_of_port(&address, home)));
        let id = format!("port:{port}");
        if !checks.iter().any(|check| check.id == id && check.message == verdict.message) {
            checks.push(HealthCheck::new(id, format!("Port {port}"), verdict));
        }
    }
    checks
}

/// Returns the check of the sandbox.
pub(super) async fn sandbox_check(uses: &Uses, home: Option<&Home>) -> HealthCheck {
    let facts = match home.filter(|_| uses.has_sandbox) {
        None if uses.are_unknown => SandboxFacts::Unknown,
        None => SandboxFacts::Unused,
        Some(home) => match sandbox::look(home, &Http::default()).await {
            Ok(_) => SandboxFacts::Runs,
            Err(ProviderProblem::SandboxForeign) => SandboxFacts::Foreign,
            Err(_) => SandboxFacts::Stopped,
        },
    };
    HealthCheck::new("sandbox", "Sandbox", sandbox_verdict(facts))
}

fn unasked() -> Verdict {
    Verdict::skipped("This system does not say.")
}

#[cfg(target_os = "linux")]
fn scheme(app: &Path) -> Verdict {
    scheme_verdict(match crate::desktop::scheme::look(app) {
        LinkHandler::Ours => SchemeFacts::Ours,
        LinkHandler::OtherCopy => SchemeFacts::OtherCopy,
        LinkHandler::Other { name } => SchemeFacts::Other(name),
        LinkHandler::Nobody => SchemeFacts::Nobody,
        LinkHandler::Unknown => SchemeFacts::Unknown,
    })
}

#[cfg(not(target_os = "linux"))]
fn scheme(_app: &Path) -> Verdict {
    unasked()
}

#[cfg(target_os = "linux")]
fn browser() -> Verdict {
    browser_verdict(crate::desktop::browser::has_browser())
}

#[cfg(not(target_os = "linux"))]
fn browser() -> Verdict {
    unasked()
}

fn instance(home: &Home) -> InstanceFacts {
    if is_any_older_alive(home) {
        return InstanceFacts::Older;
    }
    if is_locked(&home.window_lock()) { InstanceFacts::Running } else { InstanceFacts::None }
}

/// Whether a process holds this lock file. Waits for no lock, and keeps none.
fn is_locked(path: &Path) -> bool {
    // Any other error comes from a disk without locks.
    open_for_lock(path).is_ok_and(|file| matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock)))
}

/// Returns the worst facts of the sockets of an address.
fn facts_of_port(address: &LoopbackAddress, home: Option<&Home>) -> PortFacts {
    let mut facts = PortFacts::Free;
    for (socket, may_lack) in sockets(address.host, address.port) {
        if home.is_some_and(|home| is_locked(&home.socket_lock(socket))) {
            facts = PortFacts::Ours;
            continue;
        }
        match TcpListener::bind(socket) {
            Ok(_) => {}
            Err(error) if may_lack && is_no_such_address(&error) => {}
            Err(error) if error.kind() == ErrorKind::AddrInUse => return PortFacts::Taken,
            Err(_) => return PortFacts::Refused,
        }
    }
    facts
}

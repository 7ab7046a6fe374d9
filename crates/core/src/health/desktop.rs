//! Judges the way back to this program: scheme, browser, running window, ports, sandbox.

use alloc::format;
use alloc::string::String;

use super::check::{REPAIR, Verdict};

/// Says why nothing here needs the desktop; `None` where something does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DesktopNeed {
    /// Whether there is a display.
    pub has_display: bool,
    /// Whether the app is installed beside this program.
    pub has_app: bool,
    /// Whether a registration, or an attempt that waits, uses the road.
    pub is_used: bool,
}

impl DesktopNeed {
    /// Returns the verdict of a check that nothing needs.
    pub fn skips(self) -> Option<Verdict> {
        let why = match self {
            Self { has_display: false, .. } => "There is no display here.",
            Self { has_app: false, .. } => "The app is not installed here.",
            Self { is_used: false, .. } => "No Intercom app of yours uses it.",
            _ => return None,
        };
        Some(Verdict::skipped(why))
    }
}

/// The program that opens Switchhook's links.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SchemeFacts {
    /// This Switchhook.
    Ours,
    /// A Switchhook at another path.
    OtherCopy,
    /// Another program, with its name.
    Other(String),
    /// No program.
    Nobody,
    /// The system does not answer.
    Unknown,
}

/// Judges the program that opens links.
pub fn scheme_verdict(facts: SchemeFacts) -> Verdict {
    let faulty = |message| Verdict::warning(message, REPAIR).mendable();
    let other = |who: &str| format!("Links of Switchhook open {who}, so your browser can't return here.");
    match facts {
        SchemeFacts::Ours => Verdict::ok("Links of Switchhook open this Switchhook."),
        SchemeFacts::OtherCopy => faulty(other("another copy of Switchhook")),
        SchemeFacts::Other(name) => faulty(other(&name)),
        SchemeFacts::Nobody => {
            faulty("No program opens links of Switchhook, so your browser can't return here.".into())
        }
        SchemeFacts::Unknown => Verdict::warning(
            "The system does not say which program opens links of Switchhook.",
            "Install xdg-utils.",
        ),
    }
}

/// Judges whether the system has a browser. `None`: the system does not say.
pub fn browser_verdict(is_there: Option<bool>) -> Verdict {
    let hint = "Choose a default browser in your system's settings.";
    match is_there {
        Some(true) => Verdict::ok("The system has a browser for web pages."),
        Some(false) => Verdict::warning("The system has no default browser, so no sign-in page opens.", hint),
        None => {
            Verdict::warning("The system does not say which browser opens web pages.", "Install xdg-utils.")
        }
    }
}

/// The processes of this home.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InstanceFacts {
    /// No window of this home is open.
    None,
    /// A window of this home is open.
    Running,
    /// A process of an older version runs, which can't read what this one writes.
    Older,
}

/// Judges the running window.
pub fn instance_verdict(facts: InstanceFacts) -> Verdict {
    match facts {
        InstanceFacts::None => Verdict::ok("Switchhook's window is closed. A link opens it."),
        InstanceFacts::Running => Verdict::ok("Switchhook runs, and takes links."),
        InstanceFacts::Older => {
            Verdict::warning("An older Switchhook still runs.", "Quit every Switchhook, and start it again.")
        }
    }
}

/// A port at which a browser returns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PortFacts {
    /// No program listens.
    Free,
    /// A process of this home listens.
    Ours,
    /// Another program listens.
    Taken,
    /// The system refuses the port.
    Refused,
}

/// Judges a port.
pub fn port_verdict(port: u16, facts: PortFacts) -> Verdict {
    match facts {
        PortFacts::Free => Verdict::ok("It is free. Switchhook listens there while you connect."),
        PortFacts::Ours => Verdict::ok("Switchhook listens there now."),
        PortFacts::Taken => Verdict::warning(
            format!("Another program uses port {port}, so your browser can't return there."),
            "Quit that program, or give the app a redirect URL with another port.",
        ),
        PortFacts::Refused => Verdict::warning(
            format!("The system does not let Switchhook listen at port {port}."),
            "Give the app a redirect URL with a port from 1024 to 65535.",
        ),
    }
}

/// The sandbox of this home.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SandboxFacts {
    /// Nothing here uses it.
    Unused,
    /// Switchhook can't read whether something uses it.
    Unknown,
    /// The sandbox answers.
    Runs,
    /// The sandbox does not run.
    Stopped,
    /// Another server answers at its address.
    Foreign,
}

/// Judges the sandbox.
pub fn sandbox_verdict(facts: SandboxFacts) -> Verdict {
    match facts {
        SandboxFacts::Unused => Verdict::skipped("No account of the sandbox is here."),
        SandboxFacts::Unknown => {
            Verdict::skipped("Switchhook can't read whether an account of the sandbox is here.")
        }
        SandboxFacts::Runs => Verdict::ok("It answers."),
        SandboxFacts::Stopped => Verdict::ok("It is stopped. The window starts it when it needs it."),
        SandboxFacts::Foreign => Verdict::warning(
            "Another server answers at the sandbox's address.",
            "Run `switchhook sandbox`, or open the window.",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::super::check::HealthStatus::{Ok, Skipped, Warning};
    use super::*;

    #[test]
    fn desktop_is_skipped_unless_a_road_uses_it() {
        for (has_display, has_app, is_used, skips) in [
            (false, true, true, true),
            (true, false, true, true),
            (true, true, false, true),
            (true, true, true, false),
        ] {
            let need = DesktopNeed { has_display, has_app, is_used };
            assert_eq!(need.skips().map(|verdict| verdict.status), skips.then_some(Skipped), "{need:?}");
        }
    }

    #[test]
    fn links_that_open_another_program_warn() {
        for (facts, status) in [
            (SchemeFacts::Ours, Ok),
            (SchemeFacts::OtherCopy, Warning),
            (SchemeFacts::Other("Notes".into()), Warning),
            (SchemeFacts::Nobody, Warning),
            (SchemeFacts::Unknown, Warning),
        ] {
            assert_eq!(scheme_verdict(facts.clone()).status, status, "{facts:?}");
        }
    }

    #[test]
    fn browser_instance_port_and_sandbox_warn_at_most() {
        for (verdict, status) in [
            (browser_verdict(Some(true)), Ok),
            (browser_verdict(Some(false)), Warning),
            (browser_verdict(None), Warning),
            (instance_verdict(InstanceFacts::None), Ok),
            (instance_verdict(InstanceFacts::Running), Ok),
            (instance_verdict(InstanceFacts::Older), Warning),
            (port_verdict(1, PortFacts::Free), Ok),
            (port_verdict(1, PortFacts::Ours), Ok),
            (port_verdict(1, PortFacts::Taken), Warning),
            (port_verdict(1, PortFacts::Refused), Warning),
            (sandbox_verdict(SandboxFacts::Unused), Skipped),
            (sandbox_verdict(SandboxFacts::Unknown), Skipped),
            (sandbox_verdict(SandboxFacts::Runs), Ok),
            (sandbox_verdict(SandboxFacts::Stopped), Ok),
            (sandbox_verdict(SandboxFacts::Foreign), Warning),
        ] {
            assert_eq!(verdict.status, status, "{verdict:?}");
        }
    }
}

//! Judges the way to the provider: hosts, clock, bridge pages.

use alloc::format;
use alloc::string::String;

use super::check::{HealthStatus, Verdict};
use crate::{Problem, ProviderProblem};

/// The way to a host, as a request without a token found it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HostFacts {
    /// The host answers with any status, on the way through this proxy.
    Answers(Option<String>),
    /// No name server knows the host.
    NoName,
    /// The name server does not answer.
    SilentNames,
    /// The host does not answer.
    Failed(ProviderProblem),
}

/// Judges the way to a host. `is_used`: an account or a registration needs the host now.
pub fn host_verdict(host: &str, is_used: bool, facts: HostFacts) -> Verdict {
    let status = if is_used { HealthStatus::Error } else { HealthStatus::Warning };
    match facts {
        HostFacts::Answers(None) => Verdict::ok(format!("{host} answers.")),
        HostFacts::Answers(Some(proxy)) => Verdict::ok(format!("{host} answers through the proxy {proxy}.")),
        HostFacts::NoName => unnamed(status, format!("No name server knows {host}.")),
        HostFacts::SilentNames => {
            unnamed(status, format!("The name server does not answer, so {host} can't be reached."))
        }
        HostFacts::Failed(problem) => Verdict::of_problem(status, Problem::from(problem).report()),
    }
}

fn unnamed(status: HealthStatus, message: String) -> Verdict {
    Verdict::new(status, message, "Check your network and its name server (DNS), and try again.".into())
}

/// The most seconds that the clock may differ from the provider's.
const DRIFT: u64 = 300;

/// Judges this computer's clock: `ahead` is its seconds minus the provider's. `None`: no host stated its time.
pub fn clock_verdict(ahead: Option<i64>) -> Verdict {
    let Some(ahead) = ahead else { return Verdict::skipped("No host stated its time.") };
    let apart = ahead.unsigned_abs();
    if apart <= DRIFT {
        return Verdict::ok("It agrees with the provider's clock.");
    }
    let way = if ahead > 0 { "ahead of" } else { "behind" };
    Verdict::warning(
        format!(
            "This computer's clock is {} minutes {way} the provider's. Ages and waits are wrong.",
            apart / 60
        ),
        "Set the clock by the network in your system's settings. A clock that is days off breaks secure connections.",
    )
}

/// The page at the address of a registration's bridge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BridgeFacts {
    /// A published page, of this version; the host lacks these headers.
    Ours(String, String),
    /// A published page; by these headers a browser may send its address elsewhere.
    Unsafe(String),
    /// Another page, or none; the status of the answer.
    Foreign(u16),
    /// The host does not answer.
    Unreached(Problem),
}

/// Judges the bridge page of a registration.
pub fn bridge_verdict(facts: BridgeFacts) -> Verdict {
    match facts {
        BridgeFacts::Ours(version, missing) if missing.is_empty() => {
            Verdict::ok(format!("It is Switchhook's page, version {version}."))
        }
        BridgeFacts::Ours(version, missing) => Verdict::ok(format!(
            "It is Switchhook's page, version {version}. Its host does not send: {missing}."
        )),
        BridgeFacts::Unsafe(headers) => Verdict::warning(
            format!(
                "By these headers of its host a browser may send the page's address elsewhere: {headers}."
            ),
            "Remove these headers at the host.",
        ),
        BridgeFacts::Foreign(status) => Verdict::warning(
            format!("The page is not Switchhook's bridge page (status {status})."),
            "Deploy the folder of `switchhook bridge write DIR` unchanged.",
        ),
        BridgeFacts::Unreached(problem) => Verdict::of_problem(HealthStatus::Warning, problem.report()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use HealthStatus::{Error, Ok, Skipped, Warning};

    #[test]
    fn unreached_host_is_an_error_only_where_it_is_used() {
        let failed = ProviderProblem::NotReached { host: "api.intercom.io".into() };
        for (facts, used_status, unused_status) in [
            (HostFacts::Answers(None), Ok, Ok),
            (HostFacts::Answers(Some("proxy:8080".into())), Ok, Ok),
            (HostFacts::NoName, Error, Warning),
            (HostFacts::SilentNames, Error, Warning),
            (HostFacts::Failed(failed), Error, Warning),
        ] {
            for (is_used, status) in [(true, used_status), (false, unused_status)] {
                assert_eq!(host_verdict("api.intercom.io", is_used, facts.clone()).status, status);
            }
        }
    }

    #[test]
    fn clock_warns_beyond_five_minutes_in_both_directions() {
        for (ahead, status) in [
            (None, Skipped),
            (Some(0), Ok),
            (Some(300), Ok),
            (Some(-300), Ok),
            (Some(301), Warning),
            (Some(-301), Warning),
            (Some(i64::MIN), Warning),
        ] {
            assert_eq!(clock_verdict(ahead).status, status, "{ahead:?}");
        }
    }

    #[test]
    fn bridge_page_without_headers_is_well_and_foreign_one_warns() {
        let unreached = ProviderProblem::NotReached { host: "b.example".into() };
        for (facts, status) in [
            (BridgeFacts::Ours("1".into(), String::new()), Ok),
            (BridgeFacts::Ours("1".into(), "X-Frame-Options".into()), Ok),
            (BridgeFacts::Unsafe("Report-To".into()), Warning),
            (BridgeFacts::Foreign(404), Warning),
            (BridgeFacts::Unreached(unreached.into()), Warning),
        ] {
            assert_eq!(bridge_verdict(facts.clone()).status, status, "{facts:?}");
        }
    }
}

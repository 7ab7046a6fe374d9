//! Judges the way to the provider: hosts, clock, bridge pages.

use alloc::format;
use alloc::string::String;

use super::check::{HealthStatus, Verdict};
use crate::{Problem, ProviderProblem};

/// Judges the way to a host by its answer to a request without a token. Any status is an answer.
///
/// `is_used`: an account or a registration needs the host now.
pub fn host_verdict(host: &str, is_used: bool, failed: Option<ProviderProblem>) -> Verdict {
    match failed {
        None => Verdict::ok(format!("{host} answers.")),
        Some(problem) => {
            let status = if is_used { HealthStatus::Error } else { HealthStatus::Warning };
            Verdict::of_problem(status, Problem::from(problem).report())
        }
    }
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
        let failed = || Some(ProviderProblem::NotReached { host: "api.intercom.io".into() });
        for (used, failed, status) in
            [(true, None, Ok), (false, None, Ok), (true, failed(), Error), (false, failed(), Warning)]
        {
            assert_eq!(host_verdict("api.intercom.io", used, failed).status, status);
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
            (BridgeFacts::Foreign(404), Warning),
            (BridgeFacts::Unreached(unreached.into()), Warning),
        ] {
            assert_eq!(bridge_verdict(facts.clone()).status, status, "{facts:?}");
        }
    }
}

//! `doctor`: prints what would fail on this computer.

use std::process::ExitCode;

use switchhook_engine::core::{Code, ErrorReport, HealthCheck, HealthReport, HealthStatus, plain};
use switchhook_engine::{Doctor, Orders};

use crate::args;
use crate::exit;
use crate::output::Output;

/// Examines the home, and prints the report. Exits with `unhealthy` where a check is an error.
pub(super) async fn run(orders: &args::Doctor, output: &Output) -> Result<ExitCode, ErrorReport> {
    let orders = Orders { offline: orders.offline, fix: orders.fix, round_trip: orders.round_trip };
    let report = Doctor::locate()?.examine(orders).await;
    let printed = output.document(&report, || text(&report));
    Ok(if report.healthy { printed } else { exit::code(Code::Unhealthy) })
}

fn text(report: &HealthReport) -> String {
    let lines: Vec<String> = report.checks.iter().map(|check| plain_lines(check).join("\n")).collect();
    let end = match report.checks.iter().filter(|check| check.status == HealthStatus::Warning).count() {
        _ if !report.healthy => "Something would fail now.",
        0 => "All is well.",
        _ => "Nothing fails now. See the warnings.",
    };
    format!("{}\n\n{end}", lines.join("\n"))
}

/// Returns the lines of a check: what is so, what the repair did, and what to do.
fn plain_lines(check: &HealthCheck) -> Vec<String> {
    let status = match check.status {
        HealthStatus::Ok => "ok     ",
        HealthStatus::Warning => "warning",
        HealthStatus::Error => "error  ",
        HealthStatus::Skipped => "skipped",
    };
    let mut lines = vec![plain(&format!("{status}  {}: {}", check.title, check.message))];
    lines.extend(check.fixed.iter().map(|fixed| plain(&format!("{:9}{fixed}", ""))));
    if !check.hint.is_empty() {
        lines.push(plain(&format!("{:9}{}", "", check.hint)));
    }
    lines
}

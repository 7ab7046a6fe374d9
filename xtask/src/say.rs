//! The output of this program. No other file prints.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "this file prints for the person at the terminal"
)]

use std::time::Duration;

/// Prints a line for a person or a script.
pub(crate) fn line(text: &str) {
    println!("{text}");
}

/// Prints an error to standard error.
pub(crate) fn error(text: &str) {
    eprintln!("{text}");
}

/// Prints the beginning of a step.
pub(crate) fn begins(title: &str) {
    println!("\n▸ {title}");
}

/// Prints that a step is still running, so that a silent minute does not look like a hang.
pub(crate) fn still(title: &str, since: Duration) {
    println!("  … {title}: still running after {} s", since.as_secs());
}

/// Prints the end of a step.
pub(crate) fn ended(title: &str, well: bool, took: Duration) {
    let sign = if well { "✓" } else { "✗" };
    println!("  {sign} {title} ({:.1} s)", took.as_secs_f64());
}

//! Everything this program prints, so that no other file does.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "talking to the person at the terminal is this file's job"
)]

use std::time::Duration;

/// A line a person or a script reads.
pub(crate) fn line(text: &str) {
    println!("{text}");
}

/// Something that went wrong, beside the normal output.
pub(crate) fn trouble(text: &str) {
    eprintln!("{text}");
}

/// A long step begins.
pub(crate) fn begins(title: &str) {
    println!("\n▸ {title}");
}

/// A long step is still busy: said now and then, so that a silent minute does not look like a hang.
pub(crate) fn still(title: &str, since: Duration) {
    println!("  … {title}: still at it after {} s", since.as_secs());
}

/// A long step has ended.
pub(crate) fn ended(title: &str, well: bool, took: Duration) {
    let sign = if well { "✓" } else { "✗" };
    println!("  {sign} {title} ({:.1} s)", took.as_secs_f64());
}

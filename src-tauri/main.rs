//! Switchhook's window. Links come in by argv and are read as bytes, before anything else looks at them.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use std::process::ExitCode;

fn main() -> ExitCode {
    switchhook_desktop::run()
}

//! Switchhook's window program. It reads a link from argv before any plugin does.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use std::process::ExitCode;

fn main() -> ExitCode {
    switchhook_desktop::run()
}

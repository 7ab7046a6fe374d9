//! What a package brings along beside the program: completions of shells and pages of the manual, both made of the same
//! words as `--help`.

use std::io;
use std::path::Path;
use std::process::ExitCode;

use clap::CommandFactory as _;
use clap_complete::Shell;
use serde_json::json;
use switchhook_engine::core::ErrorReport;

use crate::args::Args;
use crate::misuse::Misuse;
use crate::output::Output;

pub(super) fn completions(shell: Shell, output: &Output) -> Result<ExitCode, ErrorReport> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Args::command(), "switchhook", &mut script);
    let script = String::from_utf8_lossy(&script);
    Ok(output
        .document(&json!({ "shell": shell.to_string(), "script": script }), || script.trim_end().to_owned()))
}

pub(super) fn manual(folder: &Path, output: &Output) -> Result<ExitCode, ErrorReport> {
    let shown = folder.display().to_string();
    let unwritten =
        |error: io::Error| Misuse::ManualNotWritten { folder: shown, why: error.kind().to_string() };
    clap_mangen::generate_to(Args::command(), folder).map_err(unwritten)?;
    Ok(output.document(&json!({ "manual": folder }), || format!("The manual is in {}.", folder.display())))
}

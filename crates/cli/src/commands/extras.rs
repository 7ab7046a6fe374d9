//! Prints completion scripts and writes manual pages, for packages. Both hold the texts of `--help`.

use std::io;
use std::path::Path;
use std::process::ExitCode;

use clap::{Command, CommandFactory as _};
use clap_complete::Shell;
use clap_mangen::Man;
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
    let mut program = Args::command().disable_help_subcommand(true);
    program.build();
    write_pages(program, folder).map_err(unwritten)?;
    Ok(output.document(&json!({ "manual": folder }), || {
        format!("Switchhook wrote the manual pages to {}.", folder.display())
    }))
}

/// Writes the page of a command and the pages of its subcommands.
fn write_pages(command: Command, folder: &Path) -> io::Result<()> {
    for subcommand in command.get_subcommands().filter(|subcommand| !subcommand.is_hide_set()) {
        write_pages(subcommand.clone(), folder)?;
    }
    let page = Man::new(command).generate_to(folder)?;
    readable_for_all(&page)
}

/// Lets everybody read a page. Other files of this program are private, and a package is for all users.
#[cfg(unix)]
fn readable_for_all(page: &Path) -> io::Result<()> {
    use std::fs::{Permissions, set_permissions};
    use std::os::unix::fs::PermissionsExt as _;
    set_permissions(page, Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
const fn readable_for_all(_page: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::fs::MetadataExt as _;

    #[test]
    fn manual_pages_are_readable_for_everybody() {
        // This test runs once more as a program that keeps its own files private.
        if let Some(folder) = std::env::var_os("TEST_MANUAL_FOLDER") {
            switchhook_engine::keep_private();
            manual(folder.as_ref(), &Output::new(true)).expect("written");
            return;
        }
        let folder = tempfile::tempdir().expect("a folder");
        let this_test = std::thread::current().name().expect("a test has a name").to_owned();
        let mut program = std::process::Command::new(std::env::current_exe().expect("a program"));
        program.args(["--exact", &this_test]).env("TEST_MANUAL_FOLDER", folder.path());
        assert!(program.output().expect("it runs").status.success());
        let pages: Vec<_> = std::fs::read_dir(folder.path()).expect("there").flatten().collect();
        assert!(pages.iter().any(|page| page.file_name() == "switchhook-connect.1"), "{pages:?}");
        for page in pages {
            assert_eq!(page.metadata().expect("there").mode() & 0o777, 0o644, "{:?}", page.file_name());
        }
    }
}

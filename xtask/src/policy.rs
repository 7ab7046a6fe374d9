//! Checks the dependencies on other projects: cargo-deny (see `deny.toml`) judges them, cargo-shear finds unused ones.
//!
//! This file builds pinned versions of both tools from crates.io once, in the target folder. So they change nothing else
//! on the computer.

use std::env::consts::EXE_SUFFIX;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::cargo::{cargo, root, target};
use crate::ledger::Ledger;
use crate::say;
use crate::step::{self, Stop};

/// A tool for cargo from crates.io.
struct Tool {
    name: &'static str,
    version: &'static str,
}

const DENY: Tool = Tool { name: "cargo-deny", version: "0.20.2" };

/// The last version whose locked dependencies build with the workspace's version of Rust.
const SHEAR: Tool = Tool { name: "cargo-shear", version: "1.11.0" };

/// Checks licences, bans, sources and advisories, and that the crates use every dependency where they name it.
pub(crate) fn checks(ledger: &mut Ledger) {
    match DENY.built() {
        Ok(deny) => {
            let words = ["--locked", "check", "--deny", "warnings", "licenses", "bans", "sources"];
            ledger.step("Licences, bans and sources of dependencies", at_root(&deny).args(words));
            advisories(ledger, &deny);
        }
        Err(stop) => ledger.fail(&stop),
    }
    match SHEAR.built() {
        Ok(shear) => {
            ledger.step("Unused dependencies", at_root(&shear).args(["--locked", "--deny-warnings"]));
        }
        Err(stop) => ledger.fail(&stop),
    }
}

/// Checks advisories. If this computer can't fetch their database, the task reports the check as skipped.
fn advisories(ledger: &mut Ledger, deny: &Path) {
    match at_root(deny).args(["--locked", "fetch", "db"]).output() {
        Ok(fetched) if fetched.status.success() => {
            let words = ["--locked", "check", "--disable-fetch", "--deny", "warnings", "advisories"];
            ledger.step("Advisories about dependencies", at_root(deny).args(words));
        }
        Ok(fetched) => {
            let printed = String::from_utf8_lossy(&fetched.stderr);
            let why = printed.lines().rfind(|line| !line.trim().is_empty()).unwrap_or("no reason given");
            let skipped = format!("advisories about dependencies: cannot fetch their database ({why})");
            say::line(&format!("\nskipped: {skipped}"));
            ledger.skip(skipped);
        }
        Err(error) => ledger.fail(&Stop(format!("cannot run {}: {error}", DENY.name))),
    }
}

impl Tool {
    /// Returns the path of the program, and builds it first if it is missing.
    fn built(&self) -> Result<PathBuf, Stop> {
        let tools = target()?.join("tools");
        let home = tools.join(format!("{}-{}", self.name, self.version));
        let program = home.join("bin").join(format!("{}{EXE_SUFFIX}", self.name));
        if !program.is_file() {
            // The tool runs for seconds, so a fast build is worth more than a fast program.
            let words =
                ["install", self.name, "--version", self.version, "--locked", "--debug", "--no-track"];
            let mut install = cargo(&words);
            let rest = tools.join("build");
            install.arg("--root").arg(home).arg("--target-dir").arg(&rest);
            install.env("CARGO_PROFILE_DEV_DEBUG", "0");
            step::quiet(&format!("Build of {} (once; a minute or two)", self.name), &mut install)?;
            // Nobody needs this half gigabyte again. A failure to remove it does no harm.
            let _ = fs::remove_dir_all(rest);
        }
        Ok(program)
    }
}

fn at_root(program: &Path) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root());
    command
}

//! What may come in from outside, and that nothing comes in for no use: cargo-deny (see `deny.toml`) and cargo-shear.
//!
//! Both come from crates.io, pinned, and are built once into the target folder: they change nothing on the machine.

use std::env::consts::EXE_SUFFIX;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::cargo::{cargo, root, target};
use crate::ledger::Ledger;
use crate::say;
use crate::step::{self, Stop};

/// A subcommand of cargo that does not come with it.
struct Tool {
    name: &'static str,
    version: &'static str,
}

const DENY: Tool = Tool { name: "cargo-deny", version: "0.20.2" };

/// The last one whose locked dependencies build with the Rust that the workspace asks for.
const SHEAR: Tool = Tool { name: "cargo-shear", version: "1.11.0" };

/// Licences, bans, sources and advisories; and that every dependency is used, and stands where it is used.
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

/// Their database is a repository far away that can't be reached from everywhere. Where it can't, that is said.
fn advisories(ledger: &mut Ledger, deny: &Path) {
    match at_root(deny).args(["--locked", "fetch", "db"]).output() {
        Ok(fetched) if fetched.status.success() => {
            let words = ["--locked", "check", "--disable-fetch", "--deny", "warnings", "advisories"];
            ledger.step("Advisories about dependencies", at_root(deny).args(words));
        }
        Ok(fetched) => {
            let said = String::from_utf8_lossy(&fetched.stderr);
            let why = said.lines().rfind(|line| !line.trim().is_empty()).unwrap_or("it says nothing");
            let skipped = format!("advisories about dependencies: their database can't be fetched ({why})");
            say::line(&format!("\nskipped: {skipped}"));
            ledger.skip(skipped);
        }
        Err(error) => ledger.fail(&Stop(format!("{} could not be run: {error}", DENY.name))),
    }
}

impl Tool {
    /// The program; built first where it is not there yet.
    fn built(&self) -> Result<PathBuf, Stop> {
        let tools = target()?.join("tools");
        let home = tools.join(format!("{}-{}", self.name, self.version));
        let program = home.join("bin").join(format!("{}{EXE_SUFFIX}", self.name));
        if !program.is_file() {
            // it runs for seconds: a quick build is worth more than a quick program
            let words =
                ["install", self.name, "--version", self.version, "--locked", "--debug", "--no-track"];
            let mut install = cargo(&words);
            let rest = tools.join("build");
            install.arg("--root").arg(home).arg("--target-dir").arg(&rest);
            install.env("CARGO_PROFILE_DEV_DEBUG", "0");
            step::quiet(&format!("Build of {} (once; a minute or two)", self.name), &mut install)?;
            // half a gigabyte that nobody needs again; if it stays, it only takes room
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

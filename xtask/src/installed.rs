//! `cargo xtask installed`: the package on a clean Debian, in a root folder of its own.
//!
//! apt installs the package there, and a scripted person uses it. The test needs root, since it makes and enters
//! another system. Without root, the task reports the test as skipped.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use crate::cargo::{built, cargo};
use crate::ledger::Ledger;
use crate::session::Session;
use crate::step::{self, Stop, answer};
use crate::tally::Tally;
use crate::{package, setup};

/// The version of the package that the person upgrades from.
const EARLIER: &str = "0.0.1";

/// Runs the task `installed`. `full` has the meaning of [`package::make`].
pub(crate) fn installed(full: bool) -> ExitCode {
    let mut ledger = Ledger::default();
    if ledger.outcome(setup::ensure(&[setup::BUILD, setup::RUN])) {
        test(&mut ledger, full);
    }
    ledger.close()
}

/// Packs the programs, and installs, uses, upgrades and removes the package.
pub(crate) fn test(ledger: &mut Ledger, full: bool) {
    if let Err(stop) = setup::ensure(&[setup::PACKAGE, setup::CLEAN]) {
        return ledger.fail(&stop);
    }
    let packages = match package::make(full) {
        Ok(packages) => packages,
        Err(stop) => return ledger.fail(&stop),
    };
    if !setup::is_root() {
        return ledger.skip("the installed app: root is needed to make a clean system".to_owned());
    }
    match prepared(&packages) {
        Ok(clean) => ledger.tests("The installed app", &mut clean.journey(), Tally::of_cargo),
        Err(stop) => ledger.fail(&stop),
    }
}

/// A root folder with a Debian in it, and the path of the new package in that system.
struct Clean {
    root: PathBuf,
    newer: String,
}

fn prepared(packages: &[PathBuf]) -> Result<Clean, Stop> {
    let [newer, ..] = packages else { return Err(Stop("xtask made no package".to_owned())) };
    let earlier = package::make_earlier(EARLIER)?;
    let journey = journey_program()?;
    let clean = Clean { root: package::folder()?.join("debian"), newer: inside(newer) };
    let root = clean.root.display().to_string();
    step::quiet(
        "A clean Debian",
        Command::new("debootstrap").args(["--variant=minbase", &release()?, &root, &mirror()?]),
    )?;
    // The system has this computer's package sources, so that it gets security updates too.
    for part in ["sources.list", "sources.list.d", "apt.conf.d", "trusted.gpg.d"] {
        let (here, there) = (Path::new("/etc/apt").join(part), clean.root.join("etc/apt"));
        if here.exists() {
            answer(Command::new("cp").arg("--recursive").arg("--dereference").arg(&here).arg(&there))?;
        }
    }
    answer(
        Command::new("cp").args(["--recursive", "/usr/share/keyrings"]).arg(clean.root.join("usr/share")),
    )?;
    for file in [newer, &earlier, &built("xtask")?, &journey] {
        let to = clean.root.join("opt").join(file.file_name().unwrap_or_default());
        fs::copy(file, &to).map_err(|error| Stop(format!("{}: {error}", file.display())))?;
    }
    let apt = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-y"];
    step::quiet("Package lists of the clean Debian", clean.enter().args(apt).arg("update"))?;
    step::quiet(
        "apt-get install of the package with its dependencies",
        clean.enter().args(apt).args(["install", &inside(&earlier)]),
    )?;
    step::quiet(
        "Libraries of the installed programs",
        clean.enter().args([
            "sh",
            "-ec",
            "! ldd /usr/bin/switchhook /usr/bin/switchhook-desktop | grep 'not found'",
        ]),
    )?;
    let mut tools = clean.enter();
    tools.args(apt).args(["--no-install-recommends", "install", "sudo"]).args(setup::RUN.packages);
    tools.args(setup::SESSION.packages);
    step::quiet("Desktop, browser and input tools for the clean Debian", &mut tools)?;
    let person = "useradd --create-home person && echo 'person ALL=(ALL) NOPASSWD: ALL' > /etc/sudoers.d/person \
                  && install --directory --owner=person /opt/pictures";
    step::quiet("User account of the person", clean.enter().args(["sh", "-ec", person]))?;
    Ok(clean)
}

impl Clean {
    /// Returns a command in the clean system, with its own mounts and processes.
    fn enter(&self) -> Command {
        let root = self.root.display();
        let script = format!(
            "mount --bind /dev {root}/dev && mount -t devpts devpts {root}/dev/pts && mount -t tmpfs tmpfs {root}/dev/shm \
             && mount -t proc proc {root}/proc && exec chroot {root} \"$@\""
        );
        let mut command = Command::new("unshare");
        command.args(["--mount", "--pid", "--fork", "--kill-child", "sh", "-ec", &script, "sh"]);
        command
            .env("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin")
            .env("LC_ALL", "C.UTF-8");
        command
    }

    /// Returns the journey of a person with a desktop in the clean system.
    fn journey(&self) -> Command {
        let mut command = self.enter();
        command.args(["setpriv", "--reuid=person", "--regid=person", "--init-groups", "--reset-env", "env"]);
        command.args([
            "SWITCHHOOK_CLI_BIN=/usr/bin/switchhook",
            "SWITCHHOOK_DESKTOP_BIN=/usr/bin/switchhook-desktop",
            "SWITCHHOOK_PICTURES=/opt/pictures",
            &format!("SWITCHHOOK_NEWER_PACKAGE={}", self.newer),
        ]);
        command.args(["/opt/xtask", Session::COMMAND, "/opt/installed", "--test-threads=1"]);
        command
    }
}

/// Returns the path of a copied file in the clean system.
fn inside(file: &Path) -> String {
    format!("/opt/{}", file.file_name().unwrap_or_default().display())
}

/// Builds the test program of the journey. The program runs in the clean system, which has this system's release.
fn journey_program() -> Result<PathBuf, Stop> {
    let build = || cargo(&["test", "--package", "switchhook-journeys", "--test", "installed", "--no-run"]);
    step::shown("Build of the journey", &mut build())?;
    let messages = answer(build().args(["--quiet", "--message-format", "json"]))?;
    let path = messages.rsplit_once("\"executable\":\"").and_then(|(_, rest)| rest.split('"').next());
    let path = path.map(PathBuf::from).ok_or_else(|| Stop("cargo names no test program".to_owned()))?;
    let named = path.with_file_name("installed");
    fs::copy(&path, &named).map_err(|error| Stop(format!("{}: {error}", path.display())))?;
    Ok(named)
}

/// Returns the code name of this system's release. Programs that this system builds need it.
fn release() -> Result<String, Stop> {
    answer(Command::new("sh").args(["-ec", ". /etc/os-release && echo \"$VERSION_CODENAME\""]))
}

/// Returns the address of this system's package archive.
fn mirror() -> Result<String, Stop> {
    let sites = answer(Command::new("apt-get").args([
        "indextargets",
        "--format",
        "$(REPO_URI)",
        "Created-By: Packages",
    ]))?;
    let first = sites.lines().next().map(|site| site.trim_end_matches('/').to_owned());
    first.ok_or_else(|| Stop("apt-get names no package archive".to_owned()))
}

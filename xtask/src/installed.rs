//! The package on a clean Debian: a root folder made for it, in which apt installs the package and a person uses it.
//!
//! It takes root, since another system is made and entered; where that can't be had, it is skipped and said.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use crate::cargo::{built, cargo};
use crate::ledger::Ledger;
use crate::session::Session;
use crate::step::{self, Stop, answer};
use crate::tally::Tally;
use crate::{package, setup};

/// What a person had before.
const EARLIER: &str = "0.0.1";

/// The task of that name; `full` as of [`package::make`].
pub(crate) fn installed(full: bool) -> ExitCode {
    let mut ledger = Ledger::default();
    if ledger.outcome(setup::ensure(&[setup::BUILD, setup::RUN])) {
        test(&mut ledger, full);
    }
    ledger.close()
}

/// Packs, installs, uses, upgrades and removes.
pub(crate) fn test(ledger: &mut Ledger, full: bool) {
    if let Err(stop) = setup::ensure(&[setup::PACKAGE, setup::CLEAN]) {
        return ledger.fail(&stop);
    }
    let packages = match package::make(full) {
        Ok(packages) => packages,
        Err(stop) => return ledger.fail(&stop),
    };
    if !setup::is_root() {
        return ledger.skip("the installed app: a clean system to install it in takes root".to_owned());
    }
    match prepared(&packages) {
        Ok(clean) => ledger.tests("The installed app", &mut clean.journey(), Tally::of_cargo),
        Err(stop) => ledger.fail(&stop),
    }
}

/// A root folder with a Debian in it, and the names of what was put there.
struct Clean {
    root: PathBuf,
    newer: String,
}

fn prepared(packages: &[PathBuf]) -> Result<Clean, Stop> {
    let [newer, ..] = packages else { return Err(Stop("no package was made".to_owned())) };
    let earlier = package::make_earlier(EARLIER)?;
    let journey = journey_program()?;
    let clean = Clean { root: package::folder()?.join("debian"), newer: inside(newer) };
    let root = clean.root.display().to_string();
    step::quiet(
        "A clean Debian",
        Command::new("debootstrap").args(["--variant=minbase", &release()?, &root, &mirror()?]),
    )?;
    // the same sources as here, so that security updates are there too
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
    step::quiet("Its package lists", clean.enter().args(apt).arg("update"))?;
    step::quiet(
        "apt-get install of the package, with all that it depends on",
        clean.enter().args(apt).args(["install", &inside(&earlier)]),
    )?;
    step::quiet(
        "Every library of the programs is there",
        clean.enter().args([
            "sh",
            "-ec",
            "! ldd /usr/bin/switchhook /usr/bin/switchhook-desktop | grep 'not found'",
        ]),
    )?;
    let mut tools = clean.enter();
    tools.args(apt).args(["--no-install-recommends", "install", "sudo"]).args(setup::RUN.packages);
    tools.args(setup::SESSION.packages);
    step::quiet("A desktop, a browser and hands, to use it", &mut tools)?;
    let person = "useradd --create-home person && echo 'person ALL=(ALL) NOPASSWD: ALL' > /etc/sudoers.d/person \
                  && install --directory --owner=person /opt/pictures";
    step::quiet("A person", clean.enter().args(["sh", "-ec", person]))?;
    Ok(clean)
}

impl Clean {
    /// A command in that system, with mounts and processes of its own.
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

    /// A person there, with a desktop, goes through it all.
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

/// Where a file that was copied lies in that system.
fn inside(file: &Path) -> String {
    format!("/opt/{}", file.file_name().unwrap_or_default().display())
}

/// The test program of the journey, built here: both systems are the same Debian.
fn journey_program() -> Result<PathBuf, Stop> {
    let build = || cargo(&["test", "--package", "switchhook-journeys", "--test", "installed", "--no-run"]);
    step::shown("Build of the journey", &mut build())?;
    let told = answer(build().args(["--quiet", "--message-format", "json"]))?;
    let path = told.rsplit_once("\"executable\":\"").and_then(|(_, rest)| rest.split('"').next());
    let path = path.map(PathBuf::from).ok_or_else(|| Stop("cargo names no test program".to_owned()))?;
    let named = path.with_file_name("installed");
    fs::copy(&path, &named).map_err(|error| Stop(format!("{}: {error}", path.display())))?;
    Ok(named)
}

/// This system's own release: what is built here is meant for it.
fn release() -> Result<String, Stop> {
    answer(Command::new("sh").args(["-ec", ". /etc/os-release && echo \"$VERSION_CODENAME\""]))
}

/// Where this system's packages come from.
fn mirror() -> Result<String, Stop> {
    let sites = answer(Command::new("apt-get").args([
        "indextargets",
        "--format",
        "$(REPO_URI)",
        "Created-By: Packages",
    ]))?;
    let first = sites.lines().next().map(|site| site.trim_end_matches('/').to_owned());
    first.ok_or_else(|| Stop("apt-get names no place that packages come from".to_owned()))
}

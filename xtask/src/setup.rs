//! What a Debian machine lacks for the task at hand: says what and why, then installs it.
//!
//! The lists were found by running the whole on a bare Debian 12. Silent when all is there.

use std::process::{Command, Stdio};

use crate::say;
use crate::step::{self, Stop};

/// Packages, and what they are for.
pub(crate) struct Purpose {
    why: &'static str,
    pub(crate) packages: &'static [&'static str],
}

/// To compile the window.
pub(crate) const BUILD: Purpose = Purpose {
    why: "to build the window (WebKitGTK)",
    packages: &["build-essential", "pkg-config", "libwebkit2gtk-4.1-dev", "librsvg2-dev"],
};

/// To open a browser and be reached by a link.
pub(crate) const RUN: Purpose = Purpose {
    why: "to open the browser and get the link back",
    packages: &["xdg-utils", "desktop-file-utils", "libglib2.0-bin", "dbus"],
};

/// A desktop where there is none, a browser in it, and hands to use both.
pub(crate) const SESSION: Purpose = Purpose {
    why: "for a private desktop (display, keyring, Chromium) that a script can use like a person",
    packages: &[
        "xvfb",
        "openbox",
        "gnome-keyring",
        "gcr",
        "webkit2gtk-driver",
        "chromium",
        "chromium-driver",
        "fonts-dejavu-core",
        "xdotool",
        "imagemagick",
        "mount",
        "procps",
    ],
};

/// To pack what was built, and to have it judged.
pub(crate) const PACKAGE: Purpose = Purpose {
    why: "to make packages and have them judged",
    packages: &["dpkg-dev", "rpm", "rpm2cpio", "cpio", "lintian", "appstream", "desktop-file-utils"],
};

/// To make a system that has nothing of ours, and to install a package there.
pub(crate) const CLEAN: Purpose =
    Purpose { why: "to install the package on a clean system", packages: &["debootstrap", "util-linux"] };

/// Makes sure that everything for these purposes is installed.
pub(crate) fn ensure(purposes: &[Purpose]) -> Result<(), Stop> {
    tools()?;
    if !cfg!(target_os = "linux") {
        return Ok(());
    }
    if !answers("dpkg-query", &["--version"]) {
        say::line(
            "This is no Debian: its packages can't be checked or installed here. xtask/src/setup.rs lists what Debian calls them.",
        );
        return Ok(());
    }
    let missing: Vec<&str> = purposes
        .iter()
        .flat_map(|purpose| {
            let missing = missing(purpose.packages);
            if !missing.is_empty() {
                say::line(&format!("Missing {}: {}", purpose.why, missing.join(" ")));
            }
            missing
        })
        .collect();
    if missing.is_empty() { Ok(()) } else { install(&missing) }
}

/// The tools that no package list of ours can bring.
fn tools() -> Result<(), Stop> {
    if !answers("node", &["--version"])
        || !answers(if cfg!(windows) { "npm.cmd" } else { "npm" }, &["--version"])
    {
        return Err(Stop("Node 20 or newer, with npm, is needed for the UI and was not found.".to_owned()));
    }
    for (word, component) in [("fmt", "rustfmt"), ("clippy", "clippy")] {
        if !answers("cargo", &[word, "--version"]) {
            let mut rustup = Command::new("rustup");
            step::quiet(
                &format!("Rust component {component}"),
                rustup.args(["component", "add", component]),
            )?;
        }
    }
    Ok(())
}

fn missing(packages: &'static [&'static str]) -> Vec<&'static str> {
    let output = Command::new("dpkg-query")
        .args(["--show", "--showformat=${db:Status-Status} ${Package}\n"])
        .args(packages)
        .stderr(Stdio::null())
        .output()
        .map(|output| output.stdout)
        .unwrap_or_default();
    let known = String::from_utf8_lossy(&output);
    let installed = |package: &&str| known.lines().any(|line| line == format!("installed {package}"));
    packages.iter().copied().filter(|package| !installed(package)).collect()
}

fn install(packages: &[&str]) -> Result<(), Stop> {
    say::line(
        "Installing them with apt-get; on a bare machine that is about 1.5 GB and takes a minute or two.",
    );
    step::quiet("apt-get update", root_command("apt-get").args(["-qq", "update"]))?;
    step::quiet(
        &format!("apt-get install ({} packages)", packages.len()),
        root_command("apt-get").args(["-qq", "-y", "--no-install-recommends", "install"]).args(packages),
    )
}

/// The command as root: as it is for root, by sudo for everyone else.
fn root_command(program: &str) -> Command {
    let mut command = Command::new(if is_root() { "env" } else { "sudo" });
    // set here, since sudo drops the environment it is given
    command.args(["DEBIAN_FRONTEND=noninteractive", program]);
    command
}

/// Whether this is run as root.
pub(crate) fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}

fn answers(program: &str, words: &[&str]) -> bool {
    let quiet = Command::new(program)
        .args(words)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    quiet.is_ok_and(|status| status.success())
}

//! Installs the Debian packages that a task needs, after a line about each purpose.
//!
//! The lists come from runs on a bare Debian 12. Nothing is printed if every package is installed.

use std::process::{Command, Stdio};

use crate::say;
use crate::step::{self, Stop};

/// Debian packages and their purpose.
pub(crate) struct Purpose {
    why: &'static str,
    pub(crate) packages: &'static [&'static str],
}

/// Packages that compile the window.
pub(crate) const BUILD: Purpose = Purpose {
    why: "to build the window (WebKitGTK)",
    packages: &["build-essential", "pkg-config", "libwebkit2gtk-4.1-dev", "librsvg2-dev"],
};

/// Packages that open a browser and hand links to the app.
pub(crate) const RUN: Purpose = Purpose {
    why: "to open the browser and get the link back",
    packages: &["xdg-utils", "desktop-file-utils", "libglib2.0-bin", "dbus"],
};

/// Packages for a private desktop with a browser, and for scripts that use both.
pub(crate) const SESSION: Purpose = Purpose {
    why: "for a private desktop (display, keyring, Chromium, Firefox) that a script can use like a person",
    packages: &[
        "xvfb",
        "at-spi2-core",
        "openbox",
        "gnome-keyring",
        "gcr",
        "webkit2gtk-driver",
        "chromium",
        "chromium-driver",
        "firefox-esr",
        "fonts-dejavu-core",
        "xdotool",
        "imagemagick",
        "mount",
        "procps",
    ],
};

/// Packages that make and check packages.
pub(crate) const PACKAGE: Purpose = Purpose {
    why: "to make and check packages",
    packages: &["dpkg-dev", "rpm", "rpm2cpio", "cpio", "lintian", "appstream", "desktop-file-utils"],
};

/// Packages that make a clean system, in which a test installs the app.
pub(crate) const CLEAN: Purpose =
    Purpose { why: "to install the package on a clean system", packages: &["debootstrap", "util-linux"] };

/// Installs the missing packages for these purposes. Fails without Node, npm or rustup.
pub(crate) fn ensure(purposes: &[Purpose]) -> Result<(), Stop> {
    tools()?;
    if !cfg!(target_os = "linux") {
        return Ok(());
    }
    if !answers("dpkg-query", &["--version"]) {
        say::line(
            "This system is no Debian. Install the packages yourself: xtask/src/setup.rs lists their Debian names.",
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

/// Checks the tools that the lists of packages do not contain.
fn tools() -> Result<(), Stop> {
    if !answers("node", &["--version"])
        || !answers(if cfg!(windows) { "npm.cmd" } else { "npm" }, &["--version"])
    {
        return Err(Stop("The UI needs Node 20 or newer with npm. Install both, and try again.".to_owned()));
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
        "Installing these packages with apt-get. A bare computer needs about 1.5 GB and a minute or two.",
    );
    step::quiet("apt-get update", root_command("apt-get").args(["-qq", "update"]))?;
    step::quiet(
        &format!("apt-get install ({} packages)", packages.len()),
        root_command("apt-get").args(["-qq", "-y", "--no-install-recommends", "install"]).args(packages),
    )
}

/// Returns a command that runs as root, by sudo unless the user is root already.
fn root_command(program: &str) -> Command {
    let mut command = Command::new(if is_root() { "env" } else { "sudo" });
    // sudo drops the environment, so `env` or sudo itself sets this variable.
    command.args(["DEBIAN_FRONTEND=noninteractive", program]);
    command
}

/// Whether this program runs as root.
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

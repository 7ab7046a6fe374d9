//! The tree as a Debian package, by Debian's own tools.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::tree::{Tree, compress, trouble};
use super::when::When;
use crate::cargo::root;
use crate::step::{Stop, answer};

/// Whoever publishes Switchhook answers here (docs/packaging.md).
const MAINTAINER: &str = "The Switchhook maintainers <packages@switchhook.app>";

/// What the libraries do not tell: who opens a browser and registers the scheme, who is trusted, where icons belong.
const DEPENDS: &str = "ca-certificates, desktop-file-utils, hicolor-icon-theme, xdg-utils";

/// A keyring and a bus to reach it: a person may have others.
const RECOMMENDS: &str = "default-dbus-session-bus | dbus-session-bus, gnome-keyring | libkf5wallet-bin | libkf6wallet-bin | keepassxc";

const DESCRIPTION: &str = "\
desktop home of your Intercom accounts
 Connect Intercom workspaces in your own browser, or with a token of your own,
 and see each with its figures, offline too. Tokens are sealed on this computer
 and never shown again: not in the window, not on the command line, not in a
 log.
 .
 The command line asks an account's API without handing out its token, and
 brings a pretend Intercom for trying things out.";

/// The exceptions that lintian is told of, each with its reason.
const OVERRIDES: &str = "\
# It is published by the project itself and closes no bug of Debian's.
switchhook: initial-upload-closes-no-bugs *
# Rust's own checks stand where C would need these; what is C in here is SQLite, which does without those functions.
switchhook: hardening-no-fortify-functions [usr/bin/*]
# Machine code and tables that happen to spell something.
switchhook: spelling-error-in-binary * [usr/bin/*]
# One long choice of options in a synopsis, which can't be broken.
switchhook: groff-message * [usr/share/man/man1/switchhook-registration-edit.1.gz:*]
";

/// Packs it as that version of ours.
pub(super) fn pack(tree: &Tree, version: &str, when: &When, folder: &Path) -> Result<PathBuf, Stop> {
    let version = format!("{version}-1");
    tree.write("usr/share/doc/switchhook/changelog.Debian", &changes(&version, when))?;
    compress(&tree.root().join("usr/share/doc/switchhook/changelog.Debian"))?;
    tree.write("usr/share/lintian/overrides/switchhook", OVERRIDES)?;
    let architecture = answer(Command::new("dpkg").arg("--print-architecture"))?;
    let (size, sums) = (kibibytes(tree)?, sums(tree)?);
    let depends = format!("{}, {DEPENDS}", libraries(tree, folder)?);
    let control = format!(
        "Package: switchhook\nVersion: {version}\nArchitecture: {architecture}\nMaintainer: {MAINTAINER}\n\
         Installed-Size: {size}\nDepends: {depends}\nRecommends: {RECOMMENDS}\nSection: devel\nPriority: optional\n\
         Description: {DESCRIPTION}\n"
    );
    tree.write("DEBIAN/control", &control)?;
    tree.write("DEBIAN/md5sums", &sums)?;
    tree.script(&root().join("packaging/linux/postrm"), "DEBIAN/postrm")?;
    tree.settle()?;
    let package = folder.join(format!("switchhook_{version}_{architecture}.deb"));
    let mut build = Command::new("dpkg-deb");
    // its archives then name no other time, and nobody who built them
    build.env("SOURCE_DATE_EPOCH", &when.seconds).args(["--root-owner-group", "-Zxz", "-z9", "--build"]);
    answer(build.arg(tree.root()).arg(&package))?;
    Ok(package)
}

fn changes(version: &str, when: &When) -> String {
    format!(
        "switchhook ({version}) unstable; urgency=medium\n\n  * What changed is in changelog.gz.\n\n -- {MAINTAINER}  {}\n",
        when.moment
    )
}

/// The packages whose libraries the programs are linked to, in versions that have all that they use.
fn libraries(tree: &Tree, folder: &Path) -> Result<String, Stop> {
    // it wants to stand in a source package
    let source = folder.join("shlibs");
    let control = source.join("debian/control");
    fs::create_dir_all(source.join("debian")).map_err(|error| trouble(&source, &error))?;
    fs::write(&control, "Source: switchhook\n\nPackage: switchhook\nArchitecture: any\n")
        .map_err(|error| trouble(&control, &error))?;
    let mut ask = Command::new("dpkg-shlibdeps");
    ask.current_dir(&source).arg("-O");
    for program in ["usr/bin/switchhook", "usr/bin/switchhook-desktop"] {
        ask.arg("-e").arg(tree.root().join(program));
    }
    let said = answer(&mut ask)?;
    let found = said.lines().find_map(|line| line.strip_prefix("shlibs:Depends="));
    found.map(str::to_owned).ok_or_else(|| Stop(format!("dpkg-shlibdeps names no libraries: {said}")))
}

fn sums(tree: &Tree) -> Result<String, Stop> {
    let mut sum = Command::new("md5sum");
    sum.current_dir(tree.root());
    for file in tree.files()? {
        sum.arg(file.trim_start_matches('/'));
    }
    Ok(format!("{}\n", answer(&mut sum)?))
}

/// As Debian counts: each file in whole kibibytes.
fn kibibytes(tree: &Tree) -> Result<u64, Stop> {
    let size = |file: &String| {
        let path = tree.root().join(file.trim_start_matches('/'));
        fs::metadata(&path).map(|about| about.len().div_ceil(1024)).map_err(|error| trouble(&path, &error))
    };
    tree.files()?.iter().map(size).sum()
}

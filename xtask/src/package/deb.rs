//! Packs the tree as a Debian package, by Debian's own tools.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::tree::{Tree, compress, stop};
use super::when::When;
use crate::cargo::root;
use crate::step::{Stop, answer};

/// The address of the people who publish Switchhook (docs/packaging.md).
const MAINTAINER: &str = "The Switchhook maintainers <packages@switchhook.app>";

/// Dependencies besides the libraries: the trusted certificates, and tools for the browser, the scheme and the icons.
const DEPENDS: &str = "ca-certificates, desktop-file-utils, hicolor-icon-theme, xdg-utils";

/// A keyring and its bus, which a person may replace by others.
const RECOMMENDS: &str = "default-dbus-session-bus | dbus-session-bus, gnome-keyring | libkf5wallet-bin | libkf6wallet-bin | keepassxc";

const DESCRIPTION: &str = "\
desktop home of your Intercom accounts
 Connect Intercom workspaces in your own browser, or with your own access token.
 Switchhook shows the figures of each workspace, also offline. It encrypts
 tokens on this computer and never shows them again: not in the window, not on
 the command line, not in a log.
 .
 The command line sends requests to an account's API without showing the token.
 It also has a pretend Intercom for trying things out.";

/// The exceptions for lintian, each with its reason.
const OVERRIDES: &str = "\
# The project itself publishes the package, so it closes no bug of Debian's.
switchhook: initial-upload-closes-no-bugs *
# Rust has its own checks. The only C code here is SQLite, which does not use those functions.
switchhook: hardening-no-fortify-functions [usr/bin/*]
# Machine code and tables contain words by chance.
switchhook: spelling-error-in-binary * [usr/bin/*]
# The synopsis has one long choice of options, which groff can't break.
switchhook: groff-message * [usr/share/man/man1/switchhook-registration-edit.1.gz:*]
";

/// Packs the tree under the given version and returns the package's path.
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
    tree.make_readable()?;
    let package = folder.join(format!("switchhook_{version}_{architecture}.deb"));
    let mut build = Command::new("dpkg-deb");
    // With these, the archives name neither another time nor the person who built them.
    build.env("SOURCE_DATE_EPOCH", &when.seconds).args(["--root-owner-group", "-Zxz", "-z9", "--build"]);
    answer(build.arg(tree.root()).arg(&package))?;
    Ok(package)
}

fn changes(version: &str, when: &When) -> String {
    format!(
        "switchhook ({version}) unstable; urgency=medium\n\n  * See changelog.gz for the changes.\n\n -- {MAINTAINER}  {}\n",
        when.moment
    )
}

/// Returns the packages with the programs' libraries, in versions that have every used function.
fn libraries(tree: &Tree, folder: &Path) -> Result<String, Stop> {
    // dpkg-shlibdeps needs the layout of a source package.
    let source = folder.join("shlibs");
    let control = source.join("debian/control");
    fs::create_dir_all(source.join("debian")).map_err(|error| stop(&source, &error))?;
    fs::write(&control, "Source: switchhook\n\nPackage: switchhook\nArchitecture: any\n")
        .map_err(|error| stop(&control, &error))?;
    let mut ask = Command::new("dpkg-shlibdeps");
    ask.current_dir(&source).arg("-O");
    for program in ["usr/bin/switchhook", "usr/bin/switchhook-desktop"] {
        ask.arg("-e").arg(tree.root().join(program));
    }
    let output = answer(&mut ask)?;
    let found = output.lines().find_map(|line| line.strip_prefix("shlibs:Depends="));
    found.map(str::to_owned).ok_or_else(|| Stop(format!("dpkg-shlibdeps names no libraries: {output}")))
}

fn sums(tree: &Tree) -> Result<String, Stop> {
    let mut sum = Command::new("md5sum");
    sum.current_dir(tree.root());
    for file in tree.files()? {
        sum.arg(file.trim_start_matches('/'));
    }
    Ok(format!("{}\n", answer(&mut sum)?))
}

/// Returns the size of all files as Debian counts it: each file in whole kibibytes.
fn kibibytes(tree: &Tree) -> Result<u64, Stop> {
    let size = |file: &String| {
        let path = tree.root().join(file.trim_start_matches('/'));
        fs::metadata(&path).map(|about| about.len().div_ceil(1024)).map_err(|error| stop(&path, &error))
    };
    tree.files()?.iter().map(size).sum()
}

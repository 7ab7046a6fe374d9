//! Packs the tree as an RPM package, by `rpmbuild`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::tree::{Tree, stop};
use super::when::When;
use crate::step::{Stop, answer};

/// The beginning of the package's specification. The list of files follows.
const SPEC: &str = "\
Name: switchhook
Version: @VERSION@
Release: 1
Summary: The desktop home of your Intercom accounts
License: MIT OR Apache-2.0
Vendor: The Switchhook maintainers
Requires: ca-certificates
Requires: desktop-file-utils
Requires: hicolor-icon-theme
Requires: xdg-utils
Recommends: (gnome-keyring or kf6-kwallet or kf5-kwallet or kwalletd6 or kwalletd5 or keepassxc)

%description
Connect Intercom workspaces in your own browser, or with your own access token.
Switchhook shows the figures of each workspace, also offline. It encrypts
tokens on this computer and never shows them again: not in the window, not on
the command line, not in a log.

The command line sends requests to an account's API without showing the token.
It also has a pretend Intercom for trying things out.

%install
cp -a @TREE@/. %{buildroot}/

%files
";

/// Settings that make the package equal on every computer, and keep rpm from changing the finished programs.
const DEFINITIONS: [(&str, &str); 7] = [
    ("_buildhost", "switchhook"),
    ("use_source_date_epoch_as_buildtime", "1"),
    ("clamp_mtime_to_source_date_epoch", "1"),
    ("_build_id_links", "none"),
    ("debug_package", "%{nil}"),
    ("__os_install_post", "%{nil}"),
    ("_binary_payload", "w9.xzdio"),
];

/// Packs the tree under the given version and returns the package's path.
pub(super) fn pack(tree: &Tree, version: &str, when: &When, folder: &Path) -> Result<PathBuf, Stop> {
    tree.make_readable()?;
    let work = folder.join("rpmbuild");
    fs::create_dir_all(&work).map_err(|error| stop(&work, &error))?;
    let spec = work.join("switchhook.spec");
    let text = SPEC.replace("@VERSION@", version).replace("@TREE@", &tree.root().display().to_string());
    fs::write(&spec, text + &files(tree)?).map_err(|error| stop(&spec, &error))?;
    let mut build = Command::new("rpmbuild");
    build.env("SOURCE_DATE_EPOCH", &when.seconds);
    build.args(["-bb", "--quiet", "--define", &format!("_topdir {}", work.display())]);
    for (name, value) in DEFINITIONS {
        build.args(["--define", &format!("{name} {value}")]);
    }
    answer(build.arg(&spec))?;
    let machine = answer(Command::new("rpm").args(["--eval", "%{_arch}"]))?;
    let name = format!("switchhook-{version}-1.{machine}.rpm");
    let (made, package) = (work.join("RPMS").join(&machine).join(&name), folder.join(&name));
    fs::rename(&made, &package).map_err(|error| stop(&made, &error))?;
    Ok(package)
}

fn files(tree: &Tree) -> Result<String, Stop> {
    let marked = |file: &String| {
        if file.starts_with("/usr/share/licenses/") {
            format!("%license {file}\n")
        } else if file.starts_with("/usr/share/doc/") || file.starts_with("/usr/share/man/") {
            format!("%doc {file}\n")
        } else {
            format!("{file}\n")
        }
    };
    // The folders that only this package owns.
    let own = "%dir /usr/share/doc/switchhook\n%dir /usr/share/licenses/switchhook\n".to_owned();
    Ok(own + &tree.files()?.iter().map(marked).collect::<String>())
}

//! The tree as an RPM package, by `rpmbuild`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::tree::{Tree, trouble};
use super::when::When;
use crate::step::{Stop, answer};

/// What is written down in the package; `%files` follows.
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
Connect Intercom workspaces in your own browser, or with a token of your own,
and see each with its figures, offline too. Tokens are sealed on this computer
and never shown again: not in the window, not on the command line, not in a
log.

The command line asks an account's API without handing out its token, and
brings a pretend Intercom for trying things out.

%install
cp -a @TREE@/. %{buildroot}/

%files
";

/// What would differ from one build or computer to the next, and what rpm would do to programs that are ready.
const DEFINITIONS: [(&str, &str); 7] = [
    ("_buildhost", "switchhook"),
    ("use_source_date_epoch_as_buildtime", "1"),
    ("clamp_mtime_to_source_date_epoch", "1"),
    ("_build_id_links", "none"),
    ("debug_package", "%{nil}"),
    ("__os_install_post", "%{nil}"),
    ("_binary_payload", "w9.xzdio"),
];

/// Packs it as that version of ours.
pub(super) fn pack(tree: &Tree, version: &str, when: &When, folder: &Path) -> Result<PathBuf, Stop> {
    tree.settle()?;
    let work = folder.join("rpmbuild");
    fs::create_dir_all(&work).map_err(|error| trouble(&work, &error))?;
    let spec = work.join("switchhook.spec");
    let text = SPEC.replace("@VERSION@", version).replace("@TREE@", &tree.root().display().to_string());
    fs::write(&spec, text + &files(tree)?).map_err(|error| trouble(&spec, &error))?;
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
    fs::rename(&made, &package).map_err(|error| trouble(&made, &error))?;
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
    // folders that are no other package's
    let own = "%dir /usr/share/doc/switchhook\n%dir /usr/share/licenses/switchhook\n".to_owned();
    Ok(own + &tree.files()?.iter().map(marked).collect::<String>())
}

//! Checks of the packages: by the tools of Debian and of the desktop, and of every file in the RPM.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::step::{self, Stop, answer};

/// The design's budget for the .deb, in bytes.
const MOST: u64 = 10_000_000;

/// Runs every check. Fails at the first finding.
pub(super) fn judge(packages: &[PathBuf], folder: &Path) -> Result<(), Stop> {
    let [deb, rpm] = packages else { return Err(Stop("the check needs two packages".to_owned())) };
    let share = folder.join("deb/usr/share");
    step::quiet(
        "Desktop entry",
        Command::new("desktop-file-validate").arg(share.join("applications/app.switchhook.desktop")),
    )?;
    step::quiet(
        "AppStream metadata",
        Command::new("appstreamcli")
            .args(["validate", "--no-net", "--pedantic"])
            .arg(share.join("metainfo/app.switchhook.metainfo.xml")),
    )?;
    step::quiet(
        "Debian package (lintian)",
        Command::new("lintian")
            .args([
                "--allow-root",
                "--display-info",
                "--pedantic",
                "--fail-on",
                "error,warning,info,pedantic",
            ])
            .arg(deb),
    )?;
    step::timed("RPM package, file by file", || same_files(rpm, folder))?;
    let bytes = fs::metadata(deb).map_or(0, |about| about.len());
    if bytes > MOST {
        return Err(Stop(format!("{} is larger than its budget of 10 MB: {}", deb.display(), size(deb))));
    }
    Ok(())
}

/// Unpacks the RPM and compares the content and mode of every file with the tree's. Every file must belong to root.
fn same_files(rpm: &Path, folder: &Path) -> Result<(), Stop> {
    let unpacked = folder.join("unpacked");
    let _ = fs::remove_dir_all(&unpacked);
    fs::create_dir_all(&unpacked).map_err(|error| Stop(format!("{}: {error}", unpacked.display())))?;
    let mut unpack = Command::new("sh");
    unpack.current_dir(&unpacked).args(["-ec", "rpm2cpio \"$1\" | cpio --quiet -idm", "sh"]).arg(rpm);
    answer(&mut unpack)?;
    answer(Command::new("diff").args(["--recursive", "--brief"]).arg(folder.join("rpm")).arg(&unpacked))?;
    let modes = |folder: PathBuf| {
        let mut find = Command::new("sh");
        answer(find.current_dir(folder).args(["-ec", "find usr -type f -printf '%m %p\\n' | sort"]))
    };
    let owners = ["-qp", "--queryformat", "[%{FILEUSERNAME} %{FILEGROUPNAME}\n]"];
    let owners = answer(Command::new("rpm").args(owners).arg(rpm))?;
    if modes(folder.join("rpm"))? != modes(unpacked)? || owners.lines().any(|owner| owner != "root root") {
        return Err(Stop(format!("{} has files with other modes or owners than the tree", rpm.display())));
    }
    Ok(())
}

/// Returns the size of a file in megabytes, for a person.
pub(super) fn size(file: &Path) -> String {
    let bytes = fs::metadata(file).map_or(0, |about| about.len());
    // One hundredth of a megabyte is 10,000 bytes.
    let hundredths = bytes / 10_000;
    format!("{}.{:02} MB", hundredths / 100, hundredths % 100)
}

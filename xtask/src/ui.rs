//! The UI's half: its packages, its page, its own checks. npm does the work; this knows when it is needed.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fs, io};

use crate::cargo::{root, target};
use crate::ledger::Ledger;
use crate::npm::{self, npm};
use crate::step::{self, Stop};
use crate::tally::Tally;

/// Installs the packages of the UI.
pub(crate) fn packages() -> Result<(), Stop> {
    npm::packages("ui", "UI packages")
}

/// Builds the page that the window shows. One that came out as it was stays untouched, or cargo, which goes by time, would
/// build the app anew.
pub(crate) fn page() -> Result<(), Stop> {
    let (fresh, page) = (target()?.join("page"), root().join("ui/dist"));
    let mut build = npm("ui", &["run", "build", "--", "--emptyOutDir", "--outDir"]);
    step::quiet("UI page (npm run build)", build.arg(&fresh))?;
    let trouble = |error: io::Error| Stop(format!("{}: {error}", page.display()));
    let files = files(&fresh).map_err(trouble)?;
    if self::files(&page).is_ok_and(|old| old == files) {
        return Ok(());
    }
    // there may be none
    let _ = fs::remove_dir_all(&page);
    files.iter().try_for_each(|(name, content)| write(&page.join(name), content)).map_err(trouble)
}

/// Every file below a folder, by its path from there.
fn files(folder: &Path) -> io::Result<BTreeMap<PathBuf, Vec<u8>>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let content = fs::read(&path)?;
                found.insert(path.strip_prefix(folder).unwrap_or(&path).to_owned(), content);
            }
        }
    }
    Ok(found)
}

fn write(path: &Path, content: &[u8]) -> io::Result<()> {
    path.parent().map_or(Ok(()), fs::create_dir_all)?;
    fs::write(path, content)
}

/// Types, lint and unit tests.
pub(crate) fn checks(ledger: &mut Ledger) {
    ledger.step("UI types", &mut npm("ui", &["run", "check"]));
    ledger.step("UI lint", &mut npm("ui", &["run", "lint"]));
    let mut vitest = npm("ui", &["exec", "--no", "--", "vitest", "run", "--reporter=verbose"]);
    ledger.tests("UI tests", vitest.env("NO_COLOR", "1"), Tally::of_vitest);
}

//! The UI: its packages, its page and its checks, by npm.

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

/// Builds the page that the window shows.
///
/// An unchanged page keeps its files. Cargo compares times, and would build the app again after each write.
pub(crate) fn page() -> Result<(), Stop> {
    let (fresh, page) = (target()?.join("page"), root().join("ui/dist"));
    let mut build = npm("ui", &["run", "build", "--", "--emptyOutDir", "--outDir"]);
    step::quiet("UI page (npm run build)", build.arg(&fresh))?;
    let stop = |error: io::Error| Stop(format!("{}: {error}", page.display()));
    let files = files(&fresh).map_err(stop)?;
    if self::files(&page).is_ok_and(|old| old == files) {
        return Ok(());
    }
    // The folder may be missing.
    let _ = fs::remove_dir_all(&page);
    files.iter().try_for_each(|(name, content)| write(&page.join(name), content)).map_err(stop)
}

/// Returns the content of every file below a folder, by its path from the folder.
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

/// Checks types and lint, and runs the unit tests.
pub(crate) fn checks(ledger: &mut Ledger) {
    ledger.step("UI types", &mut npm("ui", &["run", "check"]));
    ledger.step("UI lint", &mut npm("ui", &["run", "lint"]));
    let mut vitest = npm("ui", &["exec", "--no", "--", "vitest", "run", "--reporter=verbose"]);
    ledger.tests("UI tests", vitest.env("NO_COLOR", "1"), Tally::of_vitest);
}

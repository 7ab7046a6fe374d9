//! Reads the packages of the workspace and the root file of each target from the manifests.
//!
//! The reader knows only the forms in our manifests: one key on a line, and lists of plain texts.

use std::collections::BTreeSet;
use std::path::Path;

use super::files;
use crate::step::Stop;

/// The root files of a package.
pub(super) struct Package {
    /// The library's name in imports, and its root file.
    pub(super) library: Option<(String, String)>,
    /// The root files of programs, tests, examples and benches, and the build script.
    pub(super) others: BTreeSet<String>,
}

/// Returns every package of the workspace.
pub(super) fn packages(root: &Path) -> Result<Vec<Package>, Stop> {
    let lines = lines(&files::read(root, "Cargo.toml")?);
    let members = lines.iter().find(|line| line.section == "workspace" && line.key == "members");
    let folders: Vec<String> = members
        .map(|line| texts(&line.value))
        .unwrap_or_default()
        .iter()
        .map(|each| files::join("", each))
        .collect();
    folders.iter().map(|folder| package(root, folder)).collect()
}

fn package(root: &Path, folder: &str) -> Result<Package, Stop> {
    let lines = lines(&files::read(root, &files::join(folder, "Cargo.toml"))?);
    let value = |section: &str, key: &str| {
        let mut found = lines.iter().filter(|line| line.section == section && line.key == key);
        found.next().map(|line| line.value.trim_matches('"').to_owned())
    };
    let is_there = |path: &String| root.join(path).is_file();
    let below = |path: String| files::join(folder, &path);

    let path = below(value("lib", "path").unwrap_or_else(|| "src/lib.rs".to_owned()));
    let name =
        value("lib", "name").or_else(|| value("package", "name")).unwrap_or_default().replace('-', "_");
    let library = is_there(&path).then_some((name, path));

    let mut others: BTreeSet<String> = ["src/main.rs", "build.rs"].map(|path| below(path.to_owned())).into();
    others.extend(value("package", "build").map(below));
    for (section, place, switch) in [
        ("bin", "src/bin", "autobins"),
        ("test", "tests", "autotests"),
        ("example", "examples", "autoexamples"),
        ("bench", "benches", "autobenches"),
    ] {
        let named = lines.iter().filter(|line| line.section == section && line.key == "path");
        others.extend(named.map(|line| below(line.value.trim_matches('"').to_owned())));
        if value("package", switch).as_deref() != Some("false") {
            let place = below(place.to_owned());
            for (name, is_folder) in files::names(root, &place)? {
                let path = files::join(&place, &name);
                let found = if is_folder { files::join(&path, "main.rs") } else { path };
                others.extend(Some(found).filter(|path| path.ends_with(".rs")));
            }
        }
    }
    others.retain(is_there);
    Ok(Package { library, others })
}

struct Line {
    section: String,
    key: String,
    value: String,
}

/// Returns every `key = value` with its section. A list may take several lines.
fn lines(text: &str) -> Vec<Line> {
    let mut found: Vec<Line> = Vec::new();
    let mut section = String::new();
    let mut is_in_list = false;
    for line in text.lines().map(str::trim).filter(|line| !line.starts_with('#')) {
        if is_in_list {
            if let Some(list) = found.last_mut() {
                list.value.push_str(line);
            }
            is_in_list = !line.ends_with(']');
        } else if line.starts_with('[') {
            section = line.trim_matches(['[', ']']).to_owned();
        } else if let Some((key, value)) = line.split_once('=') {
            let (key, value) = (key.trim().to_owned(), value.trim().to_owned());
            is_in_list = value.starts_with('[') && !value.ends_with(']');
            found.push(Line { section: section.clone(), key, value });
        }
    }
    found
}

/// Returns the texts of a list.
fn texts(list: &str) -> Vec<&str> {
    list.split('"').skip(1).step_by(2).collect()
}

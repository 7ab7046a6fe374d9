//! Reads files and folders by their paths from the root.

use std::path::Path;
use std::{fs, io};

use crate::step::Stop;

/// Returns the text of a file.
pub(super) fn read(root: &Path, path: &str) -> Result<String, Stop> {
    fs::read_to_string(root.join(path)).map_err(|error| stop(path, &error))
}

/// Returns the names in a folder, in order, and whether each is a folder. A missing folder has no names.
pub(super) fn names(root: &Path, folder: &str) -> Result<Vec<(String, bool)>, Stop> {
    let entries = match fs::read_dir(root.join(folder)) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(stop(folder, &error)),
    };
    let mut names = Vec::new();
    for entry in entries {
        let entry = entry.map_err(|error| stop(folder, &error))?;
        names.push((entry.file_name().to_string_lossy().into_owned(), entry.path().is_dir()));
    }
    names.sort();
    Ok(names)
}

/// Joins a folder and a path, and resolves `.` and `..`.
pub(super) fn join(folder: &str, path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in folder.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// Returns the folder of a file.
pub(super) fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

fn stop(path: &str, error: &io::Error) -> Stop {
    Stop(format!("{path}: {error}"))
}

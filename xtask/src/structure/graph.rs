//! The graph of the sources: an arrow leads from each file to every file that it imports.

use std::collections::BTreeMap;

/// Files and arrows. A file's name is its path from the root, with slashes on every system.
#[derive(Default)]
pub(super) struct Graph {
    /// Each file with the number of its lines.
    pub(super) files: BTreeMap<String, usize>,
    arrows: BTreeMap<String, BTreeMap<String, Reason>>,
}

/// One reason for an arrow: the imported name, and the line of the import.
pub(super) struct Reason {
    pub(super) item: String,
    pub(super) line: usize,
}

/// One arrow.
#[derive(Clone, Copy)]
pub(super) struct Arrow<'g> {
    pub(super) from: &'g str,
    pub(super) to: &'g str,
    pub(super) reason: &'g Reason,
}

impl Graph {
    pub(super) fn add_file(&mut self, path: &str, text: &str) {
        self.files.insert(path.to_owned(), text.lines().count());
    }

    /// Adds an arrow, unless the graph has it already or both files are one.
    ///
    /// One reason is enough for a person to find the import.
    pub(super) fn add_arrow(&mut self, from: &str, to: &str, item: &str, line: usize) {
        if from != to {
            let arrows = self.arrows.entry(from.to_owned()).or_default();
            arrows.entry(to.to_owned()).or_insert_with(|| Reason { item: item.to_owned(), line });
        }
    }

    pub(super) fn arrows(&self) -> impl Iterator<Item = Arrow<'_>> {
        self.arrows
            .iter()
            .flat_map(|(from, arrows)| arrows.iter().map(move |(to, reason)| Arrow { from, to, reason }))
    }

    pub(super) fn arrows_from(&self, from: &str) -> impl Iterator<Item = &str> {
        self.arrows.get(from).into_iter().flatten().map(|(to, _)| to.as_str())
    }
}

impl std::fmt::Display for Arrow<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} → {} ({}, line {})", self.from, self.to, self.reason.item, self.reason.line)
    }
}

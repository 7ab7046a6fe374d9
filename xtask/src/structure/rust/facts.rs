//! What one file says: the modules in it, and what each of them declares, imports and names.

use std::collections::{BTreeMap, BTreeSet};

/// A module that stands in a file: the file's own, or one in braces.
#[derive(Default)]
pub(super) struct Scope {
    /// Its name in braces; nothing for the file's own.
    pub(super) name: String,
    /// The scope around it.
    pub(super) parent: Option<usize>,
    pub(super) is_test: bool,
    /// The modules that lie in files of their own.
    pub(super) children: Vec<Child>,
    /// What is defined here, test code left out.
    pub(super) items: BTreeSet<String>,
    pub(super) imports: Vec<Import>,
    /// Every path in code, test code left out.
    pub(super) paths: Vec<Path>,
    /// Every single word that may be the name of something imported by `*`, with its line.
    pub(super) words: BTreeMap<String, usize>,
    pub(super) methods: Vec<Method>,
}

/// `mod name;`
pub(super) struct Child {
    pub(super) name: String,
    /// What `#[path]` says.
    pub(super) path: Option<String>,
    pub(super) is_test: bool,
}

/// One leaf of a `use`.
pub(super) struct Import {
    pub(super) path: Path,
    /// The name that it has here; nothing for `*`.
    pub(super) name: Option<String>,
    /// It stands in a function, so other modules can't go through it.
    pub(super) is_local: bool,
}

#[derive(Clone)]
pub(super) struct Path {
    /// A path from `::` begins with an empty part.
    pub(super) parts: Vec<String>,
    pub(super) line: usize,
}

/// A public method.
pub(super) struct Method {
    pub(super) of: Path,
    pub(super) name: String,
}

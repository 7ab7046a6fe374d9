//! The facts of one file: its modules, and the declarations, imports and names in each.

use std::collections::{BTreeMap, BTreeSet};

/// A module in a file: the file's own module, or one in braces.
#[derive(Default)]
pub(super) struct Scope {
    /// The name of the module in braces; empty for the file's own.
    pub(super) name: String,
    /// The scope around it.
    pub(super) parent: Option<usize>,
    pub(super) is_test: bool,
    /// The modules with their own files.
    pub(super) children: Vec<Child>,
    /// The names of the defined items, without test code.
    pub(super) items: BTreeSet<String>,
    pub(super) imports: Vec<Import>,
    /// Every path in the code, without test code.
    pub(super) paths: Vec<Path>,
    /// Every single word that may be a name from an import by `*`, with its line.
    pub(super) words: BTreeMap<String, usize>,
    pub(super) methods: Vec<Method>,
}

/// A declaration `mod name;`.
pub(super) struct Child {
    pub(super) name: String,
    /// The path in `#[path]`.
    pub(super) path: Option<String>,
    pub(super) is_test: bool,
}

/// One leaf of a `use`.
pub(super) struct Import {
    pub(super) path: Path,
    /// The name in this module; `None` for `*`.
    pub(super) name: Option<String>,
    /// Whether the import stands in a function, where other modules can't use it.
    pub(super) is_local: bool,
}

#[derive(Clone)]
pub(super) struct Path {
    /// The parts of the path. A path from `::` begins with an empty part.
    pub(super) parts: Vec<String>,
    pub(super) line: usize,
}

/// A public method.
pub(super) struct Method {
    pub(super) of: Path,
    pub(super) name: String,
}

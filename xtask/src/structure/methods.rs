//! The public methods of each type. A type with too many methods should be several types.

use std::collections::{BTreeMap, BTreeSet};

use super::rules::MOST_METHODS;

/// The public methods of every type, from all its `impl` blocks in a crate.
#[derive(Default)]
pub(super) struct Methods(BTreeMap<Type, BTreeSet<String>>);

/// A type of a crate.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Type {
    /// The root file of the crate.
    pub(super) root: String,
    /// The file that defines the type.
    pub(super) file: String,
    pub(super) name: String,
}

impl Methods {
    pub(super) fn add(&mut self, of: Type, method: &str) {
        self.0.entry(of).or_default().insert(method.to_owned());
    }

    /// Returns the type with the most public methods, and their number.
    pub(super) fn most(&self) -> Option<(&Type, usize)> {
        self.0.iter().map(|(of, methods)| (of, methods.len())).max_by_key(|(_, count)| *count)
    }

    /// Returns a sentence for every type with too many public methods.
    pub(super) fn faults(&self) -> Vec<String> {
        let many = self.0.iter().filter(|(_, methods)| methods.len() > MOST_METHODS);
        many.map(|(Type { file, name, .. }, methods)| {
            let count = methods.len();
            format!("{file}: the type {name} has {count} public methods, but the limit is {MOST_METHODS}")
        })
        .collect()
    }
}

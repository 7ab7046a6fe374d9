//! Public methods of a type: a type that offers too many is several types.

use std::collections::{BTreeMap, BTreeSet};

use super::rules::MOST_METHODS;

/// The public methods of every type, over all its `impl` blocks in a crate.
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

    /// The type with the most.
    pub(super) fn most(&self) -> Option<(&Type, usize)> {
        self.0.iter().map(|(of, methods)| (of, methods.len())).max_by_key(|(_, count)| *count)
    }

    /// A sentence for every type that has too many.
    pub(super) fn faults(&self) -> Vec<String> {
        let many = self.0.iter().filter(|(_, methods)| methods.len() > MOST_METHODS);
        many.map(|(Type { file, name, .. }, methods)| {
            let count = methods.len();
            format!("{file}: the type {name} has {count} public methods, and {MOST_METHODS} are allowed")
        })
        .collect()
    }
}

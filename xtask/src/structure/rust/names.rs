//! Finds the module that defines the item of a path, along imports of any kind.

use std::collections::BTreeSet;

use super::facts::Import;
use super::world::World;

/// The target of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    Module(usize),
    /// An item that the module defines.
    Item(usize),
}

/// The use of a path's last part. One name may belong to a module and to an item.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Want {
    Item,
    /// A module, which more parts follow.
    Module,
}

/// The steps so far. Without them, imports in a circle would never end.
type Taken = BTreeSet<(usize, String, Want)>;

impl World {
    /// Returns the target of a path in a module, or `None` for a path to another workspace.
    pub(super) fn find(&self, module: usize, path: &[String], want: Want) -> Option<Found> {
        self.follow(module, path, want, &mut Taken::new())
    }

    /// Returns the item that an import by `*` from `module` would bring under this name.
    pub(super) fn find_in(&self, module: usize, name: &str) -> Option<Found> {
        self.look_up(module, name, Want::Item, false, &mut Taken::new())
    }

    fn follow(&self, module: usize, path: &[String], want: Want, taken: &mut Taken) -> Option<Found> {
        let (first, rest) = path.split_first()?;
        let wanted = |rest: &[String]| if rest.is_empty() { want } else { Want::Module };
        let library = |name: &str| self.libraries.get(name).map(|root| Found::Module(*root));
        let (mut found, mut rest) = match first.as_str() {
            "crate" => (Found::Module(self.modules[module].root), rest),
            "self" => (Found::Module(module), rest),
            "super" => (Found::Module(self.modules[module].parent?), rest),
            "" => (library(rest.first()?)?, &rest[1..]),
            name => {
                let here = self.look_up(module, name, wanted(rest), true, taken);
                (here.or_else(|| library(name))?, rest)
            }
        };
        while let (Found::Module(module), Some((part, more))) = (found, rest.split_first()) {
            found = match part.as_str() {
                "super" => Found::Module(self.modules[module].parent?),
                "self" => found,
                // An item from a macro or from another crate counts for the file in the path.
                part => self.look_up(module, part, wanted(more), false, taken).unwrap_or(Found::Item(module)),
            };
            rest = more;
        }
        Some(found)
    }

    /// Returns the meaning of a name in a module. Imports in functions count only for the module itself.
    fn look_up(
        &self,
        module: usize,
        name: &str,
        want: Want,
        is_own: bool,
        taken: &mut Taken,
    ) -> Option<Found> {
        if !taken.insert((module, name.to_owned(), want)) {
            return None;
        }
        let here = &self.modules[module];
        let child =
            here.children.iter().find(|(child, _)| child == name).map(|(_, child)| Found::Module(*child));
        if want == Want::Module && child.is_some() {
            return child;
        }
        if here.scope.items.contains(name) {
            return Some(Found::Item(module));
        }
        let imports = || here.scope.imports.iter().filter(|import| is_own || !import.is_local);
        let by_name = |import: &&Import| import.name.as_deref() == Some(name);
        for import in imports().filter(by_name) {
            if let Some(found) = self.follow(module, &import.path.parts, want, taken) {
                return Some(found);
            }
        }
        if child.is_some() {
            return child;
        }
        for import in imports().filter(|import| import.name.is_none()) {
            let from = self.follow(module, &import.path.parts, Want::Module, taken);
            if let Some(Found::Module(from)) = from
                && let Some(found) = self.look_up(from, name, want, false, taken)
            {
                return Some(found);
            }
        }
        None
    }
}

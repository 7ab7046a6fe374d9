//! Makes arrows between files from the imports and paths of each module.

use super::facts::Import;
use super::names::{Found, Want};
use super::world::World;
use crate::structure::graph::Graph;
use crate::structure::methods::{Methods, Type};

/// Adds an arrow for each import and path of a module. Test code may import anything, so it adds no arrow.
pub(super) fn add(world: &World, module: usize, graph: &mut Graph) {
    let here = &world.modules[module];
    if here.is_test {
        return;
    }
    let mut arrow = |found: Found, item: &str, line: usize| {
        let (Found::Module(to) | Found::Item(to)) = found;
        graph.add_arrow(&here.file, &world.modules[to].file, item, line);
    };
    for import in &here.scope.imports {
        let want = if import.name.is_some() { Want::Item } else { Want::Module };
        let Some(found) = world.find(module, &import.path.parts, want) else { continue };
        let item = import.path.parts.join("::");
        match (&import.name, found) {
            (Some(_), Found::Module(_)) if is_gone_through(world, module, import) => {}
            (Some(_), found) => arrow(found, &item, import.path.line),
            (None, found) => {
                arrow(found, &format!("{item}::*"), import.path.line);
                by_star(world, module, found, &mut arrow);
            }
        }
    }
    for path in &here.scope.paths {
        if let Some(found) = world.find(module, &path.parts, Want::Item) {
            arrow(found, &path.parts.join("::"), path.line);
        }
    }
}

/// Whether an imported module only begins paths here. These paths lead to the files that count.
fn is_gone_through(world: &World, module: usize, import: &Import) -> bool {
    let scope = &world.modules[module].scope;
    scope.paths.iter().any(|path| path.parts.first() == import.name.as_ref())
}

/// Adds an arrow for each word that only an import by `*` can explain.
fn by_star(world: &World, module: usize, from: Found, arrow: &mut impl FnMut(Found, &str, usize)) {
    let Found::Module(from) = from else { return };
    let scope = &world.modules[module].scope;
    for (word, line) in &scope.words {
        let is_named = scope.imports.iter().any(|import| import.name.as_ref() == Some(word));
        if !is_named
            && !scope.items.contains(word)
            && let Some(found) = world.find_in(from, word)
        {
            arrow(found, word, *line);
        }
    }
}

/// Adds the public methods in a module to their types.
pub(super) fn add_methods(world: &World, module: usize, methods: &mut Methods) {
    let here = &world.modules[module];
    if here.is_test {
        return;
    }
    for method in &here.scope.methods {
        let Some(name) = method.of.parts.last() else { continue };
        let home = match world.find(module, &method.of.parts, Want::Item) {
            Some(Found::Module(home) | Found::Item(home)) => home,
            None => module,
        };
        let (root, file) = (&world.modules[here.root].file, &world.modules[home].file);
        let of = Type { root: root.clone(), file: file.clone(), name: name.clone() };
        methods.add(of, &method.name);
    }
}

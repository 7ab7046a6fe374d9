//! The imports of the Rust sources.
//!
//! The reader follows `mod` from the root of each target to every file. Each import leads to the file that defines the
//! imported item. The reader knows words but no types. So a method call is no import, and neither is a name that only a
//! macro composes.

mod arrows;
mod facts;
mod names;
mod reader;
mod test_code;
mod tokens;
mod uses;
mod world;

use std::path::Path;

use super::graph::Graph;
use super::manifest;
use super::methods::Methods;
use crate::step::Stop;
use world::World;

/// Adds every Rust file of the workspace, with its imports and the methods of its types.
pub(super) fn read(root: &Path, graph: &mut Graph, methods: &mut Methods) -> Result<(), Stop> {
    let packages = manifest::packages(root)?;
    let world = World::read(root, &packages, graph)?;
    for module in 0..world.modules.len() {
        arrows::add(&world, module, graph);
        arrows::add_methods(&world, module, methods);
    }
    Ok(())
}

/// Returns the string literals of a Rust text, each with its line.
pub(crate) fn literals(text: &str) -> Vec<(usize, String)> {
    let literal = |token: tokens::Token| match token.kind {
        tokens::Kind::Literal(text) => Some((token.line, text)),
        _ => None,
    };
    tokens::tokens(text).into_iter().filter_map(literal).collect()
}

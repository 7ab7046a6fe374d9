//! The imports of the UI: `import`, `export … from` and `import("…")` in TypeScript and in Svelte's scripts.
//!
//! Imports of types count too.

mod imports;
mod tokens;

use std::path::Path;

use super::files;
use super::graph::Graph;
use crate::step::Stop;

const UI: &str = "ui";

/// The folders without sources of ours.
const OTHERS: [&str; 2] = ["node_modules", "dist"];

/// Adds every file of the UI and its imports to the graph.
pub(super) fn read(root: &Path, graph: &mut Graph) -> Result<(), Stop> {
    let mut texts = Vec::new();
    let mut folders = vec![UI.to_owned()];
    while let Some(folder) = folders.pop() {
        for (name, is_folder) in files::names(root, &folder)? {
            let path = files::join(&folder, &name);
            if is_folder && !OTHERS.contains(&name.as_str()) {
                folders.push(path);
            } else if !is_folder && (name.ends_with(".ts") || name.ends_with(".svelte")) {
                let text = files::read(root, &path)?;
                graph.add_file(&path, &text);
                texts.push((path, text));
            }
        }
    }
    for (path, text) in &texts {
        for import in imports::imports(path, text) {
            let wanted = files::join(files::folder(path), &import.from);
            let candidates = ["", ".ts", "/index.ts"].map(|end| format!("{wanted}{end}"));
            if let Some(to) = candidates.iter().find(|candidate| graph.files.contains_key(*candidate)) {
                graph.add_arrow(path, to, &import.item, import.line);
            }
        }
    }
    Ok(())
}

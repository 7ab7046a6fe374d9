//! The figures of the sources: the number and length of files, and the most public methods of a type.

use super::graph::Graph;
use super::methods::Methods;

/// Returns the figures in one line.
pub(super) fn line(graph: &Graph, methods: &Methods) -> String {
    let rust = lengths("Rust", graph, |path| path.ends_with(".rs"));
    let ui = lengths("UI", graph, |path| !path.ends_with(".rs"));
    let most = methods.most().map_or_else(
        || "no public methods".to_owned(),
        |(of, count)| format!("most public methods: {} with {count}", of.name),
    );
    format!("{rust}; {ui}; {most}")
}

fn lengths(language: &str, graph: &Graph, belongs: fn(&str) -> bool) -> String {
    let files = graph.files.iter().filter(|(path, _)| belongs(path));
    let mut files: Vec<(usize, &str)> = files.map(|(path, lines)| (*lines, path.as_str())).collect();
    files.sort_unstable();
    let count = files.len();
    match (files.get(count / 2), files.last()) {
        (Some((median, _)), Some((largest, path))) => {
            format!("{language}: {count} files, median {median} lines, largest {largest} ({path})")
        }
        _ => format!("{language}: no files"),
    }
}

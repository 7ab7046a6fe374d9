//! Circles: files that import each other, directly or through other files.

use std::collections::{BTreeMap, BTreeSet};

use super::graph::Graph;

/// Returns a sentence for every circle, with its files and one reason for each arrow.
pub(super) fn faults(graph: &Graph) -> Vec<String> {
    circles(graph).iter().map(|circle| sentence(graph, circle)).collect()
}

fn sentence(graph: &Graph, circle: &BTreeSet<&str>) -> String {
    let mut text = format!("{} files import each other in a circle:", circle.len());
    for arrow in graph.arrows().filter(|arrow| circle.contains(arrow.from) && circle.contains(arrow.to)) {
        text.push_str(&format!("\n    {arrow}"));
    }
    text
}

/// Finds the strongly connected components of more than one file, by Tarjan's algorithm.
fn circles(graph: &Graph) -> Vec<BTreeSet<&str>> {
    let mut walk = Walk { graph, seen: BTreeMap::new(), open: Vec::new(), circles: Vec::new() };
    for file in graph.files.keys() {
        if !walk.seen.contains_key(file.as_str()) {
            walk.visit(file);
        }
    }
    walk.circles
}

struct Walk<'g> {
    graph: &'g Graph,
    /// The number of each visited file, in the order of the visits.
    seen: BTreeMap<&'g str, usize>,
    /// Visited files whose circle is not complete yet.
    open: Vec<&'g str>,
    circles: Vec<BTreeSet<&'g str>>,
}

impl<'g> Walk<'g> {
    /// Visits a file and its imports. Returns the earliest open file that they lead back to.
    fn visit(&mut self, file: &'g str) -> usize {
        let (graph, number) = (self.graph, self.seen.len());
        self.seen.insert(file, number);
        let place = self.open.len();
        self.open.push(file);
        let mut earliest = number;
        for next in graph.arrows_from(file) {
            match self.seen.get(next) {
                None => earliest = earliest.min(self.visit(next)),
                Some(seen) if self.open.contains(&next) => earliest = earliest.min(*seen),
                Some(_) => {}
            }
        }
        if earliest == number {
            let circle: BTreeSet<&str> = self.open.drain(place..).collect();
            if circle.len() > 1 {
                self.circles.push(circle);
            }
        }
        earliest
    }
}

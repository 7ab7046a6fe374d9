//! The structure of the sources: which file imports which, and how much one type offers.
//!
//! A circle of files can't be read, tested or moved in parts. `rules` holds what is allowed; the rest finds what is there.

mod characters;
mod circles;
mod directions;
mod figures;
mod files;
mod graph;
mod manifest;
mod methods;
mod rules;
mod rust;
mod typescript;

#[cfg(test)]
mod tests;

use std::path::Path;
use std::process::ExitCode;

use crate::cargo::root;
use crate::say;
use crate::step::{Stop, timed};
use graph::Graph;
use methods::Methods;
pub(crate) use rust::literals;

/// Runs the check alone.
pub(crate) fn structure() -> ExitCode {
    match holds() {
        Ok(()) => ExitCode::SUCCESS,
        Err(stop) => {
            say::trouble(&stop.to_string());
            ExitCode::FAILURE
        }
    }
}

/// Checks every rule, and prints the figures.
pub(crate) fn holds() -> Result<(), Stop> {
    timed("Structure of the sources", || {
        let sources = Sources::read(&root())?;
        say::line(&format!("  {}", figures::line(&sources.graph, &sources.methods)));
        let faults = sources.faults();
        if faults.is_empty() { Ok(()) } else { Err(Stop(faults.join("\n"))) }
    })
}

/// What the sources of a workspace and of its UI are made of.
struct Sources {
    graph: Graph,
    methods: Methods,
}

impl Sources {
    fn read(root: &Path) -> Result<Self, Stop> {
        let mut sources = Self { graph: Graph::default(), methods: Methods::default() };
        rust::read(root, &mut sources.graph, &mut sources.methods)?;
        typescript::read(root, &mut sources.graph)?;
        Ok(sources)
    }

    fn faults(&self) -> Vec<String> {
        let mut faults = circles::faults(&self.graph);
        faults.extend(directions::faults(&self.graph));
        faults.extend(self.methods.faults());
        faults
    }
}

//! `cargo xtask structure`: checks the imports between files and the number of public methods of each type.
//!
//! Nobody can read, test or move a part of a circle of files alone. `rules` has the rules. The other files read the
//! sources.

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

/// Runs only this check.
pub(crate) fn structure() -> ExitCode {
    match holds() {
        Ok(()) => ExitCode::SUCCESS,
        Err(stop) => {
            say::error(&stop.to_string());
            ExitCode::FAILURE
        }
    }
}

/// Checks every rule and prints the figures. Fails with a sentence for each fault.
pub(crate) fn holds() -> Result<(), Stop> {
    timed("Structure of the sources", || {
        let sources = Sources::read(&root())?;
        say::line(&format!("  {}", figures::line(&sources.graph, &sources.methods)));
        let faults = sources.faults();
        if faults.is_empty() { Ok(()) } else { Err(Stop(faults.join("\n"))) }
    })
}

/// The facts about the sources of a workspace and of its UI.
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

//! The measurements beside their budgets: a table for the terminal, and the same table for `docs/performance.md`.

use std::fmt;
use std::fs;
use std::path::Path;

use crate::machine;
use crate::samples::Samples;

const BEGIN: &str = "<!-- written by `cargo xtask bench --write` -->\n";
const END: &str = "<!-- end -->\n";

/// The measurements of one run.
pub(crate) struct Report {
    load: String,
    lines: Vec<Line>,
    ways: String,
}

struct Line {
    what: String,
    budget: Option<f64>,
    unit: &'static str,
    figure: f64,
    from: String,
    method: &'static str,
}

impl Report {
    pub(crate) fn new() -> Self {
        Self { load: machine::load(), lines: Vec::new(), ways: String::new() }
    }

    /// Adds a measurement as a ratio to its peer of the same run.
    pub(crate) fn ratio(
        &mut self,
        what: impl Into<String>,
        budget: impl Into<Option<f64>>,
        (ours, peer): (&Samples, &Samples),
        unit: &str,
        method: &'static str,
    ) {
        let from = format!("{ours} {unit} ÷ {peer} {unit}, {} each", ours.count());
        let figure = ours.median() / peer.median();
        self.lines.push(Line { what: what.into(), budget: budget.into(), unit: "×", figure, from, method });
    }

    /// Adds a measurement in milliseconds.
    pub(crate) fn time(
        &mut self,
        what: impl Into<String>,
        budget: impl Into<Option<f64>>,
        samples: &Samples,
        method: &'static str,
    ) {
        let from = format!("{samples} ms, {}", samples.count());
        let figure = samples.median();
        self.lines.push(Line { what: what.into(), budget: budget.into(), unit: "ms", figure, from, method });
    }

    /// Adds a way to paint: name, first paint, memory, a keystroke, a frame of scrolling.
    pub(crate) fn way(&mut self, [name, paint, memory, keystroke, frame]: [&dyn fmt::Display; 5]) {
        self.ways.push_str(&format!("| {name} | {paint} ms | {memory} MB | {keystroke} ms | {frame} ms |\n"));
    }

    /// Returns both tables.
    pub(crate) fn tables(&self) -> String {
        let head = "| renderer | first paint | memory | keystroke in the search | time between frames while scrolling |";
        format!("{}\n{head}\n|---|---|---|---|---|\n{}", self.table(), self.ways)
    }

    fn table(&self) -> String {
        let mut table =
            "| measurement | budget | result | median (lowest–highest), count | |\n|---|---|---|---|---|\n"
                .to_owned();
        for Line { what, budget, unit, figure, from, .. } in &self.lines {
            let digits = if *unit == "×" { 2 } else { 1 };
            let limit = budget.map_or_else(|| "–".to_owned(), |budget| format!("≤ {budget} {unit}"));
            let verdict = budget.map_or("", |budget| if *figure <= budget { "met" } else { "**missed**" });
            table
                .push_str(&format!("| {what} | {limit} | {figure:.digits$} {unit} | {from} | {verdict} |\n"));
        }
        table
    }

    /// Writes the tables, the machine and the methods between the marks in a file. The text around them stays.
    pub(crate) fn write(&self, path: &Path) {
        let text = fs::read_to_string(path).expect("the file to write to can be read");
        let (before, rest) = text.split_once(BEGIN).expect("the file has a mark where the figures begin");
        let (_, after) = rest.split_once(END).expect("the file has a mark where the figures end");
        let (date, machine, load) = (machine::date(), machine::description(), &self.load);
        let tables = self.tables();
        let methods = self.methods();
        let figures = format!(
            "{date}. {machine}. Load average of one minute at the start: {load}.\n\n{tables}\nHow each figure was measured:\n\n{methods}"
        );
        fs::write(path, format!("{before}{BEGIN}{figures}{END}{after}")).expect("the file can be written");
    }

    /// Returns how each line was measured. Neighbours with the same method share an entry.
    fn methods(&self) -> String {
        let mut methods: Vec<(String, &str)> = Vec::new();
        for Line { what, method, .. } in &self.lines {
            match methods.last_mut() {
                Some((alike, last)) if last == method => {
                    alike.push_str("; ");
                    alike.push_str(what);
                }
                _ => methods.push((what.clone(), method)),
            }
        }
        methods.iter().map(|(what, method)| format!("- **{what}**: {method}.\n")).collect()
    }
}

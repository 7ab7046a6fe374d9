//! The measurements: first those that have a peer, with the verdicts on them, then the times. One text for the terminal and for
//! `docs/performance.md`.

use std::fs;
use std::path::Path;

use switchhook_journeys::budget::{Budget, Judgement};
use switchhook_journeys::samples::Samples;

use crate::machine;

const BEGIN: &str = "<!-- written by `cargo xtask bench --write` -->\n";
const END: &str = "<!-- end -->\n";

/// The measurements of one run.
pub(crate) struct Report {
    load: String,
    compared: String,
    times: String,
    /// Each measurement with its method, in the order of the tables.
    methods: Vec<(String, &'static str)>,
    missed: usize,
}

impl Report {
    pub(crate) fn new() -> Self {
        let [compared, times] = [String::new(), String::new()];
        Self { load: machine::load(), compared, times, methods: Vec::new(), missed: 0 }
    }

    /// Adds a measurement that is judged by its peer of the same run. `peer` names the peer.
    pub(crate) fn judged(
        &mut self,
        (what, peer): (&str, &str),
        budget: Budget,
        (ours, theirs): (&Samples, &Samples),
        unit: &str,
        method: &'static str,
    ) {
        let judgement = budget.judge(ours, theirs);
        self.missed += usize::from(!judgement.is_met());
        self.comparison((what, peer), Some(budget), judgement, (ours, theirs), unit);
        self.methods.push((what.to_owned(), method));
    }

    /// Adds a measurement beside its peer of the same run, without a budget.
    pub(crate) fn ratio(
        &mut self,
        (what, peer): (&str, &str),
        (ours, theirs): (&Samples, &Samples),
        unit: &str,
        method: &'static str,
    ) {
        let judgement = Budget::Times(f64::INFINITY).judge(ours, theirs);
        self.comparison((what, peer), None, judgement, (ours, theirs), unit);
        self.methods.push((what.to_owned(), method));
    }

    fn comparison(
        &mut self,
        (what, peer): (&str, &str),
        budget: Option<Budget>,
        judgement: Judgement,
        (ours, theirs): (&Samples, &Samples),
        unit: &str,
    ) {
        let limit = budget.map_or_else(|| "–".to_owned(), |one| format!("≤ {}", one.show(one.most(), unit)));
        let verdict = budget.map(|_| judgement.to_string()).unwrap_or_default();
        let (result, count) = (judgement.result(unit), ours.count());
        self.compared.push_str(&format!(
            "| {what} | {peer} | {limit} | {result} | {verdict} | {ours} {unit}, {theirs} {unit}; {count} each |\n"
        ));
    }

    /// Adds a budget that this run can't judge, and why.
    pub(crate) fn unmeasured(&mut self, (what, peer): (&str, &str), budget: Budget, why: &str) {
        let limit = budget.show(budget.most(), "");
        self.compared.push_str(&format!("| {what} | {peer} | ≤ {limit} | – | not measured | {why} |\n"));
    }

    /// Adds a time, which is not judged.
    pub(crate) fn time(&mut self, what: impl Into<String>, samples: &Samples, method: &'static str) {
        let what = what.into();
        self.times.push_str(&format!("| {what} | {samples} ms, {} |\n", samples.count()));
        self.methods.push((what, method));
    }

    /// Returns how many budgets are missed.
    pub(crate) fn missed(&self) -> usize {
        self.missed
    }

    /// Returns both tables.
    pub(crate) fn tables(&self) -> String {
        let Self { compared, times, .. } = self;
        format!(
            "| measurement | compared with | budget | result | | median (lowest–highest) of both, count |\n|---|---|---|---|---|---|\n{compared}\n\
             | time, not judged | median (lowest–highest), count |\n|---|---|\n{times}"
        )
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
        for (what, method) in &self.methods {
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

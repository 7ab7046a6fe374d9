//! The passages of a file: each run of comment lines, each paragraph, list item and table cell of a document, and each
//! sentence that the programs say.

use crate::structure::literals;

/// Lines of text that belong together.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Passage {
    /// The number of its first line.
    pub(super) line: usize,
    /// Whether it begins a doc comment: tools show that passage by itself.
    pub(super) begins_doc: bool,
    pub(super) text: String,
}

/// The signs that begin a comment line, longest first.
const SLASHES: [&str; 6] = ["///", "//!", "//", "/**", "/*", "* "];

/// The files and folders whose strings are sentences for a person.
const SENTENCES: [&str; 5] = [
    "crates/core/src/words/",
    "crates/cli/src/commands/",
    "crates/cli/src/misuse.rs",
    "crates/cli/src/output.rs",
    "src-tauri/",
];

/// Returns the passages of a file, by the end of its name. Other files have none.
pub(super) fn passages(path: &str, text: &str) -> Vec<Passage> {
    let mut passages = written(path, text);
    if path.ends_with(".rs") && SENTENCES.iter().any(|place| path.starts_with(place)) {
        let sentences = literals(text).into_iter().filter(|(_, text)| text.contains(' '));
        passages.extend(sentences.map(|(line, text)| Passage { line, begins_doc: false, text }));
    }
    passages
}

fn written(path: &str, text: &str) -> Vec<Passage> {
    match path.rsplit_once('.').map_or("", |(_, end)| end) {
        "md" => paragraphs(text),
        "rs" | "ts" | "svelte" | "css" | "mjs" => comments(text, &SLASHES),
        "toml" | "yml" | "sh" => comments(text, &["#"]),
        "sql" => comments(text, &["--"]),
        _ => Vec::new(),
    }
}

fn comments(text: &str, signs: &[&str]) -> Vec<Passage> {
    let mut found = Collector::default();
    let mut is_below_first = false;
    for (number, line) in numbered(text) {
        let line = line.trim();
        let comment = signs.iter().find_map(|sign| Some((*sign, line.strip_prefix(sign)?)));
        let Some((sign, words)) = comment else {
            found.end();
            is_below_first = false;
            continue;
        };
        if words.trim_start().starts_with("# ") {
            // A heading of a doc comment.
            found.end();
            is_below_first = true;
            continue;
        }
        let is_doc = matches!(sign, "///" | "//!" | "/**" | "* ");
        found.add(number, is_doc && !is_below_first, words.trim_end_matches("*/"));
        is_below_first |= words.trim().is_empty();
    }
    found.passages()
}

fn paragraphs(text: &str) -> Vec<Passage> {
    let mut found = Collector::default();
    let mut is_code = false;
    for (number, line) in numbered(text) {
        let line = line.trim();
        if line.starts_with("```") {
            is_code = !is_code;
            found.end();
        } else if is_code || line.starts_with('#') || line.starts_with('<') {
            found.end();
        } else if let Some(row) = line.strip_prefix('|') {
            for cell in row.split('|') {
                found.end();
                found.add(number, false, cell);
            }
            found.end();
        } else if let Some(item) = item(line) {
            found.end();
            found.add(number, false, item);
        } else {
            found.add(number, false, line);
        }
    }
    found.passages()
}

/// Returns the text of a list item without its mark, if the line begins one.
fn item(line: &str) -> Option<&str> {
    let number = line.trim_start_matches(|c: char| c.is_ascii_digit());
    ["- ", "* "].iter().find_map(|mark| line.strip_prefix(mark)).or_else(|| number.strip_prefix(". "))
}

fn numbered(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines().enumerate().map(|(index, line)| (index + 1, line))
}

/// Joins lines into passages.
#[derive(Default)]
struct Collector {
    passages: Vec<Passage>,
    open: Option<Passage>,
}

impl Collector {
    fn add(&mut self, line: usize, begins_doc: bool, words: &str) {
        let words = words.trim();
        if words.is_empty() || self.open.as_ref().is_some_and(|open| open.begins_doc != begins_doc) {
            self.end();
        }
        if words.is_empty() {
            return;
        }
        match &mut self.open {
            Some(open) => {
                open.text.push(' ');
                open.text.push_str(words);
            }
            None => self.open = Some(Passage { line, begins_doc, text: words.to_owned() }),
        }
    }

    fn end(&mut self) {
        self.passages.extend(self.open.take());
    }

    fn passages(mut self) -> Vec<Passage> {
        self.end();
        self.passages
    }
}

//! The imports in a file of the UI.

use super::tokens::{Kind, Token, tokens};

/// One import of a file by its relative path.
pub(super) struct Import {
    pub(super) from: String,
    /// The imported names.
    pub(super) item: String,
    pub(super) line: usize,
}

/// Returns the imports of a file, in their order.
pub(super) fn imports(path: &str, text: &str) -> Vec<Import> {
    let mut found = Vec::new();
    for (code, line) in if path.ends_with(".svelte") { parts(text) } else { vec![(text, 1)] } {
        let tokens = tokens(code, line);
        let starts = tokens
            .iter()
            .enumerate()
            .filter(|(_, token)| is_word(token, "import") || is_word(token, "export"));
        found.extend(starts.filter_map(|(place, _)| import(&tokens[place..])));
    }
    found.retain(|import| import.from.starts_with('.'));
    found
}

fn import(tokens: &[Token]) -> Option<Import> {
    let (first, rest) = tokens.split_first()?;
    let is_export = is_word(first, "export");
    let mut item = Vec::new();
    let mut is_first = true;
    let mut is_from = !is_export;
    for token in rest {
        match &token.kind {
            Kind::Text(from) if is_from => {
                let item = if item.is_empty() { "all".to_owned() } else { item.join(" ") };
                return Some(Import { from: from.clone(), item, line: first.line });
            }
            // `import("…")`
            Kind::Sign('(') if is_first && !is_export => {}
            Kind::Word(word) if word == "from" => is_from = true,
            Kind::Word(word) if is_export && is_first && word != "type" => return None,
            Kind::Word(word) => item.push(word.as_str()),
            Kind::Sign('{' | ',' | '*') => {}
            // After the closing brace of an export, only `from` leads to a file.
            Kind::Sign('}') => is_from = false,
            _ => return None,
        }
        is_first = false;
    }
    None
}

fn is_word(token: &Token, word: &str) -> bool {
    matches!(&token.kind, Kind::Word(found) if found == word)
}

/// Returns the scripts of a component and every `import("…")` in its markup, each with the number of its first line.
fn parts(text: &str) -> Vec<(&str, usize)> {
    let line = |place: usize| text[..place].matches('\n').count() + 1;
    let (mut parts, mut place) = (Vec::new(), 0);
    while let Some(start) = text[place..].find("<script").map(|found| place + found) {
        let Some(open) = text[start..].find('>').map(|found| start + found + 1) else { break };
        let close = text[open..].find("</script").map_or(text.len(), |found| open + found);
        parts.extend(
            dynamic(&text[place..start]).map(|found| (&text[place + found..start], line(place + found))),
        );
        parts.push((&text[open..close], line(open)));
        place = close;
    }
    parts.extend(dynamic(&text[place..]).map(|found| (&text[place + found..], line(place + found))));
    parts
}

/// Returns the places of `import(` in the markup.
fn dynamic(markup: &str) -> impl Iterator<Item = usize> {
    markup.match_indices("import(").map(|(place, _)| place)
}

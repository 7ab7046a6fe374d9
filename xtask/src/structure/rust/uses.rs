//! The tree of a `use`.

use super::facts::{Import, Path};
use super::tokens::{Kind, Token};

/// Returns the leaves of the tree that begins at `place`, and the place after the tree.
pub(super) fn leaves(tokens: &[Token], place: usize, is_local: bool) -> (Vec<Import>, usize) {
    let mut tree = Tree { tokens, place, is_local, found: Vec::new() };
    tree.branch(&[]);
    (tree.found, tree.place)
}

struct Tree<'t> {
    tokens: &'t [Token],
    place: usize,
    is_local: bool,
    found: Vec<Import>,
}

impl Tree<'_> {
    fn branch(&mut self, before: &[String]) {
        let mut parts = before.to_vec();
        while let Some(token) = self.tokens.get(self.place) {
            self.place += 1;
            match &token.kind {
                // `::name`, or the separator between two parts
                Kind::Path if parts.is_empty() => parts.push(String::new()),
                Kind::Path => {}
                Kind::Word(word) => {
                    // `{self}` means the module itself.
                    if word != "self" || parts.is_empty() {
                        parts.push(word.clone());
                    }
                    if !self.tokens.get(self.place).is_some_and(|next| next.kind == Kind::Path) {
                        let name = self.renamed().or_else(|| parts.last().cloned());
                        return self.add(parts, name, token.line);
                    }
                }
                Kind::Sign('*') => return self.add(parts, None, token.line),
                Kind::Sign('{') => return self.branches(&parts),
                _ => return,
            }
        }
    }

    fn branches(&mut self, before: &[String]) {
        loop {
            match self.tokens.get(self.place).map(|token| &token.kind) {
                Some(Kind::Sign(',')) => self.place += 1,
                Some(Kind::Word(_) | Kind::Path | Kind::Sign('*' | '{')) => self.branch(before),
                _ => {
                    self.place += 1;
                    return;
                }
            }
        }
    }

    fn renamed(&mut self) -> Option<String> {
        self.tokens.get(self.place).filter(|next| next.is_word("as"))?;
        self.place += 2;
        self.tokens.get(self.place - 1)?.word().map(str::to_owned)
    }

    fn add(&mut self, parts: Vec<String>, name: Option<String>, line: usize) {
        self.found.push(Import { path: Path { parts, line }, name, is_local: self.is_local });
    }
}

//! Reads one file into its scopes.

use super::facts::{Child, Method, Path, Scope};
use super::test_code;
use super::tokens::{Kind, Token, tokens};
use super::uses;

/// Returns the scopes of a file. The first one is the file's own.
pub(super) fn scopes(text: &str) -> Vec<Scope> {
    let tokens = tokens(text);
    let is_test = test_code::marks(&tokens);
    let own = Scope::default();
    let mut reader =
        Reader { tokens: &tokens, is_test: &is_test, place: 0, scopes: vec![own], blocks: Vec::new() };
    while reader.place < tokens.len() {
        reader.step();
    }
    reader.scopes
}

/// The block that a brace opened.
enum Block {
    /// A module in braces, by the number of its scope.
    Module(usize),
    /// The methods of a type.
    Methods(Path),
    Other,
}

struct Reader<'t> {
    tokens: &'t [Token],
    is_test: &'t [bool],
    place: usize,
    scopes: Vec<Scope>,
    blocks: Vec<Block>,
}

impl Reader<'_> {
    fn step(&mut self) {
        let Some(token) = self.tokens.get(self.place) else { return };
        match &token.kind {
            Kind::Word(word) => return self.word(word),
            Kind::Path => return self.path_from_the_outside(),
            Kind::Sign('{') => self.blocks.push(Block::Other),
            Kind::Sign('}') => drop(self.blocks.pop()),
            _ => {}
        }
        self.place += 1;
    }

    fn word(&mut self, word: &str) {
        let next = self.at(1).and_then(Token::word).map(str::to_owned);
        match (word, next) {
            ("mod", Some(name)) => self.module(name),
            ("use", _) if !self.at(1).is_some_and(|next| next.is('<')) => self.import(),
            ("extern", Some(next)) if next == "crate" => self.extern_crate(),
            ("macro_rules", None) => self.macro_rules(),
            ("fn" | "struct" | "enum" | "union" | "trait" | "type" | "static" | "const", Some(name)) => {
                self.item(word, name);
            }
            ("pub", _) => self.visibility(),
            ("impl", _) if self.begins_an_item() => self.methods_of(),
            _ => self.path(),
        }
    }

    fn at(&self, ahead: usize) -> Option<&Token> {
        self.tokens.get(self.place + ahead)
    }

    fn before(&self) -> Option<&Token> {
        self.tokens.get(self.place.checked_sub(1)?)
    }

    fn is_test(&self) -> bool {
        self.is_test.get(self.place).copied().unwrap_or(false)
    }

    /// Returns the scope at this place: that of the innermost module in braces.
    fn scope(&mut self) -> &mut Scope {
        let place = self.scope_number();
        &mut self.scopes[place]
    }

    fn scope_number(&self) -> usize {
        let modules = self.blocks.iter().rev().filter_map(|block| match block {
            Block::Module(scope) => Some(*scope),
            _ => None,
        });
        modules.into_iter().next().unwrap_or(0)
    }

    fn is_in_a_module(&self) -> bool {
        matches!(self.blocks.last(), None | Some(Block::Module(_)))
    }

    fn module(&mut self, name: String) {
        let (is_test, parent) = (self.is_test(), self.scope_number());
        if self.at(2).is_some_and(|next| next.is(';')) {
            let path = self.path_attribute();
            self.scope().children.push(Child { name, path, is_test });
        } else if self.at(2).is_some_and(|next| next.is('{')) {
            let is_test = is_test || self.scopes[parent].is_test;
            self.blocks.push(Block::Module(self.scopes.len()));
            self.scopes.push(Scope { name, parent: Some(parent), is_test, ..Scope::default() });
        }
        self.place += 3;
    }

    /// Returns the path in the `#[path = "…"]` of a `mod`. A visibility and other attributes may stand between both.
    fn path_attribute(&self) -> Option<String> {
        let mut place = self.place;
        while place > 0 && !self.tokens[place - 1].is(';') && !self.tokens[place - 1].is('}') {
            place -= 1;
            let three = [self.tokens.get(place)?, self.tokens.get(place + 1)?, self.tokens.get(place + 2)?];
            if let [word, equals, Token { kind: Kind::Literal(path), .. }] = three
                && word.is_word("path")
                && equals.is('=')
            {
                return Some(path.clone());
            }
        }
        None
    }

    fn import(&mut self) {
        let (is_test, is_local) = (self.is_test(), !self.is_in_a_module());
        let (found, after) = uses::leaves(self.tokens, self.place + 1, is_local);
        self.place = after;
        if !is_test {
            self.scope().imports.extend(found);
        }
    }

    /// Reads `extern crate name as other;` like a `use`.
    fn extern_crate(&mut self) {
        self.place += 1;
        self.import();
    }

    fn macro_rules(&mut self) {
        if let Some(name) = self.at(2).and_then(Token::word).map(str::to_owned) {
            self.define(name);
        }
        self.place += 3;
    }

    fn item(&mut self, keyword: &str, name: String) {
        // `*const T` and `<const N: usize>` define no item.
        let is_item =
            !self.before().is_some_and(|before| ['*', '<', ',', '&'].iter().any(|sign| before.is(*sign)));
        let is_name = !matches!(name.as_str(), "fn" | "unsafe" | "async" | "extern" | "mut" | "_");
        if !is_name && keyword == "static" {
            // `static mut NAME`
            self.place += 1;
        } else if is_name {
            if is_item && self.is_in_a_module() {
                self.define(name);
            }
            self.place += 1;
        }
        self.place += 1;
    }

    fn define(&mut self, name: String) {
        if !self.is_test() {
            self.scope().items.insert(name);
        }
    }

    fn visibility(&mut self) {
        if self.at(1).is_some_and(|next| next.is('(')) {
            while self.at(0).is_some_and(|token| !token.is(')')) {
                self.place += 1;
            }
        } else if let Some(Block::Methods(of)) = self.blocks.last()
            && !self.is_test()
            && let Some(name) = self.method()
        {
            let method = Method { of: of.clone(), name };
            self.scope().methods.push(method);
        }
        self.place += 1;
    }

    /// Returns the name of the function that the `pub` at this place belongs to.
    fn method(&self) -> Option<String> {
        let mut ahead = 1;
        while let Some(token) = self.at(ahead) {
            match (token.word(), &token.kind) {
                (Some("fn"), _) => return self.at(ahead + 1)?.word().map(str::to_owned),
                (Some("const" | "async" | "unsafe" | "extern"), _) | (_, Kind::Literal(_)) => ahead += 1,
                _ => return None,
            }
        }
        None
    }

    /// Whether a statement or an item can begin here, so that `impl` is not part of a type.
    fn begins_an_item(&self) -> bool {
        self.before().is_none_or(|before| {
            before.is_word("unsafe") || [';', '{', '}', ']'].iter().any(|sign| before.is(*sign))
        })
    }

    /// Reads `impl Type {`. The brace opens a block of methods, unless the block implements a trait.
    fn methods_of(&mut self) {
        let (mut ahead, mut depth, mut parts, mut is_over) = (1, 0_usize, Vec::new(), false);
        let mut is_own = true;
        while let Some(token) = self.at(ahead) {
            match &token.kind {
                Kind::Sign('<' | '(' | '[') => depth += 1,
                Kind::Sign('>' | ')' | ']') => depth = depth.saturating_sub(1),
                Kind::Sign('{') if depth == 0 => break,
                Kind::Word(word) if depth == 0 => match word.as_str() {
                    "for" if !is_over => is_own = false,
                    "where" => is_over = true,
                    word if !is_over => parts.push(word.to_owned()),
                    _ => {}
                },
                _ => {}
            }
            ahead += 1;
        }
        let line = self.at(0).map_or(0, |token| token.line);
        let block = if is_own { Block::Methods(Path { parts, line }) } else { Block::Other };
        // The tokens up to the brace may contain paths.
        let brace = self.place + ahead;
        self.place += 1;
        while self.place < brace {
            self.step();
        }
        self.blocks.push(block);
        self.place += 1;
    }

    /// Reads `::name::…`, a path from a crate. After `<T as Trait>` it is the rest of a path.
    fn path_from_the_outside(&mut self) {
        let goes_on = self.before().is_some_and(|before| before.is('>') || before.word().is_some());
        self.place += 1;
        if !goes_on {
            self.parts(vec![String::new()]);
        }
    }

    /// Reads a path or a single word.
    fn path(&mut self) {
        let is_of_a_value = self.before().is_some_and(|before| before.is('.') || before.kind == Kind::Path);
        if is_of_a_value {
            self.place += 1;
        } else {
            self.parts(Vec::new());
        }
    }

    fn parts(&mut self, mut parts: Vec<String>) {
        let (is_test, line) = (self.is_test(), self.at(0).map_or(0, |token| token.line));
        while let Some(word) = self.at(0).and_then(Token::word).map(str::to_owned) {
            parts.push(word);
            self.place += 1;
            let goes_on = self.at(0).is_some_and(|token| token.kind == Kind::Path)
                && self.at(1).is_some_and(|token| token.word().is_some());
            if !goes_on {
                break;
            }
            self.place += 1;
        }
        if is_test {
            return;
        }
        match parts.as_slice() {
            [word] => {
                // A lower-case word is a variable or a field, unless the code calls it.
                let is_called =
                    self.at(0).is_some_and(|next| next.is('(') || next.is('!') || next.kind == Kind::Path);
                if is_called || word.starts_with(char::is_uppercase) {
                    let word = word.clone();
                    self.scope().words.entry(word).or_insert(line);
                }
            }
            [] => {}
            _ => self.scope().paths.push(Path { parts, line }),
        }
    }
}

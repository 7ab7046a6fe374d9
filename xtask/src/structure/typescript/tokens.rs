//! TypeScript as words, signs and texts.
//!
//! The tokens leave out comments, regular expressions and the text of templates. The code in a template's braces counts.

use crate::structure::characters::Characters;

/// A piece of code, and its line.
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) line: usize,
}

#[derive(Clone, PartialEq, Eq)]
pub(super) enum Kind {
    Word(String),
    Text(String),
    Sign(char),
}

/// Returns the tokens of `text`, whose first line has the number `line`.
pub(super) fn tokens(text: &str, line: usize) -> Vec<Token> {
    let mut reader = Reader { characters: Characters::of(text, line), found: Vec::new() };
    reader.code(None);
    reader.found
}

struct Reader {
    characters: Characters,
    found: Vec<Token>,
}

impl Reader {
    fn push(&mut self, kind: Kind, line: usize) {
        self.found.push(Token { kind, line });
    }

    /// Reads code to its end, or to the brace that closes a place in a template.
    fn code(&mut self, until: Option<char>) {
        let mut depth = 0_usize;
        while let Some(next) = self.characters.at(0) {
            let line = self.characters.line;
            if next.is_alphanumeric() || next == '_' || next == '$' {
                let is_of_word = |next: char| next.is_alphanumeric() || matches!(next, '_' | '$');
                let word = self.characters.take_while(is_of_word);
                self.push(Kind::Word(word), line);
                continue;
            }
            self.characters.take();
            match (next, self.characters.at(0)) {
                ('/', Some('/')) => self.pass_line(),
                ('/', Some('*')) => self.pass_comment(),
                ('/', _) if self.begins_expression() => self.pass_pattern(),
                ('"' | '\'', _) => {
                    let text = self.text_until(next);
                    self.push(Kind::Text(text), line);
                }
                ('`', _) => self.pass_template(),
                ('}', _) if depth == 0 && until == Some('}') => return,
                (next, _) => {
                    depth =
                        if next == '{' { depth + 1 } else { depth.saturating_sub(usize::from(next == '}')) };
                    if !next.is_whitespace() {
                        self.push(Kind::Sign(next), line);
                    }
                }
            }
        }
    }

    fn pass_line(&mut self) {
        self.characters.take_while(|next| next != '\n');
    }

    fn pass_comment(&mut self) {
        self.characters.take();
        while let Some(next) = self.characters.take() {
            if next == '*' && self.characters.at(0) == Some('/') {
                self.characters.take();
                return;
            }
        }
    }

    /// Whether the code needs a value here, so that `/` begins a regular expression and is no division.
    fn begins_expression(&self) -> bool {
        match self.found.last().map(|token| &token.kind) {
            Some(Kind::Word(word)) => matches!(word.as_str(), "return" | "typeof" | "case" | "of" | "in"),
            Some(Kind::Text(_)) => false,
            Some(Kind::Sign(sign)) => !matches!(sign, ')' | ']' | '}'),
            None => true,
        }
    }

    fn pass_pattern(&mut self) {
        let mut is_in_class = false;
        while let Some(next) = self.characters.take() {
            match next {
                '\\' => drop(self.characters.take()),
                '[' => is_in_class = true,
                ']' => is_in_class = false,
                '/' if !is_in_class => return,
                '\n' => return,
                _ => {}
            }
        }
    }

    fn text_until(&mut self, quote: char) -> String {
        let mut text = String::new();
        while let Some(next) = self.characters.take() {
            match next {
                '\\' => drop(self.characters.take()),
                '\n' => break,
                next if next == quote => break,
                next => text.push(next),
            }
        }
        text
    }

    fn pass_template(&mut self) {
        while let Some(next) = self.characters.take() {
            match (next, self.characters.at(0)) {
                ('\\', _) => drop(self.characters.take()),
                ('`', _) => break,
                ('$', Some('{')) => {
                    self.characters.take();
                    self.code(Some('}'));
                }
                _ => {}
            }
        }
        // A template is a value, so a `/` after it is a division.
        self.push(Kind::Text(String::new()), self.characters.line);
    }
}

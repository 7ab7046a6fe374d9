//! Rust text as words and signs, without comments.

use crate::structure::characters::Characters;

/// A piece of the text, and its line.
#[derive(Debug)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) line: usize,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Word(String),
    /// A literal: the content of a string; empty for a character or a number.
    Literal(String),
    Sign(char),
    /// `::`
    Path,
    /// `->` and `=>`, which close no bracket.
    Arrow,
    /// `..`, after which a path may begin.
    Dots,
}

impl Token {
    pub(super) fn word(&self) -> Option<&str> {
        match &self.kind {
            Kind::Word(word) => Some(word),
            _ => None,
        }
    }

    pub(super) fn is_word(&self, word: &str) -> bool {
        self.word() == Some(word)
    }

    pub(super) fn is(&self, sign: char) -> bool {
        self.kind == Kind::Sign(sign)
    }
}

pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut reader = Reader { characters: Characters::of(text, 1) };
    let mut tokens = Vec::new();
    loop {
        reader.pass_blanks();
        let line = reader.characters.line;
        let Some(kind) = reader.next() else { return tokens };
        tokens.push(Token { kind, line });
    }
}

struct Reader {
    characters: Characters,
}

impl Reader {
    /// Skips blanks and comments. Comments may be nested.
    fn pass_blanks(&mut self) {
        loop {
            match (self.characters.at(0), self.characters.at(1)) {
                (Some(next), _) if next.is_whitespace() => drop(self.characters.take()),
                (Some('/'), Some('/')) => drop(self.characters.take_while(|next| next != '\n')),
                (Some('/'), Some('*')) => self.pass_comment(),
                _ => return,
            }
        }
    }

    fn pass_comment(&mut self) {
        let mut depth = 0;
        loop {
            match (self.characters.at(0), self.characters.at(1)) {
                (Some('/'), Some('*')) => depth += 1,
                (Some('*'), Some('/')) => depth -= 1,
                (None, _) => return,
                _ => {
                    self.characters.take();
                    continue;
                }
            }
            self.characters.take();
            self.characters.take();
            if depth == 0 {
                return;
            }
        }
    }

    fn next(&mut self) -> Option<Kind> {
        let next = self.characters.at(0)?;
        if next.is_alphabetic() || next == '_' {
            return Some(self.word());
        }
        if next.is_ascii_digit() {
            self.characters.take_while(is_of_word);
            return Some(Kind::Literal(String::new()));
        }
        self.characters.take();
        let sign = match (next, self.characters.at(0)) {
            ('"', _) => return Some(self.string()),
            ('\'', _) => return self.quote(),
            (':', Some(':')) => Kind::Path,
            ('-' | '=', Some('>')) => Kind::Arrow,
            ('.', Some('.')) => Kind::Dots,
            _ => return Some(Kind::Sign(next)),
        };
        self.characters.take();
        if sign == Kind::Dots && matches!(self.characters.at(0), Some('=' | '.')) {
            self.characters.take();
        }
        Some(sign)
    }

    /// Reads a word, or the literal that begins with it.
    fn word(&mut self) -> Kind {
        let word = self.characters.take_while(is_of_word);
        let is_raw = matches!(word.as_str(), "r" | "br" | "cr");
        match self.characters.at(0) {
            Some('"') if is_raw => self.raw_string(),
            Some('"') if matches!(word.as_str(), "b" | "c") => {
                self.characters.take();
                self.string()
            }
            Some('#') if is_raw => {
                let hashes = self.characters.rest().iter().take_while(|next| **next == '#').count();
                if self.characters.at(hashes) == Some('"') {
                    return self.raw_string();
                }
                // A raw identifier, such as `r#type`.
                self.characters.take();
                Kind::Word(self.characters.take_while(is_of_word))
            }
            _ => Kind::Word(word),
        }
    }

    fn string(&mut self) -> Kind {
        let mut content = String::new();
        loop {
            match self.characters.take() {
                None | Some('"') => return Kind::Literal(content),
                Some('\\') => drop(self.characters.take()),
                Some(next) => content.push(next),
            }
        }
    }

    fn raw_string(&mut self) -> Kind {
        let hashes = self.characters.take_while(|next| next == '#').len();
        self.characters.take();
        let mut content = String::new();
        while let Some(next) = self.characters.take() {
            let after = self.characters.rest().get(..hashes);
            if next == '"' && after.is_some_and(|after| after.iter().all(|each| *each == '#')) {
                for _ in 0..hashes {
                    self.characters.take();
                }
                break;
            }
            content.push(next);
        }
        Kind::Literal(content)
    }

    /// Reads a character, or skips a lifetime and reads the next token. No import depends on a lifetime.
    fn quote(&mut self) -> Option<Kind> {
        match (self.characters.at(0), self.characters.at(1)) {
            (Some('\\'), _) => {
                self.characters.take();
                self.characters.take();
                self.characters.take_while(|next| next != '\'');
                self.characters.take();
            }
            (Some(_), Some('\'')) => {
                self.characters.take();
                self.characters.take();
            }
            _ => {
                self.characters.take_while(is_of_word);
                self.pass_blanks();
                return self.next();
            }
        }
        Some(Kind::Literal(String::new()))
    }
}

fn is_of_word(next: char) -> bool {
    next.is_alphanumeric() || next == '_'
}

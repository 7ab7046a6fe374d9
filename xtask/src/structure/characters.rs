//! A reader of a text, character by character.

/// A text, and the place of the next character.
pub(super) struct Characters {
    text: Vec<char>,
    place: usize,
    /// The line of the next character.
    pub(super) line: usize,
}

impl Characters {
    /// Returns a reader of `text`, whose first line has the number `line`.
    pub(super) fn of(text: &str, line: usize) -> Self {
        Self { text: text.chars().collect(), place: 0, line }
    }

    /// Returns the character `ahead` places after the next one.
    pub(super) fn at(&self, ahead: usize) -> Option<char> {
        self.rest().get(ahead).copied()
    }

    /// Returns the characters from the next one on.
    pub(super) fn rest(&self) -> &[char] {
        self.text.get(self.place..).unwrap_or_default()
    }

    pub(super) fn take(&mut self) -> Option<char> {
        let next = self.at(0)?;
        self.place += 1;
        self.line += usize::from(next == '\n');
        Some(next)
    }

    pub(super) fn take_while(&mut self, holds: impl Fn(char) -> bool) -> String {
        let mut taken = String::new();
        while let Some(next) = self.at(0).filter(|next| holds(*next)) {
            self.take();
            taken.push(next);
        }
        taken
    }
}

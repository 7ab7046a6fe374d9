//! A text that is read character by character.

/// The text, and how far it was read.
pub(super) struct Characters {
    text: Vec<char>,
    place: usize,
    /// The line of the next character.
    pub(super) line: usize,
}

impl Characters {
    /// The text's first line has this number.
    pub(super) fn of(text: &str, line: usize) -> Self {
        Self { text: text.chars().collect(), place: 0, line }
    }

    /// The character that stands so many after the next one.
    pub(super) fn at(&self, ahead: usize) -> Option<char> {
        self.rest().get(ahead).copied()
    }

    /// All that was not read.
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

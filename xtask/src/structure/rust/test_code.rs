//! The parts of a file that exist only in tests.

use std::ops::Range;

use super::tokens::{Kind, Token};

/// Marks every token of an item after `cfg(test)`.
pub(super) fn marks(tokens: &[Token]) -> Vec<bool> {
    let mut marks = vec![false; tokens.len()];
    let mut place = 0;
    while place < tokens.len() {
        let Some((inside, is_inner)) = attribute(tokens, place) else {
            place += 1;
            continue;
        };
        let (words, after) = (&tokens[inside.clone()], inside.end + 1);
        let end = match words.first().and_then(Token::word) {
            Some("cfg") if needs_test(&words[2..]) && is_inner => tokens.len(),
            Some("cfg") if needs_test(&words[2..]) => item_end(tokens, after),
            Some("cfg_attr") if needs_test(&words[2..]) => after,
            _ => place,
        };
        marks[place..end].fill(true);
        place = end.max(after);
    }
    marks
}

/// Returns the tokens in the brackets of the attribute at `place`, and whether it is an inner attribute (`#![…]`).
fn attribute(tokens: &[Token], place: usize) -> Option<(Range<usize>, bool)> {
    if !tokens[place].is('#') {
        return None;
    }
    let is_inner = tokens.get(place + 1)?.is('!');
    let open = place + 1 + usize::from(is_inner);
    tokens.get(open).filter(|token| token.is('['))?;
    Some((open + 1..close(tokens, open), is_inner))
}

/// Whether the condition at the beginning of these tokens holds only in tests.
fn needs_test(condition: &[Token]) -> bool {
    match condition.first().and_then(Token::word) {
        Some("test") => condition.get(1).is_none_or(|next| next.is(')') || next.is(',')),
        Some("all") => parts(condition).any(needs_test),
        Some("any") => parts(condition).all(needs_test),
        _ => false,
    }
}

/// Returns the conditions between the brackets after the first word.
fn parts(condition: &[Token]) -> impl Iterator<Item = &[Token]> {
    let end = close(condition, 1).min(condition.len());
    let mut depth = 0;
    let inside = condition.get(2..end).unwrap_or_default();
    let split = inside.split(move |token| {
        depth += i32::from(token.is('(')) - i32::from(token.is(')'));
        depth == 0 && token.is(',')
    });
    split.filter(|part| !part.is_empty())
}

/// Returns the place after the item, field, arm or statement at `place`, which other attributes may precede.
fn item_end(tokens: &[Token], mut place: usize) -> usize {
    while place < tokens.len()
        && let Some((inside, false)) = attribute(tokens, place)
    {
        place = inside.end + 1;
    }
    let ending = Ending::of(tokens, place);
    while let Some(token) = tokens.get(place) {
        match token.kind {
            Kind::Sign('{') => {
                place = close(tokens, place);
                let goes_on = |next: &Token| next.is('.') || next.is_word("else");
                if ending == Ending::Block
                    || (ending == Ending::Any && !tokens.get(place + 1).is_some_and(goes_on))
                {
                    return place + 1;
                }
            }
            Kind::Sign('(' | '[') => place = close(tokens, place),
            Kind::Sign(';') => return place + 1,
            Kind::Sign(',') if ending == Ending::Any => return place + 1,
            Kind::Sign(')' | ']' | '}') => return place,
            _ => {}
        }
        place += 1;
    }
    place
}

/// The end of an item, besides a semicolon.
#[derive(PartialEq, Eq)]
enum Ending {
    /// Only the semicolon: `use`, `let` and constants may contain braces.
    Semicolon,
    /// The closing brace: functions, types, modules.
    Block,
    /// The closing brace or a comma: fields, arms, statements.
    Any,
}

impl Ending {
    fn of(tokens: &[Token], mut place: usize) -> Self {
        if tokens.get(place).is_some_and(|token| token.is_word("pub")) {
            place += 1;
            if tokens.get(place).is_some_and(|token| token.is('(')) {
                place = close(tokens, place) + 1;
            }
        }
        let is_function = |word: Option<&Token>| {
            word.is_some_and(|word| ["fn", "unsafe", "async", "extern"].iter().any(|each| word.is_word(each)))
        };
        match tokens.get(place).and_then(Token::word) {
            Some("const") if is_function(tokens.get(place + 1)) => Self::Block,
            Some("use" | "let" | "const" | "static" | "type") => Self::Semicolon,
            Some(
                "fn" | "struct" | "enum" | "union" | "impl" | "trait" | "mod" | "unsafe" | "async" | "extern"
                | "macro_rules",
            ) => Self::Block,
            _ => Self::Any,
        }
    }
}

/// Returns the place of the bracket that closes the one at `open`.
fn close(tokens: &[Token], open: usize) -> usize {
    let mut depth = 0_usize;
    for (place, token) in tokens.iter().enumerate().skip(open) {
        match token.kind {
            Kind::Sign('(' | '[' | '{') => depth += 1,
            Kind::Sign(')' | ']' | '}') => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return place;
                }
            }
            _ => {}
        }
    }
    tokens.len()
}

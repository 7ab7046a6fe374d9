//! The rules. A person who adds one edits this file alone.

use super::fault::Fault;
use super::passages::Passage;
use super::sentences::{sentences, words};

/// The longest sentence, in words.
const MOST_WORDS: usize = 25;

/// The words that begin a clause. A clause is no subject, but may begin a question.
const CLAUSES: [&str; 9] =
    ["Who", "Whoever", "Whom", "Whomever", "Whose", "What", "Whatever", "Which", "Whichever"];

/// The words that a doc comment never begins with: they need another sentence before them.
const NO_BEGINNINGS: [&str; 13] = [
    "The same", "And", "As that", "As it", "It", "They", "Its", "Their", "That one", "Those", "So", "But",
    "Else",
];

/// Words without an actor or a noun, and private words for a standard term.
const NO_WORDS: [&str; 26] = [
    "is told",
    "are told",
    "was told",
    "were told",
    "be told",
    "been told",
    "is said",
    "are said",
    "was said",
    "were said",
    "be said",
    "been said",
    "asked after",
    "whoever",
    "whomever",
    "whatever",
    "whichever",
    "whose it",
    "whose that",
    "nobody's",
    "somebody else's",
    "at hand",
    "at stake",
    "headroom",
    "learnt",
    "the same of",
];

/// Requests for a secret that belongs to another person.
const NO_REQUESTS: [&str; 8] = [
    "for their token",
    "for their access token",
    "for his token",
    "for her token",
    "colleague's token",
    "teammate's token",
    "customer's token",
    "send their token",
];

/// Returns what the passage breaks.
pub(super) fn faults(passage: &Passage) -> Vec<Fault> {
    let sentences = sentences(&passage.text);
    let fault = |rule, text: &str| Fault { line: passage.line, rule, text: text.to_owned() };
    let mut faults = Vec::new();
    if passage.begins_doc && NO_BEGINNINGS.iter().any(|words| begins_with(&passage.text, words)) {
        faults.push(fault("a doc comment begins with a word that points back", &passage.text));
    }
    for sentence in &sentences {
        if CLAUSES.iter().any(|word| begins_with(sentence, word)) && !sentence.ends_with('?') {
            faults.push(fault("a clause is the subject", sentence));
        }
        if words(sentence) > MOST_WORDS {
            faults.push(fault("more than 25 words", sentence));
        }
        if NO_REQUESTS.iter().any(|words| holds(sentence, words)) {
            faults.push(fault("asks for another person's token", sentence));
        }
        if let Some(words) = NO_WORDS.iter().find(|words| holds(sentence, words)) {
            faults.push(fault(words, sentence));
        }
    }
    faults
}

fn begins_with(text: &str, words: &str) -> bool {
    text.strip_prefix(words).is_some_and(|rest| !rest.starts_with(is_of_word))
}

fn holds(sentence: &str, words: &str) -> bool {
    let sentence = sentence.to_lowercase();
    sentence.match_indices(words).any(|(begin, found)| {
        !sentence[..begin].ends_with(is_of_word) && !sentence[begin + found.len()..].starts_with(is_of_word)
    })
}

fn is_of_word(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '_' | '\'' | '’')
}

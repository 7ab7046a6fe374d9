//! The sentences of a passage.

/// Returns the sentences of a text. Code, quotations and addresses become the one word `X`.
pub(super) fn sentences(text: &str) -> Vec<String> {
    let mut sentences = vec![String::new()];
    for word in without_quotations(text).split_whitespace() {
        let word = if word.contains("://") { "X" } else { word };
        let Some(sentence) = sentences.last_mut() else { break };
        if !sentence.is_empty() {
            sentence.push(' ');
        }
        sentence.push_str(word);
        if ends_sentence(word) {
            sentences.push(String::new());
        }
    }
    sentences.retain(|sentence| !sentence.is_empty());
    sentences
}

/// Returns the number of words: a dash or another lone sign is none.
pub(super) fn words(sentence: &str) -> usize {
    sentence.split(' ').filter(|word| word.contains(char::is_alphanumeric)).count()
}

fn ends_sentence(word: &str) -> bool {
    let bare = word.trim_end_matches(['"', '”', '’', ')', '*', '_']);
    bare.ends_with(['.', '!', '?', ':', ';']) && !["e.g.", "i.e."].contains(&bare.trim_start_matches('('))
}

fn without_quotations(text: &str) -> String {
    const MARKS: [(char, char); 3] = [('`', '`'), ('"', '"'), ('“', '”')];
    let mut plain = String::new();
    let mut rest = text;
    while let Some((begin, (open, close))) =
        MARKS.iter().filter_map(|marks| Some((rest.find(marks.0)?, *marks))).min_by_key(|(begin, _)| *begin)
    {
        let inner = &rest[begin + open.len_utf8()..];
        let Some(end) = inner.find(close) else { break };
        plain.push_str(&rest[..begin]);
        plain.push('X');
        rest = &inner[end + close.len_utf8()..];
    }
    plain + rest
}

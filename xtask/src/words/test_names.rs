//! The names of tests, in Rust and in TypeScript.

use super::fault::Fault;

/// The longest name of a test, in characters.
const MOST: usize = 60;
const RULE: &str = "a test's name has more than 60 characters";

/// Returns the tests whose names are too long.
pub(super) fn faults(path: &str, text: &str) -> Vec<Fault> {
    let names = if path.ends_with(".rs") {
        of_rust(text)
    } else if path.ends_with(".test.ts") {
        of_vitest(text)
    } else {
        Vec::new()
    };
    let is_long = |(_, name): &(usize, &str)| name.chars().count() > MOST;
    let fault = |(line, name): (usize, &str)| Fault { line, rule: RULE, text: name.to_owned() };
    names.into_iter().filter(is_long).map(fault).collect()
}

/// The function after each attribute of a test. Other attributes may stand between.
fn of_rust(text: &str) -> Vec<(usize, &str)> {
    let mut names = Vec::new();
    let mut is_test = false;
    for (index, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.starts_with("#[test]") || line.starts_with("#[tokio::test") {
            is_test = true;
        } else if is_test && let Some(name) = function(line) {
            names.push((index + 1, name));
            is_test = false;
        }
    }
    names
}

fn function(line: &str) -> Option<&str> {
    let name = line.strip_prefix("fn ").or_else(|| line.strip_prefix("async fn "))?;
    Some(&name[..name.find('(')?])
}

fn of_vitest(text: &str) -> Vec<(usize, &str)> {
    text.lines()
        .enumerate()
        .filter_map(|(index, line)| Some((index + 1, vitest_name(line.trim())?)))
        .collect()
}

fn vitest_name(line: &str) -> Option<&str> {
    let behind = ["test(", "it("].iter().find_map(|call| line.strip_prefix(call))?;
    let quote = behind.chars().next().filter(|quote| "\"'`".contains(*quote))?;
    let name = &behind[1..];
    Some(&name[..name.find(quote)?])
}

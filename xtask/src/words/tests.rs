//! Each rule finds its fault, and nothing else.

use super::faults;
use crate::cargo::root;

/// The rules that a text of this file breaks.
fn broken(path: &str, text: &str) -> Vec<&'static str> {
    faults(path, text).into_iter().map(|fault| fault.rule).collect()
}

#[test]
fn faults_are_found_in_comments() {
    let long = "one ".repeat(26);
    for (text, rule) in [
        ("/// The same for a name.", "a doc comment begins with a word that points back"),
        ("//! It keeps names.", "a doc comment begins with a word that points back"),
        ("  // Stores a name. What is longer is cut.", "a clause is the subject"),
        ("/* Who waits is woken. */", "a clause is the subject"),
        (&format!("// {long}"), "more than 25 words"),
        ("// The name is\n// told to everybody.", "is told"),
        ("/// Returns nobody's name.", "nobody's"),
    ] {
        assert_eq!(broken("a.rs", text), [rule], "{text}");
    }
}

#[test]
fn faults_are_found_in_sentences_of_the_command_line() {
    let text = "let hint = \"Ask a colleague for their token.\"; let name = \"whoever\";";
    assert_eq!(broken("crates/core/src/words/a.rs", text), ["asks for another person's token"]);
    assert_eq!(broken("crates/core/src/a.rs", text), [""; 0]);
}

#[test]
fn plain_comments_have_no_fault() {
    let long = "one ".repeat(25);
    for text in [
        "/// Stores the same name. It is short.",
        "// Why so? What for?",
        "/// Says \"What is longer is cut\" and `is told`.",
        &format!("// {long}"),
        "let text = \"What is longer is cut.\";",
        "/// Andrew counts. Whosoever's list is toldless.\n///\n/// It has a second paragraph.",
    ] {
        assert_eq!(broken("a.rs", text), [""; 0], "{text}");
    }
}

#[test]
fn faults_are_found_in_documents_outside_of_code() {
    let text = "# What is new\n\nA line.\n```\nWhat is code.\n```\n- What is an item.\n1. Whatever.\n\n| fine | Who waits. |\n";
    let lines: Vec<usize> = faults("a.md", text).iter().map(|fault| fault.line).collect();
    assert_eq!(lines, [7, 8, 8, 10]);
}

#[test]
fn long_names_of_tests_are_found() {
    let (short, long) = ("a".repeat(60), "a".repeat(61));
    let rust = format!(
        "#[test]\nfn {short}() {{}}\n#[tokio::test(flavor = \"x\")]\n#[ignore]\nasync fn {long}() {{}}\nfn {long}() {{}}\n"
    );
    let lines: Vec<usize> = faults("a.rs", &rust).iter().map(|fault| fault.line).collect();
    assert_eq!(lines, [5]);
    let vitest = format!("test(\"{short}\", () => {{}});\n  it('{long}', () => {{}});\n");
    let lines: Vec<usize> = faults("a.test.ts", &vitest).iter().map(|fault| fault.line).collect();
    assert_eq!(lines, [2]);
}

/// A check that reads nothing would always be green.
#[test]
fn the_check_reads_the_files_of_the_workspace() {
    let tracked = super::tracked(&root()).unwrap();
    for file in ["README.md", "crates/core/src/lib.rs", "ui/App.svelte", "tests/cli.rs"] {
        assert!(tracked.iter().any(|path| path == file), "{file} is read");
        let text = std::fs::read_to_string(root().join(file)).unwrap();
        assert!(!super::passages::passages(file, &text).is_empty(), "{file} has passages");
    }
}

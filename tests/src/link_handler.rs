//! Desktop entries that open Switchhook's links in a home.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::home::Home;

/// Writes a desktop entry with this id, and makes it the default for Switchhook's links.
pub fn choose(home: &Home, id: &str, name: &str, program: &str) {
    let entry = format!(
        "[Desktop Entry]\nType=Application\nName={name}\nExec={program} %u\nMimeType=x-scheme-handler/{};\n",
        home.scheme()
    );
    fs::write(home.path().join(".local/share/applications").join(id), entry)
        .expect("an entry can be written");
    prefer(home, "mimeapps.list", id);
}

/// Indexes the home's desktop entries, by which the desktop portal finds them.
pub fn index(home: &Home) {
    let folder = home.path().join(".local/share/applications");
    let indexed = home.command("update-desktop-database").arg(folder).status().expect("it can be run");
    assert!(indexed.success(), "the desktop finds the entries");
}

/// Makes an entry the default for Switchhook's links in that file of the home's configuration.
pub fn prefer(home: &Home, file: &str, id: &str) {
    let path = home.path().join(".config").join(file);
    let before = fs::read_to_string(&path).unwrap_or_else(|_| "[Default Applications]\n".to_owned());
    let key = format!("x-scheme-handler/{}=", home.scheme());
    let others: Vec<&str> = before.lines().filter(|line| !line.starts_with(&key)).collect();
    let after = format!("{}\n{key}{id}\n", others.join("\n"));
    fs::write(path, after).expect("a default can be written");
}

/// Returns the id of the entry that opens Switchhook's links, or an empty text.
pub fn chosen(home: &Home) -> String {
    let mut ask = home.command("xdg-mime");
    let answer = ask.args(["query", "default", &format!("x-scheme-handler/{}", home.scheme())]).output();
    let answer = answer.expect("xdg-mime can be run").stdout;
    String::from_utf8_lossy(&answer).trim().to_owned()
}

/// Whether the desktop's own tool finds an entry valid.
pub fn is_valid(path: &Path) -> bool {
    let validated = Command::new("desktop-file-validate").arg(path).output().expect("it can be run");
    validated.status.success() && validated.stdout.is_empty()
}

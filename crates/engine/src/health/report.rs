//! Makes the report of its checks. No path in it names the person: `~` stands for their folder.

use std::cmp::Reverse;
use std::path::Path;

use switchhook_core::{HealthCheck, HealthReport};

/// Returns the report of these checks.
pub(super) fn report(checks: Vec<HealthCheck>) -> HealthReport {
    let homes = dirs::home_dir().map_or_else(Vec::new, |home| forms(&home));
    let shown = |text: String| homes.iter().fold(text, |text, home| shorten(&text, home));
    let show = |check: HealthCheck| HealthCheck {
        title: shown(check.title),
        message: shown(check.message),
        hint: shown(check.hint),
        fixed: check.fixed.map(&shown),
        ..check
    };
    HealthReport::new(checks.into_iter().map(show).collect())
}

/// Returns the forms in which the person's folder stands in paths, the longest first: as the system names it, and without
/// links.
fn forms(home: &Path) -> Vec<String> {
    let named = [Some(home.to_path_buf()), home.canonicalize().ok()].into_iter().flatten();
    let mut forms: Vec<String> =
        named.map(|path| path.display().to_string().trim_end_matches('/').to_owned()).collect();
    forms.retain(|form| !form.is_empty());
    forms.sort_by_key(|form| Reverse(form.len()));
    forms.dedup();
    forms
}

/// Replaces the person's folder by `~`, where it stands as a whole.
fn shorten(text: &str, home: &str) -> String {
    let mut shown = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(home) {
        let (before, found) = rest.split_at(at);
        let after = &found[home.len()..];
        let begins = !before.ends_with(is_of_path);
        // A point ends a sentence, or stands in a longer name.
        let name = after.trim_start_matches('.');
        let ends = after.starts_with('/') || !name.starts_with(is_of_path);
        shown.push_str(before);
        shown.push_str(if begins && ends { "~" } else { home });
        rest = after;
    }
    shown + rest
}

/// Whether a character belongs to the name of a file.
fn is_of_path(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '/' | '_' | '-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn home_path_is_shortened_only_as_a_whole() {
        for (text, shown) in [
            ("/home/maya/.local is open.", "~/.local is open."),
            ("It is “/home/maya”.", "It is “~”."),
            ("/home/mayall/x and /home/maya/x", "/home/mayall/x and ~/x"),
            ("/mnt/home/maya/x", "/mnt/home/maya/x"),
            ("/home/maya.old/x is not /home/maya.", "/home/maya.old/x is not ~."),
            ("no path", "no path"),
        ] {
            assert_eq!(shorten(text, "/home/maya"), shown);
        }
    }

    #[cfg(unix)]
    #[test]
    fn linked_home_is_shortened_in_both_forms() {
        let folder = tempfile::tempdir().expect("a folder");
        let (real, link) = (folder.path().join("real"), folder.path().join("link"));
        std::fs::create_dir(&real).expect("a folder");
        std::os::unix::fs::symlink(&real, &link).expect("a link");
        let real = real.canonicalize().expect("there").display().to_string();
        let forms = forms(&link.join(""));
        let text = format!("{real}/x and {}/y", link.display());
        assert_eq!(forms.iter().fold(text, |text, home| shorten(&text, home)), "~/x and ~/y");
    }
}

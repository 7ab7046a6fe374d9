//! Makes the report of its checks. No path in it names the person: `~` stands for their folder.

use switchhook_core::{HealthCheck, HealthReport};

/// Returns the report of these checks.
pub(super) fn report(checks: Vec<HealthCheck>) -> HealthReport {
    let home = dirs::home_dir().map(|home| home.display().to_string()).filter(|home| home.len() > 1);
    let shown = |text: String| home.as_deref().map_or_else(|| text.clone(), |home| shorten(&text, home));
    let show = |check: HealthCheck| HealthCheck {
        title: shown(check.title),
        message: shown(check.message),
        hint: shown(check.hint),
        fixed: check.fixed.map(&shown),
        ..check
    };
    HealthReport::new(checks.into_iter().map(show).collect())
}

/// Replaces the person's folder by `~`, where it stands as a whole.
fn shorten(text: &str, home: &str) -> String {
    let mut shown = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(home) {
        let (before, found) = rest.split_at(at);
        let after = &found[home.len()..];
        let begins = !before.ends_with(is_of_path);
        let ends = after.starts_with('/') || !after.starts_with(is_of_path);
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
            ("no path", "no path"),
        ] {
            assert_eq!(shorten(text, "/home/maya"), shown);
        }
    }
}

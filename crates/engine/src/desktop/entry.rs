//! Writes and reads desktop entries (Desktop Entry Specification).

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use switchhook_core::DesktopProblem;

/// Characters that need quotation marks in `Exec` (Desktop Entry Specification, "The Exec key").
const RESERVED: &[char] =
    &[' ', '"', '\'', '\\', '>', '<', '~', '|', '&', ';', '$', '*', '?', '#', '(', ')', '`', '%', '\u{a0}'];

/// The program that an entry starts.
#[derive(Debug, PartialEq, Eq)]
pub struct Entry {
    /// The program's name, as people see it.
    pub name: Option<String>,
    /// The path or name of the program.
    pub program: PathBuf,
    /// Whether the entry turns the start off (`Hidden`, `X-GNOME-Autostart-enabled`).
    pub is_off: bool,
}

/// Returns the text of an entry that opens links of this scheme with this program, without a place in menus. `None` where no
/// entry can name the program.
///
/// The path has no quotation marks unless it needs them: the opener inside xdg-open, used without a desktop, takes them for a
/// part of the name. With `TryExec`, desktops ignore the entry once the program is gone.
pub fn text(program: &Path, scheme: &str) -> Option<String> {
    let path = program.to_str()?;
    let (exec, try_exec) = (exec(path)?, try_exec(path));
    Some(format!(
        "[Desktop Entry]\nType=Application\nName=Switchhook\nExec={exec} %u\nTryExec={try_exec}\nTerminal=false\nNoDisplay=true\n\
         MimeType=x-scheme-handler/{scheme};\n"
    ))
}

/// Returns the text of an autostart entry that starts this program with one argument. `None` where no entry can name the
/// program. With `TryExec`, desktops ignore the entry once the program is gone.
pub fn at_login(program: &Path, word: &str, icon: &str) -> Option<String> {
    let path = program.to_str()?;
    let (exec, try_exec) = (exec(path)?, try_exec(path));
    Some(format!(
        "[Desktop Entry]\nType=Application\nName=Switchhook\nExec={exec} {word}\nTryExec={try_exec}\nIcon={icon}\nTerminal=false\n\
         X-GNOME-Autostart-enabled=true\n"
    ))
}

/// Escapes a path for `TryExec`, which is no command line and takes no quotation marks.
fn try_exec(path: &str) -> String {
    path.replace('\\', r"\\")
}

/// Whether an entry names this program without quotation marks.
pub fn is_plain(program: &Path) -> bool {
    !program.to_string_lossy().contains(RESERVED)
}

fn exec(program: &str) -> Option<String> {
    // The specification forbids `=` in the path, and has no escape for control characters.
    if !program.starts_with('/') || program.contains('=') || program.contains(char::is_control) {
        return None;
    }
    if is_plain(Path::new(program)) {
        return Some(program.to_owned());
    }
    let mut quoted = String::from("\"");
    for character in program.chars() {
        match character {
            // Quoting doubles the backslash, and every value doubles each backslash again.
            '\\' => quoted.push_str(r"\\\\"),
            '"' | '`' | '$' => quoted.extend(['\\', '\\', character]),
            '%' => quoted.push_str("%%"),
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    Some(quoted)
}

/// Writes an entry atomically: a desktop that reads the entry meanwhile finds the old text or the new one.
///
/// # Errors
/// `store_failed` where the file can't be written.
pub fn write(folder: &Path, id: &str, text: &str) -> Result<(), DesktopProblem> {
    let unfinished = folder.join(format!(".{id}.{}", std::process::id()));
    // A file of this name was left by a process with the same id, or is a planted link. It is removed and never written
    // through.
    let written = fs::create_dir_all(folder).and_then(|()| {
        let _ = fs::remove_file(&unfinished);
        File::options().write(true).create_new(true).open(&unfinished)?.write_all(text.as_bytes())?;
        fs::rename(&unfinished, folder.join(id))
    });
    written.map_err(|error| DesktopProblem::EntryNotWritten {
        file: folder.join(id).display().to_string(),
        why: error.kind().to_string(),
    })
}

/// Reads an entry. `None` where the entry starts no program.
pub fn read(text: &str) -> Option<Entry> {
    let group = text.lines().skip_while(|line| line.trim() != "[Desktop Entry]").skip(1);
    let lines: Vec<&str> = group.take_while(|line| !line.starts_with('[')).collect();
    let value = |key: &str| {
        let (_, value) =
            lines.iter().filter_map(|line| line.split_once('=')).find(|(its, _)| its.trim() == key)?;
        Some(value.trim())
    };
    let program = program(&unescape(value("Exec")?));
    let name = value("Name").map(unescape).filter(|name| !name.is_empty());
    let is_off = value("Hidden") == Some("true") || value("X-GNOME-Autostart-enabled") == Some("false");
    (!program.is_empty()).then_some(Entry { name, program: program.into(), is_off })
}

/// Returns the first word of a command line, without its quotation marks.
fn program(command: &str) -> String {
    let Some(quoted) = command.strip_prefix('"') else {
        return command.split_whitespace().next().unwrap_or_default().replace("%%", "%");
    };
    let mut word = String::new();
    let mut characters = quoted.chars();
    while let Some(character) = characters.next() {
        match character {
            '"' => break,
            '\\' => word.extend(characters.next()),
            other => word.push(other),
        }
    }
    word.replace("%%", "%")
}

/// Resolves the escapes that every value may have.
fn unescape(value: &str) -> String {
    let mut plain = String::new();
    let mut characters = value.chars();
    while let Some(character) = characters.next() {
        if character != '\\' {
            plain.push(character);
            continue;
        }
        match characters.next() {
            Some('s') => plain.push(' '),
            Some('n') => plain.push('\n'),
            Some('t') => plain.push('\t'),
            Some('r') => plain.push('\r'),
            Some('\\') => plain.push('\\'),
            Some(other) => plain.extend(['\\', other]),
            None => {}
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn path_is_quoted_only_where_needed() {
        for (path, exec) in [
            ("/usr/bin/switchhook-desktop", Some("/usr/bin/switchhook-desktop")),
            ("/opt/Ünïcode/switchhook", Some("/opt/Ünïcode/switchhook")),
            ("/home/me/my apps/switchhook", Some(r#""/home/me/my apps/switchhook""#)),
            (r"/odd/a\b", Some(r#""/odd/a\\\\b""#)),
            ("/odd/a$b`c\"d", Some(r#""/odd/a\\$b\\`c\\"d""#)),
            ("/odd/100%", Some(r#""/odd/100%%""#)),
            ("/odd/a=b", None),
            ("/odd/a\nb", None),
            ("relative", None),
        ] {
            assert_eq!(super::exec(path).as_deref(), exec, "{path}");
        }
    }

    #[test]
    fn own_entry_is_read_as_it_was_written() {
        for path in ["/usr/bin/a", "/my apps/a", r"/odd/a\b", "/odd/a$b`c\"d", "/odd/100%", "/odd/'a'"] {
            let text = text(Path::new(path), "app.example").expect(path);
            let entry = Entry { name: Some("Switchhook".into()), program: path.into(), is_off: false };
            assert_eq!(read(&text), Some(entry), "{text}");
            assert!(text.contains("MimeType=x-scheme-handler/app.example;\n"), "{text}");
        }
    }

    #[test]
    fn entry_is_not_written_through_a_link() {
        let folder = tempfile::tempdir().expect("a folder");
        let kept = folder.path().join("letter.txt");
        fs::write(&kept, "a letter").expect("written");
        let place = folder.path().join("autostart");
        fs::create_dir(&place).expect("made");
        for planted in [format!(".a.desktop.{}", std::process::id()), "a.desktop".into()] {
            std::os::unix::fs::symlink(&kept, place.join(planted)).expect("linked");
            write(&place, "a.desktop", "an entry").expect("written");
            assert_eq!(fs::read_to_string(&kept).expect("there"), "a letter");
            let entry = place.join("a.desktop");
            assert!(!entry.is_symlink());
            assert_eq!(fs::read_to_string(&entry).expect("there"), "an entry");
            fs::remove_file(entry).expect("removed");
        }
    }

    #[test]
    fn login_entry_can_be_turned_off() {
        let text = at_login(Path::new("/usr/bin/a"), "--hidden", "a").expect("a path that can be named");
        assert!(text.contains("\nExec=/usr/bin/a --hidden\n"), "{text}");
        let is_off = |text: &str| read(text).map(|entry| entry.is_off);
        assert_eq!(is_off(&text), Some(false));
        assert_eq!(is_off(&format!("{text}Hidden=true\n")), Some(true));
        assert_eq!(is_off(&text.replace("enabled=true", "enabled=false")), Some(true));
    }

    #[test]
    fn entries_of_other_programs_are_read() {
        let program = |text: &str| read(text).map(|entry| entry.program);
        for (text, expected) in [
            ("[Desktop Entry]\nName=A\nExec=/usr/bin/a %u\n", Some("/usr/bin/a")),
            ("# a comment\n[Desktop Entry]\n Exec = a --flag\n", Some("a")),
            ("[Other]\nExec=/no\n[Desktop Entry]\nExec=/yes\n[Desktop Action x]\nExec=/no", Some("/yes")),
            ("[Desktop Entry]\nName=A\n", None),
            ("[Desktop Entry]\nExec=\n", None),
            ("Exec=/no\n", None),
            ("", None),
        ] {
            assert_eq!(program(text), expected.map(PathBuf::from), "{text}");
        }
    }
}

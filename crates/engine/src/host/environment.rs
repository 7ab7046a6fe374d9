//! What other programs of the system are handed by this process.

use std::ffi::OsStr;
use std::process::Command;

#[cfg(unix)]
use super::private_process::umask_before;

/// Beginnings of names: what chooses our libraries, and what a person set for `--from-env`, a client secret among it.
const OURS: [&str; 3] = ["LD_", "DYLD_", "INTERCOM_"];

/// Variables of an AppImage, a snap or our own window.
const OURS_TO_THE_LETTER: [&str; 5] =
    ["WEBKIT_DISABLE_DMABUF_RENDERER", "GTK_PATH", "GIO_MODULE_DIR", "GDK_PIXBUF_MODULE_FILE", "PYTHONHOME"];

/// Readies a program of the system that this process starts: it is handed nothing that is for this one alone, and what it makes
/// has the rights that the person chose. `SWITCHHOOK_HOME` stays: a browser hands it to the Switchhook that it starts for a link.
///
/// Under Unix, a program that is missing ends with status 127; it starts all the same.
pub fn for_the_person(mut command: Command) -> Command {
    for (name, _) in std::env::vars_os().filter(|(name, _)| is_ours(name)) {
        command.env_remove(name);
    }
    with_the_persons_rights(command)
}

/// A browser goes on for days, and other tools write files that a person shares: none of them is made with our rights. Nothing
/// but the process itself can set them, so that a shell does it first.
#[cfg(unix)]
fn with_the_persons_rights(command: Command) -> Command {
    match umask_before() {
        Some(umask) => with_umask(&command, umask),
        None => command,
    }
}

#[cfg(unix)]
fn with_umask(command: &Command, umask: u32) -> Command {
    let mut shell = Command::new("/bin/sh");
    let script = r#"umask "$0" && exec "$@""#;
    shell
        .args(["-c", script])
        .arg(format!("{umask:04o}"))
        .arg(command.get_program())
        .args(command.get_args());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => shell.env(name, value),
            None => shell.env_remove(name),
        };
    }
    shell
}

#[cfg(not(unix))]
const fn with_the_persons_rights(command: Command) -> Command {
    command
}

fn is_ours(name: &OsStr) -> bool {
    let bytes = name.as_encoded_bytes();
    OURS.iter().any(|start| bytes.starts_with(start.as_bytes()))
        || OURS_TO_THE_LETTER.iter().any(|ours| name == *ours)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::process::Stdio;

    #[test]
    fn a_program_makes_files_with_the_rights_that_the_person_chose() {
        for (umask, told) in [(0o022, "0022"), (0o002, "0002"), (0, "0000"), (0o077, "0077")] {
            let mut program = Command::new("sh");
            program
                .args(["-c", r#"printf '%s|' "$(umask)" "$1" "$2" "$MARK""#, "sh", "a b", "$(c);'d"])
                .env("MARK", "m");
            let output = with_umask(&program, umask).output().expect("run");
            assert_eq!(String::from_utf8_lossy(&output.stdout), format!("{told}|a b|$(c);'d|m|"));
        }
        let missing = with_umask(&Command::new("/nowhere/program"), 0o022).stderr(Stdio::null()).status();
        assert_eq!(missing.expect("the shell is there").code(), Some(127));
    }
}

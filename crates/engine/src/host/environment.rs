//! The environment of the programs that this process starts.

use std::ffi::OsStr;
use std::process::Command;

#[cfg(unix)]
use super::private_process::umask_before;

/// Beginnings of names that no other program gets: variables that choose our libraries, and those that a person set for
/// `--from-env`. One of those is a client secret.
const OURS: [&str; 3] = ["LD_", "DYLD_", "INTERCOM_"];

/// Names that no other program gets: variables of an AppImage, a snap or our own window.
const OURS_TO_THE_LETTER: [&str; 5] =
    ["WEBKIT_DISABLE_DMABUF_RENDERER", "GTK_PATH", "GIO_MODULE_DIR", "GDK_PIXBUF_MODULE_FILE", "PYTHONHOME"];

/// Returns the command without the variables of this process, and with the file rights (umask) that the person chose.
///
/// `SWITCHHOOK_HOME` stays: a browser passes it to the Switchhook that it starts for a link. Where a umask is to be
/// restored, a shell starts the program: then a missing program is a shell that ends with status 127.
pub fn for_the_person(mut command: Command) -> Command {
    for (name, _) in std::env::vars_os().filter(|(name, _)| is_ours(name)) {
        command.env_remove(name);
    }
    with_the_persons_rights(command)
}

/// Returns a command that runs with the umask that this process had at its start.
///
/// A browser runs for days, and other tools write files that a person shares: their files must not get our rights. A process
/// sets its umask by itself, so that a shell sets it first.
#[cfg(unix)]
fn with_the_persons_rights(command: Command) -> Command {
    match umask_before() {
        Some(umask) => with_umask(&command, umask),
        None => command,
    }
}

/// Returns a command that sets this umask and then runs `command`, with its arguments and variables.
///
/// The working folder and the standard streams of `command` are not taken over.
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

/// Returns the command as it is: this system has no umask.
#[cfg(not(unix))]
const fn with_the_persons_rights(command: Command) -> Command {
    command
}

/// Whether a variable of this name is for this process alone.
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
    fn program_makes_files_with_rights_that_person_chose() {
        for (umask, expected) in [(0o022, "0022"), (0o002, "0002"), (0, "0000"), (0o077, "0077")] {
            let mut program = Command::new("sh");
            program
                .args(["-c", r#"printf '%s|' "$(umask)" "$1" "$2" "$MARK""#, "sh", "a b", "$(c);'d"])
                .env("MARK", "m");
            let output = with_umask(&program, umask).output().expect("run");
            assert_eq!(String::from_utf8_lossy(&output.stdout), format!("{expected}|a b|$(c);'d|m|"));
        }
        let missing = with_umask(&Command::new("/nowhere/program"), 0o022).stderr(Stdio::null()).status();
        assert_eq!(missing.expect("the shell is there").code(), Some(127));
    }
}

//! Reads secrets, links and answers from standard input or a terminal. A secret never comes from argv and is never echoed.
//! Without a terminal, the program asks nothing.

use std::io::{IsTerminal as _, Read as _, Write as _};

use switchhook_engine::core::{
    ClientSecret, ErrorReport, Pasted, Region, RegistrationProblem, check_client_secret, plain,
};

use crate::clean::Clean;
use crate::misuse::Misuse;

/// Maximum length of standard input, in bytes.
const MAX_INPUT: u64 = 64 * 1024;

/// Maximum length of a list on standard input, in bytes.
const MAX_LIST: u64 = 1024 * 1024;

/// Reads all of standard input, without one final line end.
///
/// # Errors
/// `usage` where standard input can't be read or holds more than 64 KiB.
pub(crate) fn piped() -> Result<Vec<u8>, ErrorReport> {
    let bytes = read_to(MAX_INPUT)?;
    let text =
        bytes.strip_suffix(b"\n").map_or(bytes.as_slice(), |line| line.strip_suffix(b"\r").unwrap_or(line));
    Ok(text.to_vec())
}

/// Reads a list of secrets from a pipe or a file. A terminal would show them.
///
/// # Errors
/// `usage` where standard input is a terminal, can't be read or holds more than 1 MiB.
pub(crate) fn list() -> Result<Vec<u8>, ErrorReport> {
    if std::io::stdin().is_terminal() {
        return Err(Misuse::ListTyped.into());
    }
    read_to(MAX_LIST)
}

fn read_to(most: u64) -> Result<Vec<u8>, ErrorReport> {
    let mut bytes = Vec::new();
    let read = std::io::stdin().lock().take(most + 1).read_to_end(&mut bytes);
    if read.is_err() {
        return Err(Misuse::InputUnreadable.into());
    }
    if bytes.len() as u64 > most {
        return Err(Misuse::InputTooLong { kib: most / 1024 }.into());
    }
    Ok(bytes)
}

/// Returns the region of this name, if any.
pub(crate) fn region_if_named(text: Option<&str>) -> Result<Option<Region>, ErrorReport> {
    Ok(text.map(str::parse).transpose().map_err(|why| Misuse::Region { why })?)
}

/// Returns the region of this name, or the United States without a name, which is Intercom's default.
pub(crate) fn region(text: Option<&str>) -> Result<Region, ErrorReport> {
    Ok(region_if_named(text)?.unwrap_or(Region::Us))
}

/// Reads a secret and checks it: from a pipe with `from_stdin`, else from the terminal without an echo. Where standard input
/// is a terminal, the program asks there in any case. `option` says what to use where there is no terminal to ask at.
pub(crate) fn secret<T>(
    what: &'static str,
    option: &'static str,
    from_stdin: bool,
    check: impl FnOnce(String) -> Result<T, ErrorReport>,
) -> Result<T, ErrorReport> {
    let text = if from_stdin && !std::io::stdin().is_terminal() {
        String::from_utf8(piped()?).map_err(|_| Misuse::SecretNotText { what })?
    } else {
        typed(what, option)?
    };
    check(text)
}

/// Reads a client secret, and refuses the usual mistakes of pasting.
pub(crate) fn client_secret(from_stdin: bool) -> Result<ClientSecret, ErrorReport> {
    secret("client secret", "--secret-stdin, and pipe the secret into the command", from_stdin, |text| {
        let pasted = Pasted::ClientSecret;
        Ok(check_client_secret(text).map_err(|mistake| RegistrationProblem::Paste { pasted, mistake })?)
    })
}

/// Whether a person at a terminal can answer a question.
pub(crate) fn is_interactive() -> bool {
    std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
}

/// Asks a question to be answered by yes or no. With `yes`, asks nothing.
///
/// # Errors
/// `usage` without `yes` and without a terminal. `cancelled` where the answer is not yes, with the sentence `declined`.
pub(crate) fn confirm(yes: bool, question: &str, declined: &str) -> Result<(), ErrorReport> {
    if yes {
        return Ok(());
    }
    require_terminal("--yes")?;
    let mut terminal = Clean(std::io::stderr());
    let asked = write!(terminal, "{} [y/N] ", plain(question)).and_then(|()| terminal.flush());
    let mut answer = String::new();
    asked.and_then(|()| std::io::stdin().read_line(&mut answer)).map_err(|_| Misuse::NotAnswered)?;
    let agreed = ["y", "yes"].contains(&answer.trim().to_lowercase().as_str());
    if agreed { Ok(()) } else { Err(Misuse::Declined { sentence: declined.to_owned() }.into()) }
}

/// Asks for a secret at the terminal. An empty answer is returned, and the caller's check refuses it. If the prompt repeated
/// instead, Ctrl-D would not end it.
fn typed(what: &str, option: &'static str) -> Result<String, ErrorReport> {
    require_terminal(option)?;
    let question = dialoguer::Password::new().with_prompt(format!("The {what}")).allow_empty_password(true);
    Ok(question.interact().map_err(|_| Misuse::NotAnswered)?)
}

fn require_terminal(instead: &'static str) -> Result<(), Misuse> {
    if is_interactive() {
        return Ok(());
    }
    Err(Misuse::NoTerminal { instead })
}

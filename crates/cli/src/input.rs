//! What is typed or piped: secrets and links. Never from argv, never echoed, never prompted for where
//! nobody sits.

use std::io::{IsTerminal as _, Read as _, Write as _};

use switchhook_engine::core::{
    ClientSecret, ErrorReport, Pasted, Region, RegistrationProblem, check_client_secret, plain,
};

use crate::clean::Clean;
use crate::misuse::Misuse;

const MOST: u64 = 64 * 1024;

/// All of standard input, one final line end dropped.
pub(crate) fn piped() -> Result<Vec<u8>, ErrorReport> {
    let mut bytes = Vec::new();
    let read = std::io::stdin().lock().take(MOST + 1).read_to_end(&mut bytes);
    if read.is_err() {
        return Err(Misuse::InputUnreadable.into());
    }
    if bytes.len() as u64 > MOST {
        return Err(Misuse::InputTooLong.into());
    }
    let text =
        bytes.strip_suffix(b"\n").map_or(bytes.as_slice(), |line| line.strip_suffix(b"\r").unwrap_or(line));
    Ok(text.to_vec())
}

/// The region that a person names; else the United States, as Intercom has it.
pub(crate) fn region(text: Option<&str>) -> Result<Region, ErrorReport> {
    Ok(text.map_or(Ok(Region::Us), str::parse).map_err(|why| Misuse::Region { why })?)
}

/// A secret: from standard input, or typed without an echo, also where standard input is a terminal.
pub(crate) fn secret<T>(
    what: &'static str,
    from_stdin: bool,
    check: impl FnOnce(String) -> Result<T, ErrorReport>,
) -> Result<T, ErrorReport> {
    let text = if from_stdin && !std::io::stdin().is_terminal() {
        String::from_utf8(piped()?).map_err(|_| Misuse::SecretNotText { what })?
    } else {
        typed(what)?
    };
    check(text)
}

/// A client secret, without the usual mistakes of pasting.
pub(crate) fn client_secret(from_stdin: bool) -> Result<ClientSecret, ErrorReport> {
    secret("client secret", from_stdin, |text| {
        let pasted = Pasted::ClientSecret;
        Ok(check_client_secret(text).map_err(|mistake| RegistrationProblem::Paste { pasted, mistake })?)
    })
}

/// Whether somebody sits at a terminal who can be asked.
pub(crate) fn is_interactive() -> bool {
    std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
}

/// Asks yes or no, unless `--yes` has said it; where nobody sits, it must have. No is an end, in the words given for it.
pub(crate) fn confirm(yes: bool, question: &str, kept: &str) -> Result<(), ErrorReport> {
    if yes {
        return Ok(());
    }
    require_terminal("--yes")?;
    let mut terminal = Clean(std::io::stderr());
    let asked = write!(terminal, "{} [y/N] ", plain(question)).and_then(|()| terminal.flush());
    let mut answer = String::new();
    asked.and_then(|()| std::io::stdin().read_line(&mut answer)).map_err(|_| Misuse::NotAnswered)?;
    let agreed = ["y", "yes"].contains(&answer.trim().to_lowercase().as_str());
    if agreed { Ok(()) } else { Err(Misuse::Declined { kept: kept.to_owned() }.into()) }
}

/// Nothing at all is an answer too, which is refused by who checks it: asked for again and again, Ctrl-D would lead nowhere.
fn typed(what: &str) -> Result<String, ErrorReport> {
    require_terminal("--secret-stdin, and pipe it into the command")?;
    let question = dialoguer::Password::new().with_prompt(format!("The {what}")).allow_empty_password(true);
    Ok(question.interact().map_err(|_| Misuse::NotAnswered)?)
}

fn require_terminal(instead: &'static str) -> Result<(), Misuse> {
    if is_interactive() {
        return Ok(());
    }
    Err(Misuse::NoTerminal { instead })
}

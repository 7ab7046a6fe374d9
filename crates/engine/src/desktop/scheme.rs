//! Registers the scheme with xdg-mime, which every Linux desktop understands.
//!
//! The deep-link plugin's entry puts the program's path into quotation marks. The opener inside xdg-open takes the marks for
//! a part of the name. Our entry quotes only a path that needs quotes, and that opener can't start such a path. A package
//! registers an installed app. A development build registers itself at each start, unless a person chose another program.

use std::env;
use std::ffi::OsStr;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use switchhook_core::{Channel, DesktopProblem, plain};

use super::entry::{self, Entry};
use super::program::{Program, compared};
use crate::contract::LinkHandler;
use crate::host::environment::for_the_person;

/// How long a system tool may take to answer. A slower tool is killed.
const ANSWERS_IN: Duration = Duration::from_secs(5);

/// The exit status of a shell that can't find a program.
const MISSING: i32 = 127;

/// Maximum length of another program's name, in characters.
const MAX_NAME_LENGTH: usize = 60;

/// Held while a call queries and changes the registration, so that both are one step.
static TURN: Mutex<()> = Mutex::new(());

/// Returns the program that opens links, compared with `program`. A development build registers itself first where it finds no
/// program, or another copy of itself. Blocks while system tools run.
pub fn handler(program: &Path) -> LinkHandler {
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let Some((id, found)) = found(program) else { return LinkHandler::Unknown };
    if !cfg!(debug_assertions) || !registers_itself(&found, &id) {
        return found;
    }
    register(program).unwrap_or_else(|_| {
        tracing::warn!("links of this development build are not registered");
        found
    })
}

/// Returns the program that opens links, compared with `program`. Registers nothing. Blocks while system tools run.
pub fn look(program: &Path) -> LinkHandler {
    found(program).map_or(LinkHandler::Unknown, |(_, found)| found)
}

/// Returns the id of the default entry and its program. `None` where the system does not say.
fn found(program: &Path) -> Option<(String, LinkHandler)> {
    let id = default_entry().ok()?;
    let found = judge(&id, find(&id).as_ref(), |other| compared(program, other));
    Some((id, found))
}

/// Makes `program` open the links, and returns the program that opens them then. Blocks while system tools run.
///
/// # Errors
/// `not_found` where the system's tools are missing or do not answer, `store_failed` where the choice can't be kept.
pub fn claim(program: &Path) -> Result<LinkHandler, DesktopProblem> {
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    register(program)
}

/// Registers this program: by its package's entry if this is the installed program, else by an entry of its own. A failure
/// leaves nothing behind.
fn register(program: &Path) -> Result<LinkHandler, DesktopProblem> {
    let packaged = find(&packaged_id()).filter(|entry| compared(program, &entry.program) == Program::This);
    let former = default_entry()?;
    if packaged.is_some() {
        return make_default(program, &packaged_id(), &former);
    }
    let folder = data_home().ok_or(DesktopProblem::ProgramNotNamable)?.join("applications");
    let before = fs::read_to_string(folder.join(own_id())).ok();
    write_own_entry(program, &folder)?;
    make_default(program, &own_id(), &former).inspect_err(|_| restore_own_entry(&folder, before.as_deref()))
}

/// Makes the entry with this id the default, and checks the result. On failure, makes the former entry the default again.
fn make_default(program: &Path, id: &str, former: &str) -> Result<LinkHandler, DesktopProblem> {
    let made = run("xdg-mime", ["default", id, &mime_type()]).and_then(|_| check_default(program));
    made.inspect_err(|_| {
        if !former.is_empty() && former != id {
            let _ = run("xdg-mime", ["default", former, &mime_type()]);
        }
    })
}

fn check_default(program: &Path) -> Result<LinkHandler, DesktopProblem> {
    let id = default_entry()?;
    match judge(&id, find(&id).as_ref(), |other| compared(program, other)) {
        LinkHandler::Ours => Ok(LinkHandler::Ours),
        other => Err(opened_elsewhere(&other)),
    }
}

/// Writes this program's own entry.
fn write_own_entry(program: &Path, folder: &Path) -> Result<(), DesktopProblem> {
    let text =
        entry::text(program, Channel::current().identifier()).ok_or(DesktopProblem::ProgramNotNamable)?;
    entry::write(folder, &own_id(), &text).map_err(|problem| match problem {
        DesktopProblem::EntryNotWritten { file, why } => DesktopProblem::LinksNotWritten { file, why },
        problem => problem,
    })?;
    if !entry::is_plain(program) {
        tracing::warn!(
            "xdg-open without a desktop can't start a program whose path has spaces or reserved characters"
        );
    }
    update_index(folder);
    Ok(())
}

/// Restores this program's own entry from its former text, or removes the entry.
fn restore_own_entry(folder: &Path, before: Option<&str>) {
    let is_back = match before {
        Some(text) => entry::write(folder, &own_id(), text).is_ok(),
        None => fs::remove_file(folder.join(own_id())).is_ok(),
    };
    if !is_back {
        tracing::warn!("an entry that opens no links is left behind");
    }
    update_index(folder);
}

/// Updates the folder's index. Desktops read the index, or the entries where there is no index.
fn update_index(folder: &Path) {
    let _ = run("update-desktop-database", [folder.as_os_str()]);
}

/// Returns the meaning of the default entry's id and content.
fn judge(id: &str, entry: Option<&Entry>, compare: impl Fn(&Path) -> Program) -> LinkHandler {
    // Every desktop ignores a missing entry, and an entry whose program is missing.
    let Some(entry) = entry else { return LinkHandler::Nobody };
    match compare(&entry.program) {
        Program::Missing => LinkHandler::Nobody,
        Program::This => LinkHandler::Ours,
        Program::Another if is_own(id) => LinkHandler::OtherCopy,
        Program::Another => {
            let name = entry.name.as_deref().unwrap_or(id.trim_end_matches(".desktop"));
            LinkHandler::Other { name: plain(name).chars().take(MAX_NAME_LENGTH).collect() }
        }
    }
}

/// Whether a development build registers itself: yes, unless a person chose another program. An entry with another id was
/// written by an earlier build, with quotation marks.
fn registers_itself(found: &LinkHandler, id: &str) -> bool {
    match found {
        LinkHandler::Nobody | LinkHandler::OtherCopy => true,
        LinkHandler::Ours => id != own_id(),
        LinkHandler::Other { .. } | LinkHandler::Unknown => false,
    }
}

/// Returns the id of the entry that opens links of our scheme, or an empty id where there is none.
fn default_entry() -> Result<String, DesktopProblem> {
    default_entry_of(&mime_type())
}

/// Returns the id of the entry that opens files of this type, or an empty id where there is none.
pub(super) fn default_entry_of(mime_type: &str) -> Result<String, DesktopProblem> {
    run("xdg-mime", ["query", "default", mime_type]).map(|id| id.trim().to_owned())
}

/// Reads the entry with this id. A person's own entry comes before the system's.
pub(super) fn find(id: &str) -> Option<Entry> {
    // The id comes from a tool. It must name a file in these folders and no other.
    if id.is_empty() || id.contains('/') {
        return None;
    }
    // A hyphen in an id may stand for a folder (Desktop Entry Specification, "Desktop File ID").
    let names = [id.to_owned(), id.replacen('-', "/", 1)];
    let folders: Vec<PathBuf> = data_home().into_iter().chain(data_folders()).collect();
    let mut paths =
        folders.iter().flat_map(|folder| names.iter().map(|name| folder.join("applications").join(name)));
    paths.find_map(|path| fs::read_to_string(path).ok()).and_then(|text| entry::read(&text))
}

fn data_home() -> Option<PathBuf> {
    let named = env::var_os("XDG_DATA_HOME").map(PathBuf::from).filter(|path| path.is_absolute());
    named.or_else(|| Some(PathBuf::from(env::var_os("HOME")?).join(".local/share")))
}

fn data_folders() -> Vec<PathBuf> {
    let named = env::var_os("XDG_DATA_DIRS").filter(|folders| !folders.is_empty());
    env::split_paths(&named.unwrap_or_else(|| "/usr/local/share:/usr/share".into())).collect()
}

fn mime_type() -> String {
    format!("x-scheme-handler/{}", Channel::current().identifier())
}

fn packaged_id() -> String {
    format!("{}.desktop", Channel::current().identifier())
}

fn own_id() -> String {
    format!("{}-handler.desktop", Channel::current().identifier())
}

/// Whether a Switchhook of this channel writes the entry or is packaged with it. Earlier development builds wrote the last id.
fn is_own(id: &str) -> bool {
    id == packaged_id() || id == own_id() || id == "switchhook-desktop-handler.desktop"
}

/// Runs a system tool, and returns its standard output.
///
/// # Errors
/// [`DesktopProblem::ToolMissing`] where the tool is missing, fails with output, or does not answer in time.
fn run<A: AsRef<OsStr>>(tool: &str, words: impl IntoIterator<Item = A>) -> Result<String, DesktopProblem> {
    let mut command = Command::new(tool);
    command.args(words);
    let mut command = for_the_person(command);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().map_err(|_| no_tool(tool))?;
    let began = Instant::now();
    let status = loop {
        match child.try_wait() {
            Ok(Some(status)) => break status,
            Ok(None) if began.elapsed() < ANSWERS_IN => thread::sleep(Duration::from_millis(10)),
            Ok(None) | Err(_) => {
                let _ = child.kill();
                // A thread waits for the killed tool, so that it leaves no zombie and delays no caller.
                thread::spawn(move || child.wait());
                return Err(no_tool(tool));
            }
        }
    };
    if status.code() == Some(MISSING) {
        return Err(no_tool(tool));
    }
    let mut printed = String::new();
    if let Some(mut output) = child.stdout.take() {
        output.read_to_string(&mut printed).map_err(|_| no_tool(tool))?;
    }
    // For a scheme that no entry opens, some versions fail without output and some succeed.
    if status.success() || printed.trim().is_empty() { Ok(printed) } else { Err(no_tool(tool)) }
}

fn no_tool(tool: &str) -> DesktopProblem {
    DesktopProblem::ToolMissing { tool: tool.to_owned() }
}

fn opened_elsewhere(found: &LinkHandler) -> DesktopProblem {
    let name = match found {
        LinkHandler::Other { name } => Some(name.clone()),
        _ => None,
    };
    DesktopProblem::LinksElsewhere { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn other(name: &str) -> LinkHandler {
        LinkHandler::Other { name: name.into() }
    }

    #[test]
    fn default_entry_is_judged_by_its_program() {
        let entry = |name: Option<&str>, program: &str| {
            Some(Entry { name: name.map(str::to_owned), program: program.into(), is_off: false })
        };
        let compare = |program: &Path| match program.to_str() {
            Some("/this") => Program::This,
            Some("/gone") => Program::Missing,
            _ => Program::Another,
        };
        for (id, entry, expected) in [
            ("", None, LinkHandler::Nobody),
            ("gone.desktop", None, LinkHandler::Nobody),
            ("a.desktop", entry(Some("A"), "/gone"), LinkHandler::Nobody),
            ("a.desktop", entry(Some("A"), "/a"), other("A")),
            ("org.a.desktop", entry(None, "/a"), other("org.a")),
            ("a.desktop", entry(Some("a\u{202e}b"), "/a"), other("a\u{fffd}b")),
            ("a.desktop", entry(Some(&"a".repeat(100)), "/a"), other(&"a".repeat(60))),
            // Another program may have written the entry, but it starts this program.
            ("a.desktop", entry(Some("A"), "/this"), LinkHandler::Ours),
            ("app.switchhook.dev-handler.desktop", entry(None, "/this"), LinkHandler::Ours),
            ("app.switchhook.dev-handler.desktop", entry(None, "/elsewhere"), LinkHandler::OtherCopy),
            ("app.switchhook.dev.desktop", entry(None, "/usr/bin/x"), LinkHandler::OtherCopy),
            ("app.switchhook.dev-handler.desktop", entry(None, "/gone"), LinkHandler::Nobody),
        ] {
            assert_eq!(judge(id, entry.as_ref(), compare), expected, "{id} {entry:?}");
        }
    }

    #[test]
    fn development_build_registers_unless_a_person_chose() {
        for (found, id, does) in [
            (LinkHandler::Nobody, "", true),
            (LinkHandler::OtherCopy, "app.switchhook.dev-handler.desktop", true),
            (LinkHandler::Ours, "app.switchhook.dev-handler.desktop", false),
            (LinkHandler::Ours, "switchhook-desktop-handler.desktop", true),
            (other("A"), "a.desktop", false),
            (LinkHandler::Unknown, "", false),
        ] {
            assert_eq!(registers_itself(&found, id), does, "{found:?} {id}");
        }
    }

    #[test]
    fn system_tool_runs_with_the_umask_of_the_person() {
        // This test runs once more as a program that keeps its own files private.
        if env::var_os("TEST_TOOL").is_some() {
            crate::host::private_process::keep_private();
            assert_eq!(run("sh", ["-c", "umask"]).map(|umask| umask.trim().to_owned()), Ok("0022".into()));
            assert_eq!(run("/nowhere/tool", ["default"]), Err(no_tool("/nowhere/tool")));
            return;
        }
        assert_eq!(run("/nowhere/tool", ["default"]), Err(no_tool("/nowhere/tool")));
        let this_test = thread::current().name().expect("a test has a name").to_owned();
        let mut program = Command::new("sh");
        program.args(["-c", r#"umask 022 && exec "$@""#, "sh"]).arg(env::current_exe().expect("a program"));
        program.args(["--exact", &this_test]).env("TEST_TOOL", "");
        let output = program.output().expect("it runs");
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success() && said.contains("1 passed"), "{said}");
    }

    #[test]
    fn entry_id_names_no_file_outside_the_folders() {
        assert_eq!(find("../../../etc/passwd"), None);
        assert_eq!(find(""), None);
    }
}

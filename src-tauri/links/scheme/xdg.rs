//! Registers the scheme with xdg-mime, which every Linux desktop understands.
//!
//! The deep-link plugin's entry puts the program's path into quotation marks, which xdg-open's own opener takes for a part of the
//! name. Our entry quotes only a path that needs it; that opener can't start such a path. An installed app registers nothing: its
//! package does. A development build registers at each start, unless a person chose another program.

use std::env;
use std::ffi::OsStr;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use switchhook_engine::contract::LinkHandler;
use switchhook_engine::core::{Channel, DesktopProblem, plain};
use switchhook_engine::for_the_person;

use crate::platform::entry::{self, Entry};
use crate::platform::program::{Program, compared, this_program};

/// A tool of the system that takes longer is left to itself.
const ANSWERS_IN: Duration = Duration::from_secs(5);

/// The status of a shell whose program is missing.
const MISSING: i32 = 127;

/// As long as a name of a program is shown.
const NAME_LENGTH: usize = 60;

/// Asking, and registering where nobody is registered, are one step.
static TURN: Mutex<()> = Mutex::new(());

pub(super) fn handler() -> LinkHandler {
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let Some(program) = this_program() else { return LinkHandler::Unknown };
    let Ok(id) = asked() else { return LinkHandler::Unknown };
    let found = judge(&id, find(&id).as_ref(), |other| compared(&program, other));
    if !cfg!(debug_assertions) || !registers_itself(&found, &id) {
        return found;
    }
    registered(&program).unwrap_or_else(|_| {
        tracing::warn!("links of this development build are not registered");
        found
    })
}

pub(super) fn claim() -> Result<LinkHandler, DesktopProblem> {
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    registered(&this_program().ok_or(DesktopProblem::ProgramNotNamable)?)
}

/// Registers this program: by its package's entry where it is the installed one, by one of its own otherwise. What fails
/// leaves nothing behind.
fn registered(program: &Path) -> Result<LinkHandler, DesktopProblem> {
    let packaged = find(&packaged_id()).filter(|entry| compared(program, &entry.program) == Program::This);
    let former = asked()?;
    if packaged.is_some() {
        return made_default(program, &packaged_id(), &former);
    }
    let folder = data_home().ok_or(DesktopProblem::ProgramNotNamable)?.join("applications");
    let before = fs::read_to_string(folder.join(own_id())).ok();
    written(program, &folder)?;
    made_default(program, &own_id(), &former).inspect_err(|_| put_back(&folder, before.as_deref()))
}

/// Makes the entry of that id the default, and finds out whether it is; where not, the former one is again.
fn made_default(program: &Path, id: &str, former: &str) -> Result<LinkHandler, DesktopProblem> {
    let made = run("xdg-mime", ["default", id, &mime_type()]).and_then(|_| kept(program));
    made.inspect_err(|_| {
        if !former.is_empty() && former != id {
            let _ = run("xdg-mime", ["default", former, &mime_type()]);
        }
    })
}

fn kept(program: &Path) -> Result<LinkHandler, DesktopProblem> {
    let id = asked()?;
    match judge(&id, find(&id).as_ref(), |other| compared(program, other)) {
        LinkHandler::Ours => Ok(LinkHandler::Ours),
        other => Err(not_kept(&other)),
    }
}

/// Writes an entry of our own.
fn written(program: &Path, folder: &Path) -> Result<(), DesktopProblem> {
    let text =
        entry::text(program, Channel::current().identifier()).ok_or(DesktopProblem::ProgramNotNamable)?;
    entry::write(folder, &own_id(), &text).map_err(|problem| match problem {
        DesktopProblem::EntryNotWritten { file, why } => DesktopProblem::LinksNotWritten { file, why },
        problem => problem,
    })?;
    if !entry::is_plain(program) {
        tracing::warn!(
            "xdg-open without a desktop can't start a program whose path has blanks or signs in it"
        );
    }
    index(folder);
    Ok(())
}

/// Leaves our own entry as it was, or none.
fn put_back(folder: &Path, before: Option<&str>) {
    let is_back = match before {
        Some(text) => entry::write(folder, &own_id(), text).is_ok(),
        None => fs::remove_file(folder.join(own_id())).is_ok(),
    };
    if !is_back {
        tracing::warn!("an entry that opens no links is left");
    }
    index(folder);
}

/// Desktops look into the folder's index; where there is none, they look into the entries.
fn index(folder: &Path) {
    let _ = run("update-desktop-database", [folder.as_os_str()]);
}

/// What the answer to "which entry opens these links" means.
fn judge(id: &str, entry: Option<&Entry>, compare: impl Fn(&Path) -> Program) -> LinkHandler {
    // An entry that is not there, or whose program is not, is passed over by every desktop.
    let Some(entry) = entry else { return LinkHandler::Nobody };
    match compare(&entry.program) {
        Program::Missing => LinkHandler::Nobody,
        Program::This => LinkHandler::Ours,
        Program::Another if is_own(id) => LinkHandler::OtherCopy,
        Program::Another => {
            let name = entry.name.as_deref().unwrap_or(id.trim_end_matches(".desktop"));
            LinkHandler::Other { name: plain(name).chars().take(NAME_LENGTH).collect() }
        }
    }
}

/// Whether a development build takes its links: not from a program that a person chose. An entry that is not the one of
/// today was written by an earlier build, and with quotation marks.
fn registers_itself(found: &LinkHandler, id: &str) -> bool {
    match found {
        LinkHandler::Nobody | LinkHandler::OtherCopy => true,
        LinkHandler::Ours => id != own_id(),
        LinkHandler::Other { .. } | LinkHandler::Unknown => false,
    }
}

/// The id of the entry that opens links of our scheme; empty where none does.
fn asked() -> Result<String, DesktopProblem> {
    run("xdg-mime", ["query", "default", &mime_type()]).map(|id| id.trim().to_owned())
}

/// The entry of that id: a person's own comes before the system's.
fn find(id: &str) -> Option<Entry> {
    // Whatever the answer is, it names a file in these folders and no other.
    if id.is_empty() || id.contains('/') {
        return None;
    }
    // A part of an id may be a folder.
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

/// Whether an entry is one that a Switchhook of this channel writes or is packaged with; the last one was written by
/// earlier development builds.
fn is_own(id: &str) -> bool {
    id == packaged_id() || id == own_id() || id == "switchhook-desktop-handler.desktop"
}

/// Runs a tool of the system, and returns what it says.
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
                // Waiting for it keeps no zombie and holds nobody up.
                thread::spawn(move || child.wait());
                return Err(no_tool(tool));
            }
        }
    };
    if status.code() == Some(MISSING) {
        return Err(no_tool(tool));
    }
    let mut said = String::new();
    if let Some(mut output) = child.stdout.take() {
        output.read_to_string(&mut said).map_err(|_| no_tool(tool))?;
    }
    // Asked for what nobody opens, some versions fail and some do not.
    if status.success() || said.trim().is_empty() { Ok(said) } else { Err(no_tool(tool)) }
}

fn no_tool(tool: &str) -> DesktopProblem {
    DesktopProblem::ToolMissing { tool: tool.to_owned() }
}

fn not_kept(found: &LinkHandler) -> DesktopProblem {
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
    fn an_answer_means_what_becomes_of_a_link() {
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
            // Whoever wrote it: it starts this very program.
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
    fn a_development_build_registers_itself_unless_a_person_chose_another_program() {
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
    fn a_tool_of_the_system_makes_files_with_the_rights_that_the_person_chose() {
        // This test runs once more as a program that keeps its own files private.
        if env::var_os("TEST_TOOL").is_some() {
            switchhook_engine::keep_private();
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
    fn an_id_names_no_file_elsewhere() {
        assert_eq!(find("../../../etc/passwd"), None);
        assert_eq!(find(""), None);
    }
}

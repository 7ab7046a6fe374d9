//! The command line's words for problems of the desktop.

use alloc::format;

use super::sentence::Words;
use crate::DesktopProblem;

/// The hint for a file that tells the desktop of Switchhook.
const ENTRY_HINT: &str = "Check that the file's folder is writable and the disk is not full, then try again.";
const PASTE: &str = "Paste the address from your browser instead.";

pub(super) fn words(problem: &DesktopProblem) -> Words {
    match problem {
        DesktopProblem::NoBrowser => Words::new(
            "Switchhook could not open the page in a browser.",
            "Copy the link and open it in a browser yourself.",
        ),
        DesktopProblem::NoFileManager { folder } => Words::new(
            format!("Switchhook could not open the folder {folder} in a file manager."),
            "Open the folder in your file manager yourself.",
        ),
        DesktopProblem::ClipboardUnusable => {
            Words::new("Switchhook can't use the clipboard.", "Select the text and copy it by hand.")
        }
        DesktopProblem::ClipboardEmpty => Words::new(
            "Switchhook can't read the clipboard, or it holds no text.",
            "Copy the whole address from your browser, then paste it into the field.",
        ),
        DesktopProblem::FileNotWritten { file, why } => Words::new(
            format!("Switchhook can’t write the file {file}: {why}."),
            "Make sure that the folder exists and that you may write to it. Then try again.",
        ),
        DesktopProblem::EntryNotWritten { file, why } => {
            Words::new(format!("Switchhook can’t write the file {file}: {why}."), ENTRY_HINT)
        }
        DesktopProblem::EntryNotRemoved { file, why } => {
            Words::new(format!("Switchhook can’t remove the file {file}: {why}."), ENTRY_HINT)
        }
        DesktopProblem::ProgramNotNamable => Words::new(
            "No desktop entry can hold the path of this program.",
            "Move the program to a folder without “=” or line breaks in its path.",
        ),
        DesktopProblem::ToolMissing { tool } => Words::new(
            format!("The system’s tool {tool} is missing or does not answer."),
            "Install xdg-utils, or paste the address from your browser instead.",
        ),
        DesktopProblem::LinksElsewhere { name } => Words::new(
            match name {
                Some(name) => format!("The desktop still opens these links with “{name}”."),
                None => "The desktop still does not open these links with Switchhook.".into(),
            },
            "Choose Switchhook in the desktop’s own settings, or paste the address from your browser instead.",
        ),
        DesktopProblem::LinksNotWritten { file, why } => {
            Words::new(format!("Switchhook can’t write the entry {file}: {why}."), PASTE)
        }
        DesktopProblem::LinksRefused => {
            Words::new("The system does not let Switchhook open its links.", PASTE)
        }
        DesktopProblem::NotHere => {
            Words::new("Switchhook does not have that page or setting on this system.", "Choose another one.")
        }
    }
}

//! The words for problems of the desktop.

use alloc::format;

use super::sentence::{Words, of_code, saying};
use crate::{Code, DesktopProblem};

const PASTE: &str = "Paste the address from your browser instead.";

pub(super) fn words(problem: &DesktopProblem) -> Words {
    match problem {
        DesktopProblem::NoBrowser => Words::new(
            "No browser could be asked to open the page.",
            "Copy the link and open it in a browser yourself.",
        ),
        DesktopProblem::ClipboardUnusable => {
            Words::new("The clipboard can't be used.", "Select the text and copy it by hand.")
        }
        DesktopProblem::ClipboardEmpty => Words::new(
            "The clipboard can't be used, or holds no text.",
            "Copy the whole address from your browser, then paste it into the field.",
        ),
        DesktopProblem::EntryNotWritten { file, why } => {
            saying(Code::StoreFailed, format!("The entry {file} can’t be written: {why}."))
        }
        DesktopProblem::EntryNotRemoved { file, why } => {
            saying(Code::StoreFailed, format!("The entry {file} can’t be removed: {why}."))
        }
        DesktopProblem::ProgramNotNamable => Words::new(
            "This program lies where no desktop entry can name it.",
            "Move it to a folder without “=” or line breaks in its path.",
        ),
        DesktopProblem::ToolMissing { tool } => Words::new(
            format!("The system’s tool {tool} is missing or does not answer."),
            "Install xdg-utils, or paste the address from your browser instead.",
        ),
        DesktopProblem::LinksElsewhere { name } => Words::new(
            match name {
                Some(name) => format!("The desktop still opens these links with “{name}”."),
                None => "The desktop still does not open these links with this program.".into(),
            },
            "Choose Switchhook in the desktop’s own settings, or paste the address from your browser instead.",
        ),
        DesktopProblem::LinksNotWritten { file, why } => {
            Words::new(format!("The entry {file} can’t be written: {why}."), PASTE)
        }
        DesktopProblem::LinksRefused => {
            Words::new("The system does not let Switchhook open its links.", PASTE)
        }
        DesktopProblem::NotHere => of_code(Code::NotFound),
    }
}

//! Messages without a window: on standard error, and in a dialog of the system. A person who starts the program by its icon
//! sees no standard error.
//!
//! On Linux, GTK draws the dialog. The `rfd` crate waits for ever without a display, and interprets the text as markup. While the
//! main thread is stuck, a process of its own draws the dialog and reads the words from its standard input.

use std::io::{Read, Write as _};
use std::process::{Command, Stdio};

use switchhook_engine::core::{ErrorReport, Problem, plain, plain_lines};

/// The word that a process of its own is started with, to say what it is handed.
pub(crate) const SAY: &str = "--say";

/// More is not said in a box.
const LENGTH: u64 = 4096;

/// A sentence, and what to do.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Message {
    pub(crate) sentence: String,
    pub(crate) hint: String,
}

impl Message {
    pub(crate) fn new(sentence: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { sentence: sentence.into(), hint: hint.into() }
    }

    /// Says it, and returns when it was read. Called by the main thread.
    pub(crate) fn tell(&self) {
        self.print();
        self.show();
    }

    /// Says it by a process of its own, without waiting for it: for a program that ends now, or whose main thread is stuck.
    pub(crate) fn tell_apart(&self) {
        self.print();
        let Some(mut command) = this_very_program() else { return };
        command.arg(SAY).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        // Where it can't be started, standard error was all there is.
        if let Ok(mut child) = command.spawn()
            && let Some(mut stdin) = child.stdin.take()
        {
            let _ = stdin.write_all(format!("{}\n{}", self.sentence, self.hint).as_bytes());
        }
    }

    /// Shows what a process like this one hands over.
    pub(crate) fn show_handed() {
        Self::handed(std::io::stdin()).show();
    }

    fn handed(by: impl Read) -> Self {
        let mut text = Vec::new();
        // What came until then is better than nothing; a text that is too long may be cut within a character.
        let _ = by.take(LENGTH).read_to_end(&mut text);
        Self::read(&String::from_utf8_lossy(&text))
    }

    fn read(text: &str) -> Self {
        let (sentence, hint) = text.split_once('\n').unwrap_or((text, ""));
        Self::new(sentence, hint)
    }

    /// Says it to who reads standard error, if anybody can: it may be closed, or a full disk.
    pub(crate) fn print(&self) {
        let _ = writeln!(std::io::stderr(), "{}", self.words());
    }

    /// What a terminal may show of it: a name in it moves no cursor. What the system says in a hint may have several lines.
    fn words(&self) -> String {
        format!("{} {}", plain(&self.sentence), plain_lines(&self.hint))
    }

    #[cfg(target_os = "linux")]
    fn show(&self) {
        use gtk::prelude::*;
        if !has_display() {
            return;
        }
        let dialog = gtk::MessageDialog::builder()
            .title("Message from Switchhook")
            .icon_name(switchhook_engine::core::Channel::current().identifier())
            .message_type(gtk::MessageType::Error)
            .buttons(gtk::ButtonsType::Close)
            .text(&self.sentence)
            .secondary_text(&self.hint)
            .build();
        dialog.run();
    }

    #[cfg(not(target_os = "linux"))]
    fn show(&self) {
        rfd::MessageDialog::new()
            .set_level(rfd::MessageLevel::Error)
            .set_title(&self.sentence)
            .set_description(&self.hint)
            .show();
    }
}

/// The file that this process was started from, even where an upgrade has replaced it meanwhile.
#[cfg(target_os = "linux")]
fn this_very_program() -> Option<Command> {
    use std::os::unix::process::CommandExt as _;
    let mut command = Command::new("/proc/self/exe");
    if let Some(name) = std::env::args_os().next() {
        command.arg0(name);
    }
    Some(command)
}

#[cfg(not(target_os = "linux"))]
fn this_very_program() -> Option<Command> {
    std::env::current_exe().ok().map(Command::new)
}

/// A panic that ends the program is said, too: of the main thread, and of any where none is caught.
pub(crate) fn tell_of_panics() {
    let print = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        print(panic);
        if cfg!(panic = "abort") || std::thread::current().name() == Some("main") {
            let hint = "Start it again. Nothing that was stored is lost.";
            Message::new("Something went wrong inside Switchhook, and it has ended.", hint).tell_apart();
        }
    }));
}

impl From<&Problem> for Message {
    fn from(problem: &Problem) -> Self {
        let ErrorReport { message, hint, .. } = problem.report();
        Self::new(&message, &hint)
    }
}

/// Whether there is a screen to show a window on: without one GTK would end the program without a sentence. Called by the
/// main thread.
#[cfg(target_os = "linux")]
pub(crate) fn has_display() -> bool {
    gtk::init().is_ok()
}

#[cfg(not(target_os = "linux"))]
pub(crate) fn has_display() -> bool {
    true
}

/// Tells the desktop that the start is over: the pointer is busy until then, for many seconds. Called by the main thread, where
/// there is a display.
#[cfg(target_os = "linux")]
pub(crate) fn has_started() {
    gtk::gdk::notify_startup_complete();
}

#[cfg(not(target_os = "linux"))]
pub(crate) fn has_started() {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_printed_moves_no_cursor() {
        let message = Message::new("“a\u{1b}[2J\nb” failed.", "Ask\n\u{202e}it.");
        assert_eq!(message.words(), "“a\u{fffd}[2J\u{fffd}b” failed. Ask\n\u{fffd}it.");
    }

    #[test]
    fn what_is_handed_over_is_a_sentence_and_what_to_do() {
        for (text, sentence, hint) in [
            ("It failed.\nDo this.", "It failed.", "Do this."),
            ("It failed.", "It failed.", ""),
            ("It failed.\nDo this.\nAnd this.", "It failed.", "Do this.\nAnd this."),
            ("", "", ""),
        ] {
            assert_eq!(Message::handed(text.as_bytes()), Message::new(sentence, hint), "{text:?}");
        }
    }

    #[test]
    fn a_text_that_is_cut_within_a_character_is_said_all_the_same() {
        let long = format!("It failed.\n{}", "“".repeat(4096));
        let said = Message::handed(long.as_bytes());
        assert_eq!(said.sentence, "It failed.");
        assert!(said.hint.starts_with("““") && said.hint.ends_with('\u{fffd}'), "{}", said.hint.len());
    }
}

//! Shows messages without a window: on standard error and in a system dialog. A person who starts the program by its icon
//! sees no standard error.
//!
//! On Linux, GTK draws the dialog. The `rfd` crate waits for ever without a display, and interprets the text as markup. While
//! the main thread is stuck, a child process draws the dialog. It reads the text from its standard input.

use std::io::{Read, Write as _};
use std::process::{Command, Stdio};

use switchhook_engine::core::{ErrorReport, Problem, plain, plain_lines};

/// The argument that makes a process show a message from its standard input.
pub(crate) const SHOW_MESSAGE: &str = "--say";

/// Maximum length of a dialog's text, in bytes.
const MAX_LENGTH: u64 = 4096;

/// A sentence, and a hint what to do.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Message {
    pub(crate) sentence: String,
    pub(crate) hint: String,
}

impl Message {
    pub(crate) fn new(sentence: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { sentence: sentence.into(), hint: hint.into() }
    }

    /// Prints the message, shows the dialog, and returns when the person closed it. Only the main thread may call this.
    pub(crate) fn tell(&self) {
        self.print();
        self.show();
    }

    /// Prints the message and shows the dialog in a child process, without waiting for it. For a program that ends now, or
    /// whose main thread is stuck.
    pub(crate) fn tell_in_child(&self) {
        self.print();
        let Some(mut command) = own_executable() else { return };
        command.arg(SHOW_MESSAGE).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        // Where the child can't start, the message is on standard error only.
        if let Ok(mut child) = command.spawn()
            && let Some(mut stdin) = child.stdin.take()
        {
            let _ = stdin.write_all(format!("{}\n{}", self.sentence, self.hint).as_bytes());
        }
    }

    /// Shows the dialog with the message from standard input.
    pub(crate) fn show_from_stdin() {
        Self::from_reader(std::io::stdin()).show();
    }

    fn from_reader(reader: impl Read) -> Self {
        let mut text = Vec::new();
        // On a read error, the text so far is shown. A long text may be cut within a character.
        let _ = reader.take(MAX_LENGTH).read_to_end(&mut text);
        Self::parse(&String::from_utf8_lossy(&text))
    }

    fn parse(text: &str) -> Self {
        let (sentence, hint) = text.split_once('\n').unwrap_or((text, ""));
        Self::new(sentence, hint)
    }

    /// Prints the message on standard error. A write error is ignored: standard error may be closed, or on a full disk.
    pub(crate) fn print(&self) {
        let _ = writeln!(std::io::stderr(), "{}", self.line());
    }

    /// Returns the text for a terminal, without control characters. A hint that quotes the system may have several lines.
    fn line(&self) -> String {
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

/// Returns a command that runs this process's own executable, even after an upgrade replaced the file.
#[cfg(target_os = "linux")]
fn own_executable() -> Option<Command> {
    use std::os::unix::process::CommandExt as _;
    let mut command = Command::new("/proc/self/exe");
    if let Some(name) = std::env::args_os().next() {
        command.arg0(name);
    }
    Some(command)
}

#[cfg(not(target_os = "linux"))]
fn own_executable() -> Option<Command> {
    std::env::current_exe().ok().map(Command::new)
}

/// Shows a message for a panic that ends the program: a panic of the main thread, and any panic in a build that aborts on
/// panics.
pub(crate) fn report_panics() {
    let print = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        print(panic);
        if cfg!(panic = "abort") || std::thread::current().name() == Some("main") {
            let hint = "Start Switchhook again. Stored accounts and tokens are not lost.";
            Message::new("Switchhook ended because of an internal error.", hint).tell_in_child();
        }
    }));
}

impl From<&Problem> for Message {
    fn from(problem: &Problem) -> Self {
        let ErrorReport { message, hint, .. } = problem.report();
        Self::new(&message, &hint)
    }
}

/// Whether there is a display for a window. Without one, GTK would end the program without a message. Only the main thread may
/// call this.
#[cfg(target_os = "linux")]
pub(crate) fn has_display() -> bool {
    gtk::init().is_ok()
}

#[cfg(not(target_os = "linux"))]
pub(crate) fn has_display() -> bool {
    true
}

/// Ends the desktop's startup notification. Without this call, the pointer looks busy for many seconds. Only the main thread
/// may call this, and only with a display.
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
    fn printed_message_moves_no_cursor() {
        let message = Message::new("“a\u{1b}[2J\nb” failed.", "Ask\n\u{202e}it.");
        assert_eq!(message.line(), "“a\u{fffd}[2J\u{fffd}b” failed. Ask\n\u{fffd}it.");
    }

    #[test]
    fn text_from_stdin_is_split_into_sentence_and_hint() {
        for (text, sentence, hint) in [
            ("It failed.\nDo this.", "It failed.", "Do this."),
            ("It failed.", "It failed.", ""),
            ("It failed.\nDo this.\nAnd this.", "It failed.", "Do this.\nAnd this."),
            ("", "", ""),
        ] {
            assert_eq!(Message::from_reader(text.as_bytes()), Message::new(sentence, hint), "{text:?}");
        }
    }

    #[test]
    fn text_cut_within_a_character_is_still_shown() {
        let long = format!("It failed.\n{}", "“".repeat(4096));
        let message = Message::from_reader(long.as_bytes());
        assert_eq!(message.sentence, "It failed.");
        assert!(
            message.hint.starts_with("““") && message.hint.ends_with('\u{fffd}'),
            "{}",
            message.hint.len()
        );
    }
}

//! What only a terminal can do wrong, as data, and its words. All other words stand in the core.

use switchhook_engine::core::{AttemptId, AttemptStage, Code, ErrorReport, PathError, UnknownRegion};

/// A call that is wrong, or that its caller ended.
pub(crate) enum Misuse {
    /// clap can't read the call.
    Unreadable { why: String },
    /// No region has this name.
    Region { why: UnknownRegion },
    /// A secret on standard input is no text.
    SecretNotText { what: &'static str },
    /// Standard input can't be read.
    InputUnreadable,
    /// Standard input holds too much.
    InputTooLong,
    /// A question has nobody to answer it.
    NoTerminal { instead: &'static str },
    /// The person did not answer.
    NotAnswered,
    /// The person said no.
    Declined { kept: String },
    /// A variable of the environment is no text.
    VariableNotText { name: &'static str },
    /// Variables of the environment are missing.
    VariablesMissing { which: String, needs: String },
    /// The system gives the program no threads.
    NoThreads { why: String },
    /// The manual can't be written.
    ManualNotWritten { folder: String, why: String },
    /// The sandbox does not start as it was asked to.
    SandboxNotStarted { why: String },
    /// `api` got the path first.
    MethodMissing,
    /// `api` got another method than GET.
    OnlyReads,
    /// `api` got a path that it does not send.
    Path { why: PathError, has_braces: bool },
    /// The person ended `api`.
    ReadStopped,
    /// `check` got no account.
    NoAccount,
    /// `check` got accounts, and a choice of others.
    BothAccounts,
    /// The person ended `check`.
    CheckStopped,
    /// `receive` got more on standard input than any link holds.
    LinkTooLong,
    /// Another workspace was added while one was awaited.
    AddedElsewhere,
}

impl Misuse {
    const fn code(&self) -> Code {
        match self {
            Self::NotAnswered | Self::Declined { .. } | Self::ReadStopped | Self::CheckStopped => {
                Code::Cancelled
            }
            Self::NoThreads { .. } => Code::StoreFailed,
            Self::LinkTooLong => Code::Malformed,
            Self::AddedElsewhere => Code::WrongWorkspace,
            _ => Code::Usage,
        }
    }
}

impl From<Misuse> for ErrorReport {
    fn from(misuse: Misuse) -> Self {
        let report = Self::new(misuse.code());
        match misuse {
            Misuse::Unreadable { why } => report.saying(why),
            Misuse::Region { why } => report.saying(format!("The region can't be used: {why}.")),
            Misuse::SecretNotText { what } => report
                .saying(format!(
                    "The {what} can't be used: it holds a character that can't be part of it, such as a line end."
                ))
                .hinting("Check what was piped or typed; nothing was stored."),
            Misuse::InputUnreadable => {
                report.saying("Standard input can't be read.").hinting("Pipe the value into the command.")
            }
            Misuse::InputTooLong => {
                report.saying("Standard input holds more than 64 KiB.").hinting("Pipe the value alone.")
            }
            Misuse::NoTerminal { instead } => report
                .saying("This asks a question, and nobody sits at a terminal.")
                .hinting(format!("Use {instead}.")),
            Misuse::NotAnswered => report.saying("The question was not answered.").hinting("Nothing was changed."),
            Misuse::Declined { kept } => report.saying(kept),
            Misuse::VariableNotText { name } => report
                .saying(format!("{name} holds bytes that are no text."))
                .hinting("Set it once more. Nothing was stored."),
            Misuse::VariablesMissing { which, needs } => {
                report.saying(format!("{which} missing or empty.")).hinting(needs)
            }
            Misuse::NoThreads { why } => report
                .saying(format!("The program could not start its threads: {why}."))
                .hinting("Close other programs and try again."),
            Misuse::ManualNotWritten { folder, why } => report
                .saying(format!("The manual can't be written to {folder}: {why}."))
                .hinting("Name a folder that is there and can be written."),
            Misuse::SandboxNotStarted { why } => report
                .saying(format!("The sandbox can't start: {why}."))
                .hinting("Choose another port, or correct the redirect URI."),
            Misuse::MethodMissing => report
                .saying("The method comes before the path.")
                .hinting("Write `switchhook api GET PATH`."),
            Misuse::OnlyReads => report
                .saying("Only reads are possible for now: the method is GET.")
                .hinting("Nothing was sent. Searches and changes by other methods may come later."),
            Misuse::Path { why, has_braces } => {
                report.saying(format!("The path can't be used: {why}.")).hinting(path_hint(why, has_braces))
            }
            Misuse::ReadStopped => report
                .saying("The reading was stopped.")
                .hinting("Ask again, or from a later page on."),
            Misuse::NoAccount => report
                .saying("No account was named.")
                .hinting("Name one or several, or use --all or --tag."),
            Misuse::BothAccounts => report
                .saying("Accounts were named, and others asked for as well.")
                .hinting("Name accounts, or use --all or --tag."),
            Misuse::CheckStopped => {
                report.saying("The check was stopped.").hinting("What was told until then is kept.")
            }
            Misuse::LinkTooLong => report,
            Misuse::AddedElsewhere => {
                report.hinting("It was added as an account of its own, as was decided elsewhere.")
            }
        }
    }
}

const fn path_hint(why: PathError, has_braces: bool) -> &'static str {
    match why {
        PathError::NoSlash => "Write it from its slash on, such as /contacts.",
        PathError::WholeAddress => "Give the path alone, such as /contacts.",
        PathError::Charset if has_braces => "Put an id where {…} stands.",
        PathError::Charset => "Write an @ in a path as %40, and a blank as %20.",
        PathError::Escape => "Write a % itself as %25.",
        PathError::Fragment => "Leave it out, or write it as %23.",
        PathError::TooLong | PathError::Hidden | PathError::EmptySegment | PathError::Dots => {
            "Write it as Intercom's reference has it, such as /contacts?per_page=50."
        }
    }
}

/// Adds the verbs by which a terminal decides on an attempt that keeps a token.
pub(crate) fn with_verbs(
    report: ErrorReport,
    attempt: &AttemptId,
    stage: AttemptStage,
    has_account: bool,
) -> ErrorReport {
    let decide = match (stage, has_account) {
        (AttemptStage::Refused, _) => {
            format!("`switchhook attempt add {attempt}` makes it an account of its own")
        }
        (AttemptStage::Unverified, false) => format!("`switchhook attempt retry {attempt}` tries again"),
        _ => return report,
    };
    let hint = format!(
        "{} In the window, or here: {decide}, `switchhook attempt discard {attempt}` drops the token.",
        report.hint
    );
    report.hinting(hint)
}

//! Errors that only the command line knows, as data, and their sentences. The core holds all other sentences.

use switchhook_engine::core::{AttemptId, AttemptStage, Code, ErrorReport, PathError, UnknownRegion};

/// A wrong call, or a call that its caller ended.
pub(crate) enum Misuse {
    /// clap can't read the call.
    Unreadable { why: String },
    /// The text names no region.
    Region { why: UnknownRegion },
    /// A secret on standard input is not valid UTF-8.
    SecretNotText { what: &'static str },
    /// Standard input can't be read.
    InputUnreadable,
    /// Standard input holds too much.
    InputTooLong { kib: u64 },
    /// A list of tokens would be typed where everybody sees it.
    ListTyped,
    /// A list holds no token.
    NoTokens,
    /// Lines of a list have no account. The code is the first line's.
    LinesFailed { code: Code, lines: String, of: usize },
    /// The person ended the command before this line.
    LineNotTried,
    /// The command has a question, and runs without a terminal.
    NoTerminal { instead: &'static str },
    /// The terminal gave no answer.
    NotAnswered,
    /// The person answered no. The sentence says what stays.
    Declined { sentence: String },
    /// An environment variable is not valid UTF-8.
    VariableNotText { name: &'static str },
    /// Environment variables are missing.
    VariablesMissing { which: String, needs: String },
    /// The operating system gives the program no threads.
    NoThreads { why: String },
    /// The manual pages can't be written.
    ManualNotWritten { folder: String, why: String },
    /// A folder for the bridge page has other files of its names.
    BridgeForeign { files: String },
    /// The bridge page can't be written.
    BridgeNotWritten { path: String, why: String },
    /// The sandbox can't start with these options.
    SandboxNotStarted { why: String },
    /// The own sandbox's consent page sent no answer.
    SandboxRefused,
    /// `api` got the path in place of the method.
    MethodMissing,
    /// `api` got a method other than GET.
    OnlyReads,
    /// `api` got a path that Switchhook does not send.
    Path { why: PathError, has_braces: bool },
    /// `api` was interrupted.
    ReadStopped,
    /// `history` got a time that it can't read.
    Since,
    /// `check` got no account.
    NoAccount,
    /// `check` got accounts together with `--all` or `--tag`.
    BothAccounts,
    /// `check` was interrupted.
    CheckStopped,
    /// `receive` got more on standard input than any link holds.
    LinkTooLong,
    /// A person added another workspace than the awaited one.
    AddedElsewhere,
}

impl Misuse {
    const fn code(&self) -> Code {
        match self {
            Self::NotAnswered
            | Self::Declined { .. }
            | Self::ReadStopped
            | Self::CheckStopped
            | Self::LineNotTried => Code::Cancelled,
            Self::LinesFailed { code, .. } => *code,
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
                .hinting("Check what you piped or typed. Switchhook stored nothing."),
            Misuse::InputUnreadable => {
                report.saying("Switchhook can't read standard input.").hinting("Pipe the value into the command.")
            }
            Misuse::InputTooLong { kib } => {
                report.saying(format!("Standard input holds more than {kib} KiB.")).hinting("Pipe only the value into the command.")
            }
            Misuse::ListTyped => report
                .saying("Switchhook reads a list of tokens from a file or a pipe: a terminal would show the tokens.")
                .hinting("Write `switchhook connect --tokens-stdin < FILE`."),
            Misuse::NoTokens => report
                .saying("Standard input holds no token.")
                .hinting("Put one token on each line; a name and tags may follow, separated by commas."),
            Misuse::LinesFailed { lines, of, .. } => report
                .saying(match of {
                    1 => format!("Line {lines} of the list has no account."),
                    _ => format!("{of} lines of the list have no account: {lines}."),
                })
                .hinting("Correct the list and connect it again. A line that is connected already keeps its account."),
            Misuse::LineNotTried => report
                .saying("Switchhook was stopped before it had this line's answer.")
                .hinting("Connect the line again."),
            Misuse::NoTerminal { instead } => report
                .saying("The command has a question, but runs without a terminal.")
                .hinting(format!("Use {instead}.")),
            Misuse::NotAnswered => report
                .saying("Switchhook got no answer to its question.")
                .hinting("Run the command again. Switchhook changed nothing."),
            Misuse::Declined { sentence } => {
                report.saying(sentence).hinting("Run the command again and answer `y`, or use --yes.")
            }
            Misuse::VariableNotText { name } => report
                .saying(format!("The environment variable {name} is not valid UTF-8."))
                .hinting("Set the variable again. Switchhook stored nothing."),
            Misuse::VariablesMissing { which, needs } => {
                report.saying(format!("{which} missing or empty.")).hinting(needs)
            }
            Misuse::NoThreads { why } => report
                .saying(format!("Switchhook could not start its threads: {why}."))
                .hinting("Close other programs and try again."),
            Misuse::ManualNotWritten { folder, why } => report
                .saying(format!("Switchhook can't write the manual pages to {folder}: {why}."))
                .hinting("Name an existing folder that you can write to."),
            Misuse::BridgeForeign { files } => report
                .saying(format!("The folder has other files with these names: {files}. Switchhook wrote nothing."))
                .hinting("Name a new folder, or remove these files first."),
            Misuse::BridgeNotWritten { path, why } => report
                .saying(format!("Switchhook can't write {path}: {why}."))
                .hinting("Name a folder that you can write to."),
            Misuse::SandboxNotStarted { why } => report
                .saying(format!("The sandbox can't start: {why}."))
                .hinting("Choose another port, or correct the redirect URI."),
            Misuse::SandboxRefused => report
                .saying("The sandbox did not authorize its own account.")
                .hinting("Run `switchhook sandbox`, and connect the sandbox in the window."),
            Misuse::MethodMissing => report
                .saying("The method is missing before the path.")
                .hinting("Write `switchhook api GET PATH`."),
            Misuse::OnlyReads => report
                .saying("Switchhook sends only GET requests for now.")
                .hinting("Use GET. Switchhook sent nothing. Searches and changes by other methods may come later."),
            Misuse::Path { why, has_braces } => {
                report.saying(format!("The path can't be used: {why}.")).hinting(path_hint(why, has_braces))
            }
            Misuse::ReadStopped => report
                .saying("Switchhook stopped its requests.")
                .hinting("Run the command again, or begin with a later page."),
            Misuse::Since => report
                .saying("The text after `--since` names no time.")
                .hinting("Use a time such as 2026-11-22T10:42:00Z, a date such as 2026-11-22, or a span such as 36h or 7d."),
            Misuse::NoAccount => report
                .saying("The command names no account.")
                .hinting("Name one or more accounts, or use --all or --tag."),
            Misuse::BothAccounts => report
                .saying("The command names accounts and also uses --all or --tag.")
                .hinting("Name accounts, or use --all or --tag, but not both."),
            Misuse::CheckStopped => {
                report.saying("Switchhook stopped the check.").hinting("Check again. The printed results are stored.")
            }
            Misuse::LinkTooLong => report,
            Misuse::AddedElsewhere => {
                report.hinting(
                    "See `switchhook list`. The workspace was added as a new account, in the window or by another command.",
                )
            }
        }
    }
}

const fn path_hint(why: PathError, has_braces: bool) -> &'static str {
    match why {
        PathError::NoSlash => "Begin the path with a slash, such as /contacts.",
        PathError::WholeAddress => "Give only the path, such as /contacts.",
        PathError::Charset if has_braces => "Replace {…} with an id.",
        PathError::Charset => "Write @ in the path as %40, and a space as %20.",
        PathError::Escape => "Write a percent sign as %25.",
        PathError::Fragment => "Leave out the #, or write it as %23.",
        PathError::TooLong | PathError::Hidden | PathError::EmptySegment | PathError::Dots => {
            "Write the path as Intercom's reference shows it, such as /contacts?per_page=50."
        }
    }
}

/// Adds to the hint the commands that decide on an attempt's token, if the attempt keeps one and awaits a decision.
pub(crate) fn with_decision_commands(
    report: ErrorReport,
    attempt: &AttemptId,
    stage: AttemptStage,
    has_account: bool,
) -> ErrorReport {
    let decide = match (stage, has_account) {
        (AttemptStage::Refused, _) => {
            format!("`switchhook attempt add {attempt}` to keep the workspace as a new account")
        }
        (AttemptStage::Unverified, false) => {
            format!("`switchhook attempt retry {attempt}` to identify the token")
        }
        _ => return report,
    };
    let hint = format!(
        "{} Decide in the window, or run {decide}, or `switchhook attempt discard {attempt}` to discard the token.",
        report.hint
    );
    report.hinting(hint)
}

//! Prints JSON or tables to standard output, and messages to standard error. No other file prints.
//!
//! All output goes through `clean`. A closed pipe on standard output is not an error.

use std::io::{BufWriter, ErrorKind, IsTerminal as _, Write as _};
use std::ops::ControlFlow;
use std::process::ExitCode;

use serde::Serialize;
use serde_json::json;
use switchhook_engine::contract::{
    Account, AddedToken, Attempt, AttemptStage, Checked, Connected, Outcome, Reading, Registration,
};
use switchhook_engine::core::{Code, ErrorReport, plain};
use switchhook_engine::{Page, RefusedPage, duration};

use crate::answer::Format;
use crate::clean::{Clean, write_json};
use crate::exit;
use crate::misuse::Misuse;
use crate::table::aligned;

/// Maximum width of a cell in a list, in terminal columns. `--json` and `show` cut later or not at all.
const MAX_CELL_WIDTH: usize = 80;
/// Maximum width of one fact of an account or a registration, in terminal columns.
const MAX_FACT_WIDTH: usize = 1000;

/// The output of this call: JSON or text.
#[derive(Clone)]
pub(crate) struct Output {
    json: bool,
}

impl Output {
    pub(crate) const fn new(json: bool) -> Self {
        Self { json }
    }

    /// Prints clap's error, help or version, and returns the exit code.
    pub(crate) fn clap_message(&self, error: &clap::Error) -> ExitCode {
        let text = error.render().to_string();
        if !error.use_stderr() {
            // Help is text. With --json, text goes to standard error.
            if self.json {
                err(&text);
            } else {
                let _ = out(&text);
            }
            return ExitCode::SUCCESS;
        }
        if !self.json {
            err(&text);
            return exit::code(Code::Usage);
        }
        // clap names the error before the usage. The JSON document holds no usage.
        let wrong: Vec<&str> = text
            .lines()
            .take_while(|line| !line.starts_with("Usage:"))
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .collect();
        let wrong = wrong.join(" ");
        let why = wrong.trim_start_matches("error: ").to_owned();
        self.failed(&Misuse::Unreadable { why }.into())
    }

    /// Prints an error and returns its exit code.
    pub(crate) fn failed(&self, report: &ErrorReport) -> ExitCode {
        if self.json {
            self.document(&json!({ "error": report }), String::new);
        } else {
            let (message, hint) = (plain(&report.message), plain(&report.hint));
            err(&format!("{message}\n{hint}\n({})", report.code.as_str()));
        }
        exit::code(report.code)
    }

    /// Prints the value as one JSON document, or the text for it.
    pub(crate) fn document(&self, value: &impl Serialize, words: impl FnOnce() -> String) -> ExitCode {
        let printed = if self.json { after(out_json(value)) } else { print(&words()) };
        match printed {
            ControlFlow::Continue(()) => ExitCode::SUCCESS,
            ControlFlow::Break(code) => code,
        }
    }

    /// Prints one page of an answer. Breaks with the exit code when standard output is closed or can't be written.
    pub(crate) fn page(&self, page: &Page, head: bool) -> ControlFlow<ExitCode> {
        print(&self.format(head).page(page))
    }

    /// Prints why a page is missing: the provider's own answer, and Switchhook's error. Returns the exit code.
    pub(crate) fn refused(&self, refused: &RefusedPage, head: bool) -> ExitCode {
        if let Some(answer) = self.format(head).refused(refused) {
            let _ = print(&answer);
        }
        let report = refused.problem.report();
        if self.json { exit::code(report.code) } else { self.failed(&report) }
    }

    /// Returns the format of an answer. A terminal gets it indented, a program in one line.
    fn format(&self, head: bool) -> Format {
        Format { json: self.json, head, indented: std::io::stdout().is_terminal() }
    }

    /// Prints a document or text while the call goes on.
    pub(crate) fn first_line(&self, value: &impl Serialize, words: impl FnOnce() -> String) {
        self.document(value, words);
    }

    /// Prints one line on standard error while the call goes on.
    pub(crate) fn say(&self, words: &str) {
        err(&plain(words));
    }

    pub(crate) fn connected(&self, connected: &Connected) -> ExitCode {
        self.document(connected, || {
            let sentence = connected_sentence(connected);
            // The browser chose the workspace. A pasted token has one of its own.
            let other = match (connected.outcome, &connected.account.registration) {
                (Outcome::Unverified, _) => return sentence,
                (Outcome::AlreadyConnected, Some(_)) => {
                    "To connect another workspace, open the link in a private window or another browser.\n"
                }
                _ => "",
            };
            format!("{sentence}\n{other}\n{}", account_facts(&connected.account))
        })
    }

    /// Prints one line of a list of tokens as soon as it is known. With `--json`, [`Self::added_all`] prints all of them.
    ///
    /// Breaks with the exit code when standard output is closed or can't be written.
    pub(crate) fn added(&self, added: &AddedToken<ErrorReport>) -> ControlFlow<ExitCode> {
        if self.json {
            return ControlFlow::Continue(());
        }
        let AddedToken { line, connected, error } = added;
        let words = match (connected, error) {
            (Some(connected), _) => connected_sentence(connected),
            (None, Some(error)) => format!("{} {}", error.message, error.hint),
            (None, None) => String::new(),
        };
        print(&plain(&format!("line {line}: {words}")))
    }

    /// Prints the end of a list of tokens. Exits with the code of the first line that has no account.
    pub(crate) fn added_all(
        &self,
        lines: &[AddedToken<ErrorReport>],
        printed: ControlFlow<ExitCode>,
    ) -> ExitCode {
        let failed: Vec<_> =
            lines.iter().filter_map(|each| Some((each.line, each.error.as_ref()?))).collect();
        let printed = if self.json {
            let connected = lines.len() - failed.len();
            self.document(
                &json!({ "connected": connected, "failed": failed.len(), "lines": lines }),
                String::new,
            )
        } else {
            printed.break_value().unwrap_or(ExitCode::SUCCESS)
        };
        let Some((_, first)) = failed.first() else { return printed };
        let code = first.code;
        if !self.json {
            let lines: Vec<String> = failed.iter().map(|(line, _)| line.to_string()).collect();
            let (lines, of) = (lines.join(", "), failed.len());
            self.failed(&Misuse::LinesFailed { code, lines, of }.into());
        }
        exit::code(code)
    }

    pub(crate) fn delivered(&self) -> ExitCode {
        self.document(&json!({ "delivered": true }), || {
            "The Switchhook that is already running got the link and finishes the connection.".into()
        });
        ExitCode::from(exit::DELIVERED)
    }

    /// Prints one account of a check of many, in one line.
    pub(crate) fn checked(&self, checked: &Checked<ErrorReport>) {
        self.document(checked, || {
            let Checked { account, trouble, untold, unread } = checked;
            let (name, status) = (&account.name, account.status.code());
            let line = match trouble {
                Some(trouble) => format!("{name}: {status} since {}. {}", trouble.since, trouble.report),
                None => format!("{name}: {status}"),
            };
            plain(&match (untold, unread) {
                (Some(untold), _) => format!("{}. Not updated: {untold}", line.trim_end_matches('.')),
                (None, Some(unread)) => format!("{}. {unread}", line.trim_end_matches('.')),
                (None, None) => line,
            })
        });
    }

    pub(crate) fn account(&self, account: &Account) -> ExitCode {
        self.document(account, || account_facts(account))
    }

    pub(crate) fn accounts(&self, accounts: &[Account], is_filtered: bool) -> ExitCode {
        self.document(&accounts, || {
            if accounts.is_empty() && is_filtered {
                return "No account matched.".into();
            }
            if accounts.is_empty() {
                return "There are no accounts. Run `switchhook connect --token-stdin` to connect one, or `switchhook try` \
                        for sample data."
                    .into();
            }
            let tags: Vec<String> = accounts.iter().map(|account| account.tags.join(", ")).collect();
            let rows = accounts.iter().zip(&tags).map(|(account, tags)| {
                [
                    account.name.as_str(),
                    account.workspace.region.map_or("", |region| region.code()),
                    account.admin.name.as_deref().unwrap_or_default(),
                    account.status.code(),
                    tags,
                    account.id.as_str(),
                ]
            });
            let header = ["Name", "Region", "Admin", "Status", "Tags", "Id"];
            aligned(&std::iter::once(header).chain(rows).collect::<Vec<_>>(), MAX_CELL_WIDTH)
        })
    }

    /// Prints counts. `is_part`: the person asked for those since a moment.
    pub(crate) fn history(&self, readings: &[Reading], is_part: bool) -> ExitCode {
        self.document(&readings, || {
            if readings.is_empty() && is_part {
                return "There are no counts since then.".into();
            }
            if readings.is_empty() {
                return "There are no counts. Run `switchhook check ACCOUNT` to read the figures now.".into();
            }
            let value = |reading: &Reading| match &reading.conversation {
                Some(conversation) => format!("{} (conversation {conversation})", duration(reading.value)),
                None => reading.value.to_string(),
            };
            let values: Vec<String> = readings.iter().map(value).collect();
            let rows = readings.iter().zip(&values);
            let rows = rows.map(|(Reading { figure, at, .. }, value)| [at.as_str(), figure, value]);
            aligned(
                &std::iter::once(["Time", "Figure", "Count"]).chain(rows).collect::<Vec<_>>(),
                MAX_CELL_WIDTH,
            )
        })
    }

    pub(crate) fn registrations(&self, registrations: &[Registration]) -> ExitCode {
        self.document(&registrations, || {
            if registrations.is_empty() {
                return "There are no registrations. Run `switchhook registration add` to add one.".into();
            }
            let rows = registrations.iter().map(|registration| {
                [
                    registration.name.as_str(),
                    registration.client_id.as_str(),
                    &registration.redirect_uri,
                    registration.authorization_endpoint.as_deref().unwrap_or("the running sandbox"),
                    registration.id.as_str(),
                ]
            });
            let header = ["Name", "Client id", "Redirect URI", "Authorization endpoint", "Id"];
            aligned(&std::iter::once(header).chain(rows).collect::<Vec<_>>(), MAX_CELL_WIDTH)
        })
    }

    pub(crate) fn registration(&self, registration: &Registration) -> ExitCode {
        self.document(registration, || {
            let or_sandbox =
                |address: &Option<String>| address.clone().unwrap_or_else(|| "the running sandbox".into());
            facts(&[
                ("Name", registration.name.clone()),
                ("Id", registration.id.to_string()),
                ("Client id", registration.client_id.to_string()),
                ("Redirect URI", registration.redirect_uri.clone()),
                ("Authorization endpoint", or_sandbox(&registration.authorization_endpoint)),
                ("Token endpoint", or_sandbox(&registration.token_endpoint)),
                ("API address", or_sandbox(&registration.api_base)),
                (
                    "Workspace",
                    registration.workspace.as_ref().map_or_else(|| "any".into(), ToString::to_string),
                ),
            ])
        })
    }

    pub(crate) fn attempts(&self, attempts: Vec<Attempt>) -> ExitCode {
        let in_words = |attempt: Attempt| attempt.map(|failure| failure.report());
        let attempts: Vec<Attempt<ErrorReport>> = attempts.into_iter().map(in_words).collect();
        self.document(&attempts, || {
            if attempts.is_empty() {
                return "No attempt is under way, and no attempt waits for your decision.".into();
            }
            let answered: Vec<String> = attempts.iter().map(answered_identity).collect();
            let rows = attempts.iter().zip(&answered).map(|(attempt, answered)| {
                let is_awaiting = attempt.stage == AttemptStage::Awaiting;
                [
                    attempt.registration.as_str(),
                    attempt.stage.code(),
                    &attempt.started_at,
                    if is_awaiting { &attempt.expires_at } else { "" },
                    expected(attempt),
                    answered,
                    attempt.error.as_ref().map_or("", |error| error.code.as_str()),
                    attempt.id.as_str(),
                ]
            });
            let header =
                ["Registration", "Stage", "Started", "Expires", "Expected", "Answered", "Error", "Id"];
            aligned(&std::iter::once(header).chain(rows).collect::<Vec<_>>(), MAX_CELL_WIDTH)
        })
    }

    /// Prints that the thing with this id is gone.
    pub(crate) fn removed(&self, id: &str, words: &str) -> ExitCode {
        self.document(&json!({ "removed": id }), || plain(words))
    }

    /// Prints that the registration with this id is gone, and which accounts stay.
    pub(crate) fn removed_with(&self, id: &str, accounts: &[String], words: &str) -> ExitCode {
        self.document(&json!({ "removed": id, "accounts": accounts }), || plain(words))
    }
}

/// Says what became of an account that was connected.
fn connected_sentence(connected: &Connected) -> String {
    let name = plain(&connected.account.name);
    match connected.outcome {
        Outcome::Connected => format!("{name} is connected."),
        Outcome::AlreadyConnected => {
            format!("{name} was connected already. Switchhook stored its new token.")
        }
        Outcome::Unverified => format!(
            "Switchhook stored {name}, but Intercom did not say which workspace it belongs to. Run \
             `switchhook check {}` to ask again.",
            connected.account.id
        ),
    }
}

fn print(text: &str) -> ControlFlow<ExitCode> {
    after(out(text))
}

/// Continues after a successful write. Breaks with success on a closed pipe, and with an error on any other failure.
fn after(written: std::io::Result<()>) -> ControlFlow<ExitCode> {
    match written {
        Ok(()) => ControlFlow::Continue(()),
        Err(error) if error.kind() == ErrorKind::BrokenPipe => ControlFlow::Break(ExitCode::SUCCESS),
        Err(error) => {
            err(&format!("Switchhook could not write to standard output: {}.", error.kind()));
            ControlFlow::Break(exit::code(Code::StoreFailed))
        }
    }
}

fn out(text: &str) -> std::io::Result<()> {
    let mut out = Clean(std::io::stdout().lock());
    writeln!(out, "{}", text.trim_end()).and_then(|()| out.flush())
}

/// Writes the value as JSON piece by piece, so that a long document is never in memory as a whole.
fn out_json(value: &impl Serialize) -> std::io::Result<()> {
    let mut out = BufWriter::with_capacity(64 * 1024, std::io::stdout().lock());
    write_json(&mut out, value)?;
    writeln!(out).and_then(|()| out.flush())
}

fn err(text: &str) {
    let _ = writeln!(Clean(std::io::stderr().lock()), "{}", text.trim_end());
}

fn account_facts(account: &Account) -> String {
    let or_unknown = |text: &Option<String>| text.clone().unwrap_or_else(|| "unknown".into());
    let verified = match account.admin.email_verified {
        Some(true) => " (verified)",
        Some(false) => " (not verified)",
        None => "",
    };
    facts(&[
        ("Name", account.name.clone()),
        ("Id", account.id.to_string()),
        ("Status", account.status.code().into()),
        ("Tags", account.tags.join(", ")),
        (
            "Workspace",
            format!(
                "{} ({})",
                or_unknown(&account.workspace.name),
                account.workspace.id.as_ref().map_or("unknown", |id| id.as_str())
            ),
        ),
        ("Region", account.workspace.region.map_or("unknown", |region| region.code()).into()),
        (
            "Admin",
            format!("{}, {}{verified}", or_unknown(&account.admin.name), or_unknown(&account.admin.email)),
        ),
        ("Connected", account.connected_at.clone()),
        ("Checked", account.checked_at.clone().unwrap_or_else(|| "never".into())),
    ])
}

/// Returns the only workspace that an attempt may connect, or the account that the attempt reconnects.
fn expected(attempt: &Attempt<ErrorReport>) -> &str {
    let workspace = attempt.workspace.as_ref().map(|id| id.as_str());
    workspace.or(attempt.reconnects.as_ref().map(|id| id.as_str())).unwrap_or_default()
}

/// Returns the workspace and the admin that answered in place of the awaited ones, as far as Intercom named them.
fn answered_identity(attempt: &Attempt<ErrorReport>) -> String {
    let Some(answered) = &attempt.answered else { return String::new() };
    let known: Vec<&str> = answered.workspace.iter().chain(&answered.admin).map(String::as_str).collect();
    known.join(", ")
}

fn facts(rows: &[(&str, String)]) -> String {
    aligned(&rows.iter().map(|(name, value)| [*name, value.as_str()]).collect::<Vec<_>>(), MAX_FACT_WIDTH)
}

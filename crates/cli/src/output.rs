//! The one file that prints: JSON or tables to standard output, words to standard error, all of it cleaned. A reader that
//! went away is no error of ours.
use std::io::{BufWriter, ErrorKind, IsTerminal as _, Write as _};
use std::ops::ControlFlow;
use std::process::ExitCode;

use serde::Serialize;
use serde_json::json;
use switchhook_engine::contract::{
    Account, Attempt, AttemptStage, Checked, Connected, Outcome, Registration,
};
use switchhook_engine::core::{Code, ErrorReport, plain};
use switchhook_engine::{Page, RefusedPage};

use crate::answer::Shown;
use crate::clean::{Clean, write_json};
use crate::exit;
use crate::misuse::Misuse;
use crate::table::aligned;

/// Columns of the screen that a cell of a list takes at most: with `--json` and in `show` there is more of it.
const WIDEST: usize = 80;
/// The same of one fact among those of an account or a registration.
const LONGEST: usize = 1000;

/// How this call speaks.
#[derive(Clone)]
pub(crate) struct Output {
    json: bool,
}

impl Output {
    pub(crate) const fn new(json: bool) -> Self {
        Self { json }
    }

    /// A call that clap could not read, or a question for help.
    pub(crate) fn misread(&self, error: &clap::Error) -> ExitCode {
        let text = error.render().to_string();
        if !error.use_stderr() {
            // Help is words, and with --json those go to standard error.
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
        // What is wrong comes before the usage, which is for people.
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

    pub(crate) fn failed(&self, report: &ErrorReport) -> ExitCode {
        if self.json {
            self.document(&json!({ "error": report }), String::new);
        } else {
            let (message, hint) = (plain(&report.message), plain(&report.hint));
            err(&format!("{message}\n{hint}\n({})", report.code.as_str()));
        }
        exit::code(report.code)
    }

    /// One document, or what stands for it in words.
    pub(crate) fn document(&self, value: &impl Serialize, words: impl FnOnce() -> String) -> ExitCode {
        let told = if self.json { told(out_json(value)) } else { written(&words()) };
        match told {
            ControlFlow::Continue(()) => ExitCode::SUCCESS,
            ControlFlow::Break(code) => code,
        }
    }

    /// One page of an answer. There is no sense in another one where nobody reads, or where it can't be written.
    pub(crate) fn page(&self, page: &Page, head: bool) -> ControlFlow<ExitCode> {
        written(&self.shown(head).page(page))
    }

    /// Why there is no page: what the provider says of it as it said it, and what we say of it.
    pub(crate) fn refused(&self, refused: &RefusedPage, head: bool) -> ExitCode {
        if let Some(answer) = self.shown(head).refused(refused) {
            let _ = written(&answer);
        }
        let report = refused.problem.report();
        if self.json { exit::code(report.code) } else { self.failed(&report) }
    }

    /// A person reads an answer indented; a program gets it in one line.
    fn shown(&self, head: bool) -> Shown {
        Shown { json: self.json, head, indented: std::io::stdout().is_terminal() }
    }

    /// A line that comes before the end of a call.
    pub(crate) fn first_line(&self, value: &impl Serialize, words: impl FnOnce() -> String) {
        self.document(value, words);
    }

    /// Prints one line for the person on standard error while a call goes on.
    pub(crate) fn say(&self, words: &str) {
        err(&plain(words));
    }

    pub(crate) fn connected(&self, connected: &Connected) -> ExitCode {
        let name = plain(&connected.account.name);
        self.document(connected, || match connected.outcome {
            Outcome::Connected => format!("{name} is connected.\n\n{}", one(&connected.account)),
            Outcome::AlreadyConnected => format!(
                "This is {name} again: it was connected before, and has a new token now.\n\
                 For another workspace, open the link in a private window or another browser.\n\n{}",
                one(&connected.account)
            ),
            Outcome::Unverified => {
                format!(
                    "{name} is kept, but Intercom did not say whose it is. `switchhook check` asks again."
                )
            }
        })
    }

    pub(crate) fn delivered(&self) -> ExitCode {
        self.document(&json!({ "delivered": true }), || {
            "The link was handed to the Switchhook that is running; it finishes the connection.".into()
        });
        ExitCode::from(exit::DELIVERED)
    }

    /// One of many that are checked: a line of its own.
    pub(crate) fn checked(&self, checked: &Checked<ErrorReport>) {
        self.document(checked, || {
            let Checked { account, trouble, untold, .. } = checked;
            let (name, status) = (&account.name, account.status.code());
            let line = match trouble {
                Some(trouble) => format!("{name}: {status} since {}. {}", trouble.since, trouble.report),
                None => format!("{name}: {status}"),
            };
            plain(&match untold {
                Some(untold) => format!("{}. Nothing new: {untold}", line.trim_end_matches('.')),
                None => line,
            })
        });
    }

    pub(crate) fn account(&self, account: &Account) -> ExitCode {
        self.document(account, || one(account))
    }

    pub(crate) fn accounts(&self, accounts: &[Account]) -> ExitCode {
        self.document(&accounts, || {
            if accounts.is_empty() {
                return "No accounts. `switchhook connect` adds one.".into();
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
            aligned(&std::iter::once(header).chain(rows).collect::<Vec<_>>(), WIDEST)
        })
    }

    pub(crate) fn registrations(&self, registrations: &[Registration]) -> ExitCode {
        self.document(&registrations, || {
            if registrations.is_empty() {
                return "No registrations. `switchhook registration add` adds one.".into();
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
            aligned(&std::iter::once(header).chain(rows).collect::<Vec<_>>(), WIDEST)
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
                ("Consent at", or_sandbox(&registration.authorization_endpoint)),
                ("Token from", or_sandbox(&registration.token_endpoint)),
                ("API at", or_sandbox(&registration.api_base)),
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
                return "No attempt is under way, and none waits for a decision.".into();
            }
            let answered: Vec<String> = attempts.iter().map(who_answered).collect();
            let rows = attempts.iter().zip(&answered).map(|(attempt, answered)| {
                let is_awaiting = attempt.stage == AttemptStage::Awaiting;
                [
                    attempt.registration.as_str(),
                    attempt.stage.code(),
                    &attempt.started_at,
                    if is_awaiting { &attempt.expires_at } else { "" },
                    only(attempt),
                    answered,
                    attempt.error.as_ref().map_or("", |error| error.code.as_str()),
                    attempt.id.as_str(),
                ]
            });
            let header = ["Registration", "Stage", "Started", "Until", "Only", "Answered", "Error", "Id"];
            aligned(&std::iter::once(header).chain(rows).collect::<Vec<_>>(), WIDEST)
        })
    }

    pub(crate) fn removed(&self, id: &str, words: &str) -> ExitCode {
        self.document(&json!({ "removed": id }), || plain(words))
    }

    /// With the accounts that stay without it.
    pub(crate) fn removed_with(&self, id: &str, accounts: &[String], words: &str) -> ExitCode {
        self.document(&json!({ "removed": id, "accounts": accounts }), || plain(words))
    }
}

fn written(text: &str) -> ControlFlow<ExitCode> {
    told(out(text))
}

fn told(written: std::io::Result<()>) -> ControlFlow<ExitCode> {
    match written {
        Ok(()) => ControlFlow::Continue(()),
        Err(error) if error.kind() == ErrorKind::BrokenPipe => ControlFlow::Break(ExitCode::SUCCESS),
        Err(error) => {
            err(&format!("The answer could not be written: {}.", error.kind()));
            ControlFlow::Break(exit::code(Code::StoreFailed))
        }
    }
}

fn out(text: &str) -> std::io::Result<()> {
    let mut out = Clean(std::io::stdout().lock());
    writeln!(out, "{}", text.trim_end()).and_then(|()| out.flush())
}

/// As it is put together: a long one lies nowhere as a whole.
fn out_json(value: &impl Serialize) -> std::io::Result<()> {
    let mut out = BufWriter::with_capacity(64 * 1024, std::io::stdout().lock());
    write_json(&mut out, value)?;
    writeln!(out).and_then(|()| out.flush())
}

fn err(text: &str) {
    let _ = writeln!(Clean(std::io::stderr().lock()), "{}", text.trim_end());
}

fn one(account: &Account) -> String {
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

/// The only workspace that an attempt may connect, else the account that it reconnects.
fn only(attempt: &Attempt<ErrorReport>) -> &str {
    let workspace = attempt.workspace.as_ref().map(|id| id.as_str());
    workspace.or(attempt.reconnects.as_ref().map(|id| id.as_str())).unwrap_or_default()
}

/// Who answered in place of the awaited one, as far as it was told.
fn who_answered(attempt: &Attempt<ErrorReport>) -> String {
    let Some(answered) = &attempt.answered else { return String::new() };
    let known: Vec<&str> = answered.workspace.iter().chain(&answered.admin).map(String::as_str).collect();
    known.join(", ")
}

fn facts(rows: &[(&str, String)]) -> String {
    aligned(&rows.iter().map(|(name, value)| [*name, value.as_str()]).collect::<Vec<_>>(), LONGEST)
}

//! Samples of every problem, with the words of the command line. A test writes them to a file for the tests of the window.

use std::boxed::Box;
use std::format;
use std::path::Path;
use std::string::String;
use std::vec::Vec;
use std::{fs, vec};

use serde::Serialize;

use crate::{Code, ErrorReport, Figure, LinkError, Problem, ProviderCode, StoreProblem};

/// Collects samples of an enum by variant. A new variant does not compile until it has a line. A line fails if it holds no
/// sample, or a sample of another variant.
macro_rules! samples {
    ($kind:ident: $($variant:ident: $samples:expr),+ $(,)?) => {{
        let variant = |sample: &$kind| match sample {
            $($kind::$variant { .. } => stringify!($variant)),+
        };
        let mut all = std::vec::Vec::new();
        $(
            let before = all.len();
            for sample in $samples {
                assert_eq!(variant(&sample), stringify!($variant));
                all.push(sample);
            }
            assert!(before < all.len(), "no sample of {}", stringify!($variant));
        )+
        all
    }};
}

mod account;
mod attempt;
mod desktop;
mod facts;
mod provider;
mod registration;
mod store;
mod vault;

/// A problem as the window receives it, with the command line's words.
#[derive(Serialize)]
struct Sample {
    failure: Failure,
    words: Words,
}

#[derive(Serialize)]
struct Failure {
    code: Code,
    provider_code: Option<ProviderCode>,
    problem: Problem,
}

#[derive(Serialize)]
struct Words {
    message: String,
    hint: String,
}

impl From<Problem> for Sample {
    fn from(problem: Problem) -> Self {
        let ErrorReport { message, hint, .. } = problem.report();
        let (code, provider_code) = (problem.code(), problem.provider_code().cloned());
        Self { failure: Failure { code, provider_code, problem }, words: Words { message, hint } }
    }
}

fn all() -> Vec<Problem> {
    samples!(Problem:
        Link: links().into_iter().map(Problem::Link),
        Attempt: attempt::all().into_iter().map(Problem::Attempt),
        Account: account::all().into_iter().map(Problem::Account),
        Registration: registration::all().into_iter().map(Problem::Registration),
        Provider: provider::all().into_iter().map(Problem::Provider),
        Vault: vault::all().into_iter().map(Problem::Vault),
        Store: store::all().into_iter().map(Problem::Store),
        Desktop: desktop::all().into_iter().map(Problem::Desktop),
        FiguresUnread: [
            unread(vec![], facts::down()),
            unread(vec![Figure::Tags], StoreProblem::DiskFull),
            unread(Figure::ALL.into(), facts::dead()),
        ],
        DeadAfterUninstall: [Problem::DeadAfterUninstall { why: Box::new(facts::dead().into()) }],
        Older: [older(None), older(ProviderCode::new("server_error"))],
    )
}

fn links() -> Vec<LinkError> {
    samples!(LinkError:
        Foreign: [LinkError::Foreign],
        Malformed: [LinkError::Malformed],
        StateMissing: [LinkError::StateMissing],
        StateUnknown: [LinkError::StateUnknown],
        StateUsed: [LinkError::StateUsed],
        StateExpired: [LinkError::StateExpired],
        Cancelled: [LinkError::Cancelled],
        SealedInvalid: [LinkError::SealedInvalid],
        Unsealed: [LinkError::Unsealed],
    )
}

fn unread(figures: Vec<Figure>, why: impl Into<Problem>) -> Problem {
    Problem::FiguresUnread { figures, why: Box::new(why.into()) }
}

fn older(provider_code: Option<ProviderCode>) -> Problem {
    Problem::Older {
        code: Code::ProviderUnreachable,
        message: "Intercom didn't answer in an older version.".into(),
        hint: "Ask it once more.".into(),
        provider_code,
    }
}

#[test]
fn samples_are_written_for_the_window() {
    let lines: Vec<String> = all()
        .into_iter()
        .map(|problem| serde_json::to_string(&Sample::from(problem)).expect("plain data"))
        .collect();
    let text = format!("[\n{}\n]\n", lines.join(",\n"));
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/messages/problems/samples.json");
    if fs::read_to_string(&path).ok().as_deref() != Some(&text) {
        fs::write(&path, text).expect("written");
    }
}

#[test]
fn sample_survives_json() {
    for problem in all() {
        let text = serde_json::to_string(&problem).expect("plain data");
        assert_eq!(serde_json::from_str::<Problem>(&text).expect("read"), problem, "{text}");
    }
}

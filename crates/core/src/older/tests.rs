//! Checks that stored sentences become the problems that they describe.

use super::*;
use crate::{
    AccountProblem, Answered, ApiRefusal, AttemptProblem, Figure, Lack, Permission, ProviderProblem,
    Unreadable,
};
use alloc::borrow::ToOwned;
use serde_json::Value;
use std::collections::BTreeMap;

mod odd;

/// Reports that an older version wrote into a database, grouped by the kind of problem that they describe.
const REPORTS: &str = include_str!("reports.json");

/// The report that an older version stored for a problem.
fn stored(problem: &Problem) -> Value {
    let (message, hint) = match problem {
        Problem::Older { message, hint, .. } => (message.clone(), hint.clone()),
        problem => {
            let OlderWords { message, hint } = words::of(problem).expect("a kind that older versions stored");
            (message, hint)
        }
    };
    serde_json::json!({
        "code": problem.code(), "message": message, "hint": hint, "provider_code": problem.provider_code(),
    })
}

/// Converts a stored report. Asserts that the problem stands for exactly these words, and that it survives JSON.
fn read(report: &Value) -> Problem {
    let older: OlderReport = serde_json::from_value(report.clone()).expect("a report");
    let problem = older.problem();
    assert_eq!(&stored(&problem), report);
    let json = serde_json::to_string(&problem).expect("plain data");
    assert_eq!(serde_json::from_str::<Problem>(&json).expect("the same shape"), problem, "{json}");
    problem
}

fn read_back(problem: &Problem) -> Problem {
    read(&stored(problem))
}

fn reports() -> BTreeMap<String, Vec<Value>> {
    serde_json::from_str(REPORTS).expect("a table of reports")
}

/// Returns the names of a problem's kinds, without its facts.
fn kind(problem: &Value) -> String {
    let keys = ["about", "what", "reason", "refusal", "of", "is", "is_dead", "why"];
    let words = keys.iter().filter_map(|key| match problem.get(*key)? {
        Value::String(word) => Some(word.clone()),
        Value::Bool(true) => Some("dead".to_owned()),
        inner @ Value::Object(_) => Some(kind(inner)),
        _ => None,
    });
    words.collect::<Vec<_>>().join(" ")
}

#[test]
fn stored_report_becomes_the_problem_that_it_describes() {
    let reports = reports();
    for (expected, reports) in &reports {
        for report in reports {
            let problem = serde_json::to_value(read(report)).expect("plain data");
            assert_eq!(&kind(&problem), expected, "{report}");
        }
    }
    assert_eq!((reports.len(), reports.values().map(Vec::len).sum::<usize>()), (78, 136));
}

#[test]
fn stored_report_stays_words_only_if_it_names_no_host() {
    let reports = reports().into_values().flatten();
    let older: Vec<Problem> = reports
        .map(|report| read(&report))
        .filter(|problem| matches!(problem, Problem::Older { .. }))
        .collect();
    let [Problem::Older { code: Code::ProviderUnreadable, message, .. }] = &older[..] else {
        panic!("more than one, or another one: {older:?}");
    };
    assert_eq!(message, "The provider's answer can't be read.");
}

#[test]
fn unknown_report_stays_word_for_word() {
    for (code, message, hint, provider_code) in [
        ("usage", "", "", None),
        ("provider_unreachable", "api.example could not be reached!", "Wait.", None),
        ("provider_unreachable", "api.example could not be reached.", "Wait.", None),
        (
            "provider_unreachable",
            "api.example can't answer now (status 99999).",
            "Try again in a minute.",
            None,
        ),
        ("provider_unreadable", "The answer of  can't be read: .", "Try again in 5", Some("")),
        ("code_rejected", "The token lives, but its app lacks “Read tags” (for feathers).", "", Some("x")),
        ("wrong_workspace", "The token that is kept here answers for “A”.", "“, and not for “", None),
        ("cancelled", "The app “” was removed while its answer was awaited.", "", None),
        (
            "denied",
            " No answer told what came of its uninstall, so the app may have been uninstalled.",
            "",
            None,
        ),
        ("denied", "A token came, but not whose it is: nothing was changed. ", "", Some("“\"\\\u{7}")),
    ] {
        let report = serde_json::json!({
            "code": code, "message": message, "hint": hint, "provider_code": provider_code,
        });
        assert!(matches!(read(&report), Problem::Older { .. }), "{report}");
    }
}

#[test]
fn rare_report_becomes_its_problem() {
    let host = || "api.example:8443".to_owned();
    let dead = || ProviderProblem::Refused { host: host(), refusal: ApiRefusal::Dead, code: None };
    let busy = |seconds| ProviderProblem::Unavailable { host: host(), status: 503, seconds, code: None };
    let unreadable = |why| ProviderProblem::Unreadable { host: host(), why, code: None };
    let dead_after: [Problem; 6] = [
        AccountProblem::DeadBeforeUninstall { why: dead() }.into(),
        ProviderProblem::Late { host: host(), seconds: 20, proxy: None }.into(),
        ProviderProblem::TooLarge { host: host(), megabytes: 1 }.into(),
        busy(None).into(),
        unreadable(Unreadable::Error).into(),
        unreadable(Unreadable::NoConfirmation).into(),
    ];
    let dead_after = dead_after.map(|why| Problem::DeadAfterUninstall { why: Box::new(why) });
    let pauses = [None, Some(1), Some(2), Some(90), Some(120), Some(3600), Some(3601)];
    let paused = pauses.into_iter().flat_map(|seconds| {
        let again = AttemptProblem::NotCompared { why: Some(busy(seconds)), is_dead: false };
        [busy(seconds).into(), again.into()]
    });
    let held_back =
        [1, 2, 60].map(|seconds| Problem::from(ProviderProblem::HeldBack { host: host(), seconds }));
    let statuses = [100, 201, 600, 999].map(|status| unreadable(Unreadable::Status(status)).into());
    for problem in dead_after.into_iter().chain(paused).chain(held_back).chain(statuses) {
        assert_eq!(read_back(&problem), problem);
    }
}

#[test]
fn missing_permissions_become_facts_for_every_set_of_figures() {
    for lacking in 1_u32..1 << Figure::ALL.len() {
        let is_lacking = |figure: &Figure| {
            Figure::ALL.iter().position(|known| known == figure).is_some_and(|at| lacking & (1 << at) != 0)
        };
        let lack = |Permission { label, figures }: Permission| Lack {
            permission: label.to_owned(),
            figures: figures.into_iter().filter(is_lacking).collect(),
        };
        let lacks = Permission::all().into_iter().map(lack).filter(|lack| !lack.figures.is_empty()).collect();
        let problem = Problem::from(AccountProblem::MissingPermissions { lacks });
        assert_eq!(read_back(&problem), problem);
    }
}

#[test]
fn two_identities_become_facts_with_odd_names() {
    let answered = |workspace: &str, admin: Option<&str>, ids: Option<&str>| Answered {
        workspace: Some(workspace.to_owned()),
        admin: admin.map(ToOwned::to_owned),
        ids: ids.map(ToOwned::to_owned),
    };
    for (came, known) in [
        (answered("Acme", Some("Ada"), None), answered("Quill", Some("Bo"), None)),
        (answered("Acme", None, None), answered("Quill", None, None)),
        (answered("Acme", Some("Ada"), Some("1, eu, 2")), answered("Acme", Some("Ada"), Some("1, eu, 3"))),
        (answered("Acme", Some("Ada"), Some("1")), answered("Acme", Some("Ada"), None)),
        (answered("Acme", None, Some("1")), answered("Acme", None, Some("2"))),
        (answered("Acme (old)", Some("Ada (Sales)"), None), answered("Acme", Some("Ada (Support)"), None)),
        (answered("The “best” as ever.", Some("A."), None), answered("x, and not for y", Some("and"), None)),
        (answered("A, and not for “B", Some("Ada"), None), answered("C", None, None)),
    ] {
        let problem = Problem::from(AccountProblem::Another { came: came.into(), known: known.into() });
        assert_eq!(read_back(&problem), problem);
    }
}

#[test]
fn identity_stays_one_text_after_too_many_boundaries() {
    let came = Answered::workspace(Some(&", and not for ".repeat(1_000)));
    let known = Answered::workspace(Some("Acme"));
    let Problem::Account(AccountProblem::Another { came, .. }) =
        read_back(&AccountProblem::Another { came: came.into(), known: known.into() }.into())
    else {
        panic!("still a problem of an account");
    };
    assert_eq!((came.workspace, came.admin.as_deref()), (None, Some("“")));
}

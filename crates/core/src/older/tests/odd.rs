//! Checks with random text that a stored report keeps its words.

use super::super::DEAD_AFTER_UNINSTALL;
use super::{read, read_back};
use crate::{
    AccountProblem, Answered, ApiRefusal, AttemptProblem, Problem, ProviderCode, ProviderProblem, Unreadable,
};
use alloc::borrow::ToOwned as _;
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use proptest::prelude::*;

/// Pieces of sentences in any order, chosen to mislead the parsers.
fn odd_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("“".to_owned()),
        Just("”".to_owned()),
        Just("” as ".to_owned()),
        Just(", and not for “".to_owned()),
        Just(" (1, us, 2)".to_owned()),
        Just(" can't be read: ".to_owned()),
        Just(" (status 503)".to_owned()),
        Just("” was removed while its answer was awaited.".to_owned()),
        Just(DEAD_AFTER_UNINSTALL.to_owned()),
        any::<String>(),
    ];
    proptest::collection::vec(piece, 0..5).prop_map(|pieces| pieces.concat())
}

fn provider_problems(host: &str, code: &str, status: u16, seconds: u64) -> Vec<ProviderProblem> {
    let host = || host.to_owned();
    let code = || ProviderCode::new(code);
    let refused = |refusal| ProviderProblem::Refused { host: host(), refusal, code: code() };
    let unreadable = |why| ProviderProblem::Unreadable { host: host(), why, code: code() };
    Vec::from([
        ProviderProblem::NotReached { host: host() },
        ProviderProblem::HeldBack { host: host(), seconds },
        ProviderProblem::Late { host: host(), seconds, proxy: None },
        ProviderProblem::TooLarge { host: host(), megabytes: 1 },
        ProviderProblem::Redirected { host: host(), status, code: code() },
        ProviderProblem::RateLimited { host: host(), status, seconds: Some(seconds), code: code() },
        ProviderProblem::Unavailable { host: host(), status, seconds: Some(seconds), code: None },
        ProviderProblem::NoTokenEndpoint { host: host(), status, code: code() },
        ProviderProblem::MayNotIdentify { host: host() },
        ProviderProblem::RoundLate { host: host(), seconds },
        refused(ApiRefusal::Dead),
        refused(ApiRefusal::NotInPlan),
        unreadable(Unreadable::Status(status)),
        unreadable(Unreadable::Error),
        unreadable(Unreadable::NoObject),
    ])
}

proptest! {
    #[test]
    fn report_keeps_any_words(message in odd_text(), hint in odd_text(), code in any::<Option<String>>()) {
        for error in ["provider_unreachable", "code_rejected", "wrong_workspace", "cancelled"] {
            read(&serde_json::json!({ "code": error, "message": message, "hint": hint, "provider_code": code }));
        }
    }

    #[test]
    fn provider_problem_keeps_its_words_with_any_facts(
        host in odd_text(), code in odd_text(), status in any::<u16>(), seconds in any::<u64>(),
    ) {
        for why in provider_problems(&host, &code, status, seconds) {
            read_back(&why.clone().into());
            read_back(&AccountProblem::DeadBeforeUninstall { why: why.clone() }.into());
            read_back(&AttemptProblem::NotCompared { why: Some(why.clone()), is_dead: status > 500 }.into());
            read_back(&Problem::DeadAfterUninstall { why: Box::new(why.into()) });
        }
    }

    #[test]
    fn names_stay_facts_with_any_characters(one in odd_text(), two in odd_text(), three in odd_text()) {
        let removed = Problem::from(AttemptProblem::RegistrationRemoved { registration: one.clone() });
        prop_assert_eq!(&read_back(&removed), &removed);
        let came = Answered { workspace: Some(one), admin: Some(two.clone()), ids: None };
        let known = Answered { workspace: Some(two), admin: None, ids: Some(three) };
        let another = read_back(&AccountProblem::Another { came: came.into(), known: known.into() }.into());
        prop_assert!(matches!(another, Problem::Account(AccountProblem::Another { .. })), "{:?}", another);
    }
}

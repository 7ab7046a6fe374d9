use super::*;
use crate::{Code, CodeRejection, ProviderProblem};
use std::format;
use std::string::ToString;

const START: Timestamp = Timestamp::from_millis(1_000_000);
const EXPIRY: Timestamp = START.plus_seconds(1_800);

fn at(stage: Stage, purpose: Purpose) -> ConnectFlow {
    ConnectFlow { stage, purpose, expires_at: EXPIRY }
}

fn code() -> AuthorizationCode {
    AuthorizationCode::new("c".to_string()).expect("a code")
}

fn token() -> AccessToken {
    AccessToken::new("t".to_string()).expect("a token")
}

fn exchanging(tries: u8) -> Stage {
    Stage::Exchanging(ExchangeTries { since: START, tries })
}

fn report(problem: AttemptProblem) -> Effect {
    Effect::Report(problem.into())
}

fn rejected() -> AttemptProblem {
    AttemptProblem::CodeRejected { reason: CodeRejection::Unclear, code: None }
}

fn refused(code: &str) -> Input {
    Input::Callback(Callback::Refused(ProviderCode::new(code)))
}

fn denied(code: &str) -> Effect {
    Effect::Report(AttemptProblem::Denied { code: ProviderCode::new(code).expect("a code") }.into())
}

#[test]
fn attempt_checks_vault_and_disk_before_browser() {
    let step = ConnectFlow::start(Purpose::Connect, EXPIRY);
    assert_eq!(step.flow.stage, Stage::Awaiting);
    assert_eq!(step.effects, [Effect::LoadKey, Effect::CommitAttempt, Effect::OpenBrowser]);
}

fn not_reached() -> Problem {
    ProviderProblem::NotReached { host: "that.example".to_string() }.into()
}

fn never_connected() -> Input {
    Input::NeverConnected(not_reached())
}

/// Each row holds stage, purpose and input, then the new stage and the effects.
#[test]
fn every_row_of_the_flow_holds() {
    use Ending::{AlreadyConnected, Cancelled, Connected, Denied, Expired, Failed, Interrupted, Unverified};
    use Purpose::{Connect, ConnectOnly, Reconnect};
    use Stage::{Awaiting, Ended, Identifying, Refused, Unsaved};
    let first = ExchangeTries { since: START, tries: 1 };
    let rows: Vec<(Stage, Purpose, Input, Stage, Vec<Effect>)> = vec![
        (
            Awaiting,
            Connect,
            Input::Callback(Callback::Code(code())),
            Stage::Exchanging(first),
            vec![Effect::Exchange(code())],
        ),
        (Awaiting, Connect, refused("access_denied"), Ended(Denied), vec![denied("access_denied")]),
        (Awaiting, Connect, Input::Callback(Callback::Empty), Awaiting, vec![Effect::SayEmptyReturn]),
        (Awaiting, Connect, Input::Cancel, Ended(Cancelled), vec![report(AttemptProblem::Cancelled)]),
        (Awaiting, Connect, Input::Quit, Awaiting, vec![]),
        (Awaiting, Connect, Input::Orphaned, Awaiting, vec![]),
        (exchanging(1), Connect, never_connected(), exchanging(2), vec![Effect::ExchangeAgain(500)]),
        (exchanging(3), Connect, never_connected(), exchanging(4), vec![Effect::ExchangeAgain(2_000)]),
        (exchanging(4), Connect, never_connected(), Ended(Failed), vec![Effect::Report(not_reached())]),
        (exchanging(1), Connect, Input::Cancel, exchanging(1), vec![Effect::SayAnswering]),
        (exchanging(1), Connect, Input::Quit, exchanging(1), vec![Effect::SayAnswering]),
        (exchanging(1), Connect, Input::Callback(Callback::Code(code())), exchanging(1), vec![]),
        (
            exchanging(1),
            Connect,
            Input::Token(token()),
            Identifying,
            vec![Effect::SealToken(token()), Effect::GetMe],
        ),
        (exchanging(1), Connect, Input::NoToken(rejected().into()), Ended(Failed), vec![report(rejected())]),
        (
            exchanging(1),
            Connect,
            Input::Orphaned,
            Ended(Interrupted),
            vec![report(AttemptProblem::Interrupted)],
        ),
        (Identifying, Connect, Input::StoreFailed(Unwritten::Token), Unsaved(Unwritten::Token), vec![]),
        (
            Ended(Connected),
            Connect,
            Input::StoreFailed(Unwritten::Account),
            Unsaved(Unwritten::Account),
            vec![],
        ),
        (
            Unsaved(Unwritten::Token),
            Connect,
            Input::Retry,
            Identifying,
            vec![Effect::SealTokenAgain, Effect::GetMe],
        ),
        (Unsaved(Unwritten::Account), Connect, Input::Retry, Identifying, vec![Effect::GetMe]),
        (
            Unsaved(Unwritten::Token),
            Connect,
            Input::Quit,
            Unsaved(Unwritten::Token),
            vec![Effect::WarnUnsaved],
        ),
        (Identifying, Connect, Input::Identified(Match::New), Ended(Connected), vec![Effect::AddAccount]),
        (
            Identifying,
            Connect,
            Input::Identified(Match::Known),
            Ended(AlreadyConnected),
            vec![Effect::ReplaceToken],
        ),
        (Identifying, Connect, Input::Unidentified, Ended(Unverified), vec![Effect::AddUnverified]),
        (Identifying, Connect, Input::Orphaned, Identifying, vec![Effect::GetMe]),
        (Identifying, Connect, Input::Discard, Ended(Cancelled), vec![Effect::DropToken]),
        (Identifying, ConnectOnly, Input::Identified(Match::New), Ended(Connected), vec![Effect::AddAccount]),
        (
            Identifying,
            ConnectOnly,
            Input::Identified(Match::Known),
            Ended(AlreadyConnected),
            vec![Effect::ReplaceToken],
        ),
        (Identifying, ConnectOnly, Input::Identified(Match::Unwanted), Refused, vec![]),
        (Identifying, ConnectOnly, Input::Unidentified, Ended(Unverified), vec![]),
        (Ended(Unverified), ConnectOnly, Input::Retry, Identifying, vec![Effect::GetMe]),
        (Ended(Unverified), ConnectOnly, Input::Discard, Ended(Cancelled), vec![Effect::DropToken]),
        (Refused, ConnectOnly, Input::Discard, Ended(Cancelled), vec![Effect::DropToken]),
        (
            Identifying,
            Reconnect,
            Input::Identified(Match::Same),
            Ended(AlreadyConnected),
            vec![Effect::ReplaceToken],
        ),
        (Identifying, Reconnect, Input::Identified(Match::New), Refused, vec![]),
        (Identifying, Reconnect, Input::Identified(Match::Known), Refused, vec![]),
        (Identifying, Reconnect, Input::Unidentified, Ended(Unverified), vec![]),
        (Ended(Unverified), Reconnect, Input::Retry, Identifying, vec![Effect::GetMe]),
        (Unsaved(Unwritten::Token), Connect, Input::Discard, Ended(Cancelled), vec![Effect::DropToken]),
        (Ended(Unverified), Reconnect, Input::Discard, Ended(Cancelled), vec![Effect::DropToken]),
        (Refused, Reconnect, Input::Discard, Ended(Cancelled), vec![Effect::DropToken]),
        (Refused, Reconnect, Input::StoreFailed(Unwritten::Account), Unsaved(Unwritten::Account), vec![]),
        (Ended(Connected), Connect, Input::Callback(Callback::Code(code())), Ended(Connected), vec![]),
        (Ended(Expired), Connect, refused("access_denied"), Ended(Expired), vec![]),
    ];
    for (stage, purpose, input, next, effects) in rows {
        let row = format!("{stage:?} {purpose:?} {input:?}");
        let step = at(stage, purpose).step(input, START);
        assert_eq!(step.flow.stage, next, "{row}");
        assert_eq!(step.effects, effects, "{row}");
    }
}

#[test]
fn waiting_ends_at_expiry_by_tick_or_late_answer() {
    for input in [Input::Tick, Input::Callback(Callback::Code(code()))] {
        let step = at(Stage::Awaiting, Purpose::Connect).step(input, EXPIRY);
        assert_eq!(step.flow.stage, Stage::Ended(Ending::Expired));
        assert_eq!(step.effects, [report(AttemptProblem::Expired)]);
    }
    let before = at(Stage::Awaiting, Purpose::Connect).step(Input::Tick, START);
    assert_eq!(before.flow.stage, Stage::Awaiting, "not a moment sooner");
}

#[test]
fn providers_error_is_no_denial_and_keeps_its_code() {
    let step = at(Stage::Awaiting, Purpose::Connect).step(refused("server_error"), START);
    assert_eq!(step.flow.stage, Stage::Ended(Ending::Failed));
    let [Effect::Report(problem)] = step.effects.as_slice() else {
        panic!("one problem: {:?}", step.effects)
    };
    let provider_code = ProviderCode::new("server_error");
    assert_eq!((problem.code(), problem.provider_code()), (Code::Denied, provider_code.as_ref()));
}

#[test]
fn connecting_ends_after_twenty_seconds_with_tries_left() {
    let late = START.plus_seconds(20);
    let step = at(exchanging(2), Purpose::Connect).step(never_connected(), late);
    assert_eq!(step.flow.stage, Stage::Ended(Ending::Failed));
}

#[test]
fn keeping_another_identity_connects_a_new_account() {
    for purpose in [Purpose::Reconnect, Purpose::ConnectOnly] {
        let kept = at(Stage::Refused, purpose).step(Input::Keep, START);
        assert_eq!(kept.effects, [Effect::GetMe]);
        let added = kept.flow.step(Input::Identified(Match::New), START);
        assert_eq!(added.effects, [Effect::AddAccount], "{purpose:?}: the expected account stays as it is");
    }
}

mod any_order {
    use super::*;
    use proptest::prelude::*;

    const KINDS: u8 = 23;

    fn make(kind: u8) -> Input {
        match kind {
            0 => Input::Callback(Callback::Code(code())),
            1 => refused("access_denied"),
            2 => refused("server_error"),
            3 => Input::Callback(Callback::Empty),
            4 | 5 => Input::Tick,
            6 => Input::Cancel,
            7 => Input::Quit,
            8 => never_connected(),
            9 => Input::Token(token()),
            10 => Input::NoToken(rejected().into()),
            11 => Input::Identified(Match::New),
            12 => Input::Identified(Match::Same),
            13 => Input::Identified(Match::Known),
            14 => Input::Unidentified,
            15 => Input::StoreFailed(Unwritten::Token),
            16 => Input::StoreFailed(Unwritten::Account),
            17 => Input::Retry,
            18 => Input::Keep,
            19 => Input::Discard,
            20 => Input::Orphaned,
            21 => Input::Identified(Match::Unwanted),
            _ => {
                Input::Callback(Callback::Code(AuthorizationCode::new("other".to_string()).expect("a code")))
            }
        }
    }

    fn rank(stage: &Stage) -> u8 {
        match stage {
            Stage::Awaiting => 0,
            Stage::Exchanging(_) => 1,
            Stage::Identifying | Stage::Unsaved(_) | Stage::Refused => 2,
            Stage::Ended(_) => 3,
        }
    }

    /// Whether this input may return an ended attempt to an earlier stage.
    fn may_return(ending: Ending, purpose: Purpose, kind: u8) -> bool {
        match make(kind) {
            Input::Retry => ending == Ending::Unverified && purpose != Purpose::Connect,
            Input::StoreFailed(_) => {
                matches!(ending, Ending::Connected | Ending::AlreadyConnected | Ending::Unverified)
            }
            _ => false,
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        /// Checks the invariants of a flow for every order of inputs: at most one token request, an account only after an
        /// answer and a token, and no token that is lost.
        #[test]
        fn invariants_hold_in_every_order_of_inputs(
            kinds in proptest::collection::vec(0..KINDS, 0..60),
            purpose in prop_oneof![
                Just(Purpose::Connect), Just(Purpose::ConnectOnly), Just(Purpose::Reconnect)
            ],
        ) {
            let mut flow = at(Stage::Awaiting, purpose);
            let (mut answered, mut exchanged, mut held) = (false, 0, false);
            for (i, kind) in kinds.into_iter().enumerate() {
                let now = START.plus_seconds(i64::try_from(i).expect("small") * 45);
                let before = flow.clone();
                answered |= matches!(make(kind), Input::Callback(Callback::Code(_)));
                let step = flow.step(make(kind), now);
                let effects = format!("{before:?} {:?} {:?}", make(kind), step.effects);
                for effect in &step.effects {
                    match effect {
                        Effect::Exchange(_) => exchanged += 1,
                        Effect::ExchangeAgain(_) => {
                            prop_assert!(matches!(make(kind), Input::NeverConnected(_)), "it never left: {effects}");
                        }
                        Effect::SealToken(_) => {
                            prop_assert!(exchanged == 1, "a token only for a code: {effects}");
                            held = true;
                        }
                        Effect::AddAccount | Effect::ReplaceToken | Effect::AddUnverified => {
                            prop_assert!(answered && held, "an account only after an answer and a token: {effects}");
                        }
                        Effect::DropToken => {
                            prop_assert!(matches!(make(kind), Input::Discard), "by the person alone: {effects}");
                            held = false;
                        }
                        _ => {}
                    }
                }
                flow = step.flow;
                prop_assert!(exchanged <= 1, "one token request for one attempt: {effects}");
                if rank(&flow.stage) < rank(&before.stage) {
                    let Stage::Ended(ending) = before.stage else { panic!("it went back: {effects}") };
                    prop_assert!(may_return(ending, before.purpose, kind), "it came back: {effects}");
                }
                if let (true, Stage::Ended(ending)) = (held, &flow.stage) {
                    let kept = matches!(
                        ending,
                        Ending::Connected | Ending::AlreadyConnected | Ending::Unverified
                    );
                    prop_assert!(kept, "a token that was received ended nowhere: {effects}");
                }
            }
        }
    }
}

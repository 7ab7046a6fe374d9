use super::*;
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
    Stage::Exchanging(Awaited { since: START, tries })
}

fn report(code: Code) -> Effect {
    Effect::Report(code.into())
}

fn refused(code: &str) -> Input {
    Input::Callback(Callback::Refused(ProviderCode::new(code)))
}

fn denied(code: &str) -> Effect {
    Effect::Report(ErrorReport::new(Code::Denied).from_provider(Some(&ProviderCode::new(code))))
}

#[test]
fn an_attempt_proves_vault_and_disk_before_it_opens_the_browser() {
    let step = ConnectFlow::start(Purpose::Connect, EXPIRY);
    assert_eq!(step.flow.stage, Stage::Awaiting);
    assert_eq!(step.effects, [Effect::LoadKey, Effect::CommitAttempt, Effect::OpenBrowser]);
}

fn nobody_there() -> ErrorReport {
    ErrorReport::new(Code::ProviderUnreachable).saying("That host could not be reached.")
}

fn never_connected() -> Input {
    Input::NeverConnected(nobody_there())
}

/// The rows of the design's table, in its order: stage, purpose, input → stage, effects.
#[test]
fn every_row_of_the_flow_holds() {
    use Ending::{AlreadyConnected, Cancelled, Connected, Denied, Expired, Failed, Interrupted, Unverified};
    use Purpose::{Connect, Reconnect};
    use Stage::{Awaiting, Ended, Identifying, Refused, Unsaved};
    let first = Awaited { since: START, tries: 1 };
    let rows: Vec<(Stage, Purpose, Input, Stage, Vec<Effect>)> = vec![
        (
            Awaiting,
            Connect,
            Input::Callback(Callback::Code(code())),
            Stage::Exchanging(first),
            vec![Effect::Exchange(code())],
        ),
        (Awaiting, Connect, Input::Stray, Awaiting, vec![Effect::CountStray]),
        (Awaiting, Connect, refused("access_denied"), Ended(Denied), vec![denied("access_denied")]),
        (Awaiting, Connect, Input::Callback(Callback::Empty), Awaiting, vec![Effect::SayEmptyReturn]),
        (Awaiting, Connect, Input::Cancel, Ended(Cancelled), vec![report(Code::Cancelled)]),
        (Awaiting, Connect, Input::Quit, Awaiting, vec![]),
        (Awaiting, Connect, Input::Orphaned, Awaiting, vec![]),
        (exchanging(1), Connect, never_connected(), exchanging(2), vec![Effect::ExchangeAgain(500)]),
        (exchanging(3), Connect, never_connected(), exchanging(4), vec![Effect::ExchangeAgain(2_000)]),
        (exchanging(4), Connect, never_connected(), Ended(Failed), vec![Effect::Report(nobody_there())]),
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
        (
            exchanging(1),
            Connect,
            Input::NoToken(Code::CodeRejected.into()),
            Ended(Failed),
            vec![report(Code::CodeRejected)],
        ),
        (exchanging(1), Connect, Input::Orphaned, Ended(Interrupted), vec![report(Code::Interrupted)]),
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
fn waiting_ends_at_the_expiry_whether_a_tick_or_a_late_answer_finds_it() {
    for input in [Input::Tick, Input::Callback(Callback::Code(code()))] {
        let step = at(Stage::Awaiting, Purpose::Connect).step(input, EXPIRY);
        assert_eq!(step.flow.stage, Stage::Ended(Ending::Expired));
        assert_eq!(step.effects, [report(Code::StateExpired)]);
    }
    let before = at(Stage::Awaiting, Purpose::Connect).step(Input::Tick, START);
    assert_eq!(before.flow.stage, Stage::Awaiting, "not a moment sooner");
}

#[test]
fn a_providers_error_is_no_denial_but_keeps_the_code_and_the_providers_word() {
    let step = at(Stage::Awaiting, Purpose::Connect).step(refused("server_error"), START);
    assert_eq!(step.flow.stage, Stage::Ended(Ending::Failed));
    let [Effect::Report(report)] = step.effects.as_slice() else { panic!("one report: {:?}", step.effects) };
    assert_eq!((report.code, report.provider_code.as_deref()), (Code::Denied, Some("server_error")));
}

#[test]
fn connecting_is_given_up_after_twenty_seconds_even_with_tries_left() {
    let late = START.plus_seconds(20);
    let step = at(exchanging(2), Purpose::Connect).step(never_connected(), late);
    assert_eq!(step.flow.stage, Stage::Ended(Ending::Failed));
}

#[test]
fn adding_the_other_identity_as_new_turns_a_reconnect_into_a_connect() {
    let kept = at(Stage::Refused, Purpose::Reconnect).step(Input::Keep, START);
    assert_eq!(kept.effects, [Effect::GetMe]);
    let added = kept.flow.step(Input::Identified(Match::New), START);
    assert_eq!(added.effects, [Effect::AddAccount], "the account it was meant for is left alone");
}

mod any_order {
    use super::*;
    use proptest::prelude::*;

    fn input() -> impl Strategy<Value = u8> {
        0u8..16
    }

    fn make(kind: u8) -> Input {
        match kind {
            0 => Input::Callback(Callback::Code(code())),
            1 => refused("access_denied"),
            2 => Input::Callback(Callback::Empty),
            3 => Input::Stray,
            4 => Input::Tick,
            5 => Input::Cancel,
            6 => Input::Quit,
            7 => never_connected(),
            8 => Input::Token(token()),
            9 => Input::NoToken(Code::CodeRejected.into()),
            10 => Input::Identified(Match::New),
            11 => Input::Unidentified,
            12 => Input::StoreFailed(Unwritten::Token),
            13 => Input::Retry,
            14 => Input::Keep,
            _ => Input::Orphaned,
        }
    }

    proptest! {
        #[test]
        fn no_order_of_inputs_exchanges_a_code_twice_or_stores_without_a_token(
            kinds in proptest::collection::vec(input(), 0..40),
            reconnect in any::<bool>(),
        ) {
            let purpose = if reconnect { Purpose::Reconnect } else { Purpose::Connect };
            let mut flow = at(Stage::Awaiting, purpose);
            let (mut exchanged, mut sealed) = (0, false);
            for (i, kind) in kinds.into_iter().enumerate() {
                let now = START.plus_seconds(i64::try_from(i).expect("small") * 60);
                let step = flow.step(make(kind), now);
                for effect in &step.effects {
                    match effect {
                        Effect::Exchange(_) => exchanged += 1,
                        Effect::SealToken(_) => sealed = true,
                        Effect::AddAccount | Effect::ReplaceToken | Effect::AddUnverified => {
                            prop_assert!(sealed, "an account only after a token");
                        }
                        _ => {}
                    }
                }
                flow = step.flow;
            }
            prop_assert!(exchanged <= 1, "one token request for one attempt");
        }
    }
}

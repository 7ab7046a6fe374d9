use super::*;
use crate::{AuthorizationCode, PUBLIC_KEY_LEN, ProviderCode, RANDOM_LEN};
use std::format;
use std::vec;

const CHANNEL: Channel = Channel::Release;

fn state() -> CsrfToken {
    CsrfToken::compose(CHANNEL, &[0x5a; PUBLIC_KEY_LEN], &[9; RANDOM_LEN])
}

fn uri(text: &str) -> RedirectUri {
    RedirectUri::new(text, CHANNEL).expect(text)
}

fn code(text: &str) -> Callback {
    Callback::Code(AuthorizationCode::new(text.to_string()).expect(text))
}

/// The verdict on a link whose `{S}` stands for the state of an attempt waiting at `redirect_uri`.
fn judge(link: &str, redirect_uri: &str) -> Result<Callback, LinkError> {
    let link = DeepLink::new(link.replace("{S}", state().expose()).into_bytes());
    let ours = [uri(redirect_uri), uri("https://localhost:47115/callback")];
    match parse(&link, &ours, CHANNEL)? {
        Parsed::Answer(answer) => {
            if !answer.state_hash().matches(&state().hash()) {
                return Err(LinkError::StateUnknown);
            }
            answer.callback(&uri(redirect_uri), CHANNEL)
        }
        Parsed::Sealed(_) => panic!("no sealed link in this table"),
    }
}

#[test]
fn a_well_formed_answer_yields_its_code_to_the_letter() {
    for (query, expected) in [
        ("code=abc&state={S}", "abc"),
        ("state={S}&code=abc", "abc"),
        ("code=abc%3D&state={S}", "abc="),
        ("code=ab%2Bc/d+e=&state={S}", "ab+c/d+e="),
        ("code=a&state={S}&iss=https%3A%2F%2Fx&scope=", "a"),
        ("&code=a&&state={S}&", "a"),
    ] {
        let link = format!("app.switchhook:/callback?{query}");
        assert_eq!(judge(&link, CHANNEL.callback()), Ok(code(expected)), "{query}");
    }
}

#[test]
fn a_refusal_is_read_and_cut_to_its_rfc_characters() {
    for (value, expected) in
        [("access_denied", "access_denied"), ("a\"b", "ab"), (&*"x".repeat(99), &*"x".repeat(64))]
    {
        let link = format!("app.switchhook:/callback?error={value}&state={{S}}");
        let refused = Callback::Refused(ProviderCode::new(expected));
        assert_eq!(judge(&link, CHANNEL.callback()), Ok(refused), "{value}");
    }
}

#[test]
fn our_state_without_an_answer_is_an_empty_return() {
    for query in ["state={S}", "state={S}&code=", "error=&state={S}"] {
        let link = format!("app.switchhook:/callback?{query}");
        assert_eq!(judge(&link, CHANNEL.callback()), Ok(Callback::Empty), "{query}");
    }
}

#[test]
fn every_hostile_link_is_refused_with_its_reason() {
    use LinkError::{Foreign, Malformed, StateMissing, StateUnknown};
    for (link, why) in [
        ("app.switchhook:/callback?code=a&error=b&state={S}", Malformed),
        ("app.switchhook:/callback?code=a&code=a&state={S}", Malformed),
        ("app.switchhook:/callback?error=a&error=b&state={S}", Malformed),
        ("app.switchhook:/callback?code=a&state={S}&state={S}", Malformed),
        ("app.switchhook:/callback?code=%&state={S}", Malformed),
        ("app.switchhook:/callback?code=%4&state={S}", Malformed),
        ("app.switchhook:/callback?code=%zz&state={S}", Malformed),
        ("app.switchhook:/callback?code=%00&state={S}", Malformed),
        ("app.switchhook:/callback?code=%0a&state={S}", Malformed),
        ("app.switchhook:/callback?code=%ff&state={S}", Malformed),
        ("app.switchhook:/callback?code=a&state={S}#x", Malformed),
        ("app.switchhook:/callback?code=a b&state={S}", Malformed),
        ("app.switchhook:/call\tback?code=a&state={S}", Malformed),
        ("app.switchhook:/callback?code=a\u{202e}&state={S}", Malformed),
        ("", Malformed),
        ("--help", Malformed),
        ("; rm -rf ~", Malformed),
        ("callback?code=a&state={S}", Malformed),
        ("app.switchhook:/callback", StateMissing),
        ("app.switchhook:/callback?code=a", StateMissing),
        ("app.switchhook:/callback?code=a&state=", StateMissing),
        ("app.switchhook:/callback?code=a&State={S}", StateMissing),
        ("app.switchhook:/callback?code=a&%73tate={S}", Malformed),
        ("app.switchhook:/callback?code=a&state={S}&%63ode=b", Malformed),
        ("app.switchhook:/callback?code=a&state={S}&%zz=b", Malformed),
        ("app.switchhook:/callback?code=a&state=x", StateUnknown),
        ("app.switchhook:/callback?code=a&state={S}x", StateUnknown),
        ("app.switchhook:/callback?code=a&state=%2e{S}", StateUnknown),
        ("APP.switchhook:/callback?code=a&state={S}", Foreign),
        ("app.switchhook:/Callback?code=a&state={S}", Foreign),
        ("app.switchhook:/callback/?code=a&state={S}", Foreign),
        ("app.switchhook:/x/../callback?code=a&state={S}", Foreign),
        ("app.switchhook:/%63allback?code=a&state={S}", Foreign),
        ("app.switchhook://callback?code=a&state={S}", Foreign),
        ("app.switchhook:///callback?code=a&state={S}", Foreign),
        ("app.switchhook:callback?code=a&state={S}", Foreign),
        ("app.switchhook:/callback#?code=a&state={S}", Foreign),
        ("app.switchhook:/callbackx?code=a&state={S}", Foreign),
        ("app.switchhook.dev:/callback?code=a&state={S}", Foreign),
        ("https://localhost:47115/callback?code=a&state={S}", Foreign),
        ("https://evil.example/callback?code=a&state={S}", Foreign),
        ("https://localhost:47115@evil.example/callback?code=a&state={S}", Foreign),
        ("file:///etc/passwd", Foreign),
    ] {
        assert_eq!(judge(link, CHANNEL.callback()), Err(why), "{link:?}");
    }
    let long = format!("app.switchhook:/callback?code={}&state={{S}}", "a".repeat(MAX_LINK));
    assert_eq!(judge(&long, CHANNEL.callback()), Err(Malformed), "longer than 32 KiB");
}

#[test]
fn a_pasted_address_answers_an_attempt_that_returns_there() {
    let home = "https://localhost:47115/callback";
    let link = "https://localhost:47115/callback?code=a%3D&state={S}";
    assert_eq!(judge(link, home), Ok(code("a=")));
    let query = "https://b.example/cb?x=1";
    assert_eq!(judge("https://b.example/cb?x=1&code=a&state={S}", query), Ok(code("a")));
    assert_eq!(judge("https://b.example/cb?code=a&state={S}", query), Err(LinkError::Foreign));
}

#[test]
fn a_shorter_registered_address_hides_no_longer_one() {
    let (short, long) = ("https://b.example/cb", "https://b.example/cb?x=1");
    let text = "https://b.example/cb?x=1&code=a&state={S}".replace("{S}", state().expose());
    for ours in [[uri(short), uri(long)], [uri(long), uri(short)]] {
        let link = DeepLink::new(text.clone().into_bytes());
        let Ok(Parsed::Answer(answer)) = parse(&link, &ours, CHANNEL) else { panic!("an answer") };
        assert_eq!(answer.callback(&uri(long), CHANNEL), Ok(code("a")), "{ours:?}");
    }
}

#[test]
fn an_attempt_by_the_bridge_takes_no_open_answer_by_the_scheme() {
    let bridge = "https://bridge.example/switchhook/";
    let open = "app.switchhook:/callback?code=a&state={S}";
    assert_eq!(judge(open, bridge), Err(LinkError::Unsealed));
    let pasted = "https://bridge.example/switchhook/?code=a&state={S}";
    assert_eq!(judge(pasted, bridge), Ok(code("a")), "a paste of the bridge's own address is taken");
}

#[test]
fn a_sealed_link_has_exactly_its_four_fields() {
    let h = URL_SAFE_NO_PAD.encode([1; 32]);
    let e = URL_SAFE_NO_PAD.encode([4; 65]);
    let read = |query: &str| {
        let link = format!("app.switchhook:/sealed?{query}");
        match parse(&DeepLink::new(link.into_bytes()), &[], CHANNEL) {
            Ok(Parsed::Sealed(sealed)) => Ok(sealed.ciphertext),
            Ok(Parsed::Answer(_)) => panic!("a sealed link is no open answer"),
            Err(error) => Err(error),
        }
    };
    assert_eq!(read(&format!("v=1&h={h}&e={e}&c=AAEC")), Ok(vec![0, 1, 2]));
    for bad in [
        format!("v=2&h={h}&e={e}&c=AAEC"),
        format!("h={h}&e={e}&c=AAEC"),
        format!("v=1&h={h}&e={e}&c=AAEC&x=1"),
        format!("v=1&h={h}&h={h}&e={e}&c=AAEC"),
        format!("v=1&h={h}x&e={e}&c=AAEC"),
        format!("v=1&h={h}&e={h}&c=AAEC"),
        format!("v=1&h={h}&e={e}&c=A+=="),
        format!("v=1&h={h}&e={e}&c={}", "A".repeat(2_000)),
    ] {
        assert_eq!(read(&bad), Err(LinkError::SealedInvalid), "{bad}");
    }
}

#[test]
fn an_unsealed_address_must_come_from_the_bridge_itself() {
    let bridge = uri("https://bridge.example/switchhook/");
    let read = |address: &str| {
        let address = address.replace("{S}", state().expose());
        parse_unsealed(address.as_bytes(), &bridge, CHANNEL)?.callback(&bridge, CHANNEL)
    };
    assert_eq!(read("https://bridge.example/switchhook/index.html?code=a&state={S}"), Ok(code("a")));
    for foreign in [
        "https://bridge.example.evil/?code=a&state={S}",
        "https://evil.example/?code=a&state={S}",
        "https://bridge.example?code=a&state={S}",
        "https://bridge.example:444/?code=a&state={S}",
    ] {
        assert_eq!(read(foreign), Err(LinkError::SealedInvalid), "{foreign}");
    }
}

proptest::proptest! {
    #[test]
    fn no_bytes_make_the_parser_panic(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..300)) {
        let _ = parse(&DeepLink::new(bytes), &[], CHANNEL);
    }

    #[test]
    fn whatever_stands_before_the_question_mark_must_be_ours(address in "[ -~]{0,40}") {
        proptest::prop_assume!(address.split('?').next() != Some(CHANNEL.callback()));
        let link = format!("{address}?code=a&state={}", state().expose());
        proptest::prop_assert!(parse(&DeepLink::new(link.into_bytes()), &[], CHANNEL).is_err());
    }
}

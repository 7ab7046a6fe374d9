use super::*;
use crate::{AuthorizationCode, Code, PUBLIC_KEY_LEN, ProviderCode, RANDOM_LEN};
use alloc::string::ToString;
use links::Words;
use std::format;
use std::vec;

#[path = "links.rs"]
mod links;

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

/// Returns the redirect URI of a route's attempt.
fn address(route: char) -> RedirectUri {
    uri(match route {
        'd' => CHANNEL.callback(),
        'p' => "https://localhost:47115/callback",
        'q' => "https://b.example/cb?x=1",
        'b' => "https://bridge.example/switchhook/",
        other => panic!("unknown route: {other}"),
    })
}

fn words() -> Words {
    let foreign = Channel::Development.identifier();
    let mut words = links::words(CHANNEL.identifier(), foreign, state().expose());
    let hash = |byte| URL_SAFE_NO_PAD.encode([byte; 32]);
    let point = URL_SAFE_NO_PAD.encode([4; 65]);
    words.extend([("{OTHER}", "1rother".into()), ("{H}", hash(1)), ("{HU}", hash(2))]);
    words.extend([("{E}", point.clone()), ("{E0}", point)]);
    words
}

/// Judges a link for the attempt of this route, without a database.
fn judge(link: Vec<u8>, route: char) -> Result<Callback, LinkError> {
    let ours = ['p', 'q', 'b'].map(address);
    match parse(&DeepLink::new(link), &ours, CHANNEL)? {
        Parsed::Answer(answer) => {
            if !answer.state_hash().matches(&state().hash()) {
                return Err(LinkError::StateUnknown);
            }
            answer.callback(&address(route), CHANNEL)
        }
        // Well-formed. Only the attempt's key can decrypt it.
        Parsed::Sealed(_) => Err(LinkError::SealedInvalid),
    }
}

/// Whether the verdict depends on more than the link and its attempt's redirect URI.
fn needs_a_database(row: &links::Row) -> bool {
    ["{USED}", "{EXPIRED}", "{CANCELLED}", "{PASTED}"].iter().any(|word| row.name().contains(word))
}

#[test]
fn every_link_of_the_table_has_its_verdict() {
    let (words, rows) = (words(), links::rows());
    assert!(rows.len() >= 150, "{} rows", rows.len());
    for row in rows.iter().filter(|row| !needs_a_database(row)) {
        let expected = match row.verdict.split(':').next() {
            Some("code") => Ok(code(&row.value(&words))),
            Some("refused") => Ok(Callback::Refused(ProviderCode::new(&row.value(&words)))),
            Some("empty") => Ok(Callback::Empty),
            // Only the database knows the state of an encrypted link.
            Some("state_unknown") if row.route == 'b' => Err(Code::SealedInvalid),
            _ => Err(serde_json::from_value(row.verdict.clone().into()).expect("a code of an error")),
        };
        let verdict = judge(row.link(&words), row.route).map_err(LinkError::code);
        assert_eq!(verdict, expected, "{}", row.name());
    }
}

/// Judges the URLs of the Web Platform Tests, from the published source of the `url` crate. None of them is a redirect URI of ours.
#[test]
fn web_platform_test_urls_are_refused() {
    let vectors = web_platform_tests();
    assert!(vectors.len() > 700, "{} vectors", vectors.len());
    for vector in &vectors {
        for part in ["input", "base", "href"] {
            let Some(url) = vector[part].as_str() else { continue };
            let verdict = judge(url.as_bytes().to_vec(), 'd');
            assert!(
                matches!(verdict, Err(LinkError::Foreign | LinkError::Malformed)),
                "{url:?}: {verdict:?}"
            );
            // With the parameters of an answer, only the address is wrong.
            let whole = format!("{url}?code=a&state={}", state().expose());
            assert!(judge(whole.into_bytes(), 'd').is_err(), "{url:?} with an answer");
        }
    }
}

fn web_platform_tests() -> Vec<serde_json::Value> {
    let cargo = std::process::Command::new(std::env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked"])
        .current_dir(std::env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo runs these tests, so it is there");
    let metadata: serde_json::Value = serde_json::from_slice(&cargo.stdout).expect("cargo answers JSON");
    let packages = metadata["packages"].as_array().expect("packages");
    let url = packages.iter().find(|package| package["name"] == "url").expect("the core uses url");
    let manifest = std::path::Path::new(url["manifest_path"].as_str().expect("a path"));
    let path = manifest.with_file_name("tests").join("urltestdata.json");
    let text = std::fs::read_to_string(path).expect("the published source holds the vectors");
    let lines: Vec<serde_json::Value> = serde_json::from_str(&text).expect("they are JSON");
    lines.into_iter().filter(serde_json::Value::is_object).collect()
}

#[test]
fn shorter_redirect_uri_does_not_hide_a_longer_one() {
    let (short, long) = ("https://b.example/cb", "https://b.example/cb?x=1");
    let text = "https://b.example/cb?x=1&code=a&state={S}".replace("{S}", state().expose());
    for ours in [[uri(short), uri(long)], [uri(long), uri(short)]] {
        let link = DeepLink::new(text.clone().into_bytes());
        let Ok(Parsed::Answer(answer)) = parse(&link, &ours, CHANNEL) else { panic!("an answer") };
        assert_eq!(answer.callback(&uri(long), CHANNEL), Ok(code("a")), "{ours:?}");
    }
}

#[test]
fn sealed_link_has_exactly_four_fields() {
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
fn decrypted_address_must_have_the_bridges_origin() {
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
    fn parser_never_panics(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..300)) {
        let _ = parse(&DeepLink::new(bytes), &[], CHANNEL);
    }

    #[test]
    fn address_before_question_mark_must_be_the_callback(address in "[ -~]{0,40}") {
        proptest::prop_assume!(address.split('?').next() != Some(CHANNEL.callback()));
        let link = format!("{address}?code=a&state={}", state().expose());
        proptest::prop_assert!(parse(&DeepLink::new(link.into_bytes()), &[], CHANNEL).is_err());
    }
}

use std::format;
use std::string::{String, ToString};
use std::vec::Vec;

use super::*;
use crate::{AuthorizationCode, Callback, LinkError, PUBLIC_KEY_LEN, Parsed, RANDOM_LEN, parse};

const CHANNEL: Channel = Channel::Release;
const OWN: &str = "app.switchhook:/callback";
const LOCAL: &str = "https://localhost:47115/callback";
const HOSTED: &str = "https://switchhook.example/callback";
const BARE: &str = "http://localhost/callback";
const ROOT: &str = "https://bridge.example/";
const WWW: &str = "https://www.acme.example/back";
const QUERY: &str = "https://b.example/cb?x=1";

fn state() -> String {
    CsrfToken::compose(CHANNEL, &[0x5a; PUBLIC_KEY_LEN], &[9; RANDOM_LEN]).expose().to_string()
}

fn uri(text: &str) -> RedirectUri {
    RedirectUri::new(text, CHANNEL).expect(text)
}

/// Makes the link for the attempt with this redirect URI from a paste, as the engine does.
fn link(pasted: &[u8], redirect_uri: &str) -> String {
    let address = PastedAddress::tidy(pasted);
    let link = match address.state_hash(CHANNEL) {
        Some(_) => address.completed(&uri(redirect_uri)),
        None => address.into_link(),
    };
    String::from_utf8(link.expose().to_vec()).expect("text")
}

/// Returns the parser's verdict on a pasted address.
fn judge(pasted: &str, redirect_uri: &str) -> Result<Callback, LinkError> {
    let link = DeepLink::new(link(pasted.as_bytes(), redirect_uri));
    match parse(&link, &[uri(redirect_uri)], CHANNEL)? {
        Parsed::Answer(answer) => answer.callback(&uri(redirect_uri), CHANNEL),
        Parsed::Sealed(_) => Err(LinkError::SealedInvalid),
    }
}

/// Replaces `{S}` by the state, and `{S1}` and `{S2}` by its two parts.
fn filled(pasted: &str) -> String {
    let words = [("{S}", state()), ("{S1}", state()[..60].into()), ("{S2}", state()[60..].into())];
    words.iter().fold(pasted.to_string(), |text, (word, meaning)| text.replace(word, meaning))
}

#[test]
fn paste_is_accepted_in_every_form() {
    for (redirect_uri, pasted) in [
        (LOCAL, "https://localhost:47115/callback?code=a&state={S}"),
        (OWN, "app.switchhook:/callback?code=a&state={S}"),
        (LOCAL, "https://localhost:47115/callback?state={S}&code=a"),
        // the marks of a sentence that ends in it
        (LOCAL, "https://localhost:47115/callback?code=a&state={S}."),
        (LOCAL, "https://localhost:47115/callback?code=a&state={S},"),
        (LOCAL, "<https://localhost:47115/callback?code=a&state={S}>."),
        (LOCAL, "<https://localhost:47115/callback?state={S}&code=a>!"),
        // lines that a terminal goes on with
        (LOCAL, "https://localhost:47115/callback\\\n?code=a&sta\\\nte={S1}\\\n{S2}"),
        // the backslashes of a shell
        (LOCAL, "https://localhost:47115/callback\\?code\\=a\\&state\\={S}"),
        (LOCAL, "\\?code\\=a\\&state\\={S}\\#"),
        // blanks and line breaks, around it and in it
        (LOCAL, "  https://localhost:47115/callback?code=a&state={S} \t"),
        (LOCAL, "https://localhost:47115/callback?code=a&state={S}\r\n"),
        (LOCAL, "https://localhost:47115/callback?code=a&\nstate={S}"),
        (LOCAL, "https://localhost:47115/call\r\nback?code=a&state={S1}\r\n{S2}"),
        (LOCAL, "https:\n//local\rhost:47115/callback?code=a&state={S}"),
        (LOCAL, "https://localhost:47115/callback?code=a&state={S1}\n    {S2}"),
        (LOCAL, "https://localhost:47115/callback ?code=a\t&state={S}"),
        (LOCAL, "\u{a0}https://localhost:47115/callback?code=a&state={S1}\u{a0}{S2}"),
        (LOCAL, "\u{feff}https://localhost:47115/callback?code=a&state={S}\u{200b}"),
        (LOCAL, "https://localhost\u{200b}:47115/\u{2060}callback?code=a\u{ad}&state={S}"),
        (LOCAL, "\u{202a}https://localhost:47115/callback?code=a&state={S}\u{202c}\u{200e}"),
        (LOCAL, "https://localhost:47115/callback?code=a&state={S1}\u{2028}{S2}\u{85}\u{3000}\u{202f}"),
        (LOCAL, "> https://localhost:47115/callback?code=a&\n> state={S}\n>"),
        (LOCAL, "> > https://localhost:47115/callback?code=a&\n>> state={S}"),
        (OWN, " app.switchhook:\n/callback?code=a&state={S}\n"),
        // marks around it
        (LOCAL, "\"https://localhost:47115/callback?code=a&state={S}\""),
        (LOCAL, "'https://localhost:47115/callback?code=a&state={S}'"),
        (LOCAL, "`https://localhost:47115/callback?code=a&state={S}`"),
        (LOCAL, "```\nhttps://localhost:47115/callback?code=a&state={S}\n```"),
        (LOCAL, "“https://localhost:47115/callback?code=a&state={S}”"),
        (LOCAL, "„https://localhost:47115/callback?code=a&state={S}“"),
        (LOCAL, "‘https://localhost:47115/callback?code=a&state={S}’"),
        (LOCAL, "‚https://localhost:47115/callback?code=a&state={S}‘"),
        (LOCAL, "«\u{a0}https://localhost:47115/callback?code=a&state={S}\u{a0}»"),
        (LOCAL, "»https://localhost:47115/callback?code=a&state={S}«"),
        (LOCAL, "‹https://localhost:47115/callback?code=a&state={S}›"),
        (LOCAL, "「https://localhost:47115/callback?code=a&state={S}」"),
        (LOCAL, "＂https://localhost:47115/callback?code=a&state={S}＂"),
        (LOCAL, "<https://localhost:47115/callback?code=a&state={S}>"),
        (LOCAL, "(https://localhost:47115/callback?code=a&state={S})"),
        (LOCAL, "[https://localhost:47115/callback?code=a&state={S}]"),
        (LOCAL, "\"<https://localhost:47115/callback?code=a&state={S}>\""),
        (LOCAL, "\" https://localhost:47115/callback?code=a&state={S} \" "),
        (LOCAL, "\"https://localhost:47115/callback?code=a&state={S}"),
        (LOCAL, "https://localhost:47115/callback?code=a&state={S}\""),
        (OWN, "'app.switchhook:/callback?code=a&state={S}'"),
        // a word before it
        (LOCAL, "<URL:https://localhost:47115/callback?code=a&state={S}>"),
        (LOCAL, "< URL: https://localhost:47115/callback?code=a&state={S} >"),
        (LOCAL, "Location: https://localhost:47115/callback?code=a&state={S}"),
        (LOCAL, "< location: https://localhost:47115/callback?code=a&state={S}\r\n"),
        (LOCAL, "URL: \"https://localhost:47115/callback?code=a&state={S}\""),
        (LOCAL, "view-source:https://localhost:47115/callback?code=a&state={S}"),
        (LOCAL, "URL: localhost:47115/callback?code=a&state={S}"),
        (OWN, "location: app.switchhook:/callback?code=a&state={S}"),
        // its scheme hidden, and what else a browser hides
        (LOCAL, "localhost:47115/callback?code=a&state={S}"),
        (LOCAL, "//localhost:47115/callback?code=a&state={S}"),
        (LOCAL, "/callback?code=a&state={S}"),
        (HOSTED, "switchhook.example/callback?code=a&state={S}"),
        (HOSTED, "//switchhook.example/callback?code=a&state={S}"),
        (BARE, "localhost/callback?code=a&state={S}"),
        (ROOT, "bridge.example/?code=a&state={S}"),
        (WWW, "www.acme.example/back?code=a&state={S}"),
        (WWW, "acme.example/back?code=a&state={S}"),
        (QUERY, "b.example/cb?x=1&code=a&state={S}"),
        (OWN, "/callback?code=a&state={S}"),
        (HOSTED, "\" switchhook.example/callback?code=a&state={S}#\""),
        // capitals
        (LOCAL, "HTTPS://localhost:47115/callback?code=a&state={S}"),
        (LOCAL, "Https://LocalHost:47115/callback?code=a&state={S}"),
        (LOCAL, "LOCALHOST:47115/callback?code=a&state={S}"),
        (LOCAL, "//LOCALHOST:47115/callback?code=a&state={S}"),
        (BARE, "Localhost/callback?code=a&state={S}&iss=https://API.intercom.io"),
        (OWN, "APP.Switchhook:/callback?code=a&state={S}"),
        // an empty fragment
        (LOCAL, "https://localhost:47115/callback?code=a&state={S}#"),
        (LOCAL, "\"https://localhost:47115/callback?code=a&state={S}#\"\n"),
        // only what follows the question mark
        (LOCAL, "?code=a&state={S}"),
        (LOCAL, "code=a&state={S}"),
        (LOCAL, "state={S}&code=a"),
        (LOCAL, "&code=a&state={S}#"),
        (LOCAL, "\"code=a&\n state={S}\""),
        (LOCAL, "session_state=x&code=a&state={S}"),
        (OWN, "?code=a&state={S}"),
        (ROOT, "code=a&state={S}"),
        (QUERY, "?x=1&code=a&state={S}"),
        (QUERY, "x=1&code=a&state={S}"),
        (QUERY, "code=a&state={S}"),
        // the source of a page or a mail
        (LOCAL, "https://localhost:47115/callback?code=a&amp;state={S}"),
    ] {
        let expected = Ok(Callback::Code(AuthorizationCode::new("a".into()).expect("a code")));
        assert_eq!(judge(&filled(pasted), redirect_uri), expected, "{pasted:?} for {redirect_uri}");
    }
}

#[test]
fn tidied_paste_is_judged_as_strictly_as_a_link() {
    for (redirect_uri, pasted, why) in [
        (LOCAL, "https://evil.example/callback?code=a&state={S}", LinkError::Foreign),
        (LOCAL, "evil.example/callback?code=a&state={S}", LinkError::Malformed),
        (LOCAL, "//evil.example/callback?code=a&state={S}", LinkError::Malformed),
        (LOCAL, "http://localhost:47115/callback?code=a&state={S}", LinkError::Foreign),
        (LOCAL, "localhost:47116/callback?code=a&state={S}", LinkError::Foreign),
        (LOCAL, "localhost/callback?code=a&state={S}", LinkError::Malformed),
        (LOCAL, "ocalhost:47115/callback?code=a&state={S}", LinkError::Foreign),
        (LOCAL, "evil@localhost:47115/callback?code=a&state={S}", LinkError::Malformed),
        (LOCAL, "https://localhost:47115/CALLBACK?code=a&state={S}", LinkError::Foreign),
        (LOCAL, "localhost:47115/callback/?code=a&state={S}", LinkError::Foreign),
        (LOCAL, "localhost:47115/callbackx?code=a&state={S}", LinkError::Foreign),
        (LOCAL, "localhost:47115/x/../callback?code=a&state={S}", LinkError::Foreign),
        (LOCAL, "callback?code=a&state={S}", LinkError::Malformed),
        (LOCAL, "app.switchhook:/callback?code=a&state={S}", LinkError::Foreign),
        (ROOT, "app.switchhook:/callback?code=a&state={S}", LinkError::Unsealed),
        (QUERY, "b.example/cb?code=a&state={S}", LinkError::Malformed),
        (QUERY, "x=12&code=a&state={S}", LinkError::Foreign),
        (ROOT, "//evil.example/?code=a&state={S}", LinkError::Foreign),
        (LOCAL, "https://localhost:47115/callback?code=a", LinkError::StateMissing),
        (LOCAL, "code=a", LinkError::Malformed),
        (LOCAL, "{S}", LinkError::Malformed),
        (LOCAL, "", LinkError::Malformed),
        (LOCAL, " \r\n\u{200b}", LinkError::Malformed),
        (LOCAL, "\"\"", LinkError::Malformed),
        (LOCAL, "?", LinkError::Malformed),
        (LOCAL, "#", LinkError::Malformed),
        (LOCAL, "code=a&error=b&state={S}", LinkError::Malformed),
        (LOCAL, "code=a&error=&state={S}", LinkError::Malformed),
        (LOCAL, "code=a&code=b&state={S}", LinkError::Malformed),
        (LOCAL, "code=a&state={S}&state={S}", LinkError::Malformed),
        (LOCAL, "code=a&state={S}#x", LinkError::Malformed),
        (LOCAL, "code=a&state={S}##", LinkError::Malformed),
        (LOCAL, "code=a#&state={S}", LinkError::Malformed),
        (LOCAL, "code=\u{1b}[31ma&state={S}", LinkError::Malformed),
        (LOCAL, "code=a\u{0}&state={S}", LinkError::Malformed),
        (LOCAL, "https://l\u{43e}calhost:47115/callback?code=a&state={S}", LinkError::Malformed),
        (LOCAL, "https://localhost:47115/callback?code=\u{fffd}&state={S}", LinkError::Malformed),
        (LOCAL, "app.switchhook:/sealed?v=1&state={S}", LinkError::SealedInvalid),
    ] {
        assert_eq!(judge(&filled(pasted), redirect_uri), Err(why), "{pasted:?} for {redirect_uri}");
    }
    let long = format!("{LOCAL}?code=a&state={}{}", state(), " ".repeat(MAX_PASTE));
    assert_eq!(judge(&long, LOCAL), Err(LinkError::Malformed), "a paste has an end");
    assert_eq!(link(b"https://localhost:47115/callback?code=\xff", LOCAL).matches('\u{fffd}').count(), 1);
}

#[test]
fn letter_case_stays_after_the_host() {
    for (pasted, expected) in [
        ("HTTPS://LOCALHOST:47115/Callback?Code=A%2b", "https://localhost:47115/Callback?Code=A%2b"),
        ("code=AB&x=//CD", "code=AB&x=//CD"),
        ("?Code=AB", "?Code=AB"),
        ("/Callback?Code=AB//CD", "/Callback?Code=AB//CD"),
        ("'it's'", "it's"),
        ("code=it's'", "code=it's'"),
        ("code=a)", "code=a)"),
    ] {
        assert_eq!(link(pasted.as_bytes(), LOCAL), expected);
    }
}

/// Checks that links from the operating system reach the parser unchanged. As a paste, each of these is accepted.
#[test]
fn link_from_the_system_is_not_tidied() {
    for handed_over in [
        " app.switchhook:/callback?code=a&state={S}",
        "app.switchhook:/callback?code=a&state={S}\n",
        "\"app.switchhook:/callback?code=a&state={S}\"",
        "<app.switchhook:/callback?code=a&state={S}>",
        "URL:app.switchhook:/callback?code=a&state={S}",
        "APP.SWITCHHOOK:/callback?code=a&state={S}",
        "/callback?code=a&state={S}",
        "?code=a&state={S}",
        "code=a&state={S}",
        "app.switchhook:/callback?code=a&amp;state={S}",
    ] {
        let handed_over = filled(handed_over);
        assert!(matches!(judge(&handed_over, OWN), Ok(Callback::Code(_))), "{handed_over:?} as a paste");
        assert!(
            parse(&DeepLink::new(handed_over.clone()), &[], CHANNEL).is_err(),
            "{handed_over:?} as a link"
        );
    }
}

proptest::proptest! {
    #[test]
    fn tidy_never_panics_and_leaves_no_blank(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..300)) {
        let address = PastedAddress::tidy(&bytes);
        proptest::prop_assert!(!address.0.chars().any(char::is_whitespace));
        let _ = address.completed(&uri(QUERY));
    }

    #[test]
    fn own_link_stays_as_it_is(code in "[A-Za-z0-9%+=._~-]{1,40}") {
        let text = format!("{LOCAL}?code={code}&state={}", state());
        proptest::prop_assert_eq!(link(text.as_bytes(), LOCAL), text);
    }

    #[test]
    fn answer_survives_line_breaks_at_any_place(places in proptest::collection::vec(0..140_usize, 0..5)) {
        let mut pieces: Vec<char> = format!("{LOCAL}?code=a&state={}", state()).chars().collect();
        for place in places {
            pieces.insert(place, '\n');
        }
        let wrapped: String = pieces.into_iter().collect();
        proptest::prop_assert!(matches!(judge(&wrapped, LOCAL), Ok(Callback::Code(_))), "{}", wrapped);
    }
}

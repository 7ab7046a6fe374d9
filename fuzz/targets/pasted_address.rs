//! Reads any bytes as an address that a person pasted.
//!
//! No parser may panic. An answer must begin, letter by letter, with the attempt's redirect URI. The link must contain
//! neither blanks nor control characters.
#![no_main]

mod state;

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use switchhook_core::{Callback, Parsed, PastedAddress, RedirectUri, parse};

use state::{CHANNEL, with_state};

static OURS: LazyLock<Vec<RedirectUri>> = LazyLock::new(|| {
    let addresses = [
        "app.switchhook:/callback",
        "https://localhost:47115/callback",
        "https://b.example/cb?x=1",
        "https://www.bridge.example/",
    ];
    addresses.iter().map(|address| RedirectUri::new(address, CHANNEL).unwrap()).collect()
});

fuzz_target!(|bytes: &[u8]| {
    let address = PastedAddress::tidy(&with_state(bytes));
    assert_eq!(format!("{address:?}"), "PastedAddress(redacted)");
    for redirect_uri in OURS.iter() {
        let link = match address.state_hash(CHANNEL) {
            Some(_) => address.clone().completed(redirect_uri),
            None => address.clone().into_link(),
        };
        let Ok(Parsed::Answer(answer)) = parse(&link, &OURS, CHANNEL) else { continue };
        let _ = answer.state_hash();
        let Ok(callback) = answer.callback(redirect_uri, CHANNEL) else { continue };
        assert!(
            link.expose().starts_with(redirect_uri.as_str().as_bytes()),
            "the link begins with the redirect URI"
        );
        assert!(link.expose().iter().all(u8::is_ascii_graphic), "the link has only visible ASCII characters");
        if let Callback::Code(code) = callback {
            assert!(!code.expose().is_empty());
        }
    }
});

//! Any bytes as an address that a person pasted: never a panic. A link is an answer only where it stands, to the
//! letter, at the address of the attempt, and holds neither a blank nor a control.
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
        assert!(link.expose().starts_with(redirect_uri.as_str().as_bytes()), "it stands at the attempt's address");
        assert!(link.expose().iter().all(u8::is_ascii_graphic), "no blank, no line break, no control");
        if let Callback::Code(code) = callback {
            assert!(!code.expose().is_empty());
        }
    }
});

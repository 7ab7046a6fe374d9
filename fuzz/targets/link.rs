//! Reads any bytes as a link, and as the address that a bridge page encrypted.
//!
//! No parser may panic. Only a link that begins, letter by letter, with a registered redirect URI may give a code.
#![no_main]

mod state;

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use switchhook_core::{Answer, Callback, DeepLink, Parsed, RedirectUri, parse, parse_unsealed};

use state::{CHANNEL, with_state};

static OURS: LazyLock<Vec<RedirectUri>> = LazyLock::new(|| {
    let addresses = [
        "app.switchhook:/callback",
        "https://localhost:47115/callback",
        "https://b.example/cb?x=1",
        "https://bridge.example/switchhook/",
    ];
    addresses.iter().map(|address| RedirectUri::new(address, CHANNEL).unwrap()).collect()
});

fuzz_target!(|bytes: &[u8]| {
    let bytes = with_state(bytes);
    match parse(&DeepLink::new(bytes.clone()), &OURS, CHANNEL) {
        Ok(Parsed::Answer(answer)) => {
            let at = OURS.iter().find(|address| bytes.starts_with(address.as_str().as_bytes()));
            judge(answer, at.expect("an answer begins with a redirect URI"));
        }
        Ok(Parsed::Sealed(sealed)) => {
            assert!(bytes.len() <= 2_000 && bytes.starts_with(b"app.switchhook:/sealed?"));
            assert_eq!(sealed.enc.len(), 65);
        }
        Err(_) => {}
    }
    let bridge = &OURS[3];
    if let Ok(answer) = parse_unsealed(&bytes, bridge, CHANNEL) {
        assert!(bytes.starts_with(b"https://bridge.example/"), "the origin is that of the bridge");
        judge(answer, bridge);
    }
});

fn judge(answer: Answer, at: &RedirectUri) {
    let _ = answer.state_hash();
    match answer.callback(at, CHANNEL) {
        Ok(Callback::Code(code)) => {
            assert!(
                !code.expose().is_empty() && code.expose().bytes().all(|byte| (0x20..=0x7e).contains(&byte))
            );
        }
        Ok(Callback::Refused(code)) => assert!(code.as_str().len() <= 64),
        Ok(Callback::Empty) | Err(_) => {}
    }
}

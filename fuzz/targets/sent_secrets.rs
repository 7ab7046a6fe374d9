//! Looks for any text as a secret between any bytes.
//!
//! The search must not panic. It must find the secret unchanged and in percent-encoding.
#![no_main]

use libfuzzer_sys::fuzz_target;
use switchhook_core::{AccessToken, SentSecrets};

fuzz_target!(|input: (String, Vec<u8>, Vec<u8>)| {
    let (text, before, after) = input;
    let sent = SentSecrets::of([text.as_str()]);
    let is_found = sent.are_repeated_in(&[&before[..], text.as_bytes(), &after[..]].concat());
    let percent: String = text.bytes().map(|byte| format!("%{byte:02X}")).collect();
    let is_found_in_percent = sent.are_repeated_in(percent.as_bytes());
    // Padding and backslashes do not count for the secret's length. Escapes in the secret make it shorter.
    let len = text.trim_end_matches('=').bytes().filter(|byte| *byte != b'\\').count();
    let has_escapes = text.contains(['%', '&', '\\']);
    if AccessToken::new(text).is_ok() && len >= 8 {
        assert!(is_found && (is_found_in_percent || has_escapes));
    }
});

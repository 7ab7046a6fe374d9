//! Reads any bytes as the answer of a token endpoint.
//!
//! The reader must not panic. A header must be able to carry every token.
#![no_main]

use libfuzzer_sys::fuzz_target;
use switchhook_core::{ProviderError, TokenAnswer};

fuzz_target!(|body: &[u8]| {
    let error = ProviderError::read(body);
    if let Some(code) = error.code() {
        assert!(!code.as_str().is_empty() && code.as_str().len() <= 64);
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"_.-".contains(&byte);
        assert!(code.as_str().bytes().all(is_plain), "the code is a word, not a sentence");
    }
    for status in [200, 400, 401, 403, 404, 429, 500] {
        let _ = error.refusal(status);
    }
    if let Some(Ok(token)) = TokenAnswer::read(body) {
        let text = token.expose();
        assert!((1..=8 * 1024).contains(&text.len()));
        assert!(
            text.bytes().all(|byte| (0x21..=0x7e).contains(&byte)),
            "the token has only visible ASCII characters"
        );
    }
});

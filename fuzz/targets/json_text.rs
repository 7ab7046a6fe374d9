//! Reads any bytes as a server's JSON.
//!
//! No reader may panic. `JsonText` must write valid JSON again, and `Me` accepts exactly the objects.
#![no_main]

use libfuzzer_sys::fuzz_target;
use switchhook_core::{Figure, JsonText, Me, ProviderError};

fuzz_target!(|body: &[u8]| {
    let Ok(text) = JsonText::read(body) else {
        assert!(Me::read(body).is_err());
        return;
    };
    let line = text.line();
    let again = JsonText::read(line.as_bytes()).expect("a line is JSON");
    assert_eq!(again.line(), line);
    JsonText::read(text.indented().as_bytes()).expect("indented it is JSON");
    // `Me` reads every object, also one without the known fields.
    assert_eq!(Me::read(body).is_ok(), line.starts_with('{'));
    let _ = ProviderError::read(body).code();
    for figure in Figure::ALL {
        let _ = figure.read(body);
    }
});

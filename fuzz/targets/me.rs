//! Reads any bytes as the answer of `/me`.
//!
//! The reader must not panic. Every text must be safe to show. The identity exists only with the ids of both workspace
//! and teammate.
#![no_main]

use libfuzzer_sys::fuzz_target;
use switchhook_core::{ClientId, Me, Provider, plain};

fuzz_target!(|body: &[u8]| {
    let Ok(me) = Me::read(body) else { return };
    let workspace_id = me.workspace.id.as_ref().map(ToString::to_string);
    let texts = [
        &workspace_id,
        &me.workspace.name,
        &me.workspace.timezone,
        &me.admin.id,
        &me.admin.name,
        &me.admin.email,
    ];
    for text in texts.into_iter().flatten() {
        assert!(!text.is_empty(), "no text is empty");
        assert_eq!(&plain(text), text, "`plain` changes no text");
    }
    for line in me.raw.iter().flat_map(|raw| raw.lines()) {
        assert_eq!(plain(line), line, "`plain` changes no line of the raw answer");
    }
    let identity = me.identity(&Provider::Intercom, Some(&ClientId::new("client")));
    assert_eq!(identity.is_some(), me.workspace.id.is_some() && me.admin.id.is_some());
});

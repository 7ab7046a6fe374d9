//! The state of the attempt. The fuzzer can't guess its 109 characters, so `{S}` in the input stands for them.

use std::sync::LazyLock;

use switchhook_core::{Channel, CsrfToken, PUBLIC_KEY_LEN, RANDOM_LEN};

pub(crate) const CHANNEL: Channel = Channel::Release;

static STATE: LazyLock<CsrfToken> =
    LazyLock::new(|| CsrfToken::compose(CHANNEL, &[0x5a; PUBLIC_KEY_LEN], &[9; RANDOM_LEN]));

pub(crate) fn with_state(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some(place) = rest.windows(3).position(|part| part == b"{S}") {
        out.extend_from_slice(&rest[..place]);
        out.extend_from_slice(STATE.expose().as_bytes());
        rest = &rest[place + 3..];
    }
    out.extend_from_slice(rest);
    out
}

//! Percent-decoding of the answer in a link (RFC 3986 §2.1).

use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// Decodes escapes like `%41` and keeps all other characters. `+` stays, since Intercom's codes hold it. Returns `None` for a
/// broken escape, and for a decoded character outside VSCHAR.
pub(crate) fn percent_decode(text: &str) -> Option<String> {
    let mut out = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        let byte = if byte == b'%' {
            let high = char::from(bytes.next()?).to_digit(16)?;
            let low = char::from(bytes.next()?).to_digit(16)?;
            u8::try_from(high * 16 + low).ok()?
        } else {
            byte
        };
        if !(0x20..=0x7e).contains(&byte) {
            return None;
        }
        out.push(byte);
    }
    core::str::from_utf8(&out).ok().map(ToString::to_string)
}

//! Percent-escapes of the answer in a link.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// Decodes `%41` and keeps everything else, `+` included: only percent-escapes are undone (Intercom's
/// codes hold `+` and end in `=`). `None` for a broken escape or one that hides anything but VSCHAR.
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

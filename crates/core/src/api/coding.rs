//! The content coding of an answer (RFC 9110 §8.4).

use alloc::string::String;
use alloc::vec::Vec;

/// The codings that IANA registers. A problem repeats no other name, since it is text from the server.
const REGISTERED: [&str; 13] = [
    "aes128gcm",
    "br",
    "compress",
    "dcb",
    "dcz",
    "deflate",
    "exi",
    "gzip",
    "identity",
    "pack200-gzip",
    "x-compress",
    "x-gzip",
    "zstd",
];
/// The most codings of one answer that a problem names.
const MOST: usize = 3;

/// The content coding of a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Coding {
    /// No coding.
    Plain,
    /// gzip, which Switchhook asks for.
    Gzip,
    /// Another coding. Holds the names if all of them are registered.
    Other(Option<String>),
}

impl Coding {
    /// Reads the values of all `Content-Encoding` headers.
    pub fn read<'a>(values: impl Iterator<Item = &'a [u8]>) -> Self {
        let names = values.flat_map(|value| value.split(|byte| *byte == b','));
        let names = names.map(|name| String::from_utf8_lossy(name).trim().to_ascii_lowercase());
        let names: Vec<_> =
            names.filter(|name| !name.is_empty() && name != "identity").take(MOST + 1).collect();
        match names.as_slice() {
            [] => Self::Plain,
            [name] if name == "gzip" || name == "x-gzip" => Self::Gzip,
            names => {
                let are_known =
                    names.len() <= MOST && names.iter().all(|name| REGISTERED.contains(&name.as_str()));
                Self::Other(are_known.then(|| names.join(", ")))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;

    #[test]
    fn coding_is_read_from_all_headers() {
        let other = |names: &str| Coding::Other(Some(names.to_string()));
        let cases: &[(&[&str], Coding)] = &[
            (&[], Coding::Plain),
            (&[""], Coding::Plain),
            (&["identity"], Coding::Plain),
            (&["gzip"], Coding::Gzip),
            (&[" GZIP "], Coding::Gzip),
            (&["x-gzip"], Coding::Gzip),
            (&["identity, gzip,"], Coding::Gzip),
            (&["identity", "gzip"], Coding::Gzip),
            (&["br"], other("br")),
            (&["Zstd"], other("zstd")),
            (&["deflate"], other("deflate")),
            (&["compress"], other("compress")),
            (&["gzip, br"], other("gzip, br")),
            (&["gzip", "gzip"], other("gzip, gzip")),
            (&["br, br, br, br"], Coding::Other(None)),
            (&["dG9rOnNlY3JldA"], Coding::Other(None)),
            (&["gzip, dG9rOnNlY3JldA"], Coding::Other(None)),
        ];
        for (values, coding) in cases {
            assert_eq!(Coding::read(values.iter().map(|value| value.as_bytes())), *coding, "{values:?}");
        }
        assert_eq!(Coding::read([b"\xff".as_slice()].into_iter()), Coding::Other(None));
    }
}

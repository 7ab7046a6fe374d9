//! Parses the raw link that reaches a process. A link is hostile until parsed.
//!
//! Only this module reads the bytes. It does not use the `url` crate, which would normalise `/x/../callback`, an embedded tab or
//! an upper-case scheme to the callback.

use alloc::vec::Vec;
use core::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use zeroize::Zeroizing;

use super::callback::{Callback, Shape};
use super::percent::percent_decode;
use crate::{Channel, CsrfToken, LinkError, RedirectUri, StateHash};

/// A link from the operating system, or one made from a [`PastedAddress`](crate::PastedAddress).
#[derive(Clone)]
pub struct DeepLink(Zeroizing<Vec<u8>>);

impl DeepLink {
    /// Makes a link from its raw bytes.
    pub fn new(bytes: impl Into<Vec<u8>>) -> Self {
        Self(Zeroizing::new(bytes.into()))
    }

    /// Returns the raw bytes, for sealing them to the process that owns the attempt.
    pub fn expose(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for DeepLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DeepLink(redacted)")
    }
}

/// The content of a link.
#[derive(Debug)]
pub enum Parsed {
    /// An authorization response in plain text.
    Answer(Answer),
    /// An authorization response that a bridge page encrypted.
    Sealed(SealedAnswer),
}

/// An authorization response with a well-formed `state`. The caller still has to find its attempt.
#[derive(Debug)]
pub struct Answer {
    /// Every registered redirect URI that the link matches. A redirect URI with a query matches together with the one without it.
    addresses: Vec<RedirectUri>,
    state: CsrfToken,
    shape: Shape,
}

impl Answer {
    /// Returns the hash of the state, the key of the attempt.
    pub fn state_hash(&self) -> StateHash {
        self.state.hash()
    }

    /// Returns the callback for the attempt with this redirect URI. The caller has found the state equal before.
    ///
    /// # Errors
    /// [`LinkError::Foreign`] if the link goes to another address than the attempt's. [`LinkError::Unsealed`] if the attempt
    /// accepts only encrypted answers here. [`LinkError::Malformed`] if the answer holds an `error` beside its code, even an
    /// empty one, either of them twice, or a character that no code has.
    pub fn callback(self, redirect_uri: &RedirectUri, channel: Channel) -> Result<Callback, LinkError> {
        if !self.addresses.contains(redirect_uri) {
            let bridged = crate::ReturnRoute::of(redirect_uri, channel) == crate::ReturnRoute::Bridge;
            let direct = self.addresses.iter().any(|address| address.as_str() == channel.callback());
            return Err(if bridged && direct { LinkError::Unsealed } else { LinkError::Foreign });
        }
        self.shape.judge()
    }
}

/// The envelope of an encrypted answer (wire contract v1). No field of it is secret.
#[derive(Debug)]
pub struct SealedAnswer {
    /// The hash of the state, the key of the attempt.
    pub state_hash: StateHash,
    /// The encapsulated key of HPKE (RFC 9180 §4.1), 65 bytes.
    pub enc: Vec<u8>,
    /// The ciphertext with its tag.
    pub ciphertext: Vec<u8>,
}

const MAX_LINK: usize = 32 * 1024;
const MAX_SEALED_LINK: usize = 2_000;

/// Parses a link. `ours` are the redirect URIs of this computer's registrations and attempts. The channel's own callback always
/// counts as one of them.
///
/// # Errors
/// [`LinkError`]. This function checks only the presence and the shape of a state.
pub fn parse(link: &DeepLink, ours: &[RedirectUri], channel: Channel) -> Result<Parsed, LinkError> {
    let text = printable(link.expose())?;
    if let Some(query) = text.strip_prefix(channel.sealed()).and_then(|rest| rest.strip_prefix('?')) {
        return sealed(query, text.len()).map(Parsed::Sealed);
    }
    let own = RedirectUri::new(channel.callback(), channel).ok();
    let matching = |address: &&RedirectUri| address.query_of(text).is_some();
    let addresses: Vec<RedirectUri> = own.iter().chain(ours).filter(matching).cloned().collect();
    // The longest query holds all parameters. Those of the registered address itself are unknown, and ignored.
    let query = addresses.iter().filter_map(|address| address.query_of(text)).max_by_key(|query| query.len());
    match query {
        Some(query) => answer(addresses.clone(), query, channel).map(Parsed::Answer),
        None if looks_like_a_url(text) => Err(LinkError::Foreign),
        None => Err(LinkError::Malformed),
    }
}

/// Parses the address that a bridge page encrypted. Its origin must be that of the attempt's redirect URI.
///
/// # Errors
/// [`LinkError::SealedInvalid`] for a foreign origin or an unprintable text, otherwise the errors of [`parse`].
pub fn parse_unsealed(
    plaintext: &[u8],
    redirect_uri: &RedirectUri,
    channel: Channel,
) -> Result<Answer, LinkError> {
    let text = printable(plaintext).map_err(|_| LinkError::SealedInvalid)?;
    let rest = text.strip_prefix(redirect_uri.origin().as_str()).ok_or(LinkError::SealedInvalid)?;
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    if !path.starts_with('/') {
        return Err(LinkError::SealedInvalid);
    }
    answer(Vec::from([redirect_uri.clone()]), query, channel)
}

/// Returns the text of a link without an empty fragment. Fails if the link is empty, longer than 32 KiB, or holds other bytes than
/// printable ASCII.
fn printable(bytes: &[u8]) -> Result<&str, LinkError> {
    let fits = !bytes.is_empty() && bytes.len() <= MAX_LINK;
    if !fits || !bytes.iter().all(|byte| (0x21..=0x7e).contains(byte)) {
        return Err(LinkError::Malformed);
    }
    let text = core::str::from_utf8(bytes).map_err(|_| LinkError::Malformed)?;
    // Browsers and pages leave an empty fragment, which has no meaning.
    Ok(text.strip_suffix('#').unwrap_or(text))
}

/// Whether the text begins with a scheme (RFC 3986 §3.1): a letter, then letters, digits, `+`, `-`, `.`, up to a colon.
fn looks_like_a_url(text: &str) -> bool {
    text.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'))
    })
}

fn answer(addresses: Vec<RedirectUri>, query: &str, channel: Channel) -> Result<Answer, LinkError> {
    // A redirect URI holds no fragment (RFC 6749 §3.1.2), so another party added a fragment that holds text.
    if query.contains('#') {
        return Err(LinkError::Malformed);
    }
    let mut state = None;
    let mut shape = Shape::default();
    for parameter in query.split('&').filter(|parameter| !parameter.is_empty()) {
        let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
        match name {
            "state" if state.is_some() => return Err(LinkError::Malformed),
            "state" => state = Some(value),
            "code" => shape.add_code(value),
            "error" => shape.add_error(value),
            // No provider escapes these names, but another reader might accept the escaped ones.
            _ if percent_decode(name)
                .is_none_or(|name| ["state", "code", "error"].contains(&name.as_str())) =>
            {
                return Err(LinkError::Malformed);
            }
            _ => {}
        }
    }
    // A parameter without a value counts as omitted (RFC 6749 §3.1).
    let state = state.filter(|state| !state.is_empty()).ok_or(LinkError::StateMissing)?;
    let state = percent_decode(state).ok_or(LinkError::Malformed)?;
    let state = CsrfToken::received(state, channel).ok_or(LinkError::StateUnknown)?;
    Ok(Answer { addresses, state, shape })
}

fn sealed(query: &str, length: usize) -> Result<SealedAnswer, LinkError> {
    if length > MAX_SEALED_LINK {
        return Err(LinkError::SealedInvalid);
    }
    let mut fields: [Option<&str>; 4] = [None; 4];
    for parameter in query.split('&') {
        let (name, value) = parameter.split_once('=').ok_or(LinkError::SealedInvalid)?;
        let place =
            ["v", "h", "e", "c"].iter().position(|known| *known == name).ok_or(LinkError::SealedInvalid)?;
        if fields[place].replace(value).is_some() {
            return Err(LinkError::SealedInvalid);
        }
    }
    let [Some("1"), Some(hash), Some(enc), Some(ciphertext)] = fields else {
        return Err(LinkError::SealedInvalid);
    };
    let decode = |text: &str| URL_SAFE_NO_PAD.decode(text).map_err(|_| LinkError::SealedInvalid);
    let hash: [u8; 32] = decode(hash)?.try_into().map_err(|_| LinkError::SealedInvalid)?;
    let enc = decode(enc)?;
    if enc.len() != PUBLIC_POINT_LEN {
        return Err(LinkError::SealedInvalid);
    }
    Ok(SealedAnswer { state_hash: StateHash::from_bytes(hash), enc, ciphertext: decode(ciphertext)? })
}

const PUBLIC_POINT_LEN: usize = crate::PUBLIC_KEY_LEN + 1;

#[cfg(test)]
mod tests;

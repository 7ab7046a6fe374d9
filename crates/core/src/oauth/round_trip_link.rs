//! The link of a round trip: out by the system's opener, and back by the scheme. It answers no attempt.

use alloc::format;
use alloc::string::{String, ToString as _};

use super::deep_link::{DeepLink, Parsed, SealedAnswer, parse};
use crate::{Channel, CsrfToken, StateHash};

/// A link that may belong to a round trip.
#[derive(Debug)]
pub enum RoundTripLink {
    /// The link that the system's opener got, with the hash of its nonce.
    Plain(StateHash),
    /// A sealed link of a bridge page. It may also answer an attempt.
    Sealed(SealedAnswer),
}

impl RoundTripLink {
    /// Returns the link with this nonce.
    pub fn with_nonce(nonce: &CsrfToken, channel: Channel) -> String {
        format!("{}?nonce={}", channel.round_trip(), nonce.expose())
    }

    /// Reads a link. `None` for a link that belongs to no round trip.
    pub fn read(link: &DeepLink, channel: Channel) -> Option<Self> {
        let text = core::str::from_utf8(link.expose()).ok()?;
        let nonce = text.strip_prefix(channel.round_trip()).and_then(|rest| rest.strip_prefix("?nonce="));
        if let Some(nonce) = nonce {
            return CsrfToken::received(nonce.to_string(), channel).map(|nonce| Self::Plain(nonce.hash()));
        }
        match parse(link, &[], channel) {
            Ok(Parsed::Sealed(sealed)) => Some(Self::Sealed(sealed)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_whole_nonce_of_its_channel_is_a_round_trip() {
        let nonce = CsrfToken::compose(Channel::Release, &[7; 64], &[9; 16]);
        let link = RoundTripLink::with_nonce(&nonce, Channel::Release);
        let read = |text: &str, channel| RoundTripLink::read(&DeepLink::new(text), channel);
        let Some(RoundTripLink::Plain(hash)) = read(&link, Channel::Release) else { panic!("{link}") };
        assert!(hash.matches(&nonce.hash()));
        assert!(read(&link, Channel::Development).is_none());
        for other in
            [&link[..link.len() - 1], &format!("{link}&x=1"), "app.switchhook:/callback?code=a", "", "a"]
        {
            assert!(read(other, Channel::Release).is_none(), "{other}");
        }
    }
}

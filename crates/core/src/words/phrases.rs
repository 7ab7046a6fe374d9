//! Phrases for the causes inside problems. The other files of `words` put them into sentences.

use core::error::Error;
use core::fmt;

use crate::{
    AddressError, FigureError, Insecurity, JsonTextError, LinkError, MeError, NameError, PageError,
    PathError, SecretError, SocksReply, TokenError, UnknownRegion,
};

macro_rules! phrases {
    ($($of:ident { $($kind:pat => $phrase:literal,)+ })+) => {
        $(
            impl fmt::Display for $of {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    match self { $($kind => write!(f, $phrase),)+ }
                }
            }

            impl Error for $of {}
        )+
    };
}

phrases! {
    AddressError {
        Self::NotAUrl => "it is not an absolute URL",
        Self::Insecure => "it must be https, or http on 127.0.0.1, [::1] or localhost",
        Self::Credentials => "it must not hold a user name or password",
        Self::Fragment => "it must not hold a fragment (#…)",
        Self::Query => "it must not hold a query (?…)",
        Self::ReservedQuery => "its query (?…) must not be empty, nor hold code, state or error",
        Self::NotCanonical(name) => "a browser writes it as {name}, so use and register exactly that",
        Self::ForeignScheme(name) => "the only custom scheme that returns to this program is {name}",
        Self::BlockedPort(port) => "no browser opens port {port}; a port from 1024 that no other program uses works, such as 47116",
    }

    MeError {
        Self => "it is not a JSON object",
    }

    UnknownRegion {
        Self => "a region is us, eu or au",
    }

    NameError {
        Self::Empty => "it is empty",
        Self::TooLong => "it is too long",
        Self::Control => "it holds a control character or a text-direction mark",
        Self::Token => "it is an access token, and names are not encrypted",
    }

    PathError {
        Self::WholeAddress => "it is a whole address, and an account asks its own API only",
        Self::NoSlash => "it does not begin with a slash",
        Self::TooLong => "it is longer than 8,192 characters",
        Self::Charset => "it holds a character that must be written as %XX: a blank, a control, a letter outside ASCII, or one of \\ @ \" < > ^ ` {{ | }}",
        Self::Fragment => "it holds a #, which is never sent",
        Self::Escape => "a % in it is not followed by two hexadecimal digits",
        Self::Hidden => "an escape in it stands for a control character, or for bytes that are no UTF-8",
        Self::EmptySegment => "it holds two slashes in a row",
        Self::Dots => "it holds a . or .. as a step",
    }

    FigureError {
        Self::NoObject => "it is not a JSON object",
        Self::NoCount => "it holds no count",
        Self::NoList => "it holds no list to count",
        Self::OnePage => "it is one page of several",
        Self::Unsettled => "it does not agree with the answers before it",
    }

    PageError {
        Self::Elsewhere => "the address of its next page is outside this account's API",
        Self::Unclear => "it does not name its next page clearly",
        Self::Repeated => "its next page is one that came before",
        Self::Empty => "its pages are empty, and each names another one",
    }

    LinkError {
        Self::Foreign => "the link goes to an address that is not Switchhook's",
        Self::Malformed => "the link is not a well-formed answer",
        Self::StateMissing => "the link has no state",
        Self::StateUnknown => "the link belongs to no attempt on this computer",
        Self::StateUsed => "the link was already used",
        Self::StateExpired => "the link came after its attempt had expired",
        Self::Cancelled => "the link belongs to an attempt that was cancelled",
        Self::SealedInvalid => "the encrypted link can't be decrypted",
        Self::Unsealed => "the link is not encrypted, as its attempt requires",
    }

    SecretError {
        Self::Empty => "it is empty",
        Self::Charset => "it holds a character that can't be part of it, such as a line break",
        Self::TooLong => "it is longer than 8,192 characters",
    }

    TokenError {
        Self::Absent => "the answer holds no token",
        Self::Ambiguous => "the answer holds two different tokens",
        Self::Type => "the token is not a bearer token",
        Self::Charset => "the token is empty, too long, or holds characters that no token has",
    }

    Insecurity {
        Self::Expired => "its certificate has expired",
        Self::NotYetValid => "its certificate is not valid yet",
        Self::OtherName => "its certificate is for another name",
        Self::UnknownIssuer => "this computer does not trust the issuer of its certificate",
        Self::Unproven => "its certificate can't be verified",
        Self::NoTls => "it supports no TLS version or cipher of this computer",
    }

    SocksReply {
        Self::Failed => "it failed",
        Self::NotAllowed => "its rules forbid the connection",
        Self::NetworkUnreachable => "it does not reach the network",
        Self::HostUnreachable => "it does not reach the host",
        Self::ConnectionRefused => "the host refused the connection",
        Self::Expired => "the connection's TTL expired",
        Self::NotSupported => "it does not support this command or kind of address",
    }

    JsonTextError {
        Self::Empty => "it is empty",
        Self::NoJson => "it is not JSON",
    }
}

//! The authorization response (RFC 6749 §4.1.2, §4.1.2.1), once its state was found equal.

use alloc::string::{String, ToString};

use super::percent::percent_decode;
use crate::{AuthorizationCode, LinkError, ProviderCode};

/// What the provider answered.
#[derive(Debug, PartialEq, Eq)]
pub enum Callback {
    /// A code to exchange.
    Code(AuthorizationCode),
    /// The person or the provider refused, and why, where that is a code.
    Refused(Option<ProviderCode>),
    /// Neither: people press Back, and some providers return so. It ends nothing.
    Empty,
}

/// The answer's parameters as they were met, still to be judged.
#[derive(Default)]
pub(crate) struct Shape {
    code: Option<String>,
    error: Option<String>,
    doubled: bool,
}

impl Shape {
    pub(crate) fn add_code(&mut self, value: &str) {
        Self::add(&mut self.code, &mut self.doubled, value);
    }

    pub(crate) fn add_error(&mut self, value: &str) {
        Self::add(&mut self.error, &mut self.doubled, value);
    }

    fn add(place: &mut Option<String>, doubled: &mut bool, value: &str) {
        *doubled |= place.replace(value.to_string()).is_some();
    }

    pub(crate) fn judge(self) -> Result<Callback, LinkError> {
        if self.doubled {
            return Err(LinkError::Malformed);
        }
        // A parameter without a value counts as left out (RFC 6749 §3.1), but for an `error` beside a code: a reader
        // who looks for that name alone takes such an answer for a refusal.
        let given = |value: Option<String>| value.filter(|value| !value.is_empty());
        match (given(self.code), self.error) {
            (Some(_), Some(_)) => Err(LinkError::Malformed),
            (Some(code), None) => {
                let code = percent_decode(&code).ok_or(LinkError::Malformed)?;
                AuthorizationCode::new(code).map(Callback::Code).map_err(|_| LinkError::Malformed)
            }
            (None, error) => {
                Ok(given(error).map_or(Callback::Empty, |error| Callback::Refused(ProviderCode::new(&error))))
            }
        }
    }
}

impl core::fmt::Debug for Shape {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Shape(redacted)")
    }
}

//! The authorization response (RFC 6749 §4.1.2, §4.1.2.1), after its state was found equal.

use alloc::string::{String, ToString};

use super::percent::percent_decode;
use crate::{AuthorizationCode, LinkError, ProviderCode};

/// The provider's answer.
#[derive(Debug, PartialEq, Eq)]
pub enum Callback {
    /// A code to exchange.
    Code(AuthorizationCode),
    /// A refusal by the person or the provider, with its error code if that is a valid code.
    Refused(Option<ProviderCode>),
    /// Neither a code nor an error. Some providers return so after a person presses Back. The attempt continues.
    Empty,
}

/// The parameters of an answer before the check.
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

    /// Checks the parameters. Fails with [`LinkError::Malformed`] if one is doubled, if an error stands beside a code, or if the
    /// code holds characters that no code has.
    pub(crate) fn judge(self) -> Result<Callback, LinkError> {
        if self.doubled {
            return Err(LinkError::Malformed);
        }
        // A parameter without a value counts as omitted (RFC 6749 §3.1). An empty `error` beside a code is an exception:
        // other readers look for that name alone and take such an answer for a refusal.
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

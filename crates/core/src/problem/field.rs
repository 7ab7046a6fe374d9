//! The fields of a form, and the faults of their texts.

use serde::{Deserialize, Serialize};

use crate::{AddressError, NameError};

/// A field of a registration's form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum Field {
    /// The name of a registration.
    Name,
    /// The id of the only workspace that the registration connects.
    Workspace,
    /// The region where people consent.
    Region,
    /// The redirect URI.
    RedirectUri,
    /// The authorization endpoint, the address of the consent page.
    AuthorizationEndpoint,
    /// The token endpoint, the address that exchanges codes.
    TokenEndpoint,
    /// The address of the API.
    ApiBase,
}

/// The fault of a field's text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "of", content = "is", rename_all = "snake_case")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum FieldFault {
    /// The text is not a valid name.
    Name(NameError),
    /// The text is not a valid address.
    Address(AddressError),
}

impl From<NameError> for FieldFault {
    fn from(error: NameError) -> Self {
        Self::Name(error)
    }
}

impl From<AddressError> for FieldFault {
    fn from(error: AddressError) -> Self {
        Self::Address(error)
    }
}

impl core::fmt::Display for FieldFault {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::Name(error) => error.fmt(f),
            Self::Address(error) => error.fmt(f),
        }
    }
}

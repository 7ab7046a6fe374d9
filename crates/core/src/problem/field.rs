//! What a person types into a form, and what can be wrong with it.

use serde::{Deserialize, Serialize};

use crate::{AddressError, NameError};

/// What was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum Field {
    /// The name of a registration.
    Name,
    /// The id of the only workspace to connect.
    Workspace,
    /// Where people consent.
    Region,
    /// Where the provider sends people back to.
    RedirectUri,
    /// The address of the consent page.
    AuthorizationEndpoint,
    /// The address that exchanges codes.
    TokenEndpoint,
    /// The address of the API.
    ApiBase,
}

/// What is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "of", content = "is", rename_all = "snake_case")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum FieldFault {
    /// As a name.
    Name(NameError),
    /// As an address.
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

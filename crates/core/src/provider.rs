//! Whom we ask, at which addresses: data, not a trait.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::{AddressError, Endpoint, Region};

/// The addresses one registration uses, ready to be called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Addresses {
    /// Where the person consents (RFC 6749 §3.1).
    pub authorization_endpoint: Endpoint,
    /// Where the code is exchanged (RFC 6749 §3.2).
    pub token_endpoint: Endpoint,
    /// The first API address asked, before a region is known; paths are appended to it.
    pub api_base: Endpoint,
}

/// A provider: Intercom, the running sandbox, or addresses a person gave, which pin every region.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Provider {
    /// The live Intercom, whose three regions are a fixed table.
    Intercom,
    /// The sandbox of this computer: its addresses are asked of the running one.
    Sandbox,
    /// One API address that serves every later call, whatever region `/me` names.
    Pinned(Endpoint),
}

impl Provider {
    /// Intercom's own addresses for consent in `region`. The token endpoint and the first `/me` go to
    /// the host that serves every region (Intercom's "Setting up OAuth" and "REST APIs" pages).
    ///
    /// # Errors
    /// Never for the table as it stands; the type says that addresses are parsed.
    pub fn intercom(region: Region) -> Result<Addresses, AddressError> {
        let authorization = match region {
            Region::Us => "https://app.intercom.com/oauth",
            Region::Eu => "https://app.eu.intercom.com/oauth",
            Region::Au => "https://app.au.intercom.com/oauth",
        };
        Ok(Addresses {
            authorization_endpoint: Endpoint::new(authorization)?,
            token_endpoint: Endpoint::new("https://api.intercom.io/auth/eagle/token")?,
            api_base: Endpoint::prefix(Self::intercom_api(Region::Us))?,
        })
    }

    /// Intercom's API address in `region`.
    pub const fn intercom_api(region: Region) -> &'static str {
        match region {
            Region::Us => "https://api.intercom.io",
            Region::Eu => "https://api.eu.intercom.io",
            Region::Au => "https://api.au.intercom.io",
        }
    }

    /// The name that tells accounts of different providers apart in an identity.
    pub fn key(&self) -> String {
        match self {
            Self::Intercom => "intercom".to_string(),
            Self::Sandbox => "sandbox".to_string(),
            Self::Pinned(api_base) => ["pinned ", api_base.as_str()].concat(),
        }
    }

    /// The origins a token of this provider may be sent to; sealed together with it, so that an edited
    /// address can't draw it.
    pub fn origins(&self) -> Vec<String> {
        match self {
            Self::Intercom => Region::ALL.map(|region| Self::intercom_api(region).to_string()).to_vec(),
            Self::Sandbox => Vec::from(["sandbox".to_string()]),
            Self::Pinned(api_base) => Vec::from([api_base.origin()]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_region_has_its_own_consent_page_and_one_token_endpoint() {
        for region in Region::ALL {
            let addresses = Provider::intercom(region).expect("the table parses");
            assert_eq!(addresses.token_endpoint.as_str(), "https://api.intercom.io/auth/eagle/token");
            assert!(Endpoint::prefix(Provider::intercom_api(region)).is_ok());
        }
        let eu = Provider::intercom(Region::Eu).expect("the table parses");
        assert_eq!(eu.authorization_endpoint.as_str(), "https://app.eu.intercom.com/oauth");
    }
}

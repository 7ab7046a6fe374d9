//! Providers and their addresses, as data.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::api::record_id::is_id;
use crate::{AddressError, Endpoint, Region, RegistrationKind, WorkspaceId};

const PINNED: &str = "pinned ";

/// The checked addresses of one registration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Addresses {
    /// The authorization endpoint, where the person consents (RFC 6749 §3.1).
    pub authorization_endpoint: Endpoint,
    /// The token endpoint, which exchanges the code (RFC 6749 §3.2).
    pub token_endpoint: Endpoint,
    /// The API address for the first request, before the region is known. A prefix that paths are appended to.
    pub api_base: Endpoint,
}

/// A provider: Intercom, the sandbox, or an API address that a person gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Provider {
    /// The real Intercom, with a fixed table of three regions.
    Intercom,
    /// The sandbox of this computer. The running sandbox names its addresses.
    Sandbox,
    /// One API address for every request. The region that `/me` names does not change the address.
    Pinned(Endpoint),
}

impl Provider {
    /// Returns the provider for a kind of registration and its pinned API address. Returns `None` if that address can't be used.
    pub fn of(kind: RegistrationKind, pinned: Option<&str>) -> Option<Self> {
        match (kind, pinned) {
            (RegistrationKind::Sandbox, _) => Some(Self::Sandbox),
            (_, Some(api_base)) => Endpoint::prefix(api_base).ok().map(Self::Pinned),
            (_, None) => Some(Self::Intercom),
        }
    }

    /// Returns Intercom's addresses for consent in `region`. The token request and the first `/me` go to the host that serves
    /// every region (Intercom's pages "Setting up OAuth" and "REST APIs").
    ///
    /// # Errors
    /// [`AddressError`] if an entry of the table is not a valid address. A test checks every entry.
    pub fn intercom(region: Region) -> Result<Addresses, AddressError> {
        Ok(Addresses {
            authorization_endpoint: Endpoint::prefix(Self::intercom_app(region))?.join("/oauth"),
            token_endpoint: Endpoint::new("https://api.intercom.io/auth/eagle/token")?,
            api_base: Endpoint::prefix(Self::intercom_api(Region::Us))?,
        })
    }

    /// Returns Intercom's API address in `region`.
    pub const fn intercom_api(region: Region) -> &'static str {
        match region {
            Region::Us => "https://api.intercom.io",
            Region::Eu => "https://api.eu.intercom.io",
            Region::Au => "https://api.au.intercom.io",
        }
    }

    /// Returns the address where people of `region` use Intercom and consent.
    pub const fn intercom_app(region: Region) -> &'static str {
        match region {
            Region::Us => "https://app.intercom.com",
            Region::Eu => "https://app.eu.intercom.com",
            Region::Au => "https://app.au.intercom.com",
        }
    }

    /// Returns the page of a workspace in Intercom. Returns `None` unless the id is 1 to 64 ASCII letters, digits, `-` and `_`:
    /// the id comes from an answer, and must not change where the address leads.
    pub fn workspace_page(region: Region, workspace: &WorkspaceId) -> Option<Endpoint> {
        let workspace = workspace.as_str();
        let is_plain = !workspace.is_empty()
            && workspace.len() <= 64
            && workspace.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
        let app = Endpoint::prefix(Self::intercom_app(region)).ok()?;
        is_plain.then(|| app.join(&["/a/apps/", workspace, "/"].concat()))
    }

    /// Returns the page of a conversation in the inbox of a workspace. Returns `None` for ids that [`Self::workspace_page`] does
    /// not take, and for a conversation's id that is not 1 to 64 ASCII letters and digits.
    pub fn conversation_page(
        region: Region,
        workspace: &WorkspaceId,
        conversation: &str,
    ) -> Option<Endpoint> {
        Self::workspace_page(region, workspace)?;
        let app = Endpoint::prefix(Self::intercom_app(region)).ok()?;
        let path = ["/a/inbox/", workspace.as_str(), "/inbox/conversation/", conversation].concat();
        is_id(conversation).then(|| app.join(&path))
    }

    /// Returns the Developer Hub of `region`. The page asks for the workspace.
    ///
    /// # Errors
    /// [`AddressError`] if an entry of the table is not a valid address. A test checks every entry.
    pub fn developer_hub(region: Region) -> Result<Endpoint, AddressError> {
        Ok(Endpoint::prefix(Self::intercom_app(region))?.join("/a/apps/_/developer-hub"))
    }

    /// Returns the provider's name for an identity. Two spellings of one API address have one name.
    pub fn key(&self) -> String {
        match self {
            Self::Intercom => "intercom".to_string(),
            Self::Sandbox => "sandbox".to_string(),
            Self::Pinned(api_base) => [PINNED, &api_base.as_prefix()].concat(),
        }
    }

    /// Normalises a name that an earlier version wrote, perhaps with a slash at its end.
    pub(crate) fn key_of(written: &str) -> String {
        let pinned = written.strip_prefix(PINNED).and_then(|api_base| Endpoint::prefix(api_base).ok());
        pinned.map_or_else(|| written.to_string(), |api_base| Self::Pinned(api_base).key())
    }

    /// Returns the origins that a token of this provider may be sent to. The first version of the seal bound tokens to these
    /// origins alone.
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
    fn regions_differ_in_consent_page_not_in_token_endpoint() {
        for region in Region::ALL {
            let addresses = Provider::intercom(region).expect("the table parses");
            assert_eq!(addresses.token_endpoint.as_str(), "https://api.intercom.io/auth/eagle/token");
            assert!(Endpoint::prefix(Provider::intercom_api(region)).is_ok());
        }
        let eu = Provider::intercom(Region::Eu).expect("the table parses");
        assert_eq!(eu.authorization_endpoint.as_str(), "https://app.eu.intercom.com/oauth");
    }

    #[test]
    fn workspace_has_a_page_only_with_a_plain_id() {
        for (region, id, page) in [
            (Region::Us, "nw7k2p0q", Some("https://app.intercom.com/a/apps/nw7k2p0q/")),
            (Region::Eu, "bl3x9d5m", Some("https://app.eu.intercom.com/a/apps/bl3x9d5m/")),
            (Region::Au, "A_b-9", Some("https://app.au.intercom.com/a/apps/A_b-9/")),
            (Region::Us, "", None),
            (Region::Us, "..", None),
            (Region::Us, "a/b", None),
            (Region::Us, "a?b", None),
            (Region::Us, "a#b", None),
            (Region::Us, "a%2fb", None),
            (Region::Us, "a b", None),
            (Region::Us, "ä", None),
        ] {
            let found = Provider::workspace_page(region, &WorkspaceId::new(id));
            assert_eq!(found.as_ref().map(Endpoint::as_str), page, "{region} {id:?}");
        }
        assert_eq!(
            Provider::workspace_page(Region::Us, &WorkspaceId::new("a".repeat(65))),
            None,
            "no id is so long"
        );
    }

    #[test]
    fn conversation_has_a_page_only_with_plain_ids() {
        let workspace = WorkspaceId::new("nw7k2p0q");
        for (region, host) in [(Region::Us, "app"), (Region::Eu, "app.eu"), (Region::Au, "app.au")] {
            let page = Provider::conversation_page(region, &workspace, "215469Ab");
            let address =
                std::format!("https://{host}.intercom.com/a/inbox/nw7k2p0q/inbox/conversation/215469Ab");
            assert_eq!(page.as_ref().map(Endpoint::as_str), Some(address.as_str()));
        }
        for id in ["", "..", "1/2", "1?x", "1#x", "1%2f", "1 2", "1-2", "ä", &"1".repeat(65)] {
            assert_eq!(Provider::conversation_page(Region::Us, &workspace, id), None, "{id}");
        }
        let odd = Provider::conversation_page(Region::Us, &WorkspaceId::new("a/b"), "1");
        assert_eq!(odd, None);
    }

    #[test]
    fn each_region_has_its_own_developer_hub() {
        let hubs = Region::ALL.map(|region| Provider::developer_hub(region).expect("the table parses"));
        assert_eq!(
            hubs.each_ref().map(Endpoint::as_str),
            [
                "https://app.intercom.com/a/apps/_/developer-hub",
                "https://app.eu.intercom.com/a/apps/_/developer-hub",
                "https://app.au.intercom.com/a/apps/_/developer-hub",
            ]
        );
    }
}

//! The addresses and the client of a running sandbox, as a person would read them in the Developer Hub.
//!
//! `GET /_sandbox` returns the description, on the US listener only.

use std::fmt;

use serde::Serialize;

use crate::oauth::apps::App;

/// The addresses and the client of a running sandbox. The serialized description contains the client secret.
#[derive(Clone, Serialize)]
pub struct Description {
    /// The base URL of the US listener, without a trailing slash.
    pub url: String,
    /// The registered client's id.
    pub client_id: String,
    /// The registered client's secret.
    pub client_secret: String,
    /// The consent page of the US listener (RFC 6749 section 3.1).
    pub authorization_endpoint: String,
    /// The token endpoint of the US listener (RFC 6749 section 3.2).
    pub token_endpoint: String,
    /// The base URL of the API at the US listener, which serves every region's tokens.
    pub api_base: String,
    /// The addresses of each region.
    pub regions: Regions,
}

/// The addresses of each region.
#[derive(Clone, Debug, Serialize)]
pub struct Regions {
    /// United States.
    pub us: RegionAddresses,
    /// Europe.
    pub eu: RegionAddresses,
    /// Australia.
    pub au: RegionAddresses,
}

/// The addresses of one region's listener.
#[derive(Clone, Debug, Serialize)]
pub struct RegionAddresses {
    /// The consent page (RFC 6749 section 3.1).
    pub authorization_endpoint: String,
    /// The token endpoint (RFC 6749 section 3.2).
    pub token_endpoint: String,
    /// The base URL of the region's API.
    pub api_base: String,
}

impl Description {
    /// Returns the description of listeners on these ports.
    pub(crate) fn new([us, eu, au]: [u16; 3], app: &App) -> Self {
        let regions = Regions {
            us: RegionAddresses::new(us),
            eu: RegionAddresses::new(eu),
            au: RegionAddresses::new(au),
        };
        Self {
            url: regions.us.api_base.clone(),
            client_id: app.client_id.clone(),
            client_secret: app.client_secret.clone(),
            authorization_endpoint: regions.us.authorization_endpoint.clone(),
            token_endpoint: regions.us.token_endpoint.clone(),
            api_base: regions.us.api_base.clone(),
            regions,
        }
    }
}

impl RegionAddresses {
    fn new(port: u16) -> Self {
        let api_base = format!("http://127.0.0.1:{port}");
        Self {
            authorization_endpoint: format!("{api_base}/oauth"),
            token_endpoint: format!("{api_base}/auth/eagle/token"),
            api_base,
        }
    }
}

impl fmt::Debug for Description {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Description")
            .field("url", &self.url)
            .field("client_id", &self.client_id)
            .field("regions", &self.regions)
            .finish_non_exhaustive()
    }
}

//! The running sandbox of this home: where it is, and what it says of itself. It may listen anywhere,
//! so nothing of its address is stored with a registration or an account.

use std::collections::HashMap;
use std::io::{Read as _, Write as _};
use std::time::Duration;

use reqwest::{Method, Request};
use serde::Deserialize;
use switchhook_core::{
    Addresses, ClientId, ClientSecret, Endpoint, JsonText, ProviderProblem, Region, StoreProblem,
};

use crate::host::files::{FileError, open_private, read_private};
use crate::host::folders::make_private;
use crate::host::home::Home;
use crate::host::turns::lock;
use crate::intercom::http::Http;

const ANSWER_IN: Duration = Duration::from_secs(2);
/// Bytes; it is one on loopback.
const LONGEST_ADDRESS: u64 = 256;

/// What a running sandbox says of itself, checked.
pub(crate) struct RunningSandbox {
    pub(crate) client_id: ClientId,
    pub(crate) client_secret: ClientSecret,
    pub(crate) addresses: Addresses,
    /// Its page for people.
    pub(crate) hub: Endpoint,
    regions: HashMap<Region, Endpoint>,
}

/// The seed that this home's sandbox is made from: kept, so that an account connected yesterday checks
/// green today.
///
/// # Errors
/// `store_failed` when it can't be read or made.
pub fn seed(home: &Home) -> Result<[u8; 32], StoreProblem> {
    let stored = || -> Result<[u8; 32], FileError> {
        make_private(&home.sandbox())?;
        let path = home.sandbox().join("seed");
        let mut file = open_private(&path)?;
        lock(&file, &path)?;
        let mut bytes = Vec::new();
        (&file).take(64).read_to_end(&mut bytes)?;
        if let Ok(seed) = bytes.try_into() {
            return Ok(seed);
        }
        let mut seed = [0; 32];
        getrandom::fill(&mut seed).map_err(std::io::Error::other)?;
        file.set_len(0)?;
        file.write_all(&seed)?;
        file.sync_all()?;
        Ok(seed)
    };
    stored().map_err(|error| error.or(|why| StoreProblem::SandboxSeed { why }))
}

/// Tells this home where its sandbox listens.
///
/// # Errors
/// `store_failed` when it can't be written.
pub fn announce(home: &Home, url: &str) -> Result<(), StoreProblem> {
    let write = || -> Result<(), FileError> {
        make_private(&home.sandbox())?;
        // Written beside and moved, so that nobody reads half of it.
        let new = home.sandbox().join("address.new");
        let mut file = open_private(&new)?;
        file.set_len(0)?;
        file.write_all(url.as_bytes())?;
        Ok(std::fs::rename(new, home.sandbox().join("address"))?)
    };
    write().map_err(|error| error.or(|why| StoreProblem::SandboxAddress { why }))
}

/// Whether a sandbox of this home is running.
pub(crate) async fn ask(home: &Home, http: &Http) -> Result<RunningSandbox, ProviderProblem> {
    let url = read_private(&home.sandbox().join("address"), LONGEST_ADDRESS)
        .map_err(|_| ProviderProblem::SandboxStopped)?;
    let base = local(&url).ok_or(ProviderProblem::SandboxStopped)?;
    let (url, hub) = (base.join("/_sandbox"), base.join("/_hub"));
    let request = Request::new(Method::GET, url.url().clone());
    let answer = http.send(&url, request, ANSWER_IN).await.map_err(|_| ProviderProblem::SandboxStopped)?;
    if !answer.is_success() {
        return Err(ProviderProblem::SandboxStopped);
    }
    let object = JsonText::read(&answer.body).ok().and_then(|text| text.object());
    let wire = object.and_then(|object| serde_json::from_value::<Wire>(object.into()).ok());
    wire.and_then(|wire| wire.check(hub)).ok_or(ProviderProblem::SandboxForeign)
}

impl RunningSandbox {
    /// The API of a region; the one that serves all when the region is unknown.
    pub(crate) fn api_base(&self, region: Option<Region>) -> &Endpoint {
        region.and_then(|region| self.regions.get(&region)).unwrap_or(&self.addresses.api_base)
    }
}

/// Only loopback: whoever can write the file must not be able to send us elsewhere.
fn local(text: &str) -> Option<Endpoint> {
    Endpoint::prefix(text.trim()).ok().filter(|endpoint| endpoint.url().scheme() == "http")
}

#[derive(Deserialize)]
struct Wire {
    client_id: String,
    client_secret: String,
    authorization_endpoint: String,
    token_endpoint: String,
    api_base: String,
    regions: HashMap<Region, WireRegion>,
}

#[derive(Deserialize)]
struct WireRegion {
    api_base: String,
}

impl Wire {
    fn check(self, hub: Endpoint) -> Option<RunningSandbox> {
        let regions =
            self.regions.into_iter().map(|(region, addresses)| Some((region, local(&addresses.api_base)?)));
        Some(RunningSandbox {
            client_id: ClientId::new(self.client_id),
            client_secret: ClientSecret::new(self.client_secret).ok()?,
            addresses: Addresses {
                authorization_endpoint: local(&self.authorization_endpoint)?,
                token_endpoint: local(&self.token_endpoint)?,
                api_base: local(&self.api_base)?,
            },
            hub,
            regions: regions.collect::<Option<_>>()?,
        })
    }
}

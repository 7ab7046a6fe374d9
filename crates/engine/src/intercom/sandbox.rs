//! The running sandbox of this home: its address, and how it describes itself.
//!
//! The sandbox may listen on any port. So Switchhook stores no address with the sandbox's registration or
//! accounts.

use std::collections::HashMap;
use std::io::{Read as _, Write as _};
use std::time::Duration;

use reqwest::{Method, Request};
use serde::Deserialize;
use switchhook_core::{
    Addresses, ClientId, ClientSecret, Endpoint, JsonText, ProviderProblem, Region, StoreProblem,
};

use crate::host::file_locks::lock;
use crate::host::files::{FileError, open_private, read_private, read_unchanged};
use crate::host::folders::make_private;
use crate::host::home::Home;
use crate::intercom::http::Http;

/// The longest time in which the sandbox must describe itself.
const ANSWER_IN: Duration = Duration::from_secs(2);
/// The most bytes of the file that holds the sandbox's address.
const LONGEST_ADDRESS: u64 = 256;

/// A running sandbox, as it describes itself, checked.
pub(crate) struct RunningSandbox {
    pub(crate) client_id: ClientId,
    pub(crate) client_secret: ClientSecret,
    pub(crate) addresses: Addresses,
    /// The sandbox's page for people.
    pub(crate) hub: Endpoint,
    /// The API of each region.
    regions: HashMap<Region, Endpoint>,
}

/// Returns the seed that this home's sandbox is made from. Makes it at the first call, and where its file
/// does not hold 32 bytes. One seed keeps the accounts of earlier runs valid.
///
/// # Errors
/// `store_failed` when the seed can't be read or made.
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

/// Stores in this home where its sandbox listens.
///
/// # Errors
/// `store_failed` when the address can't be written.
pub fn announce(home: &Home, url: &str) -> Result<(), StoreProblem> {
    let write = || -> Result<(), FileError> {
        make_private(&home.sandbox())?;
        // Written to a second file and renamed, so that no process reads half an address.
        let new = home.sandbox().join("address.new");
        let mut file = open_private(&new)?;
        file.set_len(0)?;
        file.write_all(url.as_bytes())?;
        Ok(std::fs::rename(new, home.sandbox().join("address"))?)
    };
    write().map_err(|error| error.or(|why| StoreProblem::SandboxAddress { why }))
}

/// Asks the sandbox of this home to describe itself.
///
/// # Errors
/// [`ProviderProblem::SandboxStopped`] where no address is stored, or where nothing answers there in time with
/// status 2xx. [`ProviderProblem::SandboxForeign`] where the answer describes no sandbox on loopback.
pub(crate) async fn ask(home: &Home, http: &Http) -> Result<RunningSandbox, ProviderProblem> {
    ask_at(read_private(&home.sandbox().join("address"), LONGEST_ADDRESS), http).await
}

/// Asks the sandbox of this home as [`ask`] does, and changes no rights of the file that holds the address.
///
/// # Errors
/// As [`ask`].
pub(crate) async fn look(home: &Home, http: &Http) -> Result<RunningSandbox, ProviderProblem> {
    ask_at(read_unchanged(&home.sandbox().join("address"), LONGEST_ADDRESS), http).await
}

/// Fails as [`ask`].
async fn ask_at(url: Result<String, FileError>, http: &Http) -> Result<RunningSandbox, ProviderProblem> {
    let base = url.ok().as_deref().and_then(loopback).ok_or(ProviderProblem::SandboxStopped)?;
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
    /// Returns the API of a region. For an unknown region, returns the API that serves all regions.
    pub(crate) fn api_base(&self, region: Option<Region>) -> &Endpoint {
        region.and_then(|region| self.regions.get(&region)).unwrap_or(&self.addresses.api_base)
    }
}

/// Returns an address on loopback; `None` for every other text. An [`Endpoint`] has the scheme `http` on
/// loopback alone.
///
/// Another program may write the file with the address. Such a program must not send Switchhook to another
/// computer.
fn loopback(text: &str) -> Option<Endpoint> {
    Endpoint::prefix(text.trim()).ok().filter(|endpoint| endpoint.url().scheme() == "http")
}

/// The sandbox's answer, unchecked.
#[derive(Deserialize)]
struct Wire {
    client_id: String,
    client_secret: String,
    authorization_endpoint: String,
    token_endpoint: String,
    api_base: String,
    regions: HashMap<Region, WireRegion>,
}

/// A region in the sandbox's answer, unchecked.
#[derive(Deserialize)]
struct WireRegion {
    api_base: String,
}

impl Wire {
    /// Checks the answer. `None` where an address is not on loopback, or the client secret can't be used.
    fn check(self, hub: Endpoint) -> Option<RunningSandbox> {
        let regions = self
            .regions
            .into_iter()
            .map(|(region, addresses)| Some((region, loopback(&addresses.api_base)?)));
        Some(RunningSandbox {
            client_id: ClientId::new(self.client_id),
            client_secret: ClientSecret::new(self.client_secret).ok()?,
            addresses: Addresses {
                authorization_endpoint: loopback(&self.authorization_endpoint)?,
                token_endpoint: loopback(&self.token_endpoint)?,
                api_base: loopback(&self.api_base)?,
            },
            hub,
            regions: regions.collect::<Option<_>>()?,
        })
    }
}

//! Sends a link through the system's opener and back, and through each bridge page in the browser.

use std::time::Duration;

use switchhook_core::{
    Channel, CsrfToken, HealthCheck, RANDOM_LEN, ReturnRoute, RoundTrip, RoundTripLink, Verdict,
    bridge_trip_verdict, scheme_trip_verdict,
};
use tokio::task::spawn_blocking;
use url::Url;

use super::awaited_link::{CameBack, Turn};
use super::desktop::Surroundings;
use super::uses::Uses;
use crate::connect::bridge::{BRIDGE, KeyPair, open};
use crate::host::browser;
use crate::host::home::Home;

/// How long a link may take. It may start the app.
const LINK_IN: Duration = Duration::from_secs(15);
/// How long a page may take. A browser may ask the person whether it may open Switchhook.
const PAGE_IN: Duration = Duration::from_secs(30);

/// Returns the checks of all round trips, one after the other.
pub(super) async fn checks(
    around: &Surroundings,
    uses: &Uses,
    home: Option<&Home>,
    is_offline: bool,
) -> Vec<HealthCheck> {
    let turn = turn(around, uses, home);
    let verdict = match &turn {
        Ok(turn) => scheme_trip_verdict(by_scheme(turn).await.unwrap_or_else(|trip| trip)),
        Err(verdict) => verdict.clone(),
    };
    let mut checks = vec![HealthCheck::new("round_trip:scheme", "Round trip of a link", verdict)];
    for address in uses.bridges() {
        let verdict = match &turn {
            Ok(_) if is_offline => Verdict::skipped("You asked for no network."),
            Ok(turn) => bridge_trip_verdict(by_bridge(turn, &address).await.unwrap_or_else(|trip| trip)),
            Err(verdict) => verdict.clone(),
        };
        let title = format!("Round trip by {address}");
        checks.push(HealthCheck::new(format!("round_trip:{address}"), title, verdict));
    }
    checks
}

/// Takes the turn. Fails with the verdict on all round trips, where none can be made.
fn turn(around: &Surroundings, uses: &Uses, home: Option<&Home>) -> Result<Turn, Verdict> {
    let home = home.ok_or_else(|| Verdict::skipped("There is no data folder that Switchhook uses."))?;
    let by_link = uses.returns_by(&[ReturnRoute::Direct, ReturnRoute::Bridge]);
    match around.skips(by_link) {
        Some(skipped) => Err(skipped),
        None => Turn::take(home).map_err(scheme_trip_verdict),
    }
}

/// Sends a link through the system's opener. Returns or fails with the step at which it ended.
async fn by_scheme(turn: &Turn) -> Result<RoundTrip, RoundTrip> {
    let nonce = fresh(&KeyPair::generate().map_err(|_| RoundTrip::NotKept)?)?;
    let awaited = turn.mark(nonce.hash(), LINK_IN)?;
    let link = RoundTripLink::with_nonce(&nonce, Channel::current());
    opened(move || browser::open_own_link(&link).is_ok()).await?;
    match awaited.came().await {
        Some(CameBack::Plain) => Ok(RoundTrip::Back),
        Some(CameBack::Sealed { .. }) => Ok(RoundTrip::Foreign),
        None => Ok(RoundTrip::NothingCameBack),
    }
}

/// Opens a bridge page in the browser. Returns or fails with the step at which the trip ended.
async fn by_bridge(turn: &Turn, address: &str) -> Result<RoundTrip, RoundTrip> {
    let pair = KeyPair::generate().map_err(|_| RoundTrip::NotKept)?;
    let state = fresh(&pair)?;
    let awaited = turn.mark(state.hash(), PAGE_IN)?;
    let mut url = Url::parse(address).map_err(|_| RoundTrip::NotOpened)?;
    url.query_pairs_mut().append_pair("state", state.expose());
    let page = url.clone();
    opened(move || browser::open(&page, || {}).is_ok()).await?;
    let awaited = awaited.may_come_again();
    let Some(came) = awaited.came().await else { return Ok(RoundTrip::NothingCameBack) };
    let CameBack::Sealed { enc, ciphertext } = came else { return Ok(RoundTrip::Foreign) };
    let unsealed = open(&pair.private, &state.hash(), BRIDGE, &enc, &ciphertext);
    let is_it = unsealed.is_ok_and(|address| address.as_slice() == url.as_str().as_bytes());
    Ok(if is_it { RoundTrip::Back } else { RoundTrip::Foreign })
}

/// Makes a nonce that carries the public key of a pair, as the state of an attempt does.
fn fresh(pair: &KeyPair) -> Result<CsrfToken, RoundTrip> {
    let mut random = [0; RANDOM_LEN];
    getrandom::fill(&mut random).map_err(|_| RoundTrip::NotKept)?;
    Ok(CsrfToken::compose(Channel::current(), &pair.public, &random))
}

/// Runs an opener on a thread that may block. Fails where no opener takes the address.
async fn opened(open: impl FnOnce() -> bool + Send + 'static) -> Result<(), RoundTrip> {
    let is_open = spawn_blocking(open).await.unwrap_or_default();
    is_open.then_some(()).ok_or(RoundTrip::NotOpened)
}

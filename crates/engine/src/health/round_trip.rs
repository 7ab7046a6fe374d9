//! Sends a link through the system's opener and back, and through each bridge page in the browser.

use std::time::Duration;

use switchhook_core::{
    Callback, Channel, CsrfToken, HealthCheck, RANDOM_LEN, RedirectUri, ReturnRoute, RoundTrip,
    RoundTripLink, Verdict, bridge_trip_verdict, parse_unsealed, scheme_trip_verdict,
};
use tokio::task::spawn_blocking;
use url::Url;

use super::awaited_link::{CameBack, CameLink, LinkFrom, Turn};
use super::desktop::Surroundings;
use super::uses::Uses;
use crate::connect::bridge::{BRIDGE, KeyPair, open};
use crate::host::browser;
use crate::host::home::Home;
use crate::registrations::bridge_page::answered_with;

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
        Some(CameBack { from, link: CameLink::Plain }) => Ok(back(from)),
        Some(_) => Ok(RoundTrip::Foreign),
        None => Ok(RoundTrip::NothingCameBack),
    }
}

/// Opens a bridge page in the browser. Returns or fails with the step at which the trip ended.
async fn by_bridge(turn: &Turn, address: &str) -> Result<RoundTrip, RoundTrip> {
    let page = CalledPage::at(address)?;
    let awaited = turn.mark(page.state.hash(), PAGE_IN)?;
    let url = page.url.clone();
    opened(move || browser::open(&url, || {}).is_ok()).await?;
    let awaited = awaited.may_come_again();
    Ok(awaited.came().await.map_or(RoundTrip::NothingCameBack, |came| page.judge(&came)))
}

/// A bridge page that gets a made-up answer.
struct CalledPage {
    redirect_uri: RedirectUri,
    pair: KeyPair,
    state: CsrfToken,
    url: Url,
}

impl CalledPage {
    /// Makes an answer for the page at this address. Fails where the system gives no random bytes.
    fn at(address: &str) -> Result<Self, RoundTrip> {
        let redirect_uri = RedirectUri::new(address, Channel::current()).map_err(|_| RoundTrip::NotOpened)?;
        let pair = KeyPair::generate().map_err(|_| RoundTrip::NotKept)?;
        let state = fresh(&pair)?;
        let url = Url::parse(address).map_err(|_| RoundTrip::NotOpened)?;
        let url = answered_with(url, &state).map_err(|_| RoundTrip::NotKept)?;
        Ok(Self { redirect_uri, pair, state, url })
    }

    /// Judges the link that came back as that of an attempt.
    fn judge(&self, came: &CameBack) -> RoundTrip {
        match &came.link {
            CameLink::Sealed { enc, ciphertext } if self.holds_answer(enc, ciphertext) => back(came.from),
            _ => RoundTrip::Foreign,
        }
    }

    /// Whether a sealed link holds the answer: its origin is the page's, and its state and code are ours.
    fn holds_answer(&self, enc: &[u8], ciphertext: &[u8]) -> bool {
        let hash = self.state.hash();
        let unsealed = open(&self.pair.private, &hash, BRIDGE, enc, ciphertext).ok();
        let answer = unsealed
            .and_then(|text| parse_unsealed(&text, &self.redirect_uri, Channel::current()).ok())
            .filter(|answer| answer.state_hash().matches(&hash));
        match answer.map(|answer| answer.callback(&self.redirect_uri, Channel::current())) {
            Some(Ok(Callback::Code(code))) => {
                self.url.query_pairs().any(|(name, value)| name == "code" && value == code.expose())
            }
            _ => false,
        }
    }
}

/// Returns the end of a trip whose own link came back.
const fn back(from: LinkFrom) -> RoundTrip {
    match from {
        LinkFrom::System => RoundTrip::Back,
        LinkFrom::Person => RoundTrip::ByHand,
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::connect::bridge::seal;

    /// Returns the link that the page sends for the address at which a browser called it.
    fn sent(page: &CalledPage, address: &str) -> CameBack {
        let sealed = seal(&page.pair.public, &page.state.hash(), BRIDGE, address.as_bytes());
        let (enc, ciphertext) = sealed.expect("sealed");
        CameBack { from: LinkFrom::System, link: CameLink::Sealed { enc, ciphertext } }
    }

    #[test]
    fn link_of_a_page_is_judged_as_an_answer_is() {
        let page = CalledPage::at("https://b.example/b").expect("an address");
        let other = CalledPage::at("https://b.example/b").expect("an address");
        let whole = page.url.as_str();
        let without_code = format!("https://b.example/b?state={}", page.state.expose());
        for (address, expected) in [
            (whole.to_owned(), RoundTrip::Back),
            (whole.replace("/b?", "/b/?lang=en&"), RoundTrip::Back),
            (whole.replace("b.example", "c.example"), RoundTrip::Foreign),
            (whole.replace("code=", "error=access_denied&x="), RoundTrip::Foreign),
            (whole.replace("code=", "code=X"), RoundTrip::Foreign),
            (without_code, RoundTrip::Foreign),
            (other.url.as_str().to_owned(), RoundTrip::Foreign),
        ] {
            assert_eq!(page.judge(&sent(&page, &address)), expected, "{address}");
        }
        assert_eq!(other.judge(&sent(&page, whole)), RoundTrip::Foreign);
        let by_hand = CameBack { from: LinkFrom::Person, ..sent(&page, whole) };
        assert_eq!(page.judge(&by_hand), RoundTrip::ByHand, "the system opened nothing");
        let plain = CameBack { from: LinkFrom::System, link: CameLink::Plain };
        assert_eq!(page.judge(&plain), RoundTrip::Foreign);
    }
}

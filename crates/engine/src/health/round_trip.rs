//! Sends a link through the system's opener and back, and through each bridge page in the browser.

use std::future::pending;
use std::time::Duration;

use switchhook_core::{
    Callback, Channel, CsrfToken, HealthCheck, RANDOM_LEN, RedirectUri, ReturnRoute, RoundTrip,
    RoundTripLink, Verdict, bridge_trip_verdict, parse_unsealed, scheme_trip_verdict,
};
use tokio::sync::oneshot;
use tokio::task::spawn_blocking;
use url::Url;

use super::awaited_link::{AwaitedLink, CameBack, CameLink, LinkFrom, Turn};
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

/// Returns the checks of all round trips: first that of a link, then those of all bridge pages at once.
pub(super) async fn checks(
    around: &Surroundings,
    uses: &Uses,
    home: Option<&Home>,
    is_offline: bool,
) -> Vec<HealthCheck> {
    let turn = turn(around, uses, home);
    let verdict = match &turn {
        Ok(turn) => scheme_trip_verdict(by_scheme(turn).await.unwrap_or_else(|end| end)),
        Err(verdict) => verdict.clone(),
    };
    let mut checks = vec![HealthCheck::new("round_trip:scheme", "Round trip of a link", verdict)];
    let addresses = uses.bridges();
    let verdicts = match turn {
        Ok(_) if is_offline => vec![Verdict::skipped("You asked for no network."); addresses.len()],
        Ok(turn) => by_bridges(&turn, &addresses).await,
        Err(verdict) => vec![verdict; addresses.len()],
    };
    checks.extend(addresses.iter().zip(verdicts).map(|(address, verdict)| {
        HealthCheck::new(format!("round_trip:{address}"), format!("Round trip by {address}"), verdict)
    }));
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

/// Sends a link through the system's opener. Returns or fails with the step at which the trip ended.
async fn by_scheme(turn: &Turn) -> Result<RoundTrip, RoundTrip> {
    let nonce = fresh(&KeyPair::generate().map_err(|_| RoundTrip::NotKept)?)?;
    let awaited = turn.mark(nonce.hash(), LINK_IN)?;
    let link = RoundTripLink::with_nonce(&nonce, Channel::current());
    let mut late = opened(move |late| browser::open_own_link(&link, late).is_ok()).await?;
    let CameBack { from, link } = came(&awaited, &mut late).await?;
    Ok(if matches!(link, CameLink::Plain) { back(from) } else { RoundTrip::Foreign })
}

/// Opens all bridge pages in the browser, and then waits for their links. Returns the verdicts in the order of the addresses.
async fn by_bridges(turn: &Turn, addresses: &[String]) -> Vec<Verdict> {
    let mut trips = Vec::new();
    for address in addresses {
        // A browser that starts takes one address after the other.
        trips.push(BridgeTrip::start(turn, address).await);
    }
    let mut verdicts = Vec::new();
    for trip in trips {
        let end = match trip {
            Ok(trip) => trip.end().await,
            Err(end) => end,
        };
        verdicts.push(bridge_trip_verdict(end));
    }
    verdicts
}

/// A round trip whose bridge page the browser got.
struct BridgeTrip {
    page: CalledPage,
    awaited: AwaitedLink,
    late: Late,
}

impl BridgeTrip {
    /// Opens the page at this address in the browser. Fails with the step at which the trip ended.
    async fn start(turn: &Turn, address: &str) -> Result<Self, RoundTrip> {
        let page = CalledPage::at(address)?;
        let awaited = turn.mark(page.state.hash(), PAGE_IN)?;
        let url = page.url.clone();
        let late = opened(move |late| browser::open(&url, late).is_ok()).await?;
        Ok(Self { page, awaited: awaited.may_come_again(), late })
    }

    /// Waits for the page's link, and returns the step at which the trip ended.
    async fn end(mut self) -> RoundTrip {
        let came = came(&self.awaited, &mut self.late).await;
        came.map_or_else(|end| end, |came| self.page.judge(&came))
    }
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

/// The report that an opener took an address and failed afterwards.
type Late = oneshot::Receiver<()>;

/// Runs an opener on a thread that may block. `open` gets the function that the opener calls when it fails late. Fails where no
/// opener takes the address.
async fn opened(
    open: impl FnOnce(Box<dyn FnOnce() + Send>) -> bool + Send + 'static,
) -> Result<Late, RoundTrip> {
    let (report, late) = oneshot::channel();
    let report = Box::new(|| {
        // A trip that has ended hears no report.
        let _ = report.send(());
    });
    let is_open = spawn_blocking(|| open(report)).await.unwrap_or_default();
    is_open.then_some(late).ok_or(RoundTrip::NotOpened)
}

/// Waits for a link. Fails where it does not come in time, and where its opener fails.
async fn came(awaited: &AwaitedLink, late: &mut Late) -> Result<CameBack, RoundTrip> {
    let failed = async {
        if late.await.is_err() {
            // The opener did not fail while Switchhook watched it.
            pending::<()>().await;
        }
    };
    tokio::select! {
        biased;
        came = awaited.came() => came.ok_or(RoundTrip::NothingCameBack),
        () = failed => Err(RoundTrip::NotOpened),
    }
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::PermissionsExt as _;
    use std::path::{Path, PathBuf};
    use std::process::Command;

    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    use switchhook_core::{DeepLink, HealthStatus};

    use super::super::awaited_link::took_round_trip;
    use super::*;
    use crate::connect::bridge::seal;

    const PAGES: [&str; 2] = ["https://b.example/one", "https://b.example/two"];
    /// The name of the variable that names the file to which the opener writes each address.
    const OPENED: &str = "TEST_OPENED";

    /// Starts the calling test again, with this script as the system's only opener, and expects it to pass. Returns that file in the
    /// test that was started.
    fn with_opener(script: &str) -> Option<PathBuf> {
        if let Some(file) = std::env::var_os(OPENED) {
            return Some(file.into());
        }
        let folder = tempfile::tempdir().expect("a folder");
        let opener = folder.path().join("xdg-open");
        fs::write(&opener, format!("#!/bin/sh\n{script}\n")).expect("written");
        fs::set_permissions(&opener, fs::Permissions::from_mode(0o700)).expect("ours");
        let this_test = std::thread::current().name().expect("a test has a name").to_owned();
        let mut again = Command::new(std::env::current_exe().expect("a program"));
        again.args(["--exact", &this_test]).env("PATH", folder.path());
        let output = again.env(OPENED, folder.path().join("opened")).output().expect("it runs");
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success() && said.contains("1 passed"), "{said}");
        None
    }

    /// Makes the round trips of a link and of two pages.
    async fn trips(home: &Home) -> Vec<HealthCheck> {
        let around = Surroundings { has_display: true, app: Some("/nowhere/switchhook-desktop".into()) };
        let uri = |page: &str| RedirectUri::new(page, Channel::current()).expect("an address");
        let uses = Uses { redirect_uris: PAGES.map(uri).to_vec(), ..Uses::default() };
        checks(&around, &uses, Some(home), false).await
    }

    /// Answers the link at once, and the pages when both are open.
    fn answer(opened: &Path, home: &Home) {
        let lines = || fs::read_to_string(opened).unwrap_or_default();
        let wait_for = |count: usize| {
            while lines().lines().count() < count {
                std::thread::sleep(Duration::from_millis(20));
            }
        };
        let came = |link: String| assert!(took_round_trip(home, &DeepLink::new(link), LinkFrom::System));
        wait_for(1);
        came(lines().trim_end().to_owned());
        wait_for(3);
        for address in lines().lines().skip(1) {
            let url = Url::parse(address).expect("an address");
            let state = url.query_pairs().find(|(name, _)| name == "state").expect("a state").1;
            let bytes: [u8; 80] =
                URL_SAFE_NO_PAD.decode(&state[2..]).expect("base64url").try_into().expect("its length");
            let (key, random) = bytes.split_at(64);
            let state = CsrfToken::compose(
                Channel::current(),
                key.try_into().expect("its length"),
                random.try_into().expect("its length"),
            );
            let (enc, ciphertext) = seal(key, &state.hash(), BRIDGE, address.as_bytes()).expect("sealed");
            let [hash, enc, text] =
                [state.hash().as_bytes(), &enc[..], &ciphertext].map(|part| URL_SAFE_NO_PAD.encode(part));
            came(format!("{}?v=1&h={hash}&e={enc}&c={text}", Channel::current().sealed()));
        }
    }

    #[tokio::test]
    async fn pages_open_at_once_and_each_gets_its_own_link() {
        let Some(opened) = with_opener("echo \"$1\" >> \"$TEST_OPENED\"") else { return };
        let folder = tempfile::tempdir().expect("a folder");
        let home = Home::at(folder.path()).expect("a home");
        let place = home.clone();
        let answered = std::thread::spawn(move || answer(&opened, &place));
        let checks = trips(&home).await;
        answered.join().expect("answered");
        let status: Vec<HealthStatus> = checks.iter().map(|check| check.status).collect();
        assert_eq!(status, [HealthStatus::Ok; 3], "{checks:?}");
    }

    #[tokio::test]
    async fn opener_that_fails_late_is_named_before_the_time_is_up() {
        let Some(_) = with_opener("/bin/sleep 1; exit 3") else { return };
        let folder = tempfile::tempdir().expect("a folder");
        let home = Home::at(folder.path()).expect("a home");
        for check in tokio::time::timeout(LINK_IN, trips(&home)).await.expect("in time") {
            assert!(check.message.contains("opener did not take"), "{check:?}");
        }
    }

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

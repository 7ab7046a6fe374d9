//! The whole table of links, received as they would arrive. A refused link leaves every attempt unchanged, and an answer
//! ends its own attempt and no other.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::time::Instant;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};
use switchhook_engine::core::{AttemptId, AttemptStage, Channel, Code, DeepLink, Problem, ProviderCode};
use switchhook_engine::{Begun, ConnectRequest, Received};

use crate::scenario::{BRIDGE, PASTE, Scenario, ended, refused};

#[path = "../../../core/src/oauth/deep_link/links.rs"]
mod links;

/// The generator of P-256 (FIPS 186), which is a point on the curve.
const POINT: &str = "046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c2964fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5";
const ROUTES: [(char, &str, &str); 4] = [
    ('d', "Direct", "the channel's own"),
    ('p', "Paste", PASTE),
    ('q', "Query", "https://b.example/cb?x=1"),
    ('b', "Bridge", BRIDGE),
];

// A refused link leaves every attempt unchanged.
#[tokio::test]
async fn every_table_link_gets_its_verdict_and_disturbs_no_other() {
    let routes = ReturnRoutes::new().await;
    let mut waiting: HashMap<char, Begun> = HashMap::new();
    for row in links::rows() {
        for (letter, name, _) in ROUTES {
            if let Entry::Vacant(place) = waiting.entry(letter) {
                place.insert(routes.scenario.begin(name).await);
            }
        }
        let words = routes.words(&waiting[&row.route], &waiting[&'p']);
        let before = routes.stages().await;
        let received = routes.scenario.connector.attempts().receive(DeepLink::new(row.link(&words))).await;
        let after = routes.stages().await;
        let own = waiting[&row.route].attempt.clone();
        let name = row.name();
        match row.verdict.split(':').next() {
            Some("code") => {
                // the table's codes are made up, so the provider refuses them, which proves that they arrived
                assert_eq!(outcome(received).unwrap_err().code(), Code::CodeRejected, "{name}");
                assert_eq!(after[&own], AttemptStage::Failed, "{name}");
                waiting.remove(&row.route);
            }
            Some("refused") => {
                let problem = outcome(received).unwrap_err();
                assert_eq!(problem.code(), Code::Denied, "{name}");
                let told = problem.provider_code().map(ProviderCode::as_str);
                assert_eq!(told.unwrap_or_default(), row.value(&words), "{name}");
                waiting.remove(&row.route);
            }
            Some("empty") => {
                assert_eq!(refused(received), Code::Malformed, "{name}");
                assert!(routes.scenario.attempt(&waiting[&row.route]).await.empty_return, "{name}");
                assert_eq!(after, before, "{name}");
            }
            _ => {
                let code: Code = serde_json::from_value(row.verdict.clone().into()).unwrap();
                assert_eq!(refused(received), code, "{name}");
                assert_eq!(after, before, "{name}");
            }
        }
        let mut others = (before, after);
        others.0.remove(&own);
        others.1.remove(&own);
        assert_eq!(others.0, others.1, "{name}");
    }
}

#[tokio::test]
async fn ten_thousand_forged_links_disturb_neither_attempt_nor_disk() {
    let routes = ReturnRoutes::new().await;
    let begun = routes.scenario.begin("Direct").await;
    let other = routes.scenario.begin("Paste").await;
    let words = routes.words(&begun, &other);
    let forged: Vec<Vec<u8>> = links::rows()
        .iter()
        .filter(|row| !["code", "refused", "empty"].iter().any(|answer| row.verdict.starts_with(answer)))
        // a forger knows no state, and a megabyte is refused before anything else
        .filter(|row| !row.name().contains("{S}") && !row.name().contains("{KB1000}"))
        .map(|row| row.link(&words))
        .collect();
    assert!(forged.len() > 40, "{} kinds of forgery", forged.len());
    let changes = routes.scenario.connector.follow();
    let written = *changes.borrow();
    let started = Instant::now();
    for link in forged.iter().cycle().take(10_000) {
        refused(routes.scenario.connector.attempts().receive(DeepLink::new(link.clone())).await);
    }
    let seconds = started.elapsed().as_secs() + 1;
    let written = *changes.borrow() - written;
    // four writes a second at most, each seen twice: by this process, and by its watch of the database
    assert!(written <= 10 * seconds, "{written} changes were announced in {seconds} s");
    assert_eq!(routes.scenario.attempt(&begun).await.stage, AttemptStage::Awaiting);
    let link = routes.scenario.authorized(&begun).await;
    ended(routes.scenario.connector.attempts().receive(link).await.unwrap()).unwrap();
}

/// A scenario with an app for each return route, and attempts that have ended in different ways.
struct ReturnRoutes {
    scenario: Scenario,
    used: String,
    expired: String,
    cancelled: String,
}

impl ReturnRoutes {
    async fn new() -> Self {
        let scenario = Scenario::new().await;
        for (letter, name, redirect_uri) in ROUTES {
            let own = Channel::current().callback();
            scenario.register(name, if letter == 'd' { own } else { redirect_uri }).await;
        }
        let used = scenario.begin("Direct").await;
        let link = scenario.authorized(&used).await;
        ended(scenario.connector.attempts().receive(link).await.unwrap()).unwrap();
        let cancelled = scenario.begin("Direct").await;
        scenario.connector.attempts().cancel(&cancelled.attempt).await.unwrap();
        let brief = ConnectRequest { timeout: Some(0), ..scenario.request("Direct").await };
        let expired = scenario.connector.attempts().begin(brief).await.unwrap();
        scenario.connector.lifetime().resume().await.unwrap();
        let (used, expired, cancelled) = (state(&used), state(&expired), state(&cancelled));
        Self { scenario, used, expired, cancelled }
    }

    fn words(&self, waiting: &Begun, pasted: &Begun) -> links::Words {
        let (current, foreign) = match Channel::current() {
            Channel::Development => (Channel::Development, Channel::Release),
            Channel::Release => (Channel::Release, Channel::Development),
        };
        let own = state(waiting);
        let hash = Sha256::digest([b"switchhook/state/1", own.as_bytes()].concat());
        let mut words = links::words(current.identifier(), foreign.identifier(), &own);
        words.extend([
            ("{OTHER}", state(pasted)),
            ("{PASTED}", state(pasted)),
            ("{USED}", self.used.clone()),
            ("{EXPIRED}", self.expired.clone()),
            ("{CANCELLED}", self.cancelled.clone()),
            ("{H}", URL_SAFE_NO_PAD.encode(hash)),
            ("{HU}", URL_SAFE_NO_PAD.encode([1; 32])),
            ("{E}", URL_SAFE_NO_PAD.encode(bytes(POINT))),
            ("{E0}", URL_SAFE_NO_PAD.encode([4; 65])),
        ]);
        words
    }

    async fn stages(&self) -> HashMap<AttemptId, AttemptStage> {
        let overview = self.scenario.connector.view().overview().await.unwrap();
        overview.attempts.into_iter().map(|attempt| (attempt.id, attempt.stage)).collect()
    }
}

fn outcome(received: Result<Received, Problem>) -> Result<(), Problem> {
    ended(received.unwrap()).map(drop)
}

fn state(begun: &Begun) -> String {
    let mut pairs = begun.authorization_url.query_pairs();
    pairs.find(|(name, _)| name == "state").unwrap().1.into_owned()
}

fn bytes(hex: &str) -> Vec<u8> {
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
}

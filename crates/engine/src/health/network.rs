//! Asks the hosts: each once, all at the same time, without a token.

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use reqwest::header::DATE;
use reqwest::{Method, Request};
use switchhook_core::{
    BridgeFacts, Endpoint, HealthCheck, HostFacts, Provider, ProviderProblem, Region, Timestamp, Verdict,
    bridge_verdict, clock_verdict, host_verdict,
};
use tokio::task::JoinSet;
use tokio::time::error::Elapsed;
use tokio::time::timeout;

use super::desktop::Surroundings;
use super::uses::Uses;
use crate::contract::DeployedBridge;
use crate::host::clock::now;
use crate::intercom::failure::HttpError;
use crate::intercom::http::{Http, date};
use crate::intercom::proxy;
use crate::registrations::bridge_page::check_bridge;

/// How long a host may take to answer. The limit for a connection passes earlier, so a host that is late was reached.
const ANSWER_IN: Duration = Duration::from_secs(12);
/// How long the name server may take, when it is asked a second time.
const NAMED_IN: Duration = Duration::from_secs(2);

/// A host to ask.
struct Host {
    endpoint: Endpoint,
    /// Whether an account or a registration needs it now.
    is_used: bool,
}

/// Returns the checks of the hosts and of the clock. `is_offline`: the person asked for no network.
pub(super) async fn checks(uses: &Uses, is_offline: bool) -> Vec<HealthCheck> {
    let hosts = hosts(uses);
    let mut asked = JoinSet::new();
    let http = Arc::new(Http::default());
    for (place, endpoint) in hosts.iter().map(|host| host.endpoint.clone()).enumerate() {
        // A host of this computer is no network.
        if !is_offline || endpoint.is_loopback() {
            let http = Arc::clone(&http);
            asked.spawn(async move { (place, ask(&http, &endpoint).await) });
        }
    }
    let answers: BTreeMap<usize, Asked> = asked.join_all().await.into_iter().collect();
    let verdict = |(place, host): (usize, &Host)| {
        let name = host.endpoint.host();
        let verdict = match answers.get(&place) {
            Some(asked) => host_verdict(&name, host.is_used, asked.facts.clone()),
            None => no_network(),
        };
        HealthCheck::new(format!("host:{name}"), format!("Host {name}"), verdict)
    };
    let mut checks: Vec<HealthCheck> = hosts.iter().enumerate().map(verdict).collect();
    let clock = match answers.is_empty() {
        true => no_network(),
        false => clock_verdict(answers.values().find_map(|asked| asked.ahead)),
    };
    checks.push(HealthCheck::new("clock", "Clock", clock));
    checks
}

/// Returns the checks of the bridge pages. Asks for none where no browser can return.
pub(super) async fn bridges(around: &Surroundings, uses: &Uses, is_offline: bool) -> Vec<HealthCheck> {
    let mut asked = JoinSet::new();
    for address in uses.bridges() {
        let skipped = around.skips(true).or_else(|| is_offline.then(no_network));
        asked.spawn(async move {
            let verdict = match skipped {
                Some(skipped) => skipped,
                None => bridge_verdict(bridge(&address).await),
            };
            HealthCheck::new(format!("bridge:{address}"), format!("Bridge page {address}"), verdict)
        });
    }
    let mut checks = asked.join_all().await;
    checks.sort_by(|one, other| one.id.cmp(&other.id));
    checks
}

fn no_network() -> Verdict {
    Verdict::skipped("You asked for no network.")
}

/// Returns Intercom's hosts, and the hosts that something uses or awaits, each once.
fn hosts(uses: &Uses) -> Vec<Host> {
    let intercom =
        Region::ALL.into_iter().filter_map(|region| Endpoint::prefix(Provider::intercom_api(region)).ok());
    let mut hosts: Vec<Host> = intercom.map(|endpoint| Host { endpoint, is_used: false }).collect();
    let in_use = uses.endpoints.iter().map(|endpoint| (endpoint, true));
    for (endpoint, is_used) in in_use.chain(uses.awaited.iter().map(|endpoint| (endpoint, false))) {
        match hosts.iter_mut().find(|host| host.endpoint.origin() == endpoint.origin()) {
            Some(host) => host.is_used |= is_used,
            None => hosts.push(Host { endpoint: endpoint.clone(), is_used }),
        }
    }
    hosts
}

/// The answer of a host.
struct Asked {
    facts: HostFacts,
    /// This computer's seconds minus the host's, where the host states its time.
    ahead: Option<i64>,
}

async fn ask(http: &Http, endpoint: &Endpoint) -> Asked {
    let request = Request::new(Method::GET, endpoint.url().clone());
    let facts = match http.ask(endpoint, request, ANSWER_IN).await {
        Ok(head) => {
            let stated = head.get(DATE).and_then(|value| value.to_str().ok()).and_then(date);
            let ahead = stated.map(|stated: Timestamp| (now().as_millis() - stated.as_millis()) / 1000);
            return Asked { facts: HostFacts::Answers(proxy_to(endpoint)), ahead };
        }
        Err(error @ HttpError::NeverConnected) => match named(endpoint).await {
            Ok(Ok(())) => HostFacts::Failed(error.problem(endpoint)),
            Ok(Err(_)) => HostFacts::NoName,
            Err(_) => HostFacts::SilentNames,
        },
        // The usual deadline is another one.
        Err(HttpError::Late(proxy)) => HostFacts::Failed(late(endpoint.host(), proxy)),
        Err(error) => HostFacts::Failed(error.problem(endpoint)),
    };
    Asked { facts, ahead: None }
}

/// Asks the name server for the host. Fails with [`Elapsed`] where it is silent, else where it knows no such host.
async fn named(endpoint: &Endpoint) -> Result<io::Result<()>, Elapsed> {
    let (Some(host), Some(port)) = (endpoint.url().host_str(), endpoint.url().port_or_known_default()) else {
        return Ok(Ok(()));
    };
    let host = host.trim_matches(['[', ']']);
    timeout(NAMED_IN, tokio::net::lookup_host((host, port))).await.map(|found| found.map(drop))
}

/// Returns the name of the proxy on the way.
fn proxy_to(endpoint: &Endpoint) -> Option<String> {
    proxy::on_the_way_to(endpoint).map(|proxy| proxy::name(&proxy))
}

const fn late(host: String, proxy: Option<String>) -> ProviderProblem {
    ProviderProblem::Late { host, seconds: ANSWER_IN.as_secs(), proxy }
}

async fn bridge(address: &str) -> BridgeFacts {
    match timeout(ANSWER_IN, check_bridge(address)).await {
        Ok(Ok(DeployedBridge { version: Some(version), sending_headers, missing_headers, .. })) => {
            match sending_headers.is_empty() {
                true => BridgeFacts::Ours(version.to_string(), missing_headers.join(", ")),
                false => BridgeFacts::Unsafe(sending_headers.join(", ")),
            }
        }
        Ok(Ok(page)) => BridgeFacts::Foreign(page.status),
        Ok(Err(problem)) => BridgeFacts::Unreached(problem),
        Err(_) => {
            let endpoint = Endpoint::new(address).ok();
            let host = endpoint.as_ref().map_or_else(|| address.to_owned(), Endpoint::host);
            BridgeFacts::Unreached(late(host, endpoint.as_ref().and_then(proxy_to)).into())
        }
    }
}

//! Asks a host for its bridge page.

use reqwest::{Method, Request};
use switchhook_core::{Endpoint, Field, Problem, SentPage};

use super::addresses::unusable;
use crate::contract::DeployedBridge;
use crate::intercom::failure::ANSWER_IN;
use crate::intercom::http::Http;

/// Compares the page at an address with the published bridge pages. Follows no redirect, reads at most one megabyte, and waits
/// at most 20 seconds.
///
/// # Errors
/// `usage` where the address is neither https nor http on loopback, `provider_unreachable` or `provider_unreadable` where the
/// host gives no readable answer.
pub async fn check_bridge(address: &str) -> Result<DeployedBridge, Problem> {
    let endpoint = Endpoint::new(address).map_err(unusable(Field::RedirectUri))?;
    let request = Request::new(Method::GET, endpoint.url().clone());
    let sent = Http::default().send(&endpoint, request, ANSWER_IN).await;
    let answer = sent.map_err(|error| error.problem(&endpoint))?;
    let page = SentPage::judge(answer.status, &answer.body, |name| {
        answer.headers.get_all(name).iter().filter_map(|value| value.to_str().ok()).collect()
    });
    Ok(DeployedBridge {
        ours: page.version.is_some(),
        version: page.version,
        missing_headers: page.missing_headers,
        framing: page.framing.code(),
        status: answer.status,
    })
}

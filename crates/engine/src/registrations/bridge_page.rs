//! Asks a host for its bridge page.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use reqwest::{Method, Request};
use switchhook_core::{
    Channel, CsrfToken, Endpoint, Field, PUBLIC_KEY_LEN, Problem, RANDOM_LEN, SentPage, VaultProblem,
};
use url::Url;

use super::addresses::unusable;
use crate::contract::DeployedBridge;
use crate::intercom::failure::ANSWER_IN;
use crate::intercom::http::Http;

/// Compares the page at an address with the published bridge pages: once as it is, and once with a made-up answer, because a host
/// may send another page for an answer. Follows no redirect, reads at most one megabyte, and waits at most 20 seconds, each time.
///
/// # Errors
/// `usage` where the address is neither https nor http on loopback, `provider_unreachable` or `provider_unreadable` where the
/// host gives no readable answer.
pub async fn check_bridge(address: &str) -> Result<DeployedBridge, Problem> {
    let endpoint = Endpoint::new(address).map_err(unusable(Field::RedirectUri))?;
    let (first, status) = sent(&endpoint, endpoint.url().clone()).await?;
    let (second, second_status) = sent(&endpoint, answered(endpoint.url().clone())?).await?;
    let page = first.and(second);
    Ok(DeployedBridge {
        ours: page.is_ours(),
        version: page.version,
        missing_headers: page.missing_headers,
        sending_headers: page.sending_headers,
        other_policy: page.has_other_policy,
        framing: page.framing.code(),
        status: if status == 200 { second_status } else { status },
    })
}

/// Asks for the page at this URL. Returns the verdict and the status.
async fn sent(endpoint: &Endpoint, url: Url) -> Result<(SentPage, u16), Problem> {
    let sent = Http::default().send(endpoint, Request::new(Method::GET, url), ANSWER_IN).await;
    let answer = sent.map_err(|error| error.problem(endpoint))?;
    let page = SentPage::judge(answer.status, &answer.body, |name| {
        answer.headers.get_all(name).iter().filter_map(|value| value.to_str().ok()).collect()
    });
    Ok((page, answer.status))
}

/// Adds a made-up answer to an address.
///
/// Fails where the system gives no random bytes.
fn answered(url: Url) -> Result<Url, VaultProblem> {
    let (mut key, mut random) = ([0; PUBLIC_KEY_LEN], [0; RANDOM_LEN]);
    for bytes in [key.as_mut_slice(), &mut random] {
        getrandom::fill(bytes).map_err(|_| VaultProblem::NoRandomness)?;
    }
    answered_with(url, &CsrfToken::compose(Channel::current(), &key, &random))
}

/// Adds a made-up answer with this state to an address. A host can't tell it from a real one.
///
/// Fails where the system gives no random bytes.
pub(crate) fn answered_with(mut url: Url, state: &CsrfToken) -> Result<Url, VaultProblem> {
    let mut code = [0; 30];
    getrandom::fill(&mut code).map_err(|_| VaultProblem::NoRandomness)?;
    url.query_pairs_mut()
        .append_pair("code", &URL_SAFE_NO_PAD.encode(code))
        .append_pair("state", state.expose());
    Ok(url)
}

//! Starting and stopping the sandbox, its description, and the facts that survive a restart.

use std::net::TcpListener;

use serde_json::json;
use switchhook_sandbox::{Options, Seed, StartError, start};

use crate::trial::*;

/// Binds a free port at or after `first`.
///
/// The port is below the range of ephemeral ports, so that no other test gets it or its neighbours after the release.
fn hold_port(first: u16) -> TcpListener {
    (first..first + 1_000).step_by(5).find_map(|port| TcpListener::bind(("127.0.0.1", port)).ok()).unwrap()
}

#[tokio::test]
async fn only_the_us_listener_serves_the_description() {
    let trial = Trial::start().await;
    let about = trial.about();
    let region = |base: &str| {
        json!({"authorization_endpoint": format!("{base}/oauth"),
            "token_endpoint": format!("{base}/auth/eagle/token"), "api_base": base})
    };
    let (eu, au) = (&about.regions.eu.api_base, &about.regions.au.api_base);
    let expected = json!({
        "url": about.url,
        "client_id": about.client_id,
        "client_secret": about.client_secret,
        "authorization_endpoint": format!("{}/oauth", about.url),
        "token_endpoint": format!("{}/auth/eagle/token", about.url),
        "api_base": about.url,
        "regions": {"us": region(&about.url), "eu": region(eu), "au": region(au)},
    });
    assert_eq!(serde_json::to_value(about).unwrap(), expected);
    assert_eq!(answer(trial.get(format!("{}/_sandbox", about.url))).await.body, expected);
    for other in [eu, au] {
        assert_ne!(other, &about.url);
        for path in ["/_sandbox", "/_control"] {
            assert_eq!(answer(trial.get(format!("{other}{path}"))).await.status, 404);
        }
    }
}

#[tokio::test]
async fn token_works_after_a_restart_on_another_port() {
    // Records stand from their sandbox's start, so both sandboxes get one time.
    let standing = || Options { now: "2026-10-25T12:00:00Z".parse().ok(), ..options() };
    let yesterday = Trial::with(standing()).await;
    let old = yesterday.token(LUMEN).await;
    let (me, description) = (yesterday.me(&old).await.body, yesterday.about().clone());
    let contacts = answer(yesterday.api("/contacts").bearer_auth(&old)).await.body;
    let occupied = yesterday.about().url.clone();

    let today = Trial::with(standing()).await;
    assert_ne!(today.about().url, occupied);
    yesterday.sandbox.stop().await;
    assert_eq!(today.about().client_id, description.client_id);
    assert_eq!(today.about().client_secret, description.client_secret);
    assert_eq!(today.me(&old).await.body, me);
    assert_eq!(answer(today.api("/contacts").bearer_auth(&old)).await.body, contacts);
    assert_ne!(today.token(LUMEN).await, old, "each consent gives a new token");
    assert_eq!(today.me(&old).await.status, 200, "older tokens stay valid");
}

#[tokio::test]
async fn another_seed_gives_other_clients_tokens_and_records() {
    let one = Trial::start().await;
    let other = Trial::with(Options { seed: Seed::from_bytes([8; 32]), ..options() }).await;
    assert_ne!(one.about().client_id, other.about().client_id);
    assert_ne!(one.about().client_secret, other.about().client_secret);
    let (here, there) = (one.token(NORTHWIND).await, other.token(NORTHWIND).await);
    assert_eq!(other.me(&here).await.status, 401);
    let contacts = async |trial: &Trial, token: &str| {
        answer(trial.api("/contacts").bearer_auth(token)).await.body["data"].clone()
    };
    assert_ne!(contacts(&one, &here).await, contacts(&other, &there).await);
}

#[tokio::test]
async fn start_uses_the_given_port_or_reports_it_in_use() {
    let held = hold_port(21_000);
    let port = held.local_addr().unwrap().port();
    let wanted = || Options { port: Some(port), ..options() };
    match start(wanted()).await {
        Err(StartError::PortInUse(said)) => assert_eq!(said, port),
        other => panic!("{other:?}"),
    }
    drop(held);
    let trial = Trial::with(wanted()).await;
    assert_eq!(trial.about().url, format!("http://127.0.0.1:{port}"));
    assert_eq!(trial.api("/me").send().await.unwrap().status(), 401);

    trial.sandbox.stop().await;
    let again = Trial::with(wanted()).await;
    assert_eq!(again.about().url, format!("http://127.0.0.1:{port}"), "a stop frees the port");
}

#[tokio::test]
async fn start_works_with_a_neighbouring_port_in_use() {
    let held = hold_port(25_000);
    let neighbour = held.local_addr().unwrap().port();
    let trial = Trial::with(Options { port: Some(neighbour - 1), ..options() }).await;
    let eu = format!("{}/me", trial.about().regions.eu.api_base);
    assert!(!eu.contains(&neighbour.to_string()), "{eu}");
    assert_eq!(answer(trial.get(eu)).await.status, 401);
}

#[tokio::test]
async fn stopped_sandbox_no_longer_listens() {
    let trial = Trial::start().await;
    let url = trial.about().url.clone();
    assert_eq!(trial.api("/me").send().await.unwrap().status(), 401);
    trial.sandbox.stop().await;
    assert!(std::net::TcpStream::connect(url.trim_start_matches("http://")).is_err());
}

#[tokio::test]
async fn dropped_sandbox_no_longer_listens() {
    let trial = Trial::start().await;
    let address = trial.about().url.trim_start_matches("http://").to_owned();
    drop(trial.sandbox);
    let closed = async {
        while tokio::net::TcpStream::connect(&address).await.is_ok() {
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(5), closed).await.unwrap();
}

#[tokio::test]
async fn start_fails_with_an_invalid_redirect_uri() {
    let options = Options { redirect_uris: vec!["not a URI".to_owned()], ..options() };
    let refused = start(options).await.unwrap_err();
    assert!(refused.to_string().contains("not a URI"), "{refused}");
}

#[tokio::test]
async fn debug_output_shows_no_secret() {
    let trial = Trial::start().await;
    let shown = format!("{:?} {:?}", trial.sandbox, options());
    assert!(shown.contains(&trial.about().client_id), "{shown}");
    assert!(!shown.contains(&trial.about().client_secret), "{shown}");
    assert!(!shown.contains("7, 7"), "{shown}");
}

use std::time::Instant;

use serde_json::json;
use switchhook_engine::core::{
    AttemptProblem, AttemptStage, Code, CodeRejection, Outcome, Problem, ProviderCode, ProviderProblem,
    TokenError, Unreadable,
};

use crate::front::{Front, Reply};
use crate::scenario::{PASTE, Scenario, ended};

/// Connects an account with this reply of the token endpoint. Returns the outcome or the problem.
async fn exchange(scenario: &Scenario, front: &Front, reply: Reply) -> Result<Outcome, Problem> {
    front.answer("/token", reply);
    let link = scenario.authorized(&scenario.begin("Front").await).await;
    let ended = ended(scenario.connector.attempts().receive(link).await.unwrap());
    ended.map(|connected| connected.outcome)
}

#[tokio::test]
async fn every_2xx_status_with_a_token_issues_it() {
    let scenario = Scenario::new().await;
    let front = Front::start(&scenario, &[]).await;
    scenario.register_at("Front", PASTE, &format!("{}/token", front.address)).await;
    let token = scenario.control("tokens", &json!({ "workspace": "nw7k2p0q" })).await;
    for (status, outcome) in [
        ("200 OK", Outcome::Connected),
        ("201 Created", Outcome::AlreadyConnected),
        ("202 Accepted", Outcome::AlreadyConnected),
        ("203 Non-Authoritative Information", Outcome::AlreadyConnected),
        ("206 Partial Content", Outcome::AlreadyConnected),
        ("299 Fine", Outcome::AlreadyConnected),
    ] {
        let reply = Reply::of(status, token.to_string());
        assert_eq!(exchange(&scenario, &front, reply).await, Ok(outcome), "{status}");
    }
}

#[tokio::test]
async fn success_status_without_a_token_issues_none() {
    let scenario = Scenario::new().await;
    let front = Front::start(&scenario, &[]).await;
    scenario.register_at("Front", PASTE, &format!("{}/token", front.address)).await;
    let unreadable = |why| ProviderProblem::Unreadable { host: front.host(), why, code: None }.into();
    let rejected = AttemptProblem::CodeRejected {
        reason: CodeRejection::Spent,
        code: ProviderCode::new("invalid_grant"),
    };
    let no_code = AttemptProblem::CodeRejected { reason: CodeRejection::Unclear, code: None };
    for (status, body, problem) in [
        ("204 No Content", "", unreadable(Unreadable::Empty)),
        ("201 Created", "", unreadable(Unreadable::Empty)),
        ("201 Created", "<html>", unreadable(Unreadable::WebPage)),
        ("201 Created", "issued", unreadable(Unreadable::NoJson)),
        ("201 Created", "[]", unreadable(Unreadable::NoObject)),
        ("202 Accepted", "{}", unreadable(Unreadable::Token(TokenError::Absent))),
        ("201 Created", r#"{"error":"invalid_grant"}"#, rejected.into()),
        ("200 OK", r#"{"access_token":"dG9rOnRva2Vu","error":"The code is spent"}"#, no_code.into()),
    ] {
        let refused = exchange(&scenario, &front, Reply::of(status, body)).await;
        assert_eq!(refused, Err(problem), "{status} {body}");
    }
}

#[tokio::test]
async fn token_endpoint_errors_are_distinguished() {
    for (answer, code, provider_code) in [
        ("refuse", Code::CodeRejected, Some("unauthorized")),
        ("unreadable", Code::ProviderUnreadable, None),
        ("error", Code::ProviderUnreachable, None),
    ] {
        let scenario = Scenario::new().await;
        scenario.switch("token", answer).await;
        let begun = scenario.begin("Acme").await;
        let link = scenario.authorized(&begun).await;
        let problem = ended(scenario.connector.attempts().receive(link).await.unwrap()).unwrap_err();
        assert_eq!(problem.code(), code, "{answer}");
        assert_eq!(problem.provider_code(), provider_code.and_then(ProviderCode::new).as_ref(), "{answer}");
        let attempt = scenario.attempt(&begun).await;
        assert_eq!(
            (attempt.stage, attempt.error.map(|error| error.code)),
            (AttemptStage::Failed, Some(code))
        );
    }
}

#[tokio::test]
async fn refused_connection_is_retried_and_then_given_up() {
    let scenario = Scenario::new().await;
    // a port that was free a moment ago: nothing listens there
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    scenario.register_at("Nobody", PASTE, &format!("http://{free}/token")).await;
    let begun = scenario.begin("Nobody").await;
    let link = scenario.authorized(&begun).await;
    let started = Instant::now();
    let problem = ended(scenario.connector.attempts().receive(link).await.unwrap()).unwrap_err();
    assert_eq!(problem.code(), Code::ProviderUnreachable);
    let not_reached = ProviderProblem::NotReached { host: free.to_string() };
    assert_eq!(problem, not_reached.into(), "the problem names the host after the last try");
    assert!(started.elapsed().as_millis() >= 3_500, "three more tries, each after a longer pause");
}

#[tokio::test]
async fn redirect_of_the_token_endpoint_is_not_followed() {
    let scenario = Scenario::new().await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let served = tokio::spawn(async move {
        use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut request = vec![0; 4096];
        let read = stream.read(&mut request).await.unwrap();
        let redirect =
            format!("HTTP/1.1 307 X\r\nlocation: http://{address}/stolen\r\ncontent-length: 0\r\n\r\n");
        stream.write_all(redirect.as_bytes()).await.unwrap();
        stream.shutdown().await.unwrap();
        // a client that follows redirects would come again
        let again =
            tokio::time::timeout(std::time::Duration::from_millis(500), listener.accept()).await.is_ok();
        (String::from_utf8_lossy(&request[..read]).into_owned(), again)
    });
    scenario.register_at("Elsewhere", PASTE, &format!("http://{address}/token")).await;
    let begun = scenario.begin("Elsewhere").await;
    let link = scenario.authorized(&begun).await;
    let problem = ended(scenario.connector.attempts().receive(link).await.unwrap()).unwrap_err();
    assert_eq!(problem.code(), Code::ProviderUnreadable);
    let (request, again) = served.await.unwrap();
    assert!(!again, "the redirect was not followed");
    assert!(request.starts_with("POST /token "), "{request}");
    assert!(
        request.contains("client_secret=") && !request.contains("authorization:"),
        "credentials in the body"
    );
}

use switchhook_engine::contract::Outcome;
use switchhook_engine::core::{AccessToken, Code, Region, Status};
use switchhook_engine::{OwnToken, contract::Connected, core::ErrorReport};

use crate::scenario::Scenario;

/// A token as the Developer Hub would hand it out: here by a consent whose code we exchange ourselves.
async fn token(scenario: &Scenario) -> String {
    let begun = scenario.begin("Acme").await;
    let link = scenario.consent(&begun, "authorize", None).await;
    let code = url::Url::parse(&link)
        .unwrap()
        .query_pairs()
        .find(|(name, _)| name == "code")
        .unwrap()
        .1
        .into_owned();
    let description = scenario.sandbox.description();
    let form = [
        ("code", code.as_str()),
        ("client_id", &description.client_id),
        ("client_secret", &description.client_secret),
    ];
    let request = reqwest::Client::new().post(&description.token_endpoint).form(&form);
    let body = request.send().await.unwrap().text().await.unwrap();
    let answer: serde_json::Value = serde_json::from_str(&body).unwrap();
    answer["access_token"].as_str().unwrap().to_string()
}

async fn add(scenario: &Scenario, token: &str) -> Result<Connected, ErrorReport> {
    let own = OwnToken {
        token: AccessToken::new(token.into()).unwrap(),
        region: Region::Us,
        api_base: Some(scenario.sandbox.description().api_base.clone()),
        name: None,
    };
    scenario.connector.add_own_token(own).await
}

#[tokio::test]
async fn an_own_token_becomes_an_account_of_its_own_kind() {
    let scenario = Scenario::new().await;
    scenario.connect("Acme").await.unwrap();
    let token = token(&scenario).await;
    let added = add(&scenario, &token).await.unwrap();
    assert_eq!(added.outcome, Outcome::Connected, "not the account that the app connected");
    assert_eq!(added.account.registration, None);
    assert_eq!(scenario.connector.check(&added.account.id).await.unwrap().account.status, Status::Connected);
    assert_eq!(add(&scenario, &token).await.unwrap().outcome, Outcome::AlreadyConnected);
    assert!(!String::from_utf8_lossy(&scenario.files()).contains(&token), "it lies sealed");
}

#[tokio::test]
async fn a_token_that_is_refused_or_not_answered_for_is_not_kept() {
    let scenario = Scenario::new().await;
    let refused = add(&scenario, "dG9rOm5vbnNlbnNl").await.unwrap_err();
    assert_eq!((refused.code, refused.provider_code.as_deref()), (Code::CodeRejected, Some("unauthorized")));
    let token = token(&scenario).await;
    scenario.switch("me", "error").await;
    assert_eq!(add(&scenario, &token).await.unwrap_err().code, Code::ProviderUnreachable);
    assert!(scenario.connector.accounts(None, None).await.unwrap().is_empty());
    scenario.switch("me", "answer").await;
    scenario.switch("missing_permissions", ["read_single_admin"]).await;
    assert_eq!(add(&scenario, &token).await.unwrap().outcome, Outcome::Unverified, "it lives, so it is kept");
}

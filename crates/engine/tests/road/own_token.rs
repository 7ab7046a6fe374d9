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
        replaces: None,
    };
    scenario.connector.add_own_token(own).await
}

/// A token of the person's own, as the Developer Hub of that workspace hands it out.
async fn handed_out(scenario: &Scenario, workspace: &str) -> AccessToken {
    let token = scenario.control("tokens", &serde_json::json!({ "workspace": workspace })).await;
    AccessToken::new(token["access_token"].as_str().unwrap().into()).unwrap()
}

#[tokio::test]
async fn a_token_for_one_account_never_becomes_another_one() {
    let scenario = Scenario::new().await;
    let own = |token, replaces: Option<&str>| OwnToken {
        token,
        region: Region::Us,
        api_base: Some(scenario.sandbox.description().api_base.clone()),
        name: None,
        replaces: replaces.map(Into::into),
    };
    let northwind = own(handed_out(&scenario, "nw7k2p0q").await, None);
    let account = scenario.connector.add_own_token(northwind).await.unwrap().account;
    let lumen = own(handed_out(&scenario, "lm5v0r6y").await, Some(&account.id));
    let refused = scenario.connector.add_own_token(lumen).await.unwrap_err();
    assert_eq!(refused.code, Code::WrongWorkspace);
    for name in ["“Lumen Labs”", "“Northwind Support”"] {
        assert!(refused.message.contains(name), "{}", refused.message);
    }
    assert_eq!(scenario.connector.accounts(None, None).await.unwrap().len(), 1);
    let again = own(handed_out(&scenario, "nw7k2p0q").await, Some(&account.id));
    let renewed = scenario.connector.add_own_token(again).await.unwrap();
    assert_eq!((renewed.outcome, renewed.account.id), (Outcome::AlreadyConnected, account.id));
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

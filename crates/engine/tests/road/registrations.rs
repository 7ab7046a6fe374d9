use switchhook_engine::NewRegistration;
use switchhook_engine::core::{ClientSecret, Code, Region};

use crate::scenario::{PASTE, Scenario};

fn new(name: &str) -> NewRegistration {
    NewRegistration {
        name: name.into(),
        client_id: "client".into(),
        client_secret: ClientSecret::new("the-client-secret".into()).unwrap(),
        redirect_uri: PASTE.into(),
        region: Region::Eu,
        authorization_endpoint: None,
        token_endpoint: None,
        api_base: None,
        workspace: None,
    }
}

#[tokio::test]
async fn a_registration_without_addresses_uses_intercoms_own_of_its_region() {
    let scenario = Scenario::new().await;
    let added = scenario.connector.add_registration(new("Mine")).await.unwrap();
    assert_eq!(added.authorization_endpoint.as_deref(), Some("https://app.eu.intercom.com/oauth"));
    assert_eq!(added.token_endpoint.as_deref(), Some("https://api.intercom.io/auth/eagle/token"));
    assert!(
        !String::from_utf8_lossy(&scenario.files()).contains("the-client-secret"),
        "the secret lies sealed"
    );
}

#[tokio::test]
async fn what_can_not_be_used_is_refused_and_nothing_is_stored() {
    let scenario = Scenario::new().await;
    let before = scenario.connector.registrations().await.unwrap().len();
    for bad in [
        NewRegistration { name: " ".into(), ..new("x") },
        NewRegistration { client_id: String::new(), ..new("x") },
        NewRegistration { redirect_uri: "http://example.com/".into(), ..new("x") },
        NewRegistration { redirect_uri: "other.app:/callback".into(), ..new("x") },
        NewRegistration { token_endpoint: Some("http://example.com/token".into()), ..new("x") },
        NewRegistration { authorization_endpoint: Some("https://a.example/?state=1".into()), ..new("x") },
        NewRegistration { authorization_endpoint: Some("https://a.example/?scope=all".into()), ..new("x") },
        NewRegistration { api_base: Some("https://a.example/?q=1".into()), ..new("x") },
        new("Acme"),
    ] {
        assert_eq!(scenario.connector.add_registration(bad).await.unwrap_err().code, Code::Usage);
    }
    assert_eq!(scenario.connector.registrations().await.unwrap().len(), before);
}

#[tokio::test]
async fn an_account_outlives_its_registration_and_so_does_an_attempt() {
    let scenario = Scenario::new().await;
    let begun = scenario.begin("Acme").await;
    scenario.connector.remove_registration("Acme").await.unwrap();
    let link = scenario.authorized(&begun).await;
    let account = crate::scenario::ended(scenario.connector.receive(link).await.unwrap()).unwrap().account;
    assert_eq!(account.registration.as_deref(), Some("Acme"), "the attempt carried all that it needed");
    assert_eq!(scenario.connector.remove_registration("Acme").await.unwrap_err().code, Code::NotFound);
}

#[tokio::test]
async fn the_sandboxs_registration_follows_the_running_sandbox() {
    let scenario = Scenario::new().await;
    let error = scenario.connector.sandbox_registration().await.unwrap_err();
    assert_eq!(error.code, Code::ProviderUnreachable, "none was announced");
    let home = scenario.connector.home();
    switchhook_engine::sandbox::announce(home, &scenario.sandbox.description().url).unwrap();
    let registration = scenario.connector.sandbox_registration().await.unwrap();
    assert_eq!(registration.client_id, scenario.sandbox.description().client_id);
    assert_eq!(registration.token_endpoint, None, "no address of it is stored");
    let begun = scenario.begin(&registration.id).await;
    let link = scenario.authorized(&begun).await;
    let account = crate::scenario::ended(scenario.connector.receive(link).await.unwrap()).unwrap().account;
    let checked = scenario.connector.check(&account.id).await.unwrap().account;
    assert_eq!(checked.status, switchhook_engine::core::Status::Connected);
}

use switchhook_engine::core::{
    AttemptProblem, AttemptStage, ClientSecret, Code, Region, RegistrationId, RegistrationProblem, Status,
    WorkspaceId,
};
use switchhook_engine::{ConnectRequest, NewRegistration, RegistrationChange, WorkspaceChoice};

use crate::scenario::{PASTE, Scenario, ended};

fn secret(text: &str) -> ClientSecret {
    ClientSecret::new(text.into()).unwrap()
}

pub(crate) fn new(name: &str) -> NewRegistration {
    NewRegistration {
        name: name.into(),
        client_id: "client".into(),
        client_secret: secret("the-client-secret"),
        redirect_uri: PASTE.into(),
        region: Region::Eu,
        authorization_endpoint: None,
        token_endpoint: None,
        api_base: None,
        workspace: None,
    }
}

#[tokio::test]
async fn registration_defaults_to_intercoms_addresses_of_its_region() {
    let scenario = Scenario::new().await;
    let added = scenario.connector.registrations().add(new("Mine")).await.unwrap();
    assert_eq!(added.authorization_endpoint.as_deref(), Some("https://app.eu.intercom.com/oauth"));
    assert_eq!(added.token_endpoint.as_deref(), Some("https://api.intercom.io/auth/eagle/token"));
    assert!(
        !String::from_utf8_lossy(&scenario.files()).contains("the-client-secret"),
        "the secret lies sealed"
    );
}

#[tokio::test]
async fn invalid_registration_is_refused_and_not_stored() {
    let scenario = Scenario::new().await;
    let before = scenario.connector.registrations().list().await.unwrap().len();
    for bad in [
        NewRegistration { name: " ".into(), ..new("x") },
        NewRegistration { client_id: String::new(), ..new("x") },
        NewRegistration { redirect_uri: "http://example.com/".into(), ..new("x") },
        NewRegistration { redirect_uri: "other.app:/callback".into(), ..new("x") },
        NewRegistration { redirect_uri: "http://localhost:6000/callback".into(), ..new("x") },
        NewRegistration { token_endpoint: Some("http://example.com/token".into()), ..new("x") },
        NewRegistration { authorization_endpoint: Some("https://a.example/?state=1".into()), ..new("x") },
        NewRegistration { authorization_endpoint: Some("https://a.example/?scope=all".into()), ..new("x") },
        NewRegistration { api_base: Some("https://a.example/?q=1".into()), ..new("x") },
        NewRegistration { workspace: Some(" ".into()), ..new("x") },
        NewRegistration { client_id: "client ".into(), ..new("x") },
        NewRegistration { client_id: "INTERCOM_CLIENT_ID=client".into(), ..new("x") },
        NewRegistration { client_secret: secret("client"), ..new("x") },
        NewRegistration { client_secret: secret(&scenario.sandbox.description().client_id), ..new("x") },
        NewRegistration { client_id: scenario.sandbox.description().client_secret.clone(), ..new("x") },
        NewRegistration { workspace: Some("\"nw7k2p0q\"".into()), ..new("x") },
        NewRegistration { workspace: Some("INTERCOM_APP_ID=nw7k2p0q".into()), ..new("x") },
        new("Acme"),
    ] {
        assert_eq!(scenario.connector.registrations().add(bad).await.unwrap_err().code(), Code::Usage);
    }
    assert_eq!(scenario.connector.registrations().list().await.unwrap().len(), before);
}

// The removal cancels awaiting attempts, and deletes their client secret.
#[tokio::test]
async fn account_outlives_its_registration_and_attempts_do_not() {
    let scenario = Scenario::new().await;
    let account = scenario.connect("Acme").await.unwrap().account;
    let begun = scenario.begin("Acme").await;
    let other = {
        scenario.register("Other", PASTE).await;
        scenario.begin("Other").await
    };
    let acme = scenario.registered("Acme").await;
    scenario.connector.registrations().remove(&acme).await.unwrap();
    let attempt = scenario.attempt(&begun).await;
    assert_eq!(attempt.stage, AttemptStage::Cancelled);
    let removed = AttemptProblem::RegistrationRemoved { registration: "Acme".into() };
    assert_eq!(attempt.error.unwrap().problem, removed.into());
    let told = scenario.connector.attempts().wait(&begun.attempt).await.unwrap_err();
    assert_eq!(told.code(), Code::Cancelled, "the waiting caller learns of the removal");
    let late = scenario.authorized(&begun).await;
    assert_eq!(scenario.connector.attempts().receive(late).await.unwrap_err().code(), Code::Cancelled);
    let secrets: i64 = rusqlite::Connection::open(scenario.folder.path().join("switchhook.db"))
        .unwrap()
        .query_row("SELECT count(*) FROM attempt WHERE client_secret IS NOT NULL", [], |row| row.get(0))
        .unwrap();
    assert_eq!(secrets, 1, "its secret is gone from there, and the other app's is not");
    assert_eq!(scenario.attempt(&other).await.stage, AttemptStage::Awaiting);
    let kept = scenario.account(&account.id).await;
    assert_eq!(kept.registration.as_deref(), Some("Acme"));
    let again = scenario.connector.registrations().remove(&acme).await.map(drop);
    assert_eq!(again.unwrap_err().code(), Code::NotFound);
    let gone = scenario.connector.registrations().resolve("Acme").await.unwrap_err();
    assert_eq!(gone, RegistrationProblem::NotFound.into());
}

// An edit of the client id leaves these accounts behind.
#[tokio::test]
async fn accounts_of_the_old_client_are_named_and_keep_its_name() {
    let scenario = Scenario::new().await;
    let connector = &scenario.connector;
    let account = scenario.connect("Acme").await.unwrap().account;
    let another = RegistrationChange {
        name: Some("Another".into()),
        client_id: Some("another".into()),
        client_secret: Some(secret("another-secret")),
        ..Default::default()
    };
    let acme = scenario.registered("Acme").await;
    let edited = connector.registrations().edit(&acme, another).await.unwrap();
    assert_eq!((edited.registration.name.as_str(), edited.left_behind), ("Another", vec![account.name]));
    let kept = connector.accounts().get(&account.id).await.unwrap();
    assert_eq!(
        kept.registration.as_deref(),
        Some("Acme"),
        "the account was never connected with the new client"
    );

    let description = scenario.sandbox.description();
    let back = RegistrationChange {
        client_id: Some(description.client_id.clone()),
        client_secret: Some(secret(&description.client_secret)),
        ..Default::default()
    };
    assert_eq!(scenario.registered("Another").await, acme);
    let edited = connector.registrations().edit(&acme, back).await.unwrap();
    assert!(edited.left_behind.is_empty(), "no account is of the client in between");
    let again = scenario.connect("Another").await.unwrap().account;
    assert_eq!((again.id, again.registration.as_deref()), (account.id, Some("Another")), "the present name");
}

#[tokio::test]
async fn custom_addresses_are_set_back_to_intercoms() {
    let scenario = Scenario::new().await;
    let connector = &scenario.connector;
    let own = connector.registrations().add(new("Mine")).await.unwrap();
    let given = RegistrationChange {
        authorization_endpoint: Some("https://consent.example/oauth".into()),
        token_endpoint: Some("https://tokens.example/".into()),
        api_base: Some("https://api.example".into()),
        client_secret: Some(secret("the-client-secret")),
        ..Default::default()
    };
    connector.registrations().edit(&own.id, given).await.unwrap();
    let back = RegistrationChange {
        intercom_addresses: true,
        client_secret: Some(secret("the-client-secret")),
        ..Default::default()
    };
    let after = connector.registrations().edit(&own.id, back).await.unwrap().registration;
    assert_eq!(after.authorization_endpoint, own.authorization_endpoint);
    assert_eq!((after.token_endpoint, after.api_base), (own.token_endpoint, own.api_base));
    let moved = RegistrationChange { region: Some(Region::Au), ..Default::default() };
    let after = connector.registrations().edit(&own.id, moved).await.unwrap().registration;
    assert_eq!(
        after.authorization_endpoint.as_deref(),
        Some("https://app.au.intercom.com/oauth"),
        "the address follows the region again without the secret"
    );
}

#[tokio::test]
async fn edit_changes_the_given_fields_alone() {
    let scenario = Scenario::new().await;
    let connector = &scenario.connector;
    let before = connector.registrations().add(new("Mine")).await.unwrap();
    let change = RegistrationChange {
        redirect_uri: Some("http://localhost:47116/callback".into()),
        region: Some(Region::Au),
        workspace: Some(WorkspaceChoice::Only("nw7k2p0q".into())),
        ..Default::default()
    };
    let mine = scenario.registered("Mine").await;
    let after = connector.registrations().edit(&mine, change).await.unwrap().registration;
    assert_eq!((&after.id, after.name.as_str()), (&before.id, "Mine"));
    assert_eq!((after.region, after.workspace), (Region::Au, Some(WorkspaceId::new("nw7k2p0q"))));
    assert_eq!(after.redirect_uri, "http://localhost:47116/callback");
    assert_eq!(
        after.authorization_endpoint.as_deref(),
        Some("https://app.au.intercom.com/oauth"),
        "Intercom's own address follows the region"
    );
    assert_eq!((&after.token_endpoint, &after.client_id), (&before.token_endpoint, &before.client_id));

    let given = RegistrationChange {
        authorization_endpoint: Some("https://consent.example/oauth".into()),
        workspace: Some(WorkspaceChoice::Any),
        client_secret: Some(secret("the-client-secret")),
        ..Default::default()
    };
    connector.registrations().edit(&mine, given).await.unwrap();
    let moved = RegistrationChange { region: Some(Region::Us), ..Default::default() };
    let after = connector.registrations().edit(&before.id, moved).await.unwrap().registration;
    assert_eq!((after.region, after.workspace), (Region::Us, None));
    assert_eq!(
        after.authorization_endpoint.as_deref(),
        Some("https://consent.example/oauth"),
        "a person's own address stays"
    );
    let listed = connector.registrations().list().await.unwrap();
    let listed = listed.iter().find(|each| each.id == before.id).unwrap();
    assert_eq!(
        listed.authorization_endpoint, after.authorization_endpoint,
        "the answer equals the stored row"
    );
}

// Otherwise a person without the secret could send it elsewhere.
#[tokio::test]
async fn edit_of_client_or_address_needs_the_secret_again() {
    let scenario = Scenario::new().await;
    let connector = &scenario.connector;
    let acme = scenario.registered("Acme").await;
    let change = RegistrationChange::default;
    let client = || RegistrationChange { client_id: Some("another".into()), ..change() };
    let host = |path: &str| RegistrationChange {
        token_endpoint: Some(format!("https://tokens.example{path}")),
        ..change()
    };
    for change in [
        client(),
        host("/a"),
        RegistrationChange { authorization_endpoint: Some("https://consent.example/".into()), ..change() },
        RegistrationChange { api_base: Some("https://api.example".into()), ..change() },
        RegistrationChange { intercom_addresses: true, ..change() },
    ] {
        let refused = connector.registrations().edit(&acme, change).await.unwrap_err();
        assert_eq!((refused.code(), refused), (Code::Usage, RegistrationProblem::SecretNeeded.into()));
    }
    scenario.connect("Acme").await.unwrap();

    let with_secret = RegistrationChange { client_secret: Some(secret("a-new-secret")), ..host("/a") };
    connector.registrations().edit(&acme, with_secret).await.unwrap();
    for path in ["/b", "/a/", "/a?tenant=b"] {
        let refused = connector.registrations().edit(&acme, host(path)).await.unwrap_err();
        assert_eq!(refused.code(), Code::Usage, "{path}: the secret is sent there");
    }
    let after = connector.registrations().edit(&acme, host("/a")).await.unwrap().registration;
    assert_eq!(after.token_endpoint.as_deref(), Some("https://tokens.example/a"), "the address is unchanged");
    let api = |base: &str| RegistrationChange { api_base: Some(base.into()), ..change() };
    let with_secret =
        RegistrationChange { client_secret: Some(secret("x")), ..api("https://api.example/v1") };
    connector.registrations().edit(&acme, with_secret).await.unwrap();
    for base in ["https://api.example/v2", "https://api.example", "https://api.example/v1/v2"] {
        let refused = connector.registrations().edit(&acme, api(base)).await.unwrap_err();
        assert_eq!(refused, RegistrationProblem::SecretNeeded.into(), "{base}: another path of the host");
    }
    for base in ["https://api.example/v1", "https://api.example/v1/", "https://API.example:443/v1"] {
        let after = connector.registrations().edit(&acme, api(base)).await.unwrap().registration;
        assert_eq!(after.api_base.as_deref(), Some("https://api.example/v1"), "{base}: it is the one it has");
    }
    let consent = |path: &str| RegistrationChange {
        authorization_endpoint: Some(format!("https://consent.example/{path}")),
        ..change()
    };
    let with_secret = RegistrationChange { client_secret: Some(secret("x")), ..consent("oauth") };
    connector.registrations().edit(&acme, with_secret).await.unwrap();
    for path in ["", "oauth/", "oauth?tenant=b", "other"] {
        let refused = connector.registrations().edit(&acme, consent(path)).await.unwrap_err();
        assert_eq!(refused, RegistrationProblem::SecretNeeded.into(), "{path}: another page of the host");
    }
    connector.registrations().edit(&acme, consent("oauth")).await.unwrap();
    let description = scenario.sandbox.description();
    let exchanged = RegistrationChange { client_secret: Some(secret(&description.client_id)), ..client() };
    assert_eq!(connector.registrations().edit(&acme, exchanged).await.unwrap_err().code(), Code::Usage);
    assert!(
        !String::from_utf8_lossy(&scenario.files()).contains("a-new-secret"),
        "the secret is stored sealed"
    );

    let back = RegistrationChange {
        authorization_endpoint: Some(description.authorization_endpoint.clone()),
        token_endpoint: Some(description.token_endpoint.clone()),
        api_base: Some(description.api_base.clone()),
        client_secret: Some(secret(&description.client_secret)),
        ..Default::default()
    };
    connector.registrations().edit(&acme, back).await.unwrap();
    scenario.connect("Acme").await.unwrap();
}

#[tokio::test]
async fn invalid_edit_is_refused_and_changes_nothing() {
    let scenario = Scenario::new().await;
    let connector = &scenario.connector;
    let mine = connector.registrations().add(new("Mine")).await.unwrap().id;
    let other = connector.registrations().resolve("Acme").await.unwrap();
    let change = RegistrationChange::default;
    for bad in [
        RegistrationChange { name: Some(" ".into()), ..change() },
        RegistrationChange { name: Some("Acme".into()), ..change() },
        RegistrationChange { name: Some(other.to_string()), ..change() },
        RegistrationChange { client_id: Some("\"client\"".into()), ..change() },
        RegistrationChange { redirect_uri: Some("other.app:/callback".into()), ..change() },
        RegistrationChange { authorization_endpoint: Some("http://example.com/".into()), ..change() },
        RegistrationChange { token_endpoint: Some("http://example.com/".into()), ..change() },
        RegistrationChange { api_base: Some("https://a.example/?q=1".into()), ..change() },
        RegistrationChange { workspace: Some(WorkspaceChoice::Only(String::new())), ..change() },
        RegistrationChange { client_secret: Some(secret("client")), ..change() },
    ] {
        let bad = RegistrationChange { region: Some(Region::Au), ..bad };
        assert_eq!(connector.registrations().edit(&mine, bad).await.unwrap_err().code(), Code::Usage);
    }
    let all = connector.registrations().list().await.unwrap();
    let mine = all.iter().find(|each| each.name == "Mine").unwrap();
    assert_eq!((mine.region, mine.client_id.as_str()), (Region::Eu, "client"));
    let nobody = connector.registrations().edit(&RegistrationId::new("Nobody"), change()).await.unwrap_err();
    assert_eq!(nobody.code(), Code::NotFound);
    let unknown = connector.registrations().resolve("Nobody").await.unwrap_err();
    assert_eq!(unknown, RegistrationProblem::NotFound.into());
}

// An attempt keeps the client and secret with which it began.
#[tokio::test]
async fn rename_reaches_accounts_and_awaiting_attempts() {
    let scenario = Scenario::new().await;
    let connector = &scenario.connector;
    let first = scenario.connect("Acme").await.unwrap().account;
    let begun = scenario.begin("Acme").await;
    let named = RegistrationChange { name: Some("Northwind app".into()), ..Default::default() };
    let acme = scenario.registered("Acme").await;
    connector.registrations().edit(&acme, named).await.unwrap();
    let account = connector.accounts().get(&first.id).await.unwrap();
    assert_eq!(account.registration.as_deref(), Some("Northwind app"));
    assert_eq!(scenario.attempt(&begun).await.registration, "Northwind app");

    let another = RegistrationChange {
        client_id: Some("another".into()),
        client_secret: Some(secret("another-secret")),
        ..Default::default()
    };
    assert_eq!(scenario.registered("Northwind app").await, acme);
    connector.registrations().edit(&acme, another).await.unwrap();
    let link = scenario.authorized(&begun).await;
    let again = ended(connector.attempts().receive(link).await.unwrap()).unwrap().account;
    assert_eq!(again.id, first.id, "the attempt carried the client and the secret that it began with");
    assert_eq!(again.registration.as_deref(), Some("Northwind app"));
    let old_name = connector.registrations().resolve("Acme").await.unwrap_err();
    assert_eq!((old_name.code(), old_name), (Code::NotFound, RegistrationProblem::NotFound.into()));
    let request = ConnectRequest::new(RegistrationId::new("Acme"));
    assert_eq!(connector.attempts().begin(request).await.map(drop).unwrap_err().code(), Code::NotFound);
}

#[tokio::test]
async fn replaced_secret_is_sent_from_then_on() {
    let scenario = Scenario::new().await;
    let connector = &scenario.connector;
    let acme = scenario.registered("Acme").await;
    connector.registrations().replace_secret(&acme, secret("not-the-secret")).await.unwrap();
    assert_eq!(scenario.connect("Acme").await.unwrap_err().code(), Code::CodeRejected);
    let description = scenario.sandbox.description();
    connector.registrations().replace_secret(&acme, secret(&description.client_secret)).await.unwrap();
    scenario.connect("Acme").await.unwrap();
    let swapped =
        connector.registrations().replace_secret(&acme, secret(&description.client_id)).await.unwrap_err();
    assert_eq!(swapped.code(), Code::Usage);
    assert!(
        !format!("{swapped} {swapped:?}").contains(&description.client_id),
        "nothing that was pasted is repeated"
    );
    let keyless = scenario.process_without_key().await;
    let shut = keyless.registrations().replace_secret(&acme, secret("x")).await.unwrap_err();
    assert_eq!(shut.code(), Code::KeyMissing, "a secret that can't be sealed is not taken");
}

#[tokio::test]
async fn removal_names_dependent_accounts_before_and_after() {
    let scenario = Scenario::new().await;
    let connector = &scenario.connector;
    let acme = scenario.registered("Acme").await;
    let mine = connector.registrations().add(new("Mine")).await.unwrap().id;
    let account = scenario.connect("Acme").await.unwrap().account;
    assert_eq!(connector.registrations().accounts_of(&acme).await.unwrap(), [account.name.as_str()]);
    assert!(
        connector.registrations().accounts_of(&mine).await.unwrap().is_empty(),
        "the registration has another client"
    );
    let removed = connector.registrations().remove(&acme).await.unwrap();
    assert_eq!((removed.name.as_str(), removed.accounts), ("Acme", vec![account.name]));
    assert!(connector.registrations().remove(&mine).await.unwrap().accounts.is_empty());
    assert_eq!(connector.registrations().accounts_of(&mine).await.unwrap_err().code(), Code::NotFound);
}

#[tokio::test]
async fn sandbox_registration_follows_the_running_sandbox() {
    let scenario = Scenario::new().await;
    let error = scenario.connector.registrations().of_sandbox().await.unwrap_err();
    assert_eq!(error.code(), Code::ProviderUnreachable, "none was announced");
    let home = scenario.connector.home();
    switchhook_engine::sandbox::announce(home, &scenario.sandbox.description().url).unwrap();
    let registration = scenario.connector.registrations().of_sandbox().await.unwrap();
    assert_eq!(registration.client_id.as_str(), scenario.sandbox.description().client_id);
    assert_eq!(registration.token_endpoint, None, "no address of it is stored");
    let begun = scenario.begin(registration.id.as_str()).await;
    let link = scenario.authorized(&begun).await;
    let account = ended(scenario.connector.attempts().receive(link).await.unwrap()).unwrap().account;
    let checked = scenario.connector.remote().check(&account.id).await.unwrap().account;
    assert_eq!(checked.status, Status::Connected);
}

#[tokio::test]
async fn sandbox_registration_cannot_be_changed() {
    let scenario = Scenario::new().await;
    let (connector, description) = (&scenario.connector, scenario.sandbox.description());
    switchhook_engine::sandbox::announce(connector.home(), &description.url).unwrap();
    let registration = connector.registrations().of_sandbox().await.unwrap();
    let change = RegistrationChange { name: Some("Mine".into()), ..Default::default() };
    assert_eq!(
        connector.registrations().edit(&registration.id, change).await.unwrap_err().code(),
        Code::Usage
    );
    assert_eq!(
        connector.registrations().replace_secret(&registration.id, secret("x")).await.unwrap_err().code(),
        Code::Usage
    );
}

#[tokio::test]
async fn one_of_two_simultaneous_edits_is_refused() {
    let scenario = Scenario::new().await;
    let blocker = scenario.hold_database();
    let acme = scenario.registered("Acme").await;
    let edit = |region| {
        let acme = acme.clone();
        let connector = scenario.connector.clone();
        let change = RegistrationChange { region: Some(region), ..Default::default() };
        tokio::spawn(async move { connector.registrations().edit(&acme, change).await })
    };
    let both = [edit(Region::Eu), edit(Region::Au)];
    // both edits have read the row by then, and wait for the database
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    blocker.execute_batch("ROLLBACK").unwrap();
    let mut refused = Vec::new();
    for edit in both {
        refused.extend(edit.await.unwrap().err());
    }
    assert_eq!(refused.len(), 1);
    assert_eq!(refused, [RegistrationProblem::ChangedElsewhere { name: "Acme".into() }.into()]);
}

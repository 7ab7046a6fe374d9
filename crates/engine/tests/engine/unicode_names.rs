//! One name in two Unicode forms, as a Mac and a Linux program write it.

use switchhook_engine::core::{AccountProblem, Code, DeepLink, RegistrationProblem};
use switchhook_engine::{RegistrationChange, TagChange};

use crate::registrations;
use crate::scenario::{LUMEN, PASTE, Scenario, ended};

const COMPOSED: &str = "Café";
const DECOMPOSED: &str = "Cafe\u{301}";

// The name is shown in the form in which it was given.
#[tokio::test]
async fn account_name_matches_in_both_unicode_forms() {
    let scenario = Scenario::new().await;
    let accounts = scenario.connector.accounts();
    let account = scenario.connect("Acme").await.unwrap().account;
    for (given, asked) in [(COMPOSED, DECOMPOSED), (DECOMPOSED, COMPOSED)] {
        assert_eq!(accounts.rename(&account.id, given).await.unwrap().name, given, "as it came");
        for name in [given, asked] {
            assert_eq!(accounts.resolve(name).await.unwrap(), account.id, "{name:?}");
        }
        for search in [asked, &asked.to_uppercase()] {
            let found = accounts.list(Some(search.to_owned()), None).await.unwrap();
            assert_eq!(found.len(), 1, "{search:?}");
            assert_eq!(found[0].name, given, "as it came");
        }
        for other in ["Cafe", "café"] {
            let unknown = accounts.resolve(other).await.unwrap_err();
            assert_eq!(unknown, AccountProblem::NotFound.into(), "{other:?}");
        }
    }
}

#[tokio::test]
async fn same_name_in_two_unicode_forms_is_ambiguous() {
    let scenario = Scenario::new().await;
    let accounts = scenario.connector.accounts();
    let first = scenario.connect("Acme").await.unwrap().account.id;
    let begun = scenario.begin("Acme").await;
    let link = DeepLink::new(scenario.consent(&begun, "authorize", Some(LUMEN)).await);
    let second = ended(scenario.connector.attempts().receive(link).await.unwrap()).unwrap().account.id;
    accounts.rename(&first, COMPOSED).await.unwrap();
    accounts.rename(&second, DECOMPOSED).await.unwrap();
    for name in [COMPOSED, DECOMPOSED] {
        assert_eq!(accounts.resolve(name).await.unwrap_err(), AccountProblem::NameAmbiguous.into());
    }
}

#[tokio::test]
async fn tag_in_another_unicode_form_is_the_same_tag() {
    let scenario = Scenario::new().await;
    let accounts = scenario.connector.accounts();
    let id = scenario.connect("Acme").await.unwrap().account.id;
    let both = || vec![DECOMPOSED.to_owned(), COMPOSED.to_owned()];
    let add = |tags| TagChange { add: tags, remove: Vec::new() };
    let remove = |tags| TagChange { add: Vec::new(), remove: tags };
    assert_eq!(accounts.tag(&id, add(both())).await.unwrap().tags, [DECOMPOSED], "once, as it came first");
    assert_eq!(accounts.tag(&id, add(vec![COMPOSED.into()])).await.unwrap().tags, [DECOMPOSED]);
    for tag in [COMPOSED, DECOMPOSED] {
        let found = accounts.list(None, Some(tag.into())).await.unwrap();
        assert_eq!(found.len(), 1, "{tag:?}");
        assert_eq!(accounts.list(Some(tag.to_uppercase()), None).await.unwrap().len(), 1, "{tag:?}");
    }
    assert!(accounts.list(None, Some("café".into())).await.unwrap().is_empty(), "letter case counts");
    assert_eq!(accounts.tag(&id, remove(vec![COMPOSED.into()])).await.unwrap().tags, [""; 0]);
    for (given, kept) in [([DECOMPOSED, COMPOSED], DECOMPOSED), ([COMPOSED, DECOMPOSED], COMPOSED)] {
        let tags = given.map(String::from).into();
        assert_eq!(accounts.set_tags(&id, tags).await.unwrap().tags, [kept], "once, as it came first");
    }
}

#[tokio::test]
async fn registration_name_is_unique_across_unicode_forms() {
    let scenario = Scenario::new().await;
    let registrations = scenario.connector.registrations();
    scenario.register(DECOMPOSED, PASTE).await;
    let id = scenario.registered(COMPOSED).await;
    assert_eq!(scenario.registered(DECOMPOSED).await, id);
    let renamed =
        |name: &str| RegistrationChange { name: Some(name.into()), ..RegistrationChange::default() };
    let other = scenario.registered("Acme").await;
    let taken = registrations.edit(&other, renamed(COMPOSED)).await.unwrap_err();
    assert_eq!(taken, RegistrationProblem::NameTaken { name: COMPOSED.into() }.into());
    let added = registrations.add(registrations::new(COMPOSED)).await;
    assert_eq!(added.unwrap_err().code(), Code::Usage);
    let account = scenario.connect(DECOMPOSED).await.unwrap().account;
    assert_eq!(account.registration.as_deref(), Some(DECOMPOSED));
    let edited = registrations.edit(&id, renamed(COMPOSED)).await.unwrap().registration;
    assert_eq!(edited.name, COMPOSED, "its own name in the other form is free");
    assert_eq!(scenario.account(&account.id).await.registration.as_deref(), Some(COMPOSED));
}

// a person removes an app, and adds it again with another keyboard
#[tokio::test]
async fn readded_registration_carries_a_rename_to_its_accounts() {
    let scenario = Scenario::new().await;
    let registrations = scenario.connector.registrations();
    scenario.register(DECOMPOSED, PASTE).await;
    let account = scenario.connect(DECOMPOSED).await.unwrap().account;
    registrations.remove(&scenario.registered(DECOMPOSED).await).await.unwrap();
    scenario.register(COMPOSED, PASTE).await;
    let change = RegistrationChange { name: Some("Bar".into()), ..RegistrationChange::default() };
    registrations.edit(&scenario.registered(COMPOSED).await, change).await.unwrap();
    assert_eq!(scenario.account(&account.id).await.registration.as_deref(), Some("Bar"));
}

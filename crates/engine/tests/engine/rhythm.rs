//! Working hours and thresholds of an account.

use switchhook_engine::contract::{AccountThresholds, Rhythm, WorkingHours};
use switchhook_engine::core::{AccountId, AccountProblem, Code, Problem, RhythmFault};

use crate::scenario::Scenario;

async fn rhythm(scenario: &Scenario, id: &AccountId) -> Rhythm {
    scenario.connector.accounts().rhythm(id).await.unwrap()
}

#[tokio::test]
async fn hours_are_proposed_in_the_zone_of_the_workspace() {
    let scenario = Scenario::new().await;
    let id = scenario.connect("Acme").await.unwrap().account.id;
    scenario.alter("UPDATE account SET workspace_timezone = 'America/Los_Angeles'");
    let Rhythm { hours, proposed, zones, thresholds } = rhythm(&scenario, &id).await;
    assert_eq!((hours, thresholds), (None, AccountThresholds::DEFAULT));
    assert_eq!(proposed, WorkingHours::proposed("America/Los_Angeles".into()));
    assert!(zones.contains(&proposed.zone), "{zones:?}");
    scenario.alter("UPDATE account SET workspace_timezone = 'Pacific Time (US & Canada)'");
    let other = rhythm(&scenario, &id).await.proposed.zone;
    assert!(!other.contains('&'), "{other}");
}

#[tokio::test]
async fn rhythm_is_stored_for_each_process_and_can_be_forgotten() {
    let scenario = Scenario::new().await;
    let id = scenario.connect("Acme").await.unwrap().account.id;
    let accounts = scenario.connector.accounts();
    let nights = WorkingHours { from: 1_320, to: 360, ..WorkingHours::proposed("Asia/Tokyo".into()) };
    let thresholds =
        AccountThresholds { wait_minutes: Some(90), low_ratings: 2, ..AccountThresholds::DEFAULT };
    accounts.set_working_hours(&id, Some(nights.clone())).await.unwrap();
    accounts.set_thresholds(&id, thresholds).await.unwrap();
    let found = scenario.second_process().await.accounts().rhythm(&id).await.unwrap();
    assert_eq!((found.hours, found.thresholds), (Some(nights), thresholds));
    accounts.set_working_hours(&id, None).await.unwrap();
    let found = rhythm(&scenario, &id).await;
    assert_eq!((found.hours, found.thresholds), (None, thresholds));
    let nobody = AccountId::new("nobody");
    for refused in [
        accounts.set_working_hours(&nobody, None).await,
        accounts.set_thresholds(&nobody, thresholds).await,
        accounts.rhythm(&nobody).await.map(drop),
    ] {
        assert_eq!(refused.unwrap_err().code(), Code::NotFound);
    }
}

#[tokio::test]
async fn unusable_rhythm_is_refused_and_changes_nothing() {
    let scenario = Scenario::new().await;
    let id = scenario.connect("Acme").await.unwrap().account.id;
    let accounts = scenario.connector.accounts();
    let hours = WorkingHours::proposed("UTC".into());
    for (wrong, why) in [
        (WorkingHours { days: [false; 7], ..hours.clone() }, RhythmFault::NoDay),
        (WorkingHours { to: 1_441, ..hours.clone() }, RhythmFault::NoTime),
        (WorkingHours { zone: "Atlantis/City".into(), ..hours.clone() }, RhythmFault::UnknownZone),
        (WorkingHours { zone: "../UTC".into(), ..hours.clone() }, RhythmFault::UnknownZone),
    ] {
        let refused = accounts.set_working_hours(&id, Some(wrong)).await.unwrap_err();
        assert_eq!(refused, Problem::from(AccountProblem::Rhythm { why }));
        assert_eq!(refused.code(), Code::Usage);
    }
    let none = AccountThresholds { low_ratings: 0, ..AccountThresholds::DEFAULT };
    let refused = accounts.set_thresholds(&id, none).await.unwrap_err();
    assert_eq!(refused, AccountProblem::Rhythm { why: RhythmFault::LowRatings }.into());
    let found = rhythm(&scenario, &id).await;
    assert_eq!((found.hours, found.thresholds), (None, AccountThresholds::DEFAULT));
}

// Two accounts turn out to have one identity.
#[tokio::test]
async fn merged_account_keeps_hours_and_the_load_of_its_team() {
    let scenario = Scenario::new().await;
    scenario.switch("me", "error").await;
    let older = scenario.connect("Acme").await.unwrap().account;
    scenario.switch("me", "answer").await;
    let newer = scenario.connect("Acme").await.unwrap().account;
    let (accounts, remote) = (scenario.connector.accounts(), scenario.connector.remote());
    let hours = WorkingHours::proposed("Asia/Tokyo".into());
    let thresholds = AccountThresholds { low_ratings: 4, ..AccountThresholds::DEFAULT };
    accounts.set_working_hours(&newer.id, Some(hours.clone())).await.unwrap();
    accounts.set_thresholds(&newer.id, thresholds).await.unwrap();
    remote.read_team(&newer.id).await.unwrap();
    assert_eq!(remote.check(&older.id).await.unwrap().account.id, older.id, "they are one");
    let kept = rhythm(&scenario, &older.id).await;
    assert_eq!((kept.hours, kept.thresholds), (Some(hours), thresholds));
    let load = scenario.connector.view().team_load(&older.id).await.unwrap();
    assert!(load.as_of.is_some() && load.known > 0, "{load:?}");
}

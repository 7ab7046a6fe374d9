//! One damaged row of the database stops nothing else, and no token is lost.

use std::time::Duration;

use rusqlite::Connection;
use switchhook_engine::core::{AccountProblem, AttemptStage, DeepLink, Outcome};

use crate::processes::stop_at;
use crate::scenario::{BRIDGE, LUMEN, Scenario, ended};

impl Scenario {
    fn database(&self) -> Connection {
        let database = Connection::open(self.folder.path().join("switchhook.db")).unwrap();
        // programs lock the database for moments
        database.busy_timeout(Duration::from_secs(5)).unwrap();
        database
    }

    fn change(&self, sql: &str) {
        let sql = sql.replace("NO_TEXT", "CAST(x'ff' AS TEXT)");
        self.database().execute_batch(&sql).unwrap_or_else(|error| panic!("{sql}: {error}"));
    }

    /// Returns how many accounts, attempts, registrations and sealed tokens the database holds.
    fn counts(&self) -> [u32; 4] {
        let tokens = "(SELECT token FROM account UNION ALL SELECT token FROM attempt)";
        ["account", "attempt", "registration", tokens].map(|table| {
            let count = if table == tokens { "count(token)" } else { "count(*)" };
            self.database().query_row(&format!("SELECT {count} FROM {table}"), [], |row| row.get(0)).unwrap()
        })
    }
}

/// Adds an account, an attempt and a registration beside the healthy ones.
const SICK: &str = "INSERT INTO account (id, name, kind, status, connected_at, token, workspace_id) \
                    SELECT 'sick', 'Sick', kind, status, connected_at, token, workspace_id FROM account;
                    INSERT INTO account_tag VALUES ('sick', 'a');
                    INSERT INTO figure (account_id, name, count, missing) VALUES ('sick', 'conversations_open', 3, 0);
                    UPDATE attempt SET token = x'02', id = 'sick' WHERE stage = 'awaiting';
                    UPDATE registration SET id = 'sick' WHERE name = 'Sick'";

// The damaged row stays in the database.
#[tokio::test]
async fn damaged_row_is_left_out_and_stops_nothing_else() {
    for damage in [
        "UPDATE account SET name = NO_TEXT WHERE id = 'sick'",
        "UPDATE account SET kind = NO_TEXT WHERE id = 'sick'",
        "UPDATE account SET admin_name = NO_TEXT WHERE id = 'sick'",
        "UPDATE account SET workspace_region = NO_TEXT WHERE id = 'sick'",
        "UPDATE account_tag SET tag = NO_TEXT WHERE account_id = 'sick'",
        "UPDATE figure SET count = -1 WHERE account_id = 'sick'",
        "UPDATE figure SET count = 1 << 40 WHERE account_id = 'sick'",
        "UPDATE registration SET region = NO_TEXT WHERE id = 'sick'",
        "UPDATE registration SET redirect_uri = NO_TEXT WHERE id = 'sick'",
        "UPDATE attempt SET state_hash = x'01' WHERE id = 'sick'",
        "UPDATE attempt SET state_hash = zeroblob(33) WHERE id = 'sick'",
        "UPDATE attempt SET strays = -1 WHERE id = 'sick'",
        "UPDATE attempt SET owner = NO_TEXT WHERE id = 'sick'",
        "UPDATE attempt SET owner = '/dev/zero' WHERE id = 'sick'",
        "UPDATE attempt SET redirect_uri = NO_TEXT WHERE id = 'sick'",
        "UPDATE attempt SET tags = NO_TEXT, stage = 'identifying' WHERE id = 'sick'",
        "UPDATE attempt SET name = NO_TEXT, expires_at = 0 WHERE id = 'sick'",
        "UPDATE attempt SET name = NO_TEXT, stage = 'expired', ended_at = 1 WHERE id = 'sick'",
    ] {
        let scenario = Scenario::new().await;
        scenario.switch("chooser", true).await;
        let first = scenario.begin("Acme").await;
        let link = scenario.consent(&first, "authorize", Some(LUMEN)).await;
        let received = scenario.connector.attempts().receive(DeepLink::new(link)).await.unwrap();
        let healthy = ended(received).unwrap().account;
        scenario.register("Sick", BRIDGE).await;
        scenario.begin("Sick").await;
        scenario.change(SICK);
        let begun = scenario.begin("Acme").await;
        scenario.change(damage);

        let before = scenario.counts();
        let connector = &scenario.connector;
        let overview = connector.view().overview().await.expect(damage);
        assert!(overview.accounts.iter().any(|card| card.id == healthy.id), "{damage}");
        assert!(overview.attempts.iter().any(|card| card.id == begun.attempt), "{damage}");
        assert!(overview.registrations.iter().any(|card| card.name == "Acme"), "{damage}");
        assert_eq!(connector.accounts().resolve(&healthy.name).await.expect(damage), healthy.id);
        connector.remote().check(&healthy.id).await.expect(damage);
        connector.lifetime().resume().await.expect(damage);
        connector.lifetime().adopt_awaiting().await.expect(damage);
        assert_eq!(scenario.counts(), before, "{damage}: nothing is thrown away");
        let link = scenario.consent(&begun, "authorize", Some("nw7k2p0q")).await;
        let received = connector.attempts().receive(DeepLink::new(link)).await.expect(damage);
        assert!(ended(received).is_ok(), "{damage}");
        let [accounts, attempts, registrations, tokens] = before;
        assert_eq!(scenario.counts(), [accounts + 1, attempts, registrations, tokens + 1], "{damage}");
    }
}

// The damage concerns the hash of the state, and the owner or its lock file.
#[tokio::test]
async fn sealed_token_becomes_an_account_despite_damage_to_its_row() {
    type Damage = fn(&Scenario, owner: &std::path::Path);
    let damages: [Damage; 4] = [
        |scenario, _| scenario.change("UPDATE attempt SET state_hash = x'01'"),
        |_, owner| {
            let made = std::process::Command::new("mkfifo").arg(owner).status().unwrap();
            assert!(made.success());
        },
        |_, owner| std::fs::create_dir(owner).unwrap(),
        |scenario, _| scenario.change("UPDATE attempt SET owner = ''"),
    ];
    for damage in damages {
        let scenario = Scenario::new().await;
        let begun = stop_at(&scenario, AttemptStage::Identifying).await;
        let sql = "SELECT owner FROM attempt";
        let owner: String = scenario.database().query_row(sql, [], |row| row.get(0)).unwrap();
        let owner = scenario.folder.path().join("owners").join(owner);
        assert!(!owner.exists(), "the program that stopped took it along");
        damage(&scenario, &owner);
        let resumed = scenario.connector.lifetime().resume();
        tokio::time::timeout(Duration::from_secs(10), resumed)
            .await
            .expect("resuming does not wait for a pipe")
            .unwrap();
        assert_eq!(scenario.attempt(&begun).await.stage, AttemptStage::Connected);
    }
}

#[tokio::test]
async fn damaged_account_blocks_no_connect_and_can_be_forgotten() {
    let scenario = Scenario::new().await;
    let account = scenario.connect("Acme").await.unwrap().account;
    scenario.change("UPDATE account SET admin_name = NO_TEXT");
    let again = scenario.connect("Acme").await.unwrap();
    assert_eq!(again.outcome, Outcome::Connected);
    assert_ne!(again.account.id, account.id);
    assert_eq!(scenario.counts()[0], 2, "the damaged row stays");
    scenario.connector.accounts().forget(&account.id).await.unwrap();
    assert_eq!(scenario.counts()[0], 1);
    let problem = scenario.connector.accounts().forget(&account.id).await.unwrap_err();
    assert_eq!(problem, AccountProblem::NotFound.into());
}

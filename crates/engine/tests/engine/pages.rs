//! Which page of Intercom an account leads to.

use switchhook_engine::core::Code;

use crate::scenario::{Scenario, ended};

#[tokio::test]
async fn an_account_of_intercom_leads_to_its_workspace_and_one_of_other_addresses_nowhere() {
    let scenario = Scenario::new().await;
    let account = scenario.connect("Acme").await.unwrap().account;
    let connector = &scenario.connector;
    assert!(!connector.view().account_detail(&account.id).await.unwrap().has_page);
    assert_eq!(connector.remote().workspace_page(&account.id).await.unwrap_err().code(), Code::NotFound);

    // no journey connects a real one: this is what it would have in its row
    let alter = async |sql: &str| {
        let database = scenario.hold_database();
        database.execute(sql, []).unwrap();
        database.execute_batch("COMMIT").unwrap();
    };
    alter("UPDATE account SET api_base = NULL, workspace_region = 'eu'").await;
    assert!(connector.view().account_detail(&account.id).await.unwrap().has_page);
    let page = connector.remote().workspace_page(&account.id).await.unwrap();
    assert_eq!(page.as_str(), "https://app.eu.intercom.com/a/apps/nw7k2p0q/");
    for sql in [
        "UPDATE account SET workspace_id = '../x'",
        "UPDATE account SET workspace_id = 'x', workspace_region = NULL",
    ] {
        alter(sql).await;
        assert!(!connector.view().account_detail(&account.id).await.unwrap().has_page, "{sql}");
        assert_eq!(
            connector.remote().workspace_page(&account.id).await.unwrap_err().code(),
            Code::NotFound,
            "{sql}"
        );
    }
}

#[tokio::test]
async fn an_account_of_the_sandbox_leads_to_the_hub_of_the_running_one() {
    let scenario = Scenario::new().await;
    let (connector, url) = (&scenario.connector, &scenario.sandbox.description().url);
    switchhook_engine::sandbox::announce(connector.home(), url).unwrap();
    let registration = connector.registrations().of_sandbox().await.unwrap();
    let begun = scenario.begin(registration.id.as_str()).await;
    let link = scenario.authorized(&begun).await;
    let account = ended(connector.attempts().receive(link).await.unwrap()).unwrap().account;
    assert!(connector.view().account_detail(&account.id).await.unwrap().has_page);
    let page = connector.remote().workspace_page(&account.id).await.unwrap();
    assert_eq!(page.as_str(), format!("{url}/_hub"));
}

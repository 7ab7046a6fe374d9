//! The page of Intercom to which an account leads.

use switchhook_engine::core::Code;

use crate::scenario::{Scenario, ended};

#[tokio::test]
async fn intercom_account_has_a_workspace_page_and_others_none() {
    let scenario = Scenario::new().await;
    let account = scenario.connect("Acme").await.unwrap().account;
    let connector = &scenario.connector;
    assert!(!connector.view().account_detail(&account.id).await.unwrap().has_page);
    assert_eq!(connector.remote().workspace_page(&account.id).await.unwrap_err().code(), Code::NotFound);

    // no test connects a real account: this is its row
    let alter = async |sql: &str| {
        let database = scenario.hold_database();
        database.execute(sql, []).unwrap();
        database.execute_batch("COMMIT").unwrap();
    };
    alter("UPDATE account SET api_base = NULL, workspace_region = 'eu'").await;
    assert!(connector.view().account_detail(&account.id).await.unwrap().has_page);
    let page = connector.remote().workspace_page(&account.id).await.unwrap();
    assert_eq!(page.as_str(), "https://app.eu.intercom.com/a/apps/nw7k2p0q/");
    let conversation = connector.remote().conversation_page(&account.id, "215469").await.unwrap();
    assert_eq!(
        conversation.as_str(),
        "https://app.eu.intercom.com/a/inbox/nw7k2p0q/inbox/conversation/215469"
    );
    for id in ["", "..", "1/../2", "1?x=1"] {
        let refused = connector.remote().conversation_page(&account.id, id).await.unwrap_err();
        assert_eq!(refused.code(), Code::NotFound, "{id}");
    }
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
        let refused = connector.remote().conversation_page(&account.id, "215469").await.unwrap_err();
        assert_eq!(refused.code(), Code::NotFound, "{sql}");
    }
}

#[tokio::test]
async fn sandbox_account_leads_to_the_running_sandboxs_hub() {
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
    let conversation = connector.remote().conversation_page(&account.id, "215469").await.unwrap();
    assert_eq!(conversation, page);
}

//! Two requests at once: the request that was sent later decides, not the answer that arrives later.

use std::time::Duration;

use serde_json::json;
use switchhook_engine::Connector;
use switchhook_engine::contract::{Account, Checked};
use switchhook_engine::core::{AccountId, AccountProblem, Problem, Status};
use tokio::task::JoinHandle;
use tokio::time::sleep;

use crate::front::{Front, Reply};
use crate::scenario::{Scenario, dead};

const REVOKED: &str = r#"{"type":"error.list","errors":[{"code":"token_revoked","message":"x"}]}"#;
const SLOWLY: Duration = Duration::from_millis(1_500);

/// Returns `/me` for an account.
fn me(account: &Account) -> String {
    let app = json!({ "id_code": account.workspace.id, "name": account.workspace.name, "region": "US" });
    json!({ "type": "admin", "id": account.admin.id, "name": account.admin.name, "app": app }).to_string()
}

/// Begins a check, and returns once it has sent its request.
async fn begin_check(connector: &Connector, id: &AccountId) -> JoinHandle<Result<Checked, Problem>> {
    let (connector, id) = (connector.clone(), id.clone());
    let checking = tokio::spawn(async move { connector.remote().check(&id).await });
    sleep(Duration::from_millis(300)).await;
    assert!(!checking.is_finished());
    checking
}

// The check's answer arrives late and holds no identity. Meanwhile another process found the token dead.
#[tokio::test]
async fn late_empty_check_keeps_the_finding_of_another_process() {
    let scenario = Scenario::new().await;
    let (front, account) = Front::start_with_account(&scenario).await;
    front.answer("/me", Reply::of("404 Not Found", "{}").after(SLOWLY));
    let checking = begin_check(&scenario.connector, &account.id).await;
    front.answer("/me", Reply::of("401 Unauthorized", REVOKED));
    let other = scenario.second_process().await;
    assert_eq!(other.remote().check(&account.id).await.unwrap().account.status, Status::NeedsReconnect);
    let Checked { account, trouble, .. } = checking.await.unwrap().unwrap();
    assert_eq!(account.status, Status::NeedsReconnect, "the check reports the latest finding");
    assert_eq!(trouble.unwrap().report.problem, dead(front.host(), "token_revoked").into());
}

// The refused request was sent before the successful one, and its answer arrives after.
#[tokio::test]
async fn late_refusal_does_not_override_a_later_success() {
    let scenario = Scenario::new().await;
    let (front, account) = Front::start_with_account(&scenario).await;
    front.answer("/me", Reply::of("401 Unauthorized", REVOKED).after(SLOWLY));
    let checking = begin_check(&scenario.connector, &account.id).await;
    front.forward_all();
    assert_eq!(scenario.checked_status(&account.id).await, Status::Connected);
    assert_eq!(checking.await.unwrap().unwrap().account.status, Status::Connected);
}

#[tokio::test]
async fn account_uninstalled_during_a_check_stays_disconnected() {
    let scenario = Scenario::new().await;
    let (front, account) = Front::start_with_account(&scenario).await;
    front.answer("/me", Reply::of("200 OK", me(&account)).after(SLOWLY));
    let checking = begin_check(&scenario.connector, &account.id).await;
    let uninstalled = scenario.connector.remote().uninstall(&account.id).await.unwrap().account;
    assert_eq!(uninstalled.status, Status::NeedsReconnect);
    let Checked { account, trouble, .. } = checking.await.unwrap().unwrap();
    assert_eq!(account.status, Status::NeedsReconnect);
    assert_eq!(trouble.unwrap().report.problem, AccountProblem::Uninstalled.into());
}

// The figures were requested before the check and refused after it.
#[tokio::test]
async fn late_figures_do_not_override_a_later_check() {
    for (refusal, of_another) in
        [(REVOKED, "a dead token"), (r#"{"errors":[{"code":"token_unauthorized"}]}"#, "a permission")]
    {
        let scenario = Scenario::new().await;
        let (front, account) = Front::start_with_account(&scenario).await;
        // The other process reads all of the account meanwhile.
        front.answer("/tags", Reply::of("401 Unauthorized", refusal).after(SLOWLY * 8));
        let reading = tokio::spawn({
            let (connector, id) = (scenario.connector.clone(), account.id.clone());
            async move { connector.remote().read_figures(&id).await }
        });
        sleep(Duration::from_millis(700)).await;
        front.forward_all();
        let other = scenario.second_process().await;
        let examined = other.remote().check_in_full(&account.id).await.unwrap();
        assert_eq!(examined.account.status, Status::Connected, "{of_another}");
        assert!(!reading.is_finished(), "{of_another}");
        reading.await.unwrap().unwrap();
        let kept = scenario.account(&account.id).await;
        assert_eq!(kept.status, Status::Connected, "{of_another} was found earlier");
    }
}

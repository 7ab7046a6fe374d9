//! The sentence, the hint and the state after each answer that the real Intercom may give.
//!
//! `ui/state/remedy.test.ts` tests what the window adds: the buttons of each remedy, and the help beside a consent page with
//! an error of its own. It also tests the note after a second connect that returned the first workspace. The errors of a
//! consent page are an unknown redirect URI, the wrong regional host, a missing install permission, and Cancel as a page.

use serde_json::json;
use switchhook_engine::core::{AttemptStage, Code, DeepLink, ErrorReport, Outcome, Problem, Status};

use crate::front::{Front, Instead};
use crate::scenario::{PASTE, Scenario, ended};

const NORTHWIND: &str = "nw7k2p0q";
const BRIGHTLINE: &str = "bl3x9d5m";
const REFUSED: &str = "The sign-in worked, but the provider refused its code.";
const SECRET_OR_AGE: &str = "Connect again, and finish within five minutes. If this happens again, copy the client secret from the Developer Hub again.";

/// Receives a changed link, and returns the problem that ends its attempt.
async fn receive_changed(scenario: &Scenario, change: impl Fn(String) -> String) -> Problem {
    let begun = scenario.begin("Acme").await;
    let link = change(scenario.consent(&begun, "authorize", None).await);
    let problem =
        ended(scenario.connector.attempts().receive(DeepLink::new(link)).await.unwrap()).unwrap_err();
    let attempt = scenario.attempt(&begun).await;
    assert_eq!(
        (attempt.stage, attempt.error.as_ref()),
        (AttemptStage::Failed, Some(&problem.clone().into()))
    );
    assert!(scenario.accounts().await.is_empty(), "nothing is stored");
    problem
}

fn assert_report(problem: &Problem, code: Code, message: &str, hint: &str) {
    let report = problem.report();
    assert_eq!((report.code, report.message.as_str(), report.hint.as_str()), (code, message, hint));
}

#[tokio::test]
async fn wrong_secret_is_explained() {
    let scenario = Scenario::new().await;
    scenario.register_with_secret("Replaced", "not-the-secret").await;
    let begun = scenario.begin("Replaced").await;
    let link = scenario.authorized(&begun).await;
    let problem = ended(scenario.connector.attempts().receive(link).await.unwrap()).unwrap_err();
    assert_report(&problem, Code::CodeRejected, REFUSED, SECRET_OR_AGE);
}

#[tokio::test]
async fn expired_code_is_explained() {
    let scenario = Scenario::new().await;
    let begun = scenario.begin("Acme").await;
    let link = scenario.authorized(&begun).await;
    scenario.switch("clock_offset_s", 600).await;
    let problem = ended(scenario.connector.attempts().receive(link).await.unwrap()).unwrap_err();
    assert_report(&problem, Code::CodeRejected, REFUSED, SECRET_OR_AGE);
}

#[tokio::test]
async fn used_code_is_explained() {
    let scenario = Scenario::new().await;
    let begun = scenario.begin("Acme").await;
    let link = scenario.consent(&begun, "authorize", None).await;
    scenario.exchange_elsewhere(&link).await;
    let problem =
        ended(scenario.connector.attempts().receive(DeepLink::new(link)).await.unwrap()).unwrap_err();
    assert_report(&problem, Code::CodeRejected, REFUSED, SECRET_OR_AGE);
}

#[tokio::test]
async fn code_without_its_equals_sign_is_explained() {
    let scenario = Scenario::new().await;
    let problem = receive_changed(&scenario, |link| link.replace("%3D", "")).await;
    assert_report(
        &problem,
        Code::CodeRejected,
        REFUSED,
        "Connect again and paste the whole address. The end of a pasted address may be missing, such as a “=”.",
    );
}

// the consent page shows an error of its own, and the attempt waits until it is cancelled or expires
#[tokio::test]
async fn consent_page_error_leaves_the_attempt_waiting() {
    for (switch, value) in [
        ("redirect_uris", json!("https_only")),
        ("install_permission", json!("missing")),
        ("denial", json!("page")),
    ] {
        let scenario = Scenario::new().await;
        scenario.switch(switch, &value).await;
        if switch == "install_permission" {
            scenario.switch("teammate", "second").await;
        }
        let redirect = if switch == "redirect_uris" { "http://127.0.0.1:47115/other" } else { PASTE };
        scenario.register("Unregistered", redirect).await;
        let begun = scenario.begin("Unregistered").await;
        let decision = if switch == "denial" { "cancel" } else { "authorize" };
        assert!(
            scenario.stays_on_consent_page(&begun, decision).await,
            "{switch}: the browser is sent nowhere"
        );
        let attempt = scenario.attempt(&begun).await;
        assert_eq!((attempt.stage, attempt.error.is_none()), (AttemptStage::Awaiting, true), "{switch}");
        assert!(attempt.can_reopen, "{switch}: Open again and Copy link are offered");
        scenario.connector.attempts().cancel(&begun.attempt).await.unwrap();
    }
}

#[tokio::test]
async fn consent_on_another_regions_host_leaves_the_attempt_waiting() {
    let scenario = Scenario::new().await;
    scenario.switch("consent_host", "own_region").await;
    scenario.switch("session", BRIGHTLINE).await;
    let begun = scenario.begin("Acme").await;
    assert!(scenario.stays_on_consent_page(&begun, "authorize").await, "no workspace of theirs is there");
    assert_eq!(scenario.attempt(&begun).await.stage, AttemptStage::Awaiting);
}

#[tokio::test]
async fn cancel_is_explained_and_an_empty_return_ends_nothing() {
    let scenario = Scenario::new().await;
    let begun = scenario.begin("Acme").await;
    let link = scenario.consent(&begun, "cancel", None).await;
    let problem =
        ended(scenario.connector.attempts().receive(DeepLink::new(link)).await.unwrap()).unwrap_err();
    assert_report(
        &problem,
        Code::Denied,
        "Access was declined in the browser.",
        "Start again when you are ready to authorize. Nothing was stored.",
    );
    scenario.switch("denial", "bare").await;
    let begun = scenario.begin("Acme").await;
    let link = scenario.consent(&begun, "cancel", None).await;
    assert!(
        scenario.connector.attempts().receive(DeepLink::new(link)).await.is_err(),
        "an empty return is no answer"
    );
    let attempt = scenario.attempt(&begun).await;
    assert_eq!(
        (attempt.stage, attempt.empty_return),
        (AttemptStage::Awaiting, true),
        "the attempt shows it, and goes on"
    );
}

#[tokio::test]
async fn refused_me_keeps_the_account_and_names_the_permission() {
    let scenario = Scenario::new().await;
    scenario.switch("missing_permissions", json!(["read_single_admin"])).await;
    let kept = scenario.connect("Acme").await.unwrap();
    assert_eq!((kept.outcome, kept.account.status), (Outcome::Unverified, Status::Unverified));
    let checked = scenario.connector.remote().check(&kept.account.id).await.unwrap();
    let report = checked.trouble.unwrap().report.report();
    assert!(
        report.message.ends_with(
            "accepts the token, but its app lacks the permission “Read one admin”. Without it, Switchhook can't check which workspace the token belongs to."
        ),
        "{}",
        report.message
    );
    assert_eq!(
        report.hint,
        "Add each missing permission to the app in the Developer Hub (Configure › Authentication) and check again. If one is still missing, reconnect the account."
    );
}

/// Checks an account after these changes. Returns its status and the report.
async fn check_after(scenario: &Scenario, change: &[(&str, serde_json::Value)]) -> (Status, ErrorReport) {
    let account = scenario.connect("Acme").await.unwrap().account;
    for (switch, value) in change {
        scenario.switch(switch, value).await;
    }
    let checked = scenario.connector.remote().check(&account.id).await.unwrap();
    (checked.account.status, checked.trouble.unwrap().report.report())
}

#[tokio::test]
async fn deactivated_teammate_is_explained() {
    let scenario = Scenario::new().await;
    let maya = scenario.connect("Acme").await.unwrap().account.admin.id.unwrap();
    let (status, report) = check_after(&scenario, &[("deactivated", json!([maya]))]).await;
    assert_eq!(status, Status::NeedsReconnect);
    assert!(report.message.ends_with(" does not accept this token."), "{}", report.message);
    assert_eq!(
        report.hint,
        "Reconnect the account. The app may have been uninstalled, its token regenerated, or the teammate who authorized it deactivated."
    );
}

#[tokio::test]
async fn deleted_app_is_explained() {
    let scenario = Scenario::new().await;
    let account = scenario.connect("Acme").await.unwrap().account;
    scenario.control("uninstall", &json!({ "workspace": NORTHWIND })).await;
    scenario.switch("dead_token", "token_suspended").await;
    let checked = scenario.connector.remote().check(&account.id).await.unwrap();
    let report = checked.trouble.unwrap().report.report();
    assert_eq!(checked.account.status, Status::NeedsReconnect);
    assert!(report.message.ends_with(" says that the app of this token was deleted."), "{}", report.message);
    assert_eq!(
        report.hint,
        "Connect the workspace with an app that exists. You can then forget this account."
    );
}

#[tokio::test]
async fn plan_without_the_api_is_explained() {
    let scenario = Scenario::new().await;
    let account = scenario.connect("Acme").await.unwrap().account;
    scenario.switch("plan", "no_api").await;
    let examined = scenario.connector.remote().check_in_full(&account.id).await.unwrap();
    let report = examined.trouble.unwrap().report.report();
    assert_eq!(examined.account.status, Status::Limited, "a plan is no reason to connect again");
    assert!(
        report.message.ends_with(" accepts the token, but the workspace's plan does not include this."),
        "{}",
        report.message
    );
    assert_eq!(report.hint, "Ask an admin who manages the workspace's subscription to change its plan.");
}

#[tokio::test]
async fn sign_in_network_is_explained() {
    const PORTAL: &[Instead] = &[("/me", "200 OK", "<html>Sign in to this network</html>")];
    let scenario = Scenario::new().await;
    let front = Front::start(&scenario, PORTAL).await;
    scenario.register_with_api("Behind", &front.address).await;
    let account = scenario.connect("Behind").await.unwrap().account;
    let checked = scenario.connector.remote().check(&account.id).await.unwrap();
    let report = checked.trouble.unwrap().report.report();
    assert_eq!((checked.account.status, report.code), (Status::Unverified, Code::ProviderUnreadable));
    assert!(report.message.ends_with(": it is a web page."), "{}", report.message);
    assert_eq!(
        report.hint,
        "Open a page in your browser, since a network that asks you to sign in answers so. Otherwise, check the addresses that you gave."
    );
}

// Switchhook uses the provider's times only for waits, so a clock wrong by a day must stop nothing
#[tokio::test]
async fn clock_wrong_by_a_day_stops_nothing() {
    let scenario = Scenario::new().await;
    for offset in [86_400, -86_400] {
        scenario.switch("clock_offset_s", offset).await;
        let connected = scenario.connect("Acme").await.unwrap();
        assert_ne!(connected.outcome, Outcome::Unverified);
        let checked = scenario.connector.remote().check(&connected.account.id).await.unwrap();
        assert_eq!((checked.account.status, checked.trouble.is_none()), (Status::Connected, true));
    }
}

#[tokio::test]
async fn second_connect_to_the_first_workspace_is_recognised() {
    let scenario = Scenario::new().await;
    let first = scenario.connect("Acme").await.unwrap().account;
    let second = scenario.connect("Acme").await.unwrap();
    assert_eq!((second.outcome, second.account.id), (Outcome::AlreadyConnected, first.id));
}

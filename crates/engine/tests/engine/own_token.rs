use std::time::Duration;

use serde_json::json;
use switchhook_engine::contract::{AddedToken, Connected};
use switchhook_engine::core::{
    AccessToken, AccountId, AccountProblem, Answered, ApiRefusal, Code, Outcome, Problem, ProviderCode,
    ProviderProblem, Region, Status, WorkspaceId,
};
use switchhook_engine::{OwnToken, TokenLine, TokenPlace};

use crate::front::{Front, Instead, Reply};
use crate::scenario::{LUMEN, Scenario};

const NORTHWIND: &str = "nw7k2p0q";

/// Returns a token as the Developer Hub hands it out, by a consent whose code the test exchanges.
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

async fn add(scenario: &Scenario, token: &str) -> Result<Connected, Problem> {
    let own = OwnToken {
        token: AccessToken::new(token.into()).unwrap(),
        region: Some(Region::Us),
        api_base: Some(scenario.sandbox.description().api_base.clone()),
        name: None,
        tags: Vec::new(),
        replaces: None,
    };
    scenario.connector.own_tokens().add(own).await
}

/// Returns a token of this workspace from the sandbox's hub.
async fn hub_token(scenario: &Scenario, workspace: &str) -> AccessToken {
    let token = scenario.control("tokens", &serde_json::json!({ "workspace": workspace })).await;
    AccessToken::new(token["access_token"].as_str().unwrap().into()).unwrap()
}

#[tokio::test]
async fn pasted_token_for_one_account_never_becomes_another() {
    let scenario = Scenario::new().await;
    let own = |token, replaces: Option<&AccountId>| OwnToken {
        token,
        region: Some(Region::Us),
        api_base: Some(scenario.sandbox.description().api_base.clone()),
        name: None,
        tags: Vec::new(),
        replaces: replaces.cloned(),
    };
    let northwind = own(hub_token(&scenario, NORTHWIND).await, None);
    let account = scenario.connector.own_tokens().add(northwind).await.unwrap().account;
    let lumen = own(hub_token(&scenario, LUMEN).await, Some(&account.id));
    let refused = scenario.connector.own_tokens().add(lumen).await.unwrap_err();
    assert_eq!(refused.code(), Code::WrongWorkspace);
    assert_eq!(workspaces(refused), ["Lumen Labs", "Northwind Support"]);
    assert_eq!(scenario.accounts().await.len(), 1);
    let again = own(hub_token(&scenario, NORTHWIND).await, Some(&account.id));
    let renewed = scenario.connector.own_tokens().add(again).await.unwrap();
    assert_eq!((renewed.outcome, renewed.account.id), (Outcome::AlreadyConnected, account.id));
}

/// Returns the identity of the pasted token and the expected one.
fn pasted_for_another(problem: Problem) -> (Answered, Answered) {
    match problem {
        Problem::Account(AccountProblem::PastedForAnother { came, awaited }) => (*came, *awaited),
        other => panic!("the token should have been another one's, but {other:?}"),
    }
}

/// Returns the names of both workspaces.
fn workspaces(problem: Problem) -> [String; 2] {
    let (came, awaited) = pasted_for_another(problem);
    [came, awaited].map(|answered| answered.workspace.unwrap())
}

fn renewal(token: AccessToken, account: &AccountId, api_base: Option<&str>) -> OwnToken {
    let api_base = api_base.map(Into::into);
    OwnToken {
        token,
        region: Some(Region::Us),
        api_base,
        name: None,
        tags: Vec::new(),
        replaces: Some(account.clone()),
    }
}

// No caller can name another address.
#[tokio::test]
async fn account_is_renewed_at_its_own_address_alone() {
    let scenario = Scenario::new().await;
    let base = scenario.sandbox.description().api_base.clone();
    let token = hub_token(&scenario, NORTHWIND).await;
    let account = add(&scenario, token.expose()).await.unwrap().account;
    // the window knows no address
    for address in [None, Some(base.as_str()), Some(&format!("{base}/")), Some(&format!("{base}//"))] {
        let renewed = scenario.connector.own_tokens().add(renewal(token.clone(), &account.id, address)).await;
        assert_eq!(renewed.unwrap().account.id, account.id, "{address:?}");
        let checked = scenario.connector.remote().check(&account.id).await.unwrap().account;
        assert_eq!(checked.status, Status::Connected, "the token is sealed for the checked address");
    }
    let front = Front::start(&scenario, &[]).await;
    let elsewhere = renewal(token, &account.id, Some(&front.address));
    let refused = scenario.connector.own_tokens().add(elsewhere).await.unwrap_err();
    assert_eq!((refused.code(), front.counted().0), (Code::Usage, 0), "the token is sent nowhere else");
    assert_eq!(refused, AccountProblem::OtherAddress.into());
}

#[tokio::test]
async fn one_api_in_several_spellings_makes_one_account() {
    let scenario = Scenario::new().await;
    let base = scenario.sandbox.description().api_base.clone();
    let token = hub_token(&scenario, NORTHWIND).await;
    let account = add(&scenario, token.expose()).await.unwrap().account;
    for address in [base.clone(), format!("{base}/"), format!("{base}//")] {
        let own = OwnToken {
            token: token.clone(),
            region: Some(Region::Us),
            api_base: Some(address.clone()),
            name: None,
            tags: Vec::new(),
            replaces: None,
        };
        let again = scenario.connector.own_tokens().add(own).await.unwrap();
        assert_eq!((again.outcome, again.account.id), (Outcome::AlreadyConnected, account.id.clone()));
        assert_eq!(scenario.accounts().await.len(), 1, "{address}");
        let checked = scenario.connector.remote().check(&account.id).await.unwrap().account;
        assert_eq!(checked.status, Status::Connected, "{address}");
    }
}

#[tokio::test]
async fn app_account_takes_no_pasted_token() {
    let scenario = Scenario::new().await;
    let account = scenario.connect("Acme").await.unwrap().account;
    let token = hub_token(&scenario, NORTHWIND).await;
    let refused = scenario.connector.own_tokens().add(renewal(token, &account.id, None)).await.unwrap_err();
    assert_eq!((refused.code(), refused), (Code::Usage, AccountProblem::NotRenewable.into()));
}

// Another account has that identity.
#[tokio::test]
async fn unidentified_account_takes_no_identity_already_stored() {
    let scenario = Scenario::new().await;
    let northwind = hub_token(&scenario, NORTHWIND).await;
    let known = add(&scenario, northwind.expose()).await.unwrap().account;
    scenario.switch("me", "empty").await;
    let lumen = hub_token(&scenario, LUMEN).await;
    let unknown = add(&scenario, lumen.expose()).await.unwrap();
    assert_eq!(unknown.outcome, Outcome::Unverified);
    scenario.switch("me", "answer").await;
    let unknown = unknown.account.id;
    let refused = scenario.connector.own_tokens().add(renewal(northwind, &unknown, None)).await.unwrap_err();
    assert_eq!(refused.code(), Code::WrongWorkspace);
    assert_eq!(refused, AccountProblem::AlreadyHere { name: known.name }.into());
    let left = scenario.account(&unknown).await;
    assert_eq!((left.status, left.workspace.id), (Status::Unverified, None), "nothing was changed");
    let renewed = scenario.connector.own_tokens().add(renewal(lumen, &unknown, None)).await.unwrap().account;
    assert_eq!((renewed.id, renewed.status), (unknown, Status::Connected));
    assert_eq!(
        renewed.workspace.id.as_ref().map(WorkspaceId::as_str),
        Some(LUMEN),
        "the account takes its first identity"
    );
}

/// Adds a pasted token at the front's address.
async fn add_by(scenario: &Scenario, front: &Front, token: AccessToken) -> AccountId {
    let own = OwnToken {
        token,
        region: Some(Region::Us),
        api_base: Some(front.address.clone()),
        name: None,
        tags: Vec::new(),
        replaces: None,
    };
    scenario.connector.own_tokens().add(own).await.unwrap().account.id
}

#[tokio::test]
async fn account_of_a_known_workspace_takes_no_other_token() {
    const NORTHWIND_ONLY: &[Instead] =
        &[("/me", "200 OK", r#"{"app":{"id_code":"nw7k2p0q","name":"Northwind Support","region":"US"}}"#)];
    let scenario = Scenario::new().await;
    let front = Front::start(&scenario, NORTHWIND_ONLY).await;
    let northwind = hub_token(&scenario, NORTHWIND).await;
    let account = add_by(&scenario, &front, northwind.clone()).await;
    front.only(&[]);
    let lumen = hub_token(&scenario, LUMEN).await;
    let refused = scenario.connector.own_tokens().add(renewal(lumen, &account, None)).await.unwrap_err();
    assert_eq!(refused.code(), Code::WrongWorkspace);
    assert_eq!(workspaces(refused), ["Lumen Labs", "Northwind Support"]);
    let renewed = scenario.connector.own_tokens().add(renewal(northwind, &account, None)).await.unwrap();
    assert_eq!((renewed.account.id, renewed.account.status), (account, Status::Connected));
}

// The problem says why the token has no identity.
#[tokio::test]
async fn unidentified_token_renews_no_known_account() {
    type Why = fn(String) -> ProviderProblem;
    const CASES: [(&[Instead], Why); 3] = [
        (&[("/me", "403 Forbidden", r#"{"errors":[{"code":"forbidden"}]}"#)], |host| {
            ProviderProblem::MayNotIdentify { host }
        }),
        (&[("/me", "403 Forbidden", r#"{"errors":[{"code":"api_plan_restricted"}]}"#)], |host| {
            let code = ProviderCode::new("api_plan_restricted");
            ProviderProblem::Refused { host, refusal: ApiRefusal::NotInPlan, code }
        }),
        (&[("/me", "200 OK", "{}")], |_| ProviderProblem::Unidentified),
    ];
    for (instead, why) in CASES {
        let scenario = Scenario::new().await;
        let front = Front::start(&scenario, &[]).await;
        let token = hub_token(&scenario, NORTHWIND).await;
        let account = add_by(&scenario, &front, token.clone()).await;
        front.only(instead);
        let refused = scenario.connector.own_tokens().add(renewal(token, &account, None)).await.unwrap_err();
        let why = why(front.host());
        assert_eq!(refused, AccountProblem::NotProven { why: why.clone() }.into());
        let left = scenario.account(&account).await;
        assert_eq!(left.status, Status::Connected, "{why:?}");
    }
}

#[tokio::test]
async fn pasted_token_becomes_an_account_of_its_own_kind() {
    let scenario = Scenario::new().await;
    scenario.connect("Acme").await.unwrap();
    let token = token(&scenario).await;
    let added = add(&scenario, &token).await.unwrap();
    assert_eq!(added.outcome, Outcome::Connected, "not the account that the app connected");
    assert_eq!(added.account.registration, None);
    assert_eq!(scenario.checked_status(&added.account.id).await, Status::Connected);
    assert_eq!(add(&scenario, &token).await.unwrap().outcome, Outcome::AlreadyConnected);
    assert!(!String::from_utf8_lossy(&scenario.files()).contains(&token), "the token is stored sealed");
}

#[tokio::test]
async fn refused_or_unanswered_token_is_not_stored() {
    let scenario = Scenario::new().await;
    let refused = add(&scenario, "dG9rOm5vbnNlbnNl").await.unwrap_err();
    let code = ProviderCode::new("unauthorized");
    assert_eq!((refused.code(), refused.provider_code()), (Code::CodeRejected, code.as_ref()));
    let token = token(&scenario).await;
    scenario.switch("me", "error").await;
    assert_eq!(add(&scenario, &token).await.unwrap_err().code(), Code::ProviderUnreachable);
    assert!(scenario.accounts().await.is_empty());
    scenario.switch("me", "answer").await;
    scenario.switch("missing_permissions", ["read_single_admin"]).await;
    assert_eq!(
        add(&scenario, &token).await.unwrap().outcome,
        Outcome::Unverified,
        "the token lives, so it is kept"
    );
}

/// Returns `/me` for this teammate of a workspace, with a region if there is one.
fn me(admin: &str, region: Option<&str>) -> Reply {
    let app = json!({ "id_code": "w1", "name": "Somewhere", "region": region });
    Reply::of("200 OK", json!({ "id": admin, "name": "Somebody", "app": app }).to_string())
}

#[tokio::test]
async fn renewal_with_a_missing_or_new_region_is_the_same_account() {
    for (known, told) in [(Some("US"), None), (None, Some("US"))] {
        let scenario = Scenario::new().await;
        let front = Front::start(&scenario, &[]).await;
        let token = hub_token(&scenario, NORTHWIND).await;
        front.answer("/me", me("7", known));
        let account = add_by(&scenario, &front, token.clone()).await;
        front.answer("/me", me("7", told));
        let renewed =
            scenario.connector.own_tokens().add(renewal(token.clone(), &account, None)).await.unwrap();
        assert_eq!((renewed.account.id, renewed.account.status), (account.clone(), Status::Connected));
        assert_eq!(renewed.account.workspace.region, Some(Region::Us), "{told:?}");
        assert_eq!(
            add_by(&scenario, &front, token.clone()).await,
            account,
            "{told:?}: the answer makes no second account"
        );
        // both have the same names, so the ids distinguish them
        for (other, ids) in [(me("7", Some("EU")), "w1, eu, 7"), (me("8", Some("US")), "w1, us, 8")] {
            front.answer("/me", other);
            let renewing = scenario.connector.own_tokens().add(renewal(token.clone(), &account, None)).await;
            let refused = renewing.unwrap_err();
            assert_eq!(refused.code(), Code::WrongWorkspace);
            let (came, awaited) = pasted_for_another(refused);
            assert_eq!((came.ids.as_deref(), awaited.ids.as_deref()), (Some(ids), Some("w1, us, 7")));
        }
    }
}

#[tokio::test]
async fn account_forgotten_during_a_renewal_does_not_return() {
    let scenario = Scenario::new().await;
    let front = Front::start(&scenario, &[]).await;
    let token = hub_token(&scenario, NORTHWIND).await;
    front.answer("/me", me("7", Some("US")));
    let account = add_by(&scenario, &front, token.clone()).await;
    front.answer("/me", me("7", Some("US")).after(Duration::from_secs(1)));
    let renewing = tokio::spawn({
        let (connector, renewal) = (scenario.connector.clone(), renewal(token, &account, None));
        async move { connector.own_tokens().add(renewal).await }
    });
    tokio::time::sleep(Duration::from_millis(300)).await;
    scenario.connector.accounts().forget(&account).await.unwrap();
    assert!(!renewing.is_finished());
    let refused = renewing.await.unwrap().unwrap_err();
    assert_eq!(refused.code(), Code::NotFound, "{refused}");
    assert!(scenario.accounts().await.is_empty());
}

/// Adds a list of two tokens until `stop`. Returns each reported line, and whether it is connected.
async fn added_until(scenario: &Scenario, stop: impl Future<Output = ()> + Send) -> Vec<(usize, bool)> {
    let tokens = [hub_token(scenario, NORTHWIND).await, hub_token(scenario, LUMEN).await];
    let list = tokens.map(|token| token.expose().to_owned()).join("\n");
    let place = TokenPlace {
        region: Some(Region::Us),
        api_base: Some(scenario.sandbox.description().api_base.clone()),
    };
    let lines = TokenLine::read(list.as_bytes()).unwrap();
    let mut told = Vec::new();
    let tell = |added: AddedToken| told.push((added.line, added.connected.is_some()));
    scenario.connector.own_tokens().add_each(lines, &place, stop, tell).await;
    told
}

#[tokio::test]
async fn stopped_list_waits_for_no_answer() {
    let scenario = Scenario::new().await;
    scenario.switch("latency_ms", 3_000).await;
    assert!(added_until(&scenario, tokio::time::sleep(Duration::from_millis(100))).await.is_empty());
    assert!(scenario.accounts().await.is_empty());
}

#[tokio::test]
async fn stopped_list_finishes_and_tells_the_line_that_is_stored() {
    let scenario = Scenario::new().await;
    scenario.connector.open_vault().await.unwrap();
    let held = scenario.hold_database();
    // The answer comes before the stop, so that the first line waits for the database then.
    let stop = tokio::time::sleep(Duration::from_secs(1));
    let release = async {
        tokio::time::sleep(Duration::from_millis(1_500)).await;
        drop(held);
    };
    let (added, ()) = tokio::join!(added_until(&scenario, stop), release);
    assert_eq!(added, [(1, true)]);
    assert_eq!(scenario.accounts().await.len(), 1);
}

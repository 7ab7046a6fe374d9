//! A sandbox, a home, a connector and a registration, and the person at the consent page.

use std::time::{Duration, Instant};

use reqwest::{Client, redirect};
use serde_json::{Value, json};
use switchhook_engine::contract::{Account, AccountDetail, Attempt, Connected};
use switchhook_engine::core::{
    AccountId, ApiRefusal, AttemptStage, ClientSecret, Code, DeepLink, Endpoint, Problem, ProviderCode,
    ProviderProblem, Region, RegistrationId, Status,
};
use switchhook_engine::{
    Begun, ConnectRequest, Connector, Home, NewRegistration, Received, SessionKeys, VaultMode,
};
use switchhook_sandbox::{Options, Sandbox, Seed};
use tempfile::TempDir;
use tokio::task::JoinHandle;

/// The redirect URI of the person's own app. Nothing listens there.
pub(crate) const PASTE: &str = "https://localhost:47115/callback";
pub(crate) const BRIDGE: &str = "https://bridge.example/switchhook/";
pub(crate) const LUMEN: &str = "lm5v0r6y";

pub(crate) struct Scenario {
    pub(crate) sandbox: Sandbox,
    pub(crate) connector: Connector,
    pub(crate) folder: TempDir,
    keys: SessionKeys,
    person: Client,
}

impl Scenario {
    pub(crate) async fn new() -> Self {
        Self::with_seed(7).await
    }

    /// Makes a scenario whose sandbox has the records of this seed.
    pub(crate) async fn with_seed(seed: u8) -> Self {
        let options = Options {
            seed: Seed::from_bytes([seed; 32]),
            port: None,
            redirect_uris: vec![BRIDGE.into()],
            app_name: None,
            now: None,
        };
        let sandbox = switchhook_sandbox::start(options).await.unwrap();
        let (folder, keys) = (tempfile::tempdir().unwrap(), SessionKeys::default());
        let connector = open(&folder, &keys).await;
        let _ = rustls::crypto::ring::default_provider().install_default();
        let person = Client::builder().redirect(redirect::Policy::none()).no_proxy().build().unwrap();
        let scenario = Self { sandbox, connector, folder, keys, person };
        scenario.register("Acme", PASTE).await;
        scenario
    }

    /// Opens another process of the same home and keyring.
    pub(crate) async fn second_process(&self) -> Connector {
        open(&self.folder, &self.keys).await
    }

    /// Opens another process of the same home with an empty keyring.
    pub(crate) async fn process_without_key(&self) -> Connector {
        open(&self.folder, &SessionKeys::default()).await
    }

    pub(crate) async fn register(&self, name: &str, redirect_uri: &str) {
        let description = self.sandbox.description();
        self.register_at(name, redirect_uri, &description.token_endpoint).await;
    }

    pub(crate) async fn register_at(&self, name: &str, redirect_uri: &str, token_endpoint: &str) {
        let new = self.registration(name, redirect_uri, token_endpoint, &self.sandbox.description().api_base);
        self.connector.registrations().add(new).await.unwrap();
    }

    fn registration(
        &self,
        name: &str,
        redirect_uri: &str,
        token_endpoint: &str,
        api_base: &str,
    ) -> NewRegistration {
        let description = self.sandbox.description();
        NewRegistration {
            name: name.into(),
            client_id: description.client_id.clone(),
            client_secret: self.client_secret(),
            redirect_uri: redirect_uri.into(),
            region: Region::Us,
            authorization_endpoint: Some(description.authorization_endpoint.clone()),
            token_endpoint: Some(token_endpoint.into()),
            api_base: Some(api_base.into()),
            workspace: None,
        }
    }

    /// Registers the app with its token endpoint and API at this address.
    pub(crate) async fn register_behind(&self, name: &str, address: &str) {
        self.connector.registrations().add(self.registration_behind(name, address)).await.unwrap();
    }

    /// Registers the app with its token endpoint and API at this address, for one workspace alone.
    pub(crate) async fn register_only_behind(&self, name: &str, workspace: &str, address: &str) {
        let new = self.registration_behind(name, address);
        let new = NewRegistration { workspace: Some(workspace.into()), ..new };
        self.connector.registrations().add(new).await.unwrap();
    }

    /// Registers the app with its token endpoint and API at this address, and with the bridge as its redirect URI.
    pub(crate) async fn register_bridge_behind(&self, name: &str, address: &str) {
        let new = NewRegistration { redirect_uri: BRIDGE.into(), ..self.registration_behind(name, address) };
        self.connector.registrations().add(new).await.unwrap();
    }

    fn registration_behind(&self, name: &str, address: &str) -> NewRegistration {
        let endpoint = &self.sandbox.description().token_endpoint;
        let path = url::Url::parse(endpoint).unwrap().path().to_owned();
        self.registration(name, PASTE, &format!("{address}{path}"), address)
    }

    pub(crate) fn client_secret(&self) -> ClientSecret {
        ClientSecret::new(self.sandbox.description().client_secret.clone()).unwrap()
    }

    /// Registers the app for one workspace alone.
    pub(crate) async fn register_only(&self, name: &str, workspace: &str) {
        let description = self.sandbox.description();
        let new = self.registration(name, PASTE, &description.token_endpoint, &description.api_base);
        let new = NewRegistration { workspace: Some(workspace.into()), ..new };
        self.connector.registrations().add(new).await.unwrap();
    }

    /// Registers the app with another client secret.
    pub(crate) async fn register_with_secret(&self, name: &str, secret: &str) {
        let description = self.sandbox.description();
        let new = self.registration(name, PASTE, &description.token_endpoint, &description.api_base);
        let new = NewRegistration { client_secret: ClientSecret::new(secret.into()).unwrap(), ..new };
        self.connector.registrations().add(new).await.unwrap();
    }

    /// Exchanges a link's code before Switchhook does.
    pub(crate) async fn exchange_elsewhere(&self, link: &str) {
        let description = self.sandbox.description();
        let link = url::Url::parse(link).unwrap();
        let (_, code) = link.query_pairs().find(|(name, _)| name == "code").unwrap();
        let form = [
            ("code", &*code),
            ("client_id", &description.client_id),
            ("client_secret", &description.client_secret),
        ];
        let answer = self.person.post(&description.token_endpoint).form(&form).send().await.unwrap();
        assert_eq!(answer.status(), 200, "the code was good");
    }

    /// Submits the decision of the person. Returns whether the browser stays on the consent page.
    pub(crate) async fn stays_on_consent_page(&self, begun: &Begun, decision: &str) -> bool {
        let form = [("decision", decision)];
        let answer = self.person.post(begun.authorization_url.clone()).form(&form).send().await.unwrap();
        !answer.headers().contains_key("location")
    }

    /// Registers the app with its API at another address.
    pub(crate) async fn register_with_api(&self, name: &str, api_base: &str) {
        let description = self.sandbox.description();
        let new = self.registration(name, PASTE, &description.token_endpoint, api_base);
        self.connector.registrations().add(new).await.unwrap();
    }

    /// Returns the registration with this name or id.
    pub(crate) async fn registered(&self, name: &str) -> RegistrationId {
        self.connector.registrations().resolve(name).await.unwrap()
    }

    /// Returns a connect request for the registration with this name or id.
    pub(crate) async fn request(&self, registration: &str) -> ConnectRequest {
        ConnectRequest::new(self.registered(registration).await)
    }

    pub(crate) async fn begin(&self, registration: &str) -> Begun {
        let request = self.request(registration).await;
        self.connector.attempts().begin(request).await.unwrap()
    }

    pub(crate) async fn begin_reconnect(&self, account: &AccountId) -> Begun {
        self.begin_reconnect_by("Acme", account).await
    }

    pub(crate) async fn begin_reconnect_by(&self, registration: &str, account: &AccountId) -> Begun {
        let request =
            ConnectRequest { reconnects: Some(account.clone()), ..self.request(registration).await };
        self.connector.attempts().begin(request).await.unwrap()
    }

    /// Submits the decision of the person. Returns the address to which the browser is sent.
    pub(crate) async fn consent(&self, begun: &Begun, decision: &str, workspace: Option<&str>) -> String {
        let mut form = vec![("decision", decision)];
        form.extend(workspace.map(|workspace| ("workspace", workspace)));
        let answer = self.person.post(begun.authorization_url.clone()).form(&form).send().await.unwrap();
        assert_eq!(answer.status(), 303, "the consent page sends the browser back");
        answer.headers()["location"].to_str().unwrap().to_string()
    }

    pub(crate) async fn authorized(&self, begun: &Begun) -> DeepLink {
        DeepLink::new(self.consent(begun, "authorize", None).await)
    }

    /// Begins, authorizes and receives. Returns the outcome.
    pub(crate) async fn connect(&self, registration: &str) -> Result<Connected, Problem> {
        let begun = self.begin(registration).await;
        let link = self.authorized(&begun).await;
        ended(self.connector.attempts().receive(link).await.unwrap())
    }

    pub(crate) async fn switch(&self, name: &str, value: impl serde::Serialize) {
        self.control("", &json!({ name: value })).await;
    }

    /// Posts to the sandbox's control interface, and returns the answer.
    pub(crate) async fn control(&self, path: &str, body: &Value) -> Value {
        let url = format!("{}/_control/{path}", self.sandbox.description().url);
        let request = self.person.post(url.trim_end_matches('/')).body(body.to_string());
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status(), 200, "the sandbox knows {path} {body}");
        serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap()
    }

    /// Returns the sandbox's requests, the newest first.
    pub(crate) async fn requests(&self) -> Vec<Value> {
        let url = format!("{}/_control/requests", self.sandbox.description().url);
        let answer = self.person.get(url).send().await.unwrap();
        serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap()
    }

    /// Sends a request to the API by hand. With a body it is a POST.
    pub(crate) async fn ask(&self, workspace: &str, path: &str, body: Option<Value>) -> Value {
        let token = self.control("tokens", &json!({ "workspace": workspace })).await;
        let url = format!("{}{path}", self.sandbox.description().api_base);
        let request = match body {
            Some(body) => self.person.post(url).body(body.to_string()),
            None => self.person.get(url),
        };
        let answer = request.bearer_auth(token["access_token"].as_str().unwrap()).send().await.unwrap();
        assert_eq!(answer.status(), 200, "{path}");
        serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap()
    }

    /// Counts every figure record by record, in the figures' order. It relies on no total.
    pub(crate) async fn count_by_hand(&self, workspace: &str) -> [u32; 15] {
        let conversations = self.all(workspace, "/conversations", "conversations").await;
        let in_state = |state: &str| conversations.iter().filter(|each| each["state"] == state).count();
        let lists = [
            ("/contacts", "data"),
            ("/companies", "data"),
            ("/admins", "admins"),
            ("/teams", "teams"),
            ("/tags", "data"),
            ("/articles", "data"),
        ];
        let open: Vec<_> = conversations.iter().filter(|each| is_for_a_person(each)).collect();
        let unassigned = open.iter().filter(|each| each["admin_assignee_id"] == 0).count();
        let mut counts =
            vec![open.len(), unassigned, in_state("open"), in_state("snoozed"), in_state("closed")];
        for (path, key) in lists {
            counts.push(self.all(workspace, path, key).await.len());
        }
        let everything = json!({ "field": "created_at", "operator": ">", "value": 1 });
        let search = json!({ "query": everything, "pagination": { "per_page": 150 } });
        let tickets = self.ask(workspace, "/tickets/search", Some(search)).await;
        assert!(tickets["pages"]["next"].is_null(), "one page holds all of them");
        let tickets = tickets["tickets"].as_array().unwrap();
        counts.push(tickets.len());
        for category in ["Customer", "Back-office", "Tracker"] {
            let is_open = |each: &&Value| each["open"] == true && each["category"] == category;
            counts.push(tickets.iter().filter(is_open).count());
        }
        let counts: Vec<u32> = counts.into_iter().map(|count| count.try_into().unwrap()).collect();
        counts.try_into().unwrap()
    }

    /// Returns every record of a list, page by page.
    pub(crate) async fn all(&self, workspace: &str, path: &str, key: &str) -> Vec<Value> {
        let (mut found, mut cursor) = (Vec::new(), String::new());
        loop {
            // these lists come whole and have no pages
            let paged = !["/admins", "/teams", "/tags"].contains(&path);
            let query = if paged { format!("?per_page=50{cursor}") } else { String::new() };
            let page = self.ask(workspace, &format!("{path}{query}"), None).await;
            found.extend(page[key].as_array().unwrap().iter().cloned());
            let Some(next) = page["pages"]["next"]["starting_after"].as_str() else { return found };
            cursor = format!("&starting_after={next}");
        }
    }

    pub(crate) async fn attempt(&self, begun: &Begun) -> Attempt {
        let overview = self.connector.view().overview().await.unwrap();
        overview.attempts.into_iter().find(|attempt| attempt.id == begun.attempt).unwrap()
    }

    /// Waits for a stage that another task reaches.
    pub(crate) async fn wait_for_stage(&self, begun: &Begun, stage: AttemptStage) {
        let started = Instant::now();
        while self.attempt(begun).await.stage != stage {
            assert!(started.elapsed() < Duration::from_secs(10), "{stage:?} never came");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    /// Returns an account as it is stored.
    pub(crate) async fn account(&self, id: &AccountId) -> Account {
        self.connector.accounts().get(id).await.unwrap()
    }

    /// Checks the account and returns its status.
    pub(crate) async fn checked_status(&self, id: &AccountId) -> Status {
        self.connector.remote().check(id).await.unwrap().account.status
    }

    /// Authorizes an attempt, and receives the answer in a task. Returns while a slow provider exchanges the code.
    pub(crate) async fn exchanging(&self, begun: &Begun) -> JoinHandle<Result<Received, Problem>> {
        let link = self.authorized(begun).await;
        self.switch("latency_ms", 300).await;
        let connector = self.connector.clone();
        let receiving = tokio::spawn(async move { connector.attempts().receive(link).await });
        self.wait_for_stage(begun, AttemptStage::Exchanging).await;
        receiving
    }

    pub(crate) async fn accounts(&self) -> Vec<Account> {
        self.connector.accounts().list(None, None).await.unwrap()
    }

    pub(crate) async fn detail(&self, id: &AccountId) -> AccountDetail {
        self.connector.view().account_detail(id).await.unwrap()
    }

    /// Reads the figures of an account, and returns what is stored then.
    pub(crate) async fn read(&self, id: &AccountId) -> Result<AccountDetail, Problem> {
        self.connector.remote().read_figures(id).await?;
        self.connector.view().account_detail(id).await
    }

    /// Returns the host of the sandbox's API, as problems name it.
    pub(crate) fn host(&self) -> String {
        Endpoint::new(&self.sandbox.description().api_base).unwrap().host()
    }

    /// Locks the database as another program would, until the connection rolls back.
    pub(crate) fn hold_database(&self) -> rusqlite::Connection {
        let blocker = rusqlite::Connection::open(self.folder.path().join("switchhook.db")).unwrap();
        blocker.execute_batch("BEGIN EXCLUSIVE").unwrap();
        blocker
    }

    /// Changes the database behind the program's back.
    pub(crate) fn alter(&self, sql: &str) {
        let database = rusqlite::Connection::open(self.folder.path().join("switchhook.db")).unwrap();
        database.execute_batch(sql).unwrap();
    }

    /// Returns the bytes of the database and its write-ahead log.
    pub(crate) fn files(&self) -> Vec<u8> {
        let names = ["switchhook.db", "switchhook.db-wal"];
        names
            .iter()
            .flat_map(|name| std::fs::read(self.folder.path().join(name)).unwrap_or_default())
            .collect()
    }
}

async fn open(folder: &TempDir, keys: &SessionKeys) -> Connector {
    let home = Home::at(folder.path()).unwrap();
    let connector = Connector::open(home, VaultMode::Session(keys.clone())).await.unwrap();
    connector.lifetime().resume().await.unwrap();
    connector
}

pub(crate) fn ended(received: Received) -> Result<Connected, Problem> {
    match received {
        Received::Ended(ended) => ended.map(|connected| *connected),
        other => panic!("the attempt should have ended, but {other:?}"),
    }
}

/// Returns the refusal of a host whose code says that the token is dead.
pub(crate) fn dead(host: String, code: &str) -> ProviderProblem {
    ProviderProblem::Refused { host, refusal: ApiRefusal::Dead, code: ProviderCode::new(code) }
}

/// Whether the problem says that the provider takes no more requests for now.
pub(crate) fn is_rate_limited(problem: &Problem) -> bool {
    use ProviderProblem::{HeldBack, RateLimited};
    matches!(problem, Problem::Provider(HeldBack { .. } | RateLimited { .. }))
}

/// Returns the code of a refused link.
pub(crate) fn refused(received: Result<Received, Problem>) -> Code {
    received.expect_err("the link should have been refused").code()
}

/// Returns the code of the problem that keeps a matched link from being taken.
pub(crate) fn stuck(received: Result<Received, Problem>) -> Code {
    received.unwrap().unless_stuck().expect_err("the link should have been stuck").code()
}

/// Whether a conversation is open for a person. Fin is answering the others: it takes part, did not hand over, and no teammate
/// has them.
pub(crate) fn is_for_a_person(conversation: &Value) -> bool {
    let handed_over = ["escalated", "negative_feedback", "procedure_handoff"];
    let state = conversation["ai_agent"]["resolution_state"].as_str();
    conversation["state"] == "open"
        && (conversation["ai_agent_participated"] == false
            || conversation["admin_assignee_id"] != 0
            || state.is_some_and(|state| handed_over.contains(&state)))
}

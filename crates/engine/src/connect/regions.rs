//! Finds out which of Intercom's hosts knows an access token.

use switchhook_core::{
    AccessToken, AccountProblem, Code, Endpoint, Field, Me, Problem, Provider, ProviderProblem, Region,
    RegistrationProblem,
};

use crate::context::Context;
use crate::registrations::addresses::unusable;
use crate::remote::identify::{NotIdentified, identify};

/// A host that may know a token.
pub(super) struct Host {
    /// The region that the host serves; `None` where the person gave an address instead.
    pub(super) region: Option<Region>,
    pub(super) api_base: Endpoint,
}

/// The host that knows a token, and what it told of the token's owner.
pub(super) struct Known {
    pub(super) host: Host,
    pub(super) me: Me,
    /// Why the host told nothing of the owner, where the token may not ask.
    pub(super) not_identified: Option<ProviderProblem>,
}

/// Returns Intercom's hosts for a token of an unknown region, in the order to ask them. `likely` comes first.
///
/// # Errors
/// Never for the table as it stands; the type says that addresses are parsed.
pub(super) fn intercom_hosts(likely: Option<Region>) -> Result<Vec<Host>, RegistrationProblem> {
    let others = Region::ALL.into_iter().filter(|region| Some(*region) != likely);
    let host =
        |region| Ok(Host { region: Some(region), api_base: api_base(Provider::intercom_api(region))? });
    likely.into_iter().chain(others).map(host).collect()
}

/// Asks one host after the other, and returns the first one that knows the token.
///
/// Intercom answers a foreign token like a dead one, so only such an answer leads to the next host. A host that can't be
/// reached or read ends the search: it may be the one that knows the token.
///
/// # Errors
/// `code_rejected` when every host refuses the token, `provider_unreachable`, `provider_unreadable`.
pub(super) async fn first_that_knows(
    context: &Context,
    hosts: Vec<Host>,
    token: &AccessToken,
) -> Result<Known, Problem> {
    let is_one = hosts.len() == 1;
    let mut dead = None;
    for host in hosts {
        let (me, not_identified) = match identify(context, &host.api_base, token).await {
            Ok(me) => (me, None),
            // The token lives, but may not ask `/me`: a later check may identify it.
            Err(NotIdentified::Alive(why)) => (Me::default(), Some(why)),
            Err(NotIdentified::Dead(why)) => {
                dead = dead.or(Some(why));
                continue;
            }
            Err(NotIdentified::Unknown(why)) => return Err(unknown(why)),
        };
        return Ok(Known { host, me, not_identified });
    }
    // There is a host, so one of them refused the token.
    let why = dead.unwrap_or(ProviderProblem::Unidentified);
    Err(match is_one {
        true => AccountProblem::PastedDead { why },
        false => AccountProblem::PastedDeadEverywhere { why },
    }
    .into())
}

/// Returns the problem of a host that gave no clear answer.
fn unknown(why: ProviderProblem) -> Problem {
    match Problem::from(why.clone()).code() {
        Code::ProviderUnreadable => AccountProblem::PastedUnreadable { why }.into(),
        _ => why.into(),
    }
}

/// Parses an API address. Fails with [`RegistrationProblem::Unusable`] when it can't be used.
pub(super) fn api_base(address: &str) -> Result<Endpoint, RegistrationProblem> {
    Endpoint::prefix(address).map_err(unusable(Field::ApiBase))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use reqwest::Client;
    use serde_json::{Value, json};
    use switchhook_sandbox::{Options, Sandbox, Seed};

    use super::*;
    use crate::host::home::Home;
    use crate::vault::{SessionKeys, VaultMode};

    /// The sandbox's workspace in Australia.
    const HARBOUR: &str = "hb8c4t1z";
    const NORTHWIND: &str = "nw7k2p0q";

    /// A sandbox, and a home that asks it.
    struct Trial {
        context: Arc<Context>,
        sandbox: Sandbox,
        person: Client,
        _folder: tempfile::TempDir,
    }

    impl Trial {
        async fn start() -> Self {
            let seed = Seed::from_bytes([7; 32]);
            let options = Options { seed, port: None, redirect_uris: Vec::new(), app_name: None, now: None };
            let sandbox = switchhook_sandbox::start(options).await.expect("it starts");
            let folder = tempfile::tempdir().expect("a folder");
            let home = Home::at(folder.path()).expect("a home");
            let keys = VaultMode::Session(SessionKeys::default());
            let context = Context::open(home, keys).await.expect("opened");
            let _ = rustls::crypto::ring::default_provider().install_default();
            let person = Client::builder().no_proxy().build().expect("a client");
            Self { context, sandbox, person, _folder: folder }
        }

        async fn control(&self, path: &str, body: &Value) -> Value {
            let url = format!("{}/_control{path}", self.sandbox.description().url);
            let answer = self.person.post(url).body(body.to_string()).send().await.expect("answered");
            assert_eq!(answer.status(), 200, "the sandbox knows {path} {body}");
            serde_json::from_slice(&answer.bytes().await.expect("a body")).expect("JSON")
        }

        async fn token(&self, workspace: &str) -> AccessToken {
            let told = self.control("/tokens", &json!({ "workspace": workspace })).await;
            AccessToken::new(told["access_token"].as_str().expect("a token").into()).expect("a token")
        }

        /// The sandbox's hosts. Those of Europe and Australia refuse all tokens but their own.
        fn hosts(&self, regions: &[Region]) -> Vec<Host> {
            let addresses = &self.sandbox.description().regions;
            let host = |region: &Region| {
                let address = match region {
                    Region::Us => &addresses.us.api_base,
                    Region::Eu => &addresses.eu.api_base,
                    Region::Au => &addresses.au.api_base,
                };
                Host { region: Some(*region), api_base: api_base(address).expect("an address") }
            };
            regions.iter().map(host).collect()
        }

        /// The paths that each region's host was asked for, the first one first.
        async fn asked(&self) -> Vec<(String, String)> {
            let url = format!("{}/_control/requests", self.sandbox.description().url);
            let answer = self.person.get(url).send().await.expect("answered");
            let bytes = answer.bytes().await.expect("a body");
            let entries: Vec<Value> = serde_json::from_slice(&bytes).expect("JSON");
            let text = |entry: &Value, name: &str| entry[name].as_str().expect("a text").to_owned();
            let asked = entries.iter().rev().map(|entry| (text(entry, "region"), text(entry, "path")));
            asked.filter(|(_, path)| !path.starts_with("/_")).collect()
        }

        async fn found(&self, hosts: Vec<Host>, token: &AccessToken) -> Result<Known, Problem> {
            first_that_knows(&self.context, hosts, token).await
        }
    }

    fn problem(found: Result<Known, Problem>) -> Problem {
        found.err().expect("no host knows the token")
    }

    #[test]
    fn token_of_unknown_region_goes_to_intercoms_three_hosts() {
        let of = |likely| {
            let hosts = intercom_hosts(likely).expect("the table parses");
            hosts.iter().map(|host| host.api_base.host()).collect::<Vec<_>>()
        };
        let [us, eu, au] = ["api.intercom.io", "api.eu.intercom.io", "api.au.intercom.io"];
        assert_eq!(of(None), [us, eu, au]);
        assert_eq!(of(Some(Region::Au)), [au, us, eu], "the likely one is asked first");
    }

    #[tokio::test]
    async fn hosts_are_asked_in_turn_until_one_knows_the_token() {
        let trial = Trial::start().await;
        let token = trial.token(HARBOUR).await;
        let known = trial.found(trial.hosts(&[Region::Eu, Region::Au, Region::Us]), &token).await;
        let known = known.unwrap_or_else(|problem| panic!("{problem}"));
        assert_eq!(known.host.region, Some(Region::Au));
        assert_eq!(known.me.workspace.id.as_ref().map(|id| id.as_str()), Some(HARBOUR));
        let asked = trial.asked().await;
        let regions: Vec<&str> = asked.iter().map(|(region, _)| region.as_str()).collect();
        assert_eq!(regions, ["EU", "EU", "EU", "EU", "AU"], "{asked:?}");
    }

    #[tokio::test]
    async fn host_of_token_without_identity_permission_is_kept() {
        let trial = Trial::start().await;
        for style in ["unauthorized", "forbidden"] {
            let token = trial.token(HARBOUR).await;
            let lacks = json!({ "missing_permissions": ["read_single_admin"], "permission_refusal": style });
            trial.control("", &lacks).await;
            let known = trial.found(trial.hosts(&[Region::Eu, Region::Au, Region::Us]), &token).await;
            let known = known.unwrap_or_else(|problem| panic!("{problem}"));
            assert_eq!(known.host.region, Some(Region::Au), "{style}");
            let host = known.host.api_base.host();
            assert_eq!(known.not_identified, Some(ProviderProblem::MayNotIdentify { host }), "{style}");
        }
    }

    #[tokio::test]
    async fn token_that_no_host_knows_is_dead_everywhere() {
        let trial = Trial::start().await;
        let token = AccessToken::new("dG9rOm5vbnNlbnNl".into()).expect("a token");
        let refused = problem(trial.found(trial.hosts(&Region::ALL), &token).await);
        let Problem::Account(AccountProblem::PastedDeadEverywhere { why }) = &refused else {
            panic!("{refused:?}");
        };
        let first = trial.hosts(&[Region::Us]).remove(0).api_base.host();
        assert!(matches!(why, ProviderProblem::Refused { host, .. } if *host == first), "{why:?}");
        assert_eq!(refused.code(), Code::CodeRejected);
        let alone = problem(trial.found(trial.hosts(&[Region::Eu]), &token).await);
        assert!(matches!(alone, Problem::Account(AccountProblem::PastedDead { .. })), "{alone:?}");
    }

    #[tokio::test]
    async fn search_ends_at_a_host_without_a_clear_answer() {
        let trial = Trial::start().await;
        let token = trial.token(NORTHWIND).await;
        let closed = std::net::TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("bound");
        let nobody = Host {
            region: Some(Region::Eu),
            api_base: api_base(&format!("http://{closed}")).expect("an address"),
        };
        let hosts = vec![nobody, trial.hosts(&[Region::Us]).remove(0)];
        let unreached = problem(trial.found(hosts, &token).await);
        assert_eq!(unreached.code(), Code::ProviderUnreachable);
        assert!(unreached.to_string().contains(&closed.to_string()), "{unreached}");
        assert!(trial.asked().await.is_empty(), "no other host gets the token");

        trial.control("", &json!({ "me": "error" })).await;
        let failed = problem(trial.found(trial.hosts(&[Region::Us, Region::Eu]), &token).await);
        assert_eq!(failed.code(), Code::ProviderUnreachable);
        let asked = trial.asked().await;
        assert!(asked.iter().all(|(region, _)| region == "US"), "{asked:?}");
    }
}

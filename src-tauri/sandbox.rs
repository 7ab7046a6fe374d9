//! Starts a sandbox in this program when the person tries one.

use switchhook_engine::core::{Problem, ProviderProblem, RegistrationId};
use switchhook_engine::{Connector, Home, sandbox};
use switchhook_sandbox::{Options, Sandbox, Seed};
use tokio::sync::Mutex;

/// The sandbox that this program started, if any.
#[derive(Default)]
pub(crate) struct OwnSandbox(Mutex<Option<Sandbox>>);

impl OwnSandbox {
    /// Returns the registration of the running sandbox, and starts a sandbox where none runs.
    ///
    /// # Errors
    /// `provider_unreachable` where the sandbox can't start, `store_failed`.
    pub(crate) async fn registration(
        &self,
        connector: &Connector,
        home: &Home,
    ) -> Result<RegistrationId, Problem> {
        let mut own = self.0.lock().await;
        if let Ok(registration) = connector.registrations().of_sandbox().await {
            return Ok(registration.id);
        }
        let options = Options {
            seed: Seed::from_bytes(sandbox::seed(home)?),
            port: None,
            redirect_uris: vec![],
            app_name: None,
            now: None,
        };
        let failed = |error| ProviderProblem::SandboxFailed { why: format!("{error}") };
        let started = switchhook_sandbox::start(options).await.map_err(failed)?;
        sandbox::announce(home, &started.description().url)?;
        *own = Some(started);
        Ok(connector.registrations().of_sandbox().await?.id)
    }
}

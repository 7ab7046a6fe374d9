//! `sandbox`: runs a pretend Intercom until interrupted.

use std::process::ExitCode;

use switchhook_engine::core::ErrorReport;
use switchhook_engine::{Home, sandbox};
use switchhook_sandbox::{Moment, Options, Sandbox, Seed};

use crate::misuse::Misuse;
use crate::output::Output;
use switchhook_engine::interrupted;

/// The options of the command.
pub(super) struct SandboxOptions {
    pub(super) port: Option<u16>,
    pub(super) redirect_uris: Vec<String>,
    pub(super) seed: Option<String>,
    pub(super) app_name: Option<String>,
    pub(super) now: Option<Moment>,
}

pub(super) async fn run(options: SandboxOptions, output: &Output) -> Result<ExitCode, ErrorReport> {
    let SandboxOptions { port, redirect_uris, seed, app_name, now } = options;
    // A sandbox with its own seed belongs to no home: no home holds its accounts, and no home gets its address.
    let (seed, home) = match seed {
        Some(text) => (Seed::from_text(&text), None),
        None => {
            let home = Home::locate()?;
            (Seed::from_bytes(sandbox::seed(&home)?), Some(home))
        }
    };
    let options = Options { seed, port, redirect_uris, app_name, now };
    let running = start(options, home.as_ref()).await?;
    let description = running.description();
    output.first_line(description, || {
        format!(
            "The sandbox, a pretend Intercom, is listening at {url}. Nothing leaves this computer.\n\
             hub                     {url}/_hub\n\
             client id               {}\nclient secret           {}\nauthorization endpoint  {}\n\
             token endpoint          {}\nAPI address             {}\n\
             Press Ctrl-C to stop the sandbox.",
            description.client_id,
            description.client_secret,
            description.authorization_endpoint,
            description.token_endpoint,
            description.api_base,
            url = description.url,
        )
    });
    interrupted().await;
    running.stop().await;
    Ok(ExitCode::SUCCESS)
}

/// Starts a sandbox, and tells its home where it listens.
pub(super) async fn start(options: Options, home: Option<&Home>) -> Result<Sandbox, ErrorReport> {
    let running = switchhook_sandbox::start(options)
        .await
        .map_err(|error| Misuse::SandboxNotStarted { why: error.to_string() })?;
    if let Some(home) = home {
        sandbox::announce(home, &running.description().url)?;
    }
    Ok(running)
}

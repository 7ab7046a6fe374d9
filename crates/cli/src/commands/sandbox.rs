//! `sandbox`: a pretend Intercom, until ended.

use std::process::ExitCode;

use switchhook_engine::core::{Code, ErrorReport};
use switchhook_engine::{Home, sandbox};
use switchhook_sandbox::{Options, Seed};

use crate::output::Output;

pub(super) async fn run(
    port: Option<u16>,
    redirect_uris: Vec<String>,
    output: &Output,
) -> Result<ExitCode, ErrorReport> {
    let home = Home::locate()?;
    let options = Options { seed: Seed::from_bytes(sandbox::seed(&home)?), port, redirect_uris };
    let running = switchhook_sandbox::start(options).await.map_err(|error| {
        ErrorReport::new(Code::Usage)
            .saying(format!("The sandbox can't start: {error}."))
            .hinting("Choose another port, or correct the redirect URI.")
    })?;
    let description = running.description();
    sandbox::announce(&home, &description.url)?;
    output.first_line(description, || {
        format!(
            "The sandbox is listening at {}: a pretend Intercom, nothing leaves this computer.\n\
             client id      {}\nclient secret  {}\nconsent        {}\ntoken          {}\nAPI            {}\n\
             Ctrl-C ends it.",
            description.url,
            description.client_id,
            description.client_secret,
            description.authorization_endpoint,
            description.token_endpoint,
            description.api_base
        )
    });
    super::connect::interrupted().await;
    running.stop().await;
    Ok(ExitCode::SUCCESS)
}

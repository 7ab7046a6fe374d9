//! `registration add | list | remove`.

use std::process::ExitCode;

use switchhook_engine::core::{ClientSecret, ErrorReport};
use switchhook_engine::{Connector, NewRegistration};

use crate::args::{AddRegistration, Registration};
use crate::input;
use crate::output::Output;

pub(super) async fn run(
    verb: Registration,
    connector: &Connector,
    output: &Output,
) -> Result<ExitCode, ErrorReport> {
    match verb {
        Registration::Add(add) => add_one(add, connector, output).await,
        Registration::List => Ok(output.registrations(&connector.registrations().await?)),
        Registration::Remove { name } => {
            let id = connector.remove_registration(&name).await?;
            Ok(output.removed(&id, &format!("{name} is removed. Accounts connected with it stay.")))
        }
    }
}

async fn add_one(
    add: AddRegistration,
    connector: &Connector,
    output: &Output,
) -> Result<ExitCode, ErrorReport> {
    let region = super::region(add.region.as_deref())?;
    let client_secret = input::secret("client secret", add.secret_stdin, ClientSecret::new)?;
    let new = NewRegistration {
        name: add.name,
        client_id: add.client_id,
        client_secret,
        redirect_uri: add.redirect_uri,
        region,
        authorization_endpoint: add.authorization_endpoint,
        token_endpoint: add.token_endpoint,
        api_base: add.api_base,
        workspace: add.workspace,
    };
    Ok(output.registration(&connector.add_registration(new).await?))
}

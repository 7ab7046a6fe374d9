//! `registration add | list | edit | secret | remove`.

use std::process::ExitCode;

use switchhook_engine::core::{ErrorReport, Pasted, RegistrationProblem, check_client_id};
use switchhook_engine::{
    Connector, EditedRegistration, NewRegistration, RegistrationChange, RemovedRegistration, WorkspaceChoice,
};

use crate::args::{AddRegistration, EditRegistration, Registration};
use crate::environment::{self, FromEnvironment};
use crate::input;
use crate::output::Output;

/// How many accounts of a registration are named in a message. The others are counted.
const MAX_NAMED: usize = 10;

pub(super) async fn run(
    command: Registration,
    connector: &Connector,
    output: &Output,
) -> Result<ExitCode, ErrorReport> {
    match command {
        Registration::Add(add) => add_one(add, connector, output).await,
        Registration::List => Ok(output.registrations(&connector.registrations().list().await?)),
        Registration::Edit(edit) => edit_one(edit, connector, output).await,
        Registration::Secret { name, secret_stdin } => {
            let secret = input::client_secret(secret_stdin)?;
            let id = connector.registrations().resolve(&name).await?;
            Ok(output.registration(&connector.registrations().replace_secret(&id, secret).await?))
        }
        Registration::Remove { name } => {
            let id = connector.registrations().resolve(&name).await?;
            let removed = connector.registrations().remove(&id).await?;
            Ok(output.removed_with(removed.id.as_str(), &removed.accounts, &removal_message(&removed)))
        }
    }
}

async fn add_one(
    add: AddRegistration,
    connector: &Connector,
    output: &Output,
) -> Result<ExitCode, ErrorReport> {
    let region = input::region(add.region.as_deref())?;
    let (client_id, client_secret, from_env) = if add.from_env {
        let FromEnvironment { client_id, client_secret, workspace } = environment::read()?;
        (client_id, client_secret, workspace)
    } else {
        let client_id = add.client_id.unwrap_or_default();
        // The client id is checked before the secret is asked for, so that a person with a wrong id pastes only the id again.
        let pasted = Pasted::ClientId;
        check_client_id(&client_id).map_err(|mistake| RegistrationProblem::Paste { pasted, mistake })?;
        (client_id, input::client_secret(add.secret_stdin)?, None)
    };
    let workspace = match (add.workspace, from_env) {
        (Some(named), Some(variable)) if named != variable => {
            output.say(&format!("Switchhook ignores INTERCOM_APP_ID: --workspace names {named}."));
            Some(named)
        }
        (named, variable) => named.or(variable),
    };
    if add.from_env && workspace.is_none() {
        output.say("INTERCOM_APP_ID is not set: the registration connects any workspace that the browser is signed in to.");
    }
    let new = NewRegistration {
        name: add.name,
        client_id,
        client_secret,
        redirect_uri: add.redirect_uri,
        region,
        authorization_endpoint: add.authorization_endpoint,
        token_endpoint: add.token_endpoint,
        api_base: add.api_base,
        workspace,
    };
    Ok(output.registration(&connector.registrations().add(new).await?))
}

async fn edit_one(
    edit: EditRegistration,
    connector: &Connector,
    output: &Output,
) -> Result<ExitCode, ErrorReport> {
    let changes = edit.changes;
    let is_address = [&changes.authorization_endpoint, &changes.token_endpoint, &changes.api_base]
        .iter()
        .any(|it| it.is_some());
    let may_need_secret = changes.client_id.is_some() || is_address || changes.intercom_addresses;
    let client_secret = if changes.secret_stdin || (may_need_secret && input::is_interactive()) {
        Some(input::client_secret(changes.secret_stdin)?)
    } else {
        None
    };
    let change = RegistrationChange {
        name: changes.new_name,
        client_id: changes.client_id,
        redirect_uri: changes.redirect_uri,
        region: input::region_if_named(changes.region.as_deref())?,
        authorization_endpoint: changes.authorization_endpoint,
        token_endpoint: changes.token_endpoint,
        api_base: changes.api_base,
        intercom_addresses: changes.intercom_addresses,
        workspace: match (changes.any_workspace, changes.workspace) {
            (true, _) => Some(WorkspaceChoice::Any),
            (false, workspace) => workspace.map(WorkspaceChoice::Only),
        },
        client_secret,
    };
    let id = connector.registrations().resolve(&edit.name).await?;
    let EditedRegistration { registration, left_behind } =
        connector.registrations().edit(&id, change).await?;
    if !left_behind.is_empty() {
        output.say(&format!(
            "These accounts keep the old client id and can't be reconnected with this app: {}.",
            names_of(&left_behind)
        ));
    }
    Ok(output.registration(&registration))
}

/// Returns the sentence about a removed registration and the accounts that were connected with it.
fn removal_message(removed: &RemovedRegistration) -> String {
    let RemovedRegistration { name, accounts, .. } = removed;
    if accounts.is_empty() {
        return format!("Switchhook removed the registration {name}. No account was connected with it.");
    }
    format!(
        "Switchhook removed the registration {name}. These accounts stay, and can be reconnected only after you add the app \
         again: {}.",
        names_of(accounts)
    )
}

/// Returns the first names, and the number of the others.
fn names_of(accounts: &[String]) -> String {
    let named: Vec<&str> = accounts.iter().take(MAX_NAMED).map(String::as_str).collect();
    match accounts.len().saturating_sub(MAX_NAMED) {
        0 => named.join(", "),
        others => format!("{} and {others} more", named.join(", ")),
    }
}

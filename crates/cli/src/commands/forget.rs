//! `forget`: removes an account from this computer. Asks first, unless `--yes` is given.

use std::process::ExitCode;

use switchhook_engine::Connector;
use switchhook_engine::core::ErrorReport;

use crate::input;
use crate::output::Output;

pub(super) async fn run(
    account: &str,
    yes: bool,
    connector: &Connector,
    output: &Output,
) -> Result<ExitCode, ErrorReport> {
    // An unknown name is an error before any question.
    let id = connector.accounts().resolve(account).await?;
    let account = connector.accounts().get(&id).await?;
    let name = &account.name;
    let question = format!("Forget {name}, its tags and its encrypted token?");
    input::confirm(yes, &question, &format!("Switchhook kept {name}."))?;
    connector.accounts().forget(&id).await?;
    Ok(output.removed(
        id.as_str(),
        &format!(
            "Switchhook forgot {name}. Its token stays valid at Intercom until you uninstall the app there."
        ),
    ))
}

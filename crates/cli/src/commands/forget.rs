//! `forget`: asks first, unless told not to.

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
    // Looked up first: a name that is not there needs no question.
    let id = connector.accounts().resolve(account).await?;
    let account = connector.accounts().get(&id).await?;
    let name = &account.name;
    let question = format!("Forget {name}, its tags and its sealed token?");
    input::confirm(yes, &question, &format!("{name} was kept."))?;
    connector.accounts().forget(&id).await?;
    Ok(output.removed(
        id.as_str(),
        &format!("{name} is forgotten here. Its token stays valid at Intercom until uninstalled."),
    ))
}

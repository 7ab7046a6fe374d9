//! `uninstall`: names what dies with it and asks first, unless told not to.

use std::process::ExitCode;

use switchhook_engine::Connector;
use switchhook_engine::core::{Code, ErrorReport};

use crate::input;
use crate::output::Output;

pub(super) async fn run(
    account: &str,
    yes: bool,
    connector: &Connector,
    output: &Output,
) -> Result<ExitCode, ErrorReport> {
    let account = connector.account(account).await?;
    let name = &account.name;
    let others = connector.die_together(&account.id).await?;
    if !others.is_empty() {
        output
            .say(&format!("These end with it, being of the same app and workspace: {}.", others.join(", ")));
    }
    let question = format!("Ask Intercom to remove the app from the workspace of {name}?");
    if !yes && !input::confirm(&question, "--yes")? {
        return Err(ErrorReport::new(Code::Cancelled).saying(format!("{name} was left as it is.")));
    }
    Ok(output.account(&connector.uninstall(&account.id).await?))
}

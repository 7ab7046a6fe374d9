//! `uninstall`: names what dies with it and asks first, unless told not to.

use std::process::ExitCode;

use switchhook_engine::Connector;
use switchhook_engine::contract::{Checked, UninstallImpact};
use switchhook_engine::core::ErrorReport;

use crate::input;
use crate::output::Output;

pub(super) async fn run(
    account: &str,
    yes: bool,
    connector: &Connector,
    output: &Output,
) -> Result<ExitCode, ErrorReport> {
    let id = connector.accounts().resolve(account).await?;
    let account = connector.accounts().get(&id).await?;
    let name = &account.name;
    let UninstallImpact { surely, maybe } = connector.remote().uninstall_impact(&id).await?;
    if !surely.is_empty() {
        output
            .say(&format!("These end with it, being of the same app and workspace: {}.", surely.join(", ")));
    }
    if !maybe.is_empty() {
        output.say(&format!(
            "These may end too: they are of the same workspace, and which app an own token belongs to is not known. {}.",
            maybe.join(", ")
        ));
    }
    let question = format!("Ask Intercom to remove the app from the workspace of {name}?");
    input::confirm(yes, &question, &format!("{name} was left as it is."))?;
    let Checked { account, trouble, .. } = connector.remote().uninstall(&id).await?;
    if let Some(trouble) = trouble {
        output.say(&trouble.report.problem.to_string());
    }
    Ok(output.account(&account))
}

//! `uninstall`: names the accounts that stop working too, and asks first, unless `--yes` is given.

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
        output.say(&format!(
            "These accounts will stop working too, since they use the same app and workspace: {}.",
            surely.join(", ")
        ));
    }
    if !maybe.is_empty() {
        output.say(&format!(
            "These accounts of the workspace may stop working too, since Switchhook doesn't know the app of a token of your \
             own: {}.",
            maybe.join(", ")
        ));
    }
    let question = format!("Ask Intercom to remove the app from the workspace of {name}?");
    input::confirm(yes, &question, &format!("Switchhook left {name} as it is."))?;
    let Checked { account, trouble, .. } = connector.remote().uninstall(&id).await?;
    if let Some(trouble) = trouble {
        output.say(&trouble.report.problem.to_string());
    }
    Ok(output.account(&account))
}

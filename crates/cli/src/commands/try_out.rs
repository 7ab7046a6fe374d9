//! `try`: runs the sandbox with an account of it, and prints commands to start with.

use std::process::ExitCode;

use serde_json::json;
use switchhook_engine::contract::Account;
use switchhook_engine::core::{DeepLink, ErrorReport};
use switchhook_engine::{ConnectRequest, Connector, Finished, interrupted, sandbox};
use switchhook_sandbox::{Options, Sandbox, Seed};

use super::sandbox::start;
use crate::misuse::Misuse;
use crate::output::Output;

pub(super) async fn run(connector: &Connector, output: &Output) -> Result<ExitCode, ErrorReport> {
    let home = connector.home();
    let seed = Seed::from_bytes(sandbox::seed(home)?);
    let options = Options { seed, port: None, redirect_uris: Vec::new(), app_name: None, now: None };
    let running = start(options, Some(home)).await?;
    // A script may interrupt as soon as it has read the first line, so the handler is in place before.
    let interrupt = interrupted();
    let account = connect(&running, connector, output).await?;
    let name = word_for(&account, connector).await;
    let (url, commands) = (&running.description().url, commands(&name));
    let first = json!({ "account": account, "url": url, "hub": format!("{url}/_hub"), "commands": commands });
    output.first_line(&first, || {
        format!(
            "{} is connected. It is sample data of a pretend Intercom at {url}. Nothing leaves this computer.\n\n\
             Try these commands in a second terminal:\n  {}\n\n\
             Run `switchhook connect --token-stdin` to connect your own workspace.\n\
             Press Ctrl-C to stop the sandbox. The account stays; `switchhook forget {name}` removes it.",
            account.name,
            commands.join("\n  "),
        )
    });
    interrupt.await;
    running.stop().await;
    Ok(ExitCode::SUCCESS)
}

/// Connects an account of the sandbox by OAuth, as every registration does. This program owns the sandbox and its made-up
/// people, so it answers the consent page itself.
async fn connect(running: &Sandbox, connector: &Connector, output: &Output) -> Result<Account, ErrorReport> {
    let attempts = connector.attempts();
    let registration = connector.registrations().of_sandbox().await?;
    let begun = attempts.begin(ConnectRequest::new(registration.id)).await?;
    let Some(link) = running.authorize(begun.authorization_url.as_str()).await else {
        let _ = attempts.cancel(&begun.attempt).await;
        return Err(Misuse::SandboxRefused.into());
    };
    let receiving = attempts.receive(DeepLink::new(link));
    let finished =
        attempts.finish(receiving, interrupted, |problem| output.say(&problem.to_string())).await?;
    // This command tells the end, so the window need not tell it again.
    let _ = attempts.dismiss(&begun.attempt).await;
    match finished {
        Finished::Ended(Ok(connected)) => Ok(connected.account),
        Finished::Ended(Err(problem)) | Finished::Stuck(problem) | Finished::Undecided { problem, .. } => {
            Err(problem.into())
        }
        Finished::Left(left) => Err(left.problem.into()),
        Finished::Delivered => Err(Misuse::SandboxRefused.into()),
    }
}

/// Returns the account's name as every shell reads it, or the account's id where the name needs an escape or has a twin.
async fn word_for(account: &Account, connector: &Connector) -> String {
    let (name, id) = (&account.name, &account.id);
    let is_plain = name.chars().all(|c| c.is_ascii_alphanumeric() || " ._".contains(c));
    let found = connector.accounts().resolve(name).await;
    if is_plain && found.is_ok_and(|found| found == *id) { format!("\"{name}\"") } else { id.to_string() }
}

/// Returns commands to start with. Each one works as it stands.
fn commands(account: &str) -> [String; 5] {
    [
        "switchhook list".into(),
        format!("switchhook show {account}"),
        "switchhook today --read".into(),
        format!("switchhook tag {account} --add sample"),
        format!("switchhook api GET \"/contacts?per_page=3\" --account {account}"),
    ]
}

//! Runs the commands, with one file for each group. Each command parses its input, makes one call of the connector and prints
//! the result.

use std::mem::ManuallyDrop;
use std::process::ExitCode;

use switchhook_engine::core::{AccountId, ErrorReport};
use switchhook_engine::{Connector, TagChange};

use crate::args::Command;
use crate::opening::{open, open_to_ask, say_when_locked};
use crate::output::Output;
use sandbox::SandboxOptions;

mod api;
mod attempt;
mod bridge;
mod check;
mod connect;
mod doctor;
mod extras;
mod forget;
mod history;
mod own_tokens;
mod receive;
mod registration;
mod sandbox;
mod today;
mod try_out;
mod uninstall;

/// Runs a command, prints its result or error, and returns the exit code.
pub(crate) async fn run(command: Command, output: &Output) -> ExitCode {
    dispatch(command, output).await.unwrap_or_else(|report| output.failed(&report))
}

async fn dispatch(command: Command, output: &Output) -> Result<ExitCode, ErrorReport> {
    match command {
        Command::Connect(connect) => connect::run(connect, &open_to_ask(output).await?, output).await,
        Command::Receive { address } => {
            // A code expires within minutes, so this link comes before attempts that a stopped program left.
            let connector = open().await?;
            say_when_locked(&connector, output);
            receive::run(&address, &connector, output).await
        }
        Command::Registration(command) => {
            let connector = open().await?;
            say_when_locked(&connector, output);
            registration::run(command, &connector, output).await
        }
        Command::Bridge(command) => bridge::run(command, output).await,
        Command::Attempt(command) => attempt::run(command, output).await,
        Command::List { search, tag } => {
            // Dropping ten thousand accounts one by one takes longer than leaving their memory to the operating system.
            let is_filtered = search.is_some() || tag.is_some();
            let accounts = ManuallyDrop::new(open().await?.accounts().list(search, tag).await?);
            Ok(output.accounts(&accounts, is_filtered))
        }
        Command::Show { account } => {
            let (connector, id) = open_with(&account).await?;
            Ok(output.account(&connector.accounts().get(&id).await?))
        }
        Command::History { account, figure, since } => {
            let (connector, id) = open_with(&account).await?;
            history::run(&id, figure, since, &connector, output).await
        }
        Command::Today { read, all, csv } => {
            let connector = if read { open_to_ask(output).await? } else { open().await? };
            today::run(read, all, csv, &connector, output).await
        }
        Command::Check(check) => check::run(check, &open_to_ask(output).await?, output).await,
        Command::Api(request) => api::run(request, output).await,
        Command::Disable { account } => {
            let (connector, id) = open_with(&account).await?;
            Ok(output.account(&connector.accounts().set_disabled(&id, true).await?))
        }
        Command::Enable { account } => {
            let (connector, id) = open_with(&account).await?;
            Ok(output.account(&connector.accounts().set_disabled(&id, false).await?))
        }
        Command::Rename { account, name } => {
            let (connector, id) = open_with(&account).await?;
            Ok(output.account(&connector.accounts().rename(&id, &name).await?))
        }
        Command::Tag { account, add, remove } => {
            let (connector, id) = open_with(&account).await?;
            let change = TagChange { add, remove };
            Ok(output.account(&connector.accounts().tag(&id, change).await?))
        }
        Command::Uninstall { account, yes } => {
            uninstall::run(&account, yes, &open_to_ask(output).await?, output).await
        }
        Command::Forget { account, yes } => forget::run(&account, yes, &open().await?, output).await,
        Command::Sandbox { port, redirect_uri, seed, app_name, now } => {
            sandbox::run(SandboxOptions { port, redirect_uris: redirect_uri, seed, app_name, now }, output)
                .await
        }
        Command::Try => try_out::run(&open_to_ask(output).await?, output).await,
        Command::Doctor(orders) => doctor::run(&orders, output).await,
        Command::Completions { shell } => extras::completions(shell, output),
        Command::Manual { folder } => extras::manual(&folder, output),
    }
}

/// Opens the home and returns it with the id of the named account.
async fn open_with(account: &str) -> Result<(Connector, AccountId), ErrorReport> {
    let connector = open().await?;
    let id = connector.accounts().resolve(account).await?;
    Ok((connector, id))
}

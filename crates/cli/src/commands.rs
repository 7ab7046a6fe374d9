//! One file a group of verbs; each is: parse, one call of the connector, show.

use std::mem::ManuallyDrop;
use std::process::ExitCode;

use switchhook_engine::TagChange;
use switchhook_engine::core::ErrorReport;

use crate::args::Command;
use crate::opening::{open, open_to_ask, say_when_locked};
use crate::output::Output;
use sandbox::Asked;

mod api;
mod attempt;
mod check;
mod connect;
mod extras;
mod forget;
mod receive;
mod registration;
mod sandbox;
mod uninstall;

pub(crate) async fn run(command: Command, output: &Output) -> ExitCode {
    dispatch(command, output).await.unwrap_or_else(|report| output.failed(&report))
}

async fn dispatch(command: Command, output: &Output) -> Result<ExitCode, ErrorReport> {
    match command {
        Command::Connect(connect) => connect::run(connect, &open_to_ask(output).await?, output).await,
        Command::Receive { link } => {
            // Codes live minutes: this link comes before anything that others left.
            let connector = open().await?;
            say_when_locked(&connector, output);
            receive::run(&link, &connector, output).await
        }
        Command::Registration(verb) => {
            let connector = open().await?;
            say_when_locked(&connector, output);
            registration::run(verb, &connector, output).await
        }
        Command::Attempt(verb) => attempt::run(verb, output).await,
        Command::List { search, tag } => {
            // The system takes their memory back sooner than they could be given back one by one.
            let accounts = ManuallyDrop::new(open().await?.accounts(search, tag).await?);
            Ok(output.accounts(&accounts))
        }
        Command::Show { account } => Ok(output.account(&open().await?.account(&account).await?)),
        Command::Check(check) => check::run(check, &open_to_ask(output).await?, output).await,
        Command::Api(question) => api::run(question, output).await,
        Command::Disable { account } => {
            Ok(output.account(&open().await?.set_disabled(&account, true).await?))
        }
        Command::Enable { account } => {
            Ok(output.account(&open().await?.set_disabled(&account, false).await?))
        }
        Command::Rename { account, name } => {
            Ok(output.account(&open().await?.rename(&account, &name).await?))
        }
        Command::Tag { account, add, remove } => {
            let change = TagChange { add, remove };
            Ok(output.account(&open().await?.tag(&account, change).await?))
        }
        Command::Uninstall { account, yes } => {
            uninstall::run(&account, yes, &open_to_ask(output).await?, output).await
        }
        Command::Forget { account, yes } => forget::run(&account, yes, &open().await?, output).await,
        Command::Sandbox { port, redirect_uri, seed, app_name } => {
            sandbox::run(Asked { port, redirect_uris: redirect_uri, seed, app_name }, output).await
        }
        Command::Completions { shell } => extras::completions(shell, output),
        Command::Manual { folder } => extras::manual(&folder, output),
    }
}

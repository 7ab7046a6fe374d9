//! One file a group of verbs; each is: parse, one call of the connector, show.

use std::process::ExitCode;

use switchhook_engine::core::{ErrorReport, Region};
use switchhook_engine::{Connector, Home, TagChange, VaultMode};

use crate::args::Command;
use crate::output::Output;

mod connect;
mod forget;
mod receive;
mod registration;
mod sandbox;

pub(crate) async fn run(command: Command, output: &Output) -> ExitCode {
    dispatch(command, output).await.unwrap_or_else(|report| output.failed(&report))
}

async fn dispatch(command: Command, output: &Output) -> Result<ExitCode, ErrorReport> {
    match command {
        Command::Connect(connect) => connect::run(connect, &open().await?, output).await,
        Command::Receive { link } => receive::run(&link, &open().await?, output).await,
        Command::Registration(verb) => registration::run(verb, &open().await?, output).await,
        Command::List { search, tag } => Ok(output.accounts(&open().await?.accounts(search, tag).await?)),
        Command::Show { account } => Ok(output.account(&open().await?.account(&account).await?)),
        Command::Check { account } => Ok(output.account(&open().await?.check(&account).await?)),
        Command::Rename { account, name } => {
            Ok(output.account(&open().await?.rename(&account, &name).await?))
        }
        Command::Tag { account, add, remove } => {
            let change = TagChange { add, remove };
            Ok(output.account(&open().await?.tag(&account, change).await?))
        }
        Command::Forget { account, yes } => forget::run(&account, yes, &open().await?, output).await,
        Command::Sandbox { port, redirect_uri } => sandbox::run(port, redirect_uri, output).await,
    }
}

async fn open() -> Result<Connector, ErrorReport> {
    let connector = Connector::open(Home::locate()?, VaultMode::OsKeyring).await?;
    connector.resume().await?;
    Ok(connector)
}

/// The region a person names; else the United States, as Intercom has it.
fn region(text: Option<&str>) -> Result<Region, ErrorReport> {
    text.map_or(Ok(Region::Us), str::parse).map_err(|error| {
        ErrorReport::new(switchhook_engine::core::Code::Usage)
            .saying(format!("The region can't be used: {error}."))
    })
}

//! `check`: one account in full, or many by one question each, told as they come.

use std::process::ExitCode;

use switchhook_engine::Connector;
use switchhook_engine::contract::Checked;
use switchhook_engine::core::{Code, ErrorReport};
use tokio::sync::mpsc;

use super::connect::interrupted;
use crate::args::Check;
use crate::output::Output;

pub(super) async fn run(
    check: Check,
    connector: &Connector,
    output: &Output,
) -> Result<ExitCode, ErrorReport> {
    match (check.account.as_slice(), check.all || check.tag.is_some()) {
        ([account], false) => {
            let Checked { account, trouble } = connector.examine(account).await?;
            if let Some(trouble) = trouble {
                output.say(&format!("{} (since {})", trouble.report, trouble.since));
            }
            Ok(output.account(&account))
        }
        ([], true) => {
            let accounts = connector.accounts(None, check.tag).await?;
            many(accounts.into_iter().map(|account| account.id).collect(), connector, output).await
        }
        ([], false) => Err(ErrorReport::new(Code::Usage)
            .saying("No account was named.")
            .hinting("Name one or several, or use --all or --tag.")),
        (named, false) => {
            let mut ids = Vec::with_capacity(named.len());
            for name in named {
                ids.push(connector.account(name).await?.id);
            }
            many(ids, connector, output).await
        }
        (_, true) => Err(ErrorReport::new(Code::Usage)
            .saying("Accounts were named, and others asked for as well.")
            .hinting("Name accounts, or use --all or --tag.")),
    }
}

async fn many(ids: Vec<String>, connector: &Connector, output: &Output) -> Result<ExitCode, ErrorReport> {
    let (told, mut checked) = mpsc::channel(64);
    let checking = tokio::spawn({
        let connector = connector.clone();
        async move { connector.check_each(ids, told).await }
    });
    let telling = async {
        while let Some(one) = checked.recv().await {
            output.checked(&one);
        }
    };
    tokio::select! {
        () = telling => {}
        () = interrupted() => {
            return Err(ErrorReport::new(Code::Cancelled)
                .saying("The check was stopped.")
                .hinting("What was told until then is kept."));
        }
    }
    checking.await.unwrap_or_else(|_| Err(Code::StoreFailed.into()))?;
    Ok(ExitCode::SUCCESS)
}

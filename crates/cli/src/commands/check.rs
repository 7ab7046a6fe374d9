//! `check`: one account in full, or many by one question each, told as they come.

use std::process::ExitCode;
use std::time::Duration;

use switchhook_engine::Connector;
use switchhook_engine::contract::{Account, Checked};
use switchhook_engine::core::{ErrorReport, Status, StoreProblem};
use tokio::sync::mpsc;
use tokio::time::{Instant, timeout_at};

use crate::args::Check;
use crate::misuse::Misuse;
use crate::output::Output;
use switchhook_engine::interrupted;

/// So long nothing may be told before it is said what is waited for.
const SILENT_FOR: Duration = Duration::from_secs(3);

pub(super) async fn run(
    check: Check,
    connector: &Connector,
    output: &Output,
) -> Result<ExitCode, ErrorReport> {
    match (check.account.as_slice(), check.all || check.tag.is_some()) {
        ([account], false) => {
            let id = connector.accounts().resolve(account).await?;
            let checked = connector.remote().check_in_full(&id).await?;
            let Checked { account, trouble, untold, unread } = checked.map(|failure| failure.report());
            if let Some(trouble) = trouble {
                output.say(&format!("{} (since {})", trouble.report, trouble.since));
            }
            for report in untold.iter().chain(&unread) {
                output.say(&report.to_string());
            }
            Ok(output.account(&account))
        }
        ([], true) => {
            let accounts = connector.accounts().list(None, check.tag).await?;
            if accounts.is_empty() {
                output.say("No account matched: nothing was checked.");
            }
            many(accounts, connector, output).await
        }
        ([], false) => Err(Misuse::NoAccount.into()),
        (named, false) => {
            let mut accounts: Vec<Account> = Vec::with_capacity(named.len());
            for name in named {
                let id = connector.accounts().resolve(name).await?;
                let account = connector.accounts().get(&id).await?;
                // Named twice, it is checked once.
                if accounts.iter().all(|other| other.id != account.id) {
                    accounts.push(account);
                }
            }
            many(accounts, connector, output).await
        }
        (_, true) => Err(Misuse::BothAccounts.into()),
    }
}

async fn many(
    accounts: Vec<Account>,
    connector: &Connector,
    output: &Output,
) -> Result<ExitCode, ErrorReport> {
    let (disabled, in_use): (Vec<_>, Vec<_>) =
        accounts.into_iter().partition(|account| account.status == Status::Disabled);
    for account in disabled {
        output.say(&format!("{} is disabled: passed over.", account.name));
    }
    let ids = in_use.into_iter().map(|account| account.id).collect();
    let (told, mut checked) = mpsc::channel(64);
    let checking = tokio::spawn({
        let connector = connector.clone();
        async move { connector.remote().check_each(ids, told).await }
    });
    let telling = async {
        // One word a wait, however long it is.
        let mut say_at = Instant::now() + SILENT_FOR;
        loop {
            match timeout_at(say_at, checked.recv()).await {
                Ok(Some(one)) => {
                    output.checked(&one.map(|failure| failure.report()));
                    say_at = Instant::now() + SILENT_FOR;
                }
                Ok(None) => return,
                Err(_) => {
                    let wait = connector.remote().held_back_for();
                    if let Some(wait) = wait {
                        let seconds = wait.as_secs() + 1;
                        output.say(&format!(
                            "Intercom's rate limit is used up: the next are asked in {seconds} s."
                        ));
                    }
                    say_at = Instant::now() + wait.unwrap_or_default() + SILENT_FOR;
                }
            }
        }
    };
    tokio::select! {
        () = telling => {}
        () = interrupted() => {
            return Err(Misuse::CheckStopped.into());
        }
    }
    checking.await.unwrap_or_else(|_| Err(StoreProblem::Failed.into()))?;
    Ok(ExitCode::SUCCESS)
}

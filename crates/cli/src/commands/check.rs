//! `check`: checks one account in full, or many accounts with their open conversations, and prints each result as it comes.

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

/// How long a check may print nothing before it says that a rate limit delays it.
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
                output.say("No account matched. Switchhook checked nothing.");
            }
            check_many(accounts, connector, output).await
        }
        ([], false) => Err(Misuse::NoAccount.into()),
        (named, false) => {
            let mut accounts: Vec<Account> = Vec::with_capacity(named.len());
            for name in named {
                let id = connector.accounts().resolve(name).await?;
                let account = connector.accounts().get(&id).await?;
                // An account that is named twice is checked once.
                if accounts.iter().all(|other| other.id != account.id) {
                    accounts.push(account);
                }
            }
            check_many(accounts, connector, output).await
        }
        (_, true) => Err(Misuse::BothAccounts.into()),
    }
}

async fn check_many(
    accounts: Vec<Account>,
    connector: &Connector,
    output: &Output,
) -> Result<ExitCode, ErrorReport> {
    let (disabled, in_use): (Vec<_>, Vec<_>) =
        accounts.into_iter().partition(|account| account.status == Status::Disabled);
    for account in disabled {
        output.say(&format!("{} is disabled. Switchhook skipped it.", account.name));
    }
    let ids = in_use.into_iter().map(|account| account.id).collect();
    let (sender, mut checked) = mpsc::channel(64);
    let checking = tokio::spawn({
        let connector = connector.clone();
        async move { connector.remote().check_each(ids, sender).await }
    });
    let printing = async {
        // Each wait gets one message, even a long one.
        let mut say_at = Instant::now() + SILENT_FOR;
        loop {
            match timeout_at(say_at, checked.recv()).await {
                Ok(Some(result)) => {
                    output.checked(&result.map(|failure| failure.report()));
                    say_at = Instant::now() + SILENT_FOR;
                }
                Ok(None) => return,
                Err(_) => {
                    let wait = connector.remote().held_back_for();
                    if let Some(wait) = wait {
                        let seconds = wait.as_secs() + 1;
                        output.say(&format!(
                            "Intercom's rate limit is used up. Switchhook continues in {seconds} seconds."
                        ));
                    }
                    say_at = Instant::now() + wait.unwrap_or_default() + SILENT_FOR;
                }
            }
        }
    };
    tokio::select! {
        () = printing => {}
        () = interrupted() => {
            return Err(Misuse::CheckStopped.into());
        }
    }
    checking.await.unwrap_or_else(|_| Err(StoreProblem::Failed.into()))?;
    Ok(ExitCode::SUCCESS)
}

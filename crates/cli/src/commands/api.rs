//! `api`: sends requests to an account's API and prints the answers.

use std::ops::ControlFlow;
use std::process::ExitCode;
use std::time::Duration;

use switchhook_engine::core::{ApiPath, ErrorReport};
use switchhook_engine::{Asking, Shortfall, Wait};

use crate::args::Api;
use crate::misuse::Misuse;
use crate::opening::{open, say_when_locked};
use crate::output::Output;
use switchhook_engine::interrupted;

pub(super) async fn run(request: Api, output: &Output) -> Result<ExitCode, ErrorReport> {
    let Api { method, path, account, paginate, include } = request;
    // A request that Switchhook never sends must not open the keyring.
    only_reads(&method)?;
    let path = ApiPath::new(&path).map_err(|why| Misuse::Path { why, has_braces: path.contains('{') })?;
    let connector = open().await?;
    say_when_locked(&connector, output);
    // Printing blocks where nothing reads the pipe. In a task of its own, it can't delay an interrupt.
    let mut reading = tokio::spawn({
        let output = output.clone();
        async move {
            let id = connector.accounts().resolve(&account).await?;
            let mut asking = connector.remote().ask_api(&id, path, paginate).await?;
            Ok(show(&mut asking, include, &output).await)
        }
    });
    tokio::select! {
        ended = &mut reading => ended.unwrap_or_else(|_| Err(Misuse::ReadStopped.into())),
        () = interrupted() => {
            reading.abort();
            Err(Misuse::ReadStopped.into())
        }
    }
}

async fn show(asking: &mut Asking, include: bool, output: &Output) -> ExitCode {
    while let Some(page) = asking.next(|wait| say_wait(wait, output)).await {
        match page {
            Ok(page) => {
                if let ControlFlow::Break(code) = output.page(&page, include) {
                    return code;
                }
            }
            Err(refused) => return output.refused(&refused, include),
        }
    }
    if let Some(Shortfall { announced, came }) = asking.shortfall() {
        output.say(&format!("The provider announced {announced} records and sent {came}."));
    }
    ExitCode::SUCCESS
}

/// Prints that Switchhook waits, unless the wait is shorter than two seconds.
fn say_wait(Wait { long, is_told }: Wait, output: &Output) {
    let seconds = long.as_secs();
    match (long >= Duration::from_secs(2), is_told) {
        (false, _) => {}
        (true, true) => output
            .say(&format!("The provider accepts the next request in {seconds} seconds. Switchhook waits.")),
        (true, false) => output.say(&format!("Switchhook tries again in {seconds} seconds.")),
    }
}

fn only_reads(method: &str) -> Result<(), Misuse> {
    if method.eq_ignore_ascii_case("GET") {
        return Ok(());
    }
    Err(if method.starts_with('/') { Misuse::MethodMissing } else { Misuse::OnlyReads })
}

//! `connect`: one line when the page can be opened, one line when it is over.

use std::process::ExitCode;

use serde_json::json;
use switchhook_engine::contract::{AttemptStage, Connected};
use switchhook_engine::core::{Code, ErrorReport, Pasted, check_access_token};
use switchhook_engine::{Begun, ConnectRequest, Connector, OwnToken};

use crate::args::Connect;
use crate::input;
use crate::interrupt::interrupted;
use crate::outcome;
use crate::output::Output;

pub(super) async fn run(
    args: Connect,
    connector: &Connector,
    output: &Output,
) -> Result<ExitCode, ErrorReport> {
    match args.registration.clone() {
        Some(registration) => in_browser(registration, args, connector, output).await,
        None => own_token(args, connector, output).await,
    }
}

async fn own_token(args: Connect, connector: &Connector, output: &Output) -> Result<ExitCode, ErrorReport> {
    let region = input::region(args.region.as_deref())?;
    let token = input::secret("access token", args.token_stdin, |text| {
        check_access_token(text).map_err(|mistake| mistake.report(Pasted::AccessToken))
    })?;
    let own = OwnToken { token, region, api_base: args.api_base, name: args.name, replaces: None };
    Ok(output.connected(&connector.add_own_token(own).await?))
}

async fn in_browser(
    registration: String,
    args: Connect,
    connector: &Connector,
    output: &Output,
) -> Result<ExitCode, ErrorReport> {
    let request = ConnectRequest {
        registration,
        name: args.name,
        tags: args.tag,
        reconnects: None,
        workspace: args.workspace,
        timeout: args.timeout,
    };
    let begun = connector.begin(request).await?;
    // Whoever reads the first line may interrupt at once.
    let interrupt = interrupted();
    announce(&begun, output);
    let wanted = connector.attempt(&begun.attempt).await?.workspace;
    if !args.no_browser
        && let Err(report) = connector.open_consent(&begun.attempt).await
    {
        output.say(&report.to_string());
    }
    let attempt = begun.attempt.as_str();
    // In a task of its own: whatever ends the waiting must not end what is under way.
    let tending = tokio::spawn({
        let connector = connector.clone();
        async move { connector.tend().await }
    });
    let connected = tokio::select! {
        connected = connector.wait(attempt) => connected,
        () = interrupt => cancelled(attempt, connector, output).await,
    };
    tending.abort();
    let connected = match connected {
        Err(report) => Err(outcome::with_verbs(connector, attempt, report).await),
        Ok(connected) if wanted.is_some() && wanted != connected.account.workspace.id => {
            Err(added_elsewhere())
        }
        connected => connected,
    };
    // Its end is told here; the window need not tell it again. A token that is kept stays to be decided on.
    let _ = connector.dismiss(attempt).await;
    Ok(output.connected(&connected?))
}

/// The words for another workspace than the awaited one, where somebody has made it an account by now.
fn added_elsewhere() -> ErrorReport {
    ErrorReport::new(Code::WrongWorkspace)
        .hinting("It was added as an account of its own, as was decided elsewhere.")
}

fn announce(begun: &Begun, output: &Output) {
    let url = begun.authorization_url.as_str();
    let expires_at = switchhook_engine::rfc3339(begun.expires_at);
    let first = json!({ "attempt": begun.attempt, "authorization_url": url, "expires_at": expires_at });
    output.first_line(&first, || {
        format!("Authorize in your browser; if no page opens, open this one yourself:\n{url}\n")
    });
}

/// While the provider is answering an attempt can't be cancelled; it ends by itself, and soon. Who asks a
/// second time means it.
async fn cancelled(attempt: &str, connector: &Connector, output: &Output) -> Result<Connected, ErrorReport> {
    if let Err(report) = connector.cancel(attempt).await {
        output.say(&report.to_string());
    }
    tokio::select! {
        connected = connector.wait(attempt) => connected,
        () = interrupted() => {
            let stage = connector.attempt(attempt).await.map(|attempt| attempt.stage);
            let has_token = matches!(stage, Ok(AttemptStage::Identifying));
            Err(if has_token { outcome::left() } else { Code::Interrupted.into() })
        }
    }
}

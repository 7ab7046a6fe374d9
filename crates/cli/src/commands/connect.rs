//! `connect`: prints one line when the consent page can be opened, and one line when the attempt has ended.

use std::convert::Infallible;
use std::future::pending;
use std::process::ExitCode;
use std::time::Duration;

use serde_json::json;
use switchhook_engine::contract::Connected;
use switchhook_engine::core::{
    AttemptId, Code, ErrorReport, Pasted, RegistrationProblem, check_access_token,
};
use switchhook_engine::{Begun, ConnectRequest, Connector, OwnToken, interrupted};

use crate::args::Connect;
use crate::commands::own_tokens;
use crate::input;
use crate::misuse::Misuse;
use crate::outcome;
use crate::output::Output;

/// The longest time in which an exchange ends and the browser has its page.
const ANSWERED_IN: Duration = Duration::from_secs(25);

pub(super) async fn run(
    args: Connect,
    connector: &Connector,
    output: &Output,
) -> Result<ExitCode, ErrorReport> {
    match args.registration.clone() {
        Some(registration) => in_browser(&registration, args, connector, output).await,
        None if args.tokens_stdin => own_tokens::run(args, connector, output).await,
        None => own_token(args, connector, output).await,
    }
}

async fn own_token(args: Connect, connector: &Connector, output: &Output) -> Result<ExitCode, ErrorReport> {
    let region = input::region_if_named(args.region.as_deref())?;
    let option = "--token-stdin, and pipe the token into the command";
    let token = input::secret("access token", option, args.token_stdin, |text| {
        let pasted = Pasted::AccessToken;
        Ok(check_access_token(text).map_err(|mistake| RegistrationProblem::Paste { pasted, mistake })?)
    })?;
    let own =
        OwnToken { token, region, api_base: args.api_base, name: args.name, tags: args.tag, replaces: None };
    Ok(output.connected(&connector.own_tokens().add(own).await?))
}

async fn in_browser(
    registration: &str,
    args: Connect,
    connector: &Connector,
    output: &Output,
) -> Result<ExitCode, ErrorReport> {
    let attempts = connector.attempts();
    let request = ConnectRequest {
        registration: connector.registrations().resolve(registration).await?,
        name: args.name,
        tags: args.tag,
        reconnects: None,
        workspace: args.workspace,
        timeout: args.timeout,
    };
    let begun = attempts.begin(request).await?;
    // A script may interrupt as soon as it has read the first line, so the handler is in place before.
    let interrupt = interrupted();
    announce(&begun, output);
    let wanted = attempts.get(&begun.attempt).await?.workspace;
    if !args.no_browser
        && let Err(problem) = attempts.open_consent(&begun.attempt).await
    {
        output.say(&problem.to_string());
    }
    let attempt = &begun.attempt;
    // Maintenance runs in a task of its own, so that the end of a wait below does not cancel work that is under way.
    let maintenance = tokio::spawn({
        let connector = connector.clone();
        async move { connector.lifetime().run_maintenance().await }
    });
    let connected = tokio::select! {
        connected = attempts.wait(attempt) => connected.map_err(ErrorReport::from),
        () = interrupt => cancelled(attempt, connector, output).await,
        never = say_when_unsaved(connector, output) => match never {},
    };
    // This process may hold the port for an attempt of another, whose answer it has just received.
    let _ = tokio::time::timeout(ANSWERED_IN, connector.lifetime().until_answered()).await;
    maintenance.abort();
    let connected = match connected {
        Err(report) => Err(outcome::with_decision_commands(connector, attempt, report).await),
        Ok(connected) if wanted.is_some() && wanted != connected.account.workspace.id => {
            Err(Misuse::AddedElsewhere.into())
        }
        connected => connected,
    };
    // This command prints the outcome, so the window need not show it again. An attempt that keeps a token stays.
    let _ = attempts.dismiss(attempt).await;
    Ok(output.connected(&connected?))
}

fn announce(begun: &Begun, output: &Output) {
    let url = begun.authorization_url.as_str();
    let expires_at = switchhook_engine::rfc3339(begun.expires_at);
    let first = json!({ "attempt": begun.attempt, "authorization_url": url, "expires_at": expires_at });
    output.first_line(&first, || {
        format!("Authorize in your browser. If no page opens, open this address yourself:\n{url}\n")
    });
}

/// Prints once that the token is not stored yet. Maintenance offers the token to the store again. Only the person can make room
/// on the disk.
async fn say_when_unsaved(connector: &Connector, output: &Output) -> Infallible {
    let mut changes = connector.follow();
    while changes.changed().await.is_ok() {
        if let Err(problem) = connector.lifetime().may_quit()
            && problem.code() == Code::StoreFailed
        {
            output.say(&problem.to_string());
            break;
        }
    }
    pending().await
}

/// Cancels an attempt after an interrupt, and waits for its end. An attempt can't be cancelled while the provider answers it;
/// it ends soon by itself. A second interrupt leaves the attempt.
async fn cancelled(
    attempt: &AttemptId,
    connector: &Connector,
    output: &Output,
) -> Result<Connected, ErrorReport> {
    if let Err(problem) = connector.attempts().cancel(attempt).await {
        output.say(&problem.to_string());
    }
    tokio::select! {
        connected = connector.attempts().wait(attempt) => Ok(connected?),
        () = interrupted() => Err(connector.attempts().left(attempt).await.problem.into()),
    }
}

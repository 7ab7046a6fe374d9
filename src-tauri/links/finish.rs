//! Finishes a link without a window, where there is no display or the running instance does not take the link.

use switchhook_engine::core::{DeepLink, Problem};
use switchhook_engine::{Connector, Finished, Home, VaultMode, interrupted};

use crate::message::Message;

/// How a link ended that no window took.
#[derive(Debug)]
pub(crate) enum LinkEnd {
    /// The account is stored.
    Connected,
    /// Another running process finishes the link.
    Delivered,
    /// The token is kept, and a person decides on it.
    Undecided(Problem),
    /// This process was asked to end. The token is kept, and the next start goes on with it.
    Left(Problem),
    /// The attempt ended without an account, or its token was lost with this process.
    Failed(Problem),
    /// The link is an attempt's answer, and a problem of this computer keeps the attempt waiting.
    Stuck(Problem),
    /// The link is no attempt's answer, or the home can't be opened.
    Refused(Problem),
}

impl LinkEnd {
    /// Returns the problem, or `None` where the account is stored or another process stores it.
    pub(crate) const fn problem(&self) -> Option<&Problem> {
        match self {
            Self::Connected | Self::Delivered => None,
            Self::Undecided(problem)
            | Self::Left(problem)
            | Self::Failed(problem)
            | Self::Stuck(problem)
            | Self::Refused(problem) => Some(problem),
        }
    }

    /// Returns the exit status: the status of `switchhook receive` for the same problem.
    pub(crate) fn exit_status(&self) -> u8 {
        self.problem().map_or(0, |problem| problem.code().exit_status())
    }

    /// Returns the message for a link alone, or `None` where there is no problem.
    pub(crate) fn message(&self) -> Option<Message> {
        let Message { sentence, hint } = Message::from(self.problem()?);
        let hint = if matches!(self, Self::Undecided(_)) { format!("{hint} {DECIDE}") } else { hint };
        Some(Message { sentence, hint })
    }

    /// Returns one sentence for the hint of another message.
    pub(crate) fn sentence(&self) -> String {
        let end = match self {
            Self::Connected => "is kept.".into(),
            Self::Delivered => "is kept for the Switchhook that began the attempt.".into(),
            Self::Undecided(problem) => format!("is kept: {problem} {DECIDE}"),
            Self::Left(problem) => format!("is kept: {problem}"),
            Self::Failed(problem) => format!("made no account: {problem}"),
            Self::Stuck(problem) | Self::Refused(problem) => format!("was not accepted: {problem}"),
        };
        format!("The answer from your browser {end}")
    }
}

/// The hint how to decide on a token.
const DECIDE: &str = "Decide on the attempt’s card in the window, or run `switchhook attempt list`.";

/// Finishes the link as the running instance would, and returns when that is done. `say` gets problems that come up meanwhile.
pub(crate) fn finish(link: DeepLink, home: Home, say: impl Fn(&Problem)) -> LinkEnd {
    tauri::async_runtime::block_on(async {
        let connector = match Connector::open(home, VaultMode::OsKeyring).await {
            Ok(connector) => connector,
            Err(problem) => return LinkEnd::Refused(problem),
        };
        let attempts = connector.attempts();
        match attempts.finish(attempts.receive(link), interrupted, say).await {
            Ok(Finished::Ended(Ok(_))) => LinkEnd::Connected,
            Ok(Finished::Ended(Err(problem))) => LinkEnd::Failed(problem),
            Ok(Finished::Undecided { problem, .. }) => LinkEnd::Undecided(problem),
            Ok(Finished::Delivered) => LinkEnd::Delivered,
            Ok(Finished::Stuck(problem)) => LinkEnd::Stuck(problem),
            Ok(Finished::Left(left)) if left.keeps_token => LinkEnd::Left(left.problem),
            Ok(Finished::Left(left)) => LinkEnd::Failed(left.problem),
            Err(problem) => LinkEnd::Refused(problem),
        }
    })
}

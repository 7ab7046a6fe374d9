//! Finishes a link without a window: there is no display, or the running instance does not take it. Any process can.

use switchhook_engine::core::{DeepLink, Problem};
use switchhook_engine::{Connector, Finished, Home, VaultMode, interrupted};

use crate::message::Message;

/// What became of a link that no window took.
#[derive(Debug)]
pub(crate) enum LinkEnd {
    /// There is an account.
    Connected,
    /// It was left for another process, which runs and finishes it.
    Delivered,
    /// A person decides on the token, which is kept.
    Undecided(Problem),
    /// This process was to end. The token is kept, and the next start goes on with it.
    Left(Problem),
    /// The attempt has ended without an account, or its token with this process.
    Failed(Problem),
    /// It is an attempt's answer and waits on, since something is in the way here.
    Stuck(Problem),
    /// It is nobody's answer, or the home can't be opened to find out.
    Refused(Problem),
}

impl LinkEnd {
    /// The problem, unless there is an account, or another process that makes one.
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

    /// The status to end with: the one of `switchhook receive` for the same problem.
    pub(crate) fn exit_status(&self) -> u8 {
        self.problem().map_or(0, |problem| problem.code().exit_status())
    }

    /// What is said of it where nothing else is said; nothing of what went well.
    pub(crate) fn message(&self) -> Option<Message> {
        let Message { sentence, hint } = Message::from(self.problem()?);
        let hint = if matches!(self, Self::Undecided(_)) { format!("{hint} {DECIDE}") } else { hint };
        Some(Message { sentence, hint })
    }

    /// What is said of it where something else is said, too.
    pub(crate) fn told(&self) -> String {
        let became = match self {
            Self::Connected => "is kept.".into(),
            Self::Delivered => "is kept for the Switchhook that began it.".into(),
            Self::Undecided(problem) => format!("is kept: {problem} {DECIDE}"),
            Self::Left(problem) => format!("is kept: {problem}"),
            Self::Failed(problem) => format!("made no account: {problem}"),
            Self::Stuck(problem) | Self::Refused(problem) => format!("was not taken: {problem}"),
        };
        format!("What your browser brought back {became}")
    }
}

/// How a person decides, where no window asks.
const DECIDE: &str = "Its card in the window asks, or `switchhook attempt list`.";

/// Does what the running instance would have done with the link, and stays until that is done.
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

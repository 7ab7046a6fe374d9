//! The state machine of a connection attempt: a pure function of (stage, input, now) to (stage, effects).
//!
//! The engine performs the effects and returns their results as inputs. This module knows no network, disk or clock, so a table
//! can test every transition.

use alloc::vec;
use alloc::vec::Vec;

use crate::{AccessToken, AttemptProblem, AuthorizationCode, Callback, Problem, ProviderCode, Timestamp};

/// The stage of an attempt in the flow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stage {
    /// The browser was asked to open, and the attempt waits for its answer.
    Awaiting,
    /// Switchhook is exchanging the code.
    Exchanging(ExchangeTries),
    /// The token is sealed, and Switchhook is asking `/me`.
    Identifying,
    /// The store failed. Memory keeps the unwritten token or account.
    Unsaved(Unwritten),
    /// Another identity than the expected one answered, and the person decides.
    Refused,
    /// The attempt has ended.
    Ended(Ending),
}

/// The start of an exchange, and the number of its tries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExchangeTries {
    /// The time of the first try.
    pub since: Timestamp,
    /// The tries so far, including the first.
    pub tries: u8,
}

/// The object that the store could not write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unwritten {
    /// The attempt's sealed token.
    Token,
    /// The account.
    Account,
}

/// How an attempt ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// A new account.
    Connected,
    /// A known account with a new token.
    AlreadyConnected,
    /// A token that Switchhook keeps and has not identified yet.
    Unverified,
    /// The person declined in the browser.
    Denied,
    /// The provider refused, or Switchhook could not reach or read it.
    Failed,
    /// No answer came in time.
    Expired,
    /// The person cancelled.
    Cancelled,
    /// The program ended while the provider was answering.
    Interrupted,
}

/// The purpose of an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Connects an account, new or known.
    Connect,
    /// Connects an account of one workspace and no other.
    ConnectOnly,
    /// Gives one account a new token.
    Reconnect,
}

/// How an identity compares with the stored accounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Match {
    /// No account has the identity.
    New,
    /// The account to reconnect has the identity, or had none yet.
    Same,
    /// Another account has the identity.
    Known,
    /// The identity belongs to another workspace than the only one to connect.
    Unwanted,
}

/// An event of an attempt.
#[derive(Debug)]
pub enum Input {
    /// An answer came whose state was found equal.
    Callback(Callback),
    /// Time passed.
    Tick,
    /// The person cancels.
    Cancel,
    /// The person or the system asks the program to quit.
    Quit,
    /// No connection was made (DNS, TCP), so the request never left.
    NeverConnected(Problem),
    /// The token endpoint answered with a token.
    Token(AccessToken),
    /// The token endpoint refused, answered unreadably, or its connection broke.
    NoToken(Problem),
    /// `/me` named the identity.
    Identified(Match),
    /// `/me` refused, or Switchhook could not reach it.
    Unidentified,
    /// The store could not be written.
    StoreFailed(Unwritten),
    /// The person asks for another try.
    Retry,
    /// The person adds the other identity as a new account.
    Keep,
    /// The person discards the new token. It belongs to another identity, can't be stored, or was left by a stopped program.
    Discard,
    /// The program starts and finds that the process of this attempt is gone.
    Orphaned,
}

/// A task for the engine.
#[derive(Debug, PartialEq, Eq)]
pub enum Effect {
    /// Load and verify the master key.
    LoadKey,
    /// Commit the attempt's row.
    CommitAttempt,
    /// Ask the system browser to open the authorization URL.
    OpenBrowser,
    /// Claim the row atomically, then send the token request once.
    Exchange(AuthorizationCode),
    /// Send the token request again after this many milliseconds, since no connection was made.
    ExchangeAgain(u32),
    /// Commit the sealed token to the attempt.
    SealToken(AccessToken),
    /// Seal the token that is still in memory.
    SealTokenAgain,
    /// Ask `/me`, which is safe to repeat.
    GetMe,
    /// Add a new account with its sealed token and end the attempt, in one transaction.
    AddAccount,
    /// Store the token in the known account and end the attempt, in one transaction.
    ReplaceToken,
    /// Add an account without an identity and end the attempt, in one transaction.
    AddUnverified,
    /// Show on the attempt that the browser returned without an answer.
    SayEmptyReturn,
    /// Say that the provider is answering, which takes at most 20 seconds.
    SayAnswering,
    /// Say that quitting would lose the token.
    WarnUnsaved,
    /// End the attempt's row with this problem.
    Report(Problem),
    /// Drop the new token.
    DropToken,
}

/// The state machine of one attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConnectFlow {
    /// The current stage.
    pub stage: Stage,
    /// The purpose of the attempt.
    pub purpose: Purpose,
    /// The time when the attempt stops waiting for an answer.
    pub expires_at: Timestamp,
}

/// The flow after an input, and the tasks that follow.
#[derive(Debug, PartialEq, Eq)]
pub struct Step {
    /// The new flow.
    pub flow: ConnectFlow,
    /// The tasks, in the order of their execution.
    pub effects: Vec<Effect>,
}

const MAX_TRIES: u8 = 4;
const MAX_CONNECTING_MILLIS: i64 = 20_000;

impl ConnectFlow {
    /// Begins an attempt. The key is verified and the row is committed before the browser opens: at that time, a failure of vault
    /// or disk loses nothing.
    pub fn start(purpose: Purpose, expires_at: Timestamp) -> Step {
        let flow = Self { stage: Stage::Awaiting, purpose, expires_at };
        Step { flow, effects: vec![Effect::LoadKey, Effect::CommitAttempt, Effect::OpenBrowser] }
    }

    /// Returns the flow after `input` at `now`, and its tasks. An input that does not belong to the stage changes nothing and has
    /// no task.
    #[must_use]
    pub fn step(self, input: Input, now: Timestamp) -> Step {
        match self.stage.clone() {
            Stage::Awaiting => self.awaiting(input, now),
            Stage::Exchanging(exchange) => self.exchanging(input, exchange, now),
            Stage::Identifying => self.identifying(input),
            Stage::Unsaved(unwritten) => self.unsaved(input, unwritten),
            Stage::Refused => self.refused(input),
            Stage::Ended(ending) => self.ended(input, ending),
        }
    }

    fn awaiting(self, input: Input, now: Timestamp) -> Step {
        // Checks expiry before the answer, so that a link after the expiry fails even if no tick came before it.
        if now >= self.expires_at && matches!(input, Input::Callback(_) | Input::Tick) {
            return self.end(Ending::Expired, AttemptProblem::Expired.into());
        }
        match input {
            Input::Callback(Callback::Code(code)) => {
                let exchange = ExchangeTries { since: now, tries: 1 };
                self.to(Stage::Exchanging(exchange), vec![Effect::Exchange(code)])
            }
            Input::Callback(Callback::Refused(code)) => self.not_given(code),
            Input::Callback(Callback::Empty) => self.stay(vec![Effect::SayEmptyReturn]),
            Input::Cancel => self.end(Ending::Cancelled, AttemptProblem::Cancelled.into()),
            _ => self.stay(vec![]),
        }
    }

    fn exchanging(self, input: Input, exchange: ExchangeTries, now: Timestamp) -> Step {
        match input {
            Input::NeverConnected(problem) => {
                let tried = now.since(exchange.since);
                if exchange.tries >= MAX_TRIES || tried >= MAX_CONNECTING_MILLIS {
                    return self.end(Ending::Failed, problem);
                }
                let again = ExchangeTries { tries: exchange.tries + 1, ..exchange };
                let pause = 500 << (exchange.tries - 1);
                self.to(Stage::Exchanging(again), vec![Effect::ExchangeAgain(pause)])
            }
            Input::Token(token) => self.to(Stage::Identifying, vec![Effect::SealToken(token), Effect::GetMe]),
            Input::NoToken(problem) => self.end(Ending::Failed, problem),
            Input::Cancel | Input::Quit => self.stay(vec![Effect::SayAnswering]),
            Input::Orphaned => self.end(Ending::Interrupted, AttemptProblem::Interrupted.into()),
            _ => self.stay(vec![]),
        }
    }

    fn identifying(self, input: Input) -> Step {
        match (input, self.purpose) {
            (Input::Identified(Match::Unwanted), _) => self.to(Stage::Refused, vec![]),
            (Input::Identified(Match::New), Purpose::Connect | Purpose::ConnectOnly) => {
                self.finish(Ending::Connected, Effect::AddAccount)
            }
            (Input::Identified(_), Purpose::Connect | Purpose::ConnectOnly)
            | (Input::Identified(Match::Same), Purpose::Reconnect) => {
                self.finish(Ending::AlreadyConnected, Effect::ReplaceToken)
            }
            (Input::Identified(_), Purpose::Reconnect) => self.to(Stage::Refused, vec![]),
            (Input::Unidentified, Purpose::Connect) => self.finish(Ending::Unverified, Effect::AddUnverified),
            // The attempt keeps the new token, and the account keeps its old one, until `/me` proves the identity. An
            // attempt for one workspace adds no account without that proof.
            (Input::Unidentified, Purpose::Reconnect | Purpose::ConnectOnly) => {
                self.to(Stage::Ended(Ending::Unverified), vec![])
            }
            (Input::StoreFailed(what), _) => self.to(Stage::Unsaved(what), vec![]),
            (Input::Orphaned, _) => self.stay(vec![Effect::GetMe]),
            // A stopped program left the token, and no process is asking `/me`.
            (Input::Discard, _) => self.finish(Ending::Cancelled, Effect::DropToken),
            _ => self.stay(vec![]),
        }
    }

    fn unsaved(self, input: Input, unwritten: Unwritten) -> Step {
        match (input, unwritten) {
            (Input::Retry, Unwritten::Token) => {
                self.to(Stage::Identifying, vec![Effect::SealTokenAgain, Effect::GetMe])
            }
            (Input::Retry, Unwritten::Account) => self.to(Stage::Identifying, vec![Effect::GetMe]),
            (Input::Quit | Input::Cancel, _) => self.stay(vec![Effect::WarnUnsaved]),
            (Input::Discard, _) => self.finish(Ending::Cancelled, Effect::DropToken),
            _ => self.stay(vec![]),
        }
    }

    fn refused(self, input: Input) -> Step {
        match input {
            Input::Keep => {
                let flow = Self { purpose: Purpose::Connect, ..self };
                flow.to(Stage::Identifying, vec![Effect::GetMe])
            }
            Input::Discard => self.finish(Ending::Cancelled, Effect::DropToken),
            // The store could not write the wait for a decision.
            Input::StoreFailed(what) => self.to(Stage::Unsaved(what), vec![]),
            _ => self.stay(vec![]),
        }
    }

    fn ended(self, input: Input, ending: Ending) -> Step {
        match (input, ending, self.purpose) {
            (Input::Retry, Ending::Unverified, Purpose::Reconnect | Purpose::ConnectOnly) => {
                self.to(Stage::Identifying, vec![Effect::GetMe])
            }
            (Input::Discard, Ending::Unverified, Purpose::Reconnect | Purpose::ConnectOnly) => {
                self.finish(Ending::Cancelled, Effect::DropToken)
            }
            // The store could not write the account. The stage changes before its last task runs.
            (
                Input::StoreFailed(what),
                Ending::Connected | Ending::AlreadyConnected | Ending::Unverified,
                _,
            ) => self.to(Stage::Unsaved(what), vec![]),
            _ => self.stay(vec![]),
        }
    }

    fn not_given(self, code: Option<ProviderCode>) -> Step {
        match code {
            Some(code) if code.is_denial() => {
                self.end(Ending::Denied, AttemptProblem::Denied { code }.into())
            }
            code => self.end(Ending::Failed, AttemptProblem::NotAuthorized { code }.into()),
        }
    }

    fn end(self, ending: Ending, problem: Problem) -> Step {
        self.finish(ending, Effect::Report(problem))
    }

    fn finish(self, ending: Ending, effect: Effect) -> Step {
        self.to(Stage::Ended(ending), vec![effect])
    }

    fn stay(self, effects: Vec<Effect>) -> Step {
        Step { flow: self, effects }
    }

    fn to(self, stage: Stage, effects: Vec<Effect>) -> Step {
        Step { flow: Self { stage, ..self }, effects }
    }
}

#[cfg(test)]
mod tests;

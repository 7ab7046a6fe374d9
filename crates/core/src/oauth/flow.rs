//! What a connection attempt does next: a pure function of (stage, input, now) to (stage, effects).
//!
//! The engine performs the effects and feeds back what came of them. Nothing here knows a network, a
//! disk or a clock, so every row of the flow can be tested as a table.

use alloc::vec;
use alloc::vec::Vec;

use crate::{AccessToken, AttemptProblem, AuthorizationCode, Callback, Problem, ProviderCode, Timestamp};

/// Where an attempt stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stage {
    /// The browser was asked to open; the answer is awaited.
    Awaiting,
    /// The code is being exchanged.
    Exchanging(Awaited),
    /// The token is sealed; `/me` is being asked.
    Identifying,
    /// The store failed; what could not be written is kept in memory.
    Unsaved(Unwritten),
    /// Another identity answered than the awaited one; the person decides.
    Refused,
    /// Over.
    Ended(Ending),
}

/// When an exchange began, and how often its connection was tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Awaited {
    /// The first try.
    pub since: Timestamp,
    /// Tries so far, the first included.
    pub tries: u8,
}

/// What the store refused to take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unwritten {
    /// The sealed token of the attempt.
    Token,
    /// The account.
    Account,
}

/// How an attempt ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// A new account.
    Connected,
    /// An account that was known; its token was replaced.
    AlreadyConnected,
    /// The account is kept, whose it is remains to be asked.
    Unverified,
    /// The person refused.
    Denied,
    /// The provider refused, or could not be reached or read.
    Failed,
    /// Nobody answered in time.
    Expired,
    /// The person cancelled.
    Cancelled,
    /// The program ended while the provider was answering.
    Interrupted,
}

/// What the attempt is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To connect an account, new or known.
    Connect,
    /// To connect an account of one workspace and no other.
    ConnectOnly,
    /// To give one account a new token.
    Reconnect,
}

/// How an identity compares with the accounts that are stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Match {
    /// No account has it.
    New,
    /// The account to reconnect has it, or had none yet.
    Same,
    /// Another account has it.
    Known,
    /// It is of another workspace than the only one to connect.
    Unwanted,
}

/// What happens to an attempt.
#[derive(Debug)]
pub enum Input {
    /// An answer whose state was found equal.
    Callback(Callback),
    /// Time passed.
    Tick,
    /// The person cancels.
    Cancel,
    /// The program is asked to end.
    Quit,
    /// The connection was never made (DNS, TCP): the request never left.
    NeverConnected(Problem),
    /// The token endpoint answered with a token.
    Token(AccessToken),
    /// The token endpoint refused, was unreadable, or broke off.
    NoToken(Problem),
    /// `/me` told who it is.
    Identified(Match),
    /// `/me` refused or could not be reached.
    Unidentified,
    /// The store could not be written.
    StoreFailed(Unwritten),
    /// The person asks to try again what failed.
    Retry,
    /// The person adds the other identity as a new account.
    Keep,
    /// The person discards the new token: another identity's, one that can't be stored, or one that a stopped program left.
    Discard,
    /// The program starts and finds this attempt with its owner gone.
    Orphaned,
}

/// What the engine is to do, in order.
#[derive(Debug, PartialEq, Eq)]
pub enum Effect {
    /// Load and verify the master key.
    LoadKey,
    /// Commit the attempt's row.
    CommitAttempt,
    /// Ask the system browser to open the authorization URL.
    OpenBrowser,
    /// Claim the row atomically, then send the token request, once.
    Exchange(AuthorizationCode),
    /// Send the token request again after this many milliseconds: its connection was never made.
    ExchangeAgain(u32),
    /// Commit the sealed token to the attempt.
    SealToken(AccessToken),
    /// Seal the token that is still in memory.
    SealTokenAgain,
    /// Ask `/me`; safe to repeat.
    GetMe,
    /// One transaction: a new account with its sealed token, attempt ended.
    AddAccount,
    /// One transaction: the known account takes this token, attempt ended.
    ReplaceToken,
    /// One transaction: an account without identity, attempt ended.
    AddUnverified,
    /// Say on the card that a return came without an answer.
    SayEmptyReturn,
    /// Say that the provider is answering and that it takes at most 20 seconds.
    SayAnswering,
    /// Say that quitting would lose the token.
    WarnUnsaved,
    /// End the row with this problem.
    Report(Problem),
    /// Drop the new token.
    DropToken,
}

/// One attempt: where it stands, what it is for, when it expires.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConnectFlow {
    /// Where it stands.
    pub stage: Stage,
    /// What it is for.
    pub purpose: Purpose,
    /// When waiting ends.
    pub expires_at: Timestamp,
}

/// The flow after an input, and what to do.
#[derive(Debug, PartialEq, Eq)]
pub struct Step {
    /// The flow now.
    pub flow: ConnectFlow,
    /// In this order.
    pub effects: Vec<Effect>,
}

const MAX_TRIES: u8 = 4;
const MAX_CONNECTING_MILLIS: i64 = 20_000;

impl ConnectFlow {
    /// Begins an attempt. The key is verified and the row committed before the browser opens: that
    /// proves vault and disk while there is nothing to lose.
    pub fn start(purpose: Purpose, expires_at: Timestamp) -> Step {
        let flow = Self { stage: Stage::Awaiting, purpose, expires_at };
        Step { flow, effects: vec![Effect::LoadKey, Effect::CommitAttempt, Effect::OpenBrowser] }
    }

    /// What `input` at `now` makes of this attempt. Inputs that do not belong to its stage leave it
    /// unchanged, with no effect.
    #[must_use]
    pub fn step(self, input: Input, now: Timestamp) -> Step {
        match self.stage.clone() {
            Stage::Awaiting => self.awaiting(input, now),
            Stage::Exchanging(awaited) => self.exchanging(input, awaited, now),
            Stage::Identifying => self.identifying(input),
            Stage::Unsaved(unwritten) => self.unsaved(input, unwritten),
            Stage::Refused => self.refused(input),
            Stage::Ended(ending) => self.ended(input, ending),
        }
    }

    fn awaiting(self, input: Input, now: Timestamp) -> Step {
        // Expiry is judged before the answer: a late link must not be let in by a late clock tick.
        if now >= self.expires_at && matches!(input, Input::Callback(_) | Input::Tick) {
            return self.end(Ending::Expired, AttemptProblem::Expired.into());
        }
        match input {
            Input::Callback(Callback::Code(code)) => {
                let awaited = Awaited { since: now, tries: 1 };
                self.to(Stage::Exchanging(awaited), vec![Effect::Exchange(code)])
            }
            Input::Callback(Callback::Refused(code)) => self.not_given(code),
            Input::Callback(Callback::Empty) => self.stay(vec![Effect::SayEmptyReturn]),
            Input::Cancel => self.end(Ending::Cancelled, AttemptProblem::Cancelled.into()),
            _ => self.stay(vec![]),
        }
    }

    fn exchanging(self, input: Input, awaited: Awaited, now: Timestamp) -> Step {
        match input {
            Input::NeverConnected(problem) => {
                let tried = now.since(awaited.since);
                if awaited.tries >= MAX_TRIES || tried >= MAX_CONNECTING_MILLIS {
                    return self.end(Ending::Failed, problem);
                }
                let again = Awaited { tries: awaited.tries + 1, ..awaited };
                let pause = 500 << (awaited.tries - 1);
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
            // The old token stays until the new one, kept with the attempt, proves the same identity; and nothing is
            // connected that can't prove its workspace.
            (Input::Unidentified, Purpose::Reconnect | Purpose::ConnectOnly) => {
                self.to(Stage::Ended(Ending::Unverified), vec![])
            }
            (Input::StoreFailed(what), _) => self.to(Stage::Unsaved(what), vec![]),
            (Input::Orphaned, _) => self.stay(vec![Effect::GetMe]),
            // Of what a stopped program left: nobody is asking any more.
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
            // The question could not be written after all.
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
            // The account could not be written after all: the stage runs ahead of its last effect.
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

//! The course of a conversation: its assignee, its state and its events with their times.
//!
//! `conversations.rs` and `parts.rs` write the conversation from this course, so that its figures agree with its
//! parts.

use super::{
    admins::ON_LEAVE,
    counts::Kind,
    dates::{DAY, HOUR},
    source::Records,
    workspaces::Size,
};

/// The kind of a part of a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Act {
    AiAnswer,
    Assignment,
    TeammateReply,
    PersonReply,
    Note,
    Attribute,
    Snooze,
    Close,
    Reopen,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    Open,
    Snoozed,
    Closed,
}

impl State {
    /// Returns the name in the API.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Snoozed => "snoozed",
            Self::Closed => "closed",
        }
    }

    /// Whether the conversation is open. A snoozed one is open too, as in the description's examples.
    pub(crate) fn is_open(self) -> bool {
        self != Self::Closed
    }
}

/// The AI agent's part in a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Agent {
    /// The contact wrote, and the AI agent has not answered yet.
    Answering,
    AssumedResolution,
    ConfirmedResolution,
    Escalated,
    NegativeFeedback,
    ProcedureHandoff,
}

impl Agent {
    /// Returns the name in the API. There is none before the first answer.
    pub(super) const fn resolution_state(self) -> Option<&'static str> {
        match self {
            Self::Answering => None,
            Self::AssumedResolution => Some("assumed_resolution"),
            Self::ConfirmedResolution => Some("confirmed_resolution"),
            Self::Escalated => Some("escalated"),
            Self::NegativeFeedback => Some("negative_feedback"),
            Self::ProcedureHandoff => Some("procedure_handoff"),
        }
    }

    const fn is_resolution(self) -> bool {
        matches!(self, Self::AssumedResolution | Self::ConfirmedResolution)
    }
}

/// The course of one conversation.
pub(super) struct Story {
    pub(super) contact: u64,
    pub(super) admin: Option<u64>,
    pub(super) team: Option<u64>,
    pub(super) state: State,
    /// The AI agent's part, if it took part.
    pub(super) agent: Option<Agent>,
    pub(super) created_at: u64,
    pub(super) acts: Vec<(Act, u64)>,
}

impl Story {
    pub(super) fn updated_at(&self) -> u64 {
        self.acts.last().map_or(self.created_at, |(_, at)| *at)
    }

    pub(super) fn first(&self, wanted: Act) -> Option<u64> {
        self.acts.iter().find(|(act, _)| *act == wanted).map(|(_, at)| *at)
    }

    pub(super) fn last(&self, wanted: Act) -> Option<u64> {
        self.acts.iter().rev().find(|(act, _)| *act == wanted).map(|(_, at)| *at)
    }

    pub(super) fn many(&self, wanted: Act) -> u64 {
        self.acts.iter().filter(|(act, _)| *act == wanted).count() as u64
    }

    /// Returns the state of the conversation after the act at `place`.
    pub(super) fn state_at(&self, place: usize) -> State {
        let moved = self.acts[..=place].iter().rev().find_map(|(act, _)| match act {
            Act::Close => Some(State::Closed),
            Act::Snooze => Some(State::Snoozed),
            Act::Reopen => Some(State::Open),
            _ => None,
        });
        moved.unwrap_or(State::Open)
    }

    /// Returns the time of the contact's last message.
    pub(super) fn last_said_at(&self) -> u64 {
        self.last(Act::PersonReply).unwrap_or(self.created_at)
    }

    /// Returns the time of the last answer to the contact, by a teammate or the AI agent.
    pub(super) fn last_answered_at(&self) -> Option<u64> {
        self.last(Act::TeammateReply).max(self.last(Act::AiAnswer))
    }

    /// Whether the conversation is closed without a teammate's reply.
    pub(super) fn is_resolved_by_ai(&self) -> bool {
        self.state == State::Closed && self.many(Act::TeammateReply) == 0
    }

    /// Returns the time of the contact's first unanswered message, or `None` if the contact does not wait.
    pub(super) fn waiting_since(&self) -> Option<u64> {
        if self.state == State::Closed {
            return None;
        }
        let is_answer = |(act, _): &(Act, u64)| matches!(act, Act::TeammateReply | Act::AiAnswer);
        match self.acts.iter().rposition(is_answer) {
            None => Some(self.created_at),
            Some(answered) => {
                let mut since = self.acts[answered..].iter();
                since.find(|(act, _)| *act == Act::PersonReply).map(|(_, at)| *at)
            }
        }
    }
}

/// The numbers of an admin's open, idle and snoozed conversations.
#[derive(Default)]
pub(crate) struct Load {
    pub(crate) open: u64,
    pub(crate) idle: u64,
    pub(crate) snoozed: u64,
}

impl Records {
    /// Returns the load of an admin.
    ///
    /// An open conversation is idle if its contact has waited for `idle_after` seconds or longer.
    pub(crate) fn load_of(&self, admin: u64, idle_after: u64) -> Load {
        let stories = (0..self.count(Kind::Conversation)).map(|n| self.story(n));
        stories.filter(|story| story.admin == Some(admin)).fold(Load::default(), |mut load, story| {
            let waited = story.waiting_since().map(|since| self.hour - since);
            match story.state {
                State::Open => load.open += 1,
                State::Snoozed => load.snoozed += 1,
                State::Closed => {}
            }
            load.idle += u64::from(story.state == State::Open && waited >= Some(idle_after));
            load
        })
    }

    pub(super) fn story(&self, n: u64) -> Story {
        let mut dice = self.dice(Kind::Conversation, n);
        let created_at = self.happened(Kind::Conversation, n);
        let state = self.conversation_state(n);
        let agent = agent_of(n, state)
            .or((self.fin_hands_over && self.hour - created_at < 2 * DAY).then_some(Agent::Escalated));
        // Every sixth open conversation has no assignee. The AI agent resolved some closed ones alone.
        let is_settled = agent.is_some_and(Agent::is_resolution);
        let is_taken = !is_settled && (state != State::Open || !n.is_multiple_of(20));
        let admin = self.holder(n, state, dice.roll());
        let is_agents = is_settled || agent == Some(Agent::Answering);
        let team = self.first_team_of(admin).filter(|_| !is_agents);
        let mut acts = Vec::new();
        if agent.is_some_and(|agent| agent != Agent::Answering) {
            acts.push(Act::AiAnswer);
            // The contact thanks the AI agent, or replies that the answer did not help.
            if agent != Some(Agent::AssumedResolution) {
                acts.push(Act::PersonReply);
            }
        }
        if is_taken {
            acts.extend([Act::Assignment, Act::TeammateReply]);
            // Conversation 4 is long enough to scroll.
            let rounds = if n == 4 { 26 } else { dice.below(3) };
            for round in 0..rounds {
                acts.push(Act::PersonReply);
                if round == 0 && n % 5 == 2 {
                    acts.push(Act::Note);
                }
                acts.push(Act::TeammateReply);
            }
            if n % 7 == 2 {
                acts.push(Act::Attribute);
            }
        }
        match state {
            State::Open if n % 10 != 3 => acts.push(Act::PersonReply),
            State::Open => {}
            State::Snoozed => acts.push(Act::Snooze),
            State::Closed if n % 11 == 6 && !is_settled => {
                acts.extend([Act::Close, Act::PersonReply, Act::Reopen, Act::TeammateReply, Act::Close]);
            }
            State::Closed => acts.push(Act::Close),
        }
        let lasted = (HOUR + dice.below(2 * DAY)).min(self.hour - created_at);
        let pace = lasted / (acts.len() as u64 + 1);
        let acts = acts.into_iter().zip(1..).map(|(act, step)| (act, created_at + step * pace)).collect();
        Story {
            contact: self.contact_of_conversation(n),
            admin: is_taken.then_some(admin),
            team,
            state,
            agent,
            created_at,
            acts,
        }
    }

    /// Returns the admin for a conversation.
    ///
    /// The load is uneven: of three open conversations, two belong to the first team, and most of those to the second
    /// teammate in it. Somebody on leave keeps some. The other admins share the rest, and what is no longer open.
    fn holder(&self, n: u64, state: State, random: u64) -> u64 {
        let (admins, teams) = (self.count(Kind::Admin).max(1), self.count(Kind::Team));
        let any = random % admins;
        if state != State::Open || teams < 2 {
            return any;
        }
        // Admin `a` is in team `a % teams` (`first_team_of`).
        let is_of_first_team = any.is_multiple_of(teams);
        match n % 20 {
            7 | 17 => teams,
            0 | 10 => random % admins.div_ceil(teams) * teams,
            13 => ON_LEAVE,
            _ if is_of_first_team && any + 1 < admins => any + 1,
            _ if is_of_first_team => any - 1,
            _ => any,
        }
    }

    /// Returns the state of a conversation.
    ///
    /// The medium workspace has 18 open and 7 snoozed conversations, the huge one ten times as many.
    pub(crate) fn conversation_state(&self, n: u64) -> State {
        let recent = if self.workspace.size == Size::Huge { 600 } else { 60 };
        match n % 10 {
            0 | 3 | 7 if n < recent => State::Open,
            5 if n < recent / 6 * 7 => State::Snoozed,
            _ => State::Closed,
        }
    }
}

/// Returns the AI agent's part in conversation `n`, if it took part: in every fourth conversation, and in some that
/// nobody has answered yet.
fn agent_of(n: u64, state: State) -> Option<Agent> {
    if state == State::Open && n.is_multiple_of(60) {
        return Some(Agent::Answering);
    }
    let is_settled = state == State::Closed && n % 8 == 1;
    (n % 4 == 1).then_some(match n / 4 % 7 {
        _ if is_settled && n % 16 == 9 => Agent::ConfirmedResolution,
        _ if is_settled => Agent::AssumedResolution,
        3 => Agent::NegativeFeedback,
        4 => Agent::ProcedureHandoff,
        _ => Agent::Escalated,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{records::workspaces::WORKSPACES, server::seed::Seed};

    #[test]
    fn northwind_has_18_open_and_7_snoozed_conversations() {
        let records = Records::new(&Seed::from_bytes([7; 32]), &WORKSPACES[0], 1_900_000_000);
        let all: Vec<_> = (0..records.count(Kind::Conversation)).map(|n| records.story(n)).collect();
        let many = |state| all.iter().filter(|story| story.state == state).count();
        assert_eq!((many(State::Open), many(State::Snoozed)), (18, 7));
        assert!(all.iter().any(|story| story.state == State::Open && story.admin.is_none()));
    }

    /// The acts are in order, end before the hour, and begin after the contact's creation.
    #[test]
    fn acts_lie_between_the_contacts_creation_and_the_hour() {
        for workspace in &WORKSPACES {
            let records = Records::new(&Seed::from_bytes([7; 32]), workspace, 1_900_000_000);
            for n in 0..records.count(Kind::Conversation) {
                let story = records.story(n);
                let mut last = story.created_at;
                for (_, at) in &story.acts {
                    assert!(*at >= last);
                    last = *at;
                }
                assert!(last <= records.hour);
                assert!(story.acts.len() < super::super::counts::PARTS as usize);
                assert!(records.happened(Kind::Contact, story.contact) <= story.created_at, "{n}");
            }
        }
    }
}

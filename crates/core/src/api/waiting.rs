//! Finds the open conversation that waits longest for a reply, by searches that Intercom documents.
//!
//! The description of Intercom's API gives a search for conversations no order. So Switchhook asks how many conversations wait
//! since before a moment, and moves the moment until one page holds them all. It says of `<` "Lower (or equal) than". So the
//! search is right with either meaning: for `<` as "lower", and for `<` as "lower or equal".

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::figure::for_a_person;
use super::record_id::is_id;
use super::search::{Search, object, total_of};
use crate::{FigureError, Timestamp};

/// The conversation that waits longest.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct LongestWait {
    /// Since when the conversation waits: its `waiting_since`, in whole seconds.
    pub since: Timestamp,
    /// The conversation's id at Intercom.
    pub conversation: String,
}

/// A question: how many open conversations wait since before a moment, and the first of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WaitingQuestion {
    /// The moment, in seconds since 1970.
    before: i64,
    /// The most conversations that the answer holds.
    per_page: u32,
}

/// An answer to a [`WaitingQuestion`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaitingAnswer {
    /// How many conversations there are, on all pages.
    total: u32,
    /// The one on this page that waits longest. `None` where none on this page waits.
    longest: Option<LongestWait>,
}

/// The next step of a [`WaitingSearch`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WaitingStep {
    /// Ask this question, and give the answer to [`WaitingSearch::learn`].
    Ask(WaitingQuestion),
    /// The search is over: the conversation that waits longest, or `None` where nobody waits.
    Found(Option<LongestWait>),
    /// The search is over without a result, because the answers did not agree.
    Unsettled,
}

/// The search for the conversation that waits longest.
#[derive(Debug)]
pub struct WaitingSearch {
    /// How many questions may still be asked.
    left: u32,
    /// Nobody waits since before this moment.
    low: i64,
    /// Somebody waits since before this moment.
    high: Option<i64>,
    /// The conversation that waits longest of those that answers have held.
    longest: Option<LongestWait>,
    /// How many steps of the ladder were taken.
    rung: usize,
    step: WaitingStep,
}

impl WaitingQuestion {
    /// Returns the question how many conversations wait since before a moment.
    pub const fn count_before(moment: Timestamp) -> Self {
        Self { before: moment.as_millis().div_euclid(1000), per_page: 1 }
    }

    /// Returns the search that asks it.
    pub fn search(self) -> Search {
        let Self { before, per_page } = self;
        // Intercom does not say how its search sees a conversation that does not wait, so the second filter leaves those out.
        Search::conversations(format!(
            r#"{{"query":{{"operator":"AND","value":[{{"field":"state","operator":"=","value":"open"}},{{"field":"waiting_since","operator":">","value":1}},{{"field":"waiting_since","operator":"<","value":{before}}},{}]}},"pagination":{{"per_page":{per_page}}}}}"#,
            for_a_person!()
        ))
    }
}

impl WaitingAnswer {
    /// Reads the body of an answer.
    ///
    /// # Errors
    /// [`FigureError`], which holds nothing of the body.
    pub fn read(body: &[u8]) -> Result<Self, FigureError> {
        let answer = object(body)?;
        let total = total_of(&answer)?;
        let conversations =
            answer.get("conversations").and_then(Value::as_array).ok_or(FigureError::NoList)?;
        if conversations.is_empty() && total > 0 {
            return Err(FigureError::NoList);
        }
        let mut longest = None;
        for conversation in conversations {
            let conversation = conversation.as_object().ok_or(FigureError::NoList)?;
            longest = longest.into_iter().chain(wait_of(conversation)?).min();
        }
        Ok(Self { total, longest })
    }
}

/// Returns how long a conversation waits. `None` where it does not wait.
///
/// # Errors
/// [`FigureError::NoList`] where its time or id is not of the documented type.
pub(super) fn wait_of(conversation: &Map<String, Value>) -> Result<Option<LongestWait>, FigureError> {
    let since = match conversation.get("waiting_since") {
        None | Some(Value::Null) => return Ok(None),
        Some(since) => since.as_u64().and_then(|since| u32::try_from(since).ok()),
    };
    let since = Timestamp::from_millis(i64::from(since.ok_or(FigureError::NoList)?) * 1000);
    let id = conversation.get("id").and_then(Value::as_str).filter(|id| is_id(id));
    Ok(Some(LongestWait { since, conversation: id.ok_or(FigureError::NoList)?.to_owned() }))
}

impl WaitingSearch {
    /// The most questions of a search. With `/me`, fifteen figures, two questions about ratings and one about long waits, a reading asks at most 40.
    pub const MOST_QUESTIONS: u32 = 20;
    /// The most conversations that Intercom puts on a page.
    const PAGE: u32 = 150;
    /// The latest moment that Intercom's times are sure to hold (2038). No clock is asked, since it may be wrong.
    const LATEST: i64 = i32::MAX as i64;
    /// The distances, in seconds, at which the search looks for the beginning of all waits: it begins with the
    /// moment itself, for many conversations that wait since the same second. Then an hour, a day, seven weeks, and 17 years.
    const LADDER: [i64; 5] = [1, 1 << 12, 1 << 17, 1 << 22, 1 << 29];
    /// The seconds by which a search may miss the beginning that asks all its questions. Only a crowd needs so many: more than
    /// 150 conversations that wait since the same seconds, and seven weeks longer than others.
    const CLOSE: i64 = 86_400;

    /// Returns a search that begins at the last known wait, since its conversation probably still waits.
    pub fn from(last: Option<Timestamp>) -> Self {
        let last = last.map(|last| last.as_millis().div_euclid(1000).saturating_add(1));
        let first = last.filter(|last| (1..Self::LATEST).contains(last)).unwrap_or(Self::LATEST);
        Self {
            left: Self::MOST_QUESTIONS,
            low: 0,
            high: None,
            longest: None,
            rung: 0,
            step: WaitingStep::Ask(WaitingQuestion { before: first, per_page: 1 }),
        }
    }

    /// Returns the next step.
    pub const fn step(&self) -> &WaitingStep {
        &self.step
    }

    /// Takes the answer to the question of [`Self::step`]. After the end of the search, changes nothing.
    pub fn learn(&mut self, answer: WaitingAnswer) {
        let WaitingStep::Ask(asked) = self.step else { return };
        self.left -= 1;
        let step = self.after(asked, answer);
        self.step = match step {
            WaitingStep::Ask(_) if self.left == 0 => self.last_word(Self::CLOSE),
            step => step,
        };
    }

    fn after(&mut self, asked: WaitingQuestion, answer: WaitingAnswer) -> WaitingStep {
        let is_whole = answer.total <= asked.per_page;
        match answer.longest {
            Some(longest) if is_whole => return WaitingStep::Found(Some(longest)),
            None if is_whole && asked.before == Self::LATEST => return WaitingStep::Found(None),
            None if is_whole => {
                self.low = self.low.max(asked.before);
                // Below the last known wait, the ladder was not used yet.
                if self.high.is_some() {
                    self.rung = Self::LADDER.len();
                }
            }
            _ if answer.total <= Self::PAGE => {
                return WaitingStep::Ask(WaitingQuestion { per_page: Self::PAGE, ..asked });
            }
            longest => {
                self.high = Some(self.high.map_or(asked.before, |high| high.min(asked.before)));
                self.see(longest);
            }
        }
        // Somebody got a reply between two questions.
        if self.high.is_some_and(|high| high <= self.low) {
            (self.high, self.longest) = (None, None);
        }
        let before = match self.high {
            None => Self::LATEST,
            Some(high) if high - self.low <= 1 => return self.last_word(1),
            Some(high) => self.moment_below(high),
        };
        WaitingStep::Ask(WaitingQuestion { before, per_page: 1 })
    }

    /// Remembers a conversation that waits. Somebody waits since before the second after it began.
    fn see(&mut self, seen: Option<LongestWait>) {
        let Some(seen) = seen else { return };
        let after = seen.since.as_millis() / 1000 + 1;
        self.high = self.high.map(|high| high.min(after));
        self.longest = self.longest.take().into_iter().chain([seen]).min();
    }

    /// Returns the next moment to ask for, which lies between `low` and `high`. Down the ladder first, and then halfway.
    fn moment_below(&mut self, high: i64) -> i64 {
        while let Some(distance) = Self::LADDER.get(self.rung) {
            self.rung += 1;
            let moment = high - distance;
            if moment > self.low {
                return moment;
            }
        }
        self.low + (high - self.low) / 2
    }

    /// Ends the search with the conversation that waits longest of those that it saw. Another one may wait longer by `close`
    /// seconds at most.
    fn last_word(&self, close: i64) -> WaitingStep {
        let longest = self.longest.clone().filter(|longest| {
            let since = longest.since.as_millis() / 1000;
            self.high.is_some_and(|high| since <= high) && (0..=close).contains(&(since - self.low))
        });
        longest.map_or(WaitingStep::Unsettled, |longest| WaitingStep::Found(Some(longest)))
    }
}

#[cfg(test)]
mod tests;

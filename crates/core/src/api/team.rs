//! Teams, teammates, and the open conversations that they have. Keeps ids, times and names of the team; nothing of a customer.

use alloc::borrow::ToOwned;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;
use core::cmp::Reverse;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::figure::for_a_person;
use super::record_id::is_id;
use super::search::{Search, object, total_of};
use super::waiting::wait_of;
use crate::{FigureError, LongestWait, plain};

/// The most conversations that Intercom puts on a page.
const PAGE: u32 = 150;
/// How many of the longest waits are kept.
const MOST_LONGEST: usize = 10;

/// A team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Team {
    /// The team's id at Intercom.
    pub id: String,
    /// The team's name. `None` where Intercom gives none.
    pub name: Option<String>,
}

/// A teammate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Teammate {
    /// The teammate's id at Intercom.
    pub id: String,
    /// The teammate's name. `None` where Intercom gives none.
    pub name: Option<String>,
    /// Whether the teammate is away.
    pub away: bool,
    /// Whether the teammate can answer conversations.
    pub has_inbox_seat: bool,
}

/// An open conversation for a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenConversation {
    /// The conversation's id at Intercom.
    pub id: String,
    /// How long it waits. `None` where it does not wait.
    pub wait: Option<LongestWait>,
    /// The id of its teammate.
    pub teammate: Option<String>,
    /// The id of its team.
    pub team: Option<String>,
}

/// A page of open conversations for a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenPage {
    /// How many there are on all pages.
    pub total: u32,
    /// The conversations of this page.
    pub conversations: Vec<OpenConversation>,
    /// The cursor of the next page. `None` after the last page.
    pub next: Option<String>,
}

/// The open conversations of an account by team and teammate.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Load {
    /// The teams that have open conversations, the most first, and then the others by name.
    pub teams: Vec<LoadOfTeam>,
    /// The teammates that have open conversations or an inbox seat, in the same order.
    pub teammates: Vec<LoadOfTeammate>,
    /// The conversations that wait longest, the longest first.
    pub longest: Vec<LongWait>,
    /// How many conversations were read.
    pub known: u32,
    /// How many there were.
    pub total: u32,
}

/// The open conversations of a team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoadOfTeam {
    /// The team's id. `None` for conversations without a team.
    pub id: Option<String>,
    /// The team's name. `None` without a team, and where Intercom lists no such team.
    pub name: Option<String>,
    /// How many conversations it has.
    pub open: u32,
    /// How many of them have no teammate.
    pub unassigned: u32,
    /// The one that waits longest.
    pub longest: Option<LongestWait>,
}

/// The open conversations of a teammate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoadOfTeammate {
    /// The teammate's id.
    pub id: String,
    /// The teammate's name. `None` where Intercom lists no such teammate.
    pub name: Option<String>,
    /// Whether the teammate is away.
    pub away: bool,
    /// How many conversations the teammate has.
    pub open: u32,
    /// The one that waits longest.
    pub longest: Option<LongestWait>,
}

/// A conversation that waits long.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LongWait {
    /// The conversation, and since when.
    pub wait: LongestWait,
    /// The name of its team.
    pub team: Option<String>,
    /// The name of its teammate.
    pub teammate: Option<String>,
}

/// Returns the search for the open conversations for a person, from the page of this cursor.
pub fn open_conversations(after: Option<&str>) -> Search {
    let after =
        after.map(|cursor| format!(r#","starting_after":{}"#, Value::from(cursor))).unwrap_or_default();
    Search::conversations(format!(
        r#"{{"query":{{"operator":"AND","value":[{{"field":"state","operator":"=","value":"open"}},{}]}},"pagination":{{"per_page":{PAGE}{after}}}}}"#,
        for_a_person!()
    ))
}

/// Reads an answer to [`open_conversations`].
///
/// # Errors
/// [`FigureError`], which holds nothing of the body.
pub fn read_open_conversations(body: &[u8]) -> Result<OpenPage, FigureError> {
    let answer = object(body)?;
    let conversation = |fields: &Map<String, Value>| {
        let id =
            fields.get("id").and_then(Value::as_str).filter(|id| is_id(id)).ok_or(FigureError::NoList)?;
        Ok(OpenConversation {
            id: id.to_owned(),
            wait: wait_of(fields)?,
            teammate: assignee(fields.get("admin_assignee_id"))?,
            team: assignee(fields.get("team_assignee_id"))?,
        })
    };
    let next = answer.get("pages").and_then(|pages| pages.get("next")?.get("starting_after")?.as_str());
    Ok(OpenPage {
        total: total_of(&answer)?,
        conversations: records(&answer, "conversations", conversation)?,
        next: next.map(str::to_owned),
    })
}

/// Reads the teams in an answer of `/teams`.
///
/// # Errors
/// [`FigureError`], which holds nothing of the body.
pub fn read_teams(body: &[u8]) -> Result<Vec<Team>, FigureError> {
    records(&object(body)?, "teams", |fields| Ok(Team { id: id_of(fields)?, name: name_of(fields) }))
}

/// Reads the teammates in an answer of `/admins`.
///
/// # Errors
/// [`FigureError`], which holds nothing of the body.
pub fn read_teammates(body: &[u8]) -> Result<Vec<Teammate>, FigureError> {
    let is = |fields: &Map<String, Value>, name| fields.get(name).and_then(Value::as_bool).unwrap_or(false);
    records(&object(body)?, "admins", |fields| {
        Ok(Teammate {
            id: id_of(fields)?,
            name: name_of(fields),
            away: is(fields, "away_mode_enabled"),
            has_inbox_seat: is(fields, "has_inbox_seat"),
        })
    })
}

/// Returns the load of teams and teammates. A conversation counts once, although it may come on two pages: it may move while
/// pages are read.
pub fn load(
    teams: &[Team],
    teammates: &[Teammate],
    conversations: Vec<OpenConversation>,
    total: u32,
) -> Load {
    let mut seen = BTreeSet::new();
    let (mut of_teams, mut of_teammates, mut longest) = (BTreeMap::new(), BTreeMap::new(), Vec::new());
    for team in teams {
        of_teams.insert(Some(team.id.clone()), empty_team(Some(team.id.clone()), team.name.clone()));
    }
    let seated = teammates.iter().filter(|teammate| teammate.has_inbox_seat);
    of_teammates
        .extend(seated.map(|teammate| (teammate.id.clone(), empty_teammate(&teammate.id, teammates))));
    for OpenConversation { id, wait, teammate, team } in conversations {
        if !seen.insert(id) {
            continue;
        }
        let of_team = of_teams.entry(team.clone()).or_insert_with(|| empty_team(team, None));
        of_team.open += 1;
        of_team.unassigned += u32::from(teammate.is_none());
        of_team.longest = of_team.longest.take().into_iter().chain(wait.clone()).min();
        let of_teammate = teammate.map(|id| {
            let of_teammate =
                of_teammates.entry(id.clone()).or_insert_with(|| empty_teammate(&id, teammates));
            of_teammate.open += 1;
            of_teammate.longest = of_teammate.longest.take().into_iter().chain(wait.clone()).min();
            of_teammate.name.clone()
        });
        longest.extend(wait.map(|wait| LongWait {
            wait,
            team: of_team.name.clone(),
            teammate: of_teammate.flatten(),
        }));
    }
    longest.sort_by(|one, other| one.wait.cmp(&other.wait));
    longest.truncate(MOST_LONGEST);
    let mut teams: Vec<_> = of_teams.into_values().collect();
    teams.sort_by_cached_key(|team| (Reverse(team.open), name_key(team.name.as_deref())));
    let mut teammates: Vec<_> = of_teammates.into_values().collect();
    teammates.sort_by_cached_key(|teammate| (Reverse(teammate.open), name_key(teammate.name.as_deref())));
    let known = u32::try_from(seen.len()).unwrap_or(u32::MAX);
    Load { teams, teammates, longest, known, total: total.max(known) }
}

/// Returns the key by which rows of one number are sorted: by name, and rows without a name last.
fn name_key(name: Option<&str>) -> (bool, String) {
    (name.is_none(), name.map(str::to_lowercase).unwrap_or_default())
}

const fn empty_team(id: Option<String>, name: Option<String>) -> LoadOfTeam {
    LoadOfTeam { id, name, open: 0, unassigned: 0, longest: None }
}

fn empty_teammate(id: &str, teammates: &[Teammate]) -> LoadOfTeammate {
    let listed = teammates.iter().find(|teammate| teammate.id == id);
    LoadOfTeammate {
        id: id.to_owned(),
        name: listed.and_then(|teammate| teammate.name.clone()),
        away: listed.is_some_and(|teammate| teammate.away),
        open: 0,
        longest: None,
    }
}

/// Reads a list of records. Intercom's description allows for null in its lists.
fn records<T>(
    answer: &Map<String, Value>,
    list: &str,
    read: impl Fn(&Map<String, Value>) -> Result<T, FigureError>,
) -> Result<Vec<T>, FigureError> {
    let records = answer.get(list).and_then(Value::as_array).ok_or(FigureError::NoList)?;
    let records = records.iter().filter(|record| !record.is_null());
    records.map(|record| read(record.as_object().ok_or(FigureError::NoList)?)).collect()
}

fn id_of(fields: &Map<String, Value>) -> Result<String, FigureError> {
    assignee(fields.get("id"))?.ok_or(FigureError::NoList)
}

fn name_of(fields: &Map<String, Value>) -> Option<String> {
    fields.get("name").and_then(Value::as_str).map(plain).filter(|name| !name.trim().is_empty())
}

/// Reads the id of a team or teammate: a number, or the number as text. Intercom's description says of a conversation without
/// one: null, or 0.
fn assignee(id: Option<&Value>) -> Result<Option<String>, FigureError> {
    let id = match id {
        None | Some(Value::Null) => return Ok(None),
        Some(Value::String(id)) => id.clone(),
        Some(id) => id.as_u64().ok_or(FigureError::NoList)?.to_string(),
    };
    match id.as_str() {
        "0" | "" => Ok(None),
        text if is_id(text) => Ok(Some(id)),
        _ => Err(FigureError::NoList),
    }
}

#[cfg(test)]
mod tests;

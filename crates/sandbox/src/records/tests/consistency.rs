//! Whole workspaces in memory: no record may contradict another one.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::OnceLock,
};

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::{
    records::{
        counts::Kind,
        dates::HOUR,
        source::Records,
        workspaces::{Size, WORKSPACES, Workspace},
    },
    server::seed::Seed,
};

/// A Sunday in 2030.
const NOW: u64 = 1_900_000_000;

/// The fields with dates in the future.
const PLANNED: [&str; 3] = ["snoozed_until", "renewal_date", "scheduled_publish_at"];

/// Every record of a workspace, by kind.
struct World {
    name: &'static str,
    made_at: u64,
    now: u64,
    contacts: Vec<Value>,
    companies: Vec<Value>,
    conversations: Vec<Value>,
    tickets: Vec<Value>,
    articles: Vec<Value>,
    collections: Vec<Value>,
    help_centers: Vec<Value>,
    segments: Vec<Value>,
    notes: Vec<Value>,
    others: Vec<Value>,
    segments_of: BTreeMap<String, Vec<Value>>,
}

impl World {
    fn of(workspace: &'static Workspace, now: u64) -> Self {
        Self::grown(7, workspace, now)
    }

    fn grown(seed: u8, workspace: &'static Workspace, now: u64) -> Self {
        let records = Records::new(&Seed::from_bytes([seed; 32]), workspace, now);
        let all = |kind, write: fn(&Records, u64) -> Value| -> Vec<Value> {
            (0..records.count(kind)).map(|n| write(&records, n)).collect()
        };
        let mut others = all(Kind::Admin, Records::admin);
        others.extend(all(Kind::Team, Records::team));
        others.extend(all(Kind::Tag, Records::tag));
        others.extend(all(Kind::TicketType, Records::ticket_type));
        others.extend(all(Kind::TicketState, Records::detailed_ticket_state));
        others.extend(all(Kind::DataAttribute, Records::data_attribute));
        others.extend(all(Kind::SubscriptionType, Records::subscription_type));
        others.extend(all(Kind::AwayReason, Records::away_reason));
        others.extend(all(Kind::Activity, Records::activity));
        others.extend(all(Kind::Macro, Records::saved_reply));
        others.extend(all(Kind::Brand, Records::brand));
        let contacts_notes =
            (0..records.count(Kind::Contact)).flat_map(|n| records.notes_of(Kind::Contact, n));
        let companies_notes =
            (0..records.count(Kind::Company)).flat_map(|n| records.notes_of(Kind::Company, n));
        let segments_of = (0..records.count(Kind::Contact)).map(|n| {
            let own = records.segments_of(Kind::Contact, n);
            (records.id(Kind::Contact, n), own.into_iter().map(|each| records.segment(each)).collect())
        });
        Self {
            name: workspace.name,
            made_at: workspace.created_at,
            now: records.hour,
            contacts: all(Kind::Contact, Records::contact),
            companies: all(Kind::Company, Records::company),
            conversations: all(Kind::Conversation, Records::whole_conversation),
            tickets: all(Kind::Ticket, Records::ticket),
            articles: all(Kind::Article, Records::whole_article),
            collections: all(Kind::Collection, Records::collection),
            help_centers: all(Kind::HelpCenter, Records::help_center),
            segments: all(Kind::Segment, Records::segment),
            notes: contacts_notes.chain(companies_notes).map(|n| records.note(n)).collect(),
            others,
            segments_of: segments_of.collect(),
        }
    }

    fn everything(&self) -> impl Iterator<Item = &Value> {
        [
            &self.contacts,
            &self.companies,
            &self.conversations,
            &self.tickets,
            &self.articles,
            &self.collections,
            &self.help_centers,
            &self.segments,
            &self.notes,
            &self.others,
        ]
        .into_iter()
        .flatten()
    }
}

/// Returns every workspace under one seed, and every workspace but the huge one under three other seeds.
fn worlds() -> &'static [World] {
    static WORLDS: OnceLock<Vec<World>> = OnceLock::new();
    WORLDS.get_or_init(|| {
        let first = WORKSPACES.iter().map(|workspace| World::of(workspace, NOW));
        let others = WORKSPACES.iter().filter(|each| each.size != Size::Huge);
        let others = others.flat_map(|each| [1, 2, 3].map(|seed| World::grown(seed, each, NOW)));
        first.chain(others).collect()
    })
}

fn by_id(records: &[Value]) -> BTreeMap<String, &Value> {
    records.iter().map(|each| (text(&each["id"]), each)).collect()
}

/// Returns an id as text, also if the record has it as a number.
fn text(id: &Value) -> String {
    id.as_str().map_or_else(|| id.to_string(), str::to_owned)
}

fn at(value: &Value) -> u64 {
    value.as_u64().unwrap_or_else(|| panic!("{value} is no date"))
}

fn list<'a>(record: &'a Value, pointer: &str) -> &'a [Value] {
    record.pointer(pointer).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

/// Collects contradictions, so that a failure shows the number and an example of each.
#[derive(Default)]
struct Faults(BTreeMap<&'static str, (usize, String)>);

impl Faults {
    fn note(&mut self, is_fine: bool, fault: &'static str, record: &Value) {
        if !is_fine {
            let (many, _) = self.0.entry(fault).or_insert_with(|| (0, record.to_string()));
            *many += 1;
        }
    }

    fn assert_none(&self, world: &World) {
        assert!(self.0.is_empty(), "{}: {:#?}", world.name, self.0);
    }
}

/// Finds every date in a record, with its field.
fn dates<'a>(field: &'a str, value: &'a Value, found: &mut Vec<(&'a str, u64)>) {
    match value {
        Value::Object(fields) => fields.iter().for_each(|(field, value)| dates(field, value, found)),
        Value::Array(items) => items.iter().for_each(|item| dates(field, item, found)),
        Value::Number(number) => {
            let is_date = ["_at", "_since", "_until", "_date"].iter().any(|end| field.ends_with(end));
            found.extend(number.as_u64().filter(|_| is_date).map(|at| (field, at)));
        }
        Value::String(text) if field.ends_with("_at") && !PLANNED.contains(&field) => {
            let at = text.parse::<Timestamp>().ok().map(|at| at.as_second() as u64);
            // The end of an impersonation consent lies in the far future and does not count.
            found.extend(at.filter(|at| *at < 4_000_000_000).map(|at| (field, at)));
        }
        _ => {}
    }
}

#[test]
fn no_record_is_older_than_its_workspace_or_from_the_future() {
    for world in worlds() {
        let mut faults = Faults::default();
        for record in world.everything() {
            let mut found = Vec::new();
            dates("", record, &mut found);
            for (field, at) in found {
                faults.note(at >= world.made_at, "older than the workspace", record);
                let is_planned = PLANNED.contains(&field);
                faults.note((at > world.now) == is_planned, "a date on the wrong side of now", record);
            }
            let (made, changed) = (&record["created_at"], &record["updated_at"]);
            if let (Some(made), Some(changed)) = (made.as_u64(), changed.as_u64()) {
                faults.note(made <= changed, "changed before it was made", record);
            }
        }
        faults.assert_none(world);
    }
}

#[test]
fn settings_are_as_old_as_their_workspace() {
    for world in worlds() {
        let settings = world.others.iter().filter(|each| {
            ["ticket_type", "data_attribute", "away_status_reason", "brand"]
                .iter()
                .any(|kind| each["type"] == *kind)
        });
        for setting in settings.chain(&world.segments).chain(&world.help_centers) {
            let later = at(&setting["created_at"]) - world.made_at;
            assert!(later < 30 * 24 * HOUR, "{}: {setting}", world.name);
        }
        let brand = world.others.iter().find(|each| each["is_default"] == true).unwrap();
        assert_eq!(at(&brand["created_at"]), world.made_at, "{}", world.name);
    }
}

#[test]
fn no_child_is_older_than_its_parent() {
    for world in worlds() {
        let mut faults = Faults::default();
        let made = |record: &Value| at(&record["created_at"]);
        let (help_centers, collections) = (by_id(&world.help_centers), by_id(&world.collections));
        let (contacts, conversations) = (by_id(&world.contacts), by_id(&world.conversations));
        for each in &world.collections {
            let home = help_centers[&text(&each["help_center_id"])];
            faults.note(made(home) <= made(each), "collection, help center", each);
            if let Some(parent) = each["parent_id"].as_str() {
                let parent = collections[parent];
                faults.note(made(parent) <= made(each), "collection, collection", each);
                faults.note(parent["help_center_id"] == each["help_center_id"], "two homes", each);
            }
        }
        for each in &world.articles {
            let collection = collections[&text(&each["parent_ids"][0])];
            faults.note(made(collection) <= made(each), "article, collection", each);
            let home = help_centers[&text(&collection["help_center_id"])]["url"].as_str().unwrap();
            let urls = [&each["url"], &each["translated_content"]["fr"]["url"]];
            let mut urls = urls.into_iter().filter_map(Value::as_str);
            faults.note(urls.all(|url| url.starts_with(&format!("{home}/"))), "article, host", each);
            let is_draft = each["state"] == "draft";
            faults.note(each["url"].is_null() == is_draft, "address of a draft", each);
        }
        for each in world.conversations.iter().chain(&world.tickets) {
            let contact = contacts[&text(&each["contacts"]["contacts"][0]["id"])];
            faults.note(made(contact) <= made(each), "contact", each);
            if each["company"].is_object() {
                faults.note(made(&each["company"]) <= made(each), "conversation, company", each);
            }
            for part in list(each, "/conversation_parts/conversation_parts") {
                faults.note(made(each) <= made(part), "part", each);
            }
        }
        for each in &world.tickets {
            faults.note(made(&each["ticket_type"]) <= made(each), "ticket, type", each);
            for linked in list(each, "/linked_objects/data") {
                let conversation = conversations[&text(&linked["id"])];
                faults.note(made(conversation) <= made(each), "ticket, conversation", each);
                let same =
                    conversation["contacts"]["contacts"][0]["id"] == each["contacts"]["contacts"][0]["id"];
                faults.note(same, "ticket of somebody else", each);
                let back = list(conversation, "/linked_objects/data");
                faults.note(back.iter().any(|other| other["id"] == each["id"]), "no way back", each);
            }
        }
        let companies = by_id(&world.companies);
        for note in &world.notes {
            let owner = match note["contact"]["id"].as_str() {
                Some(id) => contacts[id],
                None => companies[&text(&note["company"]["id"])],
            };
            let written = made(note);
            faults.note(made(owner) <= written, "note, owner", note);
            faults.note(written <= at(&owner["updated_at"]), "note, owner's last change", note);
        }
        faults.assert_none(world);
    }
}

#[test]
fn dates_of_a_contact_agree_with_its_conversations() {
    for world in worlds() {
        let mut faults = Faults::default();
        let contacts = by_id(&world.contacts);
        for each in &world.conversations {
            let contact = contacts[&text(&each["contacts"]["contacts"][0]["id"])];
            let no_later = |at: &Value, field: &str| at.as_u64() <= contact[field].as_u64();
            let figures = &each["statistics"];
            let said = &figures["last_contact_reply_at"];
            faults.note(no_later(said, "last_replied_at"), "last_replied_at", each);
            faults.note(no_later(&each["updated_at"], "updated_at"), "updated_at", each);
            if each["source"]["type"] != "email" {
                faults.note(no_later(said, "last_seen_at"), "last_seen_at", each);
                faults.note(contact["browser"].is_string(), "a messenger without a browser", each);
            }
            let answered = &figures["last_admin_reply_at"];
            faults.note(no_later(answered, "last_contacted_at"), "last_contacted_at", each);
        }
        for each in &world.tickets {
            let contact = contacts[&text(&each["contacts"]["contacts"][0]["id"])];
            faults.note(each["created_at"].as_u64() <= contact["last_replied_at"].as_u64(), "ticket", each);
            let changed = each["updated_at"].as_u64() <= contact["updated_at"].as_u64();
            faults.note(changed, "ticket, updated_at", each);
        }
        let companies = by_id(&world.companies);
        for contact in &world.contacts {
            for each in list(contact, "/companies/data") {
                let last = companies[&text(&each["id"])]["last_request_at"].as_u64();
                faults.note(contact["last_seen_at"].as_u64() <= last, "company, last request", contact);
            }
        }
        let writers: BTreeSet<_> = world
            .conversations
            .iter()
            .chain(&world.tickets)
            .map(|each| text(&each["contacts"]["contacts"][0]["id"]))
            .collect();
        for contact in &world.contacts {
            let wrote = writers.contains(&text(&contact["id"]));
            faults.note(contact["last_replied_at"].is_null() != wrote, "replied to nothing", contact);
            let (opened, clicked) =
                (contact["last_email_opened_at"].as_u64(), &contact["last_email_clicked_at"]);
            faults.note(
                clicked.as_u64().is_none_or(|at| Some(at) >= opened && opened.is_some()),
                "clicked",
                contact,
            );
            faults.note(opened.is_none() || !contact["last_contacted_at"].is_null(), "opened", contact);
            for field in ["last_seen_at", "last_replied_at", "last_contacted_at", "last_email_clicked_at"] {
                let is_between = contact[field].as_u64().is_none_or(|moment| {
                    (at(&contact["created_at"])..=at(&contact["updated_at"])).contains(&moment)
                });
                faults.note(is_between, "outside of creation and last change", contact);
            }
            for app in ["ios_last_seen_at", "android_last_seen_at"] {
                faults.note(contact[app].as_u64() <= contact["last_seen_at"].as_u64(), app, contact);
            }
        }
        faults.assert_none(world);
    }
}

#[test]
fn segments_contain_only_members_of_their_kind() {
    for world in worlds() {
        let mut faults = Faults::default();
        let mut met = BTreeSet::new();
        for contact in &world.contacts {
            let segments = &world.segments_of[&text(&contact["id"])];
            let wanted = if contact["role"] == "lead" { "contact" } else { "user" };
            for segment in segments {
                faults.note(segment["person_type"] == wanted, "a segment of others", contact);
            }
            let is_active = segments.iter().any(|segment| segment["name"] == "Active");
            let seen = contact["last_seen_at"].as_u64().is_some_and(|at| world.now - at < 30 * 24 * HOUR);
            faults.note(is_active == (seen && wanted == "user"), "active or not", contact);
            met.extend(segments.iter().map(|each| text(&each["id"])));
        }
        for company in &world.companies {
            for segment in list(company, "/segments/segments") {
                faults.note(segment.get("person_type").is_none(), "a segment of people", company);
                met.insert(text(&segment["id"]));
            }
        }
        faults.assert_none(world);
        if matches!(world.name, "Northwind Support" | "Kestrel Air") {
            assert_eq!(met.len(), world.segments.len(), "{}: every segment has a member", world.name);
        }
    }
}

/// The test meets all three states.
#[test]
fn parts_of_a_conversation_agree_with_its_state_and_figures() {
    for world in worlds() {
        let mut faults = Faults::default();
        let mut met = BTreeSet::new();
        for each in &world.conversations {
            let parts = list(each, "/conversation_parts/conversation_parts");
            let state = each["state"].as_str().unwrap();
            met.insert(state);
            let mut now = "open";
            for part in parts {
                now = match part["part_type"].as_str().unwrap() {
                    "close" => "closed",
                    "snoozed" => "snoozed",
                    "open" => "open",
                    _ => now,
                };
                faults.note(part["state"] == now, "a part's state", each);
            }
            faults.note(now == state, "state", each);
            faults.note(each["open"] == (state != "closed"), "open", each);
            faults.note(each["snoozed_until"].is_null() == (state != "snoozed"), "snoozed_until", each);
            faults.note(state != "closed" || each["waiting_since"].is_null(), "waiting_since", each);

            let moments = |is_meant: &dyn Fn(&Value) -> bool| -> Vec<u64> {
                parts.iter().filter(|part| is_meant(part)).map(|part| at(&part["created_at"])).collect()
            };
            let comments = |kinds: &'static [&str]| {
                moments(&move |part| {
                    part["part_type"] == "comment" && kinds.iter().any(|kind| part["author"]["type"] == *kind)
                })
            };
            let of_type = |kind: &'static str| moments(&move |part| part["part_type"] == kind);
            let said = comments(&["user", "lead"]);
            let (replies, answers) = (comments(&["admin"]), comments(&["admin", "bot"]));
            let (closed, assigned) = (of_type("close"), of_type("assignment"));
            let made = at(&each["created_at"]);
            let figures = &each["statistics"];
            let is = |field: &str, moment: Option<u64>| figures[field].as_u64() == moment;
            let after = |moment: Option<&u64>| moment.map(|moment| moment - made);
            faults.note(is("first_contact_reply_at", Some(made)), "first_contact_reply_at", each);
            faults.note(each["first_contact_reply"]["created_at"] == made, "first_contact_reply", each);
            let last_said = said.last().copied().unwrap_or(made);
            faults.note(is("last_contact_reply_at", Some(last_said)), "last_contact_reply_at", each);
            faults.note(is("first_admin_reply_at", replies.first().copied()), "first_admin_reply_at", each);
            faults.note(is("last_admin_reply_at", replies.last().copied()), "last_admin_reply_at", each);
            faults.note(is("time_to_admin_reply", after(replies.first())), "time_to_admin_reply", each);
            faults.note(is("first_close_at", closed.first().copied()), "first_close_at", each);
            faults.note(is("last_close_at", closed.last().copied()), "last_close_at", each);
            faults.note(is("time_to_last_close", after(closed.last())), "time_to_last_close", each);
            faults.note(is("first_assignment_at", assigned.first().copied()), "first_assignment_at", each);
            faults.note(is("count_assignments", Some(assigned.len() as u64)), "count_assignments", each);
            faults.note(is("count_reopens", Some(of_type("open").len() as u64)), "count_reopens", each);
            faults.note(is("count_conversation_parts", Some(parts.len() as u64)), "parts", each);
            let is_held = each["admin_assignee_id"] != 0;
            faults.note(is_held != assigned.is_empty(), "held without an assignment", each);
            let waits = state != "closed" && answers.last().is_none_or(|answer| *answer < last_said);
            faults.note(each["waiting_since"].is_null() != waits, "waiting", each);
            let last = parts.last().map_or(made, |part| at(&part["created_at"]));
            faults.note(each["updated_at"] == last, "updated_at", each);

            let thanks = ["Perfect, that was it!", "That answers it, thank you."];
            for pair in parts.windows(2) {
                let ends = thanks.iter().any(|text| pair[0]["body"] == format!("<p>{text}</p>"));
                faults.note(!ends || pair[1]["part_type"] == "close", "thanks too soon", each);
            }
        }
        faults.assert_none(world);
        if !world.conversations.is_empty() {
            assert_eq!(met.len(), 3, "{}: {met:?}", world.name);
        }
    }
}

/// Before the AI agent's first answer, there is no resolution state. The AI agent also cites only published articles that are older than the conversation.
#[test]
fn ai_agent_resolves_only_conversations_without_a_reply() {
    for world in worlds() {
        let mut faults = Faults::default();
        let urls: BTreeMap<_, _> =
            world.articles.iter().filter_map(|each| Some((each["url"].as_str()?, each))).collect();
        let mut met = BTreeSet::new();
        for each in world.conversations.iter().filter(|each| each["ai_agent"].is_object()) {
            let agent = &each["ai_agent"];
            let replied = !each["statistics"]["first_admin_reply_at"].is_null();
            let answered = list(each, "/conversation_parts/conversation_parts")
                .iter()
                .any(|part| part["author"]["is_ai_answer"] == true);
            faults.note(agent["last_answer_type"].is_string() == answered, "an answer of no type", each);
            let Some(state) = agent["resolution_state"].as_str() else {
                met.insert("none");
                faults.note(!answered && !replied && each["state"] == "open", "no state", each);
                faults.note(agent["rating"].is_null(), "rated without an answer", each);
                faults.note(list(agent, "/content_sources/content_sources").is_empty(), "cites", each);
                faults.note(each["team_assignee_id"] == 0, "answered by the AI agent and a team", each);
                continue;
            };
            met.insert(state);
            let is_resolved = state.ends_with("_resolution");
            faults.note(is_resolved != replied, state_fault(is_resolved), each);
            let rating = agent["rating"].as_u64();
            faults.note(rating.is_none_or(|rating| (rating > 3) == is_resolved), "rating", each);
            faults.note(rating.is_none() == agent["created_at"].is_null(), "rated at no time", each);
            for source in list(agent, "/content_sources/content_sources") {
                let article = urls.get(source["url"].as_str().unwrap());
                faults.note(article.is_some(), "cites an unpublished article", each);
                let is_older = article.is_none_or(|it| at(&it["created_at"]) <= at(&each["created_at"]));
                faults.note(is_older, "cites a younger article", each);
            }
        }
        faults.assert_none(world);
        if world.name == "Northwind Support" {
            let all: Vec<_> = met.into_iter().collect();
            // Every value of the schema.
            let expected = [
                "assumed_resolution",
                "confirmed_resolution",
                "escalated",
                "negative_feedback",
                "none",
                "procedure_handoff",
            ];
            assert_eq!(all, expected);
        }
    }
}

fn state_fault(is_resolved: bool) -> &'static str {
    if is_resolved { "resolved, and a teammate replied" } else { "handed over to nobody" }
}

#[test]
fn sla_is_hit_missed_or_active() {
    for world in worlds() {
        let mut met: BTreeMap<String, usize> = BTreeMap::new();
        for each in &world.conversations {
            let status = &each["sla_applied"]["sla_status"];
            *met.entry(text(status)).or_default() += 1;
            let is_answered = !each["statistics"]["first_admin_reply_at"].is_null();
            assert!(status.is_null() || is_answered != (status == "active"), "{each}");
        }
        if matches!(world.name, "Northwind Support" | "Kestrel Air") {
            assert_eq!(met.keys().collect::<Vec<_>>(), ["active", "hit", "missed", "null"], "{met:?}");
        }
    }
}

#[test]
fn first_part_of_a_ticket_is_its_description() {
    for ticket in worlds().iter().flat_map(|world| &world.tickets) {
        let about = ticket["ticket_attributes"]["_default_description_"].as_str().unwrap();
        let first = &ticket["ticket_parts"]["ticket_parts"][0];
        assert_eq!(first["part_type"], "comment");
        assert_eq!(first["body"], format!("<p>{about}</p>"));
    }
}

/// A difference between two records that is no moved date.
#[derive(Debug, PartialEq)]
struct Difference {
    field: String,
    before: Value,
    after: Value,
}

/// Collects the seconds by which the dates of two records differ. Fails if anything else differs.
fn date_shifts(field: &str, one: &Value, other: &Value, found: &mut BTreeSet<i64>) -> Result<(), Difference> {
    match (one, other) {
        (Value::Object(a), Value::Object(b)) if a.keys().eq(b.keys()) => {
            a.iter().try_for_each(|(field, value)| date_shifts(field, value, &b[field], found))
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            a.iter().zip(b).try_for_each(|(a, b)| date_shifts(field, a, b, found))
        }
        (one, other) if one == other => Ok(()),
        _ => {
            let (mut was, mut is) = (Vec::new(), Vec::new());
            dates(field, one, &mut was);
            dates(field, other, &mut is);
            match (&was[..], &is[..]) {
                ([(_, was)], [(_, is)]) => {
                    found.insert(*is as i64 - *was as i64);
                    Ok(())
                }
                _ => Err(Difference { field: field.to_owned(), before: one.clone(), after: other.clone() }),
            }
        }
    }
}

/// The dates of settings stay, and all other dates move with the clock.
#[test]
fn content_of_records_does_not_depend_on_the_day() {
    for (workspace, world) in WORKSPACES.iter().zip(worlds()) {
        // The huge workspace takes long, so one other day is enough there.
        let later: &[u64] = if workspace.size == Size::Huge { &[77] } else { &[1, 24, 48, 77, 24 * 200] };
        for hours in later {
            let elsewhen = World::of(workspace, NOW + hours * HOUR);
            let mut all = BTreeSet::new();
            for (one, other) in world.everything().zip(elsewhen.everything()) {
                let mut found = BTreeSet::new();
                let outcome = date_shifts("", one, other, &mut found);
                assert_eq!(outcome, Ok(()), "{} {hours} h later", workspace.name);
                all.extend(found);
            }
            let expected = (workspace.size != Size::Empty).then_some((hours * HOUR) as i64);
            assert_eq!(all, expected.into_iter().collect(), "{} {hours} h later", workspace.name);
            assert_eq!(world.segments_of.len(), elsewhen.segments_of.len());
            let kept = world.segments_of.iter().all(|(id, segments)| elsewhen.segments_of[id] == *segments);
            assert!(kept, "{}: every contact keeps its segments", workspace.name);
        }
    }
}

/// The dates of records have no meaning then, but no request may fail.
#[test]
fn clock_before_the_workspace_breaks_nothing() {
    for now in [0, 1, 1_500_000_000] {
        let world = World::of(&WORKSPACES[0], now);
        let mut found = Vec::new();
        world.everything().for_each(|record| dates("", record, &mut found));
        let is_fine = |(field, at): &(&str, u64)| *at <= now || PLANNED.contains(field);
        assert!(found.iter().all(is_fine));
        assert_ne!(world.contacts[0], json!(null));
    }
}

//! Conversations, as lists show them. `parts.rs` has their parts.

use serde_json::{Value, json};

use super::{
    counts::Kind,
    dates::{DAY, HOUR},
    source::{Records, merged},
    timeline::{Act, Agent, State, Story},
    words::{TOPICS, Topic},
};

impl Records {
    /// Writes a conversation without its parts.
    pub(crate) fn conversation(&self, n: u64) -> Value {
        self.write_conversation(n, &self.story(n))
    }

    /// Writes a conversation with its parts.
    pub(crate) fn whole_conversation(&self, n: u64) -> Value {
        let story = self.story(n);
        let mut whole = self.write_conversation(n, &story);
        whole["conversation_parts"] = self.parts(n, &story);
        whole
    }

    fn write_conversation(&self, n: u64, story: &Story) -> Value {
        let topic = self.topic(n);
        let mut dice = self.dice(Kind::Part, n);
        let tags = self.tags_of(Kind::Conversation, n).into_iter();
        let tags: Vec<_> = tags.map(|tag| self.applied_tag(tag, n, story.updated_at())).collect();
        let company = self.companies_of(story.contact).first().map(|company| self.company(*company));
        let snoozed_until = (story.state == State::Snoozed).then(|| self.hour + (1 + n % 72) * HOUR);
        // The schema's five levels.
        let priority = ["none", "none", "none", "low", "medium", "high", "urgent"][(n % 7) as usize];
        let medium = if is_email(n) { "email" } else { "messenger" };
        let source = self.source(n, story);
        // The description: "For a contact initiated message this will represent the users original message."
        let first_reply =
            json!({"created_at": story.created_at, "type": source["type"], "url": source["url"]});
        let teammates: Vec<_> = story
            .admin
            .iter()
            .map(|each| json!({"type": "admin", "id": self.id(Kind::Admin, *each)}))
            .collect();
        let conversation = json!({
            "type": "conversation",
            "id": self.id(Kind::Conversation, n),
            "title": (n % 6 != 5).then_some(topic.subject),
            "created_at": story.created_at,
            "updated_at": story.updated_at(),
            "waiting_since": story.waiting_since(),
            "snoozed_until": snoozed_until,
            "open": story.state.is_open(),
            "state": story.state.name(),
            "read": story.waiting_since().is_none(),
            "priority": priority,
            "admin_assignee_id": story.admin.map_or(0, |admin| self.number(Kind::Admin, admin)),
            "team_assignee_id": story.team.map_or(0, |team| self.number(Kind::Team, team)),
            "company": company,
            "tags": {"type": "tag.list", "tags": tags},
            "conversation_rating": self.rating(n, story),
            "source": source,
            "contacts": {"type": "contact.list", "contacts": [self.contact_reference(story.contact)]},
            "teammates": {"type": "admin.list", "teammates": teammates},
            "custom_attributes": {"Area": topic.area, "Orders": dice.below(9)},
            "first_contact_reply": first_reply,
            "sla_applied": sla(n, story),
        });
        let sales = json!({"outcome": "product_discovery", "routing_outcome": "demo",
            "collected_data": {"team_size": "12"}});
        let reference = json!({"type": "zendesk_ticket", "id": (n + 4_000).to_string()});
        let rest = json!({
            "statistics": self.statistics(story),
            "linked_objects": self.linked_ticket(n),
            "ai_agent_participated": story.agent.is_some(),
            "ai_agent": self.ai_agent(n, story),
            "sales_agent_participated": n % 32 == 9,
            "sales_agent": (n % 32 == 9).then_some(sales),
            "channel": {"initial": medium, "current": medium},
            "external_references": (n % 16 == 2).then_some(reference).into_iter().collect::<Vec<_>>(),
        });
        merged(conversation, rest)
    }

    pub(super) fn topic(&self, n: u64) -> &'static Topic {
        &TOPICS[(self.dice(Kind::Part, n).roll() % TOPICS.len() as u64) as usize]
    }

    pub(crate) fn contact_reference(&self, n: u64) -> Value {
        json!({"type": "contact", "id": self.id(Kind::Contact, n),
            "external_id": self.is_user(n).then(|| self.external_id(n))})
    }

    /// Writes a contact as an author.
    pub(super) fn contact_author(&self, n: u64) -> Value {
        json!({"type": self.role(n), "id": self.id(Kind::Contact, n),
            "name": self.contact_name(n), "email": self.contact_email(n)})
    }

    fn source(&self, n: u64, story: &Story) -> Value {
        let topic = self.topic(n);
        let mut source = json!({
            "type": if is_email(n) { "email" } else { "conversation" },
            "id": self.number(Kind::Conversation, n).wrapping_add(1).to_string(),
            "delivered_as": "customer_initiated",
            "recipients": null,
            "reply_to": null,
            "subject": if is_email(n) { format!("<p>{}</p>", topic.subject) } else { String::new() },
            "body": format!("<p>{}</p>", topic.question),
            "author": self.contact_author(story.contact),
            "attachments": attachments(n),
            "url": (!is_email(n)).then_some("https://app.example/settings"),
            "redacted": false,
        });
        if is_email(n) {
            let (from, to) = (self.contact_email(story.contact), self.admin_email(0));
            source["recipients"] = json!([{"type": "to", "email": to, "drop_reason": null}]);
            source["reply_to"] = json!([{"email": from, "name": self.contact_name(story.contact)}]);
            source["email_message_metadata"] = json!({
                "message_id": format!("<{n}@mail.example>"), "subject": topic.subject, "history": "",
                "email_address_headers": [{"type": "from", "email_address": from,
                    "name": self.contact_name(story.contact)}]});
        }
        source
    }

    fn rating(&self, n: u64, story: &Story) -> Value {
        let (Some(admin), Some(closed_at), 0) = (story.admin, story.first(Act::Close), n % 3) else {
            return Value::Null;
        };
        // Every ninth contact leaves the request for a rating unanswered. Every second rating has a remark.
        let score = [Some(5), Some(4), Some(3), Some(5), None, Some(2), Some(4), Some(1), Some(5)]
            [(n / 3 % 9) as usize];
        let remark = score.filter(|_| n.is_multiple_of(2)).map(|score| match score {
            5 => "Quick and kind.",
            3 | 4 => "It took a while.",
            _ => "I had to ask three times.",
        });
        // The schema has no null for score and remark.
        without_nulls(json!({"rating": score, "remark": remark, "created_at": closed_at,
            "updated_at": score.map(|_| story.updated_at()),
            "contact": self.contact_reference(story.contact),
            "teammate": {"type": "admin", "id": self.id(Kind::Admin, admin)}}))
    }

    /// Writes the figures. Events that never happened have no field, since the schema has no null for them.
    fn statistics(&self, story: &Story) -> Value {
        let began = story.created_at;
        let after = |at: Option<u64>| at.map(|at| at - began);
        let closed_by = story.first(Act::Close).and(story.admin).map(|admin| self.id(Kind::Admin, admin));
        let worked_until = story.last(Act::Close).filter(|_| story.admin.is_some());
        let replied = after(story.first(Act::TeammateReply));
        let team = story.team.zip(replied).map(|(team, seconds)| {
            json!({"team_id": self.number(Kind::Team, team), "team_name": self.team_name(team),
                "response_time": seconds})
        });
        let teams: Vec<_> = team.into_iter().collect();
        let figures = json!({
            "type": "conversation_statistics",
            "time_to_assignment": after(story.first(Act::Assignment)),
            "time_to_admin_reply": replied,
            "time_to_first_close": after(story.first(Act::Close)),
            "time_to_last_close": after(story.last(Act::Close)),
            "median_time_to_reply": replied,
            "first_contact_reply_at": began,
            "first_assignment_at": story.first(Act::Assignment),
            "first_admin_reply_at": story.first(Act::TeammateReply),
            "first_close_at": story.first(Act::Close),
            "last_assignment_at": story.last(Act::Assignment),
            "last_assignment_admin_reply_at": story.first(Act::TeammateReply),
            "last_contact_reply_at": story.last_said_at(),
            "last_admin_reply_at": story.last(Act::TeammateReply),
            "last_close_at": story.last(Act::Close),
            "last_closed_by_id": closed_by,
            "count_reopens": story.many(Act::Reopen),
            "count_assignments": story.many(Act::Assignment),
            "count_conversation_parts": story.acts.len(),
            "assigned_team_first_response_time": teams,
            "assigned_team_first_response_time_in_office_hours": teams,
            "handling_time": after(worked_until),
            "adjusted_handling_time": after(worked_until).map(|seconds| seconds / 4),
        });
        without_nulls(figures)
    }

    fn ai_agent(&self, n: u64, story: &Story) -> Value {
        let Some(agent) = story.agent else {
            return Value::Null;
        };
        let opinion = match agent {
            Agent::ConfirmedResolution => Some((4, "Right to the point.")),
            Agent::Escalated if n % 3 == 1 => Some((2, "It did not understand me.")),
            Agent::NegativeFeedback => Some((1, "That was the wrong answer.")),
            _ => None,
        };
        let rated_at = story.first(Act::PersonReply).filter(|_| opinion.is_some());
        let answer = agent.resolution_state().map(|_| "ai_answer");
        let sources: Vec<_> = answer
            .and_then(|_| self.known_article(n))
            .map(|article| {
                json!({"content_type": "article", "url": self.article_url(article),
                    "title": self.article_title(article), "locale": "en"})
            })
            .into_iter()
            .collect();
        json!({"source_type": "workflow", "source_title": "Ask the assistant first",
            "last_answer_type": answer, "resolution_state": agent.resolution_state(),
            "rating": opinion.map(|(rating, _)| rating), "rating_remark": opinion.map(|(_, remark)| remark),
            "created_at": rated_at, "updated_at": rated_at,
            "content_sources": {"type": "content_source.list", "total_count": sources.len(),
                "content_sources": sources}})
    }
}

pub(super) fn is_email(n: u64) -> bool {
    n % 3 == 2
}

/// Writes the attachments. Their host does not exist, so that no client loads a remote file.
pub(super) fn attachments(n: u64) -> Value {
    if n % 12 != 4 {
        return json!([]);
    }
    json!([{"type": "upload", "name": "screenshot.png", "url": "https://files.example/screenshot.png",
        "content_type": "image/png", "filesize": 48_213, "width": 1280, "height": 720}])
}

/// Writes the state of an SLA that wants a first answer within half a day.
///
/// A conversation that the AI agent resolved alone has no SLA.
fn sla(n: u64, story: &Story) -> Value {
    if n % 4 == 3 || story.is_resolved_by_ai() {
        return Value::Null;
    }
    let first = story.first(Act::TeammateReply);
    let status = match first.map(|at| at - story.created_at) {
        Some(seconds) if seconds > DAY / 2 => "missed",
        Some(_) => "hit",
        // The description says that only a late reply of a teammate misses an SLA.
        None => "active",
    };
    json!({"type": "conversation_sla_summary", "sla_name": "First answer within half a day",
        "sla_status": status})
}

/// Returns an object without its null fields.
pub(super) fn without_nulls(object: Value) -> Value {
    match object {
        Value::Object(fields) => fields.into_iter().filter(|(_, value)| !value.is_null()).collect(),
        other => other,
    }
}

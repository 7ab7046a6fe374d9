//! The parts of a conversation, and bodies as plain text.

use serde_json::{Value, json};

use super::{
    conversations::attachments,
    counts::{Kind, PARTS},
    dice::Dice,
    source::Records,
    timeline::{Act, Story},
    words::{NO_HELP, NOTES, PERSON_REPLIES, PERSON_THANKS, TEAMMATE_REPLIES},
};

impl Records {
    pub(super) fn parts(&self, n: u64, story: &Story) -> Value {
        let parts: Vec<_> = (0..story.acts.len()).map(|place| self.part(n, story, place)).collect();
        json!({"type": "conversation_part.list", "total_count": parts.len(), "conversation_parts": parts})
    }

    fn part(&self, n: u64, story: &Story, place: usize) -> Value {
        let (act, at) = story.acts[place];
        let number = n * PARTS + place as u64;
        let mut dice = self.dice(Kind::Part, number);
        let topic = self.topic(n);
        let answered_before = story.acts[..place].iter().any(|(act, _)| *act == Act::TeammateReply);
        let text = match act {
            Act::AiAnswer => Some(topic.answer),
            Act::TeammateReply if !answered_before => Some(topic.answer),
            Act::TeammateReply => Some(dice.pick(&TEAMMATE_REPLIES)),
            Act::PersonReply => Some(person_reply(story, place, &mut dice)),
            Act::Note => Some(dice.pick(&NOTES)),
            _ => None,
        };
        let assigned_to = (act == Act::Assignment).then_some(story.admin).flatten();
        let assigned_to =
            assigned_to.map(|admin| json!({"type": "admin", "id": self.id(Kind::Admin, admin)}));
        let changed = json!({"attribute": {"name": "Area"}, "value": {"name": topic.area, "previous": null}});
        json!({
            "type": "conversation_part",
            "id": self.id(Kind::Part, number),
            "part_type": part_type(act),
            "body": text.map(|text| format!("<p>{text}</p>")),
            "created_at": at,
            "updated_at": at,
            "notified_at": at,
            "assigned_to": assigned_to,
            "author": self.part_author(act, story),
            "attachments": if act == Act::PersonReply { attachments(n) } else { json!([]) },
            "external_id": null,
            "redacted": false,
            "email_message_metadata": null,
            "metadata": null,
            "state": story.state_at(place).name(),
            "tags": [],
            "event_details": (act == Act::Attribute).then_some(changed),
            "app_package_code": null,
        })
    }

    fn part_author(&self, act: Act, story: &Story) -> Value {
        let mut author = match (act, story.admin) {
            (Act::PersonReply | Act::Reopen, _) => self.contact_author(story.contact),
            (Act::AiAnswer, _) | (_, None) => {
                json!({"type": "bot", "id": self.number(Kind::Admin, 0).wrapping_sub(1).to_string(),
                    "name": "Assistant", "email": format!("assistant@{}", self.domain())})
            }
            (_, Some(admin)) => self.admin_author(admin),
        };
        author["from_ai_agent"] = json!(act == Act::AiAnswer);
        author["is_ai_answer"] = json!(act == Act::AiAnswer);
        author
    }

    /// Writes an admin as an author.
    pub(super) fn admin_author(&self, n: u64) -> Value {
        json!({"type": "admin", "id": self.id(Kind::Admin, n), "name": self.admin_name(n),
            "email": self.admin_email(n)})
    }
}

/// Returns a contact's reply that fits its neighbours: thanks come only before a close.
fn person_reply(story: &Story, place: usize, dice: &mut Dice) -> &'static str {
    let act = |place: Option<usize>| place.and_then(|place| story.acts.get(place)).map(|(act, _)| *act);
    match (act(place.checked_sub(1)), act(Some(place + 1))) {
        (_, Some(Act::Close)) => dice.pick(&PERSON_THANKS),
        (Some(Act::AiAnswer | Act::Close), _) => NO_HELP,
        _ => dice.pick(&PERSON_REPLIES),
    }
}

const fn part_type(act: Act) -> &'static str {
    match act {
        Act::AiAnswer | Act::TeammateReply | Act::PersonReply => "comment",
        Act::Assignment => "assignment",
        Act::Note => "note",
        Act::Attribute => "conversation_attribute_updated_by_admin",
        Act::Snooze => "snoozed",
        Act::Close => "close",
        Act::Reopen => "open",
    }
}

/// Returns the records' HTML as plain text. A link becomes `label (address)`.
pub(crate) fn plain_text(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut link = None;
    for (place, piece) in html.split('<').enumerate() {
        let (tag, rest) = match piece.split_once('>') {
            Some(pair) if place > 0 => pair,
            _ => ("", piece),
        };
        if let Some(address) = tag.strip_prefix("a href=\"") {
            link = Some(address.trim_end_matches('"'));
        } else if let ("/a", Some(address)) = (tag, link.take()) {
            text.extend([" (", address, ")"]);
        }
        text.push_str(rest);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_drops_tags_and_keeps_addresses() {
        for (html, plain) in [
            ("<p>One</p>", "One"),
            ("no tags, 1 > 0", "no tags, 1 > 0"),
            ("<p>see <a href=\"https://a.example/b\">this</a>.</p>", "see this (https://a.example/b)."),
            ("<p>a <b>b</b></p>", "a b"),
            ("", ""),
        ] {
            assert_eq!(plain_text(html), plain);
        }
    }
}

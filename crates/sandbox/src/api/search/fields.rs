//! The fields of each noun: their types, and their values in a record.
//!
//! Most fields have the record's own path. This file lists the others.

use serde_json::{Value, json};

use super::tables::{Noun, Type};
use crate::records::{counts::Kind, parts::plain_text, source::Records};

impl Noun {
    /// Returns the type of a field, or `None` for an unknown field.
    pub(super) fn field_type(&self, records: &Records, field: &str) -> Option<Type> {
        let listed = self.fields.iter().find(|(_, fields)| fields.contains(&field)).map(|(kind, _)| *kind);
        listed.or_else(|| match self.kind {
            Kind::Contact => {
                attribute(records.custom_attribute_type(field.strip_prefix("custom_attributes.")?)?)
            }
            // The table lacks custom attributes of conversations. A guess after those of contacts: the type of
            // their values decides.
            Kind::Conversation => match field.strip_prefix("custom_attributes.")? {
                "Area" => Some(Type::Text),
                "Orders" => Some(Type::Number),
                _ => None,
            },
            Kind::Ticket => match records.ticket_attribute_name(field.strip_prefix("ticket_attribute.")?)? {
                "Severity" => Some(Type::Number),
                "Repeated" => Some(Type::Flag),
                _ => Some(Type::Text),
            },
            _ => None,
        })
    }

    /// Returns the values of a field without making the record, or `None` if that is impossible.
    ///
    /// Charts and counts need these fields, and become fifty times as fast.
    pub(super) fn known(&self, records: &Records, n: u64, field: &str) -> Option<Vec<Value>> {
        let value = match (self.kind, field) {
            (_, "id") => json!(records.id(self.kind, n)),
            (_, "created_at") => json!(records.happened(self.kind, n)),
            (Kind::Contact, "role") => json!(records.role(n)),
            (Kind::Contact, "name") => json!(records.contact_name(n)),
            (Kind::Contact, "email") => json!(records.contact_email(n)),
            (Kind::Contact, "updated_at") => json!(records.contact_updated_at(n)),
            (Kind::Contact, "last_seen_at") => json!(records.contact_times(n).seen_at),
            (Kind::Contact, "last_replied_at") => json!(records.contact_times(n).replied_at),
            (Kind::Contact, "last_contacted_at") => json!(records.contact_times(n).contacted_at),
            (Kind::Contact, "last_email_opened_at") => json!(records.contact_times(n).opened_at),
            (Kind::Contact, "last_email_clicked_at") => json!(records.contact_times(n).clicked_at),
            (Kind::Contact, "tag_id" | "segment_id") => contact(records, n, &Value::Null, field),
            (Kind::Conversation, "state") => json!(records.conversation_state(n).name()),
            (Kind::Conversation, "open") => json!(records.conversation_state(n).is_open()),
            (Kind::Ticket, "open") => json!(records.is_open_ticket(n)),
            _ => return None,
        };
        Some(listed(value))
    }

    /// Returns the values of a record's field: none, one or several.
    pub(super) fn values(&self, records: &Records, n: u64, record: &Value, field: &str) -> Vec<Value> {
        listed(match self.kind {
            Kind::Contact => contact(records, n, record, field),
            Kind::Conversation => conversation(record, field),
            _ => ticket(records, record, field),
        })
    }
}

fn listed(value: Value) -> Vec<Value> {
    match value {
        Value::Null => Vec::new(),
        Value::Array(values) => values,
        value => vec![value],
    }
}

fn attribute(data_type: &str) -> Option<Type> {
    Some(match data_type {
        "integer" | "float" => Type::Number,
        "boolean" => Type::Flag,
        "date" => Type::Date,
        _ => Type::Text,
    })
}

fn contact(records: &Records, n: u64, record: &Value, field: &str) -> Value {
    let ids = |kind, numbers: Vec<u64>| numbers.into_iter().map(|each| records.id(kind, each)).collect();
    match field {
        "tag_id" => ids(Kind::Tag, records.tags_of(Kind::Contact, n)),
        "segment_id" => ids(Kind::Segment, records.segments_of(Kind::Contact, n)),
        // Two guesses: the comparison uses the avatar's address, and the formatted phone is the phone.
        "avatar" => record["avatar"]["image_url"].clone(),
        "formatted_phone" => record["phone"].clone(),
        "ios_app_device" => record["ios_device"].clone(),
        "andoid_sdk_version" => record["android_sdk_version"].clone(),
        _ => at(record, field),
    }
}

fn conversation(record: &Value, field: &str) -> Value {
    match field {
        "source.body" => {
            let text = plain_text(record["source"]["body"].as_str().unwrap_or_default());
            let words = text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
            words.collect()
        }
        "contact_ids" => each_id(&record["contacts"]["contacts"]),
        "teammate_ids" => each_id(&record["teammates"]["teammates"]),
        "tag_ids" => each_id(&record["tags"]["tags"]),
        "channel_initiated" => record["channel"]["initial"].clone(),
        "conversation_rating.requested_at" => record["conversation_rating"]["created_at"].clone(),
        "conversation_rating.replied_at" => record["conversation_rating"]["updated_at"].clone(),
        "conversation_rating.score" => record["conversation_rating"]["rating"].clone(),
        "conversation_rating.contact_id" => record["conversation_rating"]["contact"]["id"].clone(),
        "conversation_rating.admin_id" | "conversation_rating.admin_d" => {
            record["conversation_rating"]["teammate"]["id"].clone()
        }
        _ => at(record, field),
    }
}

fn ticket(records: &Records, record: &Value, field: &str) -> Value {
    let attributes = &record["ticket_attributes"];
    match field {
        "title" => attributes["_default_title_"].clone(),
        "description" => attributes["_default_description_"].clone(),
        // The description's words for the three categories.
        "category" => match record["category"].as_str() {
            Some("Customer") => json!("request"),
            Some("Back-office") => json!("task"),
            _ => json!("tracker"),
        },
        "ticket_type_id" => record["ticket_type"]["id"].clone(),
        "contact_ids" => each_id(&record["contacts"]["contacts"]),
        "teammate_ids" => json!(record["admin_assignee_id"].to_string()),
        "admin_assignee_id" | "team_assignee_id" => json!(record[field].to_string()),
        // A guess: the state is the category, not an id or one of the two labels.
        "state" => record["ticket_state"]["category"].clone(),
        _ => match field.strip_prefix("ticket_attribute.").and_then(|id| records.ticket_attribute_name(id)) {
            Some(name) => attributes[name].clone(),
            None => at(record, field),
        },
    }
}

fn at(record: &Value, path: &str) -> Value {
    path.split('.').fold(record, |value, key| &value[key]).clone()
}

fn each_id(objects: &Value) -> Value {
    objects.as_array().into_iter().flatten().map(|each| each["id"].clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::{super::tables::*, *};
    use crate::{records::workspaces::WORKSPACES, server::seed::Seed};

    #[test]
    fn values_without_the_record_equal_the_records_values() {
        let records = Records::new(&Seed::from_bytes([7; 32]), &WORKSPACES[0], 1_900_000_000);
        for noun in [&CONTACTS, &CONVERSATIONS, &TICKETS] {
            let fields = noun.fields.iter().flat_map(|(_, fields)| *fields);
            let mut compared = 0;
            for field in fields {
                for n in 0..records.count(noun.kind) {
                    let Some(known) = noun.known(&records, n, field) else { break };
                    assert_eq!(known, noun.values(&records, n, &(noun.write)(&records, n), field), "{field}");
                    compared += 1;
                }
            }
            assert!(compared >= 2 * records.count(noun.kind), "{:?}", noun.kind);
        }
    }
}

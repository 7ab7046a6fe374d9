//! The differences between the description's fields and the sandbox's.
//!
//! One list has the described fields that the sandbox never fills, the other the fields that the description lacks.
//! The check fails for every field that is not in these lists.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

/// Described fields that no answer has: schema, dot, field.
pub(crate) const NEVER_FILLED: [&str; 6] = [
    // The example and Intercom's OAuth guide show `/me` without them.
    "admin_with_app.away_mode_enabled",
    "admin_with_app.away_mode_reassign",
    "admin_with_app.job_title",
    "admin_with_app.team_ids",
    // Only the query of a search adds these, and a request for one conversation has no such query.
    "conversation.monitor_evaluations",
    "conversation.scorecards",
];

/// Fields of answers that the description lacks.
pub(crate) const NOT_DESCRIBED: [&str; 5] = [
    // All of the description's examples have these.
    "app.secure",
    "contact_companies.type",
    "contact_notes.type",
    "contact_social_profiles.type",
    "contact_tags.type",
];

/// The fields in all answers so far.
#[derive(Default)]
pub(crate) struct Coverage {
    described: BTreeSet<String>,
    filled: BTreeSet<String>,
    surplus: BTreeSet<String>,
}

impl Coverage {
    /// Adds the fields of an answer.
    ///
    /// The check skips alternatives, since the schema does not tell which one an answer has.
    pub(crate) fn note(&mut self, document: &Value, name: &str, schema: &Value, answer: &Value) {
        let (name, schema) = resolved(document, name, schema);
        for item in answer.as_array().into_iter().flatten() {
            self.note(document, name, &schema["items"], item);
        }
        let Some(fields) = answer.as_object() else { return };
        let mut properties = BTreeMap::new();
        collect(document, name, schema, &mut properties);
        for (field, (path, property)) in &properties {
            if let Some(value) = fields.get(*field) {
                self.filled.insert(path.clone());
                self.note(document, path, property, value);
            }
            // The records have two of forty languages.
            if !path.contains("_translated_content.") {
                self.described.insert(path.clone());
            }
        }
        // An object without described fields, or with `additionalProperties`, may have any field.
        let is_closed = !properties.is_empty() && schema.get("additionalProperties").is_none();
        for field in fields.keys().filter(|field| is_closed && !properties.contains_key(field.as_str())) {
            self.surplus.insert(format!("{name}.{field}"));
        }
    }

    /// Returns the differences between the fields in answers and the lists above.
    pub(crate) fn faults(&self) -> Vec<String> {
        let never: Vec<_> = self.described.difference(&self.filled).collect();
        let surplus: Vec<_> = self.surplus.iter().collect();
        let mut faults = differences("is never filled", &never, &NEVER_FILLED);
        faults.extend(differences("is not described", &surplus, &NOT_DESCRIBED));
        faults
    }
}

fn resolved<'a>(document: &'a Value, name: &'a str, schema: &'a Value) -> (&'a str, &'a Value) {
    match schema["$ref"].as_str() {
        Some(reference) => {
            let name = reference.trim_start_matches("#/components/schemas/");
            (name, &document["components"]["schemas"][name])
        }
        None => (name, schema),
    }
}

/// Collects the described fields of an object, with those of every part of an `allOf`.
fn collect<'a>(
    document: &'a Value,
    name: &'a str,
    schema: &'a Value,
    into: &mut BTreeMap<&'a str, (String, &'a Value)>,
) {
    let (name, schema) = resolved(document, name, schema);
    for part in schema["allOf"].as_array().into_iter().flatten() {
        collect(document, name, part, into);
    }
    for (field, property) in schema["properties"].as_object().into_iter().flatten() {
        into.insert(field, (format!("{name}.{field}"), property));
    }
}

fn differences(what: &str, met: &[&String], listed: &[&str]) -> Vec<String> {
    let unlisted = met.iter().filter(|path| !listed.contains(&path.as_str()));
    let gone = listed.iter().filter(|path| !met.iter().any(|each| each == *path));
    unlisted
        .map(|path| format!("{path} {what}"))
        .chain(gone.map(|path| format!("{path} is listed as if it {what}")))
        .collect()
}

//! The other direction: which fields of the description the sandbox never fills, and which it
//! fills that the description does not have. Both are listed here, and nothing else may be.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

/// Described, and never in an answer: schema, dot, field.
pub(crate) const NEVER_FILLED: [&str; 6] = [
    // The example and Intercom's OAuth guide show `/me` without them.
    "admin_with_app.away_mode_enabled",
    "admin_with_app.away_mode_reassign",
    "admin_with_app.job_title",
    "admin_with_app.team_ids",
    // Switched on by the query of a search, and a single conversation has no such query.
    "conversation.monitor_evaluations",
    "conversation.scorecards",
];

/// In answers, and not described.
pub(crate) const NOT_DESCRIBED: [&str; 5] = [
    // All of the examples have these.
    "app.secure",
    "contact_companies.type",
    "contact_notes.type",
    "contact_social_profiles.type",
    "contact_tags.type",
];

/// What was met on the way through all answers.
#[derive(Default)]
pub(crate) struct Coverage {
    described: BTreeSet<String>,
    filled: BTreeSet<String>,
    surplus: BTreeSet<String>,
}

impl Coverage {
    /// Notes the fields of an answer. Alternatives are not looked into: which one is meant is not
    /// told by the schema.
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
            // One or two of forty languages are spoken here.
            if !path.contains("_translated_content.") {
                self.described.insert(path.clone());
            }
        }
        // An object without described fields, or with any other, may have what it likes.
        let is_closed = !properties.is_empty() && schema.get("additionalProperties").is_none();
        for field in fields.keys().filter(|field| is_closed && !properties.contains_key(field.as_str())) {
            self.surplus.insert(format!("{name}.{field}"));
        }
    }

    /// How what was met differs from the lists above.
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

/// The described fields of an object, with those of every part of an `allOf`.
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

//! Intercom's description, read from the file that the environment names, as JSON Schema.
//!
//! OpenAPI 3.0 schemas are nearly JSON Schema. `nullable` becomes an alternative, also beside a `$ref` or an `enum`.
//! The conversion drops formats, because the description's dates are integers of format date-time. It drops mere
//! documentation too.

use std::{env, fs};

use jsonschema::{ValidationError, Validator, error::ValidationErrorKind};
use serde_json::{Map, Value, json};

const VARIABLE: &str = "SWITCHHOOK_INTERCOM_DESCRIPTION";

/// The keys with a meaning in JSON Schema.
const KEPT: [&str; 10] = [
    "type",
    "required",
    "enum",
    "minimum",
    "maximum",
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
    "pattern",
];
/// The keys that the conversion drops.
const DROPPED: [&str; 11] = [
    "nullable",
    "format",
    "description",
    "title",
    "example",
    "examples",
    "default",
    "readOnly",
    "writeOnly",
    "deprecated",
    "discriminator",
];

/// Intercom's description, and its schemas as JSON Schema.
pub(crate) struct Description {
    pub(crate) document: Value,
    schemas: Value,
}

impl Description {
    /// Reads the description.
    ///
    /// # Panics
    /// If the environment names no file, or the file is not readable or no description.
    pub(crate) fn read() -> Self {
        let path = env::var(VARIABLE).unwrap_or_else(|_| {
            panic!("{VARIABLE} is not set: nothing was checked. It names Intercom's OpenAPI description 2.16")
        });
        let text = fs::read_to_string(&path)
            .unwrap_or_else(|why| panic!("{VARIABLE}={path} cannot be read, nothing was checked: {why}"));
        let document: Value = yaml_serde::from_str(&text)
            .unwrap_or_else(|why| panic!("{VARIABLE}={path} is no YAML, nothing was checked: {why}"));
        let schemas = document["components"]["schemas"]
            .as_object()
            .unwrap_or_else(|| panic!("{VARIABLE}={path} is no OpenAPI description, nothing was checked"));
        let schemas = schemas.iter().map(|(name, schema)| (name.clone(), json_schema(schema))).collect();
        Self { schemas, document }
    }

    /// Returns the schema of an operation's answer, as the description has it.
    pub(crate) fn answer_schema(&self, method: &str, path: &str, status: &str) -> &Value {
        let schema = &self.document["paths"][path][method]["responses"][status]["content"]["application/json"]
            ["schema"];
        assert!(schema.is_object(), "{method} {path} has no schema of {status} in the description");
        schema
    }

    pub(crate) fn validator(&self, method: &str, path: &str, status: &str) -> Validator {
        self.compile(self.answer_schema(method, path, status))
    }

    /// Returns the validator of the error that every operation may answer.
    pub(crate) fn error_validator(&self) -> Validator {
        self.compile(&json!({"$ref": "#/components/schemas/error"}))
    }

    fn compile(&self, schema: &Value) -> Validator {
        let schema = json!({"$defs": self.schemas, "allOf": [json_schema(schema)]});
        jsonschema::draft202012::new(&schema).unwrap()
    }
}

/// Returns the faults of an answer, each with its place.
pub(crate) fn faults(validator: &Validator, answer: &Value) -> Vec<String> {
    validator.iter_errors(answer).flat_map(|error| spelled_out(&error)).collect()
}

/// Returns the faults of an error. For alternatives, the faults of the first one count: the second one is null.
fn spelled_out(error: &ValidationError<'_>) -> Vec<String> {
    match error.kind() {
        ValidationErrorKind::AnyOf { context } if context.first().is_some_and(|first| !first.is_empty()) => {
            context[0].iter().flat_map(spelled_out).collect()
        }
        _ => vec![format!("{}: {error}", error.instance_path())],
    }
}

fn json_schema(schema: &Value) -> Value {
    let Some(fields) = schema.as_object() else { return schema.clone() };
    let mut made = Map::new();
    for (key, value) in fields {
        let value = match key.as_str() {
            "$ref" => {
                let name = value.as_str().unwrap().trim_start_matches("#/components/schemas/");
                json!(format!("#/$defs/{name}"))
            }
            "properties" => each(value),
            "items" | "additionalProperties" => json_schema(value),
            "allOf" | "oneOf" | "anyOf" => value.as_array().unwrap().iter().map(json_schema).collect(),
            key if KEPT.contains(&key) => value.clone(),
            key if DROPPED.contains(&key) || key.starts_with("x-") => continue,
            key => panic!("unknown key {key} in a schema of the description"),
        };
        made.insert(key.clone(), value);
    }
    match fields.get("nullable") {
        Some(Value::Bool(true)) => json!({"anyOf": [made, {"type": "null"}]}),
        _ => Value::Object(made),
    }
}

fn each(schemas: &Value) -> Value {
    schemas.as_object().unwrap().iter().map(|(name, schema)| (name.clone(), json_schema(schema))).collect()
}

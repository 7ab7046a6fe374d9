//! Texts from outside: their checks, and their safe display.

pub(crate) mod json_reader;
pub(crate) mod json_text;
pub(crate) mod paste;
pub(crate) mod pasted_token;
pub(crate) mod plain;
pub(crate) mod same_name;
pub(crate) mod sent_secrets;
pub(crate) mod token_form;

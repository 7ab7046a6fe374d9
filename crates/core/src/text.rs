//! Texts from outside, made fit to be shown or judged.

pub(crate) mod json_reader;
pub(crate) mod json_text;
pub(crate) mod paste;
pub(crate) mod plain;
pub(crate) mod same_name;
pub(crate) mod sent_secrets;

//! What Switchhook keeps of an account.

pub(crate) mod manage;

//! The authorization code flow (RFC 6749 §4.1): the request, the response, and the next step.

pub(crate) mod attempt_stage;
pub(crate) mod authorization;
pub(crate) mod bridge_page;
pub(crate) mod callback;
pub(crate) mod deep_link;
pub(crate) mod flow;
pub(crate) mod link_error;
pub(crate) mod pasted_address;
pub(crate) mod percent;
pub(crate) mod provider_code;
pub(crate) mod round_trip_link;
pub(crate) mod secret;
pub(crate) mod state;
pub(crate) mod token;

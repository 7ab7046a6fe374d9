//! The switches, their values, and the paths below `/_control` that set them.

pub(crate) mod choices;
pub(crate) mod moment;
pub(crate) mod routes;
pub(crate) mod session;
pub(crate) mod setting;
pub(crate) mod switches;

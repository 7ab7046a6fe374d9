//! The platform module holds what only Linux needs: entries, programs, painting and the last exit.

pub(crate) mod entry;
pub(crate) mod farewell;
pub(crate) mod painting;
pub(crate) mod program;

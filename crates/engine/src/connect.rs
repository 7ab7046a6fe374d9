//! How an account comes to be: attempts, from their beginning to the stored token.

pub(crate) mod begin;
pub(crate) mod bridge;
pub(crate) mod decide;
pub(crate) mod driver;
pub(crate) mod own_token;
pub(crate) mod receive;
pub(crate) mod running;
pub(crate) mod strays;

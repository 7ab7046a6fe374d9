//! The verdicts of the Doctor: facts in, a status and words out. A check that nothing here needs is skipped.

pub(crate) mod check;
pub(crate) mod desktop;
pub(crate) mod keyring;
pub(crate) mod network;
pub(crate) mod round_trip;
pub(crate) mod storage;

//! Requests to Intercom for stored accounts.

pub(crate) mod access;
pub(crate) mod check;
pub(crate) mod check_many;
pub(crate) mod figure_answer;
pub(crate) mod figure_round;
pub(crate) mod figure_rounds;
pub(crate) mod figures;
pub(crate) mod identify;
pub(crate) mod limits;
pub(crate) mod list_figures;
mod longest_wait;
pub(crate) mod morning;
pub(crate) mod pages;
pub(crate) mod probe;
pub(crate) mod reading;
pub(crate) mod record;
pub(crate) mod refusal;
pub(crate) mod request;
pub(crate) mod room;
pub(crate) mod schedule;
pub(crate) mod send;
mod team;
pub(crate) mod uninstall;

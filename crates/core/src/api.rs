//! An account's API: requests, and the meaning of answers.

pub(crate) mod api_path;
pub(crate) mod coding;
pub(crate) mod day_figure;
pub(crate) mod figure;
pub(crate) mod figure_error;
pub(crate) mod headroom;
pub(crate) mod listed;
pub(crate) mod next_page;
pub(crate) mod pause;
pub(crate) mod permission;
pub(crate) mod provider_error;
pub(crate) mod rating;
pub(crate) mod raw_answer;
pub(crate) mod record_id;
pub(crate) mod search;
pub(crate) mod team;
pub(crate) mod waiting;

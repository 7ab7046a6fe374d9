//! Searches: `POST` with a query, a sort and a page in the body. Nothing of the address counts.
//!
//! A search looks at one record after the other, makes it where a filter needs more than is known
//! without, keeps the numbers of those that match, and writes only those of the page. `tables` says
//! what may be searched in which noun, `fields` where it is in a record, `query` reads what is
//! asked, `values` compares, `handlers` answer.

mod fields;
pub(super) mod handlers;
mod query;
mod tables;
mod values;

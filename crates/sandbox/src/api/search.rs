//! Searches: `POST` with a query, a sort and a page in the body.
//!
//! A search visits one record after the other and keeps the numbers of the matches. It makes a whole record only
//! if a filter needs one, and writes only the records of the page.
//!
//! `tables` lists the fields that each noun's search takes. `fields` finds the fields' values in a record. `query`
//! parses the body, `values` compares, and `handlers` answer.

mod fields;
pub(super) mod handlers;
mod query;
mod tables;
mod values;

//! The router of all reads of the REST API.

use axum::Router;

use super::{activity, admins, companies, contacts, conversations, help_center, macros, settings, tickets};
use crate::server::intercom::Listener;

/// Returns the routes of every list, record and search.
pub(crate) fn routes() -> Router<Listener> {
    Router::new()
        .merge(activity::routes())
        .merge(admins::routes())
        .merge(companies::routes())
        .merge(contacts::routes())
        .merge(conversations::routes())
        .merge(help_center::routes())
        .merge(macros::routes())
        .merge(settings::routes())
        .merge(tickets::routes())
}

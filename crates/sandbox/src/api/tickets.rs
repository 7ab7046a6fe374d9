//! `/tickets`, `/ticket_types` and `/ticket_states`.

use axum::{Router, routing::post};

use super::{
    answers::{missing, one, whole},
    search,
};
use crate::{
    records::{counts::Kind, source::Records},
    server::{errors::ErrorList, intercom::Listener},
};

pub(super) fn routes() -> Router<Listener> {
    Router::new()
        .route("/tickets/{ticket_id}", one(Kind::Ticket, no_ticket, Records::ticket))
        .route("/tickets/search", post(search::handlers::tickets))
        .route("/ticket_types", whole(Kind::TicketType, "list", "data", Records::ticket_type))
        .route(
            "/ticket_types/{ticket_type_id}",
            one(Kind::TicketType, ErrorList::not_found, Records::ticket_type),
        )
        .route("/ticket_states", whole(Kind::TicketState, "list", "data", Records::detailed_ticket_state))
}

/// Returns the error for an unknown ticket.
///
/// A guess: the description has this error for other operations on a ticket, but not for this one.
fn no_ticket() -> ErrorList {
    missing("ticket_not_found", "Ticket not found")
}

//! Converts attempts to the shape that leaves the process.

use switchhook_core::{
    AttemptProblem, AttemptStage, Channel, Endpoint, LoopbackAddress, RedirectUri, RegistrationKind,
};

use super::loopback;
use super::room::Room;
use crate::contract::{Attempt, Failure};
use crate::host::clock::rfc3339;
use crate::registrations::shown::route;
use crate::store::attempts::AttemptRow;

/// Returns an attempt in the shape that leaves the process. Adds what only this process knows: unsaved, unheard, opened, reopenable.
pub(super) fn attempt(room: &Room, row: &AttemptRow) -> Attempt {
    let (is_unsaved, is_awaiting) = (room.unsaved.contains(&row.id), row.stage == AttemptStage::Awaiting);
    Attempt {
        id: row.id.clone(),
        stage: if is_unsaved { AttemptStage::Unsaved } else { row.stage },
        registration: row.registration.clone(),
        registration_id: row.registration_id.clone(),
        sandbox: row.kind == RegistrationKind::Sandbox,
        host: Endpoint::new(&row.authorization_endpoint).map(|endpoint| endpoint.host()).unwrap_or_default(),
        return_route: route(&row.redirect_uri),
        started_at: rfc3339(row.started_at),
        expires_at: rfc3339(row.expires_at),
        claimed_at: row.claimed_at.map(rfc3339),
        strays: row.strays,
        empty_return: row.empty_return,
        port: port(&row.redirect_uri),
        port_unavailable: is_awaiting && loopback::is_unavailable(room, &row.redirect_uri),
        no_browser: is_awaiting && room.links.is_unopened(&row.id),
        can_reopen: is_awaiting && room.links.is_known(&row.id),
        reconnects: row.reconnects.clone(),
        workspace: row.workspace.clone(),
        answered: row.answered.clone(),
        account_id: row.account_id.clone(),
        // The row does not know that the store refused the token.
        error: if is_unsaved {
            Some(AttemptProblem::Unsaved.into())
        } else {
            row.error.clone().map(Failure::from)
        },
    }
}

/// Returns the port at which the browser brings the answer; `None` on the other return routes.
fn port(redirect_uri: &str) -> Option<u16> {
    let uri = RedirectUri::new(redirect_uri, Channel::current()).ok()?;
    Some(LoopbackAddress::of(&uri)?.port)
}

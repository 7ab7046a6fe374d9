//! Tells a client secret from other texts.

use switchhook_core::{
    ClientId, ClientSecret, PasteMistake, Pasted, Problem, RegistrationProblem, check_pair,
};

use crate::context::Context;
use crate::store::registrations;
use crate::vault::registration_secret::opened;
use crate::vault::sealing::MasterKey;

/// Refuses a client secret that equals a client id: the one beside it, or that of a known registration.
/// Refuses a client id that equals the secret of a known registration. Does not compare a secret that does not
/// open, or a damaged row.
///
/// # Errors
/// `usage` names the mistake, `store_failed`.
pub(super) async fn check(
    context: &Context,
    client_id: &ClientId,
    secret: &ClientSecret,
    key: &MasterKey,
) -> Result<(), Problem> {
    let known = context.store.read(registrations::all).await?;
    let mistaken = |pasted, mistake| RegistrationProblem::Paste { pasted, mistake };
    check_pair(client_id.as_str(), secret, known.iter().map(|row| row.client_id.as_str()))
        .map_err(|mistake| mistaken(Pasted::ClientSecret, mistake))?;
    let is_secret =
        known.iter().filter_map(|row| opened(row, key)).any(|secret| secret.expose() == client_id.as_str());
    if is_secret { Err(mistaken(Pasted::ClientId, PasteMistake::Exchanged).into()) } else { Ok(()) }
}

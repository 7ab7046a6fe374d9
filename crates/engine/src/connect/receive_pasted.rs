//! Receives an address that a person typed or pasted. Links from the system go to `receive`.

use switchhook_core::{Channel, PastedAddress, Problem};

use super::outcome::Received;
use super::room::Attempts;
use super::secrets::redirect_uri;
use crate::store::attempts;

impl Attempts {
    /// Takes an address that a person typed or pasted, and finishes its attempt as [`Self::receive`] does.
    ///
    /// The state in the address finds the attempt, whose redirect URI supplies a missing beginning.
    ///
    /// # Errors
    /// As [`Self::receive`].
    pub async fn receive_pasted(&self, address: PastedAddress) -> Result<Received, Problem> {
        let row = match address.state_hash(Channel::current()) {
            Some(hash) => self.room.context.store.read(move |db| attempts::by_hash(db, &hash)).await?,
            None => None,
        };
        let redirect_uri = row.and_then(|row| redirect_uri(&row).ok());
        let link = match redirect_uri {
            Some(redirect_uri) => address.completed(&redirect_uri),
            None => address.into_link(),
        };
        self.receive(link).await
    }
}

//! The real keyring of the session, read as any program of the person's could.

use std::thread;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use keyring_core::api::CredentialStoreApi as _;
use zbus_secret_service_keyring_store::Store;

use crate::home::Home;
use crate::{SCHEME, storage};

/// The master key that the secrets of this home are sealed with.
pub fn master_key(home: &Home) -> Vec<u8> {
    let (vault, key): (String, Vec<u8>) = storage::database(home)
        .query_row("SELECT vault_id, key_id FROM vault", [], |row| Ok((row.get(0)?, row.get(1)?)))
        .expect("a home in use has a vault");
    let user = format!("{vault}/{}", URL_SAFE_NO_PAD.encode(key));
    // the store runs a loop of its own, which must not meet that of a journey
    let read = thread::spawn(move || Store::new()?.build(SCHEME, &user, None)?.get_password());
    let entry = read.join().expect("reading does not panic").expect("the keyring holds the key of this home");
    let key = entry.rsplit('.').next().and_then(|key| URL_SAFE_NO_PAD.decode(key).ok());
    key.filter(|key| key.len() == 32).expect("an entry ends with a key of 32 bytes")
}

//! The master key of a home, in the session's keyring.

use std::collections::HashMap;
use std::thread;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use secret_service::EncryptionType;
use secret_service::blocking::SecretService;

use crate::home::Home;
use crate::{SCHEME, storage};

/// Reads the master key of this home from the session's keyring, as any program of the user could.
pub fn of(home: &Home) -> Vec<u8> {
    let (vault, key): (String, Vec<u8>) = storage::database(home)
        .query_row("SELECT vault_id, key_id FROM vault", [], |row| Ok((row.get(0)?, row.get(1)?)))
        .expect("a home in use has a vault");
    let user = format!("{vault}/{}", URL_SAFE_NO_PAD.encode(key));
    // the library runs a loop of its own, which must not meet that of a journey
    let read = thread::spawn(move || {
        let service = SecretService::connect(EncryptionType::Plain)?;
        let found =
            service.search_items(HashMap::from([("service", SCHEME), ("username", user.as_str())]))?;
        found.unlocked.first().ok_or(secret_service::Error::NoResult)?.get_secret()
    });
    let entry = read.join().expect("reading does not panic").expect("the keyring holds the key of this home");
    let key = entry.rsplit(|byte| *byte == b'.').next().and_then(|key| URL_SAFE_NO_PAD.decode(key).ok());
    key.filter(|key| key.len() == 32).expect("an entry ends with a key of 32 bytes")
}

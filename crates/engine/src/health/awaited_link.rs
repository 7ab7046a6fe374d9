//! The mark of a round trip in the home: which link it awaits, and which link came.
//!
//! The mark holds the hash of a nonce and counts for a minute. A process that receives the link renames the mark first, so each
//! mark takes one link.

use std::fs;
use std::io::Write as _;
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use switchhook_core::{Channel, DeepLink, RoundTrip, RoundTripLink, StateHash};

use crate::host::files::{FileError, open_private, read_private};
use crate::host::home::Home;

/// How long a mark counts.
const COUNTS_FOR: Duration = Duration::from_secs(60);
/// The most bytes of a mark, and of a link that came.
const MAX_LENGTH: u64 = 4096;
/// The time between two looks for a link that came.
const AGAIN_IN: Duration = Duration::from_millis(100);
/// The content of the file for a plain link that came.
const PLAIN: &str = "plain";

/// A link that came back.
pub(super) enum CameBack {
    Plain,
    Sealed { enc: Vec<u8>, ciphertext: Vec<u8> },
}

/// A mark in the home. Dropping it removes its files.
pub(super) struct AwaitedLink(Home);

impl AwaitedLink {
    /// Leaves the mark for a link with this hash.
    ///
    /// # Errors
    /// [`RoundTrip::Busy`] while another mark counts, [`RoundTrip::NotKept`] where the mark can't be written.
    pub(super) fn mark(home: &Home, hash: &StateHash) -> Result<Self, RoundTrip> {
        if is_young(&home.round_trip()) {
            return Err(RoundTrip::Busy);
        }
        let mark = Self(home.clone());
        mark.clear();
        let text = URL_SAFE_NO_PAD.encode(hash.as_bytes());
        write(home, &home.round_trip(), &text).map_err(|_| RoundTrip::NotKept)?;
        Ok(mark)
    }

    /// Waits until the link came. `None` where it did not come in time.
    pub(super) async fn came(&self, within: Duration) -> Option<CameBack> {
        let look = async {
            loop {
                if let Ok(text) = read_private(&end(&self.0, "back"), MAX_LENGTH) {
                    return read(&text);
                }
                tokio::time::sleep(AGAIN_IN).await;
            }
        };
        tokio::time::timeout(within, look).await.ok().flatten()
    }

    fn clear(&self) {
        for path in [self.0.round_trip(), end(&self.0, "new"), end(&self.0, "used"), end(&self.0, "back")] {
            let _ = fs::remove_file(path);
        }
    }
}

impl Drop for AwaitedLink {
    /// Removes the files. Ignores failures.
    fn drop(&mut self) {
        self.clear();
    }
}

/// Takes a link of a round trip, and returns whether it was one. Such a link answers no attempt and raises no window.
///
/// A link with a nonce is always one. Only the awaited one is kept for the process that waits.
pub fn took_round_trip(home: &Home, link: &DeepLink) -> bool {
    match RoundTripLink::read(link, Channel::current()) {
        None => false,
        Some(RoundTripLink::Plain(hash)) => {
            let _ = claim(home, &hash).and_then(|()| give_back(home, PLAIN));
            true
        }
        Some(RoundTripLink::Sealed(sealed)) => {
            let [enc, ciphertext] =
                [&sealed.enc, &sealed.ciphertext].map(|part| URL_SAFE_NO_PAD.encode(part));
            claim(home, &sealed.state_hash)
                .and_then(|()| give_back(home, &format!("{enc}.{ciphertext}")))
                .is_some()
        }
    }
}

/// Takes the mark of this hash, so that no other process does. `None` where no mark awaits it.
fn claim(home: &Home, hash: &StateHash) -> Option<()> {
    let mark = home.round_trip();
    if !is_young(&mark) {
        return None;
    }
    let text = read_private(&mark, MAX_LENGTH).ok()?;
    let awaited = URL_SAFE_NO_PAD.decode(text).ok().and_then(|bytes| bytes.try_into().ok());
    if !StateHash::from_bytes(awaited?).matches(hash) {
        return None;
    }
    fs::rename(mark, end(home, "used")).ok()
}

fn give_back(home: &Home, text: &str) -> Option<()> {
    write(home, &end(home, "back"), text).ok()
}

/// Writes a file, which no process reads half written.
fn write(home: &Home, path: &PathBuf, text: &str) -> Result<(), FileError> {
    let new = end(home, "new");
    let mut file = open_private(&new)?;
    file.set_len(0)?;
    file.write_all(text.as_bytes())?;
    Ok(fs::rename(new, path)?)
}

fn read(text: &str) -> Option<CameBack> {
    if text == PLAIN {
        return Some(CameBack::Plain);
    }
    let (enc, ciphertext) = text.split_once('.')?;
    let decode = |part: &str| URL_SAFE_NO_PAD.decode(part).ok();
    Some(CameBack::Sealed { enc: decode(enc)?, ciphertext: decode(ciphertext)? })
}

fn end(home: &Home, end: &str) -> PathBuf {
    home.round_trip().with_extension(end)
}

/// Whether a mark still counts. A mark of the future was made before the clock was set back.
fn is_young(mark: &PathBuf) -> bool {
    let made = fs::symlink_metadata(mark).and_then(|data| data.modified()).ok();
    made.and_then(|made| SystemTime::now().duration_since(made).ok()).is_some_and(|age| age < COUNTS_FOR)
}

#[cfg(test)]
mod tests {
    use switchhook_core::CsrfToken;

    use super::*;

    fn nonce(byte: u8) -> CsrfToken {
        CsrfToken::compose(Channel::current(), &[byte; 64], &[byte; 16])
    }

    fn link(nonce: &CsrfToken) -> DeepLink {
        DeepLink::new(RoundTripLink::with_nonce(nonce, Channel::current()))
    }

    #[tokio::test]
    async fn awaited_link_comes_back_once_and_leaves_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        let home = Home::at(folder.path()).expect("a home");
        assert!(took_round_trip(&home, &link(&nonce(1))), "no attempt gets a link of the Doctor");
        let mark = AwaitedLink::mark(&home, &nonce(1).hash()).expect("marked");
        assert!(matches!(AwaitedLink::mark(&home, &nonce(2).hash()), Err(RoundTrip::Busy)));
        assert!(took_round_trip(&home, &link(&nonce(2))));
        let briefly = Duration::from_millis(250);
        assert!(mark.came(briefly).await.is_none(), "another nonce is not awaited");
        assert!(took_round_trip(&home, &link(&nonce(1))));
        assert!(matches!(mark.came(briefly).await, Some(CameBack::Plain)));
        assert!(claim(&home, &nonce(1).hash()).is_none(), "a mark takes one link");
        drop(mark);
        assert_eq!(fs::read_dir(folder.path()).expect("there").count(), 0);
        assert!(!took_round_trip(&home, &DeepLink::new(Channel::current().callback())));
    }

    #[test]
    fn old_mark_takes_no_link() {
        let folder = tempfile::tempdir().expect("a folder");
        let home = Home::at(folder.path()).expect("a home");
        let _mark = AwaitedLink::mark(&home, &nonce(1).hash()).expect("marked");
        let file = fs::File::options().write(true).open(home.round_trip()).expect("there");
        file.set_modified(SystemTime::now() - COUNTS_FOR).expect("ours");
        assert!(claim(&home, &nonce(1).hash()).is_none());
        assert!(AwaitedLink::mark(&home, &nonce(2).hash()).is_ok(), "it is in no way");
    }
}

//! The files of round trips in the home: which links they await, and which links came.
//!
//! Each trip has a mark, named by the hash of its nonce. The mark holds the moment at which the trip ends. A process that receives
//! the link writes it beside the mark, where the first link counts. The mark of a sealed link stays for a while, because the page
//! offers its link again.

use std::cmp::Reverse;
use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use switchhook_core::{Channel, DeepLink, RoundTrip, RoundTripLink, StateHash, Timestamp};
use tokio::time::{Instant, sleep, timeout_at};

use crate::host::clock::now;
use crate::host::file_locks::lock_within;
use crate::host::files::{FileError, create_new, open_existing, read_private};
use crate::host::home::Home;
use crate::host::names::{CAME_BACK, is_of_round_trip};

/// How long the mark of a sealed link stays after its trip.
const STAYS_FOR: Duration = Duration::from_mins(10);
/// The most marks of ended trips that stay.
const MOST_ENDED: usize = 8;
/// The most bytes of a mark, and of a link that came.
const MAX_LENGTH: u64 = 4096;
/// The time between two looks for a link that came.
const AGAIN_IN: Duration = Duration::from_millis(100);
/// The word for a plain link in the file for a link that came. The word for its sender stands before it.
const PLAIN: &str = "plain";

/// The sender of a link to this process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkFrom {
    /// The system, which opens links with Switchhook.
    System,
    /// A person, who copied the link.
    Person,
}

impl LinkFrom {
    const fn word(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Person => "person",
        }
    }
}

/// A link that came back.
pub(super) struct CameBack {
    pub(super) from: LinkFrom,
    pub(super) link: CameLink,
}

/// The content of a link that came back.
pub(super) enum CameLink {
    Plain,
    Sealed { enc: Vec<u8>, ciphertext: Vec<u8> },
}

/// The turn to make round trips, which one process has at a time. The system ends it with the process.
pub(super) struct Turn {
    home: Home,
    _lock: File,
}

impl Turn {
    /// Takes the turn, and removes what old trips left.
    ///
    /// # Errors
    /// [`RoundTrip::Busy`] while another process has the turn, [`RoundTrip::NotKept`] where the home keeps no lock.
    pub(super) fn take(home: &Home) -> Result<Self, RoundTrip> {
        match lock_within(&home.round_trip_lock(), Duration::ZERO) {
            Ok(Some(lock)) => {
                sweep(home.folder());
                Ok(Self { home: home.clone(), _lock: lock })
            }
            Ok(None) => Err(RoundTrip::Busy),
            Err(_) => Err(RoundTrip::NotKept),
        }
    }

    /// Leaves the mark of a trip. `nonce` is the hash of its nonce, and `within` is how long its link may take.
    ///
    /// # Errors
    /// [`RoundTrip::NotKept`] where the mark can't be written.
    pub(super) fn mark(&self, nonce: StateHash, within: Duration) -> Result<AwaitedLink, RoundTrip> {
        let ends = Timestamp::from_millis(now().as_millis().saturating_add(millis(within)));
        let until = Instant::now() + within;
        let link = AwaitedLink { home: self.home.clone(), nonce, until, mark_stays: false };
        write_new(&self.home.round_trip(&nonce), &ends.as_millis().to_string())
            .map_err(|_| RoundTrip::NotKept)?;
        Ok(link)
    }
}

/// The link that a trip awaits. Dropping it ends the trip.
pub(super) struct AwaitedLink {
    home: Home,
    nonce: StateHash,
    until: Instant,
    mark_stays: bool,
}

impl AwaitedLink {
    /// Waits until the link came. `None` where it did not come in time. Finds a link that came before this call, too.
    pub(super) async fn came(&self) -> Option<CameBack> {
        let path = self.home.round_trip_back(&self.nonce);
        let look = async {
            loop {
                let text = read_private(&path, MAX_LENGTH).unwrap_or_default();
                // Another process may still write.
                if let Some(whole) = text.strip_suffix('\n') {
                    return read(whole);
                }
                sleep(AGAIN_IN).await;
            }
        };
        timeout_at(self.until, look).await.ok().flatten()
    }

    /// Lets the mark stay after the trip: a page may send its link again.
    pub(super) const fn may_come_again(mut self) -> Self {
        self.mark_stays = true;
        self
    }
}

impl Drop for AwaitedLink {
    /// Ends the trip, and removes the link that came. Ignores failures.
    fn drop(&mut self) {
        let mark = self.home.round_trip(&self.nonce);
        if !self.mark_stays {
            let _ = fs::remove_file(mark);
        } else if let Ok(mut file) = open_existing(&mark, File::options().write(true).truncate(true)) {
            let _ = file.write_all(now().as_millis().to_string().as_bytes());
        }
        let _ = fs::remove_file(self.home.round_trip_back(&self.nonce));
    }
}

/// Takes a link of a round trip, and returns whether it was one. Such a link answers no attempt and raises no window.
///
/// A link with a nonce is always one. A sealed link is one while its trip lasts, and for some minutes after that. Only an awaited
/// link is kept for the process that waits.
pub fn took_round_trip(home: &Home, link: &DeepLink, from: LinkFrom) -> bool {
    match RoundTripLink::read(link, Channel::current()) {
        None => false,
        Some(RoundTripLink::Plain(nonce)) => {
            give_back(home, &nonce, from, PLAIN);
            true
        }
        Some(RoundTripLink::Sealed(sealed)) => {
            let [enc, ciphertext] =
                [&sealed.enc, &sealed.ciphertext].map(|part| URL_SAFE_NO_PAD.encode(part));
            give_back(home, &sealed.state_hash, from, &format!("{enc}.{ciphertext}"))
        }
    }
}

/// Removes what old round trips left in a home, unless one is under way. Ignores failures.
pub fn sweep_round_trips(home: &Home) {
    if home.round_trip_lock().exists() {
        let _ = Turn::take(home);
    }
}

/// Gives a link to the process that awaits it. Returns whether there is a mark for it.
fn give_back(home: &Home, nonce: &StateHash, from: LinkFrom, link: &str) -> bool {
    let Ok(text) = read_private(&home.round_trip(nonce), MAX_LENGTH) else { return false };
    if moment(&text).is_some_and(|ends| now() < ends) {
        // An earlier link counts, and a full disk keeps none.
        let _ = write_new(&home.round_trip_back(nonce), &format!("{} {link}\n", from.word()));
    }
    true
}

/// Writes a file that is not there yet.
fn write_new(path: &Path, text: &str) -> Result<(), FileError> {
    Ok(create_new(path)?.write_all(text.as_bytes())?)
}

fn read(text: &str) -> Option<CameBack> {
    let (word, link) = text.split_once(' ')?;
    let from = [LinkFrom::System, LinkFrom::Person].into_iter().find(|from| from.word() == word)?;
    Some(CameBack { from, link: read_link(link)? })
}

fn read_link(text: &str) -> Option<CameLink> {
    if text == PLAIN {
        return Some(CameLink::Plain);
    }
    let (enc, ciphertext) = text.split_once('.')?;
    let decode = |part: &str| URL_SAFE_NO_PAD.decode(part).ok();
    Some(CameLink::Sealed { enc: decode(enc)?, ciphertext: decode(ciphertext)? })
}

/// Removes links that came, old marks, and more marks than may stay. The caller has the turn, so no trip is under way.
fn sweep(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let ours = entries.flatten().filter(|entry| is_of_round_trip(&entry.file_name().to_string_lossy()));
    let mut ended: Vec<(Option<Timestamp>, PathBuf)> =
        ours.map(|entry| entry.path()).map(|path| (end(&path), path)).collect();
    ended.sort_unstable_by_key(|(end, _)| Reverse(*end));
    for (place, (end, path)) in ended.into_iter().enumerate() {
        if place >= MOST_ENDED || !end.is_some_and(stays) {
            let _ = fs::remove_file(path);
        }
    }
}

/// Returns the moment at which the trip of a mark ended. `None` for a link that came, and for another content.
fn end(path: &Path) -> Option<Timestamp> {
    let is_link = path.to_string_lossy().ends_with(CAME_BACK);
    if is_link { None } else { moment(&read_private(path, MAX_LENGTH).ok()?) }
}

/// Whether the mark of a trip with this end stays. An end far in the future was written before the clock was set back.
fn stays(end: Timestamp) -> bool {
    now().since(end).abs() < millis(STAYS_FOR)
}

fn moment(text: &str) -> Option<Timestamp> {
    text.parse().ok().map(Timestamp::from_millis)
}

fn millis(span: Duration) -> i64 {
    i64::try_from(span.as_millis()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use switchhook_core::CsrfToken;

    use super::LinkFrom::{Person, System};
    use super::*;

    const BRIEFLY: Duration = Duration::from_millis(250);

    fn nonce(byte: u8) -> CsrfToken {
        CsrfToken::compose(Channel::current(), &[byte; 64], &[byte; 16])
    }

    fn plain(byte: u8) -> DeepLink {
        DeepLink::new(RoundTripLink::with_nonce(&nonce(byte), Channel::current()))
    }

    /// Returns a link that a bridge page could send. Nothing decrypts it.
    fn sealed(byte: u8) -> DeepLink {
        let [hash, point, text] =
            [nonce(byte).hash().as_bytes(), &[4; 65][..], b"c"].map(|part| URL_SAFE_NO_PAD.encode(part));
        DeepLink::new(format!("{}?v=1&h={hash}&e={point}&c={text}", Channel::current().sealed()))
    }

    fn home() -> (tempfile::TempDir, Home) {
        let folder = tempfile::tempdir().expect("a folder");
        let home = Home::at(folder.path()).expect("a home");
        (folder, home)
    }

    /// Returns the names in a home, but for that of the lock file.
    fn names(home: &Home) -> Vec<String> {
        let entries = fs::read_dir(home.folder()).expect("there").flatten();
        let names = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
        names.filter(|name| name != "round-trip.lock").collect()
    }

    #[tokio::test]
    async fn awaited_link_comes_back_and_leaves_nothing() {
        let (_folder, home) = home();
        assert!(took_round_trip(&home, &plain(1), System), "no attempt gets a link of the Doctor");
        assert!(names(&home).is_empty(), "a link that nobody awaits writes nothing");
        let turn = Turn::take(&home).expect("free");
        let link = turn.mark(nonce(1).hash(), BRIEFLY).expect("marked");
        assert!(took_round_trip(&home, &plain(2), System));
        assert!(link.came().await.is_none(), "another nonce is not awaited");
        assert!(took_round_trip(&home, &plain(1), System));
        drop(link);
        let link = turn.mark(nonce(3).hash(), BRIEFLY).expect("marked");
        assert!(took_round_trip(&home, &plain(3), System));
        assert!(matches!(link.came().await, Some(CameBack { from: System, link: CameLink::Plain })));
        assert!(took_round_trip(&home, &plain(3), System), "a second link is in no way");
        drop((link, turn));
        assert!(!took_round_trip(&home, &DeepLink::new(Channel::current().callback()), System));
        assert!(names(&home).is_empty());
    }

    #[tokio::test]
    async fn sealed_link_of_an_ended_trip_is_taken_and_kept_nowhere() {
        let (_folder, home) = home();
        let turn = Turn::take(&home).expect("free");
        let link = turn.mark(nonce(1).hash(), BRIEFLY).expect("marked").may_come_again();
        assert!(took_round_trip(&home, &sealed(1), Person));
        assert!(matches!(link.came().await, Some(CameBack { from: Person, link: CameLink::Sealed { .. } })));
        drop((link, turn));
        let left = names(&home);
        assert_eq!(left.len(), 1, "the mark: {left:?}");
        for _ in 0..2 {
            assert!(took_round_trip(&home, &sealed(1), System), "the page's button sends it again");
            assert!(!took_round_trip(&home, &sealed(2), System), "another link may answer an attempt");
            assert_eq!(names(&home), left);
            drop(Turn::take(&home).expect("free"));
        }
    }

    #[test]
    fn one_process_at_a_time_makes_round_trips() {
        let (_folder, home) = home();
        let turn = Turn::take(&home).expect("free");
        let link = turn.mark(nonce(1).hash(), BRIEFLY).expect("marked");
        assert!(took_round_trip(&home, &sealed(1), System));
        assert!(matches!(Turn::take(&home), Err(RoundTrip::Busy)), "also after the link came");
        sweep_round_trips(&home);
        assert_eq!(names(&home).len(), 2, "the mark and its link stay");
        drop((link, turn));
        assert!(Turn::take(&home).is_ok(), "no old mark is in the way");
    }

    #[test]
    fn old_marks_go_and_links_of_a_killed_doctor_too() {
        let (_folder, home) = home();
        let mark = |byte: u8, ends_in: i64| {
            let ends = now().plus_seconds(ends_in).as_millis().to_string();
            fs::write(home.round_trip(&nonce(byte).hash()), ends).expect("ours");
        };
        let (minutes, past) = (60, 11 * 60);
        mark(1, -past);
        mark(2, past);
        mark(3, -9 * minutes);
        fs::write(home.round_trip(&nonce(4).hash()), "nonsense").expect("ours");
        fs::write(home.round_trip_back(&nonce(3).hash()), "plain\n").expect("ours");
        fs::write(home.folder().join("round-trip.pdf"), "").expect("ours");
        drop(Turn::take(&home).expect("free"));
        let mut left = names(&home);
        left.sort_unstable();
        assert_eq!(left.len(), 2, "{left:?}");
        assert!(home.round_trip(&nonce(3).hash()).exists(), "{left:?}");
        for byte in 10..30 {
            mark(byte, -i64::from(byte));
        }
        drop(Turn::take(&home).expect("free"));
        assert_eq!(names(&home).len(), MOST_ENDED + 1);
        assert!(home.round_trip(&nonce(10).hash()).exists(), "the newest stays");
    }
}

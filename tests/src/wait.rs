//! Waiting for something to become so. No journey sleeps for a guessed time.

use std::future::Future;
use std::thread;
use std::time::{Duration, Instant};

/// Long enough for a debug build on a busy machine; a journey that is well never waits this long.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// How often to look again.
const PAUSE: Duration = Duration::from_millis(20);

/// Looks until there is an answer. Panics with `what` if there never is.
pub fn until<T>(what: &str, look: impl FnMut() -> Option<T>) -> T {
    within(PATIENCE, look).unwrap_or_else(|| panic!("waited {} s for {what}", PATIENCE.as_secs()))
}

/// Looks for so long and no longer.
pub fn within<T>(patience: Duration, mut look: impl FnMut() -> Option<T>) -> Option<T> {
    let began = Instant::now();
    loop {
        let found = look();
        if found.is_some() || began.elapsed() > patience {
            return found;
        }
        thread::sleep(PAUSE);
    }
}

/// The same where looking is a conversation with a window or a browser, which may fall silent. Returns how long it
/// took as well.
pub async fn until_seen<T, F: Future<Output = Option<T>>>(
    what: &str,
    mut look: impl FnMut() -> F,
) -> (T, Duration) {
    let began = Instant::now();
    let seen = async {
        loop {
            if let Some(found) = look().await {
                return (found, began.elapsed());
            }
            tokio::time::sleep(PAUSE).await;
        }
    };
    let seen = tokio::time::timeout(PATIENCE, seen).await;
    seen.unwrap_or_else(|_| panic!("waited {} s for {what}", PATIENCE.as_secs()))
}

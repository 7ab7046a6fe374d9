//! Waits for a condition. No journey sleeps for a guessed time.

use std::future::Future;
use std::thread;
use std::time::{Duration, Instant};

/// The longest wait: enough for a debug build on a busy machine.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// The pause between two looks.
const PAUSE: Duration = Duration::from_millis(20);

/// Looks until there is an answer. Panics with `what` after [`PATIENCE`].
pub fn until<T>(what: &str, look: impl FnMut() -> Option<T>) -> T {
    within(PATIENCE, look).unwrap_or_else(|| panic!("waited {} s for {what}", PATIENCE.as_secs()))
}

/// Looks until there is an answer, for `patience` at most.
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

/// Looks asynchronously until there is an answer, and returns how long that took. Panics with `what` after [`PATIENCE`],
/// even if a look never ends because a window or browser does not answer.
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

//! Taking turns: a journey that does many things at once must not be what makes them slow.

use std::sync::{Condvar, Mutex, PoisonError};

/// So many at once, and no more.
pub struct Turns {
    free: Mutex<usize>,
    freed: Condvar,
}

/// A turn; over when it goes out of scope.
pub struct Turn<'a>(&'a Turns);

impl Turns {
    /// This many at once.
    pub fn new(most: usize) -> Self {
        Self { free: Mutex::new(most), freed: Condvar::new() }
    }

    /// Waits for a turn.
    pub fn take(&self) -> Turn<'_> {
        let free = self.free.lock().unwrap_or_else(PoisonError::into_inner);
        let mut free = self.freed.wait_while(free, |free| *free == 0).unwrap_or_else(PoisonError::into_inner);
        *free -= 1;
        Turn(self)
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        *self.0.free.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        self.0.freed.notify_one();
    }
}

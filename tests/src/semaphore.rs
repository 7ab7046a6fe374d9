//! A semaphore: limits how many things a journey does at once, so that it does not slow itself down.

use std::sync::{Condvar, Mutex, PoisonError};

/// A number of permits.
pub struct Semaphore {
    free: Mutex<usize>,
    freed: Condvar,
}

/// A permit, until it goes out of scope.
pub struct Permit<'a>(&'a Semaphore);

impl Semaphore {
    /// Makes a semaphore with this many permits.
    pub fn new(most: usize) -> Self {
        Self { free: Mutex::new(most), freed: Condvar::new() }
    }

    /// Waits for a permit.
    pub fn acquire(&self) -> Permit<'_> {
        let free = self.free.lock().unwrap_or_else(PoisonError::into_inner);
        let mut free = self.freed.wait_while(free, |free| *free == 0).unwrap_or_else(PoisonError::into_inner);
        *free -= 1;
        Permit(self)
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        *self.0.free.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        self.0.freed.notify_one();
    }
}

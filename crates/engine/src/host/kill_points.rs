//! Places at which a test kills the program, to see what it leaves behind. Development builds only.
//!
//! The test names one by `SWITCHHOOK_STOP_AT`. The program says in its log that it came there and goes no
//! further: no lock is let go of, no transaction ends, until the test's `kill -9`.

/// One of those places.
#[cfg(debug_assertions)]
pub(crate) fn point(name: &str) {
    if std::env::var_os("SWITCHHOOK_STOP_AT").is_some_and(|wanted| wanted == name) {
        tracing::error!("stopped at {name}");
        loop {
            std::thread::park();
        }
    }
}

/// A release has none.
#[cfg(not(debug_assertions))]
pub(crate) const fn point(_name: &str) {}

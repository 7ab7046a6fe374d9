//! Places at which a test kills the program, to see what it leaves behind. Development builds only.
//!
//! The test names one place in `SWITCHHOOK_STOP_AT`. The program logs that it has reached the place, and stops there. The
//! program releases no lock and ends no transaction until the test's `kill -9`.

/// Stops this thread for ever if `SWITCHHOOK_STOP_AT` has this name. Otherwise does nothing.
#[cfg(debug_assertions)]
pub(crate) fn point(name: &str) {
    if std::env::var_os("SWITCHHOOK_STOP_AT").is_some_and(|wanted| wanted == name) {
        tracing::error!("stopped at {name}");
        loop {
            std::thread::park();
        }
    }
}

/// Does nothing in a release build.
#[cfg(not(debug_assertions))]
pub(crate) const fn point(_name: &str) {}

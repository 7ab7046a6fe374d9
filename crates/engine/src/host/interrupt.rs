//! Requests to end the program: Ctrl-C, and the system's own.

/// Returns a future that ends at Ctrl-C or at the system's request to end (`SIGTERM`). The future never ends
/// when neither can be received.
///
/// A signal counts from this call on, also before the future is first polled.
pub fn interrupted() -> impl Future<Output = ()> {
    #[cfg(unix)]
    let signals = {
        use tokio::signal::unix::{SignalKind, signal};
        signal(SignalKind::interrupt()).ok().zip(signal(SignalKind::terminate()).ok())
    };
    async move {
        #[cfg(unix)]
        if let Some((mut interrupt, mut terminate)) = signals {
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
            }
            return;
        }
        if tokio::signal::ctrl_c().await.is_err() {
            // No signal can be received, and a failure is no request to end.
            std::future::pending::<()>().await;
        }
    }
}

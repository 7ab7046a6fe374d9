//! Calls over the session bus. All calls share one connection, and each call ends after 2 seconds.
//!
//! A stopped program may own a name on the bus and never answer. No thread and no lock waits for an answer.

use std::io::ErrorKind;
use std::time::Duration;

use tokio::sync::OnceCell;
use zbus::connection::Builder;
use zbus::{Connection, Error, Result};

/// How long a program on the bus may take to answer.
const ANSWERS_IN: Duration = Duration::from_secs(2);

static BUS: OnceCell<Connection> = OnceCell::const_new();

/// Returns the shared connection, and connects at the first call. A later call tries again after a failure.
///
/// # Errors
/// A D-Bus error, or a timeout after 2 seconds.
pub(crate) async fn session() -> Result<&'static Connection> {
    let connect = || async { Builder::session()?.method_timeout(ANSWERS_IN).build().await };
    within(ANSWERS_IN, BUS.get_or_try_init(connect)).await
}

async fn within<T>(limit: Duration, asked: impl Future<Output = Result<T>>) -> Result<T> {
    let silence = |_| Err(std::io::Error::from(ErrorKind::TimedOut).into());
    tokio::time::timeout(limit, asked).await.unwrap_or_else(silence)
}

/// Whether an error is a missing answer. A missing answer does not show that the service is absent.
pub(crate) fn is_silence(error: &Error) -> bool {
    matches!(error, Error::InputOutput(error) if error.kind() == ErrorKind::TimedOut)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn call_without_an_answer_counts_as_silence() {
        let moment = Duration::from_millis(1);
        let never = within(moment, std::future::pending::<Result<()>>()).await;
        assert!(never.as_ref().is_err_and(is_silence), "{never:?}");
        assert!(!is_silence(&Error::InvalidReply));
        assert_eq!(within(ANSWERS_IN, async { Ok(1) }).await, Ok(1));
    }
}

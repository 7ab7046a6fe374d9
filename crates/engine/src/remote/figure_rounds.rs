//! Whose figures this process asks for now: one round an account, and whoever comes meanwhile waits for its end.

use std::sync::PoisonError;

use switchhook_core::ErrorReport;
use tokio::sync::watch;

use crate::connector::Connector;

/// How a round ended, once it has.
pub(crate) type Ended = watch::Receiver<Option<Result<(), ErrorReport>>>;

/// A round of an account, for as long as this lives.
pub(crate) struct Reading {
    connector: Connector,
    id: String,
    ended: watch::Sender<Option<Result<(), ErrorReport>>>,
}

impl Reading {
    /// Begins a round, and tells everybody who watches; `Err` with the one that is under way.
    pub(crate) fn begin(connector: &Connector, id: &str) -> Result<Self, Ended> {
        let (ended, end) = watch::channel(None);
        {
            let mut reading = connector.inner.reading.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(under_way) = reading.get(id) {
                return Err(under_way.clone());
            }
            reading.insert(id.to_string(), end);
        }
        connector.inner.changes.announce();
        Ok(Self { connector: connector.clone(), id: id.to_string(), ended })
    }

    /// Ends it with what whoever waits is told too.
    pub(crate) fn end(self, outcome: &Result<(), ErrorReport>) {
        let ended = self.ended.clone();
        // It is over before anybody hears of it.
        drop(self);
        // That nobody waits is as good.
        let _ = ended.send(Some(outcome.clone()));
    }
}

impl Drop for Reading {
    fn drop(&mut self) {
        self.connector.inner.reading.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.id);
        self.connector.inner.changes.announce();
    }
}

/// Waits for a round of somebody else; one that was given up has told no error.
pub(crate) async fn join(mut under_way: Ended) -> Result<(), ErrorReport> {
    match under_way.wait_for(Option::is_some).await {
        Ok(ended) => ended.clone().unwrap_or(Ok(())),
        Err(_) => Ok(()),
    }
}

impl Connector {
    pub(crate) fn is_reading(&self, id: &str) -> bool {
        self.inner.reading.lock().unwrap_or_else(PoisonError::into_inner).contains_key(id)
    }
}

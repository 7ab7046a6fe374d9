//! Connects the tokens of a list, until each line is tried or the person stops.

use switchhook_engine::contract::AddedToken;
use switchhook_engine::core::Problem;
use switchhook_engine::{TokenLine, TokenPlace};
use tokio::sync::Notify;

use crate::state::Desktop;

/// The work on a list of tokens, which a person can stop.
#[derive(Default)]
pub(crate) struct TokenList {
    stop: Notify,
}

impl TokenList {
    /// Tries each line of a list at Intercom's own hosts, and reports each line at once. Ends on [`Self::stop`]. Returns the
    /// number of reported lines.
    ///
    /// # Errors
    /// `usage` for a list of more than 1 MiB. A vault code, before any line is tried: no person wants to be asked for the
    /// keyring once for each line.
    pub(crate) async fn add_each(
        &self,
        desktop: &Desktop,
        list: String,
        mut report: impl FnMut(AddedToken) + Send,
    ) -> Result<usize, Problem> {
        let stopped = self.stop.notified();
        tokio::pin!(stopped);
        let lines = TokenLine::read(list.as_bytes())?;
        let opening = async {
            let connector = desktop.connector().await?;
            connector.open_vault().await?;
            Ok::<_, Problem>(connector)
        };
        let connector = tokio::select! {
            () = &mut stopped => return Ok(0),
            opened = opening => opened?,
        };
        let mut count = 0;
        let tell = |added| {
            count += 1;
            report(added);
        };
        connector.own_tokens().add_each(lines, &TokenPlace::default(), stopped, tell).await;
        Ok(count)
    }

    /// Ends the work. A line that is being stored is finished and reported, and accounts that are connected stay.
    pub(crate) fn stop(&self) {
        self.stop.notify_waiters();
    }
}

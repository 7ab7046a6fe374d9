//! The loopback redirect (RFC 8252 §7.3): browsers of this computer bring their answers to this process.
//!
//! One process of a home holds the socket, and hands each answer to `receive`. The others try again until the socket is free.

use std::sync::{Arc, Weak};
use std::time::Duration;

use switchhook_core::{AttemptProblem, Channel, LoopbackAddress, Problem, RedirectUri};
use tokio::sync::mpsc;

use super::listeners::{Answer, NotHeld};
use super::loopback_page;
use super::outcome::Received;
use super::room::{Attempts, Room};
use crate::host::local_server::{Page, Request};
use crate::store::attempts;

/// How long a browser waits for the result of its answer. Shorter than a connection lasts.
const RESULT_IN: Duration = Duration::from_secs(8);

/// The pause before a port is tried again.
const AGAIN_IN: Duration = Duration::from_millis(200);

impl Attempts {
    /// Returns the results of the answers that browsers bring to this process from now on. A later call takes them over.
    pub fn browser_results(&self) -> mpsc::UnboundedReceiver<Result<Received, Problem>> {
        self.room.listeners.results()
    }

    /// Listens for a new attempt at this address, unless another process of this home does. [`settle`] stops that, once no attempt
    /// awaits the address.
    ///
    /// Fails with [`AttemptProblem::PortUnavailable`], and with `store_failed` where the lock file can't be used.
    pub(super) async fn listen(&self, address: &LoopbackAddress) -> Result<(), Problem> {
        let room = &self.room;
        let add = || room.listeners.add(&room.context.home, address, &answer_of(room));
        let mut added = add();
        if matches!(added, Err(NotHeld::Unavailable { .. })) {
            // A port of an attempt that has just ended is free a moment later.
            tokio::time::sleep(AGAIN_IN).await;
            added = add();
        }
        match added {
            Ok(()) => Ok(()),
            Err(NotHeld::Unavailable { is_taken }) => {
                Err(AttemptProblem::PortUnavailable { port: address.port, is_taken }.into())
            }
            Err(NotHeld::Store(problem)) => Err(problem.into()),
        }
    }
}

/// Holds the port of each awaiting attempt, as far as they are free, and releases the others.
///
/// Fails with `store_failed`.
pub(super) async fn settle(room: &Arc<Room>) -> Result<(), Problem> {
    let rows = room.context.store.read(attempts::awaiting).await?;
    let mut awaited: Vec<_> = rows.iter().filter_map(|row| address_of(&row.redirect_uri)).collect();
    awaited.sort();
    awaited.dedup();
    if room.listeners.set(&room.context.home, awaited, &answer_of(room)) {
        room.context.changes.announce();
    }
    Ok(())
}

/// Whether this process can't listen at this redirect URI, at which an attempt waits.
pub(super) fn is_unavailable(room: &Room, redirect_uri: &str) -> bool {
    address_of(redirect_uri).is_some_and(|address| room.listeners.is_unavailable(&address))
}

fn address_of(redirect_uri: &str) -> Option<LoopbackAddress> {
    LoopbackAddress::of(&RedirectUri::new(redirect_uri, Channel::current()).ok()?)
}

fn answer_of(room: &Arc<Room>) -> Answer {
    let room = Arc::downgrade(room);
    Arc::new(move |request| Box::pin(answer(room.clone(), request)))
}

/// Hands the link of a request to `receive`, and returns the page about its result.
async fn answer(room: Weak<Room>, request: Request) -> Page {
    let Some(room) = room.upgrade() else { return loopback_page::missing() };
    let Some(link) = room.listeners.link(&request) else { return loopback_page::missing() };
    // A browser that goes away ends no exchange.
    let received = tokio::spawn(async move {
        let received = Attempts::new(Arc::clone(&room)).receive(link).await;
        let page = loopback_page::of(&received);
        room.listeners.tell(received);
        page
    });
    match tokio::time::timeout(RESULT_IN, received).await {
        Ok(Ok(page)) => page,
        Ok(Err(_)) | Err(_) => loopback_page::under_way(),
    }
}

//! The ports on which this process waits for answers of browsers.
//!
//! One process of a home holds a socket for all attempts of that home. A lock file tells a socket of this home from one that
//! another program holds. Each socket has its own, since one process may await `127.0.0.1` and another `[::1]`.

use std::collections::{BTreeSet, HashMap};
use std::fs::File;
use std::io::ErrorKind;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use switchhook_core::{DeepLink, LoopbackAddress, Problem, StoreProblem};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use super::outcome::Received;
use crate::host::file_locks::lock_within;
use crate::host::files::FileError;
use crate::host::home::Home;
use crate::host::local_server::{self, Answering, Page, Request};

/// How long a program that is to end waits for its last answers to leave.
const SENT_IN: Duration = Duration::from_secs(2);

/// How long the address of a new attempt counts as awaited before its row is stored.
const NEW_FOR: Duration = Duration::from_secs(5);

/// The result of an answer that a browser brought.
pub(super) type BrowserResult = Result<Received, Problem>;

/// Makes the page for a request.
pub(super) type Answer = Arc<dyn Fn(Request) -> Pin<Box<dyn Future<Output = Page> + Send>> + Send + Sync>;

/// The ports that this process holds, and the addresses that attempts await.
#[derive(Default)]
pub(crate) struct Listeners {
    ports: Mutex<Ports>,
    answering: Answering,
}

#[derive(Default)]
struct Ports {
    held: HashMap<SocketAddr, Held>,
    awaited: Vec<LoopbackAddress>,
    /// Addresses of attempts that begin. Their rows may not be stored yet.
    new: Vec<(LoopbackAddress, Instant)>,
    /// The addresses at which an attempt waits in vain.
    unavailable: BTreeSet<LoopbackAddress>,
    results: Option<mpsc::UnboundedSender<BrowserResult>>,
}

/// A socket that this process holds.
struct Held {
    /// The listener; `None` where this computer lacks the socket's address.
    task: Option<JoinHandle<()>>,
    _lock: File,
}

/// Why no process of this home listens at an address.
pub(super) enum NotHeld {
    /// Another program holds the port, or the system refuses it.
    Unavailable { is_taken: bool },
    /// The lock file can't be used.
    Store(StoreProblem),
}

impl Listeners {
    /// Listens for a new attempt at this address, in addition to the awaited ones. Leaves the sockets alone that another process of
    /// this home holds.
    ///
    /// Fails where this process can't hold the other sockets.
    pub(super) fn add(&self, home: &Home, address: &LoopbackAddress, answer: &Answer) -> Result<(), NotHeld> {
        let mut ports = self.lock();
        let held = ports.hold(home, address, answer, &self.answering);
        if held.is_ok() {
            ports.awaited.push(address.clone());
            ports.new.push((address.clone(), Instant::now()));
        }
        held
    }

    /// Holds the sockets of the awaited addresses as far as they are free, and releases all others. Returns whether other
    /// addresses are unavailable than before.
    pub(super) fn set(&self, home: &Home, mut awaited: Vec<LoopbackAddress>, answer: &Answer) -> bool {
        let mut ports = self.lock();
        ports.new.retain(|(_, added)| added.elapsed() < NEW_FOR);
        awaited.extend(ports.new.iter().map(|(address, _)| address.clone()));
        let mut unavailable = BTreeSet::new();
        for address in &awaited {
            if ports.hold(home, address, answer, &self.answering).is_err() {
                unavailable.insert(address.clone());
            }
        }
        let wanted: Vec<SocketAddr> = awaited.iter().flat_map(sockets).map(|(socket, _)| socket).collect();
        ports.held.retain(|socket, _| wanted.contains(socket));
        ports.awaited = awaited;
        let is_changed = ports.unavailable != unavailable;
        ports.unavailable = unavailable;
        is_changed
    }

    /// Whether this process can't listen at an awaited address.
    pub(super) fn is_unavailable(&self, address: &LoopbackAddress) -> bool {
        self.lock().unavailable.contains(address)
    }

    /// Returns the link of a request at an awaited address; `None` for every other request.
    pub(super) fn link(&self, request: &Request) -> Option<DeepLink> {
        let Request { method, host, target } = request;
        self.lock().awaited.iter().find_map(|address| address.link(method, host, target)).map(DeepLink::new)
    }

    /// Tells the results to this receiver from now on.
    pub(super) fn results(&self) -> mpsc::UnboundedReceiver<BrowserResult> {
        let (sender, receiver) = mpsc::unbounded_channel();
        self.lock().results = Some(sender);
        receiver
    }

    /// Tells a result to the receiver, if there is one.
    pub(super) fn tell(&self, result: BrowserResult) {
        if let Some(results) = &self.lock().results {
            // The receiver may be gone.
            let _ = results.send(result);
        }
    }

    /// Waits until the browsers have their answers, two seconds at most.
    pub(super) async fn until_sent(&self) {
        let _ = tokio::time::timeout(SENT_IN, self.answering.until_none()).await;
    }

    fn lock(&self) -> MutexGuard<'_, Ports> {
        self.ports.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Ports {
    /// Listens on every socket of an address that no process of this home holds. Listens on none of them where one fails.
    fn hold(
        &mut self,
        home: &Home,
        address: &LoopbackAddress,
        answer: &Answer,
        answering: &Answering,
    ) -> Result<(), NotHeld> {
        let mut new = Vec::new();
        for (socket, may_lack) in sockets(address) {
            if self.held.contains_key(&socket) {
                continue;
            }
            let Some(lock) = locked(home, socket)? else { continue };
            let listener = local_server::bind(socket, may_lack).map_err(|error| {
                tracing::debug!(%socket, %error, "a port could not be held");
                NotHeld::Unavailable { is_taken: error.kind() == ErrorKind::AddrInUse }
            })?;
            new.push((socket, listener, lock));
        }
        for (socket, listener, lock) in new {
            let serve = |listener| {
                let answer = Arc::clone(answer);
                tokio::spawn(local_server::serve(listener, answering.clone(), move |request| answer(request)))
            };
            self.held.insert(socket, Held { task: listener.map(serve), _lock: lock });
        }
        Ok(())
    }
}

fn sockets(address: &LoopbackAddress) -> Vec<(SocketAddr, bool)> {
    local_server::sockets(address.host, address.port)
}

impl Drop for Held {
    /// Stops listening. Answers that are under way go on.
    fn drop(&mut self) {
        self.task.iter().for_each(JoinHandle::abort);
    }
}

/// Locks the file that says which process of this home holds a socket. `None` where another process does.
fn locked(home: &Home, socket: SocketAddr) -> Result<Option<File>, NotHeld> {
    lock_within(&home.socket_lock(socket), Duration::ZERO).map_err(|error| match error {
        FileError::Known(problem) => NotHeld::Store(problem),
        FileError::System(_) => NotHeld::Store(StoreProblem::Failed),
    })
}

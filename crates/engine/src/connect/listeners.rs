//! The ports on which this process waits for answers of browsers.
//!
//! One process of a home holds a port for all attempts of that home. A lock file tells a port of this home from one that another
//! program holds.

use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::io::{self, ErrorKind};
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
    held: HashMap<u16, Held>,
    awaited: Vec<LoopbackAddress>,
    /// Addresses of attempts that begin. Their rows may not be stored yet.
    new: Vec<(LoopbackAddress, Instant)>,
    /// The ports on which an attempt waits in vain.
    unavailable: HashSet<u16>,
    results: Option<mpsc::UnboundedSender<BrowserResult>>,
}

/// A port that this process holds.
struct Held {
    /// The listener of each socket; `None` where this computer lacks the socket's address.
    tasks: HashMap<SocketAddr, Option<JoinHandle<()>>>,
    _lock: File,
}

/// Why a port is not held.
pub(super) enum NotHeld {
    /// Another process of this home holds it.
    Elsewhere,
    /// Another program holds the port, or the system refuses it.
    Unavailable { is_taken: bool },
    /// The lock file can't be used.
    Store(StoreProblem),
}

impl Listeners {
    /// Listens for a new attempt at this address, in addition to the awaited ones.
    ///
    /// Fails where this process can't hold the port.
    pub(super) fn add(&self, home: &Home, address: &LoopbackAddress, answer: &Answer) -> Result<(), NotHeld> {
        let mut ports = self.lock();
        let held = ports.hold(home, address, answer, &self.answering);
        if matches!(held, Ok(()) | Err(NotHeld::Elsewhere)) {
            ports.awaited.push(address.clone());
            ports.new.push((address.clone(), Instant::now()));
        }
        held
    }

    /// Holds the ports of the awaited addresses as far as they are free, and releases all others. Returns whether other ports are
    /// unavailable than before.
    pub(super) fn set(&self, home: &Home, mut awaited: Vec<LoopbackAddress>, answer: &Answer) -> bool {
        let mut ports = self.lock();
        ports.new.retain(|(_, added)| added.elapsed() < NEW_FOR);
        awaited.extend(ports.new.iter().map(|(address, _)| address.clone()));
        let mut unavailable = HashSet::new();
        for address in &awaited {
            match ports.hold(home, address, answer, &self.answering) {
                Ok(()) | Err(NotHeld::Elsewhere) => {}
                Err(NotHeld::Unavailable { .. } | NotHeld::Store(_)) => {
                    unavailable.insert(address.port);
                }
            }
        }
        ports.held.retain(|port, _| awaited.iter().any(|address| address.port == *port));
        ports.awaited = awaited;
        let is_changed = ports.unavailable != unavailable;
        ports.unavailable = unavailable;
        is_changed
    }

    /// Whether this process can't listen at an awaited address.
    pub(super) fn is_unavailable(&self, address: &LoopbackAddress) -> bool {
        self.lock().unavailable.contains(&address.port)
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
    /// Listens on every socket of an address. Does nothing where this process already does.
    fn hold(
        &mut self,
        home: &Home,
        address: &LoopbackAddress,
        answer: &Answer,
        answering: &Answering,
    ) -> Result<(), NotHeld> {
        let port = address.port;
        let sockets = local_server::sockets(address.host, port);
        let held = match self.held.get_mut(&port) {
            Some(held) => held,
            None => {
                let lock = locked(home, port)?;
                self.held.entry(port).or_insert(Held { tasks: HashMap::new(), _lock: lock })
            }
        };
        let new = sockets.into_iter().filter(|(socket, _)| !held.tasks.contains_key(socket));
        let bound = new.map(|(socket, may_lack)| Ok((socket, local_server::bind(socket, may_lack)?)));
        match bound.collect::<io::Result<Vec<_>>>() {
            Ok(bound) => {
                for (socket, listener) in bound {
                    let answer = Arc::clone(answer);
                    let serve = |listener| {
                        let answer = move |request| answer(request);
                        tokio::spawn(local_server::serve(listener, answering.clone(), answer))
                    };
                    held.tasks.insert(socket, listener.map(serve));
                }
                Ok(())
            }
            Err(error) => {
                tracing::debug!(port, %error, "a port could not be held");
                if held.tasks.is_empty() {
                    self.held.remove(&port);
                }
                Err(NotHeld::Unavailable { is_taken: error.kind() == ErrorKind::AddrInUse })
            }
        }
    }
}

impl Drop for Held {
    /// Stops listening. Answers that are under way go on.
    fn drop(&mut self) {
        self.tasks.values().flatten().for_each(JoinHandle::abort);
    }
}

/// Locks the file that says which process of this home holds a port.
fn locked(home: &Home, port: u16) -> Result<File, NotHeld> {
    match lock_within(&home.port_lock(port), Duration::ZERO) {
        Ok(Some(file)) => Ok(file),
        Ok(None) => Err(NotHeld::Elsewhere),
        Err(FileError::Known(problem)) => Err(NotHeld::Store(problem)),
        Err(FileError::System(_)) => Err(NotHeld::Store(StoreProblem::Failed)),
    }
}

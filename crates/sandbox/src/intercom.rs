//! What the three listeners share: the seed, the client and what a run remembers.
//!
//! One lock holds everything that changes, so that an uninstall kills a workspace's tokens and
//! its waiting codes in one step. Not here: anything of HTTP.

use std::{
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Instant,
};

use base64::{Engine, prelude::BASE64_STANDARD};

use crate::{
    codes::Codes,
    control::Switches,
    description::Description,
    installations::Installations,
    registration::Registration,
    seed::{NoRandomness, Seed, hex},
    token::Grant,
    workspaces::{Region, Workspace},
};

/// One listener: a region's host.
#[derive(Clone)]
pub(crate) struct Listener {
    pub(crate) region: Region,
    pub(crate) port: u16,
    pub(crate) description: Arc<Description>,
    pub(crate) intercom: Arc<Intercom>,
}

/// The pretend Intercom behind all listeners.
pub(crate) struct Intercom {
    pub(crate) seed: Seed,
    pub(crate) registration: Registration,
    run: Seed,
    drawn: AtomicU64,
    memory: Mutex<Memory>,
}

#[derive(Default)]
struct Memory {
    switches: Switches,
    codes: Codes,
    installations: Installations,
}

impl Intercom {
    /// A pretend Intercom with nothing remembered.
    pub(crate) fn new(seed: Seed, registration: Registration) -> Result<Self, NoRandomness> {
        Ok(Self {
            seed,
            registration,
            run: Seed::random()?,
            drawn: AtomicU64::new(0),
            memory: Mutex::default(),
        })
    }

    /// The switches as they stand.
    pub(crate) fn switches(&self) -> Switches {
        self.memory().switches
    }

    /// Changes the switches in one step and gives the outcome.
    pub(crate) fn switch(&self, change: impl FnOnce(&mut Switches)) -> Switches {
        let mut memory = self.memory();
        change(&mut memory.switches);
        memory.switches
    }

    /// The admin of `workspace` consented: a new authorization code.
    pub(crate) fn consent(&self, workspace: &'static Workspace) -> String {
        // 32 bytes end in one "=", as Intercom's codes may; readers must keep and encode it.
        let code = BASE64_STANDARD.encode(self.draw());
        self.memory().codes.issue(code.clone(), workspace, Instant::now());
        code
    }

    /// Exchanges `code` for a new access token, once.
    pub(crate) fn exchange(&self, code: &str) -> Option<String> {
        let drawn = self.draw();
        let mut memory = self.memory();
        let workspace = memory.codes.redeem(code, Instant::now())?;
        let grant = Grant { workspace, serial: std::array::from_fn(|i| drawn[i]) };
        memory.installations.install(&grant);
        Some(grant.token(&self.seed))
    }

    /// The grant of `token`, if it is one of ours and the app is still installed.
    pub(crate) fn grant(&self, token: &str) -> Option<Grant> {
        let grant = Grant::prove(&self.seed, token)?;
        self.memory().installations.is_alive(&grant).then_some(grant)
    }

    /// Removes the app from `workspace`: its tokens die, and its consents not yet exchanged.
    pub(crate) fn uninstall(&self, workspace: &'static Workspace) {
        let mut memory = self.memory();
        memory.installations.uninstall(workspace);
        memory.codes.withdraw(workspace);
    }

    /// A new request id, of the length of Intercom's.
    pub(crate) fn request_id(&self) -> String {
        hex(&self.draw()[..10])
    }

    /// Unpredictable and never repeated: derived from a key drawn when the run began, so that
    /// only a start can lack randomness.
    fn draw(&self) -> [u8; 32] {
        let number = self.drawn.fetch_add(1, Ordering::Relaxed);
        self.run.derive("draw", &[&number.to_be_bytes()])
    }

    fn memory(&self) -> MutexGuard<'_, Memory> {
        // Every change above is whole or not at all, so a panic elsewhere leaves nothing half done.
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

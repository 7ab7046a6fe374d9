//! The state that the three listeners share: the seed, the apps and the memory of a run.
//!
//! One lock guards everything that changes, so that an uninstall kills tokens and waiting codes in one step.
//!
//! Not here: HTTP.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::{SystemTime, UNIX_EPOCH},
};

use base64::{
    Engine,
    prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD},
};
use sha2::{Digest, Sha256};

use super::{
    description::Description,
    journal::{Entry, Journal},
    seed::{NoRandomness, Seed, hex},
};
use crate::{
    api::rates::{Limits, RateLimit, Rates},
    control::{
        choices::{CodeUse, ForeignRegion, NewPermissions, Reconsent, UninstallKills},
        moment::Moment,
        switches::Switches,
    },
    oauth::{
        apps::{self, App},
        codes::{Codes, Issued},
        installations::Installations,
        permissions::PermissionSet,
        token::{Grant, Principal, Serial},
        token_list::{HandedOut, HandedOutToken},
    },
    records::workspaces::Region,
};

/// One listener: a region's host.
#[derive(Clone)]
pub(crate) struct Listener {
    pub(crate) region: Region,
    pub(crate) port: u16,
    pub(crate) description: Arc<Description>,
    pub(crate) intercom: Arc<Intercom>,
}

/// The pretend Intercom behind the three listeners.
pub(crate) struct Intercom {
    pub(crate) seed: Seed,
    pub(crate) apps: [App; apps::COUNT],
    started_at: Moment,
    run: Seed,
    drawn: AtomicU64,
    memory: Mutex<Memory>,
}

struct Memory {
    switches: Switches,
    codes: Codes,
    installations: Installations,
    handed_out: HandedOut,
    /// For each principal's byte, the number of times that the owner's token was killed.
    regenerated: HashMap<u8, u32>,
    rates: Rates,
    journal: Journal,
}

impl Memory {
    fn new(switches: Switches) -> Self {
        Self {
            switches,
            codes: Codes::default(),
            installations: Installations::default(),
            handed_out: HandedOut::default(),
            regenerated: HashMap::new(),
            rates: Rates::default(),
            journal: Journal::default(),
        }
    }

    fn is_alive(&self, grant: &Grant) -> bool {
        self.installations.is_alive(grant) && !self.switches.deactivated.has(grant.principal.admin())
    }

    /// Kills a grant. If the grant is an owner's own token, the hub shows another token from now on.
    fn revoke(&mut self, grant: &Grant, is_own: bool) {
        self.installations.revoke(grant);
        if is_own {
            *self.regenerated.entry(grant.principal.byte()).or_default() += 1;
        }
    }
}

impl Intercom {
    /// Returns a pretend Intercom with an empty memory, whose records stand at `started_at`.
    ///
    /// # Errors
    /// [`NoRandomness`] if the operating system gives no random bytes.
    pub(crate) fn new(
        seed: Seed,
        apps: [App; apps::COUNT],
        started_at: Moment,
    ) -> Result<Self, NoRandomness> {
        let memory = Mutex::new(Memory::new(Switches::new(started_at)));
        Ok(Self { seed, apps, started_at, run: Seed::random()?, drawn: AtomicU64::new(0), memory })
    }

    /// Returns the time of requests, codes, tokens and rate limits in Unix seconds, the switch `clock_offset_s`
    /// included. The records have a time of their own: the switch `now`.
    pub(crate) fn now(&self) -> u64 {
        let real = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
        real.saturating_add_signed(self.switches().clock_offset_s.0)
    }

    /// Returns a copy of the switches.
    pub(crate) fn switches(&self) -> Switches {
        self.memory().switches
    }

    /// Returns every switch with its initial value.
    pub(crate) fn initial_switches(&self) -> Switches {
        Switches::new(self.started_at)
    }

    /// Sets every switch to its initial value, and returns all of them.
    pub(crate) fn reset_switches(&self) -> Switches {
        let initial = self.initial_switches();
        self.switch(|switches| *switches = initial);
        initial
    }

    /// Changes the switches in one step and returns the result of `change`.
    pub(crate) fn switch<T>(&self, change: impl FnOnce(&mut Switches) -> T) -> T {
        change(&mut self.memory().switches)
    }

    /// Returns the app with this client id.
    pub(crate) fn app(&self, client_id: &str) -> Option<&App> {
        self.apps.iter().find(|app| app.client_id == client_id)
    }

    /// Issues an authorization code for a teammate's consent.
    pub(crate) fn consent(&self, principal: Principal, challenge: Option<String>) -> String {
        // The base64 of 32 bytes ends with one "=", as Intercom's codes may. Every code contains "+" and "/" too,
        // so that a client with a decoding error fails at once and not one time in four.
        let mut code = String::new();
        while !(code.contains('+') && code.contains('/')) {
            code = BASE64_STANDARD.encode(self.draw());
        }
        let at = self.now();
        self.memory().codes.issue(code.clone(), Issued { principal, challenge }, at);
        code
    }

    /// Exchanges a code of `app` for an access token at the host of `region`; `None` if a check fails.
    pub(crate) fn exchange(
        &self,
        region: Region,
        app: &App,
        code: &str,
        verifier: Option<&str>,
    ) -> Option<String> {
        let at = self.now();
        let mut memory = self.memory();
        let issued = memory.codes.find(code, at)?;
        let principal = issued.principal;
        let here = region.serves(principal.workspace.region)
            || memory.switches.foreign_region == ForeignRegion::Routed;
        if !here || principal.app != app.number || !proves(verifier, issued.challenge.as_deref()) {
            return None;
        }
        if memory.switches.code_use == CodeUse::Once {
            memory.codes.spend(code);
        }
        let serial: Serial = match memory.switches.reconsent {
            Reconsent::Same => self.seed.derive_some("same token", &[&[principal.byte()]]),
            Reconsent::New | Reconsent::Replaces => {
                let drawn = self.draw();
                std::array::from_fn(|i| drawn[i])
            }
        };
        if memory.switches.reconsent == Reconsent::Replaces {
            memory.installations.kill_all(&principal);
        }
        Some(self.hand_out(&mut memory, Grant { principal, serial }, false, at))
    }

    /// Returns the token of `principal` that the Developer Hub shows an owner.
    ///
    /// Each call returns this token, also after restarts, until [`Self::regenerate`] or a revocation.
    pub(crate) fn own_token(&self, principal: Principal) -> String {
        let at = self.now();
        let mut memory = self.memory();
        let generation = memory.regenerated.get(&principal.byte()).copied().unwrap_or_default();
        let serial =
            self.seed.derive_some("own token", &[&[principal.byte()], &u32::to_be_bytes(generation)]);
        self.hand_out(&mut memory, Grant { principal, serial }, true, at)
    }

    /// Kills `principal`'s own token and returns the next one, as "Regenerate token" in the Developer Hub does.
    pub(crate) fn regenerate(&self, principal: Principal) -> String {
        let old = self.own_token(principal);
        if let Some(old) = Grant::prove(&self.seed, &old) {
            self.memory().revoke(&old, true);
        }
        self.own_token(principal)
    }

    fn hand_out(&self, memory: &mut Memory, grant: Grant, by_hub: bool, at: u64) -> String {
        memory.installations.install(&grant);
        let missing = self.apps[grant.principal.app].missing_now(&memory.switches);
        memory.handed_out.note(HandedOutToken { grant, by_hub, at, missing });
        grant.token(&self.seed)
    }

    /// Returns the grant of `token`, and whether it is alive; `None` for a token of another sandbox.
    pub(crate) fn grant(&self, token: &str) -> Option<(Grant, bool)> {
        let grant = Grant::prove(&self.seed, token)?;
        Some((grant, self.memory().is_alive(&grant)))
    }

    /// Returns the permissions that the app lacks under this grant.
    pub(crate) fn missing(&self, grant: &Grant) -> PermissionSet {
        let memory = self.memory();
        let app = &self.apps[grant.principal.app];
        let now = app.missing_now(&memory.switches);
        match memory.switches.new_permissions {
            NewPermissions::AtOnce => now,
            NewPermissions::AfterConsent => now.or(memory.handed_out.missing(grant)),
        }
    }

    /// Removes `principal`'s app from the workspace: kills the tokens and the waiting codes.
    pub(crate) fn uninstall(&self, principal: &Principal) {
        let mut memory = self.memory();
        let everyone = memory.switches.uninstall_kills == UninstallKills::EveryTeammate;
        for teammate in 0..principal.workspace.teammates.len() {
            if everyone || teammate == principal.teammate {
                let killed = Principal { teammate, ..*principal };
                memory.installations.kill_all(&killed);
                memory.codes.withdraw(&killed);
            }
        }
    }

    /// Revokes the token with this name. Returns false if this run handed out no such token.
    pub(crate) fn revoke(&self, name: &str) -> bool {
        let mut memory = self.memory();
        let named = memory.handed_out.named(name).map(|token| (token.grant, token.by_hub));
        named.inspect(|(grant, by_hub)| memory.revoke(grant, *by_hub)).is_some()
    }

    /// Returns the tokens of this run, and whether each is alive.
    pub(crate) fn handed_out(&self) -> Vec<(HandedOutToken, bool)> {
        let memory = self.memory();
        memory.handed_out.all().map(|token| (token.clone(), memory.is_alive(&token.grant))).collect()
    }

    /// Counts a call and returns the rate limit of `principal`.
    ///
    /// Without a principal the call counts for nobody, and the limit is untouched.
    pub(crate) fn rate(&self, principal: Option<&Principal>) -> RateLimit {
        let now = self.now();
        let mut memory = self.memory();
        let limits = Limits {
            app: memory.switches.rate_limit.count(),
            workspace: memory.switches.workspace_rate_limit.count(),
        };
        match principal {
            Some(principal) => memory.rates.count(principal, limits, now),
            None => Rates::untouched(limits, now),
        }
    }

    /// Adds a request to the journal.
    pub(crate) fn note(&self, entry: Entry) {
        self.memory().journal.note(entry);
    }

    /// Returns the last requests, newest first.
    pub(crate) fn requests(&self) -> Vec<Entry> {
        self.memory().journal.entries()
    }

    /// Returns a new request id, as long as Intercom's.
    pub(crate) fn request_id(&self) -> String {
        hex(&self.draw()[..10])
    }

    /// Returns 32 bytes that are unpredictable and never repeat.
    ///
    /// The bytes derive from a random key of the run, so that only a start can fail for lack of randomness.
    fn draw(&self) -> [u8; 32] {
        let number = self.drawn.fetch_add(1, Ordering::Relaxed);
        self.run.derive("draw", &[&number.to_be_bytes()])
    }

    fn memory(&self) -> MutexGuard<'_, Memory> {
        // Each method changes the memory wholly or not at all, so a panic elsewhere leaves it usable.
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether `verifier` matches `challenge` (RFC 7636 section 4.6, S256); true without a challenge.
fn proves(verifier: Option<&str>, challenge: Option<&str>) -> bool {
    match (challenge, verifier) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some(challenge), Some(verifier)) => {
            BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(verifier)) == challenge
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verifier_proves_its_own_challenge_only() {
        // The pair of RFC 7636, appendix B.
        let (verifier, challenge) =
            ("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
        assert!(proves(Some(verifier), Some(challenge)));
        assert!(proves(None, None) && proves(Some("any"), None));
        assert!(!proves(None, Some(challenge)));
        assert!(!proves(Some("other"), Some(challenge)));
    }
}

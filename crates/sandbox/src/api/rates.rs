//! Rate limits in windows of ten seconds: for an app in a workspace, and for all apps in a workspace.
//!
//! Intercom documents 10,000 and 25,000 calls a minute, enforced as a sixth of that in ten seconds:
//! <https://developers.intercom.com/docs/references/rest-api/errors/rate-limiting>. One guess: an app's limit
//! counts each workspace by itself. Every answer states the limit with fewer calls left.

use std::collections::HashMap;

use crate::oauth::token::Principal;

/// The length of a window, in seconds.
const WINDOW: u64 = 10;

/// The calls in the latest window.
#[derive(Default)]
pub(crate) struct Rates {
    window: u64,
    apps: HashMap<(usize, &'static str), u64>,
    workspaces: HashMap<&'static str, u64>,
}

/// The largest numbers of calls in a window.
#[derive(Clone, Copy)]
pub(crate) struct Limits {
    pub(crate) app: u64,
    pub(crate) workspace: u64,
}

/// The content of the `X-RateLimit-*` headers, and the exceeded limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct RateLimit {
    pub(crate) limit: u64,
    pub(crate) remaining: u64,
    /// The end of the window, in Unix seconds.
    pub(crate) reset: u64,
    /// The limit that this call exceeds: "App" or "Workspace".
    pub(crate) exceeded: Option<&'static str>,
}

impl Rates {
    /// Counts a call of `principal` at `now` (Unix seconds) and returns the limit with fewer calls left.
    pub(crate) fn count(&mut self, principal: &Principal, limits: Limits, now: u64) -> RateLimit {
        let window = now / WINDOW;
        if window != self.window {
            *self = Self { window, ..Self::default() };
        }
        let id = principal.workspace.id_code;
        let app = used(self.apps.entry((principal.app, id)).or_default());
        let workspace = used(self.workspaces.entry(id).or_default());
        let rate_limit = |name, limit: u64, used: u64| RateLimit {
            limit,
            remaining: limit.saturating_sub(used),
            reset: (window + 1) * WINDOW,
            exceeded: (used > limit).then_some(name),
        };
        let (app, workspace) =
            (rate_limit("App", limits.app, app), rate_limit("Workspace", limits.workspace, workspace));
        let closer = workspace.exceeded.is_some() || workspace.remaining < app.remaining;
        if app.exceeded.is_none() && closer { workspace } else { app }
    }

    /// Returns an app's limit before its first call in the window of `now` (Unix seconds).
    pub(crate) fn untouched(limits: Limits, now: u64) -> RateLimit {
        let reset = (now / WINDOW + 1) * WINDOW;
        RateLimit { limit: limits.app, remaining: limits.app, reset, exceeded: None }
    }
}

fn used(counter: &mut u64) -> u64 {
    *counter = counter.saturating_add(1);
    *counter
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::workspaces::WORKSPACES;

    const LIMITS: Limits = Limits { app: 2, workspace: 3 };

    fn of(app: usize, place: usize) -> Principal {
        Principal { app, workspace: &WORKSPACES[place], teammate: 0 }
    }

    #[test]
    fn window_counts_down_and_the_next_window_starts_full() {
        let mut rates = Rates::default();
        let rate_limit = |limit, remaining, reset, exceeded| RateLimit { limit, remaining, reset, exceeded };
        assert_eq!(rates.count(&of(0, 0), LIMITS, 1_000), rate_limit(2, 1, 1_010, None));
        assert_eq!(rates.count(&of(0, 0), LIMITS, 1_009), rate_limit(2, 0, 1_010, None));
        assert_eq!(rates.count(&of(0, 0), LIMITS, 1_009), rate_limit(2, 0, 1_010, Some("App")));
        assert_eq!(rates.count(&of(0, 0), LIMITS, 1_010), rate_limit(2, 1, 1_020, None));
        assert_eq!(Rates::untouched(LIMITS, 1_019), rate_limit(2, 2, 1_020, None));
    }

    #[test]
    fn apps_share_the_limit_of_a_workspace() {
        let mut rates = Rates::default();
        for app in [0, 0, 1] {
            assert_eq!(rates.count(&of(app, 0), LIMITS, 5).exceeded, None);
        }
        assert_eq!(rates.count(&of(1, 0), LIMITS, 5).exceeded, Some("Workspace"));
        assert_eq!(rates.count(&of(1, 1), LIMITS, 5).exceeded, None);
    }
}

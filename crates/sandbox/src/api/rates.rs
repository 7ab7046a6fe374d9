//! Rate limits, in windows of ten seconds: an app's in a workspace, and a workspace's over all apps.
//!
//! <https://developers.intercom.com/docs/references/rest-api/errors/rate-limiting>: 10,000 and 25,000 calls a
//! minute, enforced as a sixth of that in ten seconds. That an app's limit counts each of its workspaces
//! alone is a guess. Every answer tells the standing of whichever of the two is closer to its limit.

use std::collections::HashMap;

use crate::oauth::token::Principal;

/// Seconds.
const WINDOW: u64 = 10;

/// Calls counted in the window that was last asked about.
#[derive(Default)]
pub(crate) struct Rates {
    window: u64,
    apps: HashMap<(usize, &'static str), u64>,
    workspaces: HashMap<&'static str, u64>,
}

/// How many calls are allowed in a window.
#[derive(Clone, Copy)]
pub(crate) struct Limits {
    pub(crate) app: u64,
    pub(crate) workspace: u64,
}

/// What the `X-RateLimit-*` headers say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Standing {
    pub(crate) limit: u64,
    pub(crate) remaining: u64,
    /// When the window ends, in Unix seconds.
    pub(crate) reset: u64,
    /// Whose limit this call was too many for.
    pub(crate) exceeded: Option<&'static str>,
}

impl Rates {
    /// Counts a call of `principal` at `now` (Unix seconds) and says how it stands.
    pub(crate) fn count(&mut self, principal: &Principal, limits: Limits, now: u64) -> Standing {
        let window = now / WINDOW;
        if window != self.window {
            *self = Self { window, ..Self::default() };
        }
        let id = principal.workspace.id_code;
        let app = used(self.apps.entry((principal.app, id)).or_default());
        let workspace = used(self.workspaces.entry(id).or_default());
        let standing = |name, limit: u64, used: u64| Standing {
            limit,
            remaining: limit.saturating_sub(used),
            reset: (window + 1) * WINDOW,
            exceeded: (used > limit).then_some(name),
        };
        let (app, workspace) =
            (standing("App", limits.app, app), standing("Workspace", limits.workspace, workspace));
        let closer = workspace.exceeded.is_some() || workspace.remaining < app.remaining;
        if app.exceeded.is_none() && closer { workspace } else { app }
    }

    /// How whoever has made no call stands at `now`.
    pub(crate) fn untouched(limits: Limits, now: u64) -> Standing {
        let reset = (now / WINDOW + 1) * WINDOW;
        Standing { limit: limits.app, remaining: limits.app, reset, exceeded: None }
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
    fn a_window_counts_down_and_the_next_begins_anew() {
        let mut rates = Rates::default();
        let standing = |limit, remaining, reset, exceeded| Standing { limit, remaining, reset, exceeded };
        assert_eq!(rates.count(&of(0, 0), LIMITS, 1_000), standing(2, 1, 1_010, None));
        assert_eq!(rates.count(&of(0, 0), LIMITS, 1_009), standing(2, 0, 1_010, None));
        assert_eq!(rates.count(&of(0, 0), LIMITS, 1_009), standing(2, 0, 1_010, Some("App")));
        assert_eq!(rates.count(&of(0, 0), LIMITS, 1_010), standing(2, 1, 1_020, None));
        assert_eq!(Rates::untouched(LIMITS, 1_019), standing(2, 2, 1_020, None));
    }

    #[test]
    fn apps_share_a_workspaces_limit_and_workspaces_share_nothing() {
        let mut rates = Rates::default();
        for app in [0, 0, 1] {
            assert_eq!(rates.count(&of(app, 0), LIMITS, 5).exceeded, None);
        }
        assert_eq!(rates.count(&of(1, 0), LIMITS, 5).exceeded, Some("Workspace"));
        assert_eq!(rates.count(&of(1, 1), LIMITS, 5).exceeded, None);
    }
}

//! Admins (teammates), teams and away status reasons.

use serde_json::{Value, json};

use super::{
    counts::Kind,
    source::Records,
    words::{FAMILY, GIVEN, JOBS, TEAMS},
    workspaces::Teammate,
};

/// The admin who is away in every workspace with a team. The others are away by chance.
pub(super) const ON_LEAVE: u64 = 2;

impl Records {
    /// Returns the admins who can sign in. They are the first admins, and the workspace has their ids and names.
    pub(super) fn signed_in(&self) -> &'static [Teammate] {
        self.workspace.teammates
    }

    /// Returns admin `n`, if that admin can sign in.
    pub(super) fn known_admin(&self, n: u64) -> Option<&'static Teammate> {
        self.signed_in().get(n as usize)
    }

    /// Returns the domain of the workspace's own addresses.
    pub(super) fn domain(&self) -> &'static str {
        let owner = self.known_admin(0).map(|owner| owner.email).unwrap_or_default();
        owner.rsplit('@').next().unwrap_or_default()
    }

    /// Writes an admin. Admins who can sign in are never away.
    pub(crate) fn admin(&self, n: u64) -> Value {
        let mut dice = self.dice(Kind::Admin, n);
        let (job, by_chance) = (dice.pick(&JOBS), dice.percent(25));
        let away = (by_chance || n == ON_LEAVE) && self.known_admin(n).is_none();
        let reason = away.then(|| self.number(Kind::AwayReason, dice.below(self.count(Kind::AwayReason))));
        let (primary, secondary) = self.teams_of(n);
        let number = |team: &u64| self.number(Kind::Team, *team);
        let primary: Vec<_> = primary.iter().map(number).collect();
        let secondary: Vec<_> = secondary.iter().map(number).collect();
        let all: Vec<_> = primary.iter().chain(&secondary).copied().collect();
        let role = ["Owner", "Agent", "Team lead"][(n % 3) as usize];
        json!({
            "type": "admin",
            "id": self.id(Kind::Admin, n),
            "name": self.admin_name(n),
            "email": self.admin_email(n),
            "job_title": job,
            "away_mode_enabled": away,
            "away_mode_reassign": away && n.is_multiple_of(2),
            "away_status_reason_id": reason,
            "has_inbox_seat": n % 5 != 4,
            "team_ids": all,
            "avatar": null,
            "team_priority_level": {"primary_team_ids": primary, "secondary_team_ids": secondary},
            "role": {"type": "role", "id": (1 + n % 3).to_string(), "name": role},
        })
    }

    pub(crate) fn team(&self, n: u64) -> Value {
        let (mut primary, mut secondary) = (Vec::new(), Vec::new());
        for admin in 0..self.count(Kind::Admin) {
            let (first, second) = self.teams_of(admin);
            if first == Some(n) {
                primary.push(self.number(Kind::Admin, admin));
            } else if second == Some(n) {
                secondary.push(self.number(Kind::Admin, admin));
            }
        }
        let all: Vec<_> = primary.iter().chain(&secondary).copied().collect();
        let balanced = n % 2 == 1;
        json!({
            "type": "team",
            "id": self.id(Kind::Team, n),
            "name": self.team_name(n),
            "admin_ids": all,
            "admin_priority_level": {"primary_admin_ids": primary, "secondary_admin_ids": secondary},
            "assignment_limit": balanced.then_some(10 + n),
            "distribution_method": if balanced { "load_balanced" } else { "round_robin" },
        })
    }

    pub(crate) fn away_reason(&self, n: u64) -> Value {
        let (emoji, label) = [
            ("🍜", "Lunch"),
            ("🏖️", "On leave"),
            ("🗓️", "In a meeting"),
            ("🎧", "Deep work"),
            ("🎓", "Training"),
            ("🤒", "Unwell"),
        ][(n % 6) as usize];
        let created_at = self.happened(Kind::AwayReason, n);
        json!({"type": "away_status_reason", "id": self.id(Kind::AwayReason, n), "label": label,
            "emoji": emoji, "order": n, "deleted": n == 3, "created_at": created_at,
            "updated_at": created_at})
    }

    /// Returns an admin's first team and, for every third admin, a second one.
    fn teams_of(&self, admin: u64) -> (Option<u64>, Option<u64>) {
        let teams = self.count(Kind::Team);
        let first = admin.checked_rem(teams);
        let second =
            (admin + 1).checked_rem(teams).filter(|team| admin.is_multiple_of(3) && first != Some(*team));
        (first, second)
    }

    /// Returns the team that an admin's conversations and tickets belong to.
    pub(super) fn first_team_of(&self, admin: u64) -> Option<u64> {
        self.teams_of(admin).0
    }

    /// Whether `admin` is in `team`.
    pub(crate) fn is_member(&self, admin: u64, team: u64) -> bool {
        let (first, second) = self.teams_of(admin);
        first == Some(team) || second == Some(team)
    }

    pub(super) fn admin_name(&self, n: u64) -> String {
        if let Some(known) = self.known_admin(n) {
            return known.name.to_owned();
        }
        let (given, family) = self.admin_names(n);
        format!("{} {}", given.0, family.0)
    }

    pub(super) fn admin_email(&self, n: u64) -> String {
        if let Some(known) = self.known_admin(n) {
            return known.email.to_owned();
        }
        let (given, family) = self.admin_names(n);
        let domain = self.domain();
        // The number distinguishes two admins with equal names.
        format!("{}.{}{n}@{domain}", given.1, family.1)
    }

    fn admin_names(&self, n: u64) -> ((&'static str, &'static str), (&'static str, &'static str)) {
        let mut dice = self.dice(Kind::Admin, n);
        let shift = dice.roll();
        (GIVEN[((n * 5 + shift % 5) % 24) as usize], FAMILY[(shift % 20) as usize])
    }

    pub(super) fn team_name(&self, n: u64) -> &'static str {
        TEAMS[(n % TEAMS.len() as u64) as usize]
    }
}

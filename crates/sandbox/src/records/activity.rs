//! The log of the admins' actions.

use serde_json::{Value, json};

use super::{counts::Kind, source::Records};

/// The logged types of activity: some of Intercom's hundred.
pub(crate) const EVENT_TYPES: [&str; 12] = [
    "admin_login_success",
    "admin_away_mode_change",
    "app_name_change",
    "app_team_creation",
    "admin_login_failure",
    "bulk_export",
    "macro_creation",
    "team_assignment_limit_change",
    "admin_occupancy_state_change",
    "automatic_away_mode_setting_change",
    "admin_impersonation_consent_approved",
    "app_data_deletion",
];

impl Records {
    pub(crate) fn activity(&self, n: u64) -> Value {
        let mut dice = self.dice(Kind::Activity, n);
        let admin = dice.below(self.count(Kind::Admin));
        let name = self.admin_name(admin);
        let created_at = self.activity_at(n);
        let activity_type = self.activity_type(n);
        let team = dice.below(self.count(Kind::Team));
        let (done, metadata) = match activity_type {
            "admin_login_success" => ("signed in", json!({"sign_in_method": "google"})),
            "admin_login_failure" => ("could not sign in", json!({"sign_in_method": "password"})),
            "admin_away_mode_change" => (
                "went away",
                json!({"away_mode": true, "away_status_reason": "Lunch", "reassign_conversations": false,
                    "source": "manual", "auto_changed": "false",
                    "update_by": self.number(Kind::Admin, admin), "update_by_name": name}),
            ),
            "app_name_change" => (
                "changed the workspace's name",
                json!({"before": {"name": "Helpdesk"},
                    "after": {"name": self.workspace.name}}),
            ),
            "team_assignment_limit_change" => (
                "changed a team's limit",
                json!({"team": {"id": self.number(Kind::Team, team), "name": self.team_name(team)},
                    "team_assignment_limit": 12, "conversation_assignment_limit": null,
                    "ticket_assignment_limit": null}),
            ),
            "admin_occupancy_state_change" => (
                "became idle",
                json!({"previous_state": "occupied", "new_state": "idle", "threshold_minutes": 15,
                    "last_activity_at": created_at.saturating_sub(900), "auto": true}),
            ),
            "automatic_away_mode_setting_change" => (
                "changed the automatic away mode",
                json!({"enabled": true, "mode": "when_away_only", "setting_type": "automatic_away_mode",
                    "changes": {"enabled": {"before": false, "after": true}}}),
            ),
            "admin_impersonation_consent_approved" => (
                "let the vendor's support look in",
                json!({"consent_id": 40_000 + n, "expired_at": "2099-01-01T00:00:00Z"}),
            ),
            "app_data_deletion" => {
                ("deleted a person's data", json!({"external_id": format!("former-user-{n}")}))
            }
            "app_team_creation" => ("made a team", json!({})),
            "bulk_export" => ("exported people", json!({})),
            _ => ("wrote a macro", json!({})),
        };
        json!({
            "id": self.id(Kind::Activity, n),
            "performed_by": {"type": "admin", "id": self.id(Kind::Admin, admin),
                "email": self.admin_email(admin),
                // RFC 5737 reserves this range for examples.
                "ip": format!("192.0.2.{}", 1 + dice.below(250))},
            "metadata": metadata,
            "created_at": created_at,
            "activity_type": activity_type,
            "activity_description": format!("{name} {done}."),
        })
    }

    pub(crate) fn activity_at(&self, n: u64) -> u64 {
        self.happened(Kind::Activity, n)
    }

    pub(crate) fn activity_type(&self, n: u64) -> &'static str {
        // 15 faces for 12 types: the first three types are twice as frequent.
        EVENT_TYPES[(self.dice(Kind::Activity, n).roll() % 15) as usize % EVENT_TYPES.len()]
    }
}

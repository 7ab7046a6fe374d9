//! `/admins`, `/teams` and `/away_status_reasons`.

use axum::{Json, Router, routing::get};
use serde_json::{Value, json};

use super::{
    answers::{Answer, all, missing, one, run_blocking, whole},
    parameters::{PathId, Query},
};
use crate::{
    records::{counts::Kind, source::Records},
    server::{errors::ErrorList, intercom::Listener},
};

pub(super) fn routes() -> Router<Listener> {
    Router::new()
        .route("/admins", whole(Kind::Admin, "admin.list", "admins", Records::admin))
        .route("/admins/{admin_id}", one(Kind::Admin, no_admin, Records::admin))
        .route("/teams", whole(Kind::Team, "team.list", "teams", Records::team))
        .route("/teams/{team_id}", one(Kind::Team, no_team, Records::team))
        .route("/teams/{team_id}/metrics", get(metrics))
        .route("/away_status_reasons", get(away_reasons))
}

async fn away_reasons(records: Records) -> Answer {
    Ok(Json(json!({"type": "list", "data": all(&records, Kind::AwayReason, Records::away_reason)})))
}

/// Answers `GET /teams/{team_id}/metrics` with each member's open, idle and snoozed conversations.
async fn metrics(records: Records, PathId(id): PathId, query: Query) -> Answer {
    let team = records.find_alone(Kind::Team, &id).ok_or_else(no_team)?;
    let threshold = query.number("idle_threshold")?.unwrap_or(1_800).clamp(1, 86_400);
    run_blocking(records, move |records| {
        let data = loads(records, team, threshold);
        Ok(Json(json!({"type": "team_metric.list", "data": data})))
    })
    .await
}

fn loads(records: &Records, team: u64, threshold: u64) -> Vec<Value> {
    let members = (0..records.count(Kind::Admin)).filter(|admin| records.is_member(*admin, team));
    members
        .map(|admin| {
            let load = records.load_of(admin, threshold);
            json!({"type": "team_metric", "admin_id": records.id(Kind::Admin, admin),
                "open": load.open, "idle": load.idle, "snoozed": load.snoozed})
        })
        .collect()
}

fn no_admin() -> ErrorList {
    missing("admin_not_found", "Admin not found")
}

fn no_team() -> ErrorList {
    missing("team_not_found", "Team not found")
}

//! A workspace's settings: data attributes, subscription types, brands.

use axum::{Json, Router, http::StatusCode, routing::get};
use serde_json::json;

use super::{
    answers::{Answer, missing, one, whole, written},
    parameters::Query,
};
use crate::{
    records::{counts::Kind, source::Records},
    server::{errors::ErrorList, intercom::Listener},
};

pub(super) fn routes() -> Router<Listener> {
    Router::new()
        .route("/data_attributes", get(data_attributes))
        .route(
            "/subscription_types",
            whole(Kind::SubscriptionType, "list", "data", Records::subscription_type),
        )
        .route("/brands", whole(Kind::Brand, "list", "data", Records::brand))
        .route("/brands/{id}", one(Kind::Brand, no_brand, Records::brand))
}

async fn data_attributes(records: Records, query: Query) -> Answer {
    let model = match query.text("model")? {
        None => None,
        Some(model @ ("contact" | "company")) => Some(model),
        Some("conversation") => {
            return Err(unprocessable(
                "model=conversation is no longer supported. Use GET /conversations/attributes instead",
            ));
        }
        // A guess after the message above.
        Some(_) => return Err(unprocessable("model must be contact or company")),
    };
    let include_archived = query.flag("include_archived")?;
    let found: Vec<_> = (0..records.count(Kind::DataAttribute))
        .filter(|n| {
            let attribute = records.attribute(*n);
            model.is_none_or(|model| attribute.model == model) && (include_archived || !attribute.is_archived)
        })
        .collect();
    Ok(Json(json!({"type": "list", "data": written(&records, &found, Records::data_attribute)})))
}

fn unprocessable(message: &'static str) -> ErrorList {
    ErrorList::new(StatusCode::UNPROCESSABLE_ENTITY, "parameter_invalid", message)
}

fn no_brand() -> ErrorList {
    missing("not_found", "Brand not found")
}

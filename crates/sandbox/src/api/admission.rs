//! The checks of an API request: token, region, rate limit, version, plan and permission.
//!
//! The middleware checks in this order. The order is a guess for requests with two errors. Every answer has the
//! `X-RateLimit-*` headers, as Intercom documents.

use axum::{
    extract::{FromRequestParts, MatchedPath, Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};

use super::{access, catalogue::Resource, rates::RateLimit, versions::Version};
use crate::{
    control::choices::{DeadToken, ForeignRegion, PermissionRefusal, Plan},
    oauth::token::Grant,
    server::{errors::ErrorList, intercom::Listener},
};

/// Middleware: passes a permitted request on, with the [`Grant`] in the request's extensions.
pub(crate) async fn admit(State(at): State<Listener>, mut request: Request, next: Next) -> Response {
    let grant = match identify(&at, request.headers()) {
        Ok(grant) => grant,
        Err(error) => return stamped(error.into_response(), at.intercom.rate(None)),
    };
    let rate_limit = at.intercom.rate(Some(&grant.principal));
    let path = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let answer = match allow(&at, &grant, rate_limit, request.headers(), &path.unwrap_or_default()) {
        Ok(()) => {
            request.extensions_mut().insert(grant);
            next.run(request).await
        }
        Err(error) => error.into_response(),
    };
    let mut answer = stamped(answer, rate_limit);
    answer.extensions_mut().insert(grant);
    answer
}

/// Middleware for requests without a token: adds the rate limit headers and counts nothing.
pub(crate) async fn stamp(State(at): State<Listener>, request: Request, next: Next) -> Response {
    stamped(next.run(request).await, at.intercom.rate(None))
}

fn identify(at: &Listener, headers: &HeaderMap) -> Result<Grant, ErrorList> {
    let token = access::token(headers).ok_or_else(ErrorList::token_invalid)?;
    let (grant, alive) = at.intercom.grant(&token).ok_or_else(ErrorList::token_invalid)?;
    let switches = at.intercom.switches();
    if !alive {
        return Err(dead(switches.dead_token));
    }
    let own = at.region.serves(grant.principal.workspace.region);
    if own || switches.foreign_region == ForeignRegion::Routed {
        Ok(grant)
    } else {
        Err(ErrorList::token_invalid())
    }
}

fn allow(
    at: &Listener,
    grant: &Grant,
    rate_limit: RateLimit,
    headers: &HeaderMap,
    path: &str,
) -> Result<(), ErrorList> {
    if let Some(holder) = rate_limit.exceeded {
        let message = format!("The rate limit for the {holder} has been exceeded");
        return Err(ErrorList::new(StatusCode::TOO_MANY_REQUESTS, "rate_limit_exceeded", message));
    }
    let switches = at.intercom.switches();
    let version = version(headers)?.unwrap_or(switches.app_version);
    let resource = Resource::at(path).ok_or_else(ErrorList::not_found)?;
    if !resource.is_in(version) {
        return Err(wrong_version("Requested resource is not available in current API version."));
    }
    let lacks = match switches.plan {
        Plan::Full => false,
        Plan::Restricted => resource.of_the_plan,
        // Without the API, a token can still uninstall the app.
        Plan::NoApi => !resource.permissions.is_empty(),
    };
    if lacks {
        return Err(ErrorList::new(StatusCode::FORBIDDEN, "api_plan_restricted", plan_lacks(resource)));
    }
    let missing = at.intercom.missing(grant);
    if !resource.permissions.is_empty() && resource.permissions.iter().all(|each| missing.has(*each)) {
        return Err(not_permitted(resource, switches.permission_refusal));
    }
    Ok(())
}

/// Returns the version that the request names, or `None` if it names none.
fn version(headers: &HeaderMap) -> Result<Option<Version>, ErrorList> {
    let Some(named) = headers.get("intercom-version") else { return Ok(None) };
    let known = named.to_str().ok().and_then(Version::named);
    known.map(Some).ok_or_else(|| wrong_version("The requested version could not be found"))
}

fn plan_lacks(resource: &Resource) -> &'static str {
    if resource.path.ends_with("/metrics") {
        "Real-time monitoring is not enabled for your workspace."
    } else {
        "Active subscription needed."
    }
}

fn wrong_version(message: &'static str) -> ErrorList {
    ErrorList::new(StatusCode::BAD_REQUEST, "intercom_version_invalid", message)
}

/// Returns the error for a dead token. Intercom documents the codes, but not their causes.
fn dead(how: DeadToken) -> ErrorList {
    let (code, message) = match how {
        DeadToken::Unauthorized => return ErrorList::token_invalid(),
        DeadToken::Revoked => ("token_revoked", "The access token has been revoked"),
        DeadToken::NotFound => ("token_not_found", "The access token was not found"),
        DeadToken::Suspended => ("token_suspended", "The app of this access token was deleted"),
    };
    ErrorList::new(StatusCode::UNAUTHORIZED, code, message)
}

fn not_permitted(resource: &Resource, how: PermissionRefusal) -> ErrorList {
    let forbidden = match how {
        PermissionRefusal::Mixed => resource.is_newer(),
        PermissionRefusal::Unauthorized => false,
        PermissionRefusal::Forbidden => true,
    };
    if !forbidden {
        let message = "Not authorized to access resource";
        return ErrorList::new(StatusCode::UNAUTHORIZED, "token_unauthorized", message);
    }
    let wanted = resource.permissions.first().map_or("", |each| each.name);
    let message = format!("You do not have the required scope ({wanted}) to access this resource");
    ErrorList::new(StatusCode::FORBIDDEN, "forbidden", message)
}

/// Adds the rate limit headers.
fn stamped(mut answer: Response, rate_limit: RateLimit) -> Response {
    for (name, value) in [
        ("x-ratelimit-limit", rate_limit.limit),
        ("x-ratelimit-remaining", rate_limit.remaining),
        ("x-ratelimit-reset", rate_limit.reset),
    ] {
        answer.headers_mut().insert(name, HeaderValue::from(value));
    }
    answer
}

impl FromRequestParts<Listener> for Grant {
    type Rejection = ErrorList;

    /// Returns the grant that [`admit`] stored.
    async fn from_request_parts(parts: &mut Parts, _: &Listener) -> Result<Self, ErrorList> {
        parts.extensions.get::<Self>().copied().ok_or_else(ErrorList::token_invalid)
    }
}

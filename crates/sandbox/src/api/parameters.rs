//! What a read takes from its address: an id in the path, and the query.

use std::convert::Infallible;

use axum::{
    extract::{FromRequestParts, Path},
    http::request::Parts,
};

use crate::server::{
    errors::ErrorList,
    intercom::Listener,
    parameters::{Doubled, Parameters},
};

/// The only parameter of the path.
pub(super) struct Named(pub(super) String);

impl FromRequestParts<Listener> for Named {
    type Rejection = ErrorList;

    async fn from_request_parts(parts: &mut Parts, at: &Listener) -> Result<Self, ErrorList> {
        // What is no text names nothing.
        let path = Path::<String>::from_request_parts(parts, at).await;
        path.map(|Path(name)| Self(name)).map_err(|_| ErrorList::not_found())
    }
}

/// The query.
pub(super) struct Query(Parameters);

impl FromRequestParts<Listener> for Query {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &Listener) -> Result<Self, Infallible> {
        Ok(Self(Parameters::decode(parts.uri.query().unwrap_or_default().as_bytes())))
    }
}

impl Query {
    /// A text, if it was sent.
    pub(super) fn text(&self, name: &'static str) -> Result<Option<&str>, ErrorList> {
        let twice = |Doubled(name)| ErrorList::invalid(format!("{name} was sent twice")).field(name);
        self.0.one(name).map_err(twice)
    }

    /// A whole number, if one was sent.
    pub(super) fn number(&self, name: &'static str) -> Result<Option<u64>, ErrorList> {
        let wrong = |_| ErrorList::invalid(format!("{name} must be a number")).field(name);
        self.text(name)?.map(|text| text.parse().map_err(wrong)).transpose()
    }

    /// Whether a switch was sent as `true`; anything else is `false`.
    pub(super) fn flag(&self, name: &'static str) -> Result<bool, ErrorList> {
        Ok(self.text(name)? == Some("true"))
    }
}

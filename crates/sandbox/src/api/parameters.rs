//! The parameters in a request's address: an id in the path, and the query.

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
pub(super) struct PathId(pub(super) String);

impl FromRequestParts<Listener> for PathId {
    type Rejection = ErrorList;

    async fn from_request_parts(parts: &mut Parts, at: &Listener) -> Result<Self, ErrorList> {
        // An id that is no UTF-8 text belongs to no record.
        let path = Path::<String>::from_request_parts(parts, at).await;
        path.map(|Path(name)| Self(name)).map_err(|_| ErrorList::not_found())
    }
}

/// The query of a request.
pub(super) struct Query(Parameters);

impl FromRequestParts<Listener> for Query {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &Listener) -> Result<Self, Infallible> {
        Ok(Self(Parameters::decode(parts.uri.query().unwrap_or_default().as_bytes())))
    }
}

impl Query {
    /// Returns a text parameter, or `None` if it is absent. Fails if the parameter came twice.
    pub(super) fn text(&self, name: &'static str) -> Result<Option<&str>, ErrorList> {
        let twice = |Doubled(name)| ErrorList::invalid(format!("{name} was sent twice")).field(name);
        self.0.one(name).map_err(twice)
    }

    /// Returns a whole number, or `None` if the parameter is absent. Fails for any other text.
    pub(super) fn number(&self, name: &'static str) -> Result<Option<u64>, ErrorList> {
        let wrong = |_| ErrorList::invalid(format!("{name} must be a number")).field(name);
        self.text(name)?.map(|text| text.parse().map_err(wrong)).transpose()
    }

    /// Whether a parameter is the text `true`.
    pub(super) fn flag(&self, name: &'static str) -> Result<bool, ErrorList> {
        Ok(self.text(name)? == Some("true"))
    }
}

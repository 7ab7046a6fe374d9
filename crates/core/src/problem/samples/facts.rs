//! The facts of the samples. Kinds hold only lower-case letters and `_`. So do the provider's codes, which no sentence repeats.
//! Every other fact holds another character, so that a test can distinguish facts and kinds.

use std::boxed::Box;
use std::string::String;

use crate::{Answered, ApiRefusal, NameError, ProviderCode, ProviderProblem};

pub(super) const NAME: &str = "Maya's reports";
pub(super) const FILE: &str = "/home/maya/.local/share/applications/Switchhook.desktop";
pub(super) const FOLDER: &str = "/home/maya/.local/share/Switchhook";
pub(super) const WHY: &str = "Permission denied (os error 13)";

pub(super) fn host() -> String {
    "api.eu.intercom.example".into()
}

pub(super) fn code(text: &str) -> Option<ProviderCode> {
    ProviderCode::new(text)
}

/// A problem that may pass.
pub(super) fn down() -> ProviderProblem {
    ProviderProblem::NotReached { host: host() }
}

/// A problem of a token that no longer works.
pub(super) fn dead() -> ProviderProblem {
    ProviderProblem::Refused { host: host(), refusal: ApiRefusal::Dead, code: code("token_revoked") }
}

/// An identity with all facts.
pub(super) fn northwind() -> Box<Answered> {
    Box::new(Answered {
        workspace: Some("Northwind Support".into()),
        admin: Some("Maya Ortiz".into()),
        ids: Some("nw7k2p0q, eu, 71".into()),
    })
}

/// Identities with fewer facts.
pub(super) fn vague() -> [Box<Answered>; 3] {
    let workspace = Some("Larkspur Makers".into());
    let admin = Some("Jo Lindqvist".into());
    [
        Answered { workspace, ..Answered::default() },
        Answered { admin, ..Answered::default() },
        Answered::default(),
    ]
    .map(Box::new)
}

pub(super) fn name_errors() -> std::vec::Vec<NameError> {
    samples!(NameError:
        Empty: [NameError::Empty],
        TooLong: [NameError::TooLong],
        Control: [NameError::Control],
        Token: [NameError::Token],
    )
}

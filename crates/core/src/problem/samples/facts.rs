//! The facts of the samples. Kinds are of small letters and `_` alone, and so are the provider's codes, which no words repeat.
//! Every other fact holds something else: so a test can tell them apart.

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

/// One that passes.
pub(super) fn down() -> ProviderProblem {
    ProviderProblem::NotReached { host: host() }
}

/// One that ends a token.
pub(super) fn dead() -> ProviderProblem {
    ProviderProblem::Refused { host: host(), refusal: ApiRefusal::Dead, code: code("token_revoked") }
}

/// Everything is known of it.
pub(super) fn northwind() -> Box<Answered> {
    Box::new(Answered {
        workspace: Some("Northwind Support".into()),
        admin: Some("Maya Ortiz".into()),
        ids: Some("nw7k2p0q, eu, 71".into()),
    })
}

/// Those of whom less is known.
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
    )
}

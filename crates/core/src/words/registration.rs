//! The words for problems of registrations.

use alloc::format;

use super::paste;
use super::sentence::{Words, saying};
use crate::{Code, Field, RegistrationProblem};

pub(super) fn words(problem: &RegistrationProblem) -> Words {
    match problem {
        RegistrationProblem::NotFound => Words::new(
            "There is no registration of that name.",
            "See `switchhook registration list` for what there is.",
        ),
        RegistrationProblem::NameTaken { name } => Words::new(
            format!("A registration named “{name}” is there already."),
            "Choose another name, or remove that one first.",
        ),
        RegistrationProblem::Unusable { field, why } => Words::new(
            format!("The {} can't be used: {why}.", label(*field)),
            "Correct it and try again; nothing was stored.",
        ),
        RegistrationProblem::Paste { pasted, mistake } => paste::words(*pasted, *mistake),
        RegistrationProblem::ReservedParameter => Words::new(
            "The authorization endpoint's query holds a parameter that is each attempt's own.",
            "Leave response_type, client_id, redirect_uri, state and scope out of it.",
        ),
        RegistrationProblem::SecretNeeded => Words::new(
            "Another client id or another address takes the client secret once more.",
            "Give the secret together with that change: on the command line with --secret-stdin. Nothing was changed.",
        ),
        RegistrationProblem::SandboxOwned { name } => Words::new(
            format!("“{name}” is the sandbox's own: it follows the running sandbox."),
            "There is nothing to change; add an app of your own beside it.",
        ),
        RegistrationProblem::ChangedElsewhere { name } => Words::new(
            format!("“{name}” was changed from elsewhere just now."),
            "See how it stands, and try again. Nothing was changed.",
        ),
        RegistrationProblem::AddressesDamaged => {
            saying(Code::StoreFailed, "The registration's addresses can't be read.")
        }
        RegistrationProblem::SecretUnreadable { name } => Words::new(
            format!("The client secret of “{name}” does not open."),
            "Another program may have edited its addresses. Remove the registration and add it again; its accounts stay.",
        ),
    }
}

const fn label(field: Field) -> &'static str {
    match field {
        Field::Name => "name",
        Field::Workspace => "workspace's id",
        Field::Region => "region",
        Field::RedirectUri => "redirect URI",
        Field::AuthorizationEndpoint => "authorization endpoint",
        Field::TokenEndpoint => "token endpoint",
        Field::ApiBase => "API base",
    }
}

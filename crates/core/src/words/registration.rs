//! The command line's words for problems of registrations.

use alloc::format;

use super::paste;
use super::sentence::{Words, with_hint_of};
use crate::{Code, Field, RegistrationProblem};

pub(super) fn words(problem: &RegistrationProblem) -> Words {
    match problem {
        RegistrationProblem::NotFound => Words::new(
            "No registration has that name.",
            "Run `switchhook registration list` to see the registrations.",
        ),
        RegistrationProblem::NameTaken { name } => Words::new(
            format!("A registration named “{name}” already exists."),
            "Choose another name, or remove that registration first.",
        ),
        RegistrationProblem::Unusable { field, why } => Words::new(
            format!("Switchhook can't use the {}: {why}.", label(*field)),
            "Correct it and try again. Nothing was stored.",
        ),
        RegistrationProblem::Paste { pasted, mistake } => paste::words(*pasted, *mistake),
        RegistrationProblem::ListTooLong => Words::new(
            "The list of tokens is longer than 1 MiB. Nothing was connected.",
            "Check that it is the right list. Connect a longer one in several parts.",
        ),
        RegistrationProblem::ReservedParameter => Words::new(
            "The authorization endpoint's query holds a parameter that Switchhook sets for each attempt.",
            "Leave response_type, client_id, redirect_uri, state and scope out of it.",
        ),
        RegistrationProblem::SecretNeeded => Words::new(
            "A new client id or a new address requires the client secret again. Nothing was changed.",
            "Give the client secret together with that change. On the command line, use --secret-stdin.",
        ),
        RegistrationProblem::SandboxOwned { name } => Words::new(
            format!("“{name}” belongs to the sandbox and follows the running sandbox."),
            "Leave it as it is, and add an app of your own.",
        ),
        RegistrationProblem::ChangedElsewhere { name } => Words::new(
            format!("Another program has just changed “{name}”. Your change was not made."),
            "Look at the registration again, and repeat your change if you still want it.",
        ),
        RegistrationProblem::AddressesDamaged => {
            with_hint_of(Code::StoreFailed, "Switchhook can't read the registration's addresses.")
        }
        RegistrationProblem::SecretUnreadable { name } => Words::new(
            format!(
                "Switchhook can't decrypt the client secret of “{name}”. Another program may have edited the app's addresses."
            ),
            "Remove the registration and add it again. Its accounts stay.",
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

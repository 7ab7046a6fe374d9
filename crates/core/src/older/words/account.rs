//! The sentences of older versions for problems of accounts.

use alloc::format;
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;

use super::older_words::{OlderWords, RECONNECT_OR_FORGET};
use super::provider;
use crate::{AccountProblem, Answered, Lack};

const ADD_IT: &str = "Add it to the app in the Developer Hub (Configure › Authentication), check again, and reconnect the account if it is still missing.";

pub(super) fn words(problem: &AccountProblem) -> Option<OlderWords> {
    Some(match problem {
        AccountProblem::TokenUnreadable => OlderWords::new(
            "This account's token can't be opened on this computer.",
            "Reconnect the account; it keeps its name and tags.",
        ),
        AccountProblem::Another { came, known } => OlderWords::new(
            format!("The token that is kept here answers for {}, and not for {}.", named(came), named(known)),
            "Reconnect this account. The other one can be added as a new account.",
        ),
        AccountProblem::MissingPermissions { lacks } => {
            let lacks: Vec<String> = lacks.iter().map(lacking).collect();
            OlderWords::new(format!("The token lives, but its app lacks {}.", lacks.join(" and ")), ADD_IT)
        }
        AccountProblem::MissingIdentityPermission { host } => {
            OlderWords::new(provider::without_identity(host), ADD_IT)
        }
        AccountProblem::Unidentified => {
            OlderWords::new(provider::UNIDENTIFIED, "Check again later; the token is kept.")
        }
        AccountProblem::Uninstalled => OlderWords::new(
            "The app was uninstalled from this workspace, and its token died with it.",
            RECONNECT_OR_FORGET,
        ),
        AccountProblem::DeadBeforeUninstall { why } => OlderWords::new(
            format!(
                "{} It was dead before, so it could not ask for the uninstall: the app may still be installed in this workspace.",
                provider::words(why)?.message
            ),
            "Reconnect the account and uninstall it then, or remove the app at Intercom. If it is gone already, forget the account.",
        ),
        _ => return None,
    })
}

fn lacking(Lack { permission, figures }: &Lack) -> String {
    let figures: Vec<&str> = figures.iter().map(|figure| figure.label()).collect();
    format!("“{permission}” (for {})", figures.join(", "))
}

fn named(answered: &Answered) -> String {
    let name = match (&answered.workspace, &answered.admin) {
        (Some(workspace), Some(admin)) => format!("“{workspace}” as {admin}"),
        (Some(workspace), None) => format!("“{workspace}”"),
        (None, Some(admin)) => admin.clone(),
        (None, None) => "A workspace without a name".to_string(),
    };
    match &answered.ids {
        Some(ids) => format!("{name} ({ids})"),
        None => name,
    }
}

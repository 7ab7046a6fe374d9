//! The words for problems of accounts.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::provider;
use super::sentence::{Words, listed, named, saying};
use crate::{AccountProblem, Code, Lack};

/// What to do about a missing permission.
const ADD_IT: &str = "Add it to the app in the Developer Hub (Configure › Authentication), check again, and reconnect the account if it is still missing.";
pub(super) const RECONNECT_OR_FORGET: &str = "Reconnect the account to install the app again, or forget it.";

pub(super) fn words(problem: &AccountProblem) -> Words {
    match problem {
        AccountProblem::NotFound => saying(Code::NotFound, "There is no account of that name or id."),
        AccountProblem::NameAmbiguous => Words::new(
            "More than one account has that name.",
            "Use the account's id: see `switchhook list`.",
        ),
        AccountProblem::Name { why } => {
            Words::new(format!("The account's name can't be used: {why}."), "Choose another name.")
        }
        AccountProblem::NewName { why } => {
            Words::new(format!("The name can't be used: {why}."), "Choose another name.")
        }
        AccountProblem::Tag { why } => {
            Words::new(format!("A tag can't be used: {why}."), "A tag has 1 to 50 characters.")
        }
        AccountProblem::Disabled => Words::new("This account is disabled.", "Enable it first."),
        AccountProblem::ForgottenInCheck { name } => Words::new(
            format!("“{name}” was forgotten while it was checked."),
            "See `switchhook list` for what there is.",
        ),
        AccountProblem::ForgottenInRenewal => Words::new(
            "The account was forgotten while its new token was checked. Nothing was stored.",
            "Add the token as a new account, if that is wanted.",
        ),
        AccountProblem::TokenUnreadable => Words::new(
            "This account's token can't be opened on this computer.",
            "Reconnect the account; it keeps its name and tags.",
        ),
        AccountProblem::CannotAsk => {
            Words::new("This account's token can't be read, so it can't ask.", "Reconnect the account.")
        }
        AccountProblem::CannotUninstall => Words::new(
            "This account's token can't be read, so it can't ask.",
            "Reconnect the account, then uninstall it.",
        ),
        AccountProblem::Another { came, known } => Words::new(
            format!(
                "The token that is kept here answers for {}, and not for {}.",
                named(came),
                named(known)
            ),
            "Reconnect this account. The other one can be added as a new account.",
        ),
        AccountProblem::PastedForAnother { came, awaited } => Words::new(
            format!("{} answered; {} was awaited. Nothing was changed.", named(came), named(awaited)),
            "Paste the token of that workspace, or add this one as a new account. Nothing was changed.",
        ),
        AccountProblem::AlreadyHere { name } => Words::new(
            format!("That workspace is here already as “{name}”. Nothing was changed."),
            "Renew that account with this token, or paste the token of another workspace.",
        ),
        AccountProblem::NotRenewable => Words::new(
            "This account was connected by an app; a pasted token can't renew it.",
            "Reconnect it, or add the token as a new account. Nothing was changed.",
        ),
        AccountProblem::AddressNotProven => Words::new(
            "This account's token does not open, so another program may have edited its API address.",
            "Give the API address yourself with --api-base, or forget the account and add the token as a new one.",
        ),
        AccountProblem::OtherAddress => Words::new(
            "This account's API is at another address.",
            "Leave the address out: the account's own one is asked. Nothing was changed.",
        ),
        AccountProblem::NotProven { why } => {
            let Words { message, hint } = provider::words(why);
            Words { message, hint: format!("{hint} Nothing was changed.") }
        }
        AccountProblem::PastedDead { why } => Words {
            hint: "Copy the token once more, or choose another region. Nothing was stored.".into(),
            ..provider::words(why)
        },
        AccountProblem::PastedUnreadable { why } => Words {
            hint: "Check the API base, the region and the network: something other than Intercom may have answered. Nothing was stored.".into(),
            ..provider::words(why)
        },
        AccountProblem::MissingPermissions { lacks } => {
            let named: Vec<String> = lacks.iter().map(lacking).collect();
            Words::new(format!("The token lives, but its app lacks {}.", named.join(" and ")), ADD_IT)
        }
        AccountProblem::MissingIdentityPermission { host } => {
            Words::new(provider::without_identity(host), ADD_IT)
        }
        AccountProblem::Unidentified => Words::new(
            provider::UNIDENTIFIED,
            "Check again later; the token is kept.",
        ),
        AccountProblem::Uninstalled => Words::new(
            "The app was uninstalled from this workspace, and its token died with it.",
            RECONNECT_OR_FORGET,
        ),
        AccountProblem::UninstallUnknown { why } => Words::new(
            format!("{} The app may have been uninstalled all the same.", provider::words(why).message),
            "The account, and those that may have ended with it, were asked just now as far as they could be: see how they stand. If the token still works, uninstall again.",
        ),
        AccountProblem::DeadBeforeUninstall { why } => Words::new(
            format!(
                "{} It was dead before, so it could not ask for the uninstall: the app may still be installed in this workspace.",
                provider::words(why).message
            ),
            "Reconnect the account and uninstall it then, or remove the app at Intercom. If it is gone already, forget the account.",
        ),
        AccountProblem::NoPage => Words::new(
            "Where this account's workspace is opened is not known.",
            "Open Intercom in your browser, and choose the workspace there.",
        ),
    }
}

fn lacking(Lack { permission, figures }: &Lack) -> String {
    format!("“{permission}” (for {})", listed(figures.iter().map(|figure| figure.label())))
}

//! The command line's words for problems of accounts.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::provider;
use super::sentence::{Words, listed, named, with_hint_of};
use crate::{AccountProblem, Code, Lack, RhythmFault};

/// The hint for a missing permission.
const ADD_IT: &str = "Add each missing permission to the app in the Developer Hub (Configure › Authentication) and check again. If one is still missing, reconnect the account.";
pub(super) const RECONNECT_OR_FORGET: &str = "Reconnect the account to install the app again, or forget it.";

pub(super) fn words(problem: &AccountProblem) -> Words {
    match problem {
        AccountProblem::NotFound => with_hint_of(Code::NotFound, "No account has that name or id."),
        AccountProblem::NameAmbiguous => Words::new(
            "More than one account has that name.",
            "Use the account's id. Run `switchhook list` to see it.",
        ),
        AccountProblem::Name { why } => {
            Words::new(format!("Switchhook can't use the account's name: {why}."), "Choose another name.")
        }
        AccountProblem::NewName { why } => {
            Words::new(format!("Switchhook can't use the name: {why}."), "Choose another name.")
        }
        AccountProblem::Tag { why } => {
            Words::new(format!("Switchhook can't use a tag: {why}."), "Give each tag 1 to 50 characters.")
        }
        AccountProblem::Disabled => Words::new("This account is disabled.", "Enable the account first."),
        AccountProblem::ForgottenInCheck { name } => Words::new(
            format!("“{name}” was forgotten while Switchhook checked it."),
            "Run `switchhook list` to see the accounts.",
        ),
        AccountProblem::ForgottenInRenewal => Words::new(
            "The account was forgotten while Switchhook checked its new token. Nothing was stored.",
            "Add the token as a new account, if you still want it.",
        ),
        AccountProblem::TokenUnreadable => Words::new(
            "Switchhook can't decrypt this account's token on this computer.",
            "Reconnect the account. It keeps its name and tags.",
        ),
        AccountProblem::CannotAsk => {
            Words::new("Switchhook can't read this account's token, so it can't send requests for it.", "Reconnect the account.")
        }
        AccountProblem::CannotUninstall => Words::new(
            "Switchhook can't read this account's token, so it can't ask Intercom to uninstall the app.",
            "Reconnect the account, then uninstall the app.",
        ),
        AccountProblem::Another { came, known } => Words::new(
            format!(
                "The stored token belongs to {}, and not to {}.",
                named(came),
                named(known)
            ),
            "Reconnect this account. Add the other one as a new account if you want it.",
        ),
        AccountProblem::PastedForAnother { came, awaited } => Words::new(
            format!("The token belongs to {}, and not to {}. Nothing was changed.", named(came), named(awaited)),
            "Paste your token of the expected workspace, or add this token as a new account.",
        ),
        AccountProblem::AlreadyHere { name } => Words::new(
            format!("That workspace is already connected as “{name}”. Nothing was changed."),
            "Renew that account with this token, or paste your token of another workspace.",
        ),
        AccountProblem::NotRenewable => Words::new(
            "An app connected this account, so a pasted token can't renew it. Nothing was changed.",
            "Reconnect the account, or add the token as a new account.",
        ),
        AccountProblem::AddressNotProven => Words::new(
            "Switchhook can't decrypt this account's token. Another program may have edited the account's API address.",
            "Give the API address yourself with --api-base, or forget the account and add the token as a new one.",
        ),
        AccountProblem::OtherAddress => Words::new(
            "This account's API has another address than the one that you gave. Nothing was changed.",
            "Leave the address out. Switchhook then uses the account's own.",
        ),
        AccountProblem::NotProven { why } => {
            let Words { message, hint } = provider::words(why);
            Words { message, hint: format!("{hint} Nothing was changed.") }
        }
        AccountProblem::PastedDead { why } => Words {
            hint: "Copy the token again, or choose another region. Nothing was stored.".into(),
            ..provider::words(why)
        },
        AccountProblem::PastedDeadEverywhere { why } => Words {
            hint: "Copy the token again. Intercom's hosts of the other regions do not accept it either. Nothing was stored.".into(),
            ..provider::words(why)
        },
        AccountProblem::PastedUnreadable { why } => Words {
            hint: "Check the API base, the region and the network. Something other than Intercom may have answered. Nothing was stored.".into(),
            ..provider::words(why)
        },
        AccountProblem::MissingPermissions { lacks } => {
            let named: Vec<String> = lacks.iter().map(lacking).collect();
            Words::new(format!("The token works, but its app lacks {}.", named.join(" and ")), ADD_IT)
        }
        AccountProblem::MissingIdentityPermission { host } => {
            Words::new(provider::without_identity(host), ADD_IT)
        }
        AccountProblem::Unidentified => Words::new(
            provider::UNIDENTIFIED,
            "Check again later. Switchhook keeps the token.",
        ),
        AccountProblem::Uninstalled => Words::new(
            "The app was uninstalled from this workspace, so its token no longer works.",
            RECONNECT_OR_FORGET,
        ),
        AccountProblem::UninstallUnknown { why } => Words::new(
            format!("{} The app may be uninstalled nevertheless.", provider::words(why).message),
            "Look at the status of this account and of those that may have ended with it. Switchhook has just checked each that it could. If the token still works, uninstall again.",
        ),
        AccountProblem::DeadBeforeUninstall { why } => Words::new(
            format!(
                "{} The token had stopped working before, so Switchhook could not uninstall the app. The app may still be installed in this workspace.",
                provider::words(why).message
            ),
            "Reconnect the account and then uninstall the app, or remove the app at Intercom. If the app is already gone, forget the account.",
        ),
        AccountProblem::NoPage => Words::new(
            "Switchhook does not know the address of this account's workspace.",
            "Open Intercom in your browser, and choose the workspace there.",
        ),
        AccountProblem::Rhythm { why } => rhythm(*why),
    }
}

fn rhythm(why: RhythmFault) -> Words {
    match why {
        RhythmFault::NoDay => {
            Words::new("The working hours have no working day.", "Choose at least one day of the week.")
        }
        RhythmFault::NoTime => {
            Words::new("The working hours have a time outside the day.", "Choose times from 0:00 to 24:00.")
        }
        RhythmFault::UnknownZone => Words::new(
            "This computer does not know that time zone.",
            "Choose a time zone such as Europe/Dublin.",
        ),
        RhythmFault::WaitMinutes => Words::new(
            "Switchhook can't use that threshold of a wait.",
            "Choose a time from 1 minute to 366 days.",
        ),
        RhythmFault::LowRatings => Words::new(
            "Switchhook can't use that threshold of low ratings.",
            "Choose a number from 1 to 1,000.",
        ),
        RhythmFault::Percent => Words::new(
            "Switchhook can't use that threshold of a day.",
            "Choose 101 to 1,000 percent of the usual.",
        ),
    }
}

fn lacking(Lack { permission, figures }: &Lack) -> String {
    format!("“{permission}” (for {})", listed(figures.iter().map(|figure| figure.label())))
}

//! The problems of a stored account.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::{Answered, Code, Figure, NameError, ProviderCode, ProviderProblem, RhythmFault};

/// A problem of an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum AccountProblem {
    /// No account has this name or id.
    NotFound,
    /// Several accounts have this name.
    NameAmbiguous,
    /// An account's name can't be used.
    Name {
        /// The rule that the text breaks.
        why: NameError,
    },
    /// A new name can't be used.
    NewName {
        /// The rule that the text breaks.
        why: NameError,
    },
    /// A tag can't be used.
    Tag {
        /// The rule that the text breaks.
        why: NameError,
    },
    /// The account is disabled.
    Disabled,
    /// The account was forgotten during its check.
    ForgottenInCheck {
        /// The name of the account.
        name: String,
    },
    /// The account was forgotten while Switchhook checked its new token.
    ForgottenInRenewal,
    /// The account's token is missing, or Switchhook can't decrypt it.
    TokenUnreadable,
    /// The account's token can't be read, so Switchhook can't send requests for the account.
    CannotAsk,
    /// The account's token can't be read, so Switchhook can't uninstall the app.
    CannotUninstall,
    /// The account's token belongs to another account.
    Another {
        /// The identity that the token belongs to.
        came: Box<Answered>,
        /// The account's known identity.
        known: Box<Answered>,
    },
    /// A token pasted for this account belongs to another account.
    PastedForAnother {
        /// The identity that the token belongs to.
        came: Box<Answered>,
        /// The account's identity.
        awaited: Box<Answered>,
    },
    /// A pasted token belongs to an account that already exists.
    AlreadyHere {
        /// The name of the existing account.
        name: String,
    },
    /// An app connected the account, so a pasted token can't renew it.
    NotRenewable,
    /// The account's API has another address than the given one.
    OtherAddress,
    /// The account's token can't be decrypted, so another program may have edited its API address.
    AddressNotProven,
    /// Switchhook could not check whether a pasted token belongs to the account.
    NotProven {
        /// The problem of the check.
        why: ProviderProblem,
    },
    /// The provider refused a pasted token.
    PastedDead {
        /// The refusal.
        why: ProviderProblem,
    },
    /// Intercom's hosts of all regions refuse a pasted token as dead.
    PastedDeadEverywhere {
        /// The refusal of the first host.
        why: ProviderProblem,
    },
    /// The answer for a pasted token can't be read.
    PastedUnreadable {
        /// The problem of the answer.
        why: ProviderProblem,
    },
    /// The app lacks permissions.
    MissingPermissions {
        /// The permissions, in the order of the figures.
        lacks: Vec<Lack>,
    },
    /// The app lacks the permission for `/me`, which identifies the account.
    MissingIdentityPermission {
        /// The host that answered.
        host: String,
    },
    /// The answer of `/me` names neither workspace nor teammate.
    Unidentified,
    /// The app was uninstalled from the workspace.
    Uninstalled,
    /// An uninstall got no clear answer.
    UninstallUnknown {
        /// The problem of the answer.
        why: ProviderProblem,
    },
    /// The token no longer worked before the uninstall.
    DeadBeforeUninstall {
        /// The refusal of the token.
        why: ProviderProblem,
    },
    /// The address of the account's workspace is unknown.
    NoPage,
    /// Working hours or thresholds can't be used.
    Rhythm {
        /// The fault.
        why: RhythmFault,
    },
}

/// A permission that an app lacks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Lack {
    /// The label of the permission in the Developer Hub.
    pub permission: String,
    /// The figures that stay empty without the permission.
    pub figures: Vec<Figure>,
}

impl AccountProblem {
    pub(crate) fn code(&self) -> Code {
        match self {
            Self::NotFound | Self::ForgottenInCheck { .. } | Self::ForgottenInRenewal | Self::NoPage => {
                Code::NotFound
            }
            Self::NameAmbiguous
            | Self::Name { .. }
            | Self::NewName { .. }
            | Self::Tag { .. }
            | Self::Disabled
            | Self::NotRenewable
            | Self::OtherAddress
            | Self::AddressNotProven
            | Self::Rhythm { .. } => Code::Usage,
            Self::TokenUnreadable | Self::CannotAsk | Self::CannotUninstall => Code::KeyMissing,
            Self::Another { .. } | Self::PastedForAnother { .. } | Self::AlreadyHere { .. } => {
                Code::WrongWorkspace
            }
            Self::MissingPermissions { .. } | Self::MissingIdentityPermission { .. } | Self::Uninstalled => {
                Code::CodeRejected
            }
            Self::Unidentified => Code::ProviderUnreadable,
            Self::NotProven { why }
            | Self::PastedDead { why }
            | Self::PastedDeadEverywhere { why }
            | Self::PastedUnreadable { why }
            | Self::UninstallUnknown { why }
            | Self::DeadBeforeUninstall { why } => why.code(),
        }
    }

    pub(crate) const fn provider_code(&self) -> Option<&ProviderCode> {
        match self {
            Self::NotProven { why }
            | Self::PastedDead { why }
            | Self::PastedDeadEverywhere { why }
            | Self::PastedUnreadable { why }
            | Self::UninstallUnknown { why }
            | Self::DeadBeforeUninstall { why } => why.provider_code(),
            _ => None,
        }
    }

    /// Returns the labels of the permissions that the app lacks. Returns an empty list for other problems.
    pub fn missing_permissions(&self) -> Vec<String> {
        match self {
            Self::MissingPermissions { lacks } => lacks.iter().map(|lack| lack.permission.clone()).collect(),
            Self::MissingIdentityPermission { .. } => Vec::from([crate::IDENTITY_PERMISSION.into()]),
            _ => Vec::new(),
        }
    }
}

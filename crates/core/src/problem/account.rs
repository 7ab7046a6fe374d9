//! What can go wrong with a stored account.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::{Answered, Code, Figure, NameError, ProviderCode, ProviderProblem};

/// A problem of an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum AccountProblem {
    /// No account has this name or id.
    NotFound,
    /// Several accounts have this name.
    NameAmbiguous,
    /// A name that can't be used.
    Name {
        /// What is wrong with it.
        why: NameError,
    },
    /// A new name that can't be used.
    NewName {
        /// What is wrong with it.
        why: NameError,
    },
    /// A tag that can't be used.
    Tag {
        /// What is wrong with it.
        why: NameError,
    },
    /// The account is disabled.
    Disabled,
    /// It was forgotten while it was checked.
    ForgottenInCheck {
        /// Its name.
        name: String,
    },
    /// It was forgotten while its new token was checked.
    ForgottenInRenewal,
    /// Its token is missing or does not open.
    TokenUnreadable,
    /// Its token can't be read, so it can't ask the API.
    CannotAsk,
    /// Its token can't be read, so it can't ask for an uninstall.
    CannotUninstall,
    /// Its token answers for another account.
    Another {
        /// The one that the token answers for.
        came: Box<Answered>,
        /// The one that is known.
        known: Box<Answered>,
    },
    /// A token was pasted for it that belongs to another account.
    PastedForAnother {
        /// The one that the token belongs to.
        came: Box<Answered>,
        /// The one that was awaited.
        awaited: Box<Answered>,
    },
    /// A token was pasted for it that belongs to an account that is here.
    AlreadyHere {
        /// The name of that account.
        name: String,
    },
    /// An app connected it, so that a pasted token can't renew it.
    NotRenewable,
    /// Its API is at another address than the one that was given.
    OtherAddress,
    /// Its API address may have been edited: the token that is kept does not open.
    AddressNotProven,
    /// Nothing tells whether a pasted token belongs to it.
    NotProven {
        /// Why nothing does.
        why: ProviderProblem,
    },
    /// A pasted token is dead.
    PastedDead {
        /// How the provider told.
        why: ProviderProblem,
    },
    /// The answer for a pasted token can't be read.
    PastedUnreadable {
        /// What is wrong with it.
        why: ProviderProblem,
    },
    /// The app lacks permissions.
    MissingPermissions {
        /// Each of them, in the order of the figures.
        lacks: Vec<Lack>,
    },
    /// The app lacks the permission that tells whose the account is.
    MissingIdentityPermission {
        /// The host that was asked.
        host: String,
    },
    /// The answer of `/me` names neither workspace nor teammate.
    Unidentified,
    /// The app was uninstalled from the workspace.
    Uninstalled,
    /// No answer told what became of an uninstall.
    UninstallUnknown {
        /// What happened to the answer.
        why: ProviderProblem,
    },
    /// The token was dead before the uninstall.
    DeadBeforeUninstall {
        /// How it died.
        why: ProviderProblem,
    },
    /// Nothing tells where its workspace is opened.
    NoPage,
}

/// A permission that an app lacks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Lack {
    /// As the Developer Hub labels it.
    pub permission: String,
    /// The figures that stay empty without it.
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
            | Self::AddressNotProven => Code::Usage,
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
            | Self::PastedUnreadable { why }
            | Self::UninstallUnknown { why }
            | Self::DeadBeforeUninstall { why } => why.code(),
        }
    }

    pub(crate) const fn provider_code(&self) -> Option<&ProviderCode> {
        match self {
            Self::NotProven { why }
            | Self::PastedDead { why }
            | Self::PastedUnreadable { why }
            | Self::UninstallUnknown { why }
            | Self::DeadBeforeUninstall { why } => why.provider_code(),
            _ => None,
        }
    }

    /// The labels of the permissions that the app lacks.
    pub fn missing_permissions(&self) -> Vec<String> {
        match self {
            Self::MissingPermissions { lacks } => lacks.iter().map(|lack| lack.permission.clone()).collect(),
            Self::MissingIdentityPermission { .. } => Vec::from([crate::IDENTITY_PERMISSION.into()]),
            _ => Vec::new(),
        }
    }
}

//! Samples of the problems of accounts.

use std::vec::Vec;

use super::facts::{self, NAME, dead, down, host, northwind};
use crate::{AccountProblem, Figure, JsonTextError, Lack, ProviderProblem, RhythmFault, Unreadable};

pub(super) fn all() -> Vec<AccountProblem> {
    use AccountProblem::*;
    let pairs = || facts::vague().map(|came| (came, northwind()));
    samples!(AccountProblem:
        NotFound: [NotFound],
        NameAmbiguous: [NameAmbiguous],
        Name: facts::name_errors().into_iter().map(|why| Name { why }),
        NewName: facts::name_errors().into_iter().map(|why| NewName { why }),
        Tag: facts::name_errors().into_iter().map(|why| Tag { why }),
        Disabled: [Disabled],
        ForgottenInCheck: [ForgottenInCheck { name: NAME.into() }],
        ForgottenInRenewal: [ForgottenInRenewal],
        TokenUnreadable: [TokenUnreadable],
        CannotAsk: [CannotAsk],
        CannotUninstall: [CannotUninstall],
        Another: pairs().map(|(came, known)| Another { came, known }),
        PastedForAnother: pairs().map(|(came, awaited)| PastedForAnother { came, awaited }),
        AlreadyHere: [AlreadyHere { name: NAME.into() }],
        NotRenewable: [NotRenewable],
        OtherAddress: [OtherAddress],
        AddressNotProven: [AddressNotProven],
        NotProven: [NotProven { why: down() }, NotProven { why: dead() }],
        PastedDead: [PastedDead { why: dead() }],
        PastedDeadEverywhere: [PastedDeadEverywhere { why: dead() }],
        PastedUnreadable: [PastedUnreadable { why: unreadable() }],
        MissingPermissions: [missing(&[Figure::Tags]), missing(&Figure::ALL)],
        MissingIdentityPermission: [MissingIdentityPermission { host: host() }],
        Unidentified: [Unidentified],
        Uninstalled: [Uninstalled],
        UninstallUnknown: [UninstallUnknown { why: down() }],
        DeadBeforeUninstall: [DeadBeforeUninstall { why: dead() }],
        NoPage: [NoPage],
        Rhythm: RhythmFault::ALL.map(|why| Rhythm { why }),
    )
}

fn unreadable() -> ProviderProblem {
    ProviderProblem::Unreadable { host: host(), why: Unreadable::Text(JsonTextError::NoJson), code: None }
}

/// Makes a lack of the first figure's permission for all figures, and a lack of one permission for each other figure.
fn missing(figures: &[Figure]) -> AccountProblem {
    let first = Lack { permission: figures[0].permission().into(), figures: figures.into() };
    let more = figures
        .iter()
        .skip(1)
        .map(|figure| Lack { permission: figure.permission().into(), figures: Vec::from([*figure]) });
    AccountProblem::MissingPermissions { lacks: std::iter::once(first).chain(more).collect() }
}

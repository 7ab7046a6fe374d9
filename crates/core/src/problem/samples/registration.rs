//! Samples of the problems of registrations.

use std::vec::Vec;

use super::facts::{self, NAME};
use crate::{AddressError, Field, FieldFault, PasteMistake, Pasted, RegistrationProblem};

pub(super) fn all() -> Vec<RegistrationProblem> {
    use RegistrationProblem::*;
    samples!(RegistrationProblem:
        NotFound: [NotFound],
        NameTaken: [NameTaken { name: NAME.into() }],
        Unusable: unusable(),
        Paste: pasted(),
        ListTooLong: [ListTooLong],
        ReservedParameter: [ReservedParameter],
        SecretNeeded: [SecretNeeded],
        SandboxOwned: [SandboxOwned { name: NAME.into() }],
        ChangedElsewhere: [ChangedElsewhere { name: NAME.into() }],
        AddressesDamaged: [AddressesDamaged],
        SecretUnreadable: [SecretUnreadable { name: NAME.into() }],
    )
}

/// Returns each field with one fault, and each fault with one field.
fn unusable() -> Vec<RegistrationProblem> {
    let fields = fields().into_iter().map(|field| (field, AddressError::NotAUrl.into()));
    let faults = faults().into_iter().map(|why| (Field::RedirectUri, why));
    fields.chain(faults).map(|(field, why)| RegistrationProblem::Unusable { field, why }).collect()
}

fn fields() -> Vec<Field> {
    use Field::*;
    samples!(Field:
        Name: [Name],
        Workspace: [Workspace],
        Region: [Region],
        RedirectUri: [RedirectUri],
        AuthorizationEndpoint: [AuthorizationEndpoint],
        TokenEndpoint: [TokenEndpoint],
        ApiBase: [ApiBase],
    )
}

fn faults() -> Vec<FieldFault> {
    samples!(FieldFault:
        Name: facts::name_errors().into_iter().map(FieldFault::Name),
        Address: address_errors().into_iter().map(FieldFault::Address),
    )
}

fn address_errors() -> Vec<AddressError> {
    use AddressError::*;
    samples!(AddressError:
        NotAUrl: [NotAUrl],
        Insecure: [Insecure],
        Credentials: [Credentials],
        Fragment: [Fragment],
        Query: [Query],
        ReservedQuery: [ReservedQuery],
        NotCanonical: [NotCanonical("https://bridge.example/".into())],
        ForeignScheme: [ForeignScheme("switchhook://callback".into())],
        BlockedPort: [BlockedPort(6000)],
    )
}

/// Returns each mistake with each thing that people paste.
fn pasted() -> Vec<RegistrationProblem> {
    let of =
        |pasted| mistakes().into_iter().map(move |mistake| RegistrationProblem::Paste { pasted, mistake });
    things().into_iter().flat_map(of).collect()
}

fn things() -> Vec<Pasted> {
    use Pasted::*;
    samples!(Pasted:
        ClientId: [ClientId],
        ClientSecret: [ClientSecret],
        Workspace: [Workspace],
        AccessToken: [AccessToken],
    )
}

fn mistakes() -> Vec<PasteMistake> {
    use PasteMistake::*;
    samples!(PasteMistake:
        Empty: [Empty],
        TooLong: [TooLong],
        Assignment: [Assignment],
        AccessToken: [AccessToken],
        Quoted: [Quoted],
        Blank: [Blank],
        Address: [Address],
        Id: [Id],
        NoToken: [NoToken],
        Charset: [Charset],
        Same: [Same],
        Exchanged: [Exchanged],
    )
}

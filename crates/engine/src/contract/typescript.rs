//! Writes the contract's types as TypeScript to `ui/contract`.

use std::fs;
use std::path::Path;

use switchhook_core as core;
use ts_rs::{Config, TS};

use super::*;
use crate::accounts::put_off::PutOffFor;

/// The name of a type, and its declaration.
type Declared = (String, String);

/// Returns a type's TypeScript name and declaration.
fn declared<T: TS>() -> Declared {
    let config = Config::default();
    (T::name(&config), T::decl(&config))
}

/// Returns every type that the window knows.
fn all() -> Vec<Declared> {
    vec![
        declared::<core::Region>(),
        declared::<core::Status>(),
        declared::<core::Figure>(),
        declared::<core::RegistrationKind>(),
        declared::<core::ReturnRoute>(),
        declared::<core::AttemptStage>(),
        declared::<core::Outcome>(),
        declared::<core::Answered>(),
        declared::<core::AccountId>(),
        declared::<core::AttemptId>(),
        declared::<core::ClientId>(),
        declared::<core::RegistrationId>(),
        declared::<core::WorkspaceId>(),
        declared::<core::Code>(),
        declared::<core::ProviderCode>(),
        declared::<core::Problem>(),
        declared::<core::LinkError>(),
        declared::<core::AttemptProblem>(),
        declared::<core::CodeRejection>(),
        declared::<core::AccountProblem>(),
        declared::<core::Lack>(),
        declared::<core::RhythmFault>(),
        declared::<core::RegistrationProblem>(),
        declared::<core::Field>(),
        declared::<core::FieldFault>(),
        declared::<core::NameError>(),
        declared::<core::AddressError>(),
        declared::<core::Pasted>(),
        declared::<core::PasteMistake>(),
        declared::<core::ProviderProblem>(),
        declared::<core::Insecurity>(),
        declared::<core::ProxyFailure>(),
        declared::<core::SocksReply>(),
        declared::<core::Unreadable>(),
        declared::<core::FigureError>(),
        declared::<core::TokenError>(),
        declared::<core::JsonTextError>(),
        declared::<core::PageError>(),
        declared::<core::ApiRefusal>(),
        declared::<core::ReadRefusal>(),
        declared::<core::VaultProblem>(),
        declared::<core::StoreProblem>(),
        declared::<core::FileFault>(),
        declared::<core::DiskLack>(),
        declared::<core::DesktopProblem>(),
        declared::<core::Need>(),
        declared::<core::HealthStatus>(),
        declared::<core::HealthCheck>(),
        declared::<core::HealthReport>(),
        declared::<Failure>(),
        declared::<Account>(),
        declared::<Workspace>(),
        declared::<Admin>(),
        declared::<AccountCard>(),
        declared::<Trouble>(),
        declared::<AccountDetail>(),
        declared::<CheckedAccounts>(),
        declared::<UninstallImpact>(),
        declared::<Connected>(),
        declared::<AddedToken>(),
        declared::<ListedToken>(),
        declared::<Figure>(),
        declared::<Waiting>(),
        declared::<Headroom>(),
        declared::<MeAnswer>(),
        declared::<Registration>(),
        declared::<AppGuide>(),
        declared::<AppPermission>(),
        declared::<RedirectUris>(),
        declared::<DeployedBridge>(),
        declared::<AppForm>(),
        declared::<Attempt>(),
        declared::<Today>(),
        declared::<AccountNeed>(),
        declared::<BoardRow>(),
        declared::<Change>(),
        declared::<Wait>(),
        declared::<RatingCounts>(),
        declared::<OpenTickets>(),
        declared::<MorningReading>(),
        declared::<TeamLoad>(),
        declared::<TeamRow>(),
        declared::<TeammateRow>(),
        declared::<LongestRow>(),
        declared::<LowRatingsRow>(),
        declared::<LowRatingRow>(),
        declared::<DayRow>(),
        declared::<FinCounts>(),
        declared::<WorkingHours>(),
        declared::<Rhythm>(),
        declared::<AccountThresholds>(),
        declared::<PutOffFor>(),
        declared::<Vault>(),
        declared::<Overview>(),
        declared::<News>(),
        declared::<Settings>(),
        declared::<Presence>(),
        declared::<LinkHandler>(),
    ]
}

#[test]
fn typescript_files_are_written_from_the_contract() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/contract");
    fs::create_dir_all(&folder).expect("the folder");
    let all = all();
    let names: Vec<String> = all.iter().map(|(name, _)| name.clone()).collect();
    for (name, declaration) in &all {
        let text = file(name, declaration, &names);
        let path = folder.join(format!("{name}.ts"));
        if fs::read_to_string(&path).ok().as_deref() != Some(&text) {
            fs::write(&path, text).expect("written");
        }
    }
    for entry in fs::read_dir(&folder).expect("listed").flatten() {
        let stem = entry.path().file_stem().and_then(|stem| stem.to_str().map(str::to_owned));
        assert!(stem.is_some_and(|stem| names.contains(&stem)), "{:?} is written by no type", entry.path());
    }
}

/// Returns the text of a type's file. `names` are the types that the file may import.
fn file(name: &str, declaration: &str, names: &[String]) -> String {
    let words: Vec<&str> = declaration.split(|c: char| !c.is_alphanumeric()).collect();
    let imports: String = names
        .iter()
        .filter(|other| *other != name && words.contains(&other.as_str()))
        .map(|other| format!("import type {{ {other} }} from \"./{other}\";\n"))
        .collect();
    let gap = if imports.is_empty() { "" } else { "\n" };
    format!(
        "// Written by the engine's tests from its contract: do not edit.\n{imports}{gap}export {declaration}\n"
    )
}

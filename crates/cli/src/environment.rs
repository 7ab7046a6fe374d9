//! The three variables that Intercom's own tutorial reads, for who has set them already. They are read only when
//! that is asked for.

use std::env;

use switchhook_engine::core::{
    ClientSecret, ErrorReport, Pasted, RegistrationProblem, check_client_id, check_client_secret,
};

use crate::misuse::Misuse;

const CLIENT_ID: &str = "INTERCOM_CLIENT_ID";
const CLIENT_SECRET: &str = "INTERCOM_CLIENT_SECRET";
const APP_ID: &str = "INTERCOM_APP_ID";

/// An app as the environment tells it.
pub(crate) struct FromEnvironment {
    pub(crate) client_id: String,
    pub(crate) client_secret: ClientSecret,
    /// What Intercom calls the app's id is its workspace.
    pub(crate) workspace: Option<String>,
}

/// Reads them, or says which of the two that it takes is missing.
pub(crate) fn read() -> Result<FromEnvironment, ErrorReport> {
    let (client_id, client_secret) = match (given(CLIENT_ID)?, given(CLIENT_SECRET)?) {
        (Some(client_id), Some(client_secret)) => (client_id, client_secret),
        (None, None) => return Err(missing(&format!("{CLIENT_ID} and {CLIENT_SECRET} are"))),
        (None, Some(_)) => return Err(missing(&format!("{CLIENT_ID} is"))),
        (Some(_), None) => return Err(missing(&format!("{CLIENT_SECRET} is"))),
    };
    let mistaken = |pasted| move |mistake| RegistrationProblem::Paste { pasted, mistake };
    check_client_id(&client_id).map_err(mistaken(Pasted::ClientId))?;
    let client_secret = check_client_secret(client_secret).map_err(mistaken(Pasted::ClientSecret))?;
    let workspace = given(APP_ID)?;
    Ok(FromEnvironment { client_id, client_secret, workspace })
}

/// What is set to nothing is not set.
fn given(name: &'static str) -> Result<Option<String>, ErrorReport> {
    let value = match env::var(name) {
        Ok(value) => value,
        Err(env::VarError::NotPresent) => return Ok(None),
        Err(env::VarError::NotUnicode(_)) => {
            return Err(Misuse::VariableNotText { name }.into());
        }
    };
    Ok(if value.trim().is_empty() { None } else { Some(value) })
}

fn missing(which: &str) -> ErrorReport {
    let needs = format!(
        "--from-env takes {CLIENT_ID} and {CLIENT_SECRET} of the environment and, as the only workspace, {APP_ID}."
    );
    Misuse::VariablesMissing { which: which.to_owned(), needs }.into()
}

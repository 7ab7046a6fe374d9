//! Reads the three environment variables of Intercom's own tutorial, since many people have set them already. Switchhook
//! reads them only for `--from-env`.

use std::env;

use switchhook_engine::core::{
    ClientSecret, ErrorReport, Pasted, RegistrationProblem, check_client_id, check_client_secret,
};

use crate::misuse::Misuse;

const CLIENT_ID: &str = "INTERCOM_CLIENT_ID";
const CLIENT_SECRET: &str = "INTERCOM_CLIENT_SECRET";
const APP_ID: &str = "INTERCOM_APP_ID";

/// An app from the environment.
pub(crate) struct FromEnvironment {
    pub(crate) client_id: String,
    pub(crate) client_secret: ClientSecret,
    /// The only workspace to connect. Intercom calls this id the app's id.
    pub(crate) workspace: Option<String>,
}

/// Reads the variables.
///
/// # Errors
/// `usage` where the client id or the client secret is missing or can't be used; the sentence names the variable.
pub(crate) fn read() -> Result<FromEnvironment, ErrorReport> {
    let (client_id, client_secret) = match (variable(CLIENT_ID)?, variable(CLIENT_SECRET)?) {
        (Some(client_id), Some(client_secret)) => (client_id, client_secret),
        (None, None) => return Err(missing(&format!("{CLIENT_ID} and {CLIENT_SECRET} are"))),
        (None, Some(_)) => return Err(missing(&format!("{CLIENT_ID} is"))),
        (Some(_), None) => return Err(missing(&format!("{CLIENT_SECRET} is"))),
    };
    let mistaken = |pasted| move |mistake| RegistrationProblem::Paste { pasted, mistake };
    check_client_id(&client_id).map_err(mistaken(Pasted::ClientId))?;
    let client_secret = check_client_secret(client_secret).map_err(mistaken(Pasted::ClientSecret))?;
    let workspace = variable(APP_ID)?;
    Ok(FromEnvironment { client_id, client_secret, workspace })
}

/// Returns the value of a variable. A blank value counts as missing.
fn variable(name: &'static str) -> Result<Option<String>, ErrorReport> {
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
        "Set {CLIENT_ID} and {CLIENT_SECRET} in the environment. {APP_ID} is optional and names the only workspace."
    );
    Misuse::VariablesMissing { which: which.to_owned(), needs }.into()
}

//! Commands for access tokens that a person pastes.

use switchhook_engine::contract::{AddedToken, ListedToken};
use switchhook_engine::core::{AccountId, Pasted, Problem, RegistrationProblem, check_access_token};
use switchhook_engine::{OwnToken, TokenLine};
use tauri::State;
use tauri::ipc::Channel;

use crate::state::{Answer, Desktop};
use crate::token_list::TokenList;

#[tauri::command]
pub(crate) async fn add_token(
    desktop: State<'_, Desktop>,
    token: String,
    replaces: Option<AccountId>,
) -> Answer<AccountId> {
    let token = check_access_token(token)
        .map_err(|mistake| RegistrationProblem::Paste { pasted: Pasted::AccessToken, mistake })?;
    let own = OwnToken { replaces, ..OwnToken::new(token) };
    Ok(desktop.connector().await?.own_tokens().add(own).await?.account.id)
}

/// Runs off the main thread, which draws the window: the page calls it at each change of a list.
#[tauri::command]
pub(crate) async fn read_tokens(list: String) -> Answer<Vec<ListedToken>> {
    let lines = TokenLine::read(list.as_bytes()).map_err(Problem::from)?;
    Ok(lines.into_iter().map(TokenLine::listed).collect())
}

/// Returns the number of lines of which `on_added` tells. Its messages may arrive after this answer.
#[tauri::command]
pub(crate) async fn add_tokens(
    desktop: State<'_, Desktop>,
    tokens: State<'_, TokenList>,
    list: String,
    on_added: Channel<AddedToken>,
) -> Answer<usize> {
    // A page that no longer listens reads the accounts by `overview`.
    Ok(tokens.add_each(&desktop, list, |added| drop(on_added.send(added))).await?)
}

#[tauri::command]
pub(crate) async fn stop_adding(tokens: State<'_, TokenList>) -> Answer<()> {
    tokens.stop();
    Ok(())
}

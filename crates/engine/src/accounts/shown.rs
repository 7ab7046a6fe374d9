//! Converts accounts to the shapes that leave the process.

use switchhook_core::{Answered, Status, ids};

use crate::contract::{Account, Admin, Checked, Trouble, Workspace};
use crate::host::clock::{rfc3339, seconds_rfc3339};
use crate::store::account_rows::AccountRow;

/// Returns an account in the shape that leaves the process, without its problem.
///
/// A disabled account has the status *disabled*. While the master key is missing, every other one has *needs reconnect*.
pub(crate) fn account(row: AccountRow, is_key_missing: bool) -> Account {
    let status = match (row.disabled, is_key_missing) {
        (true, _) => Status::Disabled,
        (false, true) => Status::NeedsReconnect,
        (false, false) => row.status,
    };
    Account {
        id: row.id,
        name: row.name,
        tags: row.tags,
        status,
        workspace: Workspace {
            id: row.workspace.id,
            name: row.workspace.name,
            region: row.workspace.region,
            timezone: row.workspace.timezone,
            created_at: row.workspace.created_at.and_then(seconds_rfc3339),
        },
        admin: Admin {
            id: row.admin.id,
            name: row.admin.name,
            email: row.admin.email,
            email_verified: row.admin.email_verified,
        },
        registration: row.registration,
        connected_at: rfc3339(row.connected_at),
        checked_at: row.checked_at.map(rfc3339),
    }
}

/// Returns an account with its problem.
///
/// The problem is `None` for a disabled account. It is `None` for each account while the master key is missing, since the
/// window shows the missing key once.
pub(crate) fn checked(mut row: AccountRow, is_key_missing: bool) -> Checked {
    let trouble = trouble(&mut row).filter(|_| !row.disabled && !is_key_missing);
    Checked { account: account(row, is_key_missing), trouble, untold: None, unread: None }
}

/// Takes the problem of an account out of its row, and returns it; `None` where there is none.
pub(crate) fn trouble(row: &mut AccountRow) -> Option<Trouble> {
    row.trouble.take().map(|(problem, since)| Trouble { report: problem.into(), since: rfc3339(since) })
}

/// Returns the workspace and the teammate of an account in a form that a person can read. The account's name replaces a
/// missing workspace name.
pub(crate) fn answered(row: &AccountRow) -> Answered {
    let workspace = row.workspace.name.clone().unwrap_or_else(|| row.name.clone());
    Answered {
        workspace: Some(workspace),
        admin: row.admin.name.clone(),
        ids: ids(&row.workspace, &row.admin),
    }
}
